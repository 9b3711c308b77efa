#!/bin/sh
# run.sh DIR [PART...] - time the programs against what the same work costs with other tools.
#
# Parts: small pipeline scan index retrieve change limits runs llm redact sandbox.  DIR holds cases, clock, dot and together.
# BENCH_N is the number of cases (100000), BENCH_TREE a tree of sources to scan (without it that part is left out); BENCH_CPU compares
# processor time in place of wall time, for a busy machine.  Both sides are timed in turn in one run;
# what counts is the ratio.  Status 1 when a goal is missed.
# shellcheck disable=SC2317,SC2094
set -eu

bench=$(cd "$1" && pwd)
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
n=${BENCH_N:-100000}
data=$root/tests/data/run-document.json
PATH=$root/bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export HOME="$work/home" LC_ALL=C
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME RSG_STORE
mkdir "$HOME"
cd "$work"
missed=0
field=1
[ -z "${BENCH_CPU-}" ] || field=2

# clock ROUNDS INPUT OURS INPUT OTHER: sets ours_ms, ours_mib, other_ms.
clock() {
	"$bench/clock" "$@" >clocked
	ours_mib=$(awk '{ print int($3 / 1024); exit }' clocked)
	ours_ms=$(awk -v f="$field" '{ print $f; exit }' clocked)
	other_ms=$(awk -v f="$field" 'NR == 2 { print $f }' clocked)
}

# row NAME OURS OTHER GOAL UNIT - OURS over OTHER; the goal is the most that may be.
row() {
	printf '%s\n' "$1|$2|$3|$4|$5" | awk -F'|' '{
		ratio = $3 > 0 ? $2 / $3 : 0
		printf "%-46s %9.1f %9.1f %-3s %6.2f <= %-4s %s\n", $1, $2, $3, $5, ratio, $4,
			ratio <= $4 ? "ok" : "MISSED"
		exit ratio > $4
	}' || missed=1
}

# most NAME VALUE GOAL UNIT
most() {
	printf '%-46s %9d %9s %-3s %6s <= %-4s ' "$1" "$2" '' "$4" '' "$3"
	if [ "$2" -le "$3" ]; then
		echo ok
	else
		echo MISSED
		missed=1
	fi
}

# doc PHASE... - the example document with these phases only.
doc() {
	jq -c --arg keep "$*" '($keep | split(" ")) as $k |
		.phases |= with_entries(select(.key as $p | $k | index($p)))' "$data"
}

