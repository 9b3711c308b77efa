'''Not tests: def test_in_docstring(): pass

def test_in_docstring_line(): pass
'''
import functools

import pytest

TEXT = """
def test_in_string():
    pass
class TestInString:
    def test_x(self): pass
"""
# def test_commented(): pass
RAW = r'\'' + '\\'


def test_plain(): pass


async def test_async():
    pass


def test_multi_line_signature(
    tmp_path,
    monkeypatch,
    *,
    flag=("(", ")"),
) -> None:
    assert True


def test():
    pass


def testNoUnderscore():
    pass


def test_ünïcode():
    def test_inner():
        pass
    assert test_inner


def tests_too_by_prefix():
    pass


def helper():
    def test_nested_in_helper():
        pass


def Test_capital():
    pass


class Testing:
    def test_prefix_class(self):
        pass


class TestOuter:
    x = 1

    class TestInner:
        def test_inner(self):
            pass

        class TestDeep:
            def test_deep(self): pass

    class Helper:
        def test_not_collected(self):
            pass

    def test_after_inner(self):
        pass

    @staticmethod
    def test_static():
        pass

    def helper(self):
        def test_local(self):
            pass

    @pytest.mark.parametrize("a,b", [(1, 2), (3, 4)])
    @pytest.mark.parametrize(
        "c",
        ["x)", "(y", "z]"],
    )
    def test_grid(self, a, b, c):
        pass


class TestWithInit:
    def __init__(self):
        pass

    def test_cannot_be_collected(self):
        pass


class NotATest:
    def test_no(self):
        pass


def wrap(f):
    @functools.wraps(f)
    def inner(*a, **k):
        return f(*a, **k)
    return inner


@wrap
@pytest.mark.skip(reason="def test_reason(): pass")
def test_decorated():
    pass


@pytest.mark.skipif("sys.version_info < (3,)")
def test_skipif():
    pass


@pytest.fixture
def test_fixture_is_none():
    return 2


@pytest.fixture(
    scope="module",
    params=[1, 2],
)
def test_fixture_with_arguments(request):
    return request.param


if True:
    def test_in_if():
        pass

try:
    import json
except ImportError:
    pass
else:
    def test_in_try_else():
        assert json

for _n in range(2):
    def test_in_loop():
        pass


def test_one_line(): assert 1; assert 2


@pytest.mark.parametrize("data", [1, 2])
def \
    test_backslash(data):
    pass


def test_quotes():
    """a "quoted" docstring, a ''' and def test_quoted(): pass"""
    s = f"{'def test_f(): pass'}"
    assert s


class TestEmpty:
    pass


class TestNotCollected:
    __test__ = False

    def test_off(self):
        pass
