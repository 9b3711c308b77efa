import pytest

from shop import mail

ORDER = {"number": "K-1001", "lines": {"mug": (900, 2)}, "total": 2632}


@pytest.mark.requirement("SHOP-30")
def test_confirmation_names_order_number_and_items():
    subject, body = mail.confirmation(ORDER)
    assert "K-1001" in subject
    assert "2 x mug: 18.00 EUR" in body


def test_confirmation_shows_the_total():
    assert "Total 26.32 EUR" in mail.confirmation(ORDER)[1]


def test_mail_is_sent_again_when_the_relay_does_not_answer():
    outbox = mail.Outbox()
    outbox.fail_next = 2
    assert mail.send_with_retry(outbox, "a@example.org", "s", "b") == 3
    assert len(outbox.sent) == 1


def test_mail_gives_up_after_three_attempts():
    outbox = mail.Outbox()
    outbox.fail_next = 3
    with pytest.raises(ConnectionError):
        mail.send_with_retry(outbox, "a@example.org", "s", "b")


def test_shipping_notice_carries_the_tracking_link():
    _, body = mail.shipped(ORDER, "https://track.dhl.example/42")
    assert "https://track.dhl.example/42" in body