part_small() {
	cases records 50 >records
	rsg-index -q <records
	jq -r .story.text "$data" >story.md
	while [ "$(wc -c <story.md)" -lt 4096 ]; do
		echo "The guest sees the total of the cart before paying, at every step." >>story.md
	done
	doc ingestion >ingested
	rsg-embed <ingested >embedded
	rsg-retrieve <embedded >retrieved
	rsg-cover <retrieved >covered
	rsg-rank <covered >ranked
	rsg-generate -q --threshold 0 <ranked >generated
	sqlite3 base.db 'create table t(a)'
	echo 'select 1;' >select.sql
	echo "insert into t values('a');" >insert.sql
	for pair in story.md:ingest ingested:classify ingested:embed embedded:retrieve \
		retrieved:cover covered:rank ranked:generate generated:audit generated:show \
		generated:check; do
		tool=rsg-${pair#*:} in=${pair%:*}
		[ "$tool" != rsg-generate ] || tool='rsg-generate --threshold 0'
		if [ "$tool" != rsg-retrieve ]; then
			clock 30 "$in" "$tool -q --no-store" select.sql 'sqlite3 :memory:'
			row "$tool on 4 KiB, no store; sqlite3 select 1" "$ours_ms" "$other_ms" 3 ms
		fi
		clock 30 "$in" "$tool -q" insert.sql 'sqlite3 base.db'
		row "$tool on 4 KiB, store; sqlite3 insert" "$ours_ms" "$other_ms" 3 ms
		most "  memory" "$ours_mib" 16 MiB
	done
}

phases='rsg-classify | rsg-embed | rsg-retrieve | rsg-cover | rsg-rank | rsg-generate -q | rsg-audit'

part_pipeline() {
	cases records 1000 >records
	rsg-index -q --corpus thousand <records
	cases story 1000 >story.md
	export RSG_CORPUS_NAME=thousand
	sh -c "rsg-ingest <story.md | $phases" >run.json || [ $? -eq 1 ]
	clock 15 story.md "rsg-ingest | $phases" run.json 'jq .'
	unset RSG_CORPUS_NAME
	row "eight phases, 1,000 tests; jq on $(wc -c <run.json) bytes" "$ours_ms" "$other_ms" 2.5 ms
}

part_scan() {
	tree=${BENCH_TREE-}
	if [ -z "$tree" ]; then
		echo 'rsg-scan: name a tree of sources, such as those of git, in BENCH_TREE'
		return
	fi
	clock 5 /dev/null "rsg-scan $tree" /dev/null "ctags -R -f - $tree"
	row "rsg-scan on $(find "$tree" -type f | wc -l) files; ctags" "$ours_ms" "$other_ms" 0.5 ms
	most "  memory" "$ours_mib" 300 MiB
}

part_index() {
	cases records "$n" >records
	cases text "$n" >text
	cat >base.sql <<-'EOF'
		CREATE VIRTUAL TABLE t USING fts5(title, path, body);
		BEGIN;
		.mode tabs
		.import text t
		COMMIT;
	EOF
	clock 2 records "rm -f large.db; rsg-index -q -s large.db" \
		base.sql "rm -f fts.db; sqlite3 fts.db"
	first_ms=$ours_ms
	row "rsg-index of $n cases; FTS5" "$ours_ms" "$other_ms" 2 ms
	most "  memory" "$ours_mib" 300 MiB
	clock 5 records "rsg-index -q -s large.db"
	row "  the same again; the first time" "$ours_ms" "$first_ms" 0.05 ms
}

part_retrieve() {
	[ -f fts.db ] || part_index
	cases story "$n" >story.md
	export RSG_STORE="$work/large.db"
	rsg-ingest <story.md | rsg-embed >embedded
	cases queries "$n" |
		sed "s/.*/SELECT rowid FROM t WHERE t MATCH '&' ORDER BY rank LIMIT 20;/" >queries.sql
	dot=$("$bench/dot" "$n")
	clock 5 embedded rsg-retrieve queries.sql "sqlite3 fts.db"
	row "rsg-retrieve at $n; FTS5 queries and dot" "$ours_ms" \
		"$(echo "$other_ms $dot" | awk '{ print $1 + $2 }')" 2 ms
	most "  memory" "$ours_mib" 300 MiB
	rsg-retrieve <embedded >retrieved
	rsg-cover <retrieved >covered
	for pair in retrieved:cover covered:rank; do
		clock 3 "${pair%:*}" "rsg-${pair#*:}"
		most "  memory of rsg-${pair#*:} at $n" "$ours_mib" 300 MiB
	done
	unset RSG_STORE
}

# A change of about 500 lines among 10,000 tests, with 5,000 commits: the first time, and when the history is known.
part_change() {
	git init -q -b main project
	awk -v commits=5000 -f "$root/tests/bench/history.awk" | git -C project fast-import --quiet
	git -C project gc -q
	git -C project reset -q --hard
	(
		cd project
		rsg-scan -q . | rsg-index -q -s ../project.db
		find src -name '*.py' | LC_ALL=C sort | awk 'NR % 250 == 7' | while read -r file; do
			awk 'NR % 3 == 0 { sub(/x = /, "y = changed_value + ") } { print }' "$file" >../changed
			cat ../changed >"$file"
		done
		git diff >../diff
		git checkout -q .
	)
	change="rsg-impact -q -s ../known.db | rsg-retrieve -q -s ../known.db | rsg-rank -q -s ../known.db"
	clock 5 diff "cd project; cp ../project.db ../known.db; $change" /dev/null "git -C project log --name-only"
	row "ranking 10,000 tests for $(wc -l <./diff) lines, cold; git log --name-only" "$ours_ms" "$other_ms" 3 ms
	most "  memory" "$ours_mib" 300 MiB
	(cd project && sh -c "$change" <../diff) >ranked.json
	clock 5 diff "cd project; $change" ranked.json 'jq .'
	row "  warm; jq on $(wc -c <ranked.json) bytes" "$ours_ms" "$other_ms" 5 ms
}

# least NAME VALUE GOAL UNIT
least() {
	printf '%-46s %9d %9s %-3s %6s >= %-4s ' "$1" "$2" '' "$4" '' "$3"
	if [ "$2" -ge "$3" ]; then
		echo ok
	else
		echo MISSED
		missed=1
	fi
}

# What sixteen processes do to a limit of 20 a second for 5 s, and to a budget of 1.00 USD.
part_limits() {
	"$bench/together" limiter limits.db 16 20 5 >together
	most '16 processes, 20 a second: the fullest second' "$(cut -d' ' -f1 together)" 20 ''
	least '  of the 100 there are in 5 s' "$(cut -d' ' -f2 together)" 90 ''
	"$bench/together" budget budget.db 16 1000000 >together
	most '16 processes, 1.00 USD: the most ever spent' "$(cut -d' ' -f1 together)" 1000000 ''
	least '  at the end' "$(cut -d' ' -f2 together)" 980000 ''
}

# A store of 10,000 runs, each the example's with a gate and the price of two calls.  The log is not a chain.
many_runs() {
	doc ingestion classification embedding retrieval coverage ranking generation >generated
	rsg-audit -q -s runs.db <generated >audited
	sqlite3 runs.db <<-'EOF'
		DROP TRIGGER audit_log_keeps;
		DROP TRIGGER audit_log_stays;
		DROP TRIGGER audit_log_appends;
		DROP TRIGGER audit_log_in_order;
		BEGIN;
		CREATE TEMP TABLE n AS WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 9999)
			SELECT i, printf('01940000-%04x-7000-8000-000000000000', i) AS id FROM c;
		CREATE TEMP TABLE e AS SELECT *, row_number() OVER (ORDER BY id) AS nr FROM phase_execution;
		INSERT INTO run SELECT NULL, n.id, created_at + i, added_at + i, NULL, title || ' ' || i, base FROM n, run;
		INSERT INTO phase_execution SELECT NULL, n.id, phase, status, origin, engine, started_at, duration_ms,
			input_sha256, output_sha256, error, entry, base, entries, score FROM n, e ORDER BY n.i, nr;
		CREATE TEMP TABLE a AS SELECT *, row_number() OVER (ORDER BY seq) AS nr FROM audit_log;
		INSERT INTO audit_log SELECT NULL, at, event, n.id, data, previous, hash FROM n, a ORDER BY n.i, nr;
		INSERT INTO approval_gate SELECT NULL, run.id, 'ranking', e.output_sha256, e.output_sha256, 'asked', 'approved',
			0, 1, 1, 'Jo', 'flag', NULL, NULL FROM run JOIN phase_execution e ON e.run_id = run.id AND e.phase = 'ranking';
		INSERT INTO attempt (call, run_id, phase, model, resolved_model, number, request_sha256, prompt_sha256, status,
			fault, http_status, reason, fallback, started_at, ended_at, waited_ms, uncached_in, cache_read,
			cache_write_5m, cache_write_1h, out, reasoning, usage_known, reserved, cost)
			SELECT run.id, run.id, 'ranking', 'p/m', '', k.value, '', '', 'ok', '', 200, '', '', 0, 1, 0, 1, 0, 0,
			0, 1, 0, 1, 0, 1500 FROM run, json_each('[1,2]') k;
		COMMIT;
		PRAGMA wal_checkpoint(TRUNCATE);
	EOF
}

