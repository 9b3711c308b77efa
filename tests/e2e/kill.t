#!/bin/sh
# A program killed before any of the calls that change a file leaves a sound store, and the same
# command works afterwards.
. "${0%/*}/lib.sh"

cat >"$E2E_BASE/kill.sh" <<'EOT'
# Sanitized programs want to be the first library.
case ${RSG_BIN-} in *asan*) skip 'preloading does not go with the sanitizers' ;; esac
${CC:-cc} -shared -fPIC -O1 -o ../kill.so "$ROOT/tests/torture/kill.c"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc.json

# everywhere INPUT COMMAND...: from the state in start/, kill the command before its first change,
# its second, and so on until it ends by itself.
everywhere() {
	input=$1
	shift
	n=0
	got=137
	while [ "$got" -eq 137 ]; do
		n=$((n + 1))
		[ "$n" -lt 2000 ] || fail 'it does not end'
		rm -rf now
		cp -R start now
		got=0
		(KILL_AT=$n LD_PRELOAD=../kill.so "$@" <"$input" >killed.out || exit $?) 2>killed.err || got=$?
		sound
		status 0 "$@" <"$input"
		sound
	done
	rm -f killed.err
	[ "$got" -eq 0 ] || fail "ended with $got"
	[ "$n" -gt 5 ] || fail "only $n changes"
	echo "$n changes"
}

sound() {
	[ -s now/run.db ] || return 0
	[ "$(sqlite3 now/run.db 'PRAGMA integrity_check')" = ok ] || fail "$n: damaged"
	case $(sqlite3 now/run.db 'PRAGMA user_version') in
	0) ;; # the tables were not made yet
	*) status 0 rsg-audit --verify -s now/run.db ;;
	esac
}
EOT
E2E_SETUP=$E2E_BASE/kill.sh
export E2E_SETUP

it 'while the store is made' <<'EOT'
. "$E2E_SETUP"
mkdir start
everywhere doc.json rsg-classify -s now/run.db
EOT

it 'in a phase that is recorded' <<'EOT'
. "$E2E_SETUP"
mkdir start
status 0 rsg-classify -s start/run.db <doc.json
mv out classified.json
everywhere classified.json rsg-audit -s now/run.db
status 0 rsg-runs doc last -s now/run.db
status 0 rsg-runs doc last --phase classification -s now/run.db
same classified.json out
EOT

it 'in rsg-runs import' <<'EOT'
. "$E2E_SETUP"
mkdir start
status 0 rsg-audit -s other.db <doc.json
status 0 rsg-runs export last -s other.db
mv out bundle
everywhere bundle rsg-runs import -s now/run.db
status 0 rsg-runs list --json -s now/run.db
holds 'length == 1' out
EOT

it 'in rsg-runs prune, where the space is given back' <<'EOT'
. "$E2E_SETUP"
mkdir start
status 0 rsg-audit -s start/run.db <doc.json
jq -c '.run.id = "01930000-7c00-7000-8000-000000000002" | .story.text += ("much " * 20000)' doc.json >two.json
status 0 rsg-audit -s start/run.db <two.json
everywhere /dev/null rsg-runs prune --keep 0 -s now/run.db
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
everywhere tests.jsonl rsg-index -s now/run.db
[ "$(sqlite3 now/run.db 'SELECT tests FROM corpus')" = 5 ]
EOT

finish
