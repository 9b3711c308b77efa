class OrderError(Exception):
    pass


NEXT = {
    "placed": {"paid", "cancelled"},
    "paid": {"packed", "cancelled"},
    "packed": {"shipped"},
    "shipped": {"delivered"},
    "delivered": set(),
    "cancelled": set(),
}


class Orders:
    def __init__(self):
        self.all = {}

    def place(self, email, lines, total):
        number = f"K-{len(self.all) + 1001}"
        order = {"number": number, "email": email, "lines": dict(lines), "total": total,
                 "status": "placed", "history": ["placed"]}
        self.all[number] = order
        return order

    def move(self, number, status):
        order = self.all[number]
        if status not in NEXT[order["status"]]:
            raise OrderError(f"{order['status']} order cannot become {status}")
        order["status"] = status
        order["history"].append(status)

    def of(self, email):
        return [o for o in reversed(self.all.values()) if o["email"] == email]

    def find(self, number, email):
        order = self.all.get(number)
        if not order or order["email"] != email:
            raise OrderError("no such order")
        return order
