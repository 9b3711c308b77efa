import pytest

from shop.accounts import Accounts
from shop.cart import Cart
from shop.checkout import Checkout
from shop.mail import Outbox
from shop.orders import Orders
from shop.payment import Gateway
from shop.stock import Stock


def pytest_configure(config):
    config.addinivalue_line("markers", "requirement(id): the requirement that a test proves")
    config.addinivalue_line("markers", "smoke: runs on every push")
    config.addinivalue_line("markers", "slow: takes more than a second")


@pytest.fixture
def cart():
    return Cart()


@pytest.fixture
def accounts():
    shop = Accounts()
    shop.register("ana@example.org", "correct horse")
    return shop


@pytest.fixture
def stock():
    return Stock({"mug": 10, "shirt": 3, "poster": 0})


@pytest.fixture
def address():
    return {"name": "Ana", "street": "Lindenweg 3", "postcode": "10115", "city": "Berlin", "country": "DE"}


@pytest.fixture
def checkout(stock):
    return Checkout(stock, Gateway(), Orders(), Outbox())
