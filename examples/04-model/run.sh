#!/bin/sh
# run.sh - a scripted model at work on a copy of the shop.  Ends with 0 when it did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1
unset RSG_STORE RSG_RUN RSG_MODEL XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
mkdir "$HOME"
cp -R "$here/../01-shop" "$tmp/shop"
cp "$here/model" "$here/rsg.yaml" "$tmp/shop"
cd "$tmp/shop"

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

say 'a run whose tests are written by a model'
rsg-scan api features tests web | rsg-index -q
rsg run -c rsg.yaml --root . --json -o run.json story.md 2>"$tmp/said"
jq -r '.phases.generation.output.tests[] | [.criterion, .kind, .file] | @tsv' run.json
[ "$(jq '[.phases.generation.output.tests[] | select(.kind == "test")] | length' run.json)" -eq 1 ] ||
	fail 'one test of the model should have been taken'

say 'what was not taken, and why'
jq -r '.phases.generation.warnings[] | .text' run.json
jq -e '[.phases.generation.warnings[].text | select(contains("a-keyboard-nobody-installed"))] | length > 0' run.json >"$tmp/said" ||
	fail 'nobody missed the module that is not there'

say 'the same run again sends nothing'
rsg run -c rsg.yaml --root . --json -o again.json story.md 2>"$tmp/said"
jq -c .phases.generation.usage again.json
[ "$(jq .phases.generation.usage.calls again.json)" -eq 0 ] || fail 'something was sent'
jq .phases.generation.output run.json >"$tmp/first"
jq .phases.generation.output again.json >"$tmp/second"
cmp "$tmp/first" "$tmp/second"

say 'the test runs, and says that the shop does not do it yet'
test=$(jq -r '.phases.generation.output.tests[] | select(.kind == "test") | .file' run.json)
jq -j '.phases.generation.output.tests[] | select(.kind == "test") | .code' run.json >"$test"
if python3 -m unittest "$test" >"$tmp/said" 2>&1; then
	fail 'it passes, and nothing was written that it could pass with'
fi
grep 'nothing in shop.orders erases guests' "$tmp/said" || fail 'it failed for another reason'

say 'what was asked'
rsg-usage --by phase
