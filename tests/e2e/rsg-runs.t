#!/bin/sh
. "${0%/*}/lib.sh"

# run N: a run in run.db whose id ends in N, classified and audited; the document in N.json.
cat >"$E2E_BASE/run.sh" <<'EOT'
run() {
	jq -c --arg n "$1" '.phases |= {ingestion} | .run.id = "0193000\($n)-7c00-7000-8000-000000000001"
		| .run.created_at = "2026-11-2\($n)T10:00:00.000Z"' "$DATA/run-document.json" >raw.json
	status 0 rsg-classify -s run.db <raw.json
	mv out "$1-classified.json"
	status 0 rsg-audit -s run.db <"$1-classified.json"
	mv out "$1.json"
}
EOT
E2E_SETUP=$E2E_BASE/run.sh
export E2E_SETUP

it 'lists runs, newest first, as a table of tabs or as JSON' <<'EOT'
. "$E2E_SETUP"
run 2
run 1
status 0 rsg-runs -s run.db list
[ "$(cut -f 1 out | tr '\n' ' ')" = "run 01930002-7c00-7000-8000-000000000001 01930001-7c00-7000-8000-000000000001 " ]
has 'Guest checkout' out
status 0 rsg-runs list -s run.db --json
holds 'map(.id[7:8]) == ["2", "1"] and all(.phases == 3 and .last_phase == "audit")' out
EOT

it 'fits its tables to a terminal, with as much of an id as is needed' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
export COLUMNS=80
for verb in list 'show last'; do
	on_tty 0 "rsg-runs $verb -s run.db --no-color"
	[ "$(tr -d '\r' <out | wc -L)" -le 80 ]
done
on_tty 0 'rsg-runs list -s run.db --no-color'
has 'closed' out
has '01930001-7c00 ' out
lacks '01930001-7c00-' out
status 0 rsg-runs doc 01930001-7c00 -s run.db
EOT

it 'shows a run with its executions' <<'EOT'
. "$E2E_SETUP"
run 1
status 0 rsg-runs show last -s run.db --json
holds '.executions | map(.phase) == ["ingestion", "classification", "audit"]' out
holds '.executions | map(.origin) == ["document", "executed", "executed"]' out
status 0 rsg-runs show 01930001 -s run.db
has 'classification	executed	executed	builtin' out
EOT

it 'gives the document back byte for byte, at the end and at each phase' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
status 0 rsg-runs doc 01930001 -s run.db
same 1.json out
status 0 rsg-runs doc 01930001 --phase classification -s run.db
same 1-classified.json out
status 0 rsg-runs doc 01930001 classification -s run.db
same 1-classified.json out
status 0 rsg-runs doc last audit -s run.db
same 2.json out
status 66 rsg-runs doc last ranking -s run.db
has 'no executed ranking' err
EOT

it 'lets a later tool go on from a stored document' <<'EOT'
. "$E2E_SETUP"
run 1
status 0 rsg-audit -r last -s run.db
holds '.run.id == "01930001-7c00-7000-8000-000000000001"' out
EOT

it 'names runs by a prefix that fits one only' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
status 66 rsg-runs show 0193000 -s run.db
has 'several runs' err
status 66 rsg-runs show 0194 -s run.db
has 'rsg-runs list' err
status 66 rsg-runs show 01 -s run.db
status 66 rsg-runs show '%' -s run.db
status 2 rsg-runs show -s run.db
status 2 rsg-runs
status 2 rsg-runs wipe -s run.db
EOT

it 'deletes a run so that it is hidden and kept' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
status 0 rsg-runs rm last -s run.db
status 0 rsg-runs list --json -s run.db
holds 'map(.id[7:8]) == ["1"]' out
status 0 rsg-runs list --all --json -s run.db
holds 'map(.deleted) == [true, false]' out
status 0 rsg-runs doc 01930002-7c00-7000-8000-000000000001 -s run.db
same 2.json out
EOT

it 'lists an id that can be typed, however narrow the terminal is' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
for columns in 40 60 71 72 120; do
	on_tty 0 "COLUMNS=$columns rsg-runs list -s run.db --no-color"
	status 0 rsg-runs show "$(sed -n '2s/ .*//p' out)" -s run.db
done
EOT

