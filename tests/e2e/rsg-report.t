#!/bin/sh
. "${0%/*}/lib.sh"

# A document in which every text that comes from outside is hostile: MARK stands in each of them.
# shellcheck disable=SC2016
cat >"$E2E_BASE/hostile.jq" <<'EOT'
def bad: "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`&|[a](javascript:alert(1)) \u001b[31m\u001b]0;t\u0007 \u202eabc\u2066 \u200bz @team #12 http://evil.example www.evil.example =cmd()";
.story.source = "=a:b|" + bad
| .story.text = bad
| .phases.ingestion.output |= (.title = bad | .role = bad | .goal = bad
	| .criteria |= map(.text = bad + .id) | .requirements |= map(.text = bad))
| .phases.retrieval.output.tests |= map(.title = bad | .name = bad | .file = bad)
| .phases.ranking.output.suite |= map(.reason = bad)
| .phases.coverage.output.criteria |= map(.missing = [bad])
| .phases.generation.output.tests |= map(.name = bad | .code = bad | .gherkin = bad | .file = bad | .note = bad)
| .run.labels = {(bad[0:90]): bad}
EOT
export HOSTILE="$E2E_BASE/hostile.jq"

it 'is one page that asks for nothing and carries the whole run' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
has '<!DOCTYPE html>' out
has "default-src 'none'; style-src 'sha256-" out
lacks 'unsafe-inline' out
lacks '<link' out
lacks ' style=' out
grep -Eo '(src|href|action|data|srcset|poster)="[^"]*"' out | grep -v '^href="#' >outside || :
empty outside
for id in summary suite coverage risk generated story decisions history phases audit about AC-1 AC-2 \
	phase-ranking generated-GEN-1; do
	grep -Eq "id=\"?$id[\" >]" out || fail "nothing has the id $id"
done
EOT

it 'the policy has the hashes of the style and of the script' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
for what in style script; do
	perl -0777 -ne "print \$1 if m{<$what>(.*?)</$what>}s" out >part
	[ -s part ]
	has "$what-src 'sha256-$(openssl dgst -sha256 -binary part | base64)'" out
done
EOT

it 'every link leads to a place on the page, and no id is there twice' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
grep -Eo 'href="#[^"]*"' out | cut -d'"' -f2 | cut -c2- | sort -u >links
grep -Eo ' id=("[^"]*"|[a-z]+)' out | cut -d= -f2 | tr -d '"' | sort >ids
[ -s links ]
comm -23 links ids >nowhere
empty nowhere
uniq -d ids >twice
empty twice
EOT

it 'the matrix has each criterion where its severity and importance are, with the number' <<'EOT'
jq '.phases.coverage.output |= (.risks = [{id: "AC-2", severity: 0.9, importance: 0.5, risk: 0.45, level: "medium"},
	{id: "AC-1", severity: 0.9, importance: 0.6, risk: 0.54, level: "high"},
	{id: "AC-9", severity: 0.4, importance: 0.1, risk: 0.04, level: "low"}])' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store doc.json
sed -n '/<table class=heat>/,/<\/table>/p' out | grep '<th scope=row>' | sed 's/<[^>]*>/ /g; s/  */ /g; s/ $//' >matrix
printf ' high 0 2 AC-2 AC-1 0\n medium 1 AC-9 0 0\n low 0 0 0\n' >want
same matrix want
EOT

it 'bars are as long as their numbers say, and signals add up to the score' <<'EOT'
status 0 rsg-report --no-store "$DATA/run-document.json"
grep -Eo '<i class=w[0-9]+></i>[0-9.]+' out | sed 's/<i class=w\([0-9]*\)><.i>/\1 /' |
	awk '$2 ~ /\./ { d = $1 / 50 - $2; n++; if (d > 0.016 || d < -0.016) { print; bad = 1 } } END { exit bad || !n }'
