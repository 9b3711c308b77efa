#!/bin/sh
# rsg-scan: which test cases a project has.

. "${0%/*}/lib.sh"

# id, lines, parameters, tags and requirements of each record in out, as in expected.tsv.
cat >"$E2E_BASE/listing.jq" <<'EOT'
[.id, "\(.line)-\(.end_line)", .parameters, (.tags | join(",")), (.requirements | join(","))] | @tsv
EOT
LISTING=$E2E_BASE/listing.jq
export LISTING

# Counted a second way, with the plainest of patterns, so that the shop may grow.
it 'finds every case of the example project' <<'EOT'
cd "$ROOT/examples/01-shop"
grep -rEh '^ *(def test_|func Test|(it|test)(\.each)?\(|Scenario( Outline)?:|Example:)' \
	--include='*.py' --include='*_test.go' --include='*.test.js' --include='*.feature' . |
	wc -l >"$E2E_DIR/work/want"
rsg-scan . >"$E2E_DIR/work/records"
cd "$E2E_DIR/work"
status 0 jq -s length records
same want out
status 0 rsg-check test-case records
empty err
EOT

it 'finds the cases of every framework and none of their traps' <<'EOT'
cd "$DATA/scan"
rsg-scan . >"$E2E_DIR/work/records"
cd "$E2E_DIR/work"
status 0 jq -r -f "$LISTING" records
same out "$DATA/scan/expected.tsv"
status 0 rsg-check test-case records
EOT

# The listings beside the projects are the runners' own (tests/eval/discovery.py --keep).
it 'lists what the runners list' <<'EOT'
has_python=$(command -v python3) || skip 'no python3'
status 0 "$has_python" -B "$ROOT/tests/eval/discovery.py" --kept
[ "$(grep -c '1\.000   1\.000$' out)" -eq "$(find "$DATA/discovery" -maxdepth 1 -name '*.txt' | wc -l)" ] ||
	fail 'a runner lists others'
for name in $(find "$DATA/discovery" -maxdepth 1 -name '*.txt' -exec basename {} .txt \;); do
	rsg-scan "$DATA/discovery/$name"
done >records
status 0 rsg-check test-case records
EOT

it 'gives a class the tests of those above it in other files' <<'EOT'
mkdir -p tests/base secret
printf 'import unittest\nclass Case(unittest.TestCase):\n    def test_deep(self):\n        pass\n' >tests/base/deep.py
printf 'from .deep import Case\n' >tests/base/__init__.py
cat >tests/mixin.py <<'END'
class Mixin:
    def test_mixed(self):
        check("mixed in")
    def test_dropped(self):
        pass
    def test_own(self):
        pass
class Other:
    def test_other(self):
        pass
END
cat >tests/test_heir.py <<'END'
import unittest
from tests import mixin as m
from tests.base import Case


class TestHeir(m.Mixin, Case):
    test_dropped = None

    def test_own(self):
        pass
END
status 0 rsg-scan
cp out records
status 0 jq -r 'select(.file == "tests/test_heir.py") | "\(.name) \(.line)-\(.end_line)"' records
cat >want <<'END'
tests.test_heir.TestHeir.test_mixed 6-6
tests.test_heir.TestHeir.test_deep 6-6
tests.test_heir.TestHeir.test_own 9-10
END
sort want >wanted
sort out >got
same got wanted
status 0 rsg-check test-case records
jq -r 'select(.name | endswith("TestHeir.test_mixed")).sha256' records >before
sed -i 's/mixed in/mixed otherwise/' tests/mixin.py
status 0 rsg-scan tests/test_heir.py
jq -r 'select(.name | endswith("TestHeir.test_mixed")).sha256' out >after
if cmp -s before after; then fail 'a change of the base class is not seen'; fi
mv tests/mixin.py secret/
ln -s ../secret/mixin.py tests/mixin.py
status 0 rsg-scan tests/test_heir.py
lacks test_mixed out
EOT