part_runs() {
	many_runs >made
	for limit in 20 0; do
		all=$limit
		[ "$limit" -gt 0 ] || all=-1
		sed "s/^--.*//; s/?1/0/; s/?2/$all/; s/?[34]/NULL/g; s/?5/$(date +%s)000/" \
			"$root/lib/store/sql/query/run-list.sql" >list.sql
		clock 10 /dev/null "rsg-runs list -s runs.db --limit $limit" list.sql "sqlite3 runs.db"
		row "rsg-runs list --limit $limit of 10,000; sqlite3" "$ours_ms" "$other_ms" 3 ms
	done
	clock 3 /dev/null "rsg-runs list -s runs.db --limit 0 --json" list.sql "sqlite3 runs.db"
	row '  as JSON' "$ours_ms" "$other_ms" 3 ms
	most "  memory" "$ours_mib" 64 MiB
}

# One question over HTTP, and what curl takes for the same POST.
part_llm() {
	python3 -B "$root/tests/peers/stub.py" >peer &
	peer=$!
	trap 'kill "$peer"; rm -rf "$work"' EXIT
	until grep -q url peer; do sleep 0.05; done
	url=$(jq -r .url peer)/ok
	unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
	export ANTHROPIC_BASE_URL="$url" ANTHROPIC_API_KEY=sk-bench
	echo '{"messages":[{"role":"user","content":"What is 2 + 2?"}]}' >request
	rsg-llm -n -m anthropic/claude-sonnet-5-5 <request | jq -c .body >body
	post="curl -sS $url/v1/messages -H content-type:application/json --data-binary @-"
	post="$post -H x-api-key:sk-bench -H anthropic-version:2023-06-01"
	for with in '--cache off' '--cache refresh' '--cache off --no-store'; do
		clock 60 request "rsg-llm -m anthropic/claude-sonnet-5-5 $with" body "$post"
		row "rsg-llm $with; curl" "$ours_ms" "$other_ms" 1.3 ms
	done
	most "  memory" "$ours_mib" 16 MiB
	rsg-llm -m anthropic/claude-sonnet-5-5 <request >answered
	clock 60 request "rsg-llm -m anthropic/claude-sonnet-5-5" body "$post"
	row "rsg-llm, from the cache; curl" "$ours_ms" "$other_ms" 1 ms
	unset ANTHROPIC_BASE_URL ANTHROPIC_API_KEY
}