it 'brings back what was deleted by mistake' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
run 3
status 0 rsg-runs rm 01930001 last -s run.db
has 'rsg-runs restore 01930003-7c00-7000-8000-000000000001' err
status 66 rsg-runs show 01930003 -s run.db
status 66 rsg-runs restore 01930002 -s run.db
has 'no deleted run "01930002": rsg-runs list --all' err
status 66 rsg-runs restore 01930001 01930002 -s run.db
status 0 rsg-runs list --json -s run.db
holds 'length == 1' out
status 0 rsg-runs restore last -s run.db
status 0 rsg-runs restore 01930001 -s run.db
status 0 rsg-runs list --json -s run.db
holds 'length == 3 and all(.status == "closed")' out
status 0 rsg-runs restore 01930002-7c00-7000-8000-000000000001 -s run.db
rsg-audit --export -s run.db >events
[ "$(grep -c '"run_restored"' events)" -eq 2 ]
status 66 rsg-runs restore last -s run.db
has 'has no deleted run' err
status 0 rsg-runs rm 01930001 01930002 01930003 -s run.db
status 66 rsg-runs show last -s run.db
has 'has no run yet: rsg run' err
status 0 rsg-audit --verify -s run.db
EOT

it 'lists the newest 20, or as many as asked for, by status and by title' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
run 3
for n in $(seq 20); do
	jq -c --arg n "$(printf %04d "$n")" '.run.id = "0192\($n)-7c00-7000-8000-000000000001"
		| .run.created_at = "2026-11-10T10:00:\($n[2:])Z" | .story.text = "# Story \($n)"' raw.json >s.json
	rsg-classify -q -s run.db <s.json >classified.json
done
status 0 rsg-runs list -s run.db
[ "$(wc -l <out)" -eq 21 ]
status 0 rsg-runs list --limit 0 -s run.db
[ "$(wc -l <out)" -eq 24 ]
status 0 rsg-runs list -l 2 --json -s run.db
holds 'map(.id[7:8]) == ["3", "2"]' out
status 0 rsg-runs list --title 'STORY 0007' --json -s run.db
holds 'length == 1 and .[0].title == "Story 0007"' out
status 0 rsg-runs list --status closed --limit 2 --json -s run.db
holds 'length == 2' out
status 0 rsg-runs list --status open --limit 0 --json -s run.db
holds 'length == 20' out
status 0 rsg-runs rm last -s run.db
status 0 rsg-runs list --status deleted --json -s run.db
holds 'length == 1 and .[0].status == "deleted"' out
status 2 rsg-runs list --status odd -s run.db
has 'expected open, started' err
status 2 rsg-runs list --limit -1 -s run.db
EOT

it 'says of each run what there is to say' <<'EOT'
doc=$DATA/run-document.json
for n in 1 2 3 4 5; do
	jq -c --arg n "$n" '.run.id = "0193000\($n)-7c00-7000-8000-000000000001" | del(.phases.audit)
		| .run.created_at = "2026-11-2\($n)T10:00:00.000Z"' "$doc" >"$n.json"
done
status '0 1' rsg-rank -q -s run.db <1.json
mv out ranked.json
status '0 1' rsg-generate -q -s run.db --threshold 1 <2.json
status 69 rsg-classify -s run.db --require-model -m 'exec:exit 3' <3.json
rsg-classify -s run.db -m 'exec:echo $$ >model.pid; exec sleep 100' <4.json >killed.out 2>killed.said &
pid=$!
while [ ! -s model.pid ]; do
	kill -0 $pid
done
{ kill -KILL $pid "$(cat model.pid)" && wait $pid; } >killed 2>&1 || :
status 0 rsg-audit -s run.db <5.json
status 0 rsg-runs list --json -s run.db
holds 'map(.status) == ["closed", "started", "failed", "gated", "open"]' out
holds '.[1].last_phase == "classification"' out
holds '.[4].coverage_percent == 50 and .[4].gates == []' out
[ "$(jq '.[4].score' out)" = "$(jq .phases.ranking.output.score ranked.json)" ]
holds '.[3] | has("cost_usd") | not' out
[ "$(sqlite3 run.db "SELECT count(*) FROM phase_execution WHERE phase IN ('coverage', 'ranking')
	AND score IS NOT coalesce(json_extract(entry, '$.output.percent') / 100.0, json_extract(entry, '$.output.score'))")" -eq 0 ]
status 0 rsg-runs list -s run.db
[ "$(head -n 1 out | tr '\t' ,)" = 'run,created,status,last phase,score,cover%,gates,USD,story' ]
EOT