it 'looks for a class where the imports of the file say, and nowhere else' <<'EOT'
base() {
	mkdir -p "$(dirname "$1")"
	for class in $2; do
		printf 'import unittest\nclass %s(unittest.TestCase):\n    def test_%s(self):\n        pass\n' "$class" "$class"
	done >"$1"
}
base top/above.py Above
base top/in/up.py Up
base top/in/pkg/mod.py Mod
base top/in/pkg/many.py 'First Second'
base top/in/stars.py Star
base top/in/near.py Near
base top/in/a/said.py 'Said Unsaid'
cat >top/in/a/test_x.py <<'END'
import unittest
import pkg
from ..up import Up
from .near import Near
from stars import *
from pkg.many import (
    First,
    Second as Other,
)
from .said import Said
from above import Above
class TestUp(Up): pass
class TestNear(Near): pass
class TestStar(Star): pass
class TestMod(pkg.mod.Mod): pass
class TestFirst(First): pass
class TestSaid(Said): pass
class TestUnsaid(Unsaid): pass
class TestAbove(Above): pass
class TestOwn(unittest.TestCase):
    def test_own(self): pass
END
names() {
	jq -r 'select(.file | endswith("test_x.py")).name' out | sed 's/.*test_x\.//' >got
}
cat >want <<'END'
TestUp.test_Up
TestStar.test_Star
TestMod.test_Mod
TestFirst.test_First
TestSaid.test_Said
TestAbove.test_Above
TestOwn.test_own
END
status 0 rsg-scan
names
same want got
grep -v Above want >wanted
status 0 rsg-scan "$PWD/top/in"
names
same wanted got
cd top/in
status 0 rsg-scan a
cd ../..
mv top/in/out .
names
same wanted got
EOT

it 'gives an inherited test what stands at the class that has it' <<'EOT'
printf 'class Base:\n    def test_a(self):\n        assert 1\n' >base.py
cat >test_x.py <<'END'
import pytest
from base import Base


@pytest.mark.slow
@pytest.mark.parametrize("a", [1, 2, 3])
class TestX(Base):
    pass
END
status 0 rsg-scan test_x.py
holds '.name == "test_x.py::TestX::test_a" and .parameters == 3 and .tags == ["slow"]' out
mkdir java
printf 'package a;\nimport org.junit.jupiter.api.Test;\nclass Base<T> { @Test void runs() { } }\n' >java/Base.java
printf 'package a;\nimport org.junit.jupiter.api.Test;\nclass Other { @Test void others() { } }\n' >java/Other.java
printf 'package a;\nclass HeirTest extends Base<Other> { }\n' >java/HeirTest.java
status 0 rsg-scan java/HeirTest.java
holds '.name == "a.HeirTest.runs"' out
EOT

it 'lets the cases of an abstract class run in its heirs alone' <<'EOT'
mkdir -p src/a src/b
printf 'package a;\nimport org.junit.jupiter.api.Test;\npublic abstract class Base {\n  @Test void runs() { }\n}\n' >src/a/Base.java
printf 'package a;\nimport org.junit.jupiter.api.Test;\npublic abstract class Alone {\n  @Test void waits() { }\n}\n' >src/a/Alone.java
printf 'package b;\nimport a.Base;\nclass FarTest extends Base { }\n' >src/b/FarTest.java
printf 'package a;\nclass NearTest extends Base { }\n' >src/a/NearTest.java
status 0 rsg-scan
cp out records
status 0 jq -r .name records
printf 'a.Alone.waits\na.NearTest.runs\nb.FarTest.runs\n' >want
same want out
rm src/a/NearTest.java
printf 'a.Alone.waits\nb.FarTest.runs\n' >want
for order in 'src/a src/b' 'src/b src/a' 'src/a/Base.java src/a/Alone.java src/b/FarTest.java'; do
	# shellcheck disable=SC2086 # two paths
	status 0 rsg-scan $order
	cp out records
	status 0 jq -r .name records
	sort out >got
	same want got
