"""Amounts in cents, VAT by country."""

VAT_PERCENT = {"DE": 19, "FR": 20, "NL": 21, "IE": 23, "CH": 0}


def vat(net_cents, country):
    """VAT on a net amount, rounded half up to the cent."""
    percent = VAT_PERCENT[country]
    return (net_cents * percent + 50) // 100


def show(cents, currency="EUR"):
    return f"{cents // 100}.{cents % 100:02d} {currency}"
