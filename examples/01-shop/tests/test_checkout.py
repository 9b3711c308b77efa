import pytest

from shop.cart import Cart
from shop.checkout import CheckoutError
from shop.payment import Declined
from shop.stock import OutOfStock

GOOD_CARD = "4242424242424242"
POOR_CARD = "4000000000000002"


@pytest.fixture
def full_cart(cart):
    cart.add("mug", 900, 2)
    return cart


class TestGuestCheckout:
    @pytest.mark.smoke
    @pytest.mark.requirement("SHOP-41")
    def test_guest_buys_with_email_and_delivery_address_only(self, checkout, full_cart, address):
        """A guest completes a purchase without an account or password."""
        order = checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k1")
        assert order["status"] == "paid"
        assert order["email"] == "guest@example.org"

    @pytest.mark.parametrize("field", ["name", "street", "postcode", "city", "country"])
    def test_missing_address_field_is_named(self, checkout, full_cart, address, field):
        address[field] = ""
        with pytest.raises(CheckoutError) as error:
            checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k1")
        assert error.value.fields == [field]

    def test_guest_without_valid_email_cannot_pay(self, checkout, full_cart, address):
        with pytest.raises(CheckoutError) as error:
            checkout.pay(full_cart, "guest", address, GOOD_CARD, "k1")
        assert "email" in error.value.fields

    def test_order_confirmation_reaches_the_guest_after_payment(self, checkout, full_cart, address):
        order = checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k1")
        message = checkout.outbox.sent[0]
        assert message["to"] == "guest@example.org"
        assert order["number"] in message["subject"]

    def test_empty_cart_cannot_be_paid(self, checkout, address):
        with pytest.raises(CheckoutError, match="empty"):
            checkout.pay(Cart(), "guest@example.org", address, GOOD_CARD, "k1")


class TestQuote:
    """What the customer sees before paying.

    Requirement: SHOP-12
    """

    def test_quote_shows_goods_shipping_and_total(self, checkout, full_cart):
        quote = checkout.quote(full_cart, "DE")
        assert quote == {"goods": 2142, "shipping": 490, "total": 2632}

    def test_express_delivery_is_part_of_the_total(self, checkout, full_cart):
        assert checkout.quote(full_cart, "DE", express=True)["shipping"] == 1480

    def test_charged_amount_equals_the_quoted_total(self, checkout, full_cart, address):
        quoted = checkout.quote(full_cart, "DE")["total"]
        order = checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k1")
        assert order["charge"]["cents"] == quoted


class TestDeclinedCard:
    @pytest.mark.requirement("SHOP-17")
    def test_cart_is_kept_when_the_card_is_declined(self, checkout, full_cart, address):
        with pytest.raises(Declined, match="insufficient funds"):
            checkout.pay(full_cart, "guest@example.org", address, POOR_CARD, "k1")
        assert full_cart.count() == 2

    @pytest.mark.requirement("SHOP-17")
    def test_customer_can_pay_with_another_card_after_a_decline(self, checkout, full_cart, address):
        with pytest.raises(Declined):
            checkout.pay(full_cart, "guest@example.org", address, POOR_CARD, "k1")
        order = checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k2")
        assert order["status"] == "paid"

    def test_declined_card_gives_the_reserved_stock_back(self, checkout, full_cart, address, stock):
        with pytest.raises(Declined):
            checkout.pay(full_cart, "guest@example.org", address, POOR_CARD, "k1")
        assert stock.available("mug") == 10


class TestStockAtPayment:
    @pytest.mark.requirement("SHOP-21")
    def test_item_out_of_stock_at_payment_is_named_and_nothing_is_charged(self, checkout, cart, address):
        cart.add("poster", 1500)
        with pytest.raises(OutOfStock, match="poster is out of stock"):
            checkout.pay(cart, "guest@example.org", address, GOOD_CARD, "k1")
        assert checkout.gateway.charges == {}

    def test_paid_items_leave_the_stock(self, checkout, full_cart, address, stock):
        checkout.pay(full_cart, "guest@example.org", address, GOOD_CARD, "k1")
        assert stock.levels["mug"] == 8