status 0 rsg-report --no-store -o page.html "$DATA/run-document.json"
grep '<tr id="test-' page.html | sed 's/.*<td class=s><i[^>]*><.i>\([0-9.]*\).*<td class=g>\([^<]*\)<.*/\1 \2/' |
	tr ',\302\240' '   ' | awk '{ sum = 0; for (i = 2; i <= NF; i++) if ($i ~ /^[0-9.]+$/) sum += $i
		if (sum - $1 > 0.06 || $1 - sum > 0.06) { print; bad = 1 } n++ } END { exit bad || !n }'
grep -c 'class="gap w25"' page.html >half
[ "$(cat half)" -eq 1 ]
jq '.run.labels = {branch: "feature/checkout"}' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store doc.json
has '<th scope=row>branch<td>feature/checkout' out
EOT

it 'text from outside is text' <<'EOT'
jq -f "$HOSTILE" "$DATA/run-document.json" >doc.json
status 0 rsg-check <doc.json
status 0 rsg-report --no-store <doc.json
grep -Eo '<(script|img)[^>]*>' out >tags
echo '<script>' >want
same want tags
lacks 'href="javascript' out
lacks "$(printf '\033')" out
lacks "$(printf '\342\200\256')" out
lacks "$(printf '\342\200\213')" out
has '\x1b[31m' out
has '\u{202e}abc' out
has '\u{200b}z' out
EOT

it 'braces of a story are not those of the template' <<'EOT'
jq '.phases.ingestion.output.title = "{{script}} {{body}} {{nothing}} {{"' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store <doc.json
has '<title>{{script}} {{body}} {{nothing}} {{</title>' out
grep -c '<script>' out >count
echo 1 >want
same want count
EOT

it 'a document with ingestion alone is reported, with what is missing' <<'EOT'
jq '.phases |= {ingestion}' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store <doc.json
for tool in rsg-cover rsg-rank rsg-generate; do has "<code>$tool</code>" out; done
has 'This run has no coverage.' out
has 'id="AC-1"' out
status 0 rsg-report --markdown <doc.json
has 'rsg-cover' out
for how in --junit --sarif '--csv risk' '--csv matrix' '--csv traceability'; do
	# shellcheck disable=SC2086
	status 65 rsg-report $how <doc.json
	empty out
	has 'run rsg-cover before' err
done
jq '.phases = {}' "$DATA/run-document.json" >none.json
status 65 rsg-report --no-store <none.json
has 'rsg-ingest' err
EOT

it 'JUnit: a gap fails, a weak criterion is skipped, a covered one passes with its tests' <<'EOT'
jq '.phases.coverage.output |= (.criteria |= [.[0], .[1], (.[0] | .id = "AC-3" | .status = "weak" | .score = 0.4)]
	| .summary = {total: 3, covered: 1, weak: 1, gap: 1})' "$DATA/run-document.json" >doc.json
status 0 rsg-report --junit doc.json
mv out junit.xml
status 0 xmllint --noout --schema "$DATA/report/junit-10.xsd" junit.xml
x() { xmllint --xpath "$1" junit.xml; echo; }
[ "$(x 'string(//testsuite/@tests)')" = 3 ]
[ "$(x 'concat(//testsuite/@failures, //testsuites/@failures, //testsuite/@skipped)')" = 111 ]
[ "$(x 'count(//testcase)')" = 3 ]
[ "$(x 'count(//testcase[starts-with(@name, "AC-1: ")]/*)')" = 1 ]
x 'string(//testcase[starts-with(@name, "AC-1: ")]/system-out)' >tests
has "$(jq -r '.phases.coverage.output.criteria[0].tests[0].test' doc.json)" tests
[ "$(x 'string(//testcase[starts-with(@name, "AC-2: ")]/failure/@type)')" = gap ]
x 'string(//testcase[starts-with(@name, "AC-2: ")]/failure)' >why
has "$(jq -r '.story.source' doc.json):$(jq -r '.phases.ingestion.output.criteria[1].line' doc.json)" why
[ "$(x 'string(//testcase[starts-with(@name, "AC-3: ")]/skipped/@type)')" = weak ]
x 'string(//testcase[starts-with(@name, "AC-3: ")]/skipped/@message)' >why
has 'weak' why
EOT

