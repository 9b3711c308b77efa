#!/bin/sh
# run.sh - a branch and its tests, on a copy of the shop.  Ends with 0 when they did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$tmp/home/gitconfig" NO_COLOR=1 \
	PYTHONDONTWRITEBYTECODE=1 PYTEST_ADDOPTS='-p no:cacheprovider'
# shellcheck disable=SC2046 # names of variables
unset MAKEFLAGS MFLAGS MAKELEVEL RSG_STORE RSG_RUN SOURCE_DATE_EPOCH XDG_CONFIG_HOME XDG_DATA_HOME \
	$(git rev-parse --local-env-vars)
mkdir "$HOME"
git config --global user.name Ana
git config --global user.email ana@example.org
git config --global init.defaultBranch main

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

if ! command -v pytest >"$tmp/pytest"; then
	echo 'pytest is not installed: nothing is shown'
	exit 0
fi

# A history: each part came with its tests.
cp -R "$here/../01-shop" "$tmp/shop"
cp "$here/Makefile" "$here/pipe.sh" "$tmp/shop"
cd "$tmp/shop"
rm -r run.sh README.md api web features
mkdir .rsg stories
mv story.md stories/guests.md
printf '/.rsg/run.db*\n/build/\n' >.gitignore
git init -q
git add .gitignore pytest.ini tests/conftest.py shop/__init__.py shop/money.py
git commit -q -m 'an empty shop'
for part in stock cart mail payment shipping accounts orders refunds checkout; do
	git add shop/$part.py tests/test_$part.py
	git commit -q -m "shop: $part"
done
git add .
git commit -q -m 'how it is built, and a story'
git checkout -q -b refunds

job() { # job COMMAND...: its status is in $got, what it said in $tmp/said
	got=0
	"$@" >"$tmp/said" 2>&1 || got=$?
	cat "$tmp/said"
}

say 'a branch breaks a refund: its tests run first, and fail'
sed 's/cents > left/cents >= left/' shop/refunds.py >"$tmp/broken"
cp "$tmp/broken" shop/refunds.py
git commit -q -a -m 'refunds: less than was paid'
job make changed
[ "$got" -ne 0 ] || fail 'nothing failed'
head -n 3 build/tests.args
head -n 1 build/tests.args | grep -q 'test_refunds.py' || fail 'the tests of refunds are not first'
[ "$(wc -l <build/tests.args)" -lt "$(wc -l <build/tests.jsonl)" ] || fail 'everything ran'
grep -q 'test_whole_amount_goes_back_to_the_card' "$tmp/said" || fail 'the broken refund was not tested'

say 'why the first one is first'
rsg-show ranking 1 <build/ranked.json

say 'it is mended, but what failed last runs whatever changed'
git revert --no-edit HEAD >"$tmp/said"
echo '# Mugs only.' >>shop/stock.py
git commit -q -a -m 'stock: what we have'
job make changed
[ "$got" -eq 0 ] || fail 'it is mended'
grep -q 'test_whole_amount_goes_back_to_the_card' build/tests.args || fail 'what failed last is left out'
grep -q 'test_stock' build/tests.args || fail 'the tests of stock are left out'

say 'with a say of the story'
job make changed STORY=stories/guests.md
[ "$got" -eq 0 ] || fail 'it is mended'
grep -q 'test_checkout' build/tests.args || fail 'the tests of guests are left out'

say 'as one pipe, and with a story'
job sh pipe.sh main
[ "$got" -eq 0 ] || fail 'it is mended'
job sh pipe.sh main stories/guests.md
[ "$got" -eq 0 ] || fail 'it is mended'

say 'what the store knows of the tests now'
rsg-results --stats --limit 3
