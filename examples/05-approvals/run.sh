#!/bin/sh
# run.sh - approvals as targets, on a copy of the shop.  Ends with 0 when they did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" NO_COLOR=1 RSG_USER='Ana <ana@example.org>'
unset MAKEFLAGS MFLAGS MAKELEVEL RSG_STORE RSG_RUN XDG_CONFIG_HOME XDG_DATA_HOME
mkdir "$HOME"
cp -R "$here/../01-shop" "$tmp/shop"
cp "$here/Makefile" "$tmp/shop/Makefile"
cd "$tmp/shop"
mkdir stories .rsg
echo 'gates.required: [ranking]' >.rsg/config.yaml
mv story.md stories/guests.md
cat >stories/refunds.md <<'MD'
# Refunds by the customer

As a customer I want to send something back so that I get my money back.

## Acceptance criteria

- Part of an order can be refunded, never more than what was paid.
- Returns end 14 days after delivery.
MD

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

# Without a terminal, as in CI.
job() {
	got=0
	setsid -w make "$@" >"$tmp/said" 2>&1 </dev/null || got=$?
	cat "$tmp/said"
}

say 'make: both stories are drafted, and wait for somebody'
job -k
[ "$got" -eq 2 ] || fail 'it went on'
[ "$(grep -c 'rsg-gate --approve' "$tmp/said")" -eq 2 ] || fail 'it does not say how to approve'
grep -q 'Error 75' "$tmp/said" || fail 'pending is 75'
if [ -e approved/guests.json ] || [ -e generated/guests.json ]; then
	fail 'nobody approved'
fi

say 'make again: nothing is drafted again'
job -k
[ "$got" -eq 2 ] || fail 'it went on'
if grep -q 'rsg-rank' "$tmp/said"; then
	fail 'it was drafted again'
fi

say 'a draft in the place of an approved one'
cp draft/guests.json approved/guests.json
job generated/guests.json
[ "$got" -eq 2 ] || fail 'it was taken'
grep -q 'Error 77' "$tmp/said" || fail 'the store was not asked'
rm approved/guests.json

say 'make approve-guests, and what was approved goes on'
job approve-guests
[ "$got" -eq 0 ] || fail 'it could not be approved'
job -k
[ -s generated/guests.json ] || fail 'it was approved'
if [ -e generated/refunds.json ]; then
	fail 'the other one was not'
fi
job approve-refunds approve-guests
job
[ "$got" -eq 0 ] || fail 'all are approved'

say 'make: nothing to do'
job
grep -q 'Nothing to be done' "$tmp/said" || fail 'it ran again'

say 'touched, copied, begun anew: nobody is asked about what was seen'
touch stories/guests.md tests/test_cart.py
job
[ "$got" -eq 0 ] || fail 'it asked'
rm -r draft approved generated
job
[ "$got" -eq 0 ] || fail 'it asked again'

say 'a story changes: that one is asked about'
echo '- Gift cards are refunded to the card.' >>stories/refunds.md
job -k
[ "$got" -eq 2 ] || fail 'nobody saw this'
[ "$(grep -c 'rsg-gate --approve' "$tmp/said")" -eq 1 ] || fail 'one is to be asked about'
job approve-refunds
job
[ "$got" -eq 0 ] || fail 'it was approved'

say 'what was decided'
rsg-gate --list --all
