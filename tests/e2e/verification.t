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

# A runner of one's own: sh run.sh, which prints TAP, and whatever run.sh is made to do.
# shellcheck disable=SC2016,SC2089,SC2090
own='. "$GENERATED"
has_sandbox
export XDG_CONFIG_HOME="$PWD/config"
mkdir -p config/rsg/frameworks tree
own() { { echo "extends: bats"; cat; } >config/rsg/frameworks/mine.yaml; }
run() { cat >tree/run.sh; }
own <<YAML
run:
  list: [sh, -c, "echo x one"]
  file: [sh, run.sh]
  shuffle: [--random]
  listed: "^x (?<name>.+)$"
  report: tap
  at: stdout
YAML
printf "# discount off total of all prices\ntotal discount prices=1\n" >a.sh
document mine shell t/ a.sh=one >doc
verify() { rsg-verify --no-store --runs 2 -R tree "$@" <doc >out; }
stages() { jq -r "[.phases.verification.output.tests[0] | (.stages[] | .verdict), .outcome] | join(\" \")" out; }
'
export own

it 'runs in random order the last time, where the runner can' <<'EOT'
eval "$own"
run <<'SH'
[ "$1" = --random ] && printf '1..1\nnot ok 1 one\n' || printf '1..1\nok 1 one\n'
SH
status 0 verify
[ "$(stages)" = 'ok ok ok failed skipped skipped skipped flaky' ]
holds '.phases.verification.output.tests[0].stages[3].why | test("run 2 of 2, in random order: assertion")' out
rsg-verify --no-store --runs 1 -R tree <doc >out
[ "$(stages)" = 'ok ok ok ok skipped ok skipped passed' ]
EOT

it 'tells a test that the runner does not find from one that it does not run' <<'EOT'
eval "$own"
echo 'echo 1..0' | run
verify
[ "$(stages)" = 'ok ok failed skipped skipped skipped skipped collection' ]
own <<'YAML'
run: {list: [echo, y], listed: "^x", file: [sh, run.sh], report: tap, at: stdout}
YAML
status 0 verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
holds '.phases.verification.output.tests[0].stages[1].why == "collection: the runner lists no test in it"' out
own <<'YAML'
run: {file: [sh, run.sh], report: tap, at: stdout}
YAML
verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
EOT

it 'lays it on no test that its runner is not here' <<'EOT'
eval "$own"
for command in 'list: [no-such-runner], file: [sh, run.sh]' 'file: [no-such-runner]' \
	'build: [[python3, -m, no_such_runner]], file: [sh, run.sh]' 'file: [python3, -m, no_such_runner]'; do
	echo "run: {$command, report: tap, at: stdout}" | own
	echo 'echo ok 1 one' | run
	verify
	[ "$(stages)" = 'ok skipped skipped skipped skipped skipped skipped sandbox' ]
	holds '.phases.verification | (.warnings | map(.code) == ["test-not-run"]) and (.output.tests[0].stages[1].why | test("no.such.runner"))' out
done
EOT