it 'SARIF: a result for each gap and weak criterion, at its line, with a level and a fingerprint' <<'EOT'
jq '.phases.coverage.output |= (.criteria |= [.[0], .[1], (.[0] | .id = "AC-3" | .status = "weak" | .score = 0.4)]
	| .risks = [{id: "AC-2", severity: 0.9, importance: 0.9, risk: 0.81, level: "high"},
		{id: "AC-3", severity: 0.5, importance: 0.6, risk: 0.3, level: "medium"}])
	| .phases.ingestion.output.criteria[1] |= (.line = 12 | .end_line = 14)' "$DATA/run-document.json" >doc.json
status 0 rsg-report --sarif doc.json
mv out sarif.json
status 0 python3 -B "$DATA/report/fits.py" "$DATA/report/sarif-2.1.0.json" <sarif.json
mv sarif.json out
holds '.runs[0].results | map(.ruleId, .level) == ["rsg/gap", "error", "rsg/weak", "note"]' out
holds '.runs[0].results[0].locations[0].physicalLocation | .region == {startLine: 12, endLine: 14}
	and .artifactLocation.uri == "'"$(jq -r .story.source doc.json)"'"' out
holds '.runs[0] | .tool.driver.rules as $r | all(.results[]; $r[.ruleIndex].id == .ruleId)' out
holds '[.runs[0].results[].partialFingerprints["rsgCriterion/v1"]] | unique | length == 2' out
mv out before
jq '.phases.ingestion.output.criteria[1] |= (.line = 40 | .end_line = 40 | .text = "Other words.")' doc.json >moved.json
status 0 rsg-report --sarif moved.json
holds '.runs[0].results[0].locations[0].physicalLocation.region == {startLine: 40}' out
jq -c '[.runs[0].results[].partialFingerprints]' before >want
jq -c '[.runs[0].results[].partialFingerprints]' out | same - want
EOT

it 'SARIF: no place in a file that is none; a path is a path' <<'EOT'
jq '.story.source = "-"' "$DATA/run-document.json" >doc.json
status 0 rsg-report --sarif doc.json
holds '[.runs[0].results[].locations] == [null]' out
jq '.story.source = "a b/c:d#e?.md"' "$DATA/run-document.json" >doc.json
status 0 rsg-report --sarif doc.json
holds '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri == "a%20b/c%3Ad%23e%3F.md"' out
jq '.story.source = "/srv/é.md"' "$DATA/run-document.json" >doc.json
status 0 rsg-report --sarif doc.json
holds '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri == "file:///srv/%C3%A9.md"' out
EOT

it 'hostile text harms no other format' <<'EOT'
jq -f "$HOSTILE" "$DATA/run-document.json" >doc.json
status 0 rsg-report --junit doc.json
mv out junit.xml
status 0 xmllint --noout --schema "$DATA/report/junit-10.xsd" junit.xml
has '\x1b[31m' junit.xml
status 0 rsg-report --sarif doc.json
mv out sarif.json
status 0 python3 -B "$DATA/report/fits.py" "$DATA/report/sarif-2.1.0.json" <sarif.json
holds '.runs[0].results[0].message.text | contains("\\[a\\](javascript:")' sarif.json
for how in --markdown '--csv risk' '--csv matrix' '--csv traceability'; do
	# shellcheck disable=SC2086
	status 0 rsg-report $how doc.json
	lacks "$(printf '\033')" out
	lacks "$(printf '\342\200\256')" out
	has '\x1b' out
done
EOT

# What a Markdown renderer that makes links of everything it can makes of it.
it 'Markdown: text from outside is no markup, no link, no mention' <<'EOT'
jq -f "$HOSTILE" "$DATA/run-document.json" >doc.json
status 0 rsg-report --markdown doc.json
lacks '<script' out
lacks '<img' out
grep -o '<[^>]*>' out | sort -u >tags
printf '%s\n' '<!-- -->' '</details>' '</sub>' '</summary>' '<details>' '<sub>' '<summary>' | sort >want
same tags want
has '\[a\]\(javascript:' out
has '@<!-- -->team' out
has '#<!-- -->12' out
lacks 'http://' out
lacks 'www.evil' out
awk '/^\|/ { gsub(/\\\|/, ""); n = gsub(/\|/, ""); if (/criterion/ || /^[- :]*$/) next; print n }' out | sort -u >cells
[ -s cells ]
awk '/^\|/ { gsub(/\\\|/, ""); row = $0; n = gsub(/\|/, "", row); if (!wide) wide = n; if (n != wide) bad = 1 }
	!/^\|/ { wide = 0 } END { exit bad }' out || fail 'a row has more or fewer cells than its head'
