import unittest


class Base(unittest.TestCase):
    def setUp(self):
        self.cart = []

    def test_empty(self):
        self.assertEqual(self.cart, [])

    @unittest.skip("later")
    def test_later(self):
        with self.subTest("x"):
            self.fail()

    def not_a_test(self):
        pass
