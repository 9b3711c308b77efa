#!/bin/sh
# rsg-verify: a command in a sandbox, and what it cannot do there.
#
# What needs a tier that this machine does not have is skipped, with the reason that --probe gives.
# shellcheck disable=SC2034
. "${0%/*}/lib.sh"

rsg-verify --probe --json >"$E2E_BASE/probe"
export PROBE="$E2E_BASE/probe"

it 'tells what each tier can enforce, and why not' <<'EOT'
status '0 1' rsg-verify --probe --json
mv out told
status 0 rsg-check sandbox-probe <told
EOT

it 'runs a command on a copy, and the directory stays as it is' <<'EOT'
[ "$(jq -r '.tiers[] | select(.tier == "bwrap") | .usable' "$PROBE")" = true ] || skip 'no bwrap'
mkdir deep
echo one >deep/file
status 0 rsg-verify --take deep/new -- sh -c 'cat deep/file; echo two >deep/file; echo three >deep/new'
holds '.outcome == "exited" and .status == 0 and .stdout.text == "one\n"' out
holds '.files == [{"path": "deep/new", "text": "three\n"}]' out
echo one | same - deep/file
[ ! -e deep/new ]
EOT

finish
