#!/bin/sh
. "${0%/*}/lib.sh"

# add CALL RUN PHASE MODEL NUMBER STATUS DAY IN READ OUT COST RESERVED SAVED - an attempt in run.db
cat >"$E2E_BASE/ledger.sh" <<'EOT'
RUN1=01930001-7c00-7000-8000-000000000001
RUN2=01930002-7c00-7000-8000-000000000001
export SOURCE_DATE_EPOCH=1795262400 # 2026-11-21T12:00:00Z, a Saturday
add() {
	cat >>ledger.sql <<-EOF
		INSERT INTO attempt (call, run_id, phase, model, resolved_model, number, request_sha256,
			prompt_sha256, status, fault, http_status, reason, fallback, started_at, ended_at,
			waited_ms, uncached_in, cache_read, cache_write_5m, cache_write_1h, out, reasoning,
			usage_known, cost, reserved, saved)
		VALUES ('$1', '$2', '$3', '$4', '', $5, '', '', '$6', '', 0, '', '',
			1000 * strftime('%s', '$7'), NULL, 0, $8, $9, 0, 0, ${10}, 0, 1, ${11}, ${12}, ${13});
	EOF
}
ledger() {
	jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc.json
	rsg-audit -q -s run.db <doc.json >audited
	add c1 $RUN1 ranking p/one 1 failed 2026-11-15T23:59:59 0 0 0 0 0 NULL
	add c1 $RUN1 ranking p/one 2 ok 2026-11-16T00:00:01 1000 200 50 1500 0 NULL
	add c2 $RUN1 generation p/one 1 ok 2026-11-20T10:00:00 10 0 5 250000 0 NULL
	add c2 $RUN1 generation q/two 2 ok 2026-11-20T10:00:05 7 0 3 NULL 0 NULL
	add c3 $RUN2 ranking q/two 1 sent 2026-11-21T11:00:00 0 0 0 NULL 40000 NULL
	add c4 $RUN2 ranking p/one 2 cached 2026-11-21T11:00:01 0 0 0 0 0 1500
	add c5 '' '' p/one 1 interrupted 2026-11-21T11:00:02 0 0 0 NULL 0 NULL
	sqlite3 run.db <ledger.sql
}
EOT
E2E_SETUP=$E2E_BASE/ledger.sh
VERIFIED=$E2E_BASE/verified.sh
GENERATED=$ROOT/tests/e2e/generated.sh
export E2E_SETUP VERIFIED GENERATED

# verified NUMBER DAY MODEL/FRAMEWORK=GENERATED,PARSED,...,SURVIVED... - a document of that run
cat >"$E2E_BASE/verified.sh" <<'EOT'
verified() {
	id=01930003-7c00-7000-8000-00000000000$1 day=$2
	shift 2
	for it; do
		printf '%s\n' "$it"
	done | jq -R 'capture("^(?<model>.*)/(?<framework>[^/]*)=(?<n>.*)$") | (.n / "," | map(tonumber)) as $n |
		{framework, model, generated: $n[0], parsed: $n[1], built: $n[2], passed: $n[3], stable: $n[4],
		unique: $n[5], tied: $n[6], proven: $n[7], survived: $n[8]}' >lines
	jq -c --slurpfile survival lines --arg id "$id" --arg day "$day" 'del(.phases.audit) | .run.id = $id |
		.phases.verification = .phases.ranking | .phases.verification |= (.started_at = $day + "T10:00:00.000Z" |
		.output = {tier: "bwrap", guarantees: [], limits: {wall_ms: 0, cpu_ms: 0, memory: 0, processes: 0,
		open_files: 0, output: 0, file_bytes: 0, disk: 0}, runs: 5, expect: "pass", tests: [], survival: $survival})' \
		"$DATA/run-document.json" | rsg-audit -q -s run.db >audited
}
survivals() {
	verified 1 2026-11-18 p/one/pytest=4,4,4,3,3,3,3,1,3 q/two/pytest=3,2,1,1,0,0,0,0,0
	verified 2 2026-11-20 p/one/pytest=2,2,2,2,2,2,2,2,2 p/one/vitest=1,1,0,0,0,0,0,0,0
	verified 3 2026-11-21
}
EOT

