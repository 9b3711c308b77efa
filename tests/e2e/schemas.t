#!/bin/sh
# The schemas and rsg-run-document(5) say the same.
. "${0%/*}/lib.sh"
# shellcheck disable=SC2034 # used by the cases
phases="ingestion classification embedding impact retrieval coverage ranking selection generation verification healing audit"
export phases

it 'names every member of the document and of a phase entry, and no other' <<'EOT'
page=$ROOT/man/rsg-run-document.5
sed -n 's/^\.\(It \)\{0,1\}Cm \(.*\)/\2/p' "$page" | tr -d ',.' | tr -s ' ' '\n' |
	grep -v -e '^$' -e '^No$' -e '^or$' | sort -u >named
for schema in run-document phase-entry; do
	jq -r '[.. | objects | (.properties // {} | keys[]), (.enum // [] | .[] | strings)] | .[]' \
		"$ROOT/schemas/$schema.schema.json"
done | sort -u >members
jq -r '.properties | keys[]' "$ROOT/schemas/change.schema.json" | sort -u - members >more && mv more members
for phase in $phases; do
	jq -r '.properties | keys[]' "$ROOT/schemas/$phase.schema.json"
done | sort -u >outputs
comm -13 named members >unnamed
empty unnamed
comm -13 named outputs >unnamed
empty unnamed
{
	cat members outputs
	echo builtin
} | sort -u >known
comm -23 named known >unknown
empty unknown
EOT

it 'names every member of an output under its phase, and no other' <<'EOT'
page=$ROOT/man/rsg-run-document.5
for phase in $phases; do
	sed -n '/^\.Ss Outputs/,$p' "$page" |
		awk -v p="$phase" '/^\.It Cm / { on = $3 == p; next } /^\.El/ { on = 0 } on && $1 == ".Cm" { print $2 }' |
		sort >named
	jq -r '.properties | keys[]' "$ROOT/schemas/$phase.schema.json" | sort >members
	same named members
done
EOT

it 'refuses members that no schema names, in every object' <<'EOT'
for name in run-document phase-entry test-case change $phases; do
	file=$ROOT/schemas/$name.schema.json
	holds '[.. | objects | select(has("properties") and .type == "object")
		| has("additionalProperties")] | all' "$file"
done
EOT

finish
