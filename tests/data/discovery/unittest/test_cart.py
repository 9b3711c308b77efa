import unittest


class CartTest(unittest.TestCase):
    """class Fake(unittest.TestCase):
        def test_fake(self): pass
    """

    def test_adds(self):
        self.assertEqual(1, 1)

    @unittest.skipIf(True, "def test_x")
    def test_skipped(
        self,
    ):
        pass

    @unittest.expectedFailure
    def test_fails(self):
        self.fail()

    async def helper(self):
        pass

    def tested_by_prefix(self):
        pass

    def test(self):
        pass

    def test_ünïcode(self):
        def test_local():
            pass
        test_local()

    class Inner(unittest.TestCase):
        def test_nested_class_is_not_loaded(self):
            pass


class Mixin:
    def test_mixin(self):
        pass


class WithMixin(Mixin, unittest.TestCase):
    def test_own(self):
        pass


class Plain:
    def test_plain_class(self):
        pass


class SharedTestCase(unittest.TestCase):
    def test_shared(self):
        pass


class Child(SharedTestCase):
    def test_child(self):
        pass


if __name__ == "__main__":
    unittest.main()
