#!/bin/sh
. "${0%/*}/lib.sh"

it 'shows the ranking as tab-separated lines off a terminal' <<'EOT'
status 0 rsg-show ranking <"$DATA/run-document.json"
head -n 1 out >header
printf 'rank\tscore\tpriority\ttest\tfile\tcriteria\treason\n' >want
same want header
has 'tests/test_cart.py:12' out
EOT

it 'gives every line of a table the same number of fields' <<'EOT'
for view in ranking coverage; do
	status 0 rsg-show "$view" <"$DATA/run-document.json"
	awk -F '\t' '{ print NF }' out | sort -u >widths
	[ "$(wc -l <widths)" -eq 1 ]
done
EOT

it 'shows only what is weak or a gap' <<'EOT'
status 0 rsg-show --gaps coverage <"$DATA/run-document.json"
has 'AC-2' out
lacks 'AC-1' out
EOT

it 'stops after so many tests' <<'EOT'
jq -c '.phases.ranking.output.suite |= [.[0], .[0], .[0]]' "$DATA/run-document.json" >doc.json
status 0 rsg-show --top 2 ranking <doc.json
[ "$(wc -l <out)" -eq 3 ]
EOT

it 'fits a terminal, with bars, percentage and risk matrix' <<'EOT'
on_tty 0 "stty cols 100; rsg-show <$DATA/run-document.json"
has 'AC coverage 50 %' out
has '█' out
has 'importance (across)' out
tr -d '\r' <out | sed 's/\x1b\[[0-9;]*m//g; s/[^ -~]/x/g' | awk 'length($0) > 100 { print; bad = 1 } END { exit bad }'
EOT

it 'has no colour where none is wanted' <<'EOT'
on_tty 0 "NO_COLOR=1 rsg-show <$DATA/run-document.json"
printf '\033' >escape
lacks "$(cat escape)" out
on_tty 0 "rsg-show --no-color <$DATA/run-document.json"
lacks "$(cat escape)" out
on_tty 0 "TERM=dumb rsg-show <$DATA/run-document.json"
lacks "$(cat escape)" out
EOT

it 'has an ASCII form where the locale is not UTF-8' <<'EOT'
on_tty 0 "LC_ALL=C rsg-show <$DATA/run-document.json"
has '####' out
lacks '█' out
EOT

it 'shows control characters of the story and sends none' <<'EOT'
jq -c '.phases.ingestion.output.title = "a\u001b[2Jb" | .phases.ingestion.output.criteria[0].text = "x\u001b]0;y\u0007z"' \
	"$DATA/run-document.json" >doc.json
status 0 rsg-show <doc.json
has 'a\x1b[2Jb' out
has 'x\x1b]0;y\x07z' out
printf '\033' >escape
lacks "$(cat escape)" out
EOT

