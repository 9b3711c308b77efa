#!/bin/sh
# run.sh DIR [PART...] - time the programs against what the same work costs with other tools.
#
# Parts: small pipeline scan index retrieve.  DIR holds cases, clock and dot.  BENCH_N is the number
# of cases (100000), BENCH_TREE a tree of sources to scan (else one is made up).  Both sides are
# timed in turn in one run; what counts is the ratio.  Status 1 when a goal is missed.
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

clock() { "$bench/clock" "$@"; }

# row NAME OURS BASE GOAL UNIT - OURS over BASE; the goal is the most it may be.
row() {
	printf '%s\n' "$1|$2|$3|$4|$5" | awk -F'|' '{
		ratio = $3 > 0 ? $2 / $3 : 0
		printf "%-46s %10.1f %10.1f %-4s %7.2f  <= %-5s %s\n", $1, $2, $3, $5, ratio, $4,
			ratio <= $4 ? "ok" : "MISSED"
		exit ratio > $4
	}' || missed=1
}

first() { echo "${1%% *}"; }
memory() { echo $((${1##* } / 1024)); }

# doc PHASE... - the example document with these phases only.
doc() {
	jq -c --arg keep "$*" '($keep | split(" ")) as $k |
		.phases |= with_entries(select(.key as $p | $k | index($p)))' "$data"
}

worst() { awk '$1 > most { most = $1 } END { print most }'; }

part_small() {
	cases records 50 >records
	rsg-index -q <records
	jq -r .story.text "$data" >story.md
	while [ "$(wc -c <story.md)" -lt 4096 ]; do
		echo "The guest sees the total of the cart before paying, at every step." >>story.md
	done
	doc >0
	doc ingestion >1
	rsg-embed <1 >2
	rsg-retrieve <2 >3
	rsg-cover <3 >4
	rsg-rank <4 >5
	for store in without with; do
		option= base=
		if [ $store = without ]; then
			option=--no-store
			base=$(clock 40 /dev/null sqlite3 :memory: 'select 1')
		else
			sqlite3 base.db 'create table t(a)'
			base=$(clock 40 /dev/null sqlite3 base.db "insert into t values ('a')")
		fi
		for pair in story.md:ingest 1:classify 1:embed 2:retrieve 3:cover 4:rank 5:generate; do
			tool=${pair#*:}
			[ $tool$store != retrievewithout ] || continue
			# shellcheck disable=SC2086
			got=$(clock 40 "${pair%:*}" "rsg-$tool" -q $option)
			row "rsg-$tool, small document, $store store" "$(first "$got")" "$(first "$base")" 3 ms
			row "  memory, rsg-$tool" "$(memory "$got")" 1 16 MiB
		done
	done
}

phases='rsg-classify | rsg-embed | rsg-retrieve | rsg-cover | rsg-rank | rsg-generate -q | rsg-audit'

part_pipeline() {
	cases records 1000 >records
	rsg-index -q --corpus thousand <records
	cases story 1000 >story.md
	export RSG_CORPUS_NAME=thousand
	sh -c "rsg-ingest <story.md | $phases" >run.json || [ $? -eq 1 ]
	got=$(clock 10 story.md sh -c "rsg-ingest | $phases")
	base=$(clock 10 run.json jq .)
	unset RSG_CORPUS_NAME
	row "eight phases, 1,000 tests ($(wc -c <run.json) bytes)" "$(first "$got")" "$(first "$base")" 2.5 ms
}

part_scan() {
	tree=${BENCH_TREE:-$work/tree}
	[ -n "${BENCH_TREE-}" ] || { mkdir tree && cases tree 40000 tree; }
	got=$(clock 3 /dev/null rsg-scan "$tree")
	base=$(clock 3 /dev/null ctags -R -f - "$tree")
	row "rsg-scan on $(find "$tree" -type f | wc -l) files, ctags" "$(first "$got")" "$(first "$base")" 0.5 ms
	row "  memory, rsg-scan" "$(memory "$got")" 1 300 MiB
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
	rm -f fts.db
	base=$(clock 1 base.sql sqlite3 fts.db)
	got=$(clock 1 records rsg-index -q --corpus large)
	again=$(clock 3 records rsg-index -q --corpus large)
	row "rsg-index of $n cases, FTS5" "$(first "$got")" "$(first "$base")" 2 ms
	row "  the same again" "$(first "$again")" "$(first "$got")" 0.05 ms
	row "  memory, rsg-index" "$(memory "$got")" 1 300 MiB
}

part_retrieve() {
	[ -f fts.db ] || part_index
	cases story "$n" >story.md
	rsg-ingest <story.md | rsg-embed --corpus large >embedded
	cases queries "$n" |
		sed "s/.*/SELECT rowid FROM t WHERE t MATCH '&' ORDER BY rank LIMIT 20;/" >queries.sql
	dot=$("$bench/dot" "$n")
	base=$(clock 5 queries.sql sqlite3 fts.db)
	got=$(clock 5 embedded rsg-retrieve --corpus large)
	row "rsg-retrieve at $n, FTS5 queries + dot" "$(first "$got")" \
		"$(echo "$(first "$base") $dot" | awk '{ print $1 + $2 }')" 2 ms
	row "  memory, rsg-retrieve" "$(memory "$got")" 1 300 MiB
	rsg-retrieve --corpus large <embedded >3
	rsg-cover <3 >4
	for pair in 3:cover 4:rank; do
		got=$(clock 3 "${pair%:*}" "rsg-${pair#*:}")
		row "  memory, rsg-${pair#*:}" "$(memory "$got")" 1 300 MiB
	done
}

cases() { "$bench/cases" "$@"; }

printf '%-46s %10s %10s %-4s %7s\n' what ours other '' ratio
for part in ${*:-small pipeline scan index retrieve}; do
	part_"$part"
done
exit $missed
