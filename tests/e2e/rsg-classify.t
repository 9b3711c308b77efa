#!/bin/sh
# rsg-classify(1): domains, testing scopes, systems.
. "${0%/*}/lib.sh"

# shellcheck disable=SC2016,SC2089,SC2090
# A document with only the ingestion of the agreed example, and a text as its second criterion.
doc='jq -c --arg text "$1" '\''.phases = {ingestion: .phases.ingestion}
	| .phases.ingestion.output.criteria[1].text = $text'\'' "$DATA/run-document.json"'
export doc

it 'adds an entry that fits its schema and changes nothing else' <<'EOT'
set -- 'A button opens the screen.'
eval "$doc" >in.json
status 0 rsg-classify --no-store <in.json
empty err
mv out doc.json
status 0 rsg-check <doc.json
jq -S 'del(.phases.classification)' doc.json >rest.json
jq -S . in.json >want.json
same rest.json want.json
EOT

it 'names the domain with the terms and lines that led to it' <<'EOT'
set -- 'The Deploy pipeline rolls back when the kubernetes health check fails.'
eval "$doc" >in.json
status 0 rsg-classify --no-store <in.json
holds '.phases.classification.output.domains[0] | .name == "Infrastructure" and .confidence > 0.5' out
holds '[.phases.classification.output.domains[0].evidence[] | select(.term == "kubernetes" and .line == 8)] | length == 1' out
EOT

it 'says the same twice' <<'EOT'
set -- 'The API answers 404 to PayGate.'
eval "$doc" >in.json
SOURCE_DATE_EPOCH=1000000000
export SOURCE_DATE_EPOCH
status 0 rsg-classify --no-store <in.json
mv out first
status 0 rsg-classify --no-store <in.json
same first out
EOT

it 'takes domains, weights and systems from the project' <<'EOT'
mkdir -p .rsg/taxonomy.d
cat >.rsg/taxonomy.d/games.yaml <<'YAML'
domains:
  Games:
    prior: 0.5
    terms: {high score: 5, joystick: 5}
systems:
  arcade: [joystick]
YAML
set -- 'The joystick brings a high score.'
eval "$doc" >in.json
status 0 rsg-classify --no-store <in.json
holds '.phases.classification.output.domains | length == 6 and .[0].name == "Games"' out
holds '[.phases.classification.output.systems[].name] | index("arcade") != null' out
EOT

it 'refuses a wrong taxonomy by name and place' <<'EOT'
mkdir -p .rsg/taxonomy.d
echo 'domains: {Games: {terms: {joystick: -1}}}' >.rsg/taxonomy.d/games.yaml
set -- 'x y z'
eval "$doc" >in.json
status 78 rsg-classify --no-store <in.json
empty out
has 'joystick' err
EOT

it 'leaves out what is out of scope' <<'EOT'
jq -c '.phases = {ingestion: .phases.ingestion}
	| .phases.ingestion.output.scope.out = [{text: "kubernetes", line: 10}]' "$DATA/run-document.json" >in.json
status 0 rsg-classify --no-store <in.json
holds '[.phases.classification.output.domains[].evidence[].term] | index("kubernetes") == null' out
EOT

it 'names the phase that is missing' <<'EOT'
jq -c '.phases = {}' "$DATA/run-document.json" >in.json
status 65 rsg-classify --no-store <in.json
empty out
has 'rsg-ingest' err
EOT

finish
