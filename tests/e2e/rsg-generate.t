#!/bin/sh
# rsg-generate(1): pending tests for gaps, the gate, and that the code is what it says it is.
. "${0%/*}/lib.sh"

# shellcheck disable=SC2016,SC2089,SC2090
# The agreed example before generation; skeleton FRAMEWORK FILE [TEXT] makes the code for its gap, whose nearest
# test is in FILE.
setup='doc() { jq -c "del(.phases.generation, .phases.audit)" "$DATA/run-document.json"; }
skeleton() {
	doc | jq -c --arg f "$1" --arg file "$2" --rawfile text "${3-$DATA/generate-hostile.txt}" '\''
		(.phases.retrieval.output.tests[0] | .framework, .file) |= (if . == "pytest" then $f else $file end)
		| .phases.retrieval.output.queries[2] = {id: "AC-2", kind: "criterion", terms: [],
			matches: [{test: .phases.retrieval.output.tests[0].id, score: 0.2, signals: {text: 0.2}, terms: []}]}
		| .phases.ingestion.output.title = $text
		| .phases.ingestion.output.criteria[1] |= (del(.scenario) | .text = $text)
		| .phases.coverage.output.criteria[1].missing = [$text]'\'' >in.json
	status 0 rsg-generate --no-store <in.json
	jq -r .phases.generation.output.tests[0].file out >name
	jq -j .phases.generation.output.tests[0].code out >code
}'
export setup

it 'adds an entry that fits its schema and changes nothing else' <<'EOT'
eval "$setup"
doc >in.json
status 0 rsg-generate --no-store <in.json
empty err
mv out doc.json
status 0 rsg-check <doc.json
jq -S 'del(.phases.generation)' doc.json >rest.json
jq -S . in.json >want.json
same rest.json want.json
EOT

it 'models the test on the nearest one and shows what it was made from' <<'EOT'
eval "$setup"
printf 'A receipt is mailed within 2 minutes.' >text
skeleton pytest shop/cart_test.py text
holds '.phases.generation.output.tests[0] | .kind == "skeleton" and .criterion == "AC-2" and .status == "gap"
	and .insert == "new" and .pending == "pytest.mark.skip"' out
holds '.phases.generation.output.tests[0].file | startswith("shop/") and endswith("_test.py")' out
holds '.phases.generation.output.tests[0].conditioning | .ranking_score == 0.74 and .coverage_score == 0.11
	and (.nearest | length) == 1' out
has 'class Test' code
has 'def test_receipt_is_mailed_within_2_minutes(self)' code
has '# Then a receipt is mailed within 2 minutes' code
EOT

it 'says no below the threshold, passes the document on and keeps the event' <<'EOT'
eval "$setup"
doc >in.json
status 1 rsg-generate -t 0.9 <in.json
holds '.phases.generation.output | .gated and .score == 0.74 and .threshold == 0.9 and .tests == [] and .gaps == 1' out
has 'below the threshold' err
mv out gated.json
status 0 rsg-audit --export
jq -c 'select(.event == "generation_gated")' out >events
[ "$(wc -l <events)" -eq 1 ]
holds '.data | .score == 0.74 and .threshold == 0.9' events
EOT

it 'is forced with a reason, which is kept' <<'EOT'
eval "$setup"
doc >in.json
status 0 rsg-generate -t 0.9 --force --reason 'release tonight' <in.json
holds '.phases.generation.output | .forced and (.gated | not) and .reason == "release tonight" and (.tests | length) == 1' out
status 0 rsg-audit --export
jq -c 'select(.event == "generation_forced")' out >events
[ "$(wc -l <events)" -eq 1 ]
holds '.data.reason == "release tonight"' events
EOT

it 'is not forced without a reason' <<'EOT'
eval "$setup"
doc >in.json
status 2 rsg-generate --no-store --force <in.json
empty out
has '--reason' err
status 2 rsg-generate --no-store --reason why <in.json
empty out
has '--force' err
EOT