it 'adds up by model: calls, attempts, tokens, costs and what the cache saved' <<'EOT'
. "$E2E_SETUP"
ledger
status 0 rsg-usage -s run.db --json
mv out sums
status 0 rsg-check usage <sums
status 0 rsg-usage -s run.db --json
same sums out
holds '.by == "model" and (.rows | map(.name)) == ["p/one", "q/two"]' out
holds '.rows[0] == {name: "p/one", calls: 3, attempts: 4, failed: 1, retried: 1, interrupted: 1,
	cached: 1, input_tokens: 1210, cached_tokens: 200, output_tokens: 55, unknown_cost: 1,
	cost_usd: 0.2515, reserved_usd: 0, unknown_saved: 0, saved_usd: 0.0015}' out
holds '.total.calls == 4 and .total.attempts == 6 and .total.retried == 2' out
holds '.total.cost_usd == 0.2515 and .total.reserved_usd == 0.04 and .budgets == []' out
EOT

it 'says unknown, never 0, where nobody knows what it cost' <<'EOT'
. "$E2E_SETUP"
ledger
status 0 rsg-usage -s run.db --json
holds '.rows[1].cost_usd == null and .rows[1].unknown_cost == 2' out
status 0 rsg-usage -s run.db
[ "$(awk -F '\t' '$1 == "q/two" { print $11 ", " $12 }' out)" = 'unknown, 2 of 2' ]
[ "$(awk -F '\t' '$1 == "total" { print $11 ", " $12 }' out)" = '0.251500, 3 of 6' ]
status 0 rsg-usage -s run.db --csv
[ "$(awk -F , '$1 == "q/two" { print $11 "/" $12 }' out)" = '/2' ]
EOT

it 'adds up by run, phase, day and week' <<'EOT'
. "$E2E_SETUP"
ledger
status 0 rsg-usage -s run.db --json -b day
holds '.rows | map([.name, .attempts]) == [["2026-11-15", 1], ["2026-11-16", 1], ["2026-11-20", 2],
	["2026-11-21", 2]]' out
status 0 rsg-usage -s run.db --json --by week
holds '.rows | map([.name, .attempts]) == [["2026-11-09", 1], ["2026-11-16", 5]]' out
status 0 rsg-usage -s run.db --json --by phase
holds '.rows | map([.name, .calls]) == [["generation", 1], ["ranking", 2], ["", 1]]' out
status 0 rsg-usage -s run.db --json --by run
holds '.rows | map([.name[7:8], .calls, .cached]) == [["1", 2, 0], ["2", 1, 1], ["", 1, 0]]' out
holds '.rows[1] | .cost_usd == null and .interrupted == 1 and .retried == 0' out
status 0 rsg-usage -s run.db --by run
has '-	1	1' out
status 2 rsg-usage -s run.db --by hour
has 'run, phase, model, day or week' err
EOT

it 'takes a time, a day or a duration to begin with' <<'EOT'
. "$E2E_SETUP"
ledger
for pair in 2026-11-16=5 2026-11-16T00:00:02Z=4 24h=2 7d=6 90m=2 1s=0; do
	status 0 rsg-usage -s run.db --json --since "${pair%=*}"
	holds ".total.attempts == ${pair#*=} and (.since | length) == 24" out
done
for bad in yesterday 2026-13-01 2026-11 -5d ''; do
	status 2 rsg-usage -s run.db --since "$bad"
	has 'expected a duration' err
done
EOT

