#!/bin/sh
# rsg-embed: vectors of the story.
. "${0%/*}/lib.sh"

doc='jq -c "{rsg, run, story, phases: {ingestion: .phases.ingestion}}" "$DATA/run-document.json"'
export doc

it 'gives a vector of the model to the story, each requirement and each criterion' <<'EOT'
eval "$doc" >doc
status 0 rsg-embed --no-store <doc
holds '.phases.embedding.output | .model == "builtin/hash-256" and .dimensions == 256' out
holds '[.phases.embedding.output.items[] | .kind + " " + .id] ==
	["story story", "requirement REQ-1", "criterion AC-1", "criterion AC-2"]' out
holds '[.phases.embedding.output.items[].vector | length] | unique == [1368]' out
EOT

it 'says that words weigh the same without a corpus' <<'EOT'
eval "$doc" >doc
status 0 rsg-embed --no-store <doc
holds '.phases.embedding.warnings[0].code == "no-corpus"' out
holds '.phases.embedding.output.weighted == false' out
rsg-index <"$DATA/test-case.json" 2>indexed
has '1 new' indexed
status 0 rsg-embed <doc
holds '.phases.embedding | .output.weighted and .warnings == []' out
EOT

it 'keeps the vectors in the collection of the run, once' <<'EOT'
eval "$doc" >doc
status 0 rsg-embed <doc
status 0 rsg-embed <doc
sqlite3 "$HOME/.local/share/rsg/run.db" 'SELECT c.name, count(*) FROM vector_collection c
	JOIN vector v ON v.collection_id = c.id GROUP BY c.id' >rows
has 'run-01934b2e-7c00-7000-8000-000000000001|4' rows
EOT

it 'gives the same bytes for the same input' <<'EOT'
eval "$doc" >doc
SOURCE_DATE_EPOCH=1795000000
export SOURCE_DATE_EPOCH
status 0 rsg-embed --no-store <doc
cp out first
status 0 rsg-embed --no-store <doc
same first out
EOT

it 'names the phase that is missing' <<'EOT'
jq -c '.phases = {}' "$DATA/run-document.json" >doc
status 65 rsg-embed --no-store <doc
has ingest err
empty out
EOT

finish
