import pytest

from shop.orders import OrderError, Orders


@pytest.fixture
def orders():
    orders = Orders()
    orders.place("ana@example.org", {"mug": (900, 1)}, 1071)
    orders.place("bob@example.org", {"shirt": (5000, 1)}, 5950)
    orders.place("ana@example.org", {"shirt": (5000, 1)}, 5950)
    return orders


class TestOrderHistory:
    def test_newest_order_comes_first(self, orders):
        assert [o["number"] for o in orders.of("ana@example.org")] == ["K-1003", "K-1001"]

    def test_customer_sees_no_orders_of_others(self, orders):
        assert all(o["email"] == "ana@example.org" for o in orders.of("ana@example.org"))

    def test_guest_looks_up_the_status_with_order_number_and_email_address(self, orders):
        """After a wrong e-mail address the guest can try again."""
        with pytest.raises(OrderError):
            orders.find("K-1002", "wrong@example.org")
        assert orders.find("K-1002", "bob@example.org")["status"] == "placed"

    def test_order_number_of_somebody_else_is_not_found(self, orders):
        with pytest.raises(OrderError, match="no such order"):
            orders.find("K-1002", "ana@example.org")


class TestOrderStatus:
    def test_order_walks_from_placed_to_delivered(self, orders):
        for status in ("paid", "packed", "shipped", "delivered"):
            orders.move("K-1001", status)
        assert orders.all["K-1001"]["history"][-1] == "delivered"

    @pytest.mark.parametrize("status", ["shipped", "delivered", "packed"])
    def test_unpaid_order_is_never_packed_or_shipped(self, orders, status):
        with pytest.raises(OrderError):
            orders.move("K-1001", status)

    @pytest.mark.requirement("SHOP-25")
    def test_packed_order_cannot_be_cancelled(self, orders):
        orders.move("K-1001", "paid")
        orders.move("K-1001", "packed")
        with pytest.raises(OrderError, match="packed order cannot become cancelled"):
            orders.move("K-1001", "cancelled")