it 'adds up one run, also one that was pruned' <<'EOT'
. "$E2E_SETUP"
ledger
status 0 rsg-usage -s run.db --json -r $RUN2
holds '.total.attempts == 1 and .total.cached == 1 and .run == "'$RUN2'"' out
status 0 rsg-usage -s run.db --json -r last
holds '.total.attempts == 0 and .rows == []' out
status 66 rsg-usage -s run.db -r 0193ffff
has 'no run' err
sqlite3 run.db "UPDATE attempt SET run_id = (SELECT id FROM run) WHERE run_id = '$RUN1'"
id=$(sqlite3 run.db 'SELECT id FROM run')
status 0 rsg-usage -s run.db -r last --json
holds '.total.attempts == 4' out
status 0 rsg-runs prune --keep 0 -s run.db
status 0 rsg-usage -s run.db -r "$id" --json
holds '.total.attempts == 4' out
status 0 rsg-audit --verify -s run.db
EOT

it 'lists the attempts' <<'EOT'
. "$E2E_SETUP"
ledger
status 0 rsg-usage -a -s run.db
[ "$(wc -l <out)" -eq 8 ]
has '2026-11-15T23:59:59.000Z	'$RUN1'	ranking	p/one	1	failed' out
status 0 rsg-usage --attempts -s run.db --json
mv out attempts
status 0 rsg-check usage <attempts
holds '.attempts | map(.status) == ["failed", "ok", "ok", "ok", "sent", "cached", "interrupted"]' attempts
holds '.attempts[3].cost_usd == null and .attempts[4].reserved_usd == 0.04' attempts
holds '.attempts[5].saved_usd == 0.0015' attempts
status 0 rsg-usage -a -s run.db --since 24h --csv
[ "$(wc -l <out)" -eq 4 ]
EOT

it 'gives a spreadsheet no formula, and no field that breaks its row' <<'EOT'
. "$E2E_SETUP"
ledger
n=0
for text in '=1+1' '+1' '-1' '@a' '	=1' 'a,b' 'say "x"' 'two
lines' "it's"; do
	n=$((n + 1))
	printf "UPDATE attempt SET model = '%s' WHERE id = %d;\n" \
		"$(printf '%s' "$text" | sed "s/'/''/g")" "$n"
	[ "$n" -lt 7 ] || printf "UPDATE attempt SET reason = '%s' WHERE id = 1;\n" \
		"$(printf '%s' "$text" | sed "s/'/''/g")"
done >texts.sql
sqlite3 run.db <texts.sql
status 0 rsg-usage -a --csv -s run.db
python3 - out <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="")))
assert len(rows) == 7, rows
models = [row["model"] for row in rows]
assert models == ["'=1+1", "'+1", "'-1", "'@a", "'=1", "a,b", 'say "x"'], models
assert rows[0]["reason"] == "it's", rows[0]
assert all(None not in row and row["run"] is not None for row in rows)
PY
status 0 rsg-usage --csv -s run.db
lacks ',=' out
has "\"'=1+1\"" out
status 2 rsg-usage --csv --json -s run.db
EOT

it 'tells the state of the budgets' <<'EOT'
. "$E2E_SETUP"
ledger
export RSG_BUDGET_DAY=0.05 RSG_BUDGET_WEEK=10 RSG_BUDGET_RUN=1
status 0 rsg-usage -s run.db --json
holds '.budgets | map([.name, .limit_usd, .spent_usd]) == [["day", 0.05, 0.04], ["week", 10, 0.2915]]' out
status 0 rsg-usage -s run.db --json -r $RUN1
holds '.budgets[0] == {name: "run", limit_usd: 1, spent_usd: 0.2515}' out
on_tty 0 'rsg-usage -s run.db --no-color'
has 'budget of the day: 0.04 of 0.05 USD, 80 %' out
has 'up to 0.04 USD more' out
status 0 rsg-usage -s run.db
lacks budget out
EOT