it 'shows gates, goes on from what was approved, and believes no decision from elsewhere' <<'EOT'
export RSG_USER='Jo Tester <jo@example.org>'
jq -c 'del(.phases.audit, .phases.generation)' "$DATA/run-document.json" >doc.json
status 0 rsg-rank -s run.db <doc.json
mv out ranked.json
id=$(jq -r .run.id ranked.json)
status 75 rsg-gate -s run.db --no-input <ranked.json
status 0 rsg-runs list --json -s run.db
holds '.[0].status == "pending" and .[0].gates == [{phase: "ranking", status: "pending"}]' out
status 0 rsg-gate --approve "$id" ranking -s run.db
status 0 rsg-runs list -s run.db
has 'ranking approved' out
has '	open	' out
rsg-runs doc last ranking -s run.db | rsg-gate --no-input -s run.db | rsg-generate -q --threshold 0 -s run.db >generated.json
holds '.phases.generation.output.gated == false' generated.json
status 0 rsg-runs show last --json -s run.db
holds '.gates | length == 1 and .[0].status == "approved" and (.[0].by | startswith("Jo"))' out
on_tty 0 'COLUMNS=100 rsg-runs show last -s run.db --no-color'
has 'Jo Tester' out
status 0 rsg-audit --verify -s run.db
status 0 rsg-audit --log -s run.db
grep -q '	approval_decision	ranking	Jo Tester <jo@example.org>	' out
status 0 rsg-runs merge run.db -s new.db
status 0 rsg-runs list --json -s new.db
holds '.[0].gates == []' out
status 0 rsg-runs show last --json -s new.db
holds '.gates | length == 1 and .[0].status == "approved" and .[0].imported' out
status 75 rsg-gate -s new.db --no-input <ranked.json
status 0 rsg-runs list --json -s new.db
holds '.[0].status == "pending"' out
status 0 rsg-audit --verify -s new.db
cp run.db forged.db
sqlite3 forged.db "UPDATE approval_gate SET decided_by = 'somebody else'"
status 1 rsg-audit --verify -s forged.db
has 'gate 1 is not what the audit log recorded' err
sqlite3 run.db 'UPDATE approval_gate SET output_sha256 = subject_sha256'
status 0 rsg-runs list --json -s run.db
holds '.[0].gates == [{phase: "ranking", status: "outdated"}]' out
EOT

it 'counts a gate that nobody decided in time as rejected' <<'EOT'
jq -c 'del(.phases.audit, .phases.generation)' "$DATA/run-document.json" >doc.json
status 0 rsg-rank -s run.db <doc.json
mv out ranked.json
export RSG_GATES_TIMEOUT=1h
status 75 rsg-gate -s run.db --no-input <ranked.json
sqlite3 run.db 'UPDATE approval_gate SET expires_at = 5'
status 0 rsg-runs list --json -s run.db
holds '.[0].status == "rejected" and .[0].gates == [{phase: "ranking", status: "rejected"}]' out
EOT

it 'says what changed from one run to another' <<'EOT'
doc=$DATA/run-document.json
jq -c 'del(.phases.audit)' "$doc" >a.json
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002"' a.json >b.json
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000003" | .story.text += "\nMore." | .phases.coverage.output.percent = 100
	| .phases.coverage.output.criteria[1].status = "covered" | .phases.ranking.output.score = 0.9
	| .phases.ingestion.output.criteria[0].text = "Other words."
	| .phases.ranking.output.suite |= ([.[] | .rank += 1] | [(.[0] | .test = "new" | .rank = 1)] + .)' a.json >c.json
for n in a b c; do
	status 0 rsg-audit -s run.db <$n.json
done
one=01934b2e-7c00-7000-8000-000000000001
status 0 rsg-runs diff $one 01934b2e-7c00-7000-8000-000000000002 -s run.db
empty out
status 0 rsg-runs diff $one 01934b2e-7c00-7000-8000-000000000002 -s run.db --json
holds '.same and .story == "same" and .criteria == [] and .ranking == []' out
mv out same.json
status 0 rsg-check run-comparison same.json
status 1 rsg-runs diff $one last -s run.db --json
holds '(.same | not) and .story == "changed" and .coverage_percent == {from: 50, to: 100} and .score.to == 0.9' out
holds '.criteria == [{id: "AC-1", change: "text", from: "covered", to: "covered", text: "Other words."},
	{id: "AC-2", change: "status", from: "gap", to: "covered", text: .criteria[1].text}]' out
holds '.ranking == [{test: "new", change: "in", to: 1}]' out
mv out diff.json
status 0 rsg-check run-comparison diff.json
status 1 rsg-runs diff last $one -s run.db
has 'test	out	1		new' out
has 'coverage	down	100	50' out
status 66 rsg-runs diff last nothere -s run.db
status 2 rsg-runs diff last -s run.db
EOT

it 'removes nothing when one of the runs is not there' <<'EOT'
. "$E2E_SETUP"
run 1
status 66 rsg-runs rm 01930001 nothere -s run.db
status 0 rsg-runs list --json -s run.db
holds 'length == 1' out
EOT

it 'prunes the old and the deleted for good, and the audit log verifies' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
run 3
status 0 rsg-runs rm 01930003 -s run.db
status 0 rsg-runs prune --keep 1 --dry-run -s run.db
[ "$(wc -l <out)" -eq 2 ]
grep -Eq '2 runs would go, about [1-9][0-9]* KiB' err
status 0 rsg-runs prune --keep 2 --dry-run -s run.db
has '1 run would go' err
status 0 rsg-runs list --all --json -s run.db
holds 'length == 3' out
status 0 rsg-runs prune --keep 1 -s run.db
status 0 rsg-runs list --all --json -s run.db
holds 'map(.id[7:8]) == ["2"]' out
status 0 rsg-audit --verify -s run.db
status 0 rsg-audit --export -s run.db
holds '.event == "prune"' out
EOT

