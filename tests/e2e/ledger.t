#!/bin/sh
# What the ledger promises to many processes at once, and of one that is killed: rsg-llm on one store.
. "${0%/*}/lib.sh"

# A command as a model, with prices: a token in costs 10 millionths, one out a thousandth of a dollar.
cat >"$E2E_BASE/setup.sh" <<'EOT'
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/prices.json" <<-EOF
	{"models": [{"id": "*", "provider": "exec", "source": "a test",
		"usd_per_mtok": {"input": 10, "output": 1000}}]}
EOF
answer='{"text":"yes","usage":{"input_tokens":100,"output_tokens":12}}'
echo '{"messages":[{"role":"user","content":"Is it?"}]}' >request
export RSG_STORE="$PWD/run.db" RSG_CACHE_MODE=off RSG_LLM_MAX_TOKENS=20
rows() {
	sqlite3 -cmd '.timeout 30000' run.db "$1"
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'lets sixteen processes spend a budget of 1.00 USD and not a millionth more' <<'EOT'
. "$E2E_SETUP"
export RSG_BUDGET_DAY=1
status 0 rsg-llm -m "exec:cat >asked; echo '$answer'" <request
holds '.cost_usd == 0.013' out
for n in $(seq 16); do
	{
		got=0
		while [ $got -eq 0 ]; do
			rsg-llm -q -m "exec:cat >asked.$n; echo '$answer'" <request >$n.out 2>$n.said || got=$?
		done
		echo $got >$n.status
	} &
done
looks=0
while [ "$(find . -name '*.status' | wc -l)" -lt 16 ]; do
	spent=$(rows 'SELECT sum(reserved) + sum(coalesce(cost, 0)) FROM attempt')
	[ "$spent" -le 1000000 ] || fail "$spent millionths are spent and set aside"
	looks=$((looks + 1))
done
wait
[ "$looks" -gt 5 ]
cat ./*.status | sort -u >statuses
[ "$(cat statuses)" = 77 ]
has 'the budget of the day is 1 USD' 1.said
spent=$(rows 'SELECT sum(reserved) + sum(cost) FROM attempt')
[ "$spent" -le 1000000 ]
[ "$spent" -gt 950000 ]
[ "$(rows "SELECT count(*) FROM attempt WHERE status <> 'ok' OR cost <> 13000")" -eq 0 ]
[ "$(rows "SELECT count(*) FROM audit_log WHERE event = 'budget'")" -eq 16 ]
status 0 rsg-audit --verify
status 0 rsg-usage --json
holds ".total.cost_usd == $spent / 1e6 and .total.reserved_usd == 0 and .total.unknown_cost == 0" out
holds '.total.calls * 13000 == '$spent' and .budgets[0].spent_usd == .total.cost_usd' out
EOT

it 'counts what a killed process set aside as spent' <<'EOT'
. "$E2E_SETUP"
export RSG_BUDGET_WEEK=0.05
rsg-llm -m 'exec:echo $$ >model.pid; exec sleep 100' <request >killed.out 2>killed.said &
pid=$!
until [ -s model.pid ]; do
	kill -0 $pid
done
[ "$(rows "SELECT count(*) FROM attempt WHERE status = 'sent'")" -eq 1 ]
{ kill -KILL $pid "$(cat model.pid)" && wait $pid; } >killed 2>&1 || :
reserved=$(rows "SELECT reserved FROM attempt WHERE status = 'sent'")
[ "$reserved" -ge 20000 ]
status 0 rsg-llm -m "exec:cat >asked; echo '$answer'" <request
status 77 rsg-llm -m "exec:cat >asked; echo '$answer'" <request
has 'budget of the week' err
status 0 rsg-usage --json
holds '.total.interrupted == 1 and .total.unknown_cost == 1 and .total.cost_usd == 0.013' out
holds '.total.reserved_usd == '$reserved' / 1e6' out
EOT

it 'has a row for each attempt, and a fallback in the audit log' <<'EOT'
. "$E2E_SETUP"
export RSG_RETRY_TIMES=1 RSG_RETRY_WAIT=1ms
status 0 rsg-llm -m 'exec:cat >asked; exit 75' --fallback "exec:cat >asked; echo '$answer'" <request
holds '.attempts | length == 3' out
status 0 rsg-usage -a --json
holds '.attempts | map(.status) == ["failed", "failed", "ok"]' out
holds '.attempts | map(.number) == [1, 2, 3] and (map(.call) | unique | length) == 1' out
holds '.attempts | map(.fallback != "") == [false, false, true]' out
holds '.attempts[2].price == "*" and .attempts[2].cost_usd == 0.013' out
status 0 rsg-usage --json
holds '.total.calls == 1 and .total.attempts == 3 and .total.failed == 2 and .total.retried == 2' out
[ "$(rows "SELECT count(*) FROM audit_log WHERE event = 'fallback'")" -eq 1 ]
status 0 rsg-audit --verify
EOT

it 'writes the row before anything is sent' <<'EOT'
. "$E2E_SETUP"
status 0 rsg-llm -m "exec:cat >asked; sqlite3 run.db 'SELECT status FROM attempt' >seen; echo '$answer'" \
	<request
has sent seen
[ "$(rows 'SELECT status FROM attempt')" = ok ]
EOT

it 'keeps the pace of sixteen processes together' <<'EOT'
. "$E2E_SETUP"
{
	echo 'limit:'
	echo '  all:'
	echo '    requests: 10'
} >"$HOME/.config/rsg/config.yaml"
for n in $(seq 16); do
	for call in 1 2; do
		rsg-llm -q -m "exec:date +%s%3N >>sent.$n; echo '$answer'" <request >$n.out 2>>$n.said || echo $? >>bad
	done &
done
wait
[ ! -e bad ]
cat sent.* | sort -n >sent
[ "$(wc -l <sent)" -eq 32 ]
status 0 awk '{ at[NR] = $1 } END { exit at[NR] - at[1] < 2900 }' sent
status 0 rsg-usage --json
holds '.total.calls == 32' out
EOT

finish
