#!/bin/sh
# run.sh - the job at work on a copy of the shop.  Ends with 0 when it did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1
unset MAKEFLAGS MFLAGS MAKELEVEL RSG_STORE RSG_RUN XDG_CONFIG_HOME XDG_DATA_HOME
mkdir "$HOME"
cp -R "$here/../01-shop" "$tmp/shop"
cp "$here/Makefile" "$tmp/shop/Makefile"
cd "$tmp/shop"
mkdir stories
mv story.md stories/guest-checkout.md
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

say 'make: the lists'
make suite
head -n 5 build/guest-checkout.txt build/refunds.txt
[ "$(wc -l <build/guest-checkout.txt)" -eq 20 ] || fail 'twenty tests were asked for'

say 'make again: nothing to do'
make suite >"$tmp/said"
cat "$tmp/said"
grep -q 'Nothing to be done' "$tmp/said" || fail 'it ran again'

say 'one story changes'
sed 's/14 days/30 days/' stories/refunds.md >"$tmp/changed"
cat "$tmp/changed" >stories/refunds.md
make suite >"$tmp/said"
cat "$tmp/said"
grep -q 'refunds' "$tmp/said" || fail 'the changed story was not looked at'
if grep -q 'guest-checkout' "$tmp/said"; then
	fail 'the other story was looked at again'
fi

say 'a phase that fails stops the job'
: >stories/empty.md
if make suite 2>"$tmp/said" >&2; then
	fail 'an empty story went through'
fi
cat "$tmp/said"
rm stories/empty.md

command -v python3 >"$tmp/said" || exit 0
say 'the regression tests that unittest can run'
make regression 2>&1