it 'prunes what is older than a time, and gives the space back' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
run 3
jq -c '.story.text += ("x" * 300000) | .run.id = "01920000-7c00-7000-8000-000000000001"
	| .run.created_at = "2026-11-01T10:00:00Z"' raw.json >large.json
status 0 rsg-audit -s run.db <large.json
before=$(stat -c %s run.db)
export SOURCE_DATE_EPOCH=1795341600 # 2026-11-22T10:00:00Z
status 0 rsg-runs prune --older-than 7d -n -s run.db
[ "$(cat out)" = 01920000-7c00-7000-8000-000000000001 ]
status 0 rsg-runs prune --older-than 7d -s run.db
[ "$(cat out)" = 01920000-7c00-7000-8000-000000000001 ]
[ "$(stat -c %s run.db)" -lt $((before - 250000)) ]
status 0 rsg-runs prune --older-than 1h -s run.db
[ "$(wc -l <out)" -eq 1 ]
status 0 rsg-runs list --json -s run.db
holds 'map(.id[7:8]) == ["3", "2"]' out
status 0 rsg-audit --verify -s run.db
status 2 rsg-runs prune --older-than soon -s run.db
EOT

it 'takes the number to keep from the configuration' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
RSG_RUNS_KEEP=1 status 0 rsg-runs prune -s run.db
status 0 rsg-runs list --json -s run.db
holds 'length == 1' out
EOT

it 'carries runs to another store, whole and once' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
status 0 rsg-runs export 01930001 last -s run.db
mv out bundle
status 0 rsg-runs import -s new/other.db <bundle
[ "$(wc -l <out)" -eq 2 ]
status 0 rsg-runs import -s new/other.db <bundle
empty out
has 'left as it is' err
status 0 rsg-runs doc 01930001 -s new/other.db
same 1.json out
status 0 rsg-runs doc 01930001 --phase classification -s new/other.db
same 1-classified.json out
status 0 rsg-audit --verify -s new/other.db
status 0 rsg-audit -s new/other.db <1-classified.json
holds '.phases.audit.output.phases[1].matches_store' out
EOT

it 'takes the runs of another store in, each once' <<'EOT'
. "$E2E_SETUP"
run 1
run 2
cp run.db other.db
run 3
status 0 rsg-runs rm 01930001 -s run.db
status 0 rsg-runs merge run.db -s new.db
[ "$(cut -c 8 out | tr '\n' ' ')" = '2 3 ' ]
status 0 rsg-runs merge other.db -s new.db --json
holds 'map(.[7:8]) == ["1"]' out
has 'the store has run 01930002-7c00-7000-8000-000000000001: it is left as it is' err
status 0 rsg-runs doc 01930003 -s new.db
same 3.json out
status 0 rsg-audit --verify -s new.db
status 0 rsg-runs merge run.db -s new.db -n
empty out
status 0 rsg-runs list --json -s new.db
holds 'length == 3' out
status 74 rsg-runs merge none.db -s new.db
has 'there is no store none.db' err
[ ! -e none.db ]
EOT

it 'imports nothing of a bundle that was changed, cut or mixed up' <<'EOT'
. "$E2E_SETUP"
run 1
status 0 rsg-runs export last -s run.db
mv out bundle
lines=$(wc -l <bundle)
for n in 1 2 5 $((lines - 1)); do
	head -n "$n" bundle >cut
	status 65 rsg-runs import -s other.db <cut
done
sed 1d bundle >cut
status 65 rsg-runs import -s other.db <cut
sed 's/Frontend/Backend/' bundle >changed
status 65 rsg-runs import -s other.db <changed
has 'does not fit its hash' err
sed 's/Guest checkout/Guest CHECKOUT/' bundle >changed
status 65 rsg-runs import -s other.db <changed
has 'damaged' err
sed 's/"run_added"/"run_edited"/' bundle >changed
status 65 rsg-runs import -s other.db <changed
has 'event 1' err
status 65 rsg-runs import -s other.db </dev/null
echo '{}' >changed
status 65 rsg-runs import -s other.db <changed
has 'line 1' err
status 0 rsg-runs list --all --json -s other.db
holds 'length == 0' out
EOT

it 'does not make a store to find that nothing is in it' <<'EOT'
for verb in list 'show last' 'doc last' 'rm last' prune 'export last'; do
	status 74 rsg-runs $verb -s none.db
	has 'there is no store none.db' err
	[ ! -e none.db ]
done
status 2 rsg-runs list --no-store
status 2 rsg-runs import --no-store </dev/null
EOT

finish
