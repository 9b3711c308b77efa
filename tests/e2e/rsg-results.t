#!/bin/sh
# rsg-results: reports in, histories out.
. "${0%/*}/lib.sh"

cat >"$E2E_BASE/run.sh" <<'EOT'
R=$DATA/results
# corpus: run.db with the tests that the reports of tests/data/results are of.
test_case() { # test_case FRAMEWORK FILE PATH LINE
	jq -nc --arg f "$1" --arg file "$2" --arg path "$3" --argjson line "$4" '{rsg_test: 1,
		id: "\($f):\($file)::\($path)", name: $path, title: $path, file: $file, language: "x",
		framework: $f, kind: "automated", tags: [], requirements: [], words: "x",
		line: $line, end_line: ($line + 3),
		sha256: ("\($file)\($path)" | @base64 | [explode[] % 10 | tostring] | join("") | (. + "0" * 64)[:64])}'
}
corpus() {
	{
		test_case pytest tests/test_cart.py TestBasket::test_total 4
		test_case pytest tests/test_cart.py TestBasket::test_many 7
		test_case pytest tests/test_cart.py test_needs 15
		test_case pytest tests/test_cart.py test_later 19
		test_case pytest tests/test_cart.py test_already 23
		test_case pytest tests/test_cart.py test_skipped 27
		test_case pytest tests/test_cart.py test_teardown 36
		test_case bats cart.bats 'adds an item' 1
	} >tests.jsonl
	rsg-index -q -s run.db <tests.jsonl
}
# report NAME STATUS...: a TAP report of "adds an item", one status a file NAME.N
tap() { # tap FILE WORD: "ok" or "not ok"
	printf '1..1\n%s 1 - adds an item\n# %s\n' "$2" "$1" >"$1"
}
EOT
E2E_SETUP=$E2E_BASE/run.sh
export E2E_SETUP

it 'reads a report and keeps it with the tests' <<'EOT'
. "$E2E_SETUP"
corpus
status 0 rsg-results -s run.db "$R/pytest-xunit2.xml"
printf '%s\t' report format tests passed failed error skipped other outside ms 'in corpus' unknown |
	sed 's/\t$/\n/' >want
printf '%s\t' "$R/pytest-xunit2.xml" junit 9 4 1 2 1 1 0 13 9 0 | sed 's/\t$/\n/' >>want
same want out
empty err
status 0 rsg-results --stats --json -s run.db
cp out stats
status 0 rsg-check result <stats
jq -s 'map(select(.test | endswith("test_many")))[0]' stats >many
holds '.runs == 1 and .failures == 1 and .rate == 1 and .last == "failed" and .since_failure == 0' many
holds '.last_at == "2026-11-29T01:48:11.319Z" and .flaky == false and (has("duration_ms") | not)' many
jq -s 'map(select(.test | endswith("test_total")))[0]' stats >total
holds '.duration_ms == 0 and .rate == 0 and .since_failure == 1' total
[ "$(jq -r .test stats | sort -c && wc -l <stats)" -eq 7 ]
EOT