it 'takes the threshold from the settings of the user' <<'EOT'
eval "$setup"
doc >in.json
RSG_GENERATION_THRESHOLD=0.99
export RSG_GENERATION_THRESHOLD
status 1 rsg-generate --no-store <in.json
holds '.phases.generation.output.threshold == 0.99' out
has 'below the threshold 0.99' err
EOT

it 'has nothing to do without a gap' <<'EOT'
eval "$setup"
doc | jq -c '.phases.coverage.output.criteria[1].status = "weak"' >in.json
status 0 rsg-generate --no-store -t 1 <in.json
holds '.phases.generation.output | (.gated | not) and .tests == []' out
status 0 rsg-generate --no-store --weak <in.json
holds '.phases.generation.output.tests | length == 1 and .[0].status == "weak"' out
EOT

it 'takes over the indentation of the nearest file and avoids files that exist' <<'EOT'
eval "$setup"
doc | jq -c '.phases.retrieval.output.queries = [{id: "AC-2", matches: [{test: .phases.retrieval.output.tests[0].id, score: 0.2}]}]' >in.json
mkdir tests
printf 'def test_a():\n\tpass\n' >tests/test_cart.py
touch tests/test_guest_checkout_ac_2.py
jq -c '.phases.retrieval.output.queries[].kind = "criterion" | .phases.retrieval.output.queries[] |= (.terms = [] | .matches[] |= (.signals = {text: 0.2} | .terms = []))' in.json >fit.json
status 0 rsg-generate --no-store --root . <fit.json
holds '.phases.generation.output.tests[0].file == "tests/test_guest_checkout_ac_2_2.py"' out
holds '.phases.generation.output.tests[0].code | contains("\n\t@pytest.mark.skip") and contains("\n\t\tpytest.fail")' out
EOT

it 'never reads above the directory it was given' <<'EOT'
eval "$setup"
mkdir root
printf 'def test_a():\n\tpass\n' >test_cart.py
skeleton pytest ../test_cart.py
mv in.json up.json
status 0 rsg-generate --no-store --root root <up.json
holds '.phases.generation.output.tests[0].code | contains("\n\t") | not' out
EOT

it 'writes Gherkin when nothing is near' <<'EOT'
eval "$setup"
doc | jq -c '.phases.retrieval.output.tests = [] | .phases.ranking.output.suite = []' >in.json
status 0 rsg-generate --no-store <in.json
holds '.phases.generation.output.tests[0] | .framework == "gherkin" and .file == "features/guest_checkout_ac_2.feature"
	and .code == .gherkin' out
EOT

it 'takes a skeleton from the project' <<'EOT'
eval "$setup"
mkdir -p .rsg/skeletons
cat >.rsg/skeletons/pytest.yaml <<'YAML'
language: python
files: ["test_*.py"]
words: snake
name: snake
prefix: test_
pending: ours
code: |
  # ours {{name}}
YAML
skeleton pytest tests/test_cart.py
has '# ours test_' code
EOT

it 'refuses a skeleton that would let text through' <<'EOT'
eval "$setup"
mkdir -p .rsg/skeletons
sed 's/{{why|double}}/"{{why}}"/' "$ROOT/share/skeletons/pytest.yaml" >.rsg/skeletons/pytest.yaml
doc >in.json
status 78 rsg-generate --no-store <in.json
empty out
has '{{why}} is text from outside' err
EOT

it 'never counts as coverage once it is written' <<'EOT'
mkdir tests
printf 'def test_receipt_has_a_total():\n    assert 1\n' >tests/test_cart.py
cat >story.md <<'MD'
# Receipts

As a guest I want a receipt so that I can prove what I paid.

## Acceptance criteria

- A receipt is mailed within 2 minutes.
MD
rsg-scan . | rsg-index -q
rsg-ingest story.md | rsg-embed | rsg-retrieve | rsg-cover | rsg-rank >ranked.json
status 0 rsg-generate -f --reason trial <ranked.json
file=$(jq -r .phases.generation.output.tests[0].file out)
jq -j .phases.generation.output.tests[0].code out >"$file"
rsg-scan . | rsg-index -q
rsg-ingest story.md | rsg-embed | rsg-retrieve >found.json
holds '[.phases.retrieval.output.tests[].file] | length == 2' found.json
status 0 rsg-cover <found.json
holds '.phases.coverage.output.criteria[0].status == "gap"' out
EOT

