import unittest


class NotLoaded(unittest.TestCase):
    def test_not_a_test_file(self):
        pass
