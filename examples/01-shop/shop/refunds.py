RETURN_DAYS = 14


class RefundError(Exception):
    pass


def refund(order, gateway, charge, cents=None, day=0, delivered_day=0):
    """Give back all or some of what was paid."""
    if day - delivered_day > RETURN_DAYS:
        raise RefundError(f"returns end {RETURN_DAYS} days after delivery")
    left = order["total"] - order.get("refunded", 0)
    cents = left if cents is None else cents
    if cents > left:
        raise RefundError("more than was paid")
    gateway.refund(charge["id"], cents)
    order["refunded"] = order.get("refunded", 0) + cents
    return cents