done
printf 'src/a/Base.java\nsrc/a/Alone.java\n' >list
status 0 rsg-scan --files list src/b
cp out records
status 0 jq -r .name records
sort out >got
same want got
EOT

it 'takes the classes that load_tests names for all that a file has' <<'EOT'
cat >test_listed.py <<'END'
import unittest
class Base(unittest.TestCase):
    def test_a(self):
        pass
class Listed(Base):
    pass
class List(Base):
    pass
def load_tests(loader, tests, pattern):
    tests = (Listed)
    return loader.suiteClass(map(loader.loadTestsFromTestCase, tests))
END
status 0 rsg-scan
cp out records
status 0 jq -r .name records
printf 'test_listed.Listed.test_a\n' >want
same want out
EOT

it 'lists the cases of a function below each describe that calls it' <<'EOT'
cat >a.test.js <<'END'
describe('outer', () => {
  describe('one', () => { shared({ n: 1 }) })
  describe.skip('two', function () { shared(2); shared(3); it('own', () => { more() }) })
  describe('three', () => { viaArrow('shared()') }) // shared()
  describe('four', () => { more(); function more() { it('nearer', () => {}) } })
  function alone() { it('stands', () => {}) }
  const o = { alone() {} }; o.alone(); new Thing().shared(4)
})
function shared({ n }) {
  it('works', () => {
    expect(n).toBe(1)
  })
  describe('deep', () => { it.each([1, 2])('too', () => {}); more() })
}
const viaArrow = async (app = { a: 1 }) => {
  test('arrow', () => {})
  shared(app)
}
function more() { it('more', () => {}) }
function first() { it('first', () => {}); second() }
function second() { it('second', () => {}); first() }
function top() { it('at the top', () => {}) }
top(); describe('five', () => { top() }); describe('five', () => { top() })
END
status 0 rsg-scan
cp out records
status 0 jq -r '"\(.id[16:]) \(.line)-\(.end_line) \(.parameters) \(.assertions | length) \(.tags | join(","))"' records
sed 's/ $//' out >got
cat >want <<'END'
outer > two > own 3-3 1 0 skip
outer > four > nearer 5-5 1 0
outer > stands 6-6 1 0
outer > one > works 10-12 1 1
outer > two > works 10-12 1 1 skip
outer > three > works 10-12 1 1
outer > one > deep > too 13-13 2 0
outer > two > deep > too 13-13 2 0 skip
outer > three > deep > too 13-13 2 0
outer > three > arrow 16-16 1 0
outer > one > deep > more 19-19 1 0
outer > two > deep > more 19-19 1 0 skip
outer > three > deep > more 19-19 1 0
first 20-20 1 0
second 21-21 1 0
at the top 22-22 1 0
five > at the top 22-22 1 0
five > at the top#2 22-22 1 0
END
same want got
status 0 rsg-check test-case records
EOT

it 'takes no declaration for a call, and no copy for a part' <<'EOT'
cat >a.test.ts <<'END'
describe('one', () => { shared() })
describe('two', () => { shared() })
describe('three', () => { const o = { shared(n) { return n } } })
function shared(a: string): void;
function shared(): void { it('works', () => { expect(1).toBe(1) }) }
END
status 0 rsg-scan
cp out records
status 0 jq -r '"\(.id[16:]) \(.line) \(.assertions | length)"' records
printf '%s > works 5 1\n' one two >want
same want out
jq -r .sha256 records | sort -u >hashes
[ "$(grep -c . hashes)" -eq 1 ] || fail 'a copy is not the same test'
EOT

it 'bounds what calls of functions make of a file' <<'EOT'
awk 'BEGIN {
	for (i = 0; i < 9; i++) {
		printf "function f%d() {\n", i
		for (j = 0; j < 30; j++)
			printf "describe(\"d%d\", () => { f%d() })\n", j, i + 1
		printf "it(\"c%d\", () => {})\n}\n", i
	}
	print "describe(\"top\", () => { f0() })"
}' >wide.test.js
status 0 rsg-scan
[ "$(grep -c . out)" -gt 100 ] || fail 'few cases are left'
[ "$(grep -c . out)" -le 10020 ] || fail 'more than the limit'
EOT

