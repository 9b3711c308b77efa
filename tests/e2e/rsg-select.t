#!/bin/sh
# rsg-select(1): budgets, what is always and never in, widening, and lists for runners.
. "${0%/*}/lib.sh"

# A run about a change, from a list of tests: fw, file, path and score, and what else is to be known.
cat >"$E2E_BASE/doc.jq" <<'JQ'
def entry: {status: "executed", engine: "builtin", started_at: "2026-11-20T10:00:00.000Z", duration_ms: 0,
	usage: {input_tokens: 0, output_tokens: 0, cost_usd: 0, calls: 0, cached: 0},
	input_sha256: ("0" * 64), output_sha256: ("0" * 64), warnings: [], output: .};
def changed: {status: "modified", kind: "source", added: 1, removed: 1, hunks: [], symbols: [], strings: [],
	identifiers: {added: {}, removed: {}, context: {}, headings: {}}} + .;
. as $in
| [.tests[] | .id //= "\(.fw):\(.file)::\(.path)" | .name //= "\(.file)::\(.path)"] as $tests
| [$tests | group_by(.file)[] | (map(.score) | max) as $best
	| {path: .[0].file, score: $best, factors: [{name: "path", value: $best, weight: 1}]}] as $files
| {rsg: 1, run: {id: "0193aaaa-0000-7000-8000-000000000000", created_at: "2026-11-20T10:00:00.000Z", labels: {}},
	change: {base: "", head: "", source: "-", sha256: ("0" * 64),
		files: [($in.change // [{path: "src/a.py"}])[] | changed]},
	phases: {
		impact: ({files: 1, added: 1, removed: 1, kinds: {}, languages: [], symbols: 0,
			wide: ($in.wide // []), missing: []} | entry),
		retrieval: ({corpus: "default", corpus_size: ($tests | length), top: 20, queries: [],
			tests: [$tests[] | {id, name, title: (.title // .name), file, framework: .fw, language: "x",
				tags: (.tags // []), requirements: []}
				+ with_entries(select(.key | . == "results" or . == "new"))]} | entry),
		ranking: ({threshold: 0.7, files: ($files | sort_by(-.score)),
			suite: [$tests | map(select(.unranked | not)) | sort_by(-.score) | to_entries[]
				| {rank: (.key + 1), test: .value.id, score: .value.score, priority: "high", criteria: [],
				factors: [], reason: "because", file: .value.score, near: 1}]} | entry)}}
JQ
# document 'FILTER over the usual list' >in.json
cat >"$E2E_BASE/lib" <<'SH'
# The power that figures here were computed with, whatever is fitted.
mkdir -p "$HOME/.config/rsg"
jq '.recall.power = 2' "$ROOT/share/weights.json" >"$HOME/.config/rsg/weights.json"
document() {
	jq -n '{tests: [
		{fw: "pytest", file: "t/test_a.py", path: "test_one", score: 0.9},
		{fw: "pytest", file: "t/test_a.py", path: "TestX::test_two", score: 0.7},
		{fw: "pytest", file: "t/test_b.py", path: "test_three", score: 0.4},
		{fw: "pytest", file: "t/test_c.py", path: "test_four", score: 0.2},
		{fw: "pytest", file: "t/test_d.py", path: "test_five", score: 0}]}' |
		jq "$1" | jq -c -f "$E2E_BASE/doc.jq"
}
selected() {
	jq -r '.phases.selection.output.selected[] | "\(.test | sub(".*::"; "")) \(.why | join("+"))"' out >list
	printf '%s\n' "$@" | sed '/^$/d' >want
	same list want
}
SH
export E2E_BASE

it 'adds an entry that fits its schema and changes nothing else' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-check <in.json
status 0 rsg-select --no-store <in.json
empty err
mv out doc.json
status 0 rsg-check <doc.json
jq -S 'del(.phases.selection)' doc.json >rest.json
jq -S . in.json >want.json
same rest.json want.json
EOT

it 'selects by default what is expected to hold 0.95, and leaves what nothing speaks for' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .budget == {recall: 0.95} and .left == 2 and .wide == false' out
selected 'test_one budget' 'test_two budget' 'test_three budget'
# 0.81 + 0.16 of 0.81 + 0.16 + 0.04, the power being 2
holds '.phases.selection.output.expected_recall | . - 0.97 / 1.01 | fabs < 0.0001' out
holds '.phases.selection.output.stands_on | contains("4 test files, each to the power 2;")' out
EOT

it 'counts tests, scores and recall, and all budgets hold' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-select --no-store --top 1 <in.json
selected 'test_one budget'
holds '.phases.selection.output.budget == {top: 1}' out
status 0 rsg-select --no-store --min-score 0.5 <in.json
selected 'test_one budget' 'test_two budget'
status 0 rsg-select --no-store --recall 1 <in.json
selected 'test_one budget' 'test_two budget' 'test_three budget' 'test_four budget'
status 0 rsg-select --no-store --recall 1 --top 3 --min-score 0.5 <in.json
selected 'test_one budget' 'test_two budget'
holds '.phases.selection.warnings[0].code == "recall-not-reached"' out
EOT

it 'refuses budgets that make no sense' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
for bad in '--top 0' '--top -1' '--time 0' '--recall 0' '--recall 1.1' '--min-score -0.1' '--min-score 2' '--recall nan'; do
	status 2 rsg-select --no-store $bad <in.json
	empty out
	has "${bad% *}" err
done
status 2 rsg-select --no-store --conservative --no-conservative <in.json
has 'give one' err
EOT

it 'fills the time, and passes over what does not fit' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[0].results = {runs: 1, failures: 0, last: "passed", rate: 0, since_failure: 1, duration_ms: 60000}
	| .tests[2].results = {runs: 1, failures: 0, last: "passed", rate: 0, since_failure: 1, duration_ms: 4000}' >in.json
status 0 rsg-select --no-store --time 10s <in.json
selected 'test_three budget'
holds '.phases.selection.output | .duration_ms == 4000 and .budget.time_ms == 10000' out
holds '.phases.selection.output.stands_on | contains("2 of 5 tests known, their median, 32 s")' out
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-select --no-store --time 2s <in.json
selected 'test_one budget' 'test_two budget'
holds '.phases.selection.output | .duration_ms == null and (.stands_on | contains("1 s for each test"))' out
RSG_SELECT_DURATION=2s status 0 rsg-select --no-store --time 2s <in.json
selected 'test_one budget'
EOT

it 'takes the budget of the configuration when none is given' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
mkdir .rsg
printf 'select:\n  recall: 0\n  top: 2\n  time: 1m\n' >.rsg/config.yaml
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.budget == {top: 2, time_ms: 60000}' out
status 0 rsg-select --no-store --min-score 0.1 <in.json
holds '.phases.selection.output.budget == {min_score: 0.1}' out
EOT

it 'has always, pinned, new, failed and changed tests in, counted first' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[4].new = true | .tests[3].results = {runs: 2, failures: 1, last: "failed", rate: 0.5, since_failure: 0}
	| .change = [{path: "t/test_c.py"}, {path: "src/a.py"}]' >in.json
RSG_SELECT_ALWAYS='*::test_three' RSG_SELECT_PINNED='t/test_b.py::test_three' status 0 rsg-select --no-store --top 4 <in.json
selected 'test_one budget' 'test_three always+pinned' 'test_four failed+changed' 'test_five new'
RSG_SELECT_ALWAYS='*::test_three' status 0 rsg-select --no-store --top 1 <in.json
selected 'test_three always' 'test_four failed+changed' 'test_five new'
holds '[.phases.selection.warnings[].code] == ["over-budget"]' out
RSG_SELECT_ALWAYS='*::test_three' status 0 rsg-select --no-store --time 1s <in.json
holds '[.phases.selection.warnings[].code] == ["over-budget"]' out
EOT

it 'a failure that is over is none, nor is a deleted file a changed one' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[3].results = {runs: 2, failures: 1, last: "passed", rate: 0.5, since_failure: 1}
	| .change = [{path: "t/test_d.py", status: "deleted"}]' >in.json
status 0 rsg-select --no-store --top 1 <in.json
selected 'test_one budget'
EOT

it 'takes patterns for paths as git does, and for ids without brackets' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[4].path = "test_five[a]"' >in.json
for pattern in 't/test_d.py' 't/*_d.py' 'test_d.py' '/t/test_d.*' 'pytest:t/test_d.py::test_five[a]' '*::test_five[?]' \
	't/test_d.py::test_five[a]'; do
	RSG_SELECT_ALWAYS=$pattern status 0 rsg-select --no-store --top 1 <in.json
	selected 'test_five[a] always'
done
RSG_SELECT_ALWAYS=t/ status 0 rsg-select --no-store --top 1 <in.json
holds '.phases.selection.output.selected | length == 5' out
for pattern in '*::test_fiv' 'd.py' '*::test_five?a' '/test_d.py' 't/test_d.py/'; do
	RSG_SELECT_ALWAYS=$pattern status 0 rsg-select --no-store --top 1 <in.json
	selected 'test_one budget'
done
EOT

it 'never has a quarantined test in, and names it' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
RSG_SELECT_QUARANTINED='*::test_one' RSG_SELECT_ALWAYS='*::test_one' status 0 rsg-select --no-store <in.json
selected 'test_two budget' 'test_three budget' 'test_four budget'
holds '.phases.selection | .output.quarantined == ["pytest:t/test_a.py::test_one"]
	and (.warnings[0] | .code == "quarantined" and (.text | contains("t/test_a.py::test_one")))' out
RSG_SELECT_QUARANTINED='*::test_one' status 0 rsg-select --no-store -f pytest <in.json
has 'quarantined test is never in: pytest:t/test_a.py::test_one' err
EOT

it 'says when a pinned test is not there' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
RSG_SELECT_PINNED='pytest:gone.py::test' status 0 rsg-select --no-store <in.json
holds '.phases.selection.warnings[0] | .code == "pinned-unknown" and (.text | contains("gone.py"))' out
EOT

it 'selects all when no signal explains the change, whatever recall and score say' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[].score |= . / 100' >in.json
status 0 rsg-select --no-store --min-score 0.5 --recall 0.5 <in.json
selected 'test_one widened' 'test_two widened' 'test_three widened' 'test_four widened' 'test_five widened'
holds '.phases.selection | .output.wide and (.output.wide_why[0] | startswith("no signal explains the change"))
	and .output.left == 0 and .warnings[0].code == "widened"' out
status 0 rsg-select --no-store --top 2 <in.json
selected 'test_one widened' 'test_two widened'
holds '.phases.selection.warnings[0].text | contains("2 are selected, the budget leaves 3")' out
EOT

it 'how recent a test is explains nothing' <<'EOT'
. "$E2E_BASE/lib"
document . | jq -c '.phases.ranking.output.files[].factors[0].name = "recent"' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .wide and (.selected | length == 5)' out
EOT

it 'selects all when the change touches what any test may depend on' <<'EOT'
. "$E2E_BASE/lib"
document '.wide = [{path: "package.json", reason: "build"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .wide_why == ["package.json: build"] and .wide' out
document '.change = [{path: "new/conf.ini", old_path: "conf/x.ini", status: "renamed"}]' >in.json
RSG_SELECT_WIDE='conf/' status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .wide_why == ["conf/x.ini: fits select.wide"] and .wide' out
RSG_SELECT_WIDE='*.ini' status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .wide_why == ["new/conf.ini: fits select.wide"] and .wide' out
EOT

it 'runs everything when only files of CI changed, and says so' <<'EOT'
export RSG_STORE="$PWD/run.db"
mkdir tests
for name in one two three; do
	printf 'def test_%s():\n\tassert "%s"\n' "$name" "$name" >"tests/test_$name.py"
done
rsg-scan tests | rsg-index 2>index.err
for file in .github/workflows/test.yml .github/actions/setup/action.yml .gitlab-ci.yml .circleci/config.yml; do
	printf -- 'diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-a: 1\n+a: 2\n' \
		"$file" "$file" "$file" "$file" | rsg-impact | rsg-retrieve | rsg-rank >ranked.json
	status 0 rsg-select --top 1 --recall 1 <ranked.json
	holds '.phases.selection | [.output.wide, .output.left, [.warnings[].code]] == [true, 2, ["widened"]]' out
	status 0 rsg-select --recall 0.5 <ranked.json
	holds '.phases.selection | .output.wide and .output.left == 0 and (.output.selected | length == 3)
		and all(.output.selected[].why; . == ["widened"]) and (.output.wide_why | any(startswith("'"$file"': it says what continuous integration runs")))
		and [.warnings[].code] == ["widened"]' out
done
EOT

it 'does not widen where that is not wanted, and says what it would have done' <<'EOT'
. "$E2E_BASE/lib"
document '.wide = [{path: "package.json", reason: "build"}]' >in.json
status 0 rsg-select --no-store --no-conservative <in.json
holds '.phases.selection | .output.wide == false and .output.left == 2 and (.warnings[0] | .code == "not-widened"
	and (.text | contains("package.json: build")))' out
RSG_SELECT_CONSERVATIVE=false status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.wide == false' out
RSG_SELECT_CONSERVATIVE=false status 0 rsg-select --no-store --conservative <in.json
holds '.phases.selection.output.wide' out
EOT

it 'does not widen for a change without a file' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[].score = 0 | .change = []' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection | .output.selected == [] and .output.wide == false and .output.expected_recall == null
	and .warnings == [{code: "idle", text: "No test is selected: nothing changed."}]' out
EOT

it 'selects nothing for a change of documents alone, but what is always in' <<'EOT'
. "$E2E_BASE/lib"
document '.change = [{path: "README.md"}, {path: "docs/de/start.rst", old_path: "docs/start.rst", status: "renamed"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection | .output.selected == [] and .output.wide == false and .output.left == 5
	and .warnings == [{code: "idle", text: "No test is selected: no test depends on what changed (select.idle)."}]' out
status 1 rsg-select --no-store -f pytest <in.json
empty out
has 'no test depends on what changed' err
RSG_SELECT_PINNED=pytest:t/test_c.py::test_four status 0 rsg-select --no-store <in.json
selected 'test_four pinned'
holds '.phases.selection.warnings | map(.text) == ["Only what is always in is selected: no test depends on what changed (select.idle)."]' out
RSG_SELECT_WIDE='README.md' status 0 rsg-select --no-store <in.json
holds '.phases.selection.output | .wide and (.selected | length == 5)' out
RSG_SELECT_IDLE='README.md' status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.selected | length > 0' out
for path in src/README.md docs/conf.py examples/a.md docs/build.js; do
	document ".change = [{path: \"README.md\"}, {path: \"$path\"}]" >in.json
	status 0 rsg-select --no-store <in.json
	holds '.phases.selection.output.selected | length > 0' out
done
document '.change = [{path: ".pre-commit-config.yaml"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.selected == []' out
document '.change = [{path: "docs/a.md", old_path: "src/a.md", status: "renamed"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.selected | length > 0' out
EOT

it 'names the files of one reason together' <<'EOT'
. "$E2E_BASE/lib"
document '.wide = [{path: "a.mk", reason: "build"}, {path: "x.lock", reason: "pins"}, {path: "b.mk", reason: "build"}, {path: "c.mk", reason: "build"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.wide_why == ["a.mk and 2 more: build", "x.lock: pins"]' out
EOT

it 'counts a test by itself when its file was not looked at, and one out of the ranking with its file' <<'EOT'
. "$E2E_BASE/lib"
document . | jq -c 'del(.phases.ranking.output.suite[0].file)' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.stands_on | contains("4 test files and 1 test, each")' out
document '.tests[4].unranked = true | .wide = [{path: "x", reason: "lock"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.stands_on | contains("4 test files, each")' out
EOT

it 'selects from a run about a story, test by test' <<'EOT'
jq -c 'del(.phases.selection, .phases.generation, .phases.audit)' "$DATA/run-document.json" >in.json
status 0 rsg-select --no-store <in.json
mv out doc.json
status 0 rsg-check <doc.json
holds '.phases.selection.output | (.selected | length > 0) and .wide == false and (.stands_on | contains("1 test, each to the power "))' doc.json
EOT

it 'takes the power from weights.json, and refuses one that is none' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
mkdir .rsg
echo '{"rsg_weights": 1, "story": {}, "change": {}, "recall": {"power": 1}}' >.rsg/weights.json
status 0 rsg-select --no-store --top 2 <in.json
holds '.phases.selection.output | (.stands_on | contains("power 1;")) and (.expected_recall - 0.9 / 1.5 | fabs < 0.0001)' out
for bad in '{"recall": {"power": -1}}' '{"recall": {"power": "2"}}' '{"recall": {"power": 101}}' '{'; do
	echo "$bad" >.rsg/weights.json
	status 78 rsg-select --no-store <in.json
	empty out
	has weights.json err
done
EOT

it 'counts a test file that is selected in part for that part' <<'EOT'
. "$E2E_BASE/lib"
document '.tests |= .[:2]' >in.json
status 0 rsg-select --no-store --top 1 <in.json
holds '.phases.selection.output.expected_recall == 0.5' out
EOT

it 'has tests in that are not in the ranking, when all are' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[4].unranked = true | .wide = [{path: "x", reason: "lock"}]' >in.json
status 0 rsg-select --no-store <in.json
holds '.phases.selection.output.selected[4] | .test == "pytest:t/test_d.py::test_five" and .rank == 5 and .score == 0' out
EOT

it 'says the same twice' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
export SOURCE_DATE_EPOCH=1000000000
status 0 rsg-select --no-store <in.json
mv out first
status 0 rsg-select --no-store <in.json
same out first
EOT
it 'prints a list for each runner, and says what it leaves out' <<'EOT'
. "$E2E_BASE/lib"
document '.tests += [{fw: "go", file: "api/h_test.go", path: "TestA", name: "TestA", score: 0.8},
	{fw: "jest", file: "web/x.test.js", path: "cart > adds", name: "cart adds", score: 0.8}]' >in.json
status 0 rsg-select --no-store -f pytest <in.json
printf '%s\n' t/test_a.py::test_one t/test_a.py::TestX::test_two t/test_b.py::test_three >want
same out want
has '2 selected tests of other frameworks are left out: ' err
status 0 rsg-select --no-store -f go <in.json
printf '%s\n' -run '^(TestA)$' ./api >want
same out want
status 0 rsg-select --no-store -f jest <in.json
printf '%s\n' -t '^(cart\ adds)$' --runTestsByPath web/x.test.js >want
same out want
status 0 rsg-select --no-store -0 -f jest <in.json
tr '\0' '\n' <out >lines
printf '%s\n' -t '^(cart adds)$' --runTestsByPath web/x.test.js >want
same lines want
status 0 rsg-select --no-store -f paths <in.json
printf '%s\n' t/test_a.py api/h_test.go web/x.test.js t/test_b.py >want
same out want
status 0 rsg-select --no-store -f names <in.json
has 'cart\ adds' out
EOT

it 'prints csv, markdown, json and CTRF' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[0].path = "test_one[a|b,\"c\"]"' >in.json
status 0 rsg-select --no-store -f json <in.json
holds 'length == 3 and (.[0] | .rank == 1 and .name == "t/test_a.py::test_one[a|b,\"c\"]" and .why == ["budget"])' out
status 0 rsg-select --no-store -f csv <in.json
has '1,0.9,"pytest:t/test_a.py::test_one[a|b,""c""]",' out
[ "$(wc -l <out)" -eq 4 ]
status 0 rsg-select --no-store -f markdown <in.json
has 'test\_one\[a\|b,"c"\]' out
[ "$(wc -l <out)" -eq 5 ]
status 0 rsg-select --no-store -f ctrf <in.json
holds '.reportFormat == "CTRF" and .results.summary.tests == 3 and .results.summary.pending == 3
	and ([.results.tests[] | .status] | unique == ["pending"])' out
status 2 rsg-select --no-store -0 -f ctrf <in.json
has 'is none' err
EOT

it 'csv and markdown: what others wrote is one line, spelled, and no formula' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[0].path = "test_one\u001b[31m\u0007\u202e,\nnext" | .tests[1].file = "=cmd|calc!A1" | .tests[2].file = "\r\n -x"
	| .tests[:3][] |= (.id = "@\(.path)" | .name = "+\(.path)\u0085" | .title = "\u001b]0;x\u0007 | <b>\n# \(.path)")' >in.json
for format in csv markdown; do
	status 0 rsg-select --no-store -f "$format" <in.json
	for byte in '\033' '\007' '\302\205' '\342\200\256'; do
		# shellcheck disable=SC2059
		lacks "$(printf "$byte")" out
	done
	has '\x1b' out
	[ "$(wc -l <out)" -eq "$([ "$format" = csv ] && echo 4 || echo 5)" ]
	mv out "out.$format"
done
python3 -c 'import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))' out.csv >rows
holds 'all(.[]; length == 9) and all(.[][]; test("^[=+@-]|[[:cntrl:]]") | not)
	and (.[1] | .[2] == "'"'"'@test_one\\x1b[31m\\x07\\u{202e}, next" and (.[3] | startswith("'"'"'+test_one")))
	and .[2][4] == "'"'"'=cmd|calc!A1" and .[3][4] == "'"'"'-x"' rows
lacks '<b>' out.markdown
EOT

it 'prints nothing and ends with 1 when there is no test for the runner' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
for format in go jest maven; do
	status 1 rsg-select --no-store -f "$format" <in.json
	empty out
	has "no test is selected for $format" err
done
document '.tests[].score = 0 | .change = []' >in.json
for format in pytest paths names json csv markdown ctrf; do
	status 1 rsg-select --no-store -f "$format" <in.json
	empty out
	has 'No test is selected' err
done
EOT

it 'refuses a runner that there is not, and options that need one' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 2 rsg-select --no-store -f nose <in.json
has 'expected bats, cargo, ctest, go, gradle, gtest, jest, maven, mocha, pytest, vitest, paths,' err
status 2 rsg-select --no-store -f ../../etc/passwd <in.json
status 2 rsg-select --no-store -0 <in.json
status 2 rsg-select --no-store --rest rest <in.json
status 2 rsg-select --no-store -f pytest --rest - <in.json
status 2 rsg-select --no-store -f pytest -e 1 <in.json
EOT

it 'writes what is left, in the same format' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
RSG_SELECT_QUARANTINED='*::test_four' status 0 rsg-select --no-store -f pytest --top 1 --rest rest <in.json
printf '%s\n' t/test_a.py::TestX::test_two t/test_b.py::test_three t/test_d.py::test_five >want
same rest want
RSG_SELECT_ALWAYS='t/' status 0 rsg-select --no-store -f pytest --rest rest <in.json
empty rest
status 0 rsg-select --no-store -n -f pytest --top 1 --rest dry <in.json
[ ! -e dry ]
EOT

it 'prints a selection that is there, edited or not, and selects again when a budget is given' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-select --no-store --top 2 <in.json
jq -c '.phases.selection.output.selected |= .[1:]' out >edited.json
status 0 rsg-select --no-store -f pytest <edited.json
echo t/test_a.py::TestX::test_two >want
same out want
empty err
status 0 rsg-select --no-store -f pytest --top 1 <edited.json
echo t/test_a.py::test_one >want
same out want
has 'it is done again' err
EOT

it 'records the selection in the store, and prints that of a run' <<'EOT'
rsg-scan "$ROOT/examples/01-shop" | rsg-index -q -s run.db
rsg-ingest -q -s run.db "$ROOT/examples/01-shop/story.md" | rsg-embed -s run.db | rsg-retrieve -s run.db |
	rsg-cover -s run.db | rsg-rank -s run.db | rsg-select -q -s run.db --top 3 >doc.json
status 0 rsg-select -s run.db -r last -f names
[ "$(wc -l <out)" -eq 3 ]
status 0 rsg-select -s run.db -r last --explain 1 --top 1
status 0 rsg-select -s run.db -r last -f names
[ "$(wc -l <out)" -eq 3 ]
EOT

it 'explains why a test is in or out, by id, rank or a part of its name' <<'EOT'
. "$E2E_BASE/lib"
document '.tests[2].results = {runs: 2, failures: 1, last: "failed", rate: 0.5, since_failure: 0}' >in.json
status 0 rsg-select --no-store --explain pytest:t/test_a.py::test_one <in.json
head -n 1 out >header
printf 'of\tsignal\tvalue\tweight\tadds\tshare\n' >want
same header want
has 'selected: its score is good enough for the budget' out
has "$(printf 'file\tpath\t0.90\t1.00\t0.900\t100 %%')" out
awk -F '\t' '{ print NF }' out | sort -u >widths
[ "$(cat widths)" = 6 ]
status 0 rsg-select --no-store --explain test_three <in.json
has 'selected: it failed in its last run' out
status 0 rsg-select --no-store --explain test_five <in.json
has 'left out: nothing speaks for it' out
status 0 rsg-select --no-store --top 2 --explain 2 <in.json
has 'left out: 2 tests are selected already' out
status 0 rsg-select --no-store --min-score 0.5 -e test_four <in.json
has 'left out: its score is below 0.5' out
status 0 rsg-select --no-store --time 2s -e test_four <in.json
has 'left out: it does not fit into what is left of 2 s' out
status 0 rsg-select --no-store -e test_four <in.json
has 'is expected to hold 0.96 of what is relevant, and 0.95 is enough' out
RSG_SELECT_QUARANTINED=t/test_b.py status 0 rsg-select --no-store -e test_three <in.json
has 'left out: it fits select.quarantined' out
status 2 rsg-select --no-store -e test_ <in.json
has 'names 5 tests: pytest:t/test_a.py::test_one' err
empty out
status 2 rsg-select --no-store -e nowhere <in.json
has 'no test of this run is called' err
on_tty 0 'rsg-select --no-store -e 1 <in.json'
has 'Where the score comes from' out
EOT

it 'is shown, with an id too, and has lines for programs' <<'EOT'
. "$E2E_BASE/lib"
document '.wide = [{path: "Makefile", reason: "build"}]' >in.json
RSG_SELECT_QUARANTINED='*::test_five' status 0 rsg-select --no-store --top 2 <in.json
mv out doc.json
status 0 rsg-show selection <doc.json
[ "$(wc -l <out)" -eq 3 ]
status 0 rsg-show selection 1 <doc.json
has 'everything is selected (Makefile: build)' out
status 0 rsg-show --porcelain selection <doc.json
grep -c . out >lines
has "$(printf 'selection\t2\t2\t')" out
has "$(printf 'budget\t2\t\t\t')" out
has "$(printf 'wide\tMakefile: build')" out
has "$(printf 'quarantined\tpytest:t/test_d.py::test_five')" out
has "$(printf 'selected\t1\t0.9\tpytest:t/test_a.py::test_one\tt/test_a.py\tpytest\t\twidened')" out
on_tty 0 'rsg-show selection <doc.json'
has '2 tests selected, 2 left, 1 quarantined' out
EOT

it 'takes a runner of the project, and refuses a malformed one' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
mkdir -p .rsg/runners
echo '{frameworks: [pytest], arguments: ["-k", "{tests}", "{dir}"], test: "{stem}", join: " or "}' >.rsg/runners/mine.yaml
status 0 rsg-select --no-store -0 -f mine <in.json
tr '\0' '\n' <out >lines
printf '%s\n' -k 'test_a or test_b' ./t >want
same lines want
while read -r bad; do
	echo "$bad" >.rsg/runners/mine.yaml
	status 78 rsg-select --no-store -f mine <in.json
	has runners/mine.yaml err
	empty out
done <<'LINES'
{frameworks: [pytest]}
{arguments: [x]}
{frameworks: pytest, arguments: [x]}
{frameworks: [pytest], arguments: ["{tests}"]}
{frameworks: [pytest], arguments: ["{nothing}"]}
{frameworks: [pytest], arguments: [x], escape: shell}
{frameworks: [pytest], arguments: [x], only: "("}
{frameworks: [pytest], arguments: [x], comand: y}
{frameworks: [pytest], arguments: [[x]]}
LINES
EOT

it 'a runner of the project takes the place of an installed one when the project is trusted' <<'EOT'
. "$E2E_BASE/lib"
document . >in.json
status 0 rsg-select --no-store -f pytest <in.json
mv out want
mkdir -p .rsg/runners
echo '{frameworks: [pytest], arguments: [--version]}' >.rsg/runners/pytest.yaml
status 0 rsg-select --no-store -f pytest <in.json
same out want
has 'runners/pytest.yaml is not used' err
echo 'select.top: 3' >.rsg/config.yaml
status 0 rsg-select --no-store -f pytest <in.json
has 'runners/pytest.yaml is not used' err
rsg-config -q --trust
status 0 rsg-select --no-store -f pytest <in.json
[ "$(cat out)" = --version ]
lacks 'is not used' err
EOT

finish
