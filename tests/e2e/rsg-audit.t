#!/bin/sh
. "${0%/*}/lib.sh"

# A document whose ingestion has the hash of its output, as rsg-ingest leaves it: doc.json.
cat >"$E2E_BASE/doc.sh" <<'EOT'
ingested() {
	jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >raw.json
	sum=$(jq -cj .phases.ingestion.output raw.json | sha256sum | cut -c1-64)
	jq -c --arg sum "$sum" '.phases.ingestion.output_sha256 = $sum' raw.json >doc.json
}
EOT
E2E_SETUP=$E2E_BASE/doc.sh
export E2E_SETUP

it 'closes a run and finds everything as it was written' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-classify -s run.db <doc.json
mv out classified.json
status 0 rsg-audit -s run.db <classified.json
holds '.phases.audit.output | .stored and .chain == "intact" and .events == 4' out
holds '.phases.audit.output.phases[1] | .untouched and .matches_store' out
holds '.phases.audit.output.decisions == []' out
holds '[.phases.audit.warnings[].code] == ["not-recorded"]' out
EOT

it 'says so when an output was changed between the phases' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-classify -s run.db <doc.json
jq -c '.phases.classification.output.domains[0].confidence = 0.99' out >changed.json
status 0 rsg-audit -s run.db <changed.json
holds '.phases.audit.output.phases[1] | .untouched == false and .matches_store == false' out
holds '.phases.audit.warnings | any(.code == "output-changed" and .about == "classification")' out
EOT

it 'says so when the document is not the last that the store saw' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-classify -s run.db <doc.json
mv out first.json
jq -c '.phases.ingestion.output.requirements[0].text = "Payment with an invoice in the database"' doc.json >other.json
status 0 rsg-classify -s run.db <other.json
status 0 rsg-audit -s run.db <first.json
holds '.phases.audit.output.phases[1] | .untouched and (.matches_store | not)' out
holds '.phases.audit.warnings | any(.code == "store-differs" and .about == "classification")' out
EOT

it 'works without a store and says that it did' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit --no-store <doc.json
holds '.phases.audit.output | .stored == false and (has("chain") | not)' out
holds '.phases.audit.output.phases == [{phase: "ingestion", status: "executed",
	output_sha256: .phases.ingestion.output_sha256, untouched: true}]' out
[ ! -e .rsg ] && [ ! -e "$HOME/.local" ]
EOT

it 'lists what was held back, with and without a store' <<'EOT'
jq -c '.phases.generation.output += {gated: true, score: 0.4, threshold: 0.7, reason: "0.40 is below", tests: []}
	| del(.phases.audit)' "$DATA/run-document.json" >doc.json
status 0 rsg-audit --no-store <doc.json
holds '.phases.audit.output.decisions | length == 1 and .[0].event == "generation_gated"
	and .[0].reason == "0.40 is below" and .[0].score == 0.4' out
EOT

it 'verifies the log and names its head' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
head=$(jq -r .phases.audit.output.head_sha256 out)
status 0 rsg-audit -s run.db --verify
empty out
has 'intact: 3 events' err
status 0 rsg-audit -s run.db --verify --against "$head"
has '1 checkpoint' err
status 1 rsg-audit -s run.db --verify --against "$(printf %064d 1)"
has 'cut off' err
EOT

it 'prints a checkpoint, and proves later that nothing before it changed' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
status 0 rsg-audit -s run.db --head
holds '.seq == 3 and .rows == 3 and (.hash | length == 64) and (keys | length == 5)' out
mv out points
status 0 rsg-check audit-checkpoint points
status 0 rsg-audit -s run.db <doc.json
status 0 rsg-audit -s run.db --verify --head --against points
[ "$(jq .seq out)" -eq 5 ]
cat out >>points
echo >>points
tail -n 2 points >one
status 0 rsg-audit -s run.db --verify --against - <one
status 0 rsg-audit -s run.db --verify --against points
has '2 checkpoints' err
sed '1s/"seq":3/"seq":2/' points >other
status 1 rsg-audit -s run.db --verify --against other
has 'row 2 of the audit log is not the one of the checkpoint in line 1' err
status 1 rsg-audit -s run.db --verify --head --against other
empty out
for text in '{}' 'nothing' '{"seq":1,"hash":"x"}' '{"hash":"'"$(printf %064d 0)"'"}' '   ' \
	'{"seq":1e300,"hash":"'"$(printf %064d 0)"'"}'; do
	echo "$text" >other
	status 65 rsg-audit -s run.db --verify --against other