it 'is seen as pending by rsg-scan, whatever the framework' <<'EOT'
eval "$setup"
printf 'A receipt is mailed to the guest within 2 minutes.' >text
mkdir tree
while read -r framework file; do
	skeleton "$framework" "$file" text
	mkdir -p "tree/$framework/$(dirname "$(cat name)")"
	mv code "tree/$framework/$(cat name)"
done <<'LIST'
bats test/a.bats
catch2 tests/a_test.cpp
check tests/check_a.c
clar tests/a.c
cmocka tests/test_a.c
criterion tests/test_a.c
gherkin features/a.feature
go api/a_test.go
gtest tests/a_test.cc
jest web/a.test.js
junit src/test/java/acme/ATest.java
junit4 src/test/java/acme/ATest.java
kotlin src/test/kotlin/ATest.kt
minitest test/a_test.rb
mocha test/a.spec.js
node-test test/a.test.js
phpunit tests/ATest.php
playwright tests/a.spec.ts
pytest tests/test_a.py
rspec spec/a_spec.rb
rust tests/a.rs
sharness t/t0001-a.sh
shunit2 test/a_test.sh
tcltest tests/a.test
testng src/test/java/acme/ATest.java
unittest tests/test_a.py
vitest src/a.test.ts
LIST
status 0 rsg-scan tree
jq -r 'select([.tags[] | ascii_downcase] | any(IN("skip", "skipped", "pending", ".pending", "ignore", "disabled",
	"known-breakage", "startskipping")) | not) | .id' out >unmarked
empty unmarked
[ "$(wc -l <out)" -eq 27 ]
EOT

# From here on: hostile text, and what the runners say.

it 'gives Python that compiles and does nothing but skip' <<'EOT'
eval "$setup"
command -v python3 >name || skip 'python3 is not here'
for framework in pytest unittest; do
	skeleton $framework tests/test_cart.py
	status 0 python3 -c 'import ast, sys
tree = ast.parse(open("code").read())
allowed = (ast.Import, ast.ClassDef, ast.FunctionDef)
assert all(isinstance(n, allowed) for n in tree.body), ast.dump(tree)
tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
assert len(tests) == 1 and len(tests[0].body) == 1 and len(tests[0].decorator_list) == 1'
done
cp code test_it.py
status 0 python3 -m unittest -v test_it
has 'skipped=1' err
[ ! -e pwned ]
EOT

it 'gives JavaScript that node takes and reports as skipped' <<'EOT'
eval "$setup"
command -v node >name || skip 'node is not here'
for framework in jest mocha jasmine cypress node-test; do
	skeleton $framework web/cart.test.js
	cp code it.js
	status 0 node --check it.js
done
for framework in vitest playwright; do
	skeleton $framework web/cart.test.mjs
	cp code it.mjs
	status 0 node --check it.mjs
done
skeleton node-test web/cart.test.js
cp code it.test.js
status 0 node --test --test-reporter=tap it.test.js
has '# SKIP' out
lacks 'not written yet' out
EOT

it 'gives Go that is well formed and skips' <<'EOT'
eval "$setup"
command -v go >name || skip 'go is not here'
skeleton go api/cart_test.go
mkdir api
cp code api/cart_test.go
echo 'module x' >go.mod
GOFLAGS=-mod=mod GOPROXY=off
export GOFLAGS GOPROXY
status 0 go vet ./...
status 0 go test -v ./...
has '--- SKIP' out
EOT

it 'gives C and C++ that compile' <<'EOT'
eval "$setup"
skeleton check tests/check_cart.c
cp code it.c
status 0 cc -std=c17 -Wall -Wextra -Werror -Wno-unused -fsyntax-only it.c
if [ -e /usr/include/gtest/gtest.h ]; then
	skeleton gtest tests/cart_test.cc
	cp code it.cc
	status 0 c++ -Wall -Wextra -Werror -fsyntax-only it.cc