# shellcheck disable=SC2016
written='jq -c ".phases.generation.output.tests[0] |= (del(.pending) | .kind = \"test\" | .tests = [\"a\"]
	| .explanation = \"Pays and \\u001b[2J looks.\" | .model = \"anthropic/m\"
	| .checks = {syntax: \"parsed\", parser: \"python3\", imports: [], repaired: false})" "$DATA/run-document.json" >doc.json'
export written

it 'shows the generated tests, those of a model and skeletons' <<'EOT'
status 0 rsg-show generation <"$DATA/run-document.json"
head -n 1 out >head
printf 'id\tcriterion\tkind\tsyntax\tframework\tfile\tname\tmodel\n' >want
same head want
has "$(printf 'GEN-1\tAC-2\tskeleton\t-\tpytest')" out
eval "$written"
status 0 rsg-check <doc.json
status 0 rsg-show generation <doc.json
has "$(printf 'GEN-1\tAC-2\ttest\tparsed\tpytest')" out
lacks looks out
on_tty 0 'rsg-show generation <doc.json'
has 'looks.' out
lacks "$(printf '\033[2J')" out
status 0 rsg-show <doc.json
has 'review the 1 test a model wrote, then run it' out
lacks 'fill in' out
status 0 rsg-show <"$DATA/run-document.json"
has 'look at the 1 new test' out
EOT

it 'gives the output of the phase as JSON' <<'EOT'
status 0 rsg-show --json coverage <"$DATA/run-document.json"
jq -c '.phases.coverage.output' "$DATA/run-document.json" >want
same want out
EOT

it 'names the program to run when the phase is missing' <<'EOT'
jq -c 'del(.phases.ranking, .phases.generation, .phases.audit)' "$DATA/run-document.json" >doc.json
status 65 rsg-show <doc.json
empty out
has 'rsg-rank' err
status 0 rsg-show coverage <doc.json
EOT

it 'is shown in the pager on a terminal and nowhere else' <<'EOT'
on_tty 0 "PAGER='sed s/^/paged:/' rsg-show ranking <$DATA/run-document.json"
has 'paged:' out
on_tty 0 "RSG_PAGER=cat PAGER='sed s/^/paged:/' rsg-show ranking <$DATA/run-document.json"
lacks 'paged:' out
on_tty 0 "PAGER=no-such-pager rsg-show ranking <$DATA/run-document.json"
has 'cannot be run' out
has 'total includes' out
PAGER='sed s/^/paged:/' status 0 rsg-show ranking <"$DATA/run-document.json"
lacks 'paged:' out
EOT

# Every view, for loops in the tests.
views='summary ingestion classification embedding retrieval coverage ranking selection generation audit'
export views

it 'heads each column of a table in small letters' <<'EOT'
for view in ingestion classification embedding retrieval coverage ranking generation audit; do
	status 0 rsg-show "$view" <"$DATA/run-document.json"
	head -n 1 out >head
	[ "$(cat head)" = "$(tr A-Z a-z <head)" ] || fail "$view: $(cat head)"
done
EOT

it 'says how the tests that are left out are shown, as a command that does it' <<'EOT'
jq '.phases.ranking.output.suite += [.phases.ranking.output.suite[0] | .rank = 2 | .test = "t"]' \
	"$DATA/run-document.json" >doc.json
on_tty 0 'NO_COLOR=1 RSG_PAGER=cat rsg-show --top 1 ranking <doc.json'
has "more: rsg-show -r $(jq -r .run.id doc.json) ranking" out
on_tty 2 'rsg-show ranking'
has 'take a stored one with -r last' out
EOT

it 'has a view for every phase, under its name and for two of them another' <<'EOT'
for view in $views; do
	status 0 rsg-show "$view" <"$DATA/run-document.json"
	[ -s out ]
	on_tty 0 "rsg-show $view <$DATA/run-document.json"
	[ -s out ]
done
status 0 rsg-show ingestion <"$DATA/run-document.json"
cp out ingestion
status 0 rsg-show story <"$DATA/run-document.json"
same ingestion out
status 0 rsg-show ranking <"$DATA/run-document.json"
cp out ranking
status 0 rsg-show suite <"$DATA/run-document.json"
same ranking out
EOT

it 'gives one table off a terminal, of as many fields a line as its header has' <<'EOT'
for view in $views; do
	[ "$view" != summary ] || continue
	status 0 rsg-show "$view" <"$DATA/run-document.json"
	awk -F '\t' '{ print NF }' out | sort -u >widths
	[ "$(wc -l <widths)" -eq 1 ] || fail "$view"
	[ "$(cat widths)" -gt 4 ]
done
EOT

it 'shows what was understood of the story, and where' <<'EOT'
on_tty 0 "rsg-show story <$DATA/run-document.json"
jq -r '.phases.ingestion.output | .title, .role, .questions[].text, .scope.out[].text' "$DATA/run-document.json" >texts
while read -r text; do
	has "$text" out
done <texts
has 'Acceptance criteria (' out
has 'line ' out
status 0 rsg-show story <"$DATA/run-document.json"
has "$(printf 'criterion\tAC-1\t')" out
has "$(printf 'question\t')" out
EOT

it 'shows the domains with bars and what speaks for them' <<'EOT'
on_tty 0 "NO_COLOR=1 rsg-show classification <$DATA/run-document.json"
has '█' out
has '(line ' out
has 'Testing scope' out
has 'Affected systems' out
EOT

it 'shows by which signals a test was found' <<'EOT'
status 0 rsg-show retrieval AC-1 <"$DATA/run-document.json"
head -n 1 out >header
printf 'query\trank\tscore\ttest\tlink\ttext\tcosine\tpair\tvector\tpath\tfile\tterms in common\n' >want
same want header
[ "$(cut -f 1 out | sort -u | grep -c AC-)" -eq 1 ]
status 2 rsg-show retrieval AC-77 <"$DATA/run-document.json"
has 'AC-77' err
EOT

it 'shows the best five matches of each query, all of one that is asked for' <<'EOT'
jq -c '.phases.retrieval.output.queries[0].matches |= [.[0], .[0], .[0], .[0], .[0], .[0], .[0]]' "$DATA/run-document.json" >doc.json
id=$(jq -r '.phases.retrieval.output.queries[0].id' doc.json)
on_tty 0 'NO_COLOR=1 rsg-show retrieval <doc.json'
has 'and 2 more' out
on_tty 0 "NO_COLOR=1 rsg-show retrieval $id <doc.json"
lacks 'more' out
on_tty 0 "NO_COLOR=1 rsg-show --top 6 retrieval $id <doc.json"
has 'and 1 more' out
EOT

it 'shows what rules and model say of a domain, where a model was heard' <<'EOT'
on_tty 0 "NO_COLOR=1 rsg-show classification <$DATA/run-document.json"
lacks 'builtin' out
jq -c '.phases.classification.output.domains[0] += {builtin: 0.11, model: 0.77}' "$DATA/run-document.json" >doc.json
on_tty 0 'NO_COLOR=1 COLUMNS=120 rsg-show classification <doc.json'
has '0.11   0.77' out
EOT

it 'lists what is not covered, in full' <<'EOT'
on_tty 0 "NO_COLOR=1 COLUMNS=40 rsg-show coverage <$DATA/run-document.json"
has 'Not covered, the greatest risk first' out
tr -d '\r' <out | sed '1,/Not covered/d' | tr '\n' ' ' | tr -s ' ' >words
has "$(jq -r '.phases.ingestion.output.criteria[1].text' "$DATA/run-document.json") (gap, medium risk 0.56; no test says receipt, mail)" words
EOT

it 'says how near each part is to the story' <<'EOT'
jq -c '.phases.embedding.output |= (.dimensions = 2 | .items |= [.[0], .[0], .[0]]
	| .items[0] += {id: "story", kind: "story", vector: "AACAPwAAAAA="}
	| .items[1] += {id: "AC-1", kind: "criterion", vector: "mpkZP83MTD8="}
	| .items[2] += {id: "AC-2", kind: "criterion", vector: "AAAAAAAAAAA="})' "$DATA/run-document.json" >doc.json
