import unittest
from unittest import TestCase, IsolatedAsyncioTestCase

import pytest


class Cart(TestCase):
    def setUp(self):
        self.x = 1

    def test_adds(self):
        for i in range(2):
            with self.subTest(i=i):
                self.assertTrue(i < 3)

    @unittest.skip("no")
    def test_skipped(self):
        pass

    def testCamel(self):
        pass

    def nottest(self):
        pass


class Async(IsolatedAsyncioTestCase):
    async def test_async(self):
        pass


class Qualified(unittest.TestCase):
    def test_qualified(self):
        pass


class Mixin:
    def test_from_mixin(self):
        pass


class TestMixed(Mixin):
    def test_own(self):
        pass


class Multi(
    Mixin,
    unittest.TestCase,
):
    def test_multi(self):
        pass


@pytest.mark.usefixtures("tmp_path")
class TestMarked:
    pytestmark = pytest.mark.slow

    def test_marked(self):
        pass