fi
for framework in cmocka clar criterion unity cunit; do
	skeleton $framework tests/test_cart.c
	grep -v '^#include' code >bare
	{
		echo '#define skip()'
		echo '#define cl_skip()'
		echo '#define cl_fail(s) (void)(s)'
		echo '#define fail_msg(s) (void)(s)'
		echo '#define CU_FAIL(s) (void)(s)'
		echo '#define TEST_IGNORE_MESSAGE(s) (void)(s)'
		echo '#define TEST_FAIL_MESSAGE(s) (void)(s)'
		echo '#define cr_assert_fail(s) (void)(s)'
		echo '#define Test(suite, name, ...) void suite##name(void); void suite##name(void)'
		cat bare
	} >it.c
	status 0 cc -std=c17 -trigraphs -Wall -Wextra -Werror -fsyntax-only it.c
done
EOT

it 'gives shell that parses, runs nothing and skips' <<'EOT'
eval "$setup"
for framework in sharness shunit2; do
	skeleton $framework tests/cart.sh
	status 0 sh -n code
done
printf 'test_expect_failure() { eval "$2" && exit 9; echo "# known breakage"; }\ntest_done() { :; }\n' >test-lib.sh
skeleton sharness tests/cart.sh
status 0 sh code
has 'known breakage' out
[ ! -e pwned ]
command -v bats >name || skip 'bats is not here'
skeleton bats tests/cart.bats
cp code it.bats
status 0 bats --tap it.bats
has '# skip' out
[ ! -e pwned ]
EOT

it 'gives Rust that the compiler takes and ignores' <<'EOT'
eval "$setup"
rustc --version >name 2>&1 || skip "rustc is not here"
skeleton rust src/cart.rs
holds '.phases.generation.output.tests[0].file | startswith("tests/")' out
cp code it.rs
status 0 rustc --test -o it it.rs
status 0 ./it
has '1 ignored' out
EOT

it 'gives Java that the compiler takes' <<'EOT'
eval "$setup"
command -v javac >name || skip 'javac is not here'
skeleton testng src/test/java/acme/CartTest.java
has 'package acme;' code
mkdir -p org/testng/annotations
echo 'package org.testng.annotations; public @interface Test { }' >org/testng/annotations/Test.java
echo 'package org.testng; public class Assert { public static void fail(String s) { } }' >org/testng/Assert.java
echo 'package org.testng; public class SkipException extends RuntimeException {
	private static final long serialVersionUID = 1L;
	public SkipException(String s) { super(s); } }' >org/testng/SkipException.java
file=$(basename "$(cat name)")
cp code "$file"
status 0 javac -Xlint:all -d classes -cp . org/testng/*.java org/testng/annotations/Test.java "$file"
EOT

it 'gives Tcl that skips' <<'EOT'
eval "$setup"
command -v tclsh >name || skip 'tclsh is not here'
skeleton tcltest tests/cart.test
cp code it.test
status 0 tclsh it.test
has 'Skipped' out
lacks 'not written yet' out
[ ! -e pwned ]
EOT

it 'gives Ruby that parses' <<'EOT'
eval "$setup"
command -v ruby >name || skip 'ruby is not here'
for framework in rspec minitest; do
	skeleton $framework spec/cart_spec.rb
	status 0 ruby -wc code
done
EOT

it 'gives PHP that parses' <<'EOT'
eval "$setup"
command -v php >name || skip 'php is not here'
skeleton phpunit tests/CartTest.php
status 0 php -l code
EOT

it 'gives Gherkin that rsg-ingest reads as one scenario' <<'EOT'
eval "$setup"
command -v rsg-ingest >name || skip 'rsg-ingest is not built'
skeleton gherkin features/cart.feature
status 0 rsg-ingest --no-store --format gherkin <code
holds '.phases.ingestion.output.scenarios | length == 1 and (.[0].tags | index("pending")) != null' out
EOT

finish
