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
status 0 rsg-runs doc last --phase audit -s run.db
same 2.json out
status 66 rsg-runs doc last --phase ranking -s run.db
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
status 0 rsg-runs list --all --json -s run.db
holds 'length == 3' out
status 0 rsg-runs prune --keep 1 -s run.db
status 0 rsg-runs list --all --json -s run.db
holds 'map(.id[7:8]) == ["2"]' out
status 0 rsg-audit --verify -s run.db
status 0 rsg-audit --export -s run.db
holds '.event == "prune"' out
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
