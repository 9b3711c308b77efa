#!/bin/sh
# The phase verification: generated tests run by the real runners in the sandbox.
. "${0%/*}/lib.sh"

GENERATED=$ROOT/tests/e2e/generated.sh
export GENERATED

it 'tells apart what does not parse, does not import, fails, passes, is flaky and hangs' <<'EOT'
. "$GENERATED"
has_sandbox
python3 -c 'import pytest' 2>err || /usr/bin/python3 -c 'import pytest' 2>err || skip 'no pytest'
rm -f err
printf 'def test_one(:\n' >test_syntax.py
printf 'import cart_of_nobody\n\ndef test_one():\n    assert cart_of_nobody.total([100], discount=10) == 90\n' >test_import.py
printf 'import cart\n\ndef test_one():\n    prices, discount = [100], 10\n    assert cart.total(prices, discount) == 91\n' >test_fails.py
printf 'import cart\n\ndef test_one():\n    prices, discount = [100, 50], 10\n    assert cart.total(prices, discount=discount) == 135\n' >test_passes.py
printf 'import os, cart\n\ndef test_one():\n    discount = 5 if os.path.exists("seen") else 0\n    open("seen", "w").close()\n    assert cart.total([100], discount) == 100\n' >test_flaky.py
printf 'import cart\n\ndef test_one():\n    discount = 1\n    while cart.total([100], discount):\n        pass\n' >test_hangs.py
printf 'import cart\n\ndef test_one():\n    assert cart.__name__ == "cart"\n    assert len(cart.__doc__ or "") == 0\n' >test_untied.py
document pytest python tests/ test_syntax.py=test_one test_import.py=tests/test_import.py::test_one \
	test_fails.py=tests/test_fails.py::test_one test_passes.py=tests/test_passes.py::test_one \
	test_flaky.py=tests/test_flaky.py::test_one test_hangs.py=tests/test_hangs.py::test_one \
	test_untied.py=tests/test_untied.py::test_one >doc
status 0 rsg-verify --no-store -w 5s -R "$DATA/verify/pytest" <doc
mv out verified
holds '.phases.verification.output.tests | map(.outcome) == ["syntax", "collection", "assertion", "passed", "flaky", "timeout", "passed"]' verified
holds '.phases.verification.output.tests | map(.survived) == [false, false, false, true, false, false, false]' verified
holds '[.phases.verification.output.tests[] | [.stages[] | select(.verdict == "failed") | .stage][0]] == ["parses", "builds", "passes", null, "stable", "passes", "tied"]' verified
holds '.phases.verification.output.survival == [{framework: "pytest", model: "fake/one", generated: 7, parsed: 6, built: 5, passed: 3, stable: 2, unique: 2, tied: 1, proven: 0, survived: 1}]' verified
holds '.phases.verification.output.tests[1].failure.category == "import"' verified
holds '.phases.verification.output.tests[2].failure.category == "assertion"' verified
holds '.phases.verification.output.guarantees | index("network") != null' verified
holds '.phases.verification.output.tests[3].stages[6] | .verdict == "skipped" and .why == "no change is at hand"' verified
status 0 rsg-show verification <verified
has 'GEN-4' out
status 0 rsg-show --porcelain verification GEN-3 <verified
has 'passes	failed' out
status 0 rsg-show --json verification GEN-3 <verified
holds '.outcome == "assertion"' out
status 2 rsg-show verification GEN-99 <verified
has 'no "GEN-99"' err
status 0 rsg-report <verified
has 'id=survival' out
EOT

it 'wants a test to fail where the story is about what does not exist yet' <<'EOT'
. "$GENERATED"
has_sandbox
printf 'import cart\n\ndef test_one():\n    prices, discount = [100], 10\n    assert cart.total(prices, discount) == 91\n' >test_fails.py
printf 'import cart\n\ndef test_one():\n    prices, discount = [100, 50], 10\n    assert cart.total(prices, discount=discount) == 135\n' >test_passes.py
document pytest python tests/ test_fails.py=tests/test_fails.py::test_one test_passes.py=tests/test_passes.py::test_one >doc
status 0 rsg-verify --no-store --expect fail --runs 2 -R "$DATA/verify/pytest" <doc
holds '.phases.verification.output | .expect == "fail" and (.tests | map(.survived) == [true, false])' out
EOT

