import pytest

CASES = [1, 2, 3]


@pytest.mark.parametrize("n", CASES)
def test_table(n):
    assert n


@pytest.mark.parametrize("n", [pytest.param(1, id="one"), pytest.param(2, marks=pytest.mark.skip)])
def test_params(n):
    assert n


class TestBase:
    def test_inherited(self):
        assert self


class TestChild(TestBase):
    def test_child(self):
        assert self


class TestGrandChild(TestChild):
    pass
