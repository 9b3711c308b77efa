import cart


def test_empty_cart_costs_nothing():
    assert cart.total([]) == 0
