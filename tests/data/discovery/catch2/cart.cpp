#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

// TEST_CASE("comment") {}
static const char *text = "TEST_CASE(\"string\") {}";

TEST_CASE("adds") {
  REQUIRE(1 == 1);
  SECTION("a section") { CHECK(text); }
}

TEST_CASE("has a \"quoted\" name, and (brackets)", "[cart][slow]") {}

TEST_CASE( "blanks" , "[.hidden]" )
{
}

TEST_CASE("several"
          " pieces",
          "[tag]") {
}

SCENARIO("a scenario") {
  GIVEN("x") { WHEN("y") { THEN("z") { REQUIRE(true); } } }
}

struct Fixture { int x = 1; };
TEST_CASE_METHOD(Fixture, "uses a fixture", "[fixture]") { REQUIRE(x == 1); }

TEMPLATE_TEST_CASE("typed", "[t]", int, char) { TestType x = 0; REQUIRE(x == 0); }