it 'fits its tables to a terminal' <<'EOT'
. "$E2E_SETUP"
ledger
sqlite3 run.db "UPDATE attempt SET model = 'provider/a-model-with-a-very-long-name-20261120',
	uncached_in = 123456789, out = 12345678, fault = 'context-window', reason =
	'The provider has a lot to say about what went wrong here' WHERE model = 'p/one'"
for columns in 80 100 120 200; do
	export COLUMNS=$columns
	for how in '' '-a' '-b run' '-b day'; do
		on_tty 0 "rsg-usage $how -s run.db --no-color"
		[ "$(tr -d '\r' <out | sed '/^$/,$d' | wc -L)" -le "$columns" ]
	done
done
has 'of it cached' out
EOT

it 'shows control characters and sends none' <<'EOT'
. "$E2E_SETUP"
ledger
sqlite3 run.db "UPDATE attempt SET model = 'exec:' || char(27) || '[31mred', reason = char(7)"
esc=$(printf '\033')
for how in '' -a; do
	on_tty 0 "rsg-usage $how -s run.db --no-color"
	lacks "$esc" out
	status 0 rsg-usage $how -s run.db
	lacks "$esc" out
done
EOT

it 'has nothing to say of a new store, and makes none' <<'EOT'
. "$E2E_SETUP"
ledger
sqlite3 run.db 'DELETE FROM attempt'
status 0 rsg-usage -s run.db
[ "$(tail -n 1 out)" = "$(printf 'total\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0.000000\t\t0.000000')" ]
status 0 rsg-usage -s run.db --json
mv out sums
status 0 rsg-check usage <sums
status 74 rsg-usage -s none.db
[ ! -e none.db ]
status 2 rsg-usage --no-store
EOT

it 'adds up what became of generated tests, by model and framework' <<'EOT'
. "$VERIFIED"
survivals
status 0 rsg-usage --survival -s run.db --json
mv out sums
status 0 rsg-check usage <sums
holds '.survival.rows | map([.model, .framework]) == [["p/one", "pytest"], ["q/two", "pytest"], ["p/one", "vitest"]]' sums
holds '.survival.rows[0] == {model: "p/one", framework: "pytest", runs: 2, generated: 6, parsed: 6, built: 6,
	passed: 5, stable: 5, unique: 5, tied: 5, proven: 3, survived: 5}' sums
holds '.survival.rows[1] | [.generated, .parsed, .built, .passed, .stable] == [3, 2, 1, 1, 0]' sums
holds '.survival.total == {runs: 2, generated: 10, parsed: 9, built: 7, passed: 6, stable: 5, unique: 5, tied: 5,
	proven: 3, survived: 5}' sums
holds 'keys == ["survival"]' sums
status 0 rsg-usage --survival -s run.db
[ "$(head -n 1 out)" = "$(printf 'model\tframework\truns\tgenerated\tparsed\tbuilt\tpassed\tstable\tunique\ttied\tproven\tsurvived\tshare')" ]
[ "$(sed -n 2p out)" = "$(printf 'p/one\tpytest\t2\t6\t6\t6\t5\t5\t5\t5\t3\t5\t83 %%')" ]
[ "$(tail -n 1 out)" = "$(printf 'total\t\t2\t10\t9\t7\t6\t5\t5\t5\t3\t5\t50 %%')" ]
status 0 rsg-usage --survival -s run.db --csv
[ "$(tr -d '\r' <out | sed -n 2p)" = 'p/one,pytest,2,6,6,6,5,5,5,5,3,5' ]
[ "$(wc -l <out)" -eq 4 ]
status 2 rsg-usage --survival -a -s run.db
has 'two things' err
EOT