done
status 65 rsg-audit -s run.db --verify --against /dev/null
status 66 rsg-audit -s run.db --verify --against nothere
EOT

it 'gives a checkpoint of an empty log' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
sqlite3 run.db <<-SQL
	DROP TRIGGER audit_log_stays; DELETE FROM audit_log; DELETE FROM run; DELETE FROM phase_execution; DELETE FROM sqlite_sequence;
SQL
status 0 rsg-audit -s run.db --head
holds '.seq == 0 and .rows == 0' out
mv out points
status 0 rsg-audit -s run.db <doc.json
status 0 rsg-audit -s run.db --verify --against points
EOT

it 'finds a log whose end was cut off, or that was written anew, by a checkpoint' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
status 0 rsg-audit -s run.db <doc.json
status 0 rsg-audit -s run.db --head
mv out point
cp run.db whole.db
sqlite3 run.db 'DROP TRIGGER audit_log_stays; DELETE FROM audit_log WHERE seq > 3;
	UPDATE sqlite_sequence SET seq = 3 WHERE name = "audit_log"; DELETE FROM phase_execution WHERE id > 2'
status 0 rsg-audit -s run.db --verify
status 1 rsg-audit -s run.db --verify --against point
has 'changed or cut off' err
rm -f other.db
SOURCE_DATE_EPOCH=1000000000 status 0 rsg-audit -s other.db <doc.json
SOURCE_DATE_EPOCH=1000000000 status 0 rsg-audit -s other.db <doc.json
status 0 rsg-audit -s other.db --verify
status 1 rsg-audit -s other.db --verify --against point
status 0 rsg-audit -s whole.db --verify --against point
EOT

it 'finds every change, deletion and reordering of a row, 1,000 random ones' <<'EOT'
. "$E2E_SETUP"
ingested
for n in 1 2 3; do
	status 0 rsg-classify -s run.db <doc.json
	mv out classified.json
	status 0 rsg-audit -s run.db <classified.json
	status 69 rsg-classify -s run.db --require-model -m 'exec:exit 3' <doc.json
	jq -c --arg n "$n" '.run.id = "01934b2e-7c00-7000-8000-00000000000\($n)"' doc.json >other.json
	mv other.json doc.json
done
status 0 rsg-runs rm last -s run.db
status 0 rsg-audit -s run.db <classified.json
[ ! -s run.db-wal ]
status 0 python3 -B "$ROOT/tests/torture/tamper.py" run.db 1000 1
has 'tries were found' out
EOT

it 'names the row that was changed' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
sqlite3 run.db 'DROP TRIGGER audit_log_keeps; UPDATE audit_log SET at = 1 WHERE seq = 2'
status 1 rsg-audit -s run.db --verify
empty out
has 'broken at row 2' err
EOT

it 'names the execution that was changed' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
sqlite3 run.db "UPDATE phase_execution SET entry = replace(entry, 'intact', 'INTACT') WHERE phase = 'audit'"
status 1 rsg-audit -s run.db --verify
has 'execution 2 is not what the audit log recorded (its entry has another hash)' err
EOT

it 'names an execution and a run that are missing' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
cp run.db whole.db
sqlite3 run.db 'DELETE FROM phase_execution WHERE id = 2'
status 1 rsg-audit -s run.db --verify
has 'execution 2 ' err
has 'missing' err
sqlite3 whole.db 'DELETE FROM phase_execution; DELETE FROM run'
status 1 rsg-audit -s whole.db --verify
has 'run 01934b2e-7c00-7000-8000-000000000001 is missing' err
EOT

it 'exports the events of all runs or of one' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002"' doc.json >two.json
status 0 rsg-audit -s run.db <two.json
status 0 rsg-audit -s run.db --export
[ "$(wc -l <out)" -eq 6 ]
holds '.seq >= 1 and (.hash | length == 64)' out
status 0 rsg-audit -s run.db --export -r 01934b2e-7c00-7000-8000-000000000002
[ "$(wc -l <out)" -eq 3 ]
status 66 rsg-audit -s run.db --export -r 0000
empty out
EOT

