#!/bin/sh
# redact.t - what rsg takes out by itself, and how often it takes out what is no secret.
. "${0%/*}/lib.sh"

# Secrets that never were: put together here, so that no file looks as if it held one.
TOKEN="ghp""_a9K3mZ7qR1tX5vB8nC2pL6wY4sD0hJfGeUi1"
KEY="sk-ant""-api03-Zk3Qp8mN1vR7tYx2Lw9Hs4Jd6Fg0Bc5Va"
export TOKEN KEY

it 'nothing secret reaches a model, the ledger, the cache, a cassette or the log of calls' <<'EOT'
with_stub
export ANTHROPIC_API_KEY=sk-stub ANTHROPIC_BASE_URL="$STUB_URL/ok"
ask() {
	jq -nc '{system: "Never say \(env.KEY).", messages: [{role: "user",
		content: "{\"password\": \"hunter2\"} and \(env.TOKEN)?"}]}' |
		status 0 rsg-llm -s run.db -m anthropic/claude-sonnet-5-5 "$@"
}
export RSG_LOG_CALLS=$PWD/calls
RSG_MODE=record RSG_CASSETTE=$PWD/recorded ask
ask
[ "$(wc -l <"$STUB_JOURNAL")" -ge 1 ]
sqlite3 run.db .dump >dump
find "$HOME/.cache" -name '*.db' -exec sqlite3 {} .dump \; >cached
for where in "$STUB_JOURNAL" recorded dump cached calls; do
	[ -s "$where" ]
	lacks "$TOKEN" "$where"
	lacks "$KEY" "$where"
	lacks hunter2 "$where"
done
has '[redacted:github-token]' "$STUB_JOURNAL"
has '[redacted:anthropic-key]' recorded
jq -c .request recorded >request
holds '.messages[0].content == "{\"password\": \"[redacted:password]\"} and [redacted:github-token]?"' request
EOT

it 'a question is the same for the cache whatever its secret was' <<'EOT'
with_stub
export ANTHROPIC_API_KEY=sk-stub ANTHROPIC_BASE_URL="$STUB_URL/ok"
for password in hunter2 hunter3; do
	jq -nc --arg p "$password" '{messages: [{role: "user", content: "password=\($p)"}]}' |
		status 0 rsg-llm -s run.db -m anthropic/claude-sonnet-5-5
	mv out "$password"
done
holds '.cached == true' hunter3
[ "$(wc -l <"$STUB_JOURNAL")" -eq 1 ]
EOT

it 'texts to be embedded are redacted, and so is what a dry run shows' <<'EOT'
with_stub
export OPENAI_API_KEY=sk-stub OPENAI_BASE_URL="$STUB_URL/ok/v1"
jq -nc '{input: ["plain", "see \(env.TOKEN)"]}' >request
status 0 rsg-llm -n --embed -m openai/text-embedding-3-small <request
lacks "$TOKEN" out
has '[redacted:github-token]' out
status 0 rsg-llm -s run.db --embed -m openai/text-embedding-3-small <request
lacks "$TOKEN" "$STUB_JOURNAL"
has '[redacted:github-token]' "$STUB_JOURNAL"
EOT

it 'what a server says goes into messages, log and ledger without its secrets' <<'EOT'
with_stub
export ANTHROPIC_API_KEY=sk-stub RSG_RETRY_TIMES=0 RSG_LOG_CALLS=$PWD/calls
export ANTHROPIC_BASE_URL="$STUB_URL/status=400,message=bad%20password%3A%20hunter2"
echo '{"messages":[{"role":"user","content":"hello"}]}' |
	status '69 75 76 77' rsg-llm -s run.db -m anthropic/claude-sonnet-5-5
sqlite3 run.db 'SELECT * FROM attempt; SELECT * FROM audit_log' >dump
for where in err calls dump; do
	lacks hunter2 "$where"
	has 'password: [redacted:password]' "$where"
done
EOT

it 'reasons and names of decisions are kept without their secrets' <<'EOT'
status 0 rsg-ingest -q -s run.db "$ROOT/examples/01-shop/story.md"
mv out doc
rsg-classify --log-format=json -q -s run.db --timeout 1h <doc >out 2>err
[ -s out ]
printf '# %s\n\nAs a guest I pay.\n' "$TOKEN" >story.md
status 0 rsg-ingest -q -s run.db story.md
jq -c '.phases.ingestion.output = {}' out >broken
status 65 rsg-classify -q -s run.db <broken
lacks "$TOKEN" err
rsg-audit --export -s run.db >events
lacks "$TOKEN" events
status 0 rsg-audit --verify -s run.db
EOT

# False positives: trees that hold no secret, but for examples in manuals that have the form of one.
it 'almost nothing is found where there is nothing: headers and documentation of the system' <<'EOT'
bytes=0 found=0
for tree in /usr/include /usr/share/doc /usr/share/perl; do
	[ -d "$tree" ] || continue
	find "$tree" -type f -size -512k -print0 >files
	xargs -0 -r rsg-redact -C --json -- <files >findings 2>said || :
	grep -v 'found: take them out' said >other || :
	empty other
	here=$(jq -s '[.[].findings | length] | add // 0' findings)
	size=$(xargs -0 -r stat -c %s -- <files | awk '{ n += $1 } END { printf "%d", n / 1000000 }')
	found=$((found + here))
	bytes=$((bytes + size))
	jq -r '.findings[] | .rule + " " + .file' findings >>all
done
sort all | uniq -c | sort -rn | head -n 20 >most
checked
[ "$found" -le $((5 + bytes / 5)) ] || fail "$found findings in $bytes MB: $(cat most)"
EOT

it 'nothing is found in what rsg is made of' <<'EOT'
cd "$ROOT"
find cmd lib man schemas share examples -type f -print0 >"$E2E_DIR/files"
cd "$E2E_DIR"
(cd "$ROOT" && xargs -0 rsg-redact -C -- <"$E2E_DIR/files") >found 2>said || :
empty found
empty said
EOT

finish
