"""Not a test: def test_in_docstring(): pass

Requirement: NOT-1
"""
import pytest
from shop.cart import Cart as C

TEXT = """
def test_in_a_string():
    assert False
"""

# def test_in_a_comment(): pass


def helper():
    def test_inside_a_helper():
        pass

    return test_inside_a_helper


class Basket:
    def test_of_no_test_class(self):
        pass


# Requirement: SHOP-1, SHOP-2
class TestBasket:
    """Covers: SHOP-3"""

    limit = 5

    @pytest.mark.smoke
    @pytest.mark.parametrize(
        "quantity, price",
        [
            (1, "a, b"),
            (2, [3, 4]),
            (5, {"x": (1, 2)}),
        ],
    )
    @pytest.mark.parametrize("currency", ["EUR", "USD"])
    def test_total(self, quantity, price, currency):
        '''Adds up. Requirement: SHOP-4'''
        text = f"""
    def test_in_an_f_string(self):
"""
        assert quantity > 0, "never \" def test_x():"

        # a comment at column 8
# and one at column 0
        assert price

    class TestNested:
        async def test_awaits(self):
            await nothing()

    @pytest.mark.requirement("SHOP-5", "SHOP-6")
    def test_marked(self, record_property):
        record_property("requirement", "SHOP-7")
        value = (
    1 +
  2)
        assert value == 3


@pytest.mark.parametrize("country", COUNTRIES)
def test_of_unknown_size(country): assert country


def test_twice():
    assert 1


def test_twice():
    assert 2


if True:
    def test_under_if():
        assert True
