#!/bin/sh
. "${0%/*}/lib.sh"

it 'accepts the agreed documents and says nothing' <<'EOT'
status 0 rsg-check <"$DATA/run-document.json"
empty out
empty err
status 0 rsg-check <"$DATA/test-case.json"
status 0 rsg-check run-document "$DATA/run-document.json"
EOT

it 'names the place of the first thing that does not fit' <<'EOT'
jq -c '.phases.coverage.status = 7' "$DATA/run-document.json" >doc.json
status 65 rsg-check <doc.json
empty out
has 'phases.coverage.status' err
EOT

it 'checks every record of JSON Lines and counts them' <<'EOT'
jq -c . "$DATA/test-case.json" >one
cat one one one >three
status 0 rsg-check <three
{ cat one one; echo '{"rsg_test":1}'; } >bad
status 65 rsg-check <bad
has 'record 3' err
{ cat one; echo '{"rsg_test":1'; cat one; } >torn
status 65 rsg-check <torn
has 'record 2' err
EOT

it 'takes a document over many lines' <<'EOT'
jq . "$DATA/run-document.json" >doc.json
status 0 rsg-check <doc.json
EOT

it 'does not guess what it does not know' <<'EOT'
echo '{"a":1}' >doc.json
status 65 rsg-check <doc.json
has 'name the schema' err
status 2 rsg-check nothing doc.json
has 'rsg-check --list' err
status 66 rsg-check run-document gone.json
has 'gone.json' err
EOT

it 'lists the schemas by the names it takes' <<'EOT'
status 0 rsg-check --list
has run-document out
has test-case out
sort -c out
EOT

finish