status 0 rsg-show embedding <doc.json
cut -f 1-3 out >got
printf 'kind\tid\tlike the story\nstory\tstory\t1.00\ncriterion\tAC-1\t0.60\ncriterion\tAC-2\t-\n' >want
same want got
has 'no words' out
EOT

it 'says everything of one criterion' <<'EOT'
on_tty 0 "NO_COLOR=1 rsg-show coverage AC-2 <$DATA/run-document.json"
has 'gap, score 0.11, confidence 0.07' out
has 'severity 0.93' out
has 'receipt, mail' out
lacks 'AC-1' out
status 2 rsg-show coverage AC-77 <"$DATA/run-document.json"
has 'has no "AC-77"' err
EOT

it 'says why a test is where it is, by its rank or its id' <<'EOT'
status 0 rsg-show ranking 1 <"$DATA/run-document.json"
printf 'signal\tvalue\tweight\tadds\tshare\tmeaning\n' >want
head -n 1 out >header
same want header
has "$(printf 'story\t0.90\t0.50\t0.450\t48 %%')" out
has "$(printf 'link\t1.00\t0.20\t0.200\t21 %%')" out
cp out by-rank
status 0 rsg-show ranking pytest:tests/test_cart.py::TestCart::test_total_includes_vat <"$DATA/run-document.json"
same by-rank out
on_tty 0 "NO_COLOR=1 rsg-show ranking 1 <$DATA/run-document.json"
has 'tests/test_cart.py:12' out
has 'It is among the best tests of' out
status 2 rsg-show ranking 2 <"$DATA/run-document.json"
has 'has no "2"' err
empty out
EOT