it 'takes the words of the runners for what is a test below their configuration' <<'EOT'
mkdir -p a/sub b
for d in . a a/sub b; do
	printf 'def check_x(): pass\ndef test_x(): pass\n' >$d/test_x.py
	cp $d/test_x.py $d/check_x.py
done
printf '[pytest]\npython_files = check_*.py\n' >a/pytest.ini
printf '[tool:pytest]\npython_functions =\n    check\n' >a/sub/setup.cfg
printf '[tool:pytest]\npython_functions = none\n' >a/setup.cfg
printf '[other]\npython_files = nothing.py\n' >b/tox.ini
status 0 rsg-scan
cp out records
status 0 jq -r .name records
cat >want <<'END'
a/sub/test_x.py::check_x
b/test_x.py::test_x
test_x.py::test_x
END
same want out
status 0 rsg-scan a
cp out records
status 0 jq -r .name records
has a/sub/test_x.py::check_x out
cd b
printf '[pytest]\npython_files = check_*.py\n' >pytest.ini
cp check_x.py test_x.py sub/ 2>err || mkdir sub
cp check_x.py test_x.py sub/
status 0 rsg-scan sub
cp out records
status 0 jq -r .name records
printf 'sub/check_x.py::test_x\n' >want
same want out
EOT

it 'keeps ids when lines move, hashes when a block is indented' <<'EOT'
printf 'def test_a():\n    x = 1\n    assert x\n' >test_x.py
rsg-scan >before
printf '# new\n\n\nclass TestB:\n    def test_a(self):\n        x = 1\n        assert x\n\n\ndef test_a():\n    x = 1\n    assert x\n' >test_x.py
rsg-scan >after
status 0 jq -r .id after
has 'pytest:test_x.py::test_a' out
status 0 jq -rs 'map(.sha256) | unique | length' before after
has 2 out
status 0 jq -r '.line' after
has 10 out
EOT

it 'prints the same bytes every time' <<'EOT'
status 0 rsg-scan "$DATA/scan"
cp out first
status 0 rsg-scan "$DATA/scan"
same first out
EOT

it 'shows a path as it was given' <<'EOT'
mkdir -p a/b
echo 'def test_x(): pass' >a/b/test_x.py
for path in . a a/ ./a a/b/test_x.py ./a/b/test_x.py; do
	rsg-scan "$path" >out
	has '"file":"a/b/test_x.py"' out
done
cd a
status 0 rsg-scan ../a/b
has '"file":"../a/b/test_x.py"' out
EOT

it 'takes only the frameworks that are asked for' <<'EOT'
status 0 rsg-scan -f go -f pytest "$DATA/scan"
cp out records
status 0 jq -rs 'map(.framework) | unique | join(" ")' records
has 'go pytest' out
status 2 rsg-scan -f nose "$DATA/scan"
empty out
has '--list-frameworks' err
EOT

it 'lists the frameworks' <<'EOT'
status 0 rsg-scan --list-frameworks
for name in pytest unittest jest vitest mocha go junit testng rspec minitest rust check cunit \
	gtest catch2 cmocka clar bats sharness shell tcltest redis-tcl phpunit gherkin; do
	grep -q "^$name	" out || fail "no $name"
done
empty err
EOT

it 'learns a framework from the project and from the user' <<'EOT'
mkdir -p .rsg/frameworks "$HOME/.config/rsg/frameworks"
printf 'language: sh\nfiles: ["*.check"]\ncases:\n  - {pattern: "^(?<name>check_[a-z]+)", block: braces}\n' \
	>.rsg/frameworks/mine.yaml
