#include <gtest/gtest.h>

// TEST(In, Comment) {}
const char *raw = R"x(
TEST(In, RawString) { )" }
)x";

TEST(CartTest, AddsItem) {
  EXPECT_EQ(1, 1);
}

TEST_P(CartParam, Counts) { ASSERT_TRUE(GetParam() > 0); }