it 'shows a phase that was killed as a start without an end' <<'EOT'
. "$E2E_SETUP"
ingested
events() {
	rsg-audit --export -s run.db | jq -r 'select(.data.phase) | "\(.event) \(.data.phase)"' | tr '\n' ';'
}
rsg-classify -s run.db -m 'exec:echo $$ >model.pid; exec sleep 100' <doc.json >killed.out 2>killed.said &
pid=$!
while [ ! -s model.pid ]; do
	kill -0 $pid
done
[ "$(events)" = 'phase_start classification;' ]
{ kill -KILL $pid "$(cat model.pid)" && wait $pid; } >killed 2>&1 || :
empty killed.out
[ "$(events)" = 'phase_start classification;' ]
status 0 rsg-classify -s run.db <doc.json
[ "$(events)" = 'phase_start classification;phase_start classification;phase_complete classification;' ]
status 0 rsg-audit --verify -s run.db
EOT

it 'has a start before each end, of a phase that fails too' <<'EOT'
. "$E2E_SETUP"
ingested
status 69 rsg-classify -s run.db --require-model -m 'exec:exit 3' <doc.json
rsg-audit --export -s run.db | jq -r .event | tr '\n' ' ' >events
has 'run_added phase_start error ' events
status 0 rsg-classify -s run.db -n <doc.json
rsg-audit --export -s run.db | jq -r .event | tr '\n' ' ' >after
same events after
EOT

it 'shows the log as a table, of all runs or of one' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-classify -s run.db <doc.json
mv out classified.json
status 0 rsg-audit -s run.db <classified.json
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002"' doc.json >two.json
status 69 rsg-classify -s run.db --require-model -m 'exec:exit 3' <two.json
status 0 rsg-audit -s run.db --log
[ "$(head -n 1 out | tr '\t' ,)" = row,time,run,event,phase,by,what ]
[ "$(cut -f 4 out | tr '\n' ' ')" = 'event run_added phase_start phase_complete phase_start phase_complete run_added phase_start error ' ]
has 'builtin, ' out
has 'status 69' out
status 0 rsg-audit -s run.db --log -r 01934b2e-7c00-7000-8000-000000000002
[ "$(wc -l <out)" -eq 4 ]
status 0 rsg-audit -s run.db --log --limit 2
[ "$(cut -f 1 out | tr '\n' ' ')" = 'row 7 8 ' ]
status 0 rsg-audit -s run.db --log --json -l 1
holds '.seq == 8 and .event == "error" and .phase == "classification" and .by == "" and (.what | length > 5)' out
export COLUMNS=80
on_tty 0 'rsg-audit -s run.db --log --no-color'
[ "$(tr -d '\r' <out | wc -L)" -le 80 ]
has 'phase_complete' out
EOT

it 'shows no control character of an event on a terminal' <<'EOT'
. "$E2E_SETUP"
ingested
status 69 rsg-classify -s run.db --require-model -m "exec:$(printf 'printf "\\033[2J\\n" >&2; exit 3')" <doc.json
on_tty 0 'rsg-audit -s run.db --log --no-color'
! LC_ALL=C grep -q "$(printf '\033')" out
EOT

it 'takes one thing at a time' <<'EOT'
. "$E2E_SETUP"
ingested
status 0 rsg-audit -s run.db <doc.json
status 2 rsg-audit -s run.db --verify --export
status 2 rsg-audit -s run.db --log --export
status 2 rsg-audit -s run.db --head --log
status 2 rsg-audit -s run.db --head x
status 2 rsg-audit -s run.db --export --json
status 2 rsg-audit -s run.db --log --limit -1
status 2 rsg-audit --against point <doc.json
status 2 rsg-audit --verify --no-store
status 74 rsg-audit --verify -s none.db
has 'there is no store none.db' err
[ ! -e none.db ]
EOT

it 'needs a story that was read' <<'EOT'
jq -c '.phases = {}' "$DATA/run-document.json" >doc.json
status 65 rsg-audit -s run.db <doc.json
empty out
has 'run rsg-ingest' err
EOT

it 'gives the same bytes when the clock is pinned' <<'EOT'
. "$E2E_SETUP"
ingested
export SOURCE_DATE_EPOCH=1000000000
status 0 rsg-audit -s a.db <doc.json
mv out a.json
status 0 rsg-audit -s b.db <doc.json
same a.json out
EOT

finish