# All rules against as many alternatives of grep as one would write by hand.
part_redact() {
	find /usr/include /usr/share/doc -type f -size -512k -print0 | xargs -0 cat | head -c 50000000 >text
	cat >patterns <<-'EOF'
		gh[pousr]_[0-9A-Za-z]{36}
		sk-ant-[a-z0-9]+-[0-9A-Za-z_-]{20}
		(AKIA|ASIA)[A-Z2-7]{16}
		xox[bp]-[0-9]{10}
		AIza[0-9A-Za-z_-]{35}
		-----BEGIN [A-Z ]*PRIVATE KEY
		://[^ /:@]*:[^ /@]{4,}@
		([Pp]assword|PASSWORD|passwd)[ "']*[=:][ ]*["'][^"']{6,}
		([Ss]ecret|[Tt]oken|TOKEN|api_key|API_KEY)[ "']*[=:][ ]*["'][^"']{16,}
	EOF
	clock 5 /dev/null "rsg-redact -C text" /dev/null "grep -aicEf patterns text"
	row "rsg-redact -C of 50 MB; grep -E of 9 patterns" "$ours_ms" "$other_ms" 1.5 ms
	head -c 20000 text >little
	clock 60 /dev/null "rsg-redact little" /dev/null "sed -E s/gh[pousr]_[0-9A-Za-z]{36}/x/g little"
	row "rsg-redact of 20 kB; sed -E of one pattern" "$ours_ms" "$other_ms" 3 ms
}

# What a sandbox costs a command that does nothing, the copy of a small project included.
part_sandbox() {
	mkdir project
	cp "$root"/lib/sandbox/*.c project/
	clock 60 /dev/null "cd project; rsg-verify -- true" /dev/null "cd project; true"
	most "rsg-verify -- true, over true" "$(echo "$ours_ms $other_ms" | awk '{ print int($1 - $2 + 0.5) }')" 15 ms
}

cases() { "$bench/cases" "$@"; }

printf '%-46s %9s %9s %-3s %6s\n' what ours other '' ratio
[ $# -gt 0 ] || set -- small pipeline scan index retrieve change limits runs sandbox
for part; do
	part_"$part"
done
exit $missed
