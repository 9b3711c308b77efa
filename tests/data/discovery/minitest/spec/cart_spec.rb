require 'minitest/autorun'

describe 'Cart' do
  before { @x = 1 }

  it 'adds' do
    _(1).must_equal 1
  end

  describe 'when empty' do
    it "has no 'items'" do
      _([]).must_be_empty
    end
  end
end
