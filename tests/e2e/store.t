#!/bin/sh
# What the store promises to many processes at once, to a killed one, and on a bad day.
. "${0%/*}/lib.sh"

cat >"$E2E_BASE/run.sh" <<'EOT'
# document N: N.json, a run that is ingested; its id ends in N.
document() {
	jq -c --arg n "$1" '.phases |= {ingestion} | .run.id =
		"01930000-7c00-7000-8000-\("000000000000" + $n | .[-12:])"' \
		"$DATA/run-document.json" >"$1.json"
}
as_nobody() {
	HOME=/ setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
# old N: run.db as a program of schema N left it.
old() {
	sqlite3 run.db <"$DATA/store/v$1.sql"
}
EOT
E2E_SETUP=$E2E_BASE/run.sh
export E2E_SETUP

it 'is written by 24 pipelines at once, and none is lost' <<'EOT'
. "$E2E_SETUP"
pids=
for n in $(seq 24); do
	document "$n"
	(rsg-classify -s run.db <"$n.json" 2>"$n.err1" | rsg-audit -s run.db >"$n.out" 2>"$n.err2") &
	pids="$pids $!"
done
for pid in $pids; do
	wait "$pid"
done
cat ./*.err1 ./*.err2 >errors
empty errors
status 0 rsg-runs list --limit 0 --json -s run.db
holds 'length == 24 and all(.phases == 3)' out
for n in $(seq 24); do
	status 0 rsg-runs doc "$(jq -r .run.id "$n.json")" -s run.db
	same "$n.out" out
done
status 0 rsg-audit --verify -s run.db
has 'intact: 120 events' err
[ "$(sqlite3 run.db 'PRAGMA integrity_check')" = ok ]
EOT

it 'is 0600 in a directory of 0700, whatever the umask' <<'EOT'
. "$E2E_SETUP"
document 1
umask 000
status 0 rsg-audit -s some/where/run.db <1.json
[ "$(stat -c %a some/where/run.db)" = 600 ]
[ "$(stat -c %a some/where)" = 700 ]
[ "$(stat -c %a some)" = 700 ]
EOT

it 'brings a store of every older schema up to date, with a backup first' <<'EOT'
. "$E2E_SETUP"
latest=$(ls "$ROOT/lib/store/sql/schema" | sed -n '$s/^0*\([0-9]*\)-.*/\1/p')
n=1
while [ "$n" -le "$latest" ]; do
	rm -f run.db*
	old "$n"
	status 0 rsg-audit --verify -s run.db
	has 'intact' err
	[ "$(sqlite3 run.db 'PRAGMA user_version')" = "$latest" ]
	[ "$(sqlite3 run.db 'PRAGMA integrity_check')" = ok ]
	status 0 rsg-runs doc last -s run.db
	same "$DATA/store/document.json" out
	if [ "$n" -lt "$latest" ]; then
		[ "$(sqlite3 "run.db.v$n.bak" 'PRAGMA user_version')" = "$n" ]
		[ "$(stat -c %a "run.db.v$n.bak")" = 600 ]
	fi
	[ "$(find . -name '*.bak*' | wc -l)" -eq "$((n < latest))" ]
	n=$((n + 1))
done
EOT

it 'is brought up to date once by sixteen programs that start together' <<'EOT'
. "$E2E_SETUP"
old 1
pids=
for n in $(seq 16); do
	rsg-runs doc last -s run.db >"$n.out" 2>"$n.err" &
	pids="$pids $!"
done
for pid in $pids; do
	wait "$pid"
done
for n in $(seq 16); do
	same "$DATA/store/document.json" "$n.out"
	empty "$n.err"
	rm "$n.err"
done
status 0 rsg-audit --verify -s run.db
EOT

it 'keeps the old store when there is no room for the backup' <<'EOT'
. "$E2E_SETUP"
[ "$(id -u)" -eq 0 ] || skip 'needs root, to mount a small file system'
mkdir small
mount -t tmpfs -o size=400k tmpfs small 2>mount.err || skip 'mounting is not allowed here'
rm mount.err
trap 'umount small' EXIT
old 1
cp run.db small
dd if=/dev/zero of=small/ballast bs=1k count=$((400 - $(stat -c %s run.db) / 1024 - 60)) 2>dd.err
rm dd.err
status 74 rsg-runs list -s small/run.db
has 'backup' err
has 'no space left' err
[ "$(sqlite3 small/run.db 'PRAGMA user_version')" = 1 ]
[ "$(find small -name '*.bak*' | wc -l)" -eq 0 ]
rm small/ballast
status 0 rsg-runs list -s small/run.db
EOT

it 'refuses a store with code that is not its own, which could approve what nobody saw' <<'EOT'
. "$E2E_SETUP"
document 1
status 0 rsg-audit -s run.db <1.json
for code in 'TRIGGER audit_log_keeps AFTER INSERT ON approval_gate BEGIN
	UPDATE approval_gate SET reason = 1; END' 'VIEW v AS SELECT 1' \
	'TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END'; do
	cp run.db bad.db
	sqlite3 bad.db "DROP TRIGGER audit_log_keeps; CREATE $code"
	cp bad.db before.db
	status 74 rsg-runs list -s bad.db
	has 'a trigger or view that is not' err
	status 74 rsg-audit -s bad.db <1.json
	empty out
	same bad.db before.db
done
status 0 rsg-runs list -s run.db
EOT

it 'refuses a store of a newer rsg and leaves it alone' <<'EOT'
. "$E2E_SETUP"
document 1
status 0 rsg-audit -s run.db <1.json
sqlite3 run.db 'PRAGMA user_version = 999'
sum=$(sha256sum <run.db)
for try in 'rsg-audit' 'rsg-runs list' 'rsg-runs prune' 'rsg-audit --verify'; do
	status 74 $try -s run.db <1.json
	has 'newer rsg' err
	has 'upgrade' err
	empty out
done
[ "$sum" = "$(sha256sum <run.db)" ]
EOT

it 'says what to do when it is damaged or no store at all' <<'EOT'
. "$E2E_SETUP"
document 1
echo 'this is not a database, but it is long enough to be looked at as one' >text.db
status 74 rsg-audit -s text.db <1.json
has 'text.db is damaged or not a store' err
status 0 rsg-audit -s run.db <1.json
dd if=/dev/urandom of=run.db bs=4096 seek=1 count=20 conv=notrunc 2>dd.err
rm dd.err
status 74 rsg-audit -s run.db <1.json
has 'backup' err
empty out
sqlite3 foreign.db 'CREATE TABLE bookmark (url TEXT)'
status 74 rsg-audit -s foreign.db <1.json
has 'another program' err
mkdir directory.db
status 74 rsg-audit -s directory.db <1.json
EOT

it 'is read where nothing can be written, and writing says why not' <<'EOT'
. "$E2E_SETUP"
[ "$(id -u)" -eq 0 ] || skip 'needs root, to become somebody else'
document 1
open=$(mktemp -d /tmp/rsg-nobody.XXXXXX)
trap 'chmod -R u+rwx "$open"; rm -rf "$open"' EXIT
chmod 755 "$open"
cp 1.json "$open"
status 0 rsg-audit -s "$open/store/run.db" <1.json
mv out audited.json
chmod 555 "$open/store"
chmod 444 "$open/store/run.db"
before=$(sha256sum <"$open/store/run.db")
as_nobody rsg-runs --version >version 2>&1 || skip 'nobody cannot run the programs here'
status 0 as_nobody rsg-runs doc last -s "$open/store/run.db"
same audited.json out
status 0 as_nobody rsg-audit --verify -s "$open/store/run.db"
status 74 as_nobody rsg-audit -s "$open/store/run.db" <1.json
has 'Permission denied' err
has '--no-store' err
status 0 as_nobody rsg-audit --no-store <1.json
[ "$before" = "$(sha256sum <"$open/store/run.db")" ]
[ "$(ls "$open/store")" = run.db ]
# With a log that a program in the middle of a pipeline left.
chmod 755 "$open/store"
chmod 644 "$open/store/run.db"
status 0 rsg-classify -s "$open/store/run.db" <1.json
[ -s "$open/store/run.db-wal" ]
mv out classified.json
chmod 444 "$open"/store/run.db*
chmod 555 "$open/store"
status 0 as_nobody rsg-runs doc last -s "$open/store/run.db"
same classified.json out
EOT

it 'says so on a full device and loses nothing' <<'EOT'
. "$E2E_SETUP"
[ "$(id -u)" -eq 0 ] || skip 'needs root, to mount a small file system'
mkdir small
mount -t tmpfs -o size=600k tmpfs small 2>mount.err || skip 'mounting is not allowed here'
rm mount.err
trap 'umount small' EXIT
document 1
status 0 rsg-audit -s small/run.db <1.json
mv out audited.json
dd if=/dev/zero of=small/ballast 2>dd.err || rm dd.err
status 74 rsg-audit -s small/run.db <1.json
has 'no space left' err
empty out
rm small/ballast
status 0 rsg-runs doc last -s small/run.db
same audited.json out
status 0 rsg-audit --verify -s small/run.db
status 0 rsg-audit -s small/run.db <1.json
EOT

it 'waits for a writer, and gives up with 75 only after its time' <<'EOT'
. "$E2E_SETUP"
document 1
status 0 rsg-audit -s run.db <1.json
mkfifo hold
sqlite3 run.db <hold >sqlite.out &
pid=$!
exec 3>hold
echo 'BEGIN IMMEDIATE; SELECT 1;' >&3
while [ ! -s sqlite.out ]; do :; done
rsg-audit -s run.db <1.json >waited.out &
waiter=$!
status 0 rsg-runs list -s run.db
status 75 rsg-audit --timeout 1s -s run.db <1.json
empty out
echo 'COMMIT;' >&3
exec 3>&-
wait "$pid"
wait "$waiter"
holds '.phases.audit.output.stored' waited.out
EOT

finish