it 'reads every format that it says it reads' <<'EOT'
. "$E2E_SETUP"
for file in "$R"/*; do
	status 0 rsg-results --no-store --json "$file"
	[ -s out ]
	cp out lines
	status 0 rsg-check result <lines
	jq -r '.format' lines | sort -u >>formats
	jq -r '.test' lines | sort -u >tests
	[ "$(cat tests)" = null ]
done
sort -u formats >have
status 2 rsg-results --format nothing "$R/node.tap"
sed -n 's/.*expected one of //p' err | tr -d ' ' | tr , '\n' | sort | same have -
EOT

it 'counts the same report once' <<'EOT'
. "$E2E_SETUP"
corpus
cp "$R/bats.tap" copy.tap
status 0 rsg-results -s run.db "$R/bats.tap" copy.tap
has 'copy.tap is the same as a report before it' err
status 0 rsg-results -s run.db <copy.tap
has 'it counts once' err
has "as $R/bats.tap" err
status 0 rsg-results --stats --json -s run.db
holds '.runs == 1' out
[ "$(sqlite3 run.db 'SELECT count(*) FROM result_batch')" -eq 1 ]
EOT

it 'keeps all reports of a command, or none' <<'EOT'
. "$E2E_SETUP"
corpus
echo '<testsuite>' >cut.xml
status 65 rsg-results -s run.db "$R/bats.tap" cut.xml
empty out
has 'cut.xml: line 2, column 1' err
status 66 rsg-results -s run.db "$R/bats.tap" nowhere.xml
empty out
[ "$(sqlite3 run.db 'SELECT count(*) FROM result_batch')" -eq 0 ]
: >nothing
status 65 rsg-results -s run.db nothing
status 65 rsg-results -s run.db </dev/null
has 'empty input: did the command before fail?' err
empty out
got=0
rsg-results --no-store <&- >out 2>err || got=$?
[ "$got" -eq 66 ]
EOT

it 'says what is of no test, and of several' <<'EOT'
. "$E2E_SETUP"
{
	test_case jest a.test.js renders 1
	test_case jest b.test.js renders 1
	test_case jest b.test.js pays 5
} >tests.jsonl
rsg-index -q -s run.db <tests.jsonl
printf '1..3\nok 1 - renders\nok 2 - pays\nnot ok 3 - nowhere\n' >report.tap
status 0 rsg-results -s run.db report.tap
has '1 result is of no test of corpus "default": --unknown lists them' err
has '1 result is of several tests of corpus "default" at once' err
has '3	2	1	0	0	0	0	0	1	2' out
status 0 rsg-results -n -u -s run.db report.tap
printf 'name\tstatus\treport\nrenders\tpassed\treport.tap\nnowhere\tfailed\treport.tap\n' | same - out
status 0 rsg-results -n -u --json -s run.db report.tap
[ "$(jq -c '[.name, .test]' out | tr '\n' ' ')" = '["renders",null] ["nowhere",null] ' ]
status 0 rsg-results --stats -u --json -s run.db
cp out unknown
status 0 rsg-check result <unknown
holds 'if .name == "renders" then .ambiguous else .ambiguous == false and .status == "failed" end' unknown
status 0 rsg-results --stats -u -s run.db
has 'nowhere	failed	report.tap' out
status 0 rsg-results --stats --json -s run.db
[ "$(jq -r .test out)" = jest:b.test.js::pays ]
EOT

it 'says what failed outside of the tests, and what is odd' <<'EOT'
. "$E2E_SETUP"
status 0 rsg-results --no-store "$R/go.json"
has 'outside of the tests: example.com/shop/bad: [build failed]' err
status 0 rsg-results --no-store "$R/broken.tap"
has 'outside of the tests: Bail out!: The database is gone.' err
has 'Test number 4 comes after 2.' err
status 0 rsg-results --no-store --exit 1 "$R/bats.tap"
empty err
status 0 rsg-results --no-store --exit 0 "$R/bats.tap"
has 'The runner ended with 0 and the report has 1 failure' err
printf '1..1\nok 1\n' >good.tap
status 0 rsg-results --no-store --exit 2 good.tap
has 'The runner ended with 2 and the report has no failure' err
EOT

it 'tells flaky tests from those that a change broke' <<'EOT'
. "$E2E_SETUP"
corpus
tap 1.tap ok
tap 2.tap 'not ok'
status 0 rsg-results -s run.db --commit aaa 1.tap
status 0 rsg-results -s run.db --commit bbb 2.tap
status 0 rsg-results --stats --json -s run.db
holds '.flaky == false and .rate > 0.5 and .rate < 0.6 and .last == "failed"' out
tap 3.tap ok
status 0 rsg-results -s run.db --commit bbb --label 'tried again' 3.tap
status 0 rsg-results --stats --json -s run.db
holds '.flaky and .since_failure == 1 and .runs == 3' out
status 0 rsg-results --stats -s run.db
has 'failing	bats:cart.bats::adds an item	3	1	0.3' out
has 'flaky	bats:cart.bats::adds an item	3	1	0.3' out
[ "$(sqlite3 run.db 'SELECT label FROM result_batch WHERE label IS NOT NULL')" = 'tried again' ]
EOT

it 'a test that was changed is another one' <<'EOT'
. "$E2E_SETUP"
corpus
tap 1.tap ok
tap 2.tap 'not ok'
status 0 rsg-results -s run.db 2.tap
jq -c 'if .framework == "bats" then .sha256 = ("f" * 64) else . end' tests.jsonl >changed.jsonl
status 0 rsg-index -q -s run.db <changed.jsonl
status 0 rsg-results -s run.db 1.tap
status 0 rsg-results --stats --json -s run.db
holds '.flaky == false and .runs == 2' out
EOT

it 'keeps results through a rename and while a test is gone' <<'EOT'
. "$E2E_SETUP"
corpus
tap 1.tap 'not ok'
status 0 rsg-results -s run.db 1.tap
jq -c 'select(.framework != "bats")' tests.jsonl >less.jsonl
status 0 rsg-index -q -s run.db <less.jsonl
status 0 rsg-results --stats --json -s run.db
empty out
jq -c 'if .framework == "bats" then .id = "bats:shop.bats::adds an item" | .file = "shop.bats"
	else . end' tests.jsonl >moved.jsonl
status 0 rsg-index -q -s run.db <tests.jsonl
status 0 rsg-index -q -s run.db <moved.jsonl
status 0 rsg-results --stats --json -s run.db
holds '.test == "bats:shop.bats::adds an item" and .failures == 1' out
EOT

it 'lists what fails most, what is flaky, what is slow' <<'EOT'
. "$E2E_SETUP"
corpus
for n in 1 2 3; do
	sed "s/time=\"0.000\"/time=\"$n.5\"/g; s/timestamp=\"[^\"]*\"/timestamp=\"2026-11-2${n}T10:00:00\"/" \
		"$R/pytest-xunit2.xml" >"$n.xml"
	status 0 rsg-results -q -s run.db "$n.xml"
done
status 0 rsg-results --stats -s run.db
cut -f 1 out | uniq -c | tr -s ' ' >lists
has ' 3 failing' lists
has ' 2 slow' lists
lacks flaky lists
has 'slow	pytest:tests/test_cart.py::TestBasket::test_total	3	0	0.00	passed	2026-11-23T10:00:00.000Z	3	2500' out
status 0 rsg-results --stats -l 1 -s run.db
[ "$(wc -l <out)" -eq 3 ]
status 0 rsg-results --stats -l 0 -s run.db
[ "$(wc -l <out)" -eq 6 ]
for columns in 60 80 120; do
	export COLUMNS=$columns
	on_tty 0 "rsg-results --stats -s run.db --no-color"
	[ "$(tr -d '\r' <out | wc -L)" -le "$columns" ]
	on_tty 0 "rsg-results -q -n -s run.db --no-color 1.xml 2.xml"
	[ "$(tr -d '\r' <out | wc -L)" -le "$columns" ]
done
has total out
EOT

it 'prunes for good, and keeps the newest' <<'EOT'
. "$E2E_SETUP"
corpus
for n in 1 2 3; do
	tap $n.tap 'not ok'
	status 0 rsg-results -q -s run.db $n.tap
done
status 0 rsg-results --prune -k 2 -n -s run.db
has '1 result and 1 report would go' err
status 0 rsg-results --prune -k 2 -s run.db
has '1 result and 1 report gone for good' err
status 0 rsg-results --stats --json -s run.db
holds '.runs == 2' out
RSG_RESULTS_KEEP=1 status 0 rsg-results --prune -s run.db
status 0 rsg-results --stats --json -s run.db
holds '.runs == 1' out
status 0 rsg-audit --verify -s run.db
status 0 rsg-audit --export -s run.db
[ "$(jq -r .event out | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 3 results_added; 2 results_pruned;' ]
holds 'if .event == "results_added" then .data | has("by") and .format == "tap" and .tests == 1 else true end' out
EOT

it 'keeps nothing in a dry run, and needs no store to read' <<'EOT'
. "$E2E_SETUP"
corpus
cp run.db before.db
status 0 rsg-results -n -s run.db "$R/bats.tap"
[ "$(sqlite3 run.db 'SELECT count(*) FROM result_batch')" -eq 0 ]
unset HOME
status 0 rsg-results --no-store "$R/bats.tap"
has '3	1	1	0	1	0	0	0	0	3' out
status 0 rsg-results -n -s none.db "$R/bats.tap"
[ ! -e none.db ]
status 74 rsg-results --stats -s none.db
[ ! -e none.db ]
EOT

it 'says how to make a corpus where there is none' <<'EOT'
. "$E2E_SETUP"
corpus
status 65 rsg-results -s run.db -C other "$R/bats.tap"
has 'rsg-index --corpus other' err
empty out
status 65 rsg-results -s run.db -C other --stats
status 65 rsg-results -s run.db -C other --prune
EOT

it 'refuses what does not go together' <<'EOT'
. "$E2E_SETUP"
corpus
for bad in '--stats --prune' '--stats report.tap' '--prune --label x' '--prune -u' '--limit -1' \
	'--exit 256' '--exit -2' '--format xml'; do
	status 2 rsg-results -s run.db $bad
	empty out
done
got=0
rsg-results --no-store "$R/bats.tap" >/dev/full 2>err || got=$?
[ "$got" -eq 74 ]
on_tty 2 'rsg-results --no-store'
has 'standard input is a terminal' out
EOT

it 'obeys nothing in a report' <<'EOT'
. "$E2E_SETUP"
corpus
printf '<!DOCTYPE a [<!ENTITY x "y">]><testsuite name="&x;"/>' >bomb.xml
status 65 rsg-results -s run.db bomb.xml
has 'document type declaration' err
printf '1..2\nok 1 - \033[31mred\nnot ok 2 - \302\233bell\007\n# \033]0;title\007\nBail out! \033[2J\n' >evil.tap
for how in '' -u --json; do
	status 0 rsg-results -n -s run.db $how evil.tap
	lacks "$(printf '\033')" out
	lacks "$(printf '\033')" err
	lacks "$(printf '\007')" out
done
on_tty 0 'rsg-results -n -u -s run.db --no-color evil.tap'
lacks "$(printf '\033')" out
printf '1..1\nnot ok 1 - adds an item\n# password=hunter2hunter2\n' >secret.tap
status 0 rsg-results -s run.db secret.tap
[ "$(sqlite3 run.db "SELECT message LIKE '%hunter2hunter2%' FROM test_result")" = 0 ]
EOT

it 'goes from a project to its histories, with pytest and bats where they are' <<'EOT'
. "$E2E_SETUP"
command -v bats >which || skip 'there is no bats'
python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("pytest") is None)' ||
	command -v pytest >which || skip 'there is no pytest'
mkdir -p shop/tests shop/.rsg
cd shop
cat >tests/test_cart.py <<'PY'
import os
import pytest

class TestCart:
    @pytest.mark.parametrize("n", [1, 2])
    def test_vat(self, n):
        assert n < int(os.environ.get("MOST", "3"))

def test_total():
    assert 2 + 2 == 4
PY
printf '@test "is paid" {\n\ttrue\n}\n@test "is sent" {\n\tfalse\n}\n' >tests/mail.bats
rsg-scan . | rsg-index -q
# no plugin of this machine has a say
export PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 PYTHONDONTWRITEBYTECODE=1
status 0 pytest -q -p no:cacheprovider --junitxml=../one.xml
MOST=2 status 1 pytest -q -p no:cacheprovider --junitxml=../two.xml
status 1 bats tests/mail.bats
cp out ../bats.tap
status 0 rsg-results ../one.xml
empty err
status 0 rsg-results --exit 1 ../two.xml
empty err
status 0 rsg-results --exit 1 <../bats.tap
empty err
has '2	1	1	0	0	0	0	0	2	0' out
status 0 rsg-results --stats --json
[ "$(jq -r '"\(.test) \(.runs) \(.failures) \(.flaky)"' out | tr '\n' ';')" = \
"bats:tests/mail.bats::is paid 1 0 false;bats:tests/mail.bats::is sent 1 1 false;\
pytest:tests/test_cart.py::TestCart::test_vat 2 1 true;pytest:tests/test_cart.py::test_total 2 0 false;" ]
EOT

it 'says why tests failed' <<'EOT'
. "$E2E_SETUP"
status 0 rsg-results --no-store --why "$R/pytest-xunit2.xml"
printf '%s\t' name kind cause place 'to try' | sed 's/\t$/\n/' >want
head -1 out >first
same want first
has 'fixture	RuntimeError: no database	tests/test_cart.py:13	' out
has 'assertion	AssertionError: too ' out
lacks 'test_later' out
status 0 rsg-results --no-store --why --json "$R/pytest-xunit2.xml"
cp out cases
status 0 rsg-check result <cases
jq -s '.' cases >all
holds 'all(.[]; has("failure") == (.status == "failed" or .status == "error"))' all
holds 'any(.[]; .failure.category == "fixture") and any(.[]; .failure.category == "assertion")' all
holds 'all(.[] | .failure // empty; .line != "" and .suggestion != "" and .fingerprint != .fingerprint_strict)' all
status 0 rsg-results --no-store --json "$R/pytest-xunit2.xml"
jq -s '.' out >all
holds 'all(.[]; has("failure") | not)' all
EOT

it 'says why, in every format' <<'EOT'
. "$E2E_SETUP"
for file in "$R"/*; do
	status 0 rsg-results -q --no-store --why --json "$file"
	cp out cases
	status 0 rsg-check result <cases
done
status 0 rsg-results --no-store --why "$R/cargo.txt"
has 'assertion	' out
status 0 rsg-results --no-store --why "$R/surefire.xml"
has 'assertion	' out
EOT

it 'takes a failure without words for an assertion' <<'EOT'
printf '1..1\nnot ok 1 - a\n' >t.tap
status 0 rsg-results --no-store --why --json t.tap
holds '.failure | .category == "assertion" and .line == "" and .suggestion != ""' out
EOT

it 'takes patterns from the user' <<'EOT'
mkdir -p "$HOME/.config/rsg"
unset XDG_CONFIG_HOME
cat >"$HOME/.config/rsg/failures.yaml" <<'Y'
rules:
  - {name: mine, category: environment, pattern: 'no (?<name>\w+) today', suggestion: 'fetch {name}'}
Y
printf '1..1\nnot ok 1 - a\n  ---\n  message: there is no \033[31mcoffee today\n  ...\n' >t.tap
status 0 rsg-results --no-store --why --json t.tap
holds '.failure | .rule == "mine" and .suggestion == "fetch coffee" and .line == "no coffee today"' out
printf 'rules: [{name: mine, category: nothing}]\n' >"$HOME/.config/rsg/failures.yaml"
status 78 rsg-results --no-store --why t.tap
has 'failures.yaml: rule mine has no category' err
status 2 rsg-results --no-store --why --unknown t.tap
has 'why goes with reports, not with --unknown' err
EOT

finish
