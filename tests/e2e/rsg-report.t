#!/bin/sh
. "${0%/*}/lib.sh"

# A document in which every text that comes from outside is hostile: MARK stands in each of them.
# shellcheck disable=SC2016
cat >"$E2E_BASE/hostile.jq" <<'EOT'
def bad: "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`&|[a](javascript:alert(1)) \u001b[31m\u001b]0;t\u0007 \u202eabc\u2066 \u200bz @team #12 http://evil.example www.evil.example =cmd()";
.story.source = "=a:b|" + bad
| .story.text = bad
| .phases.ingestion.output |= (.title = bad | .role = bad | .goal = bad
	| .criteria |= map(.text = bad + .id) | .requirements |= map(.text = bad))
| .phases.retrieval.output.tests |= map(.title = bad | .name = bad | .file = bad)
| .phases.ranking.output.suite |= map(.reason = bad)
| .phases.coverage.output.criteria |= map(.missing = [bad])
| .phases.generation.output.tests |= map(.name = bad | .code = bad | .gherkin = bad | .file = bad | .note = bad)
| .run.labels = {(bad[0:90]): bad}
EOT
export HOSTILE="$E2E_BASE/hostile.jq"

it 'is one page that asks for nothing and carries the whole run' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
has '<!DOCTYPE html>' out
has "default-src 'none'; style-src 'sha256-" out
lacks 'unsafe-inline' out
lacks '<link' out
lacks ' style=' out
grep -Eo '(src|href|action|data|srcset|poster)="[^"]*"' out | grep -v '^href="#' >outside || :
empty outside
for id in summary suite coverage risk generated story decisions history phases audit about AC-1 AC-2 \
	phase-ranking generated-GEN-1; do
	grep -Eq "id=\"?$id[\" >]" out || fail "nothing has the id $id"
done
EOT

it 'the policy has the hashes of the style and of the script' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
for what in style script; do
	perl -0777 -ne "print \$1 if m{<$what>(.*?)</$what>}s" out >part
	[ -s part ]
	has "$what-src 'sha256-$(openssl dgst -sha256 -binary part | base64)'" out
done
EOT

it 'every link leads to a place on the page, and no id is there twice' <<'EOT'
status 0 rsg-report --no-store <"$DATA/run-document.json"
grep -Eo 'href="#[^"]*"' out | cut -d'"' -f2 | cut -c2- | sort -u >links
grep -Eo ' id=("[^"]*"|[a-z]+)' out | cut -d= -f2 | tr -d '"' | sort >ids
[ -s links ]
comm -23 links ids >nowhere
empty nowhere
uniq -d ids >twice
empty twice
EOT

it 'text from outside is text' <<'EOT'
jq -f "$HOSTILE" "$DATA/run-document.json" >doc.json
status 0 rsg-check <doc.json
status 0 rsg-report --no-store <doc.json
grep -Eo '<(script|img)[^>]*>' out >tags
echo '<script>' >want
same want tags
lacks 'href="javascript' out
lacks "$(printf '\033')" out
lacks "$(printf '\342\200\256')" out
lacks "$(printf '\342\200\213')" out
has '\x1b[31m' out
has '\u{202e}abc' out
has '\u{200b}z' out
EOT

it 'braces of a story are not those of the template' <<'EOT'
jq '.phases.ingestion.output.title = "{{script}} {{body}} {{nothing}} {{"' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store <doc.json
has '<title>{{script}} {{body}} {{nothing}} {{</title>' out
grep -c '<script>' out >count
echo 1 >want
same want count
EOT

it 'a document with ingestion alone is reported, with what is missing' <<'EOT'
jq '.phases |= {ingestion}' "$DATA/run-document.json" >doc.json
status 0 rsg-report --no-store <doc.json
for tool in rsg-cover rsg-rank rsg-generate; do has "<code>$tool</code>" out; done
has 'This run has no coverage.' out
has 'id="AC-1"' out
status 0 rsg-report --markdown <doc.json
has 'rsg-cover' out
for how in --junit --sarif '--csv risk' '--csv matrix' '--csv traceability'; do
	# shellcheck disable=SC2086
	status 65 rsg-report $how <doc.json
	empty out
	has 'run rsg-cover before' err
done
jq '.phases = {}' "$DATA/run-document.json" >none.json
status 65 rsg-report --no-store <none.json
has 'rsg-ingest' err
EOT

finish
