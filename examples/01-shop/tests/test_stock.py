import pytest

from shop.stock import OutOfStock, Stock


def test_reserved_items_are_not_available_to_others(stock):
    stock.reserve("shirt", 2)
    assert stock.available("shirt") == 1


@pytest.mark.requirement("SHOP-21")
def test_last_item_is_sold_only_once(stock):
    stock.reserve("shirt", 3)
    with pytest.raises(OutOfStock) as error:
        stock.reserve("shirt", 1)
    assert error.value.sku == "shirt"


def test_reservation_expires_after_fifteen_minutes(stock):
    stock.reserve("shirt", 3, now=0)
    assert stock.available("shirt", now=15 * 60 - 1) == 0
    assert stock.available("shirt", now=15 * 60) == 3


def test_released_items_are_available_again(stock):
    stock.reserve("mug", 4)
    stock.release("mug", 4)
    assert stock.available("mug") == 10


def test_unknown_item_has_no_stock(stock):
    assert stock.available("unicorn") == 0


def test_low_stock_report_lists_what_to_reorder():
    assert Stock({"mug": 4, "shirt": 5, "poster": 0}).low() == ["mug", "poster"]
