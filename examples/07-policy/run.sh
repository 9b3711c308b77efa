#!/bin/sh
# run.sh - a policy decides gates, on a copy of the shop.  Ends with 0 when it did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" NO_COLOR=1 RSG_USER='Ana <ana@example.org>' RSG_STORE="$tmp/run.db"
unset RSG_RUN RSG_GATES_POLICY XDG_CONFIG_HOME XDG_DATA_HOME
mkdir -p "$HOME/.config/rsg"
cp -R "$here/../01-shop" "$tmp/shop"
cd "$tmp/shop"
echo "gates.policy: $here/policy.yaml" >"$HOME/.config/rsg/config.yaml"

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

# try STATUS WORDS FILE: what the gate does with a ranking.
try() {
	got=0
	rsg-gate --no-input -p ranking <"$3" >passed.json 2>said || got=$?
	cat said
	[ "$got" -eq "$1" ] || fail "$3: status $got in place of $1"
	grep -qF "$2" said || [ -z "$2" ] || fail "$3: it does not say \"$2\""
}

rsg-scan . | rsg-index -q
rsg-ingest story.md | rsg-classify | rsg-embed | rsg-retrieve | rsg-cover | rsg-rank >ranked.json

echo '== as it is: gaps, one of high risk'
jq '(.phases.coverage.output.risks[0].level) = "high"' ranked.json >risky.json
try 1 'an open risk is looked at first' risky.json

echo '== no gap of high risk: good enough'
jq '(.phases.coverage.output.risks[].level) = "low" | .phases.coverage.output.percent = 60' ranked.json >good.json
try 0 '' good.json
cmp -s good.json passed.json || fail 'it passed other bytes'

echo '== a score that no rule speaks of: a person is asked'
jq '.phases.ranking.output.score = 0.5' good.json >middling.json
try 75 'rsg-gate --approve' middling.json

echo '== nobody knows what it cost: a person is asked'
jq '.phases.ranking.usage.cost_usd = null | .phases.ranking.output.score = 0.8' good.json >costly.json
try 75 'rsg-gate --approve' costly.json

echo '== what was decided, and by which rule'
rsg-gate --list --all