printf 'extends: pytest\nfiles: ["*_spec.py"]\n' >"$HOME/.config/rsg/frameworks/spec.yaml"
printf 'x="\ncheck_no() {\n"\ncheck_yes() {\n\ttrue\n}\n' >sum.check
echo 'def test_x(): pass' >x_spec.py
status 0 rsg-scan
cp out records
status 0 jq -r -f "$LISTING" records
has 'mine:sum.check::check_yes	4-6	1' out
has 'spec:x_spec.py::test_x' out
lacks check_no out
EOT

it 'says what is wrong with a framework' <<'EOT'
mkdir -p .rsg/frameworks
try() {
	printf "$1" >.rsg/frameworks/mine.yaml
	status 78 rsg-scan
	empty out
	has mine.yaml err
	has "$2" err
}
touch x.foo
try 'files: []\n' 'say which files'
try 'files: ["*.foo"]\nlanguage: klingon\n' 'no such language'
try 'files: ["*.foo"]\nfoo: 1\n' 'no such key'
try 'files: ["*.foo"]\ncases: [{pattern: "(", block: line}]\n' 'is wrong at byte'
try 'files: ["*.foo"]\ncases: [{pattern: "a", block: tail}]\n' 'expected one of braces'
try 'files: ["*.foo"]\ncases: [{block: line}]\n' 'a pattern is missing'
try 'extends: nothing\n' 'no framework of this name'
try 'a: [\n' 'line'
EOT

it 'reads what git would, and says so of each rule' <<'EOT'
mkdir -p src/deep node_modules/x build keep/build
for d in . src src/deep node_modules/x build keep/build; do
	echo 'def test_x(): pass' >$d/test_x.py
	echo 'def test_y(): pass' >$d/test_y.py
done
printf '/build/\ntest_y.py\n!src/deep/test_y.py\n' >.gitignore
echo '!test_y.py' >src/.gitignore
echo 'deep/test_x.py' >src/.rsgignore
mkdir -p .git/info
echo keep/ >.git/info/exclude
status 0 rsg-scan
cp out records
status 0 jq -r .file records
printf 'src/deep/test_y.py\nsrc/test_x.py\nsrc/test_y.py\ntest_x.py\n' >want
same want out
cd src
status 0 rsg-scan
cp out records
status 0 jq -r .file records
printf 'deep/test_y.py\ntest_x.py\ntest_y.py\n' >want
same want out
cd ..
status 0 rsg-scan --no-ignore
cp out records
status 0 jq -s length records
has 12 out
status 0 rsg-scan build/test_x.py
has build/test_x.py out
EOT

it 'agrees with git on a generated tree' <<'EOT'
git init -q .
awk 'BEGIN {
	srand(7)
	split("a b ab abc a.py b.py test_1.py test_2.py foo bar x[1] [z] .hid \\#c", word, " ")
	for (i = 0; i < 400; i++) {
		path = ""
		for (d = int(rand() * 4); d > 0; d--)
			path = path word[1 + int(rand() * 14)] "_d/"
		print path word[1 + int(rand() * 14)]
	}
}' | sort -u >paths
while read -r path; do
	mkdir -p "$(dirname "$path")"
	echo 'def test_x(): pass' >"$path"
done <paths
rm paths
cat >.gitignore <<'END'
# comment
\#c
a.py
!ab_d/a.py
/foo
b_d/
!b_d/keep
*.py[co]
[a-b]_d/abc
**/bar
a_d/**/test_2.py
x_d/*
!x_d/foo
ab*/**
!/ab_d/
abc_d/  
foo_d/\ x
test_[!1].py
\[z\]
?ar_d/a?
bar_d/**/
END
for d in a_d foo_d .hid_d; do
	[ -d $d ] || continue
	printf 'b.py\n/foo\n!bar\n*_d/ab\n' >$d/.gitignore