EOT

it 'Markdown: short, with what is open in sight and the rest folded' <<'EOT'
status 0 rsg-report --markdown "$DATA/run-document.json"
has '**50 %** of 2 criteria covered: 1 covered, 0 weak, 1 gap' out
has '| AC-2 | gap |' out
grep -n '<details>' out | head -n 1 | cut -d: -f1 >fold
grep -n '| AC-2 | gap |' out | cut -d: -f1 >open
[ "$(cat open)" -lt "$(cat fold)" ]
[ "$(grep -c '<details>' out)" -eq "$(grep -c '</details>' out)" ]
[ "$(wc -c <out)" -lt 4000 ]
EOT

# Rows of a CSV file as JSON arrays, by a reader nobody here wrote.
rows='import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))'
export rows

it 'CSV: each pair of criterion and test, and what has none' <<'EOT'
status 0 rsg-report --csv traceability "$DATA/run-document.json"
python3 -c "$rows" out >rows
holds '[.[] | length] | unique | length == 1' rows
holds '.[0][0:4] == ["requirement", "criterion", "text", "status"]' rows
jq '[.phases.coverage.output.criteria[] | .id as $id | .tests[] | [$id, .test]]' "$DATA/run-document.json" >want
jq '[.[0] as $h | .[1:][] | select(.[$h | index("kind")] == "existing") | [.[1], .[$h | index("test")]]]' rows | same - want
holds '.[0] as $h | any(.[]; .[1] == "AC-2" and .[$h | index("kind")] == "skeleton" and .[$h | index("test")] == "GEN-1")' rows
jq 'del(.phases.generation, .phases.audit)' "$DATA/run-document.json" >doc.json
status 0 rsg-report --csv traceability doc.json
python3 -c "$rows" out >rows
holds '[.[] | select(.[1] == "AC-2")] | length == 1' rows
EOT

it 'CSV: criteria down and tests across, and risks' <<'EOT'
jq '.phases.coverage.output.criteria |= (.[0].tests = [{test: "a", share: 0.5, by: "text"}, {test: "b", share: 0.25, by: "link"}]
	| .[1].tests = [{test: "b", share: 0.75, by: "text"}, {test: "c", share: 0.125, by: "text"}])' "$DATA/run-document.json" >doc.json
status 0 rsg-report --csv matrix doc.json
python3 -c "$rows" out >rows
holds '[.[] | length] | unique | length == 1' rows
jq '[.phases.coverage.output.criteria[].tests[].test] | unique' doc.json >want
jq '.[0][3:]' rows | same - want
jq '[.phases.coverage.output.criteria[] | .id as $i | .tests[] | [$i, .test, .share]] | sort' doc.json >want
jq '[.[0] as $h | .[1:][] | . as $r | range(3; length) | select($r[.] != "") | [$r[0], $h[.], ($r[.] | tonumber)]] | sort' rows | same - want
status 0 rsg-report --csv risk "$DATA/run-document.json"
python3 -c "$rows" out >rows
jq '[.phases.coverage.output.risks[] | [.id, .level]]' "$DATA/run-document.json" >want
jq '[.[1:][] | [.[0], .[3]]]' rows | same - want
EOT

it 'CSV: no cell is a formula' <<'EOT'
jq '.phases.ingestion.output.criteria |= map(.text = "=cmd|calc!A1") | .phases.coverage.output.criteria |= map(.missing = ["+1"])
	| .phases.retrieval.output.tests |= map(.title = "@x" | .file = "-y")
	| .phases.coverage.output.criteria[0].tests[0].test = "=t"' "$DATA/run-document.json" >doc.json
