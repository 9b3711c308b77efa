"""Refunds, in the older unittest style: python3 -m unittest tests.test_refunds"""
import unittest

from shop.payment import Gateway
from shop.refunds import RefundError, refund


class RefundTest(unittest.TestCase):
    """Requirement: SHOP-33"""

    def setUp(self):
        self.gateway = Gateway()
        self.charge = self.gateway.charge("4242424242424242", 5950, "k")
        self.order = {"number": "K-1001", "total": 5950}

    def test_whole_amount_goes_back_to_the_card(self):
        self.assertEqual(refund(self.order, self.gateway, self.charge), 5950)
        self.assertEqual(self.gateway.refunds, [("ch_1", 5950)])

    def test_part_of_the_order_can_be_refunded(self):
        refund(self.order, self.gateway, self.charge, 950)
        self.assertEqual(self.order["refunded"], 950)

    def test_refunds_never_exceed_what_was_paid(self):
        refund(self.order, self.gateway, self.charge, 5000)
        with self.assertRaises(RefundError):
            refund(self.order, self.gateway, self.charge, 951)

    def test_return_period_is_fourteen_days_from_delivery(self):
        for day in (0, 14):
            with self.subTest(day=day):
                refund(self.order, self.gateway, self.charge, 1, day=day)
        with self.assertRaises(RefundError):
            refund(self.order, self.gateway, self.charge, 1, day=15)


if __name__ == "__main__":
    unittest.main()
