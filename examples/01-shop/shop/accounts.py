import hashlib
import hmac

LOCK_AFTER = 5
LOCK_SECONDS = 15 * 60


class AccountError(Exception):
    pass


def _hash(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)


class Accounts:
    def __init__(self):
        self.users = {}

    def register(self, email, password):
        email = email.strip().lower()
        if "@" not in email:
            raise AccountError("that is not an e-mail address")
        if len(password) < 10:
            raise AccountError("password needs at least 10 characters")
        if email in self.users:
            raise AccountError("there is an account with this e-mail address")
        salt = email.encode()
        self.users[email] = {"hash": _hash(password, salt), "salt": salt, "failed": 0, "locked": 0}

    def login(self, email, password, now=0):
        user = self.users.get(email.strip().lower())
        if not user:
            raise AccountError("e-mail address or password is wrong")
        if now < user["locked"]:
            raise AccountError("account is locked")
        if hmac.compare_digest(user["hash"], _hash(password, user["salt"])):
            user["failed"] = 0
            return email.strip().lower()
        user["failed"] += 1
        if user["failed"] >= LOCK_AFTER:
            user["locked"] = now + LOCK_SECONDS
        raise AccountError("e-mail address or password is wrong")

    def change_password(self, email, old, new, now=0):
        email = self.login(email, old, now)
        if len(new) < 10:
            raise AccountError("password needs at least 10 characters")
        user = self.users[email]
        user["hash"] = _hash(new, user["salt"])