done
printf 'language: text\nreader: file\nfiles: ["*"]\n' >"$E2E_DIR/all.yaml"
mkdir -p "$HOME/.config/rsg/frameworks"
mv "$E2E_DIR/all.yaml" "$HOME/.config/rsg/frameworks/all.yaml"
git ls-files -co --exclude-standard -z | tr '\0' '\n' | LC_ALL=C sort >"$E2E_DIR/want"
rsg-scan -f all | jq -r .file | LC_ALL=C sort >"$E2E_DIR/got"
same "$E2E_DIR/want" "$E2E_DIR/got"
[ "$(wc -l <"$E2E_DIR/got")" -gt 50 ] || fail 'too few files to tell anything'
git ls-files -o -i --exclude-standard >"$E2E_DIR/ignored"
[ "$(wc -l <"$E2E_DIR/ignored")" -gt 50 ] || fail 'too few ignored files to tell anything'
EOT

it 'passes over what is binary, minified or too large' <<'EOT'
printf 'def test_x(): pass\n\000' >test_binary.py
head -c 20000 /dev/zero | tr '\0' ';' >mini.test.js
echo 'it("x", () => {})' >>mini.test.js
head -c 2200000 /dev/zero | tr '\0' '\n' >test_large.py
status 0 rsg-scan
empty out
has 'test_large.py is larger than 2 MiB' err
has 'no test case was found' err
EOT

it 'goes on when a file cannot be read, and stops when a path cannot' <<'EOT'
echo 'def test_x(): pass' >test_x.py
ln -s . loop
ln -s test_x.py test_link.py
ln -s nowhere test_dangling.py
mkfifo test_pipe.py
status 0 rsg-scan
cp out records
empty err
status 0 jq -rs length records
has 1 out
status 66 rsg-scan nowhere
empty out
has 'nowhere: No such file' err
if [ "$(id -u)" -ne 0 ]; then
	cp test_x.py test_closed.py
	chmod 0 test_closed.py
	status 0 rsg-scan
	has 'test_closed.py: Permission denied: passed over' err
fi
EOT

it 'repairs what is not UTF-8' <<'EOT'
printf 'def test_x():\n    assert "\377\376" == "caf\351"\n    # \302\200\n' >test_x.py
seq -f '#%.0f' 3000 >test_y.py
printf 'def test_y():\n    assert "\000 zero"\n' >>test_y.py
rsg-scan >records
status 0 rsg-check test-case records
status 0 jq -r '.assertions[]' records
has 'caf' out
has zero out
EOT

it 'takes given files for tests, whatever is in them' <<'EOT'
mkdir -p spec/cases t
echo 'total = 1  # of the basket' >spec/cases/a.py
: >spec/cases/b.txt
printf 'a\000b' >spec/cases/c.bin
head -c 2200000 /dev/zero | tr '\0' '\n' >spec/cases/d.txt
printf '# By hand\ndef test_x(): pass\n' >spec/cases/test_e.py
echo 'def test_y(): pass' >t/test_y.py
echo spec >.gitignore
find ./spec/cases -type f >list
status 0 rsg-scan --files list
empty err
cp out records
status 0 rsg-check test-case records
status 0 jq -r '[.id, .line, .end_line, .language, .words] | @tsv' records
cat >want <<'END'
file:spec/cases/a.py	1	1	python	total of the basket
file:spec/cases/b.txt	1	1	text	
file:spec/cases/c.bin	1	1	text	
file:spec/cases/d.txt	1	1	text	
pytest:spec/cases/test_e.py::test_x	2	2	python	By hand
END
same want out
tr '\n' '\0' <list >list0
status 0 rsg-scan --files - <list0
same records out
sed 's/$/\r/' list | rsg-scan --files - >out
same records out
status 0 rsg-scan --files list .
cp out records
status 0 jq -r .file records
has t/test_y.py out
status 0 jq -rs 'length, (map(.id) | unique | length)' records
printf '6\n6\n' >want
same want out
EOT

