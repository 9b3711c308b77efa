from shop import money


class Outbox:
    def __init__(self):
        self.sent = []
        self.fail_next = 0

    def send(self, to, subject, body):
        if self.fail_next:
            self.fail_next -= 1
            raise ConnectionError("mail relay does not answer")
        self.sent.append({"to": to, "subject": subject, "body": body})


def send_with_retry(outbox, to, subject, body, attempts=3):
    for attempt in range(attempts):
        try:
            outbox.send(to, subject, body)
            return attempt + 1
        except ConnectionError:
            if attempt + 1 == attempts:
                raise


def confirmation(order):
    lines = [f"{q} x {sku}: {money.show(price * q)}" for sku, (price, q) in order["lines"].items()]
    body = "\n".join([f"Thank you. Your order number is {order['number']}.", *lines,
                      f"Total {money.show(order['total'])}"])
    return f"Your order {order['number']}", body


def shipped(order, url):
    return f"Order {order['number']} is on its way", f"Follow the parcel at {url}"
