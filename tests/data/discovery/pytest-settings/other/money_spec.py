def check_vat():
    pass


def it_really_works():
    pass


def it_fails():
    pass


def test_not_by_settings():
    pass


class CheckCart:
    def check_adds(self):
        pass

    def test_no(self):
        pass


class MoneySuite:
    def check_total(self):
        pass


class TestNo:
    def check_no(self):
        pass