it 'proves that a test fails before the change and passes after it' <<'EOT'
. "$GENERATED"
has_sandbox
cp -R "$DATA/verify/pytest" tree
git -C tree init -q
git -C tree config user.name x
git -C tree config user.email x@example.test
printf 'def total(prices, discount=0):\n    return sum(prices)\n' >tree/cart.py
git -C tree add -A
git -C tree commit -qm base
base=$(git -C tree rev-parse HEAD)
cp "$DATA/verify/pytest/cart.py" tree/cart.py
printf 'import cart\n\ndef test_one():\n    prices, discount = [100, 50], 10\n    assert cart.total(prices, discount=discount) == 135\n' >test_new.py
printf 'import cart\n\ndef test_one():\n    prices, discount = [100, 50], 0\n    assert cart.total(prices, discount=discount) == 150\n' >test_old.py
document pytest python tests/ test_new.py=tests/test_new.py::test_one test_old.py=tests/test_old.py::test_one >doc
jq -c --arg base "$base" '.change = {base: $base, head: "", source: "git", sha256: ("0" * 64), files: [{path: "cart.py", status: "modified", kind: "source", added: 1, removed: 1, hunks: [], symbols: [], identifiers: {added: {}, removed: {}, context: {}, headings: {}}, strings: []}]}' doc >changed 2>err
rm -f err
status 0 rsg-verify --no-store --runs 2 -R tree <changed
holds '.phases.verification.output.tests | map(.stages[6].verdict) == ["ok", "failed"] and map(.survived) == [true, false]' out
holds '.phases.verification.output | .base == "'"$base"'" and .head == ""' out
has 'before the change: assertion' out
EOT

it 'skips a skeleton and a framework without a runner, and says so' <<'EOT'
. "$GENERATED"
jq -c 'del(.phases.audit)' "$DATA/run-document.json" >doc
status 0 rsg-verify --no-store -R "$DATA/verify/pytest" <doc
holds '.phases.verification.output | .survival == [] and .tests[0].outcome == "not-run" and (.tests[0].stages[0].why | test("skeleton"))' out
printf 'x\n' >a.t
document sharness shell t/ a.t=one >doc
status 0 rsg-verify --no-store -R "$DATA/verify/pytest" <doc
holds '.phases.verification | .output.tests[0].survived == false and (.warnings | map(.code) == ["test-not-run"])' out
status 65 rsg-verify --no-store </dev/null
status 2 rsg-verify --no-store --expect both <doc
EOT

it 'runs node:test' <<'EOT'
. "$GENERATED"
has_sandbox
command -v node >/dev/null || skip 'no node'
printf 'const test = require("node:test");\nconst assert = require("node:assert");\nconst { total } = require("../cart.js");\ntest("one", () => { const prices = [100], discount = 10; assert.strictEqual(total(prices, discount), 90); });\n' >a.test.js
sed 's/, 90/, 91/' a.test.js >b.test.js
sed 's/cart.js/none.js/' a.test.js >c.test.js
document node-test javascript test/ a.test.js=one b.test.js=one c.test.js=one >doc
status 0 rsg-verify --no-store --runs 2 -R "$DATA/verify/node" <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"]]' out
EOT

it 'runs go' <<'EOT'
. "$GENERATED"
has_sandbox
command -v go >/dev/null || skip 'no go'
printf 'package cart\n\nimport "testing"\n\nfunc TestOne(t *testing.T) {\n\tprices, discount := []int{100}, 10\n\tif got := Total(prices, discount); got != 90 {\n\t\tt.Errorf("total %%d", got)\n\t}\n}\n' >one_test.go
sed 's/!= 90/!= 91/' one_test.go >two_test.go
sed 's/Total(/Sum(/' one_test.go >three_test.go
document go go "" one_test.go=TestOne two_test.go=TestOne three_test.go=TestOne >doc
status 0 rsg-verify --no-store --runs 2 -w 2m -R "$DATA/verify/go" <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"]]' out
EOT

it 'runs bats' <<'EOT'
. "$GENERATED"
has_sandbox
command -v bats >/dev/null || skip 'no bats'
printf '@test "one" {\n\tdiscount=10 prices=100\n\trun ./cart.sh "$discount" "$prices"\n\t[ "$output" = 90 ] # total\n}\n' >a.bats
sed 's/= 90/= 91/' a.bats >b.bats
document bats shell test/ a.bats=one b.bats=one >doc
status 0 rsg-verify --no-store --runs 2 -R "$DATA/verify/bats" <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"]]' out
EOT

