require 'spec_helper'

describe 'top level', type: :unit do
  it('one line') { }
  it 'two' do end
  fit 'focused' do
  end
end

describe String, '#size' do
  it 'counts' do
    expect('a'.size).to be 1
  end
end
