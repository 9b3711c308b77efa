#include <gtest/gtest.h>

#include <string>

// TEST(Comment, No) {}
const char *text = "TEST(String, No) {}";
const char *raw = R"(
TEST(Raw, No) {
}
)";

TEST(Cart, Adds) { EXPECT_EQ(1, 1); }

TEST(Cart,
     SeveralLines) {
  EXPECT_STREQ(text, text);
}

class Fixture : public ::testing::Test {
 protected:
  void SetUp() override {}
};

TEST_F(Fixture, Uses) { ASSERT_TRUE(true) << "TEST_F(A, B)"; }

TEST_F(Fixture, DISABLED_Off) {}

TEST(Cart, Skips) { GTEST_SKIP(); }

class Param : public ::testing::TestWithParam<int> {};

TEST_P(Param, Each) { EXPECT_GT(GetParam(), 0); }

INSTANTIATE_TEST_SUITE_P(Numbers, Param, ::testing::Values(1, 2));

template <typename T>
class Typed : public ::testing::Test {};
using Types = ::testing::Types<int, char>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, Works) { TypeParam x = 0; EXPECT_EQ(x, 0); }

namespace inner {
TEST(Namespace, Inside) {}
}  // namespace inner

#if 0
TEST(If0, No) {}
#endif

  TEST(Indented, Yes) {
  if (true) {
    EXPECT_TRUE(true);
  }
}