for what in traceability matrix risk; do
	status 0 rsg-report --csv $what doc.json
	python3 -c "$rows" out >rows
	holds 'all(.[][]; test("^[=+@-]") | not)' rows
done
EOT

it 'shows what the store has: events, cost, earlier runs; and says why where it has not' <<'EOT'
story() { printf '# Login\n\n## Acceptance criteria\n\n- A user logs in.\n%s' "$1"; }
id() { printf '01934b2e-7c00-7000-8000-1%011d' "$1"; }
mkdir shop
printf 'def test_user_logs_in():\n    assert login()\n' >shop/test_login.py
rsg-scan shop | rsg-index -q -s run.db
for n in 1 2 3; do
	story "$(seq $n | sed 's/.*/- A thing \& happens in winter, &./')" >login.md
	RSG_RUN=$(id $n) status '0 1' rsg run -q -s run.db login.md
done
story '' >other.md
RSG_RUN=$(id 4) status '0 1' rsg run -q -s run.db other.md
id 3 >id
status 0 rsg-report -s run.db -r "$(cat id)"
has '<svg class=trend' out
[ "$(grep -o '<circle class=percent' out | wc -l)" -eq 3 ]
rsg-audit --export -s run.db -r "$(cat id)" | jq -r .hash >hashes
[ -s hashes ]
while read -r hash; do has "$hash" out; done <hashes
lacks 'Left out' out
rsg-runs doc "$(cat id)" -s run.db >doc.json
status 0 rsg-report -s run.db doc.json
has '<svg class=trend' out
status 0 rsg-report --no-store doc.json
has 'the store was not to be read (--no-store)' out
lacks '<svg' out
status 0 rsg-report -s none.db doc.json
has 'there is no store' out
[ ! -e none.db ]
status 0 rsg-report -s run.db "$DATA/run-document.json"
has 'the store does not have this run' out
# the figures of each run are those of its document
id 1 >first
for phase in coverage ranking; do rsg-runs doc "$(cat first)" -s run.db >$phase.json; done
status 0 rsg-report -s run.db -r "$(cat id)"
grep "title=\"$(cat first)\"" out | sed 's/<[^>]*>/ /g' | awk '{ print $3, $4, $5, $6 }' >figures
jq -r '.phases | [.coverage.output.percent, .coverage.output.summary.gap, .coverage.output.summary.weak,
	(.ranking.output.score * 100 | round / 100)] | map(tostring) | join(" ")' coverage.json >want
awk '{ printf "%.0f %d %d %.2f\n", $1, $2, $3, $4 }' want >rounded
same figures rounded
EOT

it 'runs are of one story when it has one key, else one name and title' <<'EOT'
run() { # FILE KEY
	rsg-ingest -q -s run.db "$1" >doc.json
	[ -z "$2" ] || jq -c --arg key "$2" --arg id "$(printf '01934b2e-7c00-7000-8000-%012d' "$3")" \
		'.story.metadata.key = $key | .run.id = $id' doc.json | rsg-classify -q -s run.db >keyed.json
}
lines() { grep -c '<tr[^>]*><td class=nb>[^<]*<td><code title=' out || :; }
printf '# One\n\n- A user logs in.\n' >a.md
printf '# Two\n\n- A user logs in.\n' >b.md
run a.md SHOP-1 1
run b.md SHOP-1 2
run b.md 'SHOP-1"' 3
run b.md SHOP-2 4
jq -c '.story.metadata = {key: "SHOP-3", parent: {key: "SHOP-1"}} | .run.id = "01934b2e-7c00-7000-8000-000000000006"' doc.json |
	rsg-classify -q -s run.db >child.json
run b.md SHOP-1 5
status 0 rsg-report -s run.db keyed.json
[ "$(lines)" -eq 3 ]
has 01934b2e-7c00-7000-8000-000000000001 out
lacks 01934b2e-7c00-7000-8000-000000000003 out
status 0 rsg-report -s run.db -r 01934b2e-7c00-7000-8000-000000000003
lacks '<svg' out
status 0 rsg-report -s run.db -r 01934b2e-7c00-7000-8000-000000000002
[ "$(lines)" -eq 2 ]
lacks 01934b2e-7c00-7000-8000-000000000005 out
for story in c.md:Three c.md:Four d.md:Three c.md:Three; do
	printf '# %s\n\n- A user logs out.\n' "${story#*:}" >"${story%:*}"
	rsg-ingest -q -s run.db "${story%:*}" >last.json
