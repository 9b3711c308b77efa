#!/bin/sh
# examples.t - what somebody types while an example runs; the rest is in its run.sh.
. "${0%/*}/lib.sh"

it 'make -j asks about one draft after the other, and goes on with what was approved' <<'EOT'
cp -R "$ROOT/examples/01-shop" shop
cp "$ROOT/examples/05-approvals/Makefile" shop
cd shop
mkdir stories .rsg
sed 's/^# .*/# One/' story.md >stories/one.md
sed 's/^# .*/# Two/' story.md >stories/two.md
export RSG_GATES_REQUIRED=ranking
make -s draft/one.json draft/two.json >log 2>&1
drive 2 'make -s -k -j2' <<'S'
expect Approve ranking?
key q
expect Approve ranking?
key y
S
[ "$(ls generated | wc -l)" -eq 1 ]
[ "$(ls approved | wc -l)" -eq 1 ]
tr '\r' '\n' <screen | grep -c 'Error 75' >n
echo 1 | same - n
drive 2 'make -s -k -j2' <<'S'
expect Approve ranking?
key n
expect Why?
send too thin\r
S
tr '\r' '\n' <screen | grep -c 'Error 1' >n
[ "$(ls generated | wc -l)" -eq 1 ]
rsg-gate --list --all --json >list
holds 'map(.status) | sort == ["approved", "rejected"]' list
holds 'any(.reason == "too thin")' list
holds 'all(.how == "tty")' list
EOT

finish
