class OutOfStock(Exception):
    def __init__(self, sku):
        super().__init__(f"{sku} is out of stock")
        self.sku = sku


class Stock:
    HOLD_SECONDS = 15 * 60

    def __init__(self, levels):
        self.levels = dict(levels)
        self.holds = []

    def available(self, sku, now=0):
        self.expire(now)
        held = sum(q for s, q, _ in self.holds if s == sku)
        return self.levels.get(sku, 0) - held

    def reserve(self, sku, quantity, now=0):
        if self.available(sku, now) < quantity:
            raise OutOfStock(sku)
        self.holds.append((sku, quantity, now + self.HOLD_SECONDS))

    def commit(self, sku, quantity):
        self.release(sku, quantity)
        self.levels[sku] -= quantity

    def release(self, sku, quantity):
        for hold in self.holds:
            if hold[:2] == (sku, quantity):
                self.holds.remove(hold)
                return

    def expire(self, now):
        self.holds = [hold for hold in self.holds if hold[2] > now]

    def low(self, threshold=5):
        return sorted(sku for sku, level in self.levels.items() if level < threshold)