it 'counts of each run that is there its newest verification, and what this store executed before others' <<'EOT'
. "$VERIFIED"
. "$GENERATED"
verified 1 2026-11-18 p/one/pytest=4,4,4,3,3,3,3,1,3
verified 1 2026-11-19 p/one/pytest=4,4,4,4,4,4,4,4,4
verified 2 2026-11-20 q/two/pytest=1,0,0,0,0,0,0,0,0
status 0 rsg-usage --survival -s run.db --json
holds '.survival.rows | map([.model, .runs, .generated, .survived]) == [["p/one", 1, 4, 4], ["q/two", 1, 1, 0]]' out
status 0 rsg-usage --survival -s run.db --json --since 2026-11-20
holds '(.survival.rows | map(.model)) == ["q/two"] and .survival.total.generated == 1 and (.since | length) == 24' out
status 0 rsg-usage --survival -s run.db --json -r 01930003-7c00-7000-8000-000000000001
holds '.survival.total.survived == 4 and (.run | test("1$"))' out
printf 'x\n' >a.t
document sharness shell t/ a.t=one | jq -c '.run.id = "01930003-7c00-7000-8000-000000000001"' >doc
status 0 rsg-verify -s run.db -R . <doc
verified 1 2026-11-21 p/one/pytest=4,4,4,4,4,4,4,4,4
status 0 rsg-usage --survival -s run.db --json -r 01930003-7c00-7000-8000-000000000001
holds '.survival.rows | map([.model, .framework, .generated, .survived]) == [["fake/one", "sharness", 1, 0]]' out
status 0 rsg-runs rm -s run.db 01930003-7c00-7000-8000-000000000001
status 0 rsg-usage --survival -s run.db --json
holds '.survival.rows | map(.model) == ["q/two"]' out
status 66 rsg-usage --survival -s run.db -r 0193ffff
status 66 rsg-usage --survival -s run.db -r 01930003-7c00-7000-8000-00000000000f
EOT

it 'counts tests that the sandbox ran' <<'EOT'
. "$GENERATED"
has_sandbox
command -v bats >/dev/null || skip 'no bats'
printf '@test "one" {\n\tdiscount=10 prices=100\n\trun ./cart.sh "$discount" "$prices"\n\t[ "$output" = 90 ] # total\n}\n' >a.bats
sed 's/= 90/= 91/' a.bats >b.bats
document bats shell test/ a.bats=one b.bats=one >doc
status 0 rsg-verify -s run.db --runs 2 -R "$DATA/verify/bats" <doc
status 0 rsg-usage --survival -s run.db -r last --json
holds '.survival.rows == [{model: "fake/one", framework: "bats", runs: 1, generated: 2, parsed: 2, built: 2, passed: 1,
	stable: 1, unique: 1, tied: 1, proven: 0, survived: 1}]' out
EOT

it 'has a table of survivals that fits a terminal, shows what is odd and has nothing of an empty store' <<'EOT'
. "$VERIFIED"
verified 1 2026-11-18 "provider/a-model-with-a-very-long-name-20261120/a-framework-of-a-name=123456,4,4,3,3,3,3,1,123455" \
	'=1+1/pytest=1,1,1,1,1,1,1,1,1'
for columns in 80 100 120 200; do
	export COLUMNS=$columns
	on_tty 0 'rsg-usage --survival -s run.db --no-color'
	[ "$(tr -d '\r' <out | wc -L)" -le "$columns" ]
	has share out
done
has '99 %' out
status 0 rsg-usage --survival -s run.db --csv
has "'=1+1" out
sqlite3 run.db "UPDATE phase_execution SET entry = json_set(entry, '\$.output.survival[0].model', char(27) || '[31mred') WHERE phase = 'verification'"
on_tty 0 'rsg-usage --survival -s run.db --no-color'
lacks "$(printf '\033')" out
sqlite3 run.db "UPDATE phase_execution SET entry = '{' WHERE phase = 'verification'"
status 0 rsg-usage --survival -s run.db
[ "$(tail -n 1 out)" = "$(printf 'total\t\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t')" ]
status 0 rsg-usage --survival -s run.db --json
holds '.survival.rows == [] and .survival.total.runs == 0' out
EOT

finish