it 'takes the files of a setting for tests' <<'EOT'
mkdir -p .rsg spec/cases t
echo x >spec/cases/a.in
echo x >spec/cases/a.out
echo 'def test_y(): pass' >t/test_y.py
printf 'scan:\n  files: ["/spec/**/*.in", "/t"]\n' >.rsg/config.yaml
status 0 rsg-scan
cp out records
status 0 jq -r .id records
printf 'file:spec/cases/a.in\npytest:t/test_y.py::test_y\n' >want
same want out
status 0 rsg-scan -f pytest
cp out records
status 0 jq -r .id records
printf 'pytest:t/test_y.py::test_y\n' >want
same want out
EOT

it 'says what is wrong with a list of files' <<'EOT'
echo nowhere >list
status 66 rsg-scan --files list
empty out
has 'nowhere: No such file' err
status 66 rsg-scan --files none
status 65 rsg-scan --files - </dev/null
has 'empty input' err
mkdir sub
echo sub >list
status 0 rsg-scan --files list
has 'sub is no file: passed over' err
head -c 5000 /dev/zero | tr '\0' a >list
status 65 rsg-scan --files list
has 'one path a line' err
EOT

it 'takes requirements from a JUnit report' <<'EOT'
cd "$DATA/scan"
rsg-scan -j "$DATA/scan-manual/junit.xml" . >"$E2E_DIR/work/records"
cd "$E2E_DIR/work"
status 0 jq -r '.id + " " + (.requirements | join(" "))' records
has 'TestBasket::test_total SHOP-4 SHOP-1 SHOP-2 SHOP-3 SHOP-70 SHOP-71 SHOP-72' out
has 'CartTest::addsItem C99' out
lacks NOT- out
EOT

it 'refuses reports that are none' <<'EOT'
echo '<!DOCTYPE x [<!ENTITY a "b">]><testsuite/>' >dtd.xml
status 65 rsg-scan -j dtd.xml .
has 'document type declaration' err
echo '<html/>' >html.xml
status 65 rsg-scan -j html.xml .
has 'a JUnit report is expected' err
status 66 rsg-scan -j none.xml .
empty out
EOT

it 'reads manual cases of TestRail and Xray' <<'EOT'
cd "$DATA/scan-manual"
for file in testrail.csv testrail.xml xray.csv xray.json xray-graphql.json; do
	rsg-scan --manual $file
done >"$E2E_DIR/work/records"
cd "$E2E_DIR/work"
status 0 rsg-check test-case records
status 0 jq -r '"\(.id) \(.kind) \(.line)-\(.end_line) \(.title) | \(.classname) | \(.requirements | join(" ")) | \(.assertions | join(" / "))"' records
cat >want <<'END'
testrail:C12 manual 2-3 Guest checkout | Checkout > Guests | SHOP-41 | The mug is shown / The order is placed
testrail:C13 manual 4-4 Voucher | Checkout |  | The total is lower
testrail:C12 manual 9-20 Guest checkout | Checkout | SHOP-41 SHOP-42 | The mug is shown / The order is placed
testrail:C13 manual 25-25 Voucher | Checkout > Vouchers |  | 
xray:CALC-1 manual 2-3 Add two numbers | null |  | Both are shown / 3 is shown
xray:CALC-2 manual 4-4 Divide by zero | null |  | An error is shown
xray:CALC-1 manual null-null Add two numbers | null | CALC-100 | Both are shown / 3 is shown
xray:CALC-2 manual null-null Divide | null |  | 
xray:CALC-3 manual null-null Multiply | /Math |  | 6
END
same want out
EOT

it 'reads a table with columns of any name' <<'EOT'
cp "$DATA/scan-manual/plain.csv" cases.csv
status 0 rsg-scan --csv cases.csv
cp out guessed
status 0 rsg-scan --csv cases.csv --map 'id=No,title=Purpose,steps="Test steps"'
same guessed out
has '"literals":["Visa"]' out
has '"requirements":["SHOP-1","SHOP-2"]' out
status 65 rsg-scan --csv cases.csv --map title=Name
has 'the columns are: No, Purpose' err
status 2 rsg-scan --csv cases.csv --map name=Purpose
has 'field=column' err
printf 'a,b\n1,2\n' >none.csv
status 65 rsg-scan --csv none.csv
has 'no column holds the title' err
printf 'id,title\n1,"open\n' >open.csv
status 65 rsg-scan --csv open.csv
has 'line 2' err
: >empty.csv
status 65 rsg-scan --csv empty.csv
status 65 rsg-scan --manual cases.csv --manual "$DATA/scan-manual/junit.xml"
empty out
EOT

