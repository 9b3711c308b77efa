import pytest

from shop import shipping


@pytest.mark.parametrize("country, cents", [("DE", 490), ("FR", 890), ("NL", 790), ("IE", 1290)])
def test_shipping_cost_depends_on_the_country(country, cents):
    assert shipping.cost(country, 1000) == cents


@pytest.mark.requirement("SHOP-14")
def test_shipping_is_free_from_fifty_euros():
    assert shipping.cost("DE", 4999) == 490
    assert shipping.cost("DE", 5000) == 0


def test_express_costs_extra_even_when_shipping_is_free():
    assert shipping.cost("DE", 9000, express=True) == 990


def test_country_we_do_not_deliver_to_is_refused():
    with pytest.raises(shipping.NoDelivery, match="US"):
        shipping.cost("US", 1000)


@pytest.mark.parametrize("carrier", ["dhl", "ups"])
def test_tracking_link_leads_to_the_carrier(carrier):
    assert carrier in shipping.tracking_url(carrier, "42")
