#!/bin/sh
# rsg-scan: which test cases a project has.

. "${0%/*}/lib.sh"

it 'finds every case of the example project' <<'EOT'
status 0 rsg-scan "$ROOT/examples/01-shop"
empty err
cp out records
status 0 jq -s 'length == 113' records
has true out
status 0 rsg-check test-case records
empty err
EOT

finish
