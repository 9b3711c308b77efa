"""The cart: what is in it, how many, and what it costs."""
import pytest

from shop.cart import Cart, CartError


class TestAddingItems:
    def test_new_item_appears_with_its_quantity(self, cart):
        cart.add("mug", 900, 2)
        assert cart.lines["mug"] == (900, 2)

    def test_same_item_twice_adds_up(self, cart):
        cart.add("mug", 900)
        cart.add("mug", 900, 3)
        assert cart.count() == 4

    @pytest.mark.parametrize("quantity", [0, -1, -20])
    def test_quantity_below_one_is_refused(self, cart, quantity):
        with pytest.raises(CartError, match="at least 1"):
            cart.add("mug", 900, quantity)

    def test_no_more_than_twenty_of_one_item(self, cart):
        cart.add("mug", 900, 20)
        with pytest.raises(CartError, match="at most 20"):
            cart.add("mug", 900)


class TestRemovingItems:
    def test_removed_item_no_longer_costs_anything(self, cart):
        cart.add("mug", 900)
        cart.remove("mug")
        assert cart.net() == 0

    def test_removing_what_is_not_there_is_an_error(self, cart):
        with pytest.raises(CartError, match="poster is not in the cart"):
            cart.remove("poster")


class TestTotals:
    @pytest.mark.requirement("SHOP-12")
    @pytest.mark.parametrize(
        "country, total", [("DE", 11900), ("FR", 12000), ("NL", 12100), ("IE", 12300), ("CH", 10000)]
    )
    def test_total_includes_vat_of_the_delivery_country(self, cart, country, total):
        cart.add("shirt", 5000, 2)
        assert cart.total(country) == total

    @pytest.mark.requirement("SHOP-12")
    def test_vat_is_rounded_half_up_to_the_cent(self, cart):
        cart.add("sticker", 50)
        assert cart.total("DE") == 60

    def test_voucher_lowers_the_net_amount(self, cart):
        cart.add("shirt", 5000)
        cart.apply_voucher("SPRING10", 10)
        assert cart.net() == 4500

    def test_second_voucher_is_refused(self, cart):
        cart.apply_voucher("SPRING10", 10)
        with pytest.raises(CartError, match="only one voucher"):
            cart.apply_voucher("WELCOME", 5)


def test_carts_are_merged_after_login(cart):
    """What was put in before signing in is still there afterwards."""
    before = Cart()
    before.add("mug", 900, 2)
    cart.add("mug", 900, 19)
    cart.add("shirt", 5000)
    cart.merge(before)
    assert cart.lines == {"mug": (900, 20), "shirt": (5000, 1)}