it 'takes a pattern of the configuration for the whole word, and no comment' <<'EOT'
printf '[pytest]\npython_functions =\n    check_?  # not test\n    may\npython_classes = Suite_? # and Other\n' >pytest.ini
cat >test_x.py <<'END'
def check_a(): pass
def check_ab(): pass
def may_be(): pass
def test_c(): pass
class Suite_a:
    def check_m(self): pass
class Suite_ab(object):
    def check_n(self): pass
class Suite_ac:
    def check_o(self): pass
class Other:
    def check_p(self): pass
END
status 0 rsg-scan
cp out records
status 0 jq -r .name records
printf 'test_x.py::%s\n' check_a may_be Suite_a::check_m >want
same want out
rm test_x.py
mkdir -p .rsg/frameworks
cat >.rsg/frameworks/mine.yaml <<'END'
title: Mine
language: sh
files: ["*.mine"]
words: {start: do}
cases:
  - {pattern: '^(?<name>%start%)', block: line}
settings:
  - {in: [mine.ini], pattern: '^start=(?<value>[^\n]*)', sets: start}
END
printf 'start=go_?\n' >mine.ini
printf 'do_b\ngo_a\ngo_ab\n' >a.mine
status 0 rsg-scan
holds '.line == 2' out
EOT

it 'stays linear on hostile files' <<'EOT'
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "def test_%d(): \"\"\" \n", i }' >test_quotes.py
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "describe(\"a\", () => {\n" }' >deep.test.js
awk 'BEGIN { for (i = 0; i < 300000; i++) printf "it(\n" }' >open.test.js
awk 'BEGIN { for (i = 0; i < 50000; i++) printf "@Test\n@A(\n" ; for (i = 0; i < 20000; i++) printf "void a() {\n" }' >Deep.java
awk 'BEGIN { for (i = 0; i < 200000; i++) printf "cat <<E%d\n", i }' >test_here.sh
awk 'BEGIN { for (i = 0; i < 100000; i++) printf " if x do\n" }' >deep_spec.rb
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "%*sdef test_a():\n", i % 30, "" }' >test_stairs.py
# every base is looked for in every import, every case in the list of classes
awk 'BEGIN {
	print "import unittest"
	for (i = 0; i < 200; i++) {
		printf "from m%d import (", i
		for (j = 0; j < 400; j++) printf "b%d,%s", j, j % 10 ? " " : "\n"
		print ")"
	}
	for (i = 0; i < 30; i++) {
		printf "class A%d(unittest.TestCase,", i
		for (j = 0; j < 1000; j++) printf " Q%d,%s", j, j % 10 ? "" : "\n"
		print "):\n    def test_a(self):\n        pass"
	}
}' >test_bases.py
awk 'BEGIN {
	print "import unittest\nclass A(unittest.TestCase):"
	for (i = 0; i < 20000; i++) printf "    def test_%d(self): pass\n", i
	printf "def load_tests(loader, tests, pattern):\n    cases = (A"
	for (i = 0; i < 80000; i++) printf ", b%d%s", i, i % 10 ? "" : "\n"
	print ")\n    return 1"
}' >test_listed.py
ulimit -t 20 # of work, however busy the machine is
status 0 rsg-scan
[ "$(grep -c '"file":"test_bases.py"' out)" -eq 30 ] || fail 'a class is not listed'
[ "$(grep -c '"file":"test_listed.py"' out)" -eq 20000 ] || fail 'a case is not listed'
EOT

finish