it 'believes no report but a file that this run wrote, and fits how the runner ended' <<'EOT'
eval "$own"
own <<'YAML'
run: {file: [sh, run.sh], report: tap, at: out.tap}
YAML
printf '1..1\nok 1 one\n' >tree/out.tap
cp tree/out.tap tree/good.tap
echo : | run
verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
echo 'ln -s good.tap out.tap' | run
verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
echo 'mkdir out.tap' | run
verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
echo 'cp good.tap out.tap; exit 1' | run
verify
[ "$(stages)" = 'ok ok failed skipped skipped skipped skipped error' ]
echo 'echo "ok 1 two" >out.tap' | run
verify
[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped collection' ]
echo 'cp good.tap out.tap; echo "not ok 2 one" >>out.tap' | run
verify
[ "$(stages)" = 'ok ok failed skipped skipped skipped skipped assertion' ]
echo 'cp good.tap out.tap' | run
status 0 verify
[ "$(stages)" = 'ok ok ok ok skipped ok skipped passed' ]
EOT

it 'puts a test nowhere but in the copy' <<'EOT'
eval "$own"
printf '[ -e t/a.sh ] && echo ok 1 one\n' | run
for path in ../out.sh /tmp/x.sh t/../../out.sh; do
	jq -c --arg p "$path" '.phases.generation.output.tests[0].file = $p' doc >other && mv other doc
	status 0 verify
	[ "$(stages)" = 'ok failed skipped skipped skipped skipped skipped not-run' ]
done
EOT

it 'wants a test that no other is, with words of its criterion in what runs' <<'EOT'
. "$GENERATED"
has_sandbox
python3 -c 'import pytest' 2>err || /usr/bin/python3 -c 'import pytest' 2>err || skip 'no pytest'
rm -f err
cp -R "$DATA/verify/pytest" tree
body='    prices, discount = [100, 50], 10
    assert cart.total(prices, discount=discount) == 135'
printf 'import cart\n\n\ndef test_one():\n%s\n' "$body" >test_first.py
printf 'import cart\n\n\ndef test_two():\n%s\n' "$body" >test_second.py
printf 'import cart\n\n\ndef test_one():\n    prices = [1, 2, 3, 4]\n    discount = 100\n    for price in prices:\n        assert cart.total([price], discount) < 1\n' >test_third.py
printf 'import cart\n\n\ndef test_one():\n    """A discount is taken off the total of all prices."""\n    # discount total prices taken\n    assert cart.__name__ == "cart"\n' >test_said.py
printf 'import cart\n\n\ndef test_discount_taken_off_total_of_all_prices():\n    assert len(cart.__name__) in (4, 5)\n' >test_named.py
sed 's/test_one/test_old/' test_third.py >tree/tests/test_old.py
cp test_said.py tree/tests
document pytest python tests/ test_first.py=tests/test_first.py::test_one test_second.py=tests/test_second.py::test_two \
	test_third.py=tests/test_third.py::test_one test_said.py=tests/test_said.py::test_one \
	test_named.py=tests/test_named.py::test_discount_taken_off_total_of_all_prices |
	jq -c '.phases.retrieval.output.tests |= (.[0] as $t | [["old", "test_none", 1, 1], ["gone", "test_old", 4, 8], ["old", "test_old", 4, 8],
	["said", "test_one", 4, 7]] | map("tests/test_\(.[0]).py" as $f | $t + {id: "pytest:\($f)::\(.[1])",
	name: "\($f)::\(.[1])", file: $f, line: .[2], end_line: .[3]}))' >doc
status 0 rsg-verify --no-store --runs 1 -R tree <doc
holds '[.phases.verification.output.tests[] | [.stages[] | select(.verdict == "failed") | .stage][0]] == [null, "unique", "unique", "tied", "tied"]' out
holds '.phases.verification.output.tests | (.[1].stages[4].why | test("of GEN-1 does")) and (.[2].stages[4].why | test("the existing test pytest:tests/test_old.py::test_old"))' out
EOT

it 'has before the change what the base had: modes, old names, and after it what the head has' <<'EOT'
. "$GENERATED"
has_sandbox
command -v bats >/dev/null || skip 'no bats'
cp -R "$DATA/verify/bats" tree
commit() { git -C tree add -A && git -C tree -c user.name=x -c user.email=x@example.test commit -qm x && git -C tree rev-parse HEAD; }
git -C tree init -q
base=$(commit)
git -C tree mv cart.sh basket.sh
echo '# more' >>tree/basket.sh
head=$(commit)
printf 'exit 1\n' >tree/basket.sh
printf '@test "one" {\n\tdiscount=10 prices=100\n\trun ./basket.sh "$discount" "$prices"\n\t[ "$output" = 90 ] # total\n}\n' >new.bats
printf '@test "one" {\n\ttotal=0 discount=10 prices=100\n\t[ -e basket.sh ] || total=cart\n\t[ -e cart.sh ] || total=basket\n\trun "./$total.sh" "$discount" "$prices"\n\techo "$output"\n\t[ "$status" = 0 ] && [ "$output" = 90 ]\n}\n' >old.bats
document bats shell test/ new.bats=one old.bats=one |
	jq -c --arg base "$base" --arg head "$head" '.change = {base: $base, head: $head, source: "git", sha256: ("0" * 64), files: [{path: "basket.sh", old_path: "cart.sh", status: "renamed", kind: "source", added: 1, removed: 0, hunks: [], symbols: [], identifiers: {added: {}, removed: {}, context: {}, headings: {}}, strings: []}]}' >changed
status 0 rsg-verify --no-store --runs 1 -R tree <changed
holds '.phases.verification.output | .head == "'"$head"'" and (.tests | map(.stages[2].verdict) == ["ok", "ok"] and map(.stages[6].verdict) == ["ok", "failed"])' out
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
