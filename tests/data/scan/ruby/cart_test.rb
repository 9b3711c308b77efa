require "test_helper"

class CartTest < Minitest::Test
  def setup
    @cart = Cart.new
  end

  def test_total_is_zero
    assert_equal 0, @cart.total
    assert_match /def test_in_regex/, text
  end

  test "rails style" do
    assert true
  end
end
