from shop import money


class CartError(Exception):
    pass


class Cart:
    MAX_QUANTITY = 20

    def __init__(self):
        self.lines = {}
        self.voucher = None

    def add(self, sku, price_cents, quantity=1):
        if quantity < 1:
            raise CartError("quantity must be at least 1")
        _, have = self.lines.get(sku, (price_cents, 0))
        if have + quantity > self.MAX_QUANTITY:
            raise CartError(f"at most {self.MAX_QUANTITY} of one item")
        self.lines[sku] = (price_cents, have + quantity)

    def remove(self, sku):
        if sku not in self.lines:
            raise CartError(f"{sku} is not in the cart")
        del self.lines[sku]

    def apply_voucher(self, code, percent):
        if self.voucher:
            raise CartError("only one voucher for an order")
        self.voucher = (code, percent)

    def net(self):
        total = sum(price * quantity for price, quantity in self.lines.values())
        if self.voucher:
            total -= total * self.voucher[1] // 100
        return total

    def total(self, country):
        net = self.net()
        return net + money.vat(net, country)

    def count(self):
        return sum(quantity for _, quantity in self.lines.values())

    def merge(self, other):
        for sku, (price, quantity) in other.lines.items():
            _, have = self.lines.get(sku, (price, 0))
            self.lines[sku] = (price, min(have + quantity, self.MAX_QUANTITY))
