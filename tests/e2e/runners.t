#!/bin/sh
# What rsg-select prints is given to the runners themselves: they run those tests and no other, whatever
# is in a name.
. "${0%/*}/lib.sh"

# The tests below . as a ranked run; those whose name fits $1 are selected.  What runs says so in `ran`.
cat >"$E2E_BASE/doc.jq" <<'JQ'
def entry: {status: "executed", engine: "builtin", started_at: "2026-11-20T10:00:00.000Z", duration_ms: 0,
	usage: {input_tokens: 0, output_tokens: 0, cost_usd: 0, calls: 0, cached: 0},
	input_sha256: ("0" * 64), output_sha256: ("0" * 64), warnings: [], output: .};
map(. + {score: (if .name | test($wanted) then 0.5 else 0 end)})
| {rsg: 1, run: {id: "0193aaaa-0000-7000-8000-000000000000", created_at: "2026-11-20T10:00:00.000Z", labels: {}},
	story: {text: "x", format: "markdown", source: "-",
		sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", metadata: {}},
	phases: {
		retrieval: ({corpus: "default", corpus_size: length, top: 20, queries: [],
			tests: map({id, name, title, file, framework, language, tags, requirements})} | entry),
		ranking: ({threshold: 0.7, score: 1, components: [], suite: (sort_by(-.score) | to_entries
			| map({rank: (.key + 1), test: .value.id, score: .value.score, priority: "high", criteria: [],
				factors: [], reason: "because"}))} | entry)}}
JQ
cat >"$E2E_BASE/lib" <<'SH'
choose() { # choose PATTERN >in.json
	rsg-scan . | jq -s -c --arg wanted "$1" -f "$E2E_BASE/doc.jq"
}
ran() { # ran NAME...
	sort ran >list
	printf '%s\n' "$@" | sort >want
	same list want
	rm ran
}
need() {
	command -v "$1" >/dev/null || skip "$1 is not installed"
}
SH
export E2E_BASE

it 'pytest runs node ids: classes, parameters, hostile paths' <<'EOT'
. "$E2E_BASE/lib"
need pytest
mkdir -p -- './-k' "it's \$(touch pwned)" 'a b\c'
cat >'./-k/test_dash.py' <<'PY'
def test_dash(): open("ran", "a").write("dash\n")
PY
cat >"it's \$(touch pwned)/test_quote.py" <<'PY'
def test_quote(): open("ran", "a").write("quote\n")
def test_not(): open("ran", "a").write("not\n")
PY
cat >'a b\c/test_blank.py' <<'PY'
def test_blank(): open("ran", "a").write("blank\n")
PY
cat >test_a.py <<'PY'
import pytest, unittest
@pytest.mark.parametrize("x", ["a b", "c]d", "$(touch pwned)"])
def test_rows(x): open("ran", "a").write("row\n")
class TestX:
    def test_in(self): open("ran", "a").write("in\n")
    def test_out(self): open("ran", "a").write("out\n")
PY
cat >test_u.py <<'PY'
import unittest
class UnitTest(unittest.TestCase):
    def test_unit(self): open("ran", "a").write("unit\n")
    def test_other(self): open("ran", "a").write("other\n")
PY
choose 'test_(dash|quote|blank|rows|in|unit)$' >in.json
status 0 rsg-select --no-store -f pytest <in.json
empty err
mv out list.txt
has ./-k/test_dash.py::test_dash list.txt
status 0 xargs pytest -q -p no:cacheprovider <list.txt
ran dash quote blank row row row in unit
status 0 rsg-select --no-store -0 -f pytest <in.json
mv out list.txt
status 0 xargs -0 pytest -q -p no:cacheprovider <list.txt
ran dash quote blank row row row in unit
[ ! -e pwned ]
EOT

it 'bats runs names with signs of patterns and of the shell' <<'EOT'
. "$E2E_BASE/lib"
need bats
mkdir -- './-t' 'a b'
cat >./-t/x.bats <<'B'
@test "adds (a|b) [c] .* ^ \$ + ? {1}" { echo signs >>ran; }
@test "adds (a|b) [c] .* ^ \$ + ? {1} and more" { echo more >>ran; }
@test "-dash" { echo dash >>ran; }
B
cat >'a b/y.bats' <<'B'
@test "it's \$(touch pwned)" { echo quote >>ran; }
@test "adds" { echo adds >>ran; }
B
choose '[{]1[}]$|^-dash|pwned' >in.json
for nul in '' -0; do
	status 0 rsg-select --no-store $nul -f bats <in.json
	empty err
	mv out list.txt
	status 0 xargs $nul bats <list.txt
	ran signs dash quote
done
[ ! -e pwned ]
EOT

it 'ctest runs what gtest_discover_tests would register, and programs by their file' <<'EOT'
. "$E2E_BASE/lib"
need ctest
printf '#include <gtest/gtest.h>\nTEST(Cart, Adds) {}\nTEST(Cart, AddsTwice) {}\nTEST_P(Row, Is) {}\nTEST(Other, Adds) {}\n' >cart.cc
printf '#include <check.h>\nSTART_TEST(test_x)\n{\n}\nEND_TEST\n' >check_money.c
printf '#include <check.h>\nSTART_TEST(test_y)\n{\n}\nEND_TEST\n' >check_money_more.c
for name in Cart.Adds Cart.AddsTwice Rows/Row.Is/0 Rows/Row.Is/1 Other.Adds check_money check_money_more; do
	printf 'add_test("%s" sh -c "echo %s >>%s/ran")\n' "$name" "$name" "$PWD"
done >CTestTestfile.cmake
choose '^Cart[.]Adds$|^Row[.]Is|^test_x' >in.json
status 0 rsg-select --no-store -f ctest <in.json
empty err
mv out list.txt
status 0 xargs ctest <list.txt
ran Cart.Adds Rows/Row.Is/0 Rows/Row.Is/1 check_money
EOT

it 'ctest takes suites when the names are too many for its patterns' <<'EOT'
. "$E2E_BASE/lib"
need ctest
{
	echo '#include <gtest/gtest.h>'
	seq 1000 | sed 's/.*/TEST(Cart, AddsTheNumber&) {}/'
	echo 'TEST(Other, Adds) {}'
} >cart.cc
for name in Cart.AddsTheNumber1 Cart.AddsTheNumber1000 Other.Adds; do
	printf 'add_test("%s" sh -c "echo %s >>%s/ran")\n' "$name" "$name" "$PWD"
done >CTestTestfile.cmake
choose '^Cart' >in.json
status 0 rsg-select --no-store -f ctest <in.json
has 'whole files, classes or packages are selected' err
mv out list.txt
status 0 xargs ctest <list.txt
ran Cart.AddsTheNumber1 Cart.AddsTheNumber1000
choose '^Cart.*[0-6]$' >in.json
status 0 rsg-select --no-store -f ctest <in.json
mv out list.txt
status 0 xargs ctest <list.txt
EOT

it 'gtest runs plain, parametrised and typed tests' <<'EOT'
. "$E2E_BASE/lib"
need g++
cat >t.cc <<'CC'
#include <gtest/gtest.h>
#include <fstream>
static void ran(const char *s) { std::ofstream("ran", std::ios::app) << s << "\n"; }
TEST(Cart, Adds) { ran("adds"); }
TEST(Cart, AddsTwice) { ran("twice"); }
class Row : public testing::TestWithParam<int> {};
TEST_P(Row, Is) { ran("row"); }
TEST_P(Row, Not) { ran("not"); }
INSTANTIATE_TEST_SUITE_P(Rows, Row, testing::Values(1, 2));
template <class T> class Typed : public testing::Test {};
TYPED_TEST_SUITE(Typed, testing::Types<int>);
TYPED_TEST(Typed, Fits) { ran("typed"); }
CC
g++ -o t t.cc -lgtest -lgtest_main -pthread 2>log || skip 'GoogleTest is not installed'
choose '^Cart[.]Adds$|^Row[.]Is|Typed' >in.json
status 0 rsg-select --no-store -f gtest <in.json
empty err
mv out list.txt
has '--gtest_filter=Cart.Adds:' list.txt
status 0 xargs ./t <list.txt
ran adds row row typed
EOT

it 'go test runs tests with their subtests, in their packages' <<'EOT'
. "$E2E_BASE/lib"
need go
export HOME="$PWD/home" GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
mkdir -p api home
printf 'module x\n\ngo 1.19\n' >go.mod
cat >head <<'GO'
import ("os"; "testing")
func ran(s string) { f, _ := os.OpenFile(os.Getenv("RAN"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666); f.WriteString(s + "\n"); f.Close() }
GO
{
	printf 'package x\n' && cat head
	echo 'func TestA(t *testing.T) { ran("a"); t.Run("sub x", func(t *testing.T) { ran("sub") }) }'
	echo 'func TestAB(t *testing.T) { ran("ab") }'
	echo 'func BenchmarkA(b *testing.B) { ran("bench") }'
} >x_test.go
{
	printf 'package api\n' && cat head
	echo 'func TestC(t *testing.T) { ran("c") }'
	echo 'func TestD(t *testing.T) { ran("d") }'
} >api/y_test.go
choose '^Test(A|A/.*|C)$|Benchmark' >in.json
status 0 rsg-select --no-store -f go <in.json
has '1 selected tests are left out: the runner has no way to name them' err
mv out list.txt
RAN="$PWD/ran" status 0 xargs go test <list.txt
ran a sub c
EOT

it 'cargo test runs exact names, as they are in the crate' <<'EOT'
. "$E2E_BASE/lib"
need cargo
mkdir -p src/cart tests
RUSTUP_HOME=${RUSTUP_HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)/.rustup}
export RUSTUP_HOME CARGO_HOME="$PWD/home" CARGO_NET_OFFLINE=true
printf '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n' >Cargo.toml
ran='fn ran(s: \&str) { use std::io::Write; std::fs::OpenOptions::new().append(true).create(true).open("ran").unwrap().write_all(s.as_bytes()).unwrap(); }'
test_module() { # FILE WORD
	printf '#[cfg(test)]\nmod tests {\n' >>"$1"
	echo "$ran" | tr -d '\\' >>"$1"
	printf '#[test]\nfn adds() { ran("%s\\n"); }\n#[test]\nfn adds_twice() { ran("%s twice\\n"); }\n}\n' "$2" "$2" >>"$1"
}
echo 'pub mod cart;' >src/lib.rs
test_module src/lib.rs lib
echo 'pub mod money;' >src/cart/mod.rs
test_module src/cart/money.rs money
echo "$ran" | tr -d '\\' >tests/whole.rs
printf '#[test]\nfn shop() { ran("shop\\n"); }\n#[test]\nfn other() { ran("other\\n"); }\n' >>tests/whole.rs
cargo test --no-run >log 2>&1 || skip 'cargo cannot build here'
choose 'adds$|shop' >in.json
status 0 rsg-select --no-store -f cargo <in.json
mv out list.txt
status 0 xargs cargo test -q <list.txt
ran lib money shop
EOT

finish
