#!/bin/sh
# rsg-rank(1): the suite, its reasons and the run score.
. "${0%/*}/lib.sh"

# The agreed example up to its coverage; $1 is a jq filter that changes it.
doc='jq -c "del(.phases.ranking, .phases.selection, .phases.generation, .phases.audit) | $1" "$DATA/run-document.json"'
export doc

it 'adds an entry that fits its schema and changes nothing else' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
empty err
mv out doc.json
status 0 rsg-check <doc.json
jq -S 'del(.phases.ranking)' doc.json >rest.json
jq -S . in.json >want.json
same rest.json want.json
EOT

it 'gives each test factors that add up and a reason in words' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
jq .phases.ranking.output out >ranking.json
holds '.suite | length == 1 and .[0].rank == 1 and .[0].priority == "high"' ranking.json
holds '.suite[0] | ([.factors[] | .value * .weight] | add) - .score | fabs < 0.001' ranking.json
holds '.suite[0].reason | startswith("Linked to SHOP-12; shares \"vat\", \"includes\", \"total\" with AC-1")' ranking.json
EOT

it 'keeps as many tests as asked' <<'EOT'
set -- '.phases.retrieval.output |= (.tests += [.tests[0] | .id = "x" | .requirements = []]
	| .queries[0].matches += [.queries[0].matches[0] | .test = "x" | .score = 0.2 | .signals = {text: 0.2}])'
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
holds '.phases.ranking.output.suite | length == 2 and .[1].test == "x"' out
status 0 rsg-rank --no-store --top 1 <in.json
holds '.phases.ranking.output.suite | length == 1 and .[0].test != "x"' out
EOT

it 'leaves out a test that nothing speaks for' <<'EOT'
set -- '.phases.retrieval.output |= (.tests += [.tests[0] | .id = "x" | .name = "z" | .title = "" | .file = "z" | .requirements = []])'
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
holds '[.phases.ranking.output.suite[].test | select(. == "x")] == []' out
EOT

it 'weighs the signals as configured' <<'EOT'
set -- .
eval "$doc" >in.json
RSG_RANKING_WEIGHT_LINK=0 status 0 rsg-rank --no-store <in.json
holds '[.phases.ranking.output.suite[0].factors[].name] | index("link") == null' out
EOT

it 'gives an unrelated corpus a low run score' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
holds '.phases.ranking.output | .score >= .threshold' out
set -- '(.phases.retrieval.output.queries[].terms[].known) = false | (.phases.coverage.output.criteria[].score) = 0'
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
holds '.phases.ranking.output | .score < .threshold - 0.2' out
EOT

it 'warns when nothing matches' <<'EOT'
set -- '.phases.retrieval.output |= (.tests = [] | (.queries[].matches) = [])'
eval "$doc" >in.json
status 0 rsg-rank --no-store <in.json
holds '.phases.ranking | .warnings[0].code == "no-tests" and .output.suite == []' out
EOT

it 'says the same twice' <<'EOT'
set -- .
eval "$doc" >in.json
SOURCE_DATE_EPOCH=1000000000
export SOURCE_DATE_EPOCH
status 0 rsg-rank --no-store <in.json
mv out first
status 0 rsg-rank --no-store <in.json
same first out
EOT

it 'names the phase that is missing' <<'EOT'
set -- 'del(.phases.coverage)'
eval "$doc" >in.json
status 65 rsg-rank --no-store <in.json
empty out
has 'rsg-cover' err
EOT

finish
