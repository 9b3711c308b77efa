#!/bin/sh
# A program killed before a call that changes a file leaves a sound store, and the same command works
# afterwards.  All phases write in the same way: one is killed before each call, the others before
# every fourth.
. "${0%/*}/lib.sh"

cat >"$E2E_BASE/kill.sh" <<'EOT'
# Sanitized programs want to be the first library.
case ${RSG_BIN-} in *asan*) skip 'preloading does not go with the sanitizers' ;; esac
${CC:-cc} -shared -fPIC -O1 -o ../kill.so "$ROOT/tests/torture/kill.c"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc.json

# everywhere STEP INPUT COMMAND...: from the state in start/, kill the command before its first
# change, before STEP later, and so on until it ends by itself.
everywhere() {
	step=$1
	input=$2
	shift 2
	n=$((1 - step))
	got=137
	while [ "$got" -eq 137 ]; do
		n=$((n + step))
		[ "$n" -lt 2000 ] || fail 'it does not end'
		rm -rf now
		cp -R start now
		got=0
		(KILL_AT=$n LD_PRELOAD=../kill.so "$@" <"$input" >killed.out || exit $?) 2>killed.err || got=$?
		sound
		status '0 1' "$@" <"$input"
		sound
	done
	rm -f killed.err
	[ "$got" -le 1 ] || fail "ended with $got"
	[ "$n" -gt 5 ] || fail "only $n changes"
}

sound() {
	[ -s now/run.db ] || return 0
	case $(sqlite3 now/run.db 'PRAGMA integrity_check; PRAGMA user_version' | tr '\n' ' ') in
	'ok 0 ') ;; # the tables were not made yet
	'ok '*) status 0 rsg-audit --verify -s now/run.db ;;
	*) fail "$n: damaged" ;;
	esac
}
EOT
E2E_SETUP=$E2E_BASE/kill.sh
export E2E_SETUP

it 'while the store is made' <<'EOT'
. "$E2E_SETUP"
mkdir start
everywhere 1 doc.json rsg-classify -s now/run.db
EOT

# What each phase reads, and the store before it: DOCS/TOOL.in and DOCS/TOOL.start/run.db.
export DOCS="$E2E_BASE/docs"
PHASES='rsg-ingest rsg-classify rsg-embed rsg-retrieve rsg-cover rsg-rank rsg-generate rsg-audit'
mkdir "$DOCS"
(
	cd "$DOCS" || exit
	export HOME="$DOCS" RSG_STORE="$DOCS/run.db"
	rsg-scan "$ROOT/examples/01-shop/tests" | head -n 20 | rsg-index -q
	head -n 12 "$ROOT/examples/01-shop/story.md" >next
	for tool in $PHASES; do
		mv next "$tool.in"
		mkdir "$tool.start"
		cp run.db* "$tool.start/"
		"$tool" -q <"$tool.in" >next
	done
) >"$DOCS/log" 2>&1

for tool in $PHASES; do
	export tool
	it "in $tool, and the phases before it stay as they were" <<'EOT'
. "$E2E_SETUP"
[ -s "$DOCS/$tool.in" ] || fail "$(cat "$DOCS/log")"
mv "$DOCS/$tool.start" start
step=4
[ "$tool" = rsg-audit ] && step=1
everywhere "$step" "$DOCS/$tool.in" "$tool" -q -s now/run.db
status 0 rsg-runs doc last -s now/run.db
holds '.phases | length >= 1' out
[ "$tool" = rsg-ingest ] && exit
mv out document.json
phase=$(jq -r '.phases | keys_unsorted[-2]' document.json)
status 0 rsg-runs doc last --phase "$phase" -s now/run.db
same "$DOCS/$tool.in" out
EOT
done

it 'in rsg-runs import' <<'EOT'
. "$E2E_SETUP"
mkdir start
status 0 rsg-audit -s other.db <doc.json
status 0 rsg-runs export last -s other.db
mv out bundle
everywhere 3 bundle rsg-runs import -s now/run.db
status 0 rsg-runs list --json -s now/run.db
holds 'length == 1' out
EOT

it 'in rsg-runs prune, where the space is given back' <<'EOT'
. "$E2E_SETUP"
mkdir start
status 0 rsg-audit -s start/run.db <doc.json
jq -c '.run.id = "01930000-7c00-7000-8000-000000000002" | .story.text += ("much " * 20000)' doc.json >two.json
status 0 rsg-audit -s start/run.db <two.json
everywhere 3 /dev/null rsg-runs prune --keep 0 -s now/run.db
status 0 rsg-runs list --all --json -s now/run.db
holds 'length == 0' out
EOT

it 'in rsg-index' <<'EOT'
. "$E2E_SETUP"
mkdir start
for n in 1 2 3 4 5; do
	jq -c --arg n "$n" '.id += $n | .name += $n' "$DATA/test-case.json"
done >tests.jsonl
head -n 3 tests.jsonl >some.jsonl
status 0 rsg-index -s start/run.db <some.jsonl
everywhere 2 tests.jsonl rsg-index -s now/run.db
[ "$(sqlite3 now/run.db 'SELECT tests FROM corpus')" = 5 ]
EOT

finish