done
status 0 rsg-report -s run.db last.json
[ "$(lines)" -eq 2 ]
rsg-runs rm -q -s run.db 01934b2e-7c00-7000-8000-000000000001
status 0 rsg-report -s run.db keyed.json
[ "$(lines)" -eq 2 ]
EOT

it 'gates are shown, and whether it was this output that was decided on' <<'EOT'
status 0 rsg-ingest -q -s run.db "$ROOT/examples/01-shop/story.md"
mv out doc.json
sqlite3 run.db "INSERT INTO approval_gate (run_id, phase, subject_sha256, output_sha256, origin, status,
	asked_at, expires_at, decided_at, decided_by, how, rule, reason)
	SELECT id, 'ingestion', hex(zeroblob(32)), hex(zeroblob(32)), 'asked', 'approved', 1700000000000,
	1700000900000, 1700000100000, 'Jo <jo@example.com>', 'policy', 'small stories', 'It is <b>fine</b>.' FROM run"
status 0 rsg-report -s run.db doc.json
has '<b class=approved>approved</b>' out
has 'Jo &lt;jo@example.com&gt;<td>policy<td class=nb>2023-11-14T22:15:00.000Z<td class=x>It is &lt;b&gt;fine' out
has 'rule: small stories' out
has 'an earlier output' out
status 0 rsg-report --no-store doc.json
lacks 'jo@example.com' out
status 75 rsg-gate -q --phase ingestion -s run.db <doc.json
RSG_USER='Ann <ann@example.com>' status 0 rsg-gate --approve --reason 'Read it.' -s run.db \
	"$(jq -r .run.id doc.json)" ingestion
status 0 rsg-report -s run.db doc.json
has 'Ann &lt;ann@example.com&gt;<td>flag<td' out
has 'Read it.' out
has 'this output' out
jq -c '.phases.ingestion.output.title = "Another"' doc.json >edited.json
status 0 rsg-report -s run.db edited.json
lacks 'this output' out
EOT

it 'the page of a newer, damaged or locked store is not made of half of it' <<'EOT'
rsg-ingest -q -s run.db "$ROOT/examples/01-shop/story.md" >doc.json
sqlite3 run.db 'PRAGMA user_version = 9999'
status 74 rsg-report -s run.db doc.json
empty out
has newer err
status 0 rsg-report --no-store doc.json
EOT

it 'the template is of the user or installed, of a project only when it is trusted' <<'EOT'
mkdir -p project/.rsg/report "$HOME/.config/rsg/report"
cd project
echo 'document.title = "stolen"' >.rsg/report/report.js
status 0 rsg-report --no-store "$DATA/run-document.json"
lacks stolen out
cat >"$HOME/.config/rsg/report/report.js" <<'JS'
document.title = "mine"
JS
status 0 rsg-report --no-store "$DATA/run-document.json"
has '<script>document.title = "mine"' out
perl -0777 -ne 'print $1 if m{<script>(.*?)</script>}s' out >part
has "script-src 'sha256-$(openssl dgst -sha256 -binary part | base64)'" out
echo '"</script><script>alert(1)"' >"$HOME/.config/rsg/report/report.js"
status 78 rsg-report --no-store "$DATA/run-document.json"
empty out
EOT

it 'one file at a time, and it knows which tables there are' <<'EOT'
status 2 rsg-report --junit --sarif "$DATA/run-document.json"
has 'give one' err
status 2 rsg-report --csv riks "$DATA/run-document.json"
has 'traceability, matrix, risk or suite' err
status 66 rsg-report no-such-file
EOT

it 'the same document gives the same page, whenever' <<'EOT'
status 0 rsg-report --no-store -o one.html "$DATA/run-document.json"
SOURCE_DATE_EPOCH=1 status 0 rsg-report --no-store -o two.html "$DATA/run-document.json"
same one.html two.html
EOT