it 'runs cargo' <<'EOT'
. "$GENERATED"
has_sandbox
command -v cargo >/dev/null || skip 'no cargo'
printf 'use cart::total;\n\n#[test]\nfn one() {\n    let (prices, discount) = (vec![100], 10);\n    assert_eq!(total(&prices, discount), 90);\n}\n' >a.rs
sed 's/, 90/, 91/' a.rs >b.rs
sed 's/cart::total/cart::sum/' a.rs >c.rs
document rust rust tests/ a.rs=one b.rs=one c.rs=one >doc
cargo=$(command -v cargo)
set -- # of rustup, whose directories are found by the home
case $cargo in */.cargo/bin/cargo) set -- --visible "${cargo%/bin/cargo}" --visible "${cargo%/.cargo/bin/cargo}/.rustup" -e "RUSTUP_HOME=${cargo%/.cargo/bin/cargo}/.rustup" ;; esac
rsg-verify "$@" -- cargo --version >version 2>err || skip "cargo does not run in the sandbox"
rm -f err
status 0 rsg-verify "$@" --no-store --runs 2 -w 2m -R "$DATA/verify/cargo" <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"]]' out
EOT

it 'runs Check through CTest' <<'EOT'
. "$GENERATED"
has_sandbox
command -v ctest >/dev/null || skip 'no ctest'
cat >a.c <<'CODE'
#include <check.h>
#include <stdlib.h>
#include "cart.h"
START_TEST(one)
{
	const int prices[] = { 100 }, discount = 10;
	ck_assert_int_eq(cart_total(prices, 1, discount), 90);
}
END_TEST
int main(void)
{
	Suite *s = suite_create("cart");
	TCase *c = tcase_create("cart");
	tcase_add_test(c, one);
	suite_add_tcase(s, c);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	return srunner_ntests_failed(r) ? EXIT_FAILURE : EXIT_SUCCESS;
}
CODE
sed 's/, 90/, 91/' a.c >b.c
sed 's/cart_total/cart_sum/' a.c >c.c
document check c tests/ a.c=one b.c=one c.c=one >doc
status 0 rsg-verify --no-store --runs 2 -w 2m -R "$DATA/verify/check" <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"]]' out
EOT

it 'runs JUnit as the project says, when it is trusted' <<'EOT'
. "$GENERATED"
has_sandbox
command -v javac >/dev/null || skip 'no javac'
[ -f /usr/share/java/junit-platform-console-standalone.jar ] || skip 'no junit5'
cat >OneTest.java <<'CODE'
package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

class OneTest {
	@Test
	void one() {
		int[] prices = { 100 };
		int discount = 10;
		assertEquals(90, Cart.total(prices, discount));
	}
}
CODE
sed 's/OneTest/TwoTest/; s/(90,/(91,/' OneTest.java >TwoTest.java
sed 's/OneTest/ThreeTest/; s/Cart.total/Cart.sum/' OneTest.java >ThreeTest.java
sed 's/OneTest/FourTest/; s/(90,/("x".charAt(discount),/' OneTest.java >FourTest.java
document junit-jars java test/shop/ OneTest.java=one TwoTest.java=one ThreeTest.java=one FourTest.java=one >doc
mkdir -p tree/.rsg/frameworks
cp -R "$DATA/verify/junit/src" tree
cp "$DATA/verify/junit/junit-jars.yaml" tree/.rsg/frameworks
echo 'sandbox.wall: 2m' >tree/.rsg/config.yaml
cd tree
status 0 rsg-verify --no-store --runs 2 <../doc
holds '.phases.verification.output.tests | map(.outcome) == ["not-run", "not-run", "not-run", "not-run"]' out
status 0 rsg-config --trust
status 0 rsg-verify --no-store --runs 2 <../doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"], [false, "error"]]' out
EOT

it 'runs Vitest' <<'EOT'
. "$GENERATED"
has_sandbox
need vitest
mkdir -p tree/node_modules # in which it writes, beside what is there
cp -R "$DATA/verify/vitest/." tree
ln -s "$VITEST/node_modules/"* "$VITEST/node_modules/.bin" tree/node_modules
printf 'import { expect, test } from "vitest";\nimport { total } from "../cart.js";\ntest("one", () => {\n\tconst prices = [100], discount = 10;\n\texpect(total(prices, discount)).toBe(90);\n});\n' >a.test.js
sed 's/(90)/(91)/' a.test.js >b.test.js
sed 's/cart.js/none.js/' a.test.js >c.test.js
document vitest javascript test/ a.test.js=one b.test.js=one c.test.js=one >doc
status 0 rsg-verify --visible "$VITEST" --no-store --runs 2 -w 2m -R tree <doc
holds '.phases.verification.output.tests | map([.survived, .outcome]) == [[true, "passed"], [false, "assertion"], [false, "collection"]]' out
EOT

finish
