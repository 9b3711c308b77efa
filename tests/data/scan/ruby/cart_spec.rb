require 'spec_helper'

=begin
it "in a block comment" do
=end

RSpec.describe Cart, type: :model do
  # it "in a comment" do
  let(:text) { <<~TEXT }
    it "in a here-document" do
    end
  TEXT
  let(:list) { %w[it do end] }

  describe "#total" do
    context "when it's empty" do
      it "is zero", :fast do
        if x then y end
        z = 1 if y
        while a do b end
        expect(subject.total).to eq(0)
      end
      it { is_expected.to be_valid }
      xit "is off" do
      end
      it "is pending"
    end
  end

  def helper(x) = x + 1

  it 'works after an endless def (SHOP-9)' do
    expect(1 / 2).to eq(0); expect("a/b" =~ /it "x" do/)
  end
end
