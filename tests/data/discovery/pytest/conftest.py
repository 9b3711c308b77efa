import pytest


def test_not_here():
    """conftest.py is no test file."""


@pytest.fixture
def test_data():
    return 1
