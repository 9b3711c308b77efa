#!/bin/sh
# Gates that many decide at once.  `make torture` does the first for 200 rounds.
. "${0%/*}/lib.sh"

it '16 programs decide at once and are killed at random: no decision is lost or doubled' <<'EOT'
status 0 python3 -B "$ROOT/tests/torture/gates.py" "$(dirname "$(command -v rsg-gate)")" 8
has '8 rounds' out
has 'lost, doubled or untrue: 0' out
EOT

it 'an approved document with any bytes changed is not approved' <<'EOT'
status 0 python3 -B "$ROOT/tests/torture/gate-bytes.py" "$(dirname "$(command -v rsg-gate)")" 150
has 'accepted although it differs: 0' out
EOT

finish
