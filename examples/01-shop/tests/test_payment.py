import pytest

from shop.payment import Declined, Gateway, luhn


@pytest.fixture
def gateway():
    return Gateway()


@pytest.mark.requirement("SHOP-17")
@pytest.mark.parametrize(
    "card, reason",
    [
        ("4000000000000002", "insufficient funds"),
        ("4000000000000069", "card expired"),
        ("4242424242424241", "card number is wrong"),
    ],
)
def test_decline_says_why(gateway, card, reason):
    with pytest.raises(Declined) as error:
        gateway.charge(card, 1000, "k")
    assert error.value.reason == reason


def test_same_idempotency_key_charges_once(gateway):
    first = gateway.charge("4242424242424242", 1000, "k")
    assert gateway.charge("4242424242424242", 1000, "k") == first
    assert len(gateway.charges) == 1


def test_only_the_last_four_digits_of_the_card_are_kept(gateway):
    charge = gateway.charge("4242424242424242", 1000, "k")
    assert charge["last4"] == "4242"
    assert "4242424242424242" not in str(gateway.charges)


@pytest.mark.parametrize("cents, challenged", [(24999, False), (25000, True)])
def test_3d_secure_from_250_euros(gateway, cents, challenged):
    charge = gateway.charge("4242424242424242", cents, "k")
    assert ("challenge" in charge) is challenged


@pytest.mark.parametrize("number, good", [("4242424242424242", True), ("1234567812345678", False), ("", False)])
def test_luhn_check_finds_typing_errors(number, good):
    assert luhn(number) is good