it 'shows what a model says of a test and of a criterion' <<'EOT'
jq -c '.phases.ranking.output.suite[0].reason = "Linked; the model says: it pays twice and looks at the sum, which is what the story is about, all of it."
	| .phases.coverage.output.criteria[0].model = {status: "weak", score: 0.5, tests: [], reason: "It looks away."}' \
	"$DATA/run-document.json" >doc.json
on_tty 0 "NO_COLOR=1 COLUMNS=60 rsg-show ranking <doc.json"
tr -d '\r' <out | tr '\n' ' ' | tr -s ' ' >words
has 'it pays twice and looks at the sum, which is what the story is about, all of it.' words
on_tty 0 "NO_COLOR=1 rsg-show coverage <doc.json"
has 'weak 0.50: It looks away.' out
EOT

# Three tests, of two files.
many='jq -c "(.phases.retrieval.output.tests) |= [.[0], (.[0] | .id = \"b\" | .name = \"b\" | .file = \"a.py\"), (.[0] | .id = \"a\" | .name = \"a\")]
	| .phases.ranking.output.suite |= [.[0], (.[0] | .rank = 2 | .test = \"b\" | .score = 0.5 | .priority = \"low\" | .criteria = []),
		(.[0] | .rank = 3 | .test = \"a\" | .score = 0.4 | .priority = \"medium\" | .reason = \"Odd one.\")]" "$DATA/run-document.json" >doc.json'
export many

it 'sorts the ranking' <<'EOT'
eval "$many"
for want in score:1,2,3 test:3,2,1 priority:1,3,2 criteria:1,3,2 file:2,1,3; do
	status 0 rsg-show --sort "${want%:*}" ranking <doc.json
	[ "$(tail -n +2 out | cut -f 1 | paste -sd , -)" = "${want#*:}" ] || fail "$want"
done
status 2 rsg-show --sort size ranking <doc.json
has 'expected score, test, priority, criteria or file' err
EOT

it 'shows only tests that have the text, and says so when none has' <<'EOT'
eval "$many"
status 0 rsg-show --filter 'ODD ONE' ranking <doc.json
[ "$(tail -n +2 out | cut -f 1)" = 3 ]
status 0 rsg-show --filter a.py --top 1 ranking <doc.json
[ "$(tail -n +2 out | cut -f 1)" = 2 ]
on_tty 0 'rsg-show --filter nowhere ranking <doc.json'
has 'no test of the ranking has that text' out
status 2 rsg-show --top -1 ranking <doc.json
has '--top is -1' err
EOT

it 'gives the code of a test as it is, to be put in a file' <<'EOT'
jq -j '.phases.generation.output.tests[0].code' "$DATA/run-document.json" >want
status 0 rsg-show generation GEN-1 <"$DATA/run-document.json"
same want out
status 0 rsg-show --code generation <"$DATA/run-document.json"
same want out
status 0 rsg-show --code <"$DATA/run-document.json"
same want out
status 2 rsg-show generation GEN-2 <"$DATA/run-document.json"
has 'has no "GEN-2"' err
EOT

it 'shows code on a terminal with numbers, colours and what it was made from' <<'EOT'
jq -c '.phases.generation.output.tests[0].code = "def test_a():\n    x = \"\u001b[2J\"\n"
	| .phases.generation.output.tests[0].language = "python"' "$DATA/run-document.json" >doc.json
on_tty 0 'rsg-show generation GEN-1 <doc.json'
has "$(printf '\033[35mdef\033[0m \033[1;34mtest_a\033[0m')" out
has '"\x1b[2J"' out
has 'made from' out
on_tty 0 'NO_COLOR=1 rsg-show generation GEN-1 <doc.json'
has '1  def test_a():' out
has '2      x = "\x1b[2J"' out
EOT

it 'shows what the audit entry says of each phase, and the decisions' <<'EOT'
jq -c '.phases.audit.output.phases[0].untouched = false
	| .phases.audit.output.decisions = [{event: "generation_forced", at: "2026-11-20T10:00:00.000Z", by: "Jo", score: 0.5, threshold: 0.7, reason: "it is late"}]' \
	"$DATA/run-document.json" >doc.json
status 0 rsg-show audit <doc.json
has "$(printf 'executed\tno\t')" out
on_tty 0 'COLUMNS=100 NO_COLOR=1 rsg-show audit <doc.json'
has 'generation_forced, by Jo, score 0.50 of 0.70: it is late' out
EOT

it 'says who edited an output and what its phase warned of' <<'EOT'
jq -c '.phases.ranking.edited = {by: "Jo", at: "2026-11-20T10:00:00.000Z", original_sha256: ("0" * 64)}
	| .phases.ranking.warnings = [{code: "model-dropped", text: "One is not ours.", about: "x"}]' "$DATA/run-document.json" >doc.json
status 0 rsg-check <doc.json
on_tty 0 'NO_COLOR=1 rsg-show ranking <doc.json'
has 'edited by Jo at 2026-11-20T10:00:00.000Z' out
has 'model-dropped, x: One is not ours.' out
EOT

it 'fits 40, 80 and 200 columns in every view' <<'EOT'
for columns in 40 80 200; do
	for view in $views 'coverage AC-2' 'ranking 1'; do
		on_tty 0 "NO_COLOR=1 COLUMNS=$columns rsg-show $view <$DATA/run-document.json"
		tr -d '\r' <out | sed 's/[^ -~]/x/g' >lines
		awk -v max="$columns" 'length($0) > max { print; bad = 1 } END { exit bad }' lines || fail "$view at $columns"
		checked
	done
done
EOT

it 'sends nothing that a terminal or a reader would obey, in any view' <<'EOT'
# shellcheck disable=SC2016
jq -c 'def bad: "\u001b[2J\u001b]52;c;eA==\u0007\u202e\u200b\u009b";
	.phases[].output |= walk(if type != "object" then . else with_entries(
		if (.key | IN("title", "text", "reason", "role", "goal", "benefit", "explanation", "note", "term", "file", "code", "pending", "gherkin"))
			and (.value | type) == "string" then .value += bad else . end) end)
	| .phases.ingestion.output.entities[].name += bad | .phases.retrieval.output.tests[].name += bad
	| .phases.generation.output.tests[].name += bad | .phases.coverage.output.criteria[].missing |= [.[] + bad]
	| .phases.generation.output.tests[].conditioning.missing |= [.[] + bad]' "$DATA/run-document.json" >doc.json
printf '\033\n\007\n\342\200\256\n\342\200\213\n\302\233\n' >obeyed
for view in $views 'coverage AC-2' 'ranking 1'; do
	for how in '' --porcelain; do
		# shellcheck disable=SC2086
		status 0 rsg-show $how $view <doc.json
		if grep -aFf obeyed out err >found; then
			fail "$view $how: $(cat -v found)"
		fi
		on_tty 0 "NO_COLOR=1 rsg-show $how $view <doc.json"
		if grep -aFf obeyed out >found; then
			fail "$view $how on a terminal: $(cat -v found)"
		fi
	done
done
status 0 rsg-show ranking <doc.json
has '\x1b[2J' out
has '\u{202e}' out
EOT

it 'shows a line of a megabyte' <<'EOT'
jq -c '.phases.generation.output.tests[0].code = ("x\u202e" * 250000)' "$DATA/run-document.json" >doc.json
printf '\342\200\256' >obeyed
status 0 rsg-show generation GEN-1 <doc.json
[ "$(wc -c <out)" -gt 1000000 ]
on_tty 0 'NO_COLOR=1 rsg-show generation GEN-1 <doc.json'
[ "$(wc -c <out)" -gt 2000000 ]
lacks "$(cat obeyed)" out
EOT

# The fields of each type of line, as the manual has them; the last may be repeated.
porcelain_types='run 4
story 5
criterion 7
requirement 6
in-scope 2
out-of-scope 2
question 3
scenario 5
entity 3
domain 4
scope 4
system 4
evidence 6
embedding 5
vector 3
corpus 3
query 3
match 9+
coverage 5
covered 9
by 4
missing 1+
model 4
score 2
component 3
test 9+
signal 4
generation 5
generated 13
code 3
audit 4
phase 5
decision 7
selection 6
budget 4
selected 6+
edited 4
warning 5'
export porcelain_types

it 'has a porcelain form whose lines have the fields that the manual names' <<'EOT'
echo "$porcelain_types" >types
man=$ROOT/man/rsg-show.1
jq -c '.phases.ranking.edited = {by: "Jo", at: "2026-11-20T10:00:00.000Z", original_sha256: ("0" * 64)}
	| .phases.ranking.warnings = [{code: "a-b", text: "One."}]
	| .phases.coverage.output.criteria[0].model = {status: "weak", score: 0.5, tests: [], reason: "No."}
	| .phases.audit.output.decisions = [{event: "generation_forced", at: "2026-11-20T10:00:00.000Z"}]' "$DATA/run-document.json" >doc.json
for view in $views 'ranking 1' 'generation GEN-1'; do
	# shellcheck disable=SC2086
	status 0 rsg-show --porcelain $view <doc.json
	cat out >>all
done
awk -F '\t' 'NR == FNR { split($0, part, " "); want[part[1]] = part[2]; next }
	!($1 in want) { print "no type " $1; bad = 1; next }
	{ seen[$1] = 1; n = NF - 1 }
	want[$1] ~ /\+/ ? n < want[$1] + 0 : n != want[$1] { print $1 ": " n " fields, not " want[$1]; bad = 1 }
	END { for (type in want) if (!(type in seen)) { print "never seen: " type; bad = 1 } exit bad }' types all
while read -r type fields; do
	grep "^$type [A-Z]" "$man" >>named || grep "^\.Dl $type [A-Z]" "$man" >>named || grep "^$type domain" "$man" >>named || fail "the manual has no $type"
done <types
checked
EOT

it 'has a porcelain form that neither terminal, width, locale nor configuration changes' <<'EOT'
mkdir .rsg
printf 'coverage:\n  weak: 0.1\n' >.rsg/config.yaml
for view in $views; do
	status 0 rsg-show --porcelain "$view" <"$DATA/run-document.json"
	cp out want
	LC_ALL=C COLUMNS=30 NO_COLOR=1 status 0 rsg-show --porcelain "$view" <"$DATA/run-document.json"
	same want out
	on_tty 0 "COLUMNS=25 TERM=xterm-256color rsg-show --porcelain $view <$DATA/run-document.json"
	tr -d '\r' <out >lines
	same want lines
done
EOT

it 'has porcelain lines of one test where one is asked for' <<'EOT'
eval "$many"
status 0 rsg-show --porcelain ranking 2 <doc.json
[ "$(grep -c '^test' out)" -eq 1 ]
has "$(printf 'test\t2\t')" out
[ "$(grep -c "$(printf '^signal\t2\t')" out)" -eq 3 ]
status 0 rsg-show --porcelain --sort file --top 1 ranking <doc.json
[ "$(grep '^test' out | cut -f 2)" = 2 ]
lacks signal out
status 0 rsg-show --porcelain --gaps coverage <doc.json
[ "$(grep '^covered' out | cut -f 2)" = AC-2 ]
EOT

it 'has porcelain fields that read back' <<'EOT'
jq -c '.phases.ingestion.output.title = "a\\n\n\tb\u001b"' "$DATA/run-document.json" >doc.json
status 0 rsg-show --porcelain story <doc.json
has "$(printf 'story\ta\\\\n\\n\\tb\\x1b\t')" out
status 0 rsg-show --porcelain ranking <"$DATA/run-document.json"
has "$(printf 'test\t1\t0.93\thigh\tpytest:tests/test_cart.py::TestCart::test_total_includes_vat\ttests/test_cart.py\t12\t20\tpytest\t')" out
EOT

it 'gives what an id names as JSON' <<'EOT'
status 0 rsg-show --json ranking 1 <"$DATA/run-document.json"
jq -c '.phases.ranking.output.suite[0]' "$DATA/run-document.json" >want
same want out
status 0 rsg-show --json generation GEN-1 <"$DATA/run-document.json"
jq -c '.phases.generation.output.tests[0]' "$DATA/run-document.json" >want
same want out
status 2 rsg-show --json --porcelain audit <"$DATA/run-document.json"
has 'give one' err
status 2 rsg-show --json audit x <"$DATA/run-document.json"
has 'takes no id' err
EOT

it 'shows a map of the risks in colours of 256 or of 16' <<'EOT'
jq -c '.phases.coverage.output.risks[0] += {severity: 0.9, importance: 0.9}' "$DATA/run-document.json" >doc.json
on_tty 0 'TERM=xterm-256color rsg-show coverage <doc.json'
has "$(printf '\033[48;5;124m')" out
on_tty 0 'TERM=xterm rsg-show coverage <doc.json'
has "$(printf '\033[41;30m')" out
on_tty 0 'LC_ALL=C NO_COLOR=1 rsg-show coverage <doc.json'
has '###   1' out
EOT

it 'knows its views' <<'EOT'
status 2 rsg-show rankng <"$DATA/run-document.json"
has 'no view "rankng"' err
has 'ranking, selection, generation, verification, healing or audit' err
empty out
EOT

change_views='summary impact retrieval ranking selection'
change_types='run 4
change 8
changed 8
symbol 6
reaches-far 2
unknown 1
corpus 3
history 3
source 2
looked-at 4
says 3
score 2
test 8+
part 3
raised 4
track 2
file 2
file-signal 4
word 1+
together 2+
results 8
selection 6
budget 4
wide 1
quarantined 1
selected 6+
warning 5'
# shellcheck disable=SC2016
full='jq -c ".phases.retrieval.output.sources = [{path: \"a.py\", weight: 0.5}] | .phases.selection.output.wide_why = [\"all\"]
	| .phases.selection.output.quarantined = [\"t\"] | .phases.ranking.warnings = [{code: \"a-b\", text: \"One.\"}]" "$DATA/change-document.json" >doc.json'
export change_views change_types full

it 'shows a run about a change without a story, in every view' <<'EOT'
status 0 rsg-check <"$DATA/change-document.json"
for view in $change_views 'ranking 1' 'ranking 3'; do
	# shellcheck disable=SC2086
	status 0 rsg-show $view <"$DATA/change-document.json"
	[ -s out ]
	for columns in 40 80 200; do
		on_tty 0 "NO_COLOR=1 COLUMNS=$columns rsg-show $view <$DATA/change-document.json"
		lacks 'criteria' out
		lacks 'heat' out
		lacks 'importance (across)' out
		lacks 'without a title' out
		tr -d '\r' <out | sed 's/[^ -~]/x/g' >lines
		awk -v max="$columns" 'length($0) > max { print; bad = 1 } END { exit bad }' lines || fail "$view at $columns"
	done
done
status 0 rsg-show <"$DATA/change-document.json"
[ "$(head -n 1 out)" = '1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more' ]
has '2 tests selected, 1 left; expected recall 0.96' out
lacks 'score of the run' out
status 65 rsg-show coverage <"$DATA/change-document.json"
EOT

it 'says why a test of a change is where it is: its parts, its file, its results' <<'EOT'
on_tty 0 "NO_COLOR=1 COLUMNS=120 rsg-show ranking 1 <$DATA/change-document.json"
has 'What speaks for tests/test_cart.py, file 1 of 2' out
has 'vat, total' out
has 'It changed together with them in 7 commits' out
has 'deadbeefdead: shop/cart.py, shop/vat.py' out
has '2 of 12 runs failed, rate 0.31, the last was: failed; takes 0.12 s' out
status 0 rsg-show ranking 1 <"$DATA/change-document.json"
[ "$(awk -F '\t' '{ print NF }' out | sort -u)" = 7 ]
has "$(printf 'file\tpath\t0.80\t0.23\t0.180\t22 %%')" out
has "$(printf 'test\tfailed\t1.00\t0.50')" out
on_tty 0 "NO_COLOR=1 rsg-show ranking 2 <$DATA/change-document.json"
has 'flaky' out
on_tty 0 "NO_COLOR=1 rsg-show ranking 3 <$DATA/change-document.json"
has 'none yet' out
EOT

it 'has porcelain lines of a change whose fields the manual names' <<'EOT'
echo "$change_types" >types
eval "$full"
for view in $change_views 'ranking 1'; do
	# shellcheck disable=SC2086
	status 0 rsg-show --porcelain $view <doc.json
	cat out >>all
done
awk -F '\t' 'NR == FNR { split($0, part, " "); want[part[1]] = part[2]; next }
	!($1 in want) { print "no type " $1; bad = 1; next }
	{ seen[$1] = 1; n = NF - 1 }
	want[$1] ~ /\+/ ? n < want[$1] + 0 : n != want[$1] { print $1 ": " n " fields, not " want[$1]; bad = 1 }
	END { for (type in want) if (!(type in seen)) { print "never seen: " type; bad = 1 } exit bad }' types all
while read -r type fields; do
	grep "^$type [A-Z]" "$ROOT/man/rsg-show.1" >>named || grep "^\.Dl $type [A-Z]" "$ROOT/man/rsg-show.1" >>named || fail "the manual has no $type"
done <types
sed -n '/^\.Ss The porcelain/,/^\.Sh/s/^[a-z-]* [A-Z[].*/&/p' "$ROOT/man/rsg-show.1" | sort -u | cut -d ' ' -f 1 >all-types
sort -u all-types >once
same all-types once
EOT

it 'sends nothing of a change that a terminal or a reader would obey' <<'EOT'
# shellcheck disable=SC2016
jq -c 'def bad: "\u001b[2J\u001b]52;c;eA==\u0007\u202e\u200b\u009b";
	(.change | .base, .head, .files[].path, .files[0].symbols[].name, .files[1].old_path) |= . + bad
	| .phases.retrieval.output.tests[] |= (.title += bad | .name += bad | .file += bad)
	| .phases.retrieval.output.files[] |= (.path += bad | .terms |= ((. // []) | map(. + bad))
		| if .commits then .commits[].id += bad | .commits[].paths[] += bad else . end)
	| .phases.retrieval.output.history.missing[] += bad | .phases.retrieval.output.history.head += bad
	| .phases.ranking.output.files[].path += bad | .phases.ranking.output.suite[].reason += bad
	| (.phases.impact.output | .missing[], .wide[].path, .wide[].reason) |= . + bad
	| .phases.selection.output |= (.wide_why = [bad] | .quarantined = [bad] | .stands_on += bad | .selected[].file += bad)' \
	"$DATA/change-document.json" >doc.json
printf '\033\n\007\n\342\200\256\n\342\200\213\n\302\233\n' >obeyed
for view in $change_views 'ranking 1'; do
	for how in '' --porcelain; do
		# shellcheck disable=SC2086
		status 0 rsg-show $how $view <doc.json
		! grep -aFf obeyed out err >found || fail "$view $how: $(cat -v found)"
		on_tty 0 "NO_COLOR=1 rsg-show $how $view <doc.json"
		! grep -aFf obeyed out >found || fail "$view $how on a terminal: $(cat -v found)"
	done
done
rsg-show <doc.json >out
has '\x1b[2J' out
rsg-report --no-store doc.json >page
rsg-report --markdown doc.json >md
rsg-report --csv suite doc.json >csv
rsg-review --no-store doc.json >review
for file in page md csv review; do
	! grep -aFf obeyed $file >found || fail "$file: $(cat -v found)"
done
EOT

finish
