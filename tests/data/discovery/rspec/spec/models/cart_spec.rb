# it 'in a comment' do end
TEXT = "it 'in a string' do\nend"
DOC = <<~EOT
  it 'in a here-document' do
  end
EOT

class Cart
  def total; 1; end
end

=begin
it 'in a block comment' do
end
=end

RSpec.describe Cart do
  subject { Cart.new }

  it 'adds' do
    expect(1).to eq(1)
  end

  it "has #{1 + 1} things" do
  end

  it('in brackets') { expect(subject.total).to eq 1 }
  it { is_expected.to be_truthy }
  it { expect(subject.total).to eq(1) }
  its_helper = lambda { |x| x }

  specify 'specified' do
  end

  example 'an example', :slow, speed: 1 do
  end

  it 'is pending without a block'

  xit 'is x-ed' do
  end

  pending 'is pending' do
    raise
  end

  skip 'is skipped' do
  end

  it 'is skipped by tag', skip: true do
  end

  context 'when "empty"' do
    let(:it_value) { 1 }

    it 'throws' do
      [1].each do |item|
        it = item
        expect(it).to eq 1
      end
    end

    describe '#total' do
      it 'is zero' do
        if true then 1 end
        x = 1 if true
        expect(x).to eq(1) unless false
      end
    end
  end

  xdescribe 'x-ed block' do
    it 'inside' do
    end
  end

  %w[S M].each do |size|
    it "fits #{size}" do
    end
  end

  shared_examples 'a list' do |n|
    it 'is enumerable' do
    end
  end

  it_behaves_like 'a list', 1
  include_examples 'a list', 2

  describe 'ünïcode → ✓' do
    it 'wörks' do
    end
  end

  it 'has a long
      name' do
  end

  it 'spans',
     :slow,
     reason: 'x' do
    expect(1).to eq 1
  end
  it %q(percent) do
  end
  it :symbol do
  end
  it "a " + "b" do
  end
end
