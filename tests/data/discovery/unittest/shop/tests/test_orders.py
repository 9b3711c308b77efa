from unittest import IsolatedAsyncioTestCase, TestCase, mock


class Orders(IsolatedAsyncioTestCase):
    async def test_async(self):
        pass

    @mock.patch("shop.mail")
    @mock.patch.object(TestCase, "setUp")
    def test_mocked(self, a, b):
        pass


class Helper(TestCase):
    def make(self):
        pass
