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
printf 'ID\tCRITERION\tKIND\tSYNTAX\tFRAMEWORK\tFILE\tNAME\tMODEL\n' >want
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
has 'fill in the 1 new test' out
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

it 'knows its views' <<'EOT'
status 2 rsg-show rankng <"$DATA/run-document.json"
has 'no view "rankng"' err
has 'ranking, generation or audit' err
empty out
EOT

finish
