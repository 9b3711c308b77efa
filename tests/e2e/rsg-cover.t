#!/bin/sh
# rsg-cover(1): covered, weak or gap for each criterion.
. "${0%/*}/lib.sh"

# The agreed example up to its retrieval; $1 is a jq filter that changes it.
doc='jq -c "del(.phases.coverage, .phases.ranking, .phases.selection, .phases.generation, .phases.audit) | $1" "$DATA/run-document.json"'
export doc

it 'adds an entry that fits its schema and changes nothing else' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-cover --no-store <in.json
empty err
mv out doc.json
status 0 rsg-check <doc.json
jq -S 'del(.phases.coverage)' doc.json >rest.json
jq -S . in.json >want.json
same rest.json want.json
EOT

it 'tells a covered criterion from a gap, with words and risk' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-cover --no-store <in.json
jq .phases.coverage.output out >coverage.json
holds '.criteria[0] | .status == "covered" and .linked and .tests[0].by == "link"' coverage.json
holds '.criteria[0] | .explained == ["total", "includes", "vat"] and .missing == ["cart"]' coverage.json
holds '.criteria[1] | .status == "gap" and .score == 0 and .confidence < 0.1' coverage.json
holds '.risks | length == 1 and .[0].id == "AC-2" and .[0].level == "high"' coverage.json
holds '.percent == 50 and .summary == {total: 2, covered: 1, weak: 0, gap: 1}' coverage.json
holds '.requirements == [{id: "REQ-1", status: "weak", score: .requirements[0].score, criteria: ["AC-1", "AC-2"]}]' coverage.json
EOT

it 'takes thresholds from the command line before the configuration' <<'EOT'
set -- 'del(.phases.retrieval.output.tests[].requirements[])'
eval "$doc" >in.json
status 0 rsg-cover --no-store <in.json
holds '.phases.coverage.output.criteria[0] | .status == "covered" and (.linked | not)' out
RSG_COVERAGE_COVERED=0.9 status 0 rsg-cover --no-store <in.json
holds '.phases.coverage.output | .criteria[0].status == "weak" and .thresholds.covered == 0.9' out
RSG_COVERAGE_COVERED=0.9 status 0 rsg-cover --no-store --covered 0.99 --weak 0.98 <in.json
holds '.phases.coverage.output | .criteria[0].status == "gap" and .thresholds.weak == 0.98' out
EOT

it 'refuses a weak threshold above the covered one' <<'EOT'
set -- .
eval "$doc" >in.json
status 78 rsg-cover --no-store --weak 0.8 --covered 0.7 <in.json
empty out
has 'coverage.weak' err
EOT

it 'says no when too little is covered' <<'EOT'
set -- .
eval "$doc" >in.json
status 0 rsg-cover --no-store --fail-under 50 <in.json
status 1 rsg-cover --no-store --fail-under 50.1 <in.json
empty out
has '50 % of the ACs are covered' err
status 2 rsg-cover --no-store --fail-under 101 <in.json
EOT

it 'warns when the story has no criteria and judges it as one' <<'EOT'
set -- '.phases.ingestion.output |= (.criteria = [] | .requirements = [])'
eval "$doc" >in.json
status 0 rsg-cover --no-store <in.json
holds '.phases.coverage | [.warnings[].code] == ["no-criteria"] and .output.criteria[0].id == "story"' out
EOT

it 'says the same twice' <<'EOT'
set -- .
eval "$doc" >in.json
SOURCE_DATE_EPOCH=1000000000
export SOURCE_DATE_EPOCH
status 0 rsg-cover --no-store <in.json
mv out first
status 0 rsg-cover --no-store <in.json
same first out
EOT

it 'names the phase that is missing' <<'EOT'
set -- 'del(.phases.retrieval)'
eval "$doc" >in.json
status 65 rsg-cover --no-store <in.json
empty out
has 'rsg-retrieve' err
EOT

it 'refuses the retrieval of another story' <<'EOT'
set -- '.phases.retrieval.output.queries[2].id = "AC-9"'
eval "$doc" >in.json
status 65 rsg-cover --no-store <in.json
empty out
has 'AC-2' err
EOT

finish
