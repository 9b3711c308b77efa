#!/bin/sh
# rsg-ingest - stories of all kinds become run documents.
. "${0%/*}/lib.sh"

export S="$DATA/stories"

it 'makes a run document of each sample' <<'EOT'
for story in "$S"/*; do
	case $story in *.facts) continue ;; esac
	status 0 rsg-ingest --no-store "$story"
	empty err
	cp out doc.json
	status 0 rsg-check run-document doc.json
	holds '.story.source | test("/stories/")' doc.json
done
EOT

it 'reads standard input, and says so' <<'EOT'
status 0 rsg-ingest --no-store <"$S/01-classic.md"
holds '.story.source == "-" and .story.format == "markdown"' out
EOT

it 'says what it does with -v, and nothing with -q' <<'EOT'
status 0 rsg-ingest -v -s run.db "$S/01-classic.md"
has "rsg-ingest: read $(wc -c <"$S/01-classic.md") bytes of $S/01-classic.md" err
has 'rsg-ingest: the store is run.db' err
has 'rsg-ingest: ingestion by builtin: 0.' err
status 0 rsg-ingest -q -v -s run.db "$S/01-classic.md"
empty err
EOT

it 'names the source as asked' <<'EOT'
status 0 rsg-ingest --no-store --source https://wiki.example.org/7 <"$S/01-classic.md"
holds '.story.source == "https://wiki.example.org/7"' out
EOT

it 'finds the format by content when there is no name' <<'EOT'
for pair in 01-classic.md:markdown 07-gherkin.feature:gherkin 15-plain-prose.txt:plain \
	17-jira-adf.json:jira 19-github.json:github 20-backlog.csv:csv; do
	status 0 rsg-ingest --no-store <"$S/${pair%:*}"
	holds ".story.format == \"${pair#*:}\"" out
done
EOT

it 'obeys --format' <<'EOT'
printf '# no heading\n- no item\n' >story
status 0 rsg-ingest --no-store -f plain story
holds '.story.format == "plain"' out
status 2 rsg-ingest --no-store -f word story
has 'auto, markdown, gherkin' err
empty out
EOT

it 'keeps the text, its digest and the labels' <<'EOT'
cp "$S/08-german.md" story.md
status 0 rsg-ingest --no-store --label team=shop --label 'note=a=b' story.md
holds '.run.labels == {"team": "shop", "note": "a=b"}' out
jq -rj .story.text out >text
same text story.md
sum=$(sha256sum <story.md | cut -d' ' -f1)
holds ".story.sha256 == \"$sum\"" out
status 2 rsg-ingest --no-store --label team story.md
has 'key=value' err
EOT

it 'gives a new run id each time, or the one of -r' <<'EOT'
cp "$S/01-classic.md" story.md
status 0 rsg-ingest --no-store story.md
cp out first
status 0 rsg-ingest --no-store story.md
[ "$(jq .run.id first)" != "$(jq .run.id out)" ]
status 0 rsg-ingest --no-store -r 01934b2e-7c00-7000-8000-000000000001 story.md
holds '.run.id == "01934b2e-7c00-7000-8000-000000000001"' out
status 2 rsg-ingest --no-store -r tomorrow story.md
EOT

it 'gives the same bytes for the same story when time and run are pinned' <<'EOT'
export SOURCE_DATE_EPOCH=1700000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
for story in 07-gherkin.feature 17-jira-adf.json 22-messy.md; do
	status 0 rsg-ingest --no-store "$S/$story"
	cp out first
	status 0 rsg-ingest --no-store "$S/$story"
	same first out
done
EOT

it 'records the run in the store' <<'EOT'
status 0 rsg-ingest -s run.db "$S/01-classic.md"
run=$(jq -r .run.id out)
status 0 rsg-runs -s run.db list
has "$run" out
EOT

it 'prints one document for each story with --split' <<'EOT'
for pair in 21-several.md:2 20-backlog.csv:2 01-classic.md:1; do
	status 0 rsg-ingest --no-store --split "$S/${pair%:*}"
	[ "$(wc -l <out)" -eq "${pair#*:}" ]
	[ "$(jq -r .run.id out | sort -u | wc -l)" -eq "${pair#*:}" ]
done
status 0 rsg-ingest --no-store --split "$S/21-several.md"
jq -c 'select(.story.metadata.part == 2)' out >second
holds '.story.metadata.first_line == 14' second
holds '.phases.ingestion.output.title == "US-2: Unsubscribe"' second
EOT

it 'refuses to give several stories one run' <<'EOT'
status 2 rsg-ingest --no-store --split -r 01934b2e-7c00-7000-8000-000000000001 "$S/21-several.md"
has 'leave -r out' err
empty out
EOT

it 'says where a text is not UTF-8, and repairs it when asked' <<'EOT'
printf 'As a user I want t\351l\351phone.\n' >latin.txt
status 65 rsg-ingest --no-store latin.txt
has 'line 1: byte 19 is not UTF-8' err
empty out
status 0 rsg-ingest --no-store --repair latin.txt
holds '.phases.ingestion.warnings | map(.code) | index("repaired-bytes") != null' out
EOT

it 'refuses bad input with what to do' <<'EOT'
printf 'a\0b' >nul
status 65 rsg-ingest --no-store nul
has 'is NUL' err
printf ' \n' >blank
status 65 rsg-ingest --no-store blank
has 'the story is empty' err
printf '{"a": 1}' >odd.json
status 65 rsg-ingest --no-store odd.json
has 'no story in this JSON' err
status 66 rsg-ingest --no-store missing.md
empty out
EOT

it 'survives nesting 10,000 deep' <<'EOT'
awk 'BEGIN { printf "{\"fields\":"; for (i = 0; i < 10000; i++) printf "["; print "" }' >deep.json
status 65 rsg-ingest --no-store deep.json
has 'nested deeper' err
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "> "; print "- As a user I want x" }' >deep.md
status 0 rsg-ingest --no-store deep.md
holds '.phases.ingestion.output.goal == "x"' out
EOT

it 'reads headings in the words of the team' <<'EOT'
mkdir -p .rsg
sed 's/en: acceptance criteria,/en: what we promise, acceptance criteria,/' \
	"$ROOT/share/headings.yaml" >.rsg/headings.yaml
printf '# T\n\n## What we promise\n\n- The cart is kept for a day\n' >story.md
status 0 rsg-ingest --no-store story.md
holds '.phases.ingestion.output.criteria | length == 1 and (.[0].derived | not)' out
printf 'sections:\n  wishes:\n    en: wishes\n' >.rsg/headings.yaml
status 78 rsg-ingest --no-store story.md
has 'sections.wishes is no section' err
EOT

it 'leads on to the next phase' <<'EOT'
status 0 rsg-ingest --no-store "$S/01-classic.md"
cp out doc.json
status 0 sh -c 'rsg-classify --no-store <doc.json'
holds '.phases.classification.status == "executed"' out
EOT

finish
