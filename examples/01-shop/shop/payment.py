class Declined(Exception):
    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Gateway:
    """Talks to PayGate; here it answers by the number of the card, as their sandbox does."""

    ANSWERS = {"4000000000000002": "insufficient funds", "4000000000000069": "card expired"}

    def __init__(self):
        self.charges = {}
        self.refunds = []

    def charge(self, card, cents, idempotency_key):
        if idempotency_key in self.charges:
            return self.charges[idempotency_key]
        if not luhn(card):
            raise Declined("card number is wrong")
        if card in self.ANSWERS:
            raise Declined(self.ANSWERS[card])
        charge = {"id": f"ch_{len(self.charges) + 1}", "cents": cents, "last4": card[-4:]}
        if cents >= 25000:
            charge["challenge"] = "3-D Secure"
        self.charges[idempotency_key] = charge
        return charge

    def refund(self, charge_id, cents):
        self.refunds.append((charge_id, cents))


def luhn(number):
    if not number.isdigit() or len(number) < 12:
        return False
    total = 0
    for i, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
