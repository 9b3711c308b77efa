import pytest

from shop.accounts import LOCK_SECONDS, AccountError


class TestRegistration:
    @pytest.mark.requirement("SHOP-3")
    def test_email_is_stored_in_lower_case_without_spaces(self, accounts):
        accounts.register("  Bob@Example.ORG ", "a long password")
        assert "bob@example.org" in accounts.users

    def test_second_account_with_the_same_email_is_refused(self, accounts):
        with pytest.raises(AccountError, match="there is an account"):
            accounts.register("ana@example.org", "another password")

    @pytest.mark.parametrize("password", ["", "short", "123456789"])
    def test_password_of_fewer_than_ten_characters_is_refused(self, accounts, password):
        with pytest.raises(AccountError, match="at least 10"):
            accounts.register("bob@example.org", password)

    def test_password_is_never_stored_in_clear(self, accounts):
        assert b"correct horse" not in accounts.users["ana@example.org"]["hash"]


class TestLogin:
    @pytest.mark.smoke
    def test_right_password_signs_in(self, accounts):
        assert accounts.login("ANA@example.org", "correct horse") == "ana@example.org"

    def test_unknown_email_and_wrong_password_give_the_same_message(self, accounts):
        with pytest.raises(AccountError) as unknown:
            accounts.login("eve@example.org", "x")
        with pytest.raises(AccountError) as wrong:
            accounts.login("ana@example.org", "x")
        assert str(unknown.value) == str(wrong.value)

    @pytest.mark.requirement("SHOP-8")
    def test_five_wrong_passwords_lock_the_account(self, accounts):
        for _ in range(5):
            with pytest.raises(AccountError):
                accounts.login("ana@example.org", "wrong")
        with pytest.raises(AccountError, match="locked"):
            accounts.login("ana@example.org", "correct horse")

    @pytest.mark.requirement("SHOP-8")
    def test_lock_ends_after_fifteen_minutes(self, accounts):
        for _ in range(5):
            with pytest.raises(AccountError):
                accounts.login("ana@example.org", "wrong", now=100)
        assert accounts.login("ana@example.org", "correct horse", now=100 + LOCK_SECONDS)


class TestPasswordChange:
    def test_old_password_stops_working(self, accounts):
        accounts.change_password("ana@example.org", "correct horse", "battery staple")
        with pytest.raises(AccountError):
            accounts.login("ana@example.org", "correct horse")

    def test_old_password_must_be_known(self, accounts):
        with pytest.raises(AccountError):
            accounts.change_password("ana@example.org", "guess", "battery staple")