it 'a run about a change: its files, the suite with the why, the selection, and no section for a story' <<'EOT'
status 0 rsg-report --no-store <"$DATA/change-document.json"
has '<li>2 tests are selected: run them with rsg-select.' out
has '<h1>1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more</h1>' out
for id in change suite files selection decisions phases about; do
	has "<section id=$id>" out
	has "href=\"#$id\"" out
done
for id in coverage risk generated story history score; do
	lacks "id=$id>" out
	lacks "href=\"#$id\"" out
done
has 'Cart, total' out
has 'was shop/vat.py' out
has 'how everything is built and run' out
has '7 times' out
has 'Expected recall 0.96' out
has 'This run has no audit.' out
lacks 'has no coverage' out
lacks 'a story' out
lacks Criteria out
grep -Eo 'href="#[^"]*"' out | cut -d'"' -f2 | cut -c2- | sort -u >links
grep -Eo ' id=("[^"]*"|[a-z]+)' out | cut -d= -f2 | tr -d '"' | sort >ids
comm -23 links ids >nowhere
empty nowhere
uniq -d ids >twice
empty twice
jq -c '.phases |= {impact}' "$DATA/change-document.json" >doc.json
status 0 rsg-report --no-store <doc.json
has '<code>rsg-rank</code>' out
lacks '<section id=selection>' out
jq -c '.phases = {}' "$DATA/change-document.json" >doc.json
status 65 rsg-report --no-store <doc.json
has rsg-impact err
EOT

it 'a run about a change in the other forms: Markdown and the suite as CSV; what is of criteria is refused' <<'EOT'
status 0 rsg-report --markdown <"$DATA/change-document.json"
has '### 1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more' out
has '3 tests ranked · **2** selected, expected recall 0.96' out
has '| renamed | source | shop/rates.py | 1 | 1 |' out
has 'it failed in its last run' out
lacks rsg-cover out
lacks 'score 0' out
status 0 rsg-report --csv suite <"$DATA/change-document.json"
has '1,0.9,high,' out
has ',0.8,1,failed,yes,"budget, failed",120,' out
[ "$(wc -l <out)" -eq 4 ]
[ "$(grep -c ',no,' out)" -eq 1 ]
status 0 rsg-report --csv suite <"$DATA/run-document.json"
for how in --junit --sarif '--csv risk' '--csv matrix' '--csv traceability'; do
	# shellcheck disable=SC2086
	status 65 rsg-report $how <"$DATA/change-document.json"
	empty out
	has 'the run is about a change and has no criteria' err
done
EOT

it 'text from outside is text in the sections of a change, too' <<'EOT'
jq -c 'def bad: "<script>alert(1)</script>\"`&|[a](javascript:alert(1)) \u001b[31m\u202e @team";
	(.change | .base, .head, .files[].path, .files[0].symbols[].name, .files[1].old_path) |= . + bad
	| .phases.retrieval.output.files[0] |= (.path += bad | .terms |= map(. + bad) | .commits[].id = "<b>\u001b[31m" | .commits[].paths[] += bad)
	| .phases.retrieval.output.history.missing[] += bad | .phases.ranking.output.files[0].path += bad
	| (.phases.impact.output | .missing[], .wide[].path, .wide[].reason) |= . + bad
	| .phases.selection.output |= (.wide_why = [bad] | .quarantined = [bad] | .stands_on += bad)' "$DATA/change-document.json" >doc.json
printf '\033\n\342\200\256\n' >obeyed
for how in '' --markdown '--csv suite'; do
	# shellcheck disable=SC2086
	status 0 rsg-report --no-store $how doc.json
	! grep -aFf obeyed out >found || fail "$how: $(cat -v found)"
	if [ "$how" = '' ]; then
		grep -c '<script>' out >count
		echo 1 >want
		same want count
	elif [ "$how" = --markdown ]; then
		lacks '<script' out
		lacks '[a](' out
		lacks ' @team' out
	fi
done
EOT

finish
