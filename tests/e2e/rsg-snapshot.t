#!/bin/sh
# rsg-snapshot.t - a work tree is saved, changed by everybody, and put back byte for byte.
. "${0%/*}/lib.sh"

cat >"$E2E_BASE/setup.sh" <<'EOT'
umask 022
trees() { # trees WHAT...: tests/peers/trees.py
	status 0 python3 -B "$ROOT/tests/peers/trees.py" "$@"
}
shim() {
	# Sanitized programs want to be the first library.
	case ${RSG_BIN-} in *asan*) skip 'preloading does not go with the sanitizers' ;; esac
	${CC:-cc} -shared -fPIC -O1 -o ../kill.so "$ROOT/tests/torture/kill.c"
}
shop() { # a tree with something of everything
	mkdir -p t/src/empty t/lib/inner/.git t/.git t/.rsg
	printf 'one\r\n' >t/src/cart.py
	echo 'ref: main' >t/lib/inner/.git/HEAD
	echo mine >t/.git/HEAD
	echo mine >t/.rsg/notes
	ln -s cart.py t/src/link
	chmod 755 t/src/cart.py
	touch -d '2020-02-02 02:02:02.123456789' t/src/cart.py
}
picture() { # of a tree: all that is compared
	(cd "${1:-t}" && find . -path ./.git -prune -o -path ./.rsg -prune -o -printf '%p %y %m %T@ %l\n' | sort)
	(cd "${1:-t}" && find . -path ./.git -prune -o -path ./.rsg -prune -o -type f -exec sha256sum {} + | sort)
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'a tree is put back byte for byte, and the restore can be taken back' <<'EOT'
. "$E2E_SETUP"
shop
picture >before
status 0 rsg-snapshot -R t save
id=$(cat out)
has "saved as $id" err
echo more >>t/src/cart.py
rm -r t/src/empty t/lib
ln -sfn elsewhere t/src/link
echo new >t/new
echo changed >t/.git/HEAD
echo changed >t/.rsg/notes
picture >changed
status 1 rsg-snapshot -R t diff last
printf 'change\ttype\tpath\nremoved\tdirectory\tlib\nremoved\tdirectory\tlib/inner\n' >want
printf 'removed\tdirectory\tlib/inner/.git\nremoved\tfile\tlib/inner/.git/HEAD\n' >>want
printf 'added\tfile\tnew\nchanged\tfile\tsrc/cart.py\nremoved\tdirectory\tsrc/empty\n' >>want
printf 'changed\tlink\tsrc/link\n' >>want
same want out
status 0 rsg-snapshot -R t -n restore "$id"
sed 's/^removed/ADDED/; s/^added/removed/; s/^ADDED/added/' want | same - out
picture | same changed -
status 0 rsg-snapshot -R t restore "$id"
before=$(cat out)
has "restored $id; what was there is $before" err
picture | same before -
has changed t/.git/HEAD
has changed t/.rsg/notes
status 0 rsg-snapshot -R t restore "$before"
picture | same changed -
EOT

it 'two hundred random trees come back, with the restore killed or not' <<'EOT'
. "$E2E_SETUP"
trees restore 1 200
has '200 trees' out
shim
trees kill 1 200 ../kill.so
has '200 trees' out
EOT

it 'a restore that is killed before any of its changes is whole the next time' <<'EOT'
. "$E2E_SETUP"
shim
trees everywhere 7 ../kill.so
has 'killed at' out
EOT

it 'a save that is killed at any place leaves no snapshot or a whole one' <<'EOT'
. "$E2E_SETUP"
shim
shop
picture >before
n=1 got=137
while [ "$got" -eq 137 ]; do
	rm -rf "$HOME/.local"
	got=0
	(KILL_AT=$n LD_PRELOAD=../kill.so rsg-snapshot -q -R t save >killed || exit $?) 2>killed.err || got=$?
	status 0 rsg-snapshot -R t save
	echo lost >>t/src/cart.py
	status 0 rsg-snapshot -R t restore "$(cat out)"
	picture | same before -
	n=$((n + 1))
	[ "$n" -lt 300 ] || fail 'it does not end'
done
[ "$got" -eq 0 ]
[ "$n" -gt 10 ] || fail "only $n places"
rm -f killed.err
EOT

it 'completing a restore can be killed too' <<'EOT'
. "$E2E_SETUP"
shim
trees again 7 ../kill.so
has 'killed at' out
EOT

it 'where it is killed, what others did in between is kept' <<'EOT'
. "$E2E_SETUP"
shim
trees foreign 7 ../kill.so
has 'killed at' out
EOT

it 'what others did after a kill is saved before the restore is completed' <<'EOT'
. "$E2E_SETUP"
shim
shop
picture >before
status 0 rsg-snapshot -q -R t save
id=$(cat out)
rm -r t/lib t/src/empty
echo new >t/new
echo x >t/src/cart.py
got=0
(KILL_AT=20 LD_PRELOAD=../kill.so rsg-snapshot -q -R t restore "$id" || exit $?) >killed 2>killed.err || got=$?
[ "$got" -eq 137 ] || fail "ended with $got"
rm -f killed.err
echo precious >t/note
status 0 rsg-snapshot -R t list --json
has 'was killed: it is completed now' err
holds '.recovered and (.snapshots[-1].why == "found in an unfinished restore")' out
picture | same before -
status 0 rsg-snapshot -q -R t restore last
has precious t/note
EOT

it 'what cannot be restored leaves everything as it was' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-snapshot -q -R t save
id=$(cat out)
echo other >t/src/cart.py
rm -r t/lib
mkfifo t/lib
picture >changed
status 77 rsg-snapshot -R t restore "$id"
has 'lib is a socket, pipe or device' err
picture | same changed -
rm t/lib
picture >changed
# The contents of a file in the store are damaged, which is seen when half of it is done.
blob=$(find "$HOME/.local/state/rsg/snapshots" -path '*/blobs/*' -size -2 -exec grep -l 'ref: main' {} +)
printf 'ref: mAin\n' >"$blob"
status 74 rsg-snapshot -R t restore "$id"
has 'nothing is restored' err
has 'damaged' err
picture | same changed -
rm "$blob"
status 74 rsg-snapshot -R t restore "$id"
has 'contents are missing' err
picture | same changed -
EOT

it 'pipes are told, stay where they are, and keep their directory' <<'EOT'
. "$E2E_SETUP"
shop
mkfifo t/src/pipe
status 0 rsg-snapshot -R t save
has 'src/pipe is no file, directory or link: it is left alone' err
mkdir t/d
mkfifo t/d/pipe
echo x >t/d/x
status 0 rsg-snapshot -R t restore last
[ -p t/src/pipe ]
[ -p t/d/pipe ]
[ ! -e t/d/x ]
EOT

it 'links are never followed' <<'EOT'
. "$E2E_SETUP"
shop
mkdir outside
echo outside >outside/HEAD
status 0 rsg-snapshot -q -R t save
mkdir outside/.git
echo outside >outside/.git/HEAD
rm -r t/lib/inner
ln -s "$PWD/outside" t/lib/inner
picture outside >before
status 0 rsg-snapshot -q -R t restore last
picture outside | same before -
has 'ref: main' t/lib/inner/.git/HEAD
EOT

it 'a snapshot is made only where something changed, and each content kept once' <<'EOT'
. "$E2E_SETUP"
shop
cp t/src/cart.py t/src/copy.py
status 0 rsg-snapshot -R t -m 'the first one' save
mv out first
status 0 rsg-snapshot -R t save
same first out
has 'nothing changed since' err
status 0 rsg-snapshot -R t save --json
holds '.snapshots[0].again and .snapshots[0].why == "the first one" and .snapshots[0].files == 3' out
cp out value.json
status 0 rsg-check snapshot <value.json
[ "$(find "$HOME/.local/state/rsg/snapshots" -path '*/blobs/*/*' | wc -l)" -eq 2 ]
# Of the same size and time, with another content.
stat -c %y t/src/cart.py >time
printf 'eno\r\n' >t/src/cart.py
touch -d "$(cat time)" t/src/cart.py
status 1 rsg-snapshot -R t diff last
has 'changed	file	src/cart.py' out
EOT

it 'only a path is put back' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-snapshot -q -R t save
id=$(cat out)
rm -r t/lib t/src/empty
echo x >t/src/cart.py
mkdir -p t/deep/er
echo new >t/deep/er/new
echo other >t/deep/other
status 0 rsg-snapshot -q -R t restore "$id" --path lib/inner
has 'ref: main' t/lib/inner/.git/HEAD
has x t/src/cart.py
status 0 rsg-snapshot -q -R t restore "$id" --path deep/er/new
[ ! -e t/deep/er ]
has other t/deep/other
status 0 rsg-snapshot -q -R t restore "$id" --path ./src/
printf 'one\r\n' | same - t/src/cart.py
[ -d t/src/empty ]
picture >before
for path in no/where ../t "$PWD/t" .git src/cart.py/x; do
	status 66 rsg-snapshot -R t restore "$id" --path "$path"
	has 'is neither in the tree nor in the snapshot' err
	picture | same before -
done
status 2 rsg-snapshot -R t -n restore "$id" --path src
EOT

it 'the store is for the user alone, and outside of what a tree holds' <<'EOT'
. "$E2E_SETUP"
shop
echo '*' >t/.gitignore
status 0 rsg-snapshot -q -R t save
[ -z "$(find "$HOME/.local/state/rsg" -type d ! -perm 700)" ]
[ -z "$(find "$HOME/.local/state/rsg" -type f ! -perm 600)" ]
XDG_STATE_HOME=$PWD/t/state
export XDG_STATE_HOME
status 0 rsg-snapshot -q -R t save
status 0 rsg-snapshot -R t save
has 'nothing changed since' err
lacks 'rsg/snapshots' out
EOT

it 'drop and prune remove for good, also the contents' <<'EOT'
. "$E2E_SETUP"
shop
store=$HOME/.local/state/rsg/snapshots
for n in 1 2 3 4; do
	echo "$n" >t/n
	status 0 rsg-snapshot -q -R t save
	cp out id$n
done
status 0 rsg-snapshot -R t drop "$(cat id2)" -n
same id2 out
status 0 rsg-snapshot -R t drop "$(cat id2)"
same id2 out
status 66 rsg-snapshot -R t restore "$(cat id2)"
has 'there is no snapshot' err
[ "$(find "$store" -path '*/blobs/*/*' | wc -l)" -eq 5 ]
status 0 rsg-snapshot -R t --keep 1 prune
cat id1 id3 | same - out
[ "$(find "$store" -path '*/blobs/*/*' | wc -l)" -eq 3 ]
status 0 rsg-snapshot -R t list
has "$(cat id4)" out
lacks "$(cat id1)" out
export RSG_SNAPSHOTS_KEEP=2
for n in 5 6; do
	echo "$n" >t/n
	status 0 rsg-snapshot -q -R t save
done
status 0 rsg-snapshot -R t list --json
holds '.snapshots | length == 2' out
# The one that is restored stays, whatever its age.
old=$(jq -r '.snapshots[0].id' out)
echo 7 >t/n
status 0 rsg-snapshot -q -R t restore "$old"
status 0 rsg-snapshot -R t list --json
holds '.snapshots | length == 3' out
has "$old" out
EOT

it 'a damaged snapshot is said to be, and can be dropped' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-snapshot -q -R t save
id=$(cat out)
file=$(find "$HOME/.local/state/rsg/snapshots" -name "$id.snapshot")
printf x >>"$file"
status 74 rsg-snapshot -R t restore "$id"
has "snapshot $id: the snapshot is damaged" err
status 0 rsg-snapshot -R t list
has damaged out
status 0 rsg-snapshot -q -R t save
status 0 rsg-snapshot -R t drop "$id"
status 0 rsg-snapshot -R t list
lacks "$id" out
has 'saved by hand' out
EOT

# A list whose bytes are whole may still be one that nobody saved.
it 'a list that leads out of its tree is damaged' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-snapshot -q -R t save
id=$(cat out)
file=$(find "$HOME/.local/state/rsg/snapshots" -name "$id.snapshot")
cp "$file" whole
forge() { # forge OLD NEW: bytes, of the same order
	python3 - "$1" "$2" "$file" <<-'E'
		import hashlib, sys
		old, new = (s.encode().decode('unicode_escape').encode() for s in sys.argv[1:3])
		text = open('whole', 'rb').read()[:-65]
		assert old in text
		text = text.replace(old, new)
		open(sys.argv[3], 'wb').write(text + hashlib.sha256(text).hexdigest().encode() + b'\0')
	E
}
damaged() {
	forge "$1" "$2"
	status 74 rsg-snapshot -R t restore "$id"
	has 'the snapshot is damaged: drop it' err
	picture | same before -
}
rm -r t/lib t/src
picture >before
damaged ' lib\0' ' ../lib\0'
damaged ' src/cart.py' ' src/../../cart.py'
damaged ' lib\0' ' /lib\0'
damaged ' src/cart.py' ' src//cart.py'
damaged ' lib\0' ' .git\0'
damaged ' lib\0' ' .rsg/notes\0'
damaged ' src/link' ' src/aaaa'
damaged "$id" 0123456789ab
damaged '\0l 0' '\0x 0'
damaged ' \0\0' ' a\0\0'
damaged '\0d ' '\0l '
forge "$id" "$id"
cp "$file" "${file%/*}/zz..zz..zz..snapshot"
status 0 rsg-snapshot -R t list
[ "$(wc -l <out)" -eq 2 ]
# Nor is a journal obeyed that names what is no snapshot.
printf 'restore\0../../../abc\0%s\0*\0\0' "$id" >"${file%/*}/journal"
status 0 rsg-snapshot -R t list
empty err
status 0 rsg-snapshot -q -R t restore "$id"
[ -L t/src/link ]
EOT

it 'what cannot be kept leaves nothing half written' <<'EOT'
. "$E2E_SETUP"
shop
head -c 400000 /dev/zero >t/large
(
	ulimit -f 100
	trap '' XFSZ
	status 74 rsg-snapshot -R t save
)
has 'large: cannot write' err
[ -z "$(find "$HOME/.local/state/rsg" -name new)" ]
status 0 rsg-snapshot -q -R t save
status 0 rsg-snapshot -R t list
[ "$(wc -l <out)" -eq 2 ]
EOT

it 'two at once wait for each other' <<'EOT'
. "$E2E_SETUP"
shop
for n in 1 2 3 4 5 6; do
	rsg-snapshot -q -R t save >"one$n" 2>&1 &
done
wait
for n in 2 3 4 5 6; do same one1 "one$n"; done
EOT

it 'names are shown, not obeyed, and whole in JSON' <<'EOT'
. "$E2E_SETUP"
mkdir t
status 0 rsg-snapshot -q -R t save
python3 -c 'open(b"t/a\x1b[31m\xff", "w")'
status 1 rsg-snapshot -R t diff last
has 'a\x1b[31m' out
status 1 rsg-snapshot -R t diff last --json
holds '.changes[0].path_base64 == "YRtbMzFt/w=="' out
cp out value.json
status 0 rsg-check snapshot <value.json
rm t/a*
mkfifo "t/$(printf 'p\nrsg-snapshot: forged')"
status 0 rsg-snapshot -R t save
[ "$(wc -l <err)" -eq 2 ]
root=$(printf 't\377')
mkdir "$root"
status 0 rsg-snapshot -R "$root" save --json
python3 -c 'import json, sys; assert json.loads(sys.stdin.buffer.read().decode())["tree"].endswith("/t\ufffd")' <out
EOT

finish
