from shop import mail, payment, shipping


class CheckoutError(Exception):
    def __init__(self, message, fields=()):
        super().__init__(message)
        self.fields = list(fields)


class Checkout:
    def __init__(self, stock, gateway, orders, outbox):
        self.stock = stock
        self.gateway = gateway
        self.orders = orders
        self.outbox = outbox

    def quote(self, cart, country, express=False):
        goods = cart.total(country)
        delivery = shipping.cost(country, goods, express)
        return {"goods": goods, "shipping": delivery, "total": goods + delivery}

    def pay(self, cart, email, address, card, key, express=False):
        if not cart.lines:
            raise CheckoutError("the cart is empty")
        missing = shipping.check_address(address)
        if "@" not in email:
            missing.append("email")
        if missing:
            raise CheckoutError("some fields are missing", missing)
        for sku, (_, quantity) in cart.lines.items():
            self.stock.reserve(sku, quantity)
        quote = self.quote(cart, address["country"], express)
        try:
            charge = self.gateway.charge(card, quote["total"], key)
        except payment.Declined:
            for sku, (_, quantity) in cart.lines.items():
                self.stock.release(sku, quantity)
            raise
        order = self.orders.place(email, cart.lines, quote["total"])
        order["charge"] = charge
        self.orders.move(order["number"], "paid")
        for sku, (_, quantity) in cart.lines.items():
            self.stock.commit(sku, quantity)
        cart.lines.clear()
        mail.send_with_retry(self.outbox, email, *mail.confirmation(order))
        return order
