#!/bin/sh
. "${0%/*}/lib.sh"

# Secrets that never were: put together here, so that no file looks as if it held one.
TOKEN="ghp""_a9K3mZ7qR1tX5vB8nC2pL6wY4sD0hJfGeUi1"
KEY="sk-ant""-api03-Zk3Qp8mN1vR7tYx2Lw9Hs4Jd6Fg0Bc5Va"
export TOKEN KEY

it 'puts the name of the rule in the place of the secret and keeps the rest' <<'EOT'
printf 'one\ntoken %s here\nthree\r\n\377\376 no UTF-8, no newline at the end' "$TOKEN" >in
printf 'one\ntoken [redacted:github-token] here\nthree\r\n\377\376 no UTF-8, no newline at the end' >wanted
status 0 rsg-redact <in
empty err
same out wanted
status 0 rsg-redact in
same out wanted
EOT

it 'changes nothing the second time' <<'EOT'
{
	echo "password: \"hunter2""hunter\" $TOKEN$KEY $KEY"
	echo "https://jo:hunter2@host/ Authorization: Bearer $TOKEN"
} >in
status 0 rsg-redact -p <in
mv out once
lacks hunter2 once
lacks "$KEY" once
status 0 rsg-redact -p <once
same out once
EOT

it 'keeps the lines of a private key' <<'EOT'
{
	echo before
	echo '-----BEGIN RSA PRIVATE'' KEY-----'
	for i in 1 2 3 4; do echo "MIIEpAIBAAKCAQEAfake0123456789fake0123456789$i"; done
	echo '-----END RSA PRIVATE'' KEY-----'
	echo after
} >in
status 0 rsg-redact <in
lacks fake out
has '[redacted:private-key]' out
[ "$(wc -l <out)" -eq "$(wc -l <in)" ]
[ "$(sed -n '$=' out)" = 8 ]
has after out
EOT

it 'leaves JSON JSON, by the names of members too' <<'EOT'
jq -nc --arg t "$TOKEN" '{password: "q\"uo\\ted9x", list: [{a: "see \($t)\n"}], ($t): 1, n: 1.5, b: true}' >in
status 0 rsg-redact -d <in
jq -nc '{password: "[redacted:password]", list: [{a: "see [redacted:github-token]\n"}],
	"[redacted:github-token]": 1, n: 1.5, b: true}' | same - out
mv out once
status 0 rsg-redact -d <once
same out once
cat in in in >three
status 0 rsg-redact -d <three
cat once once once | same - out
jq . in >pretty
status 0 rsg-redact -d <pretty
same out once
EOT

it 'refuses what is no JSON where JSON is said to come' <<'EOT'
printf '{"a":1}\n{"a":\n' >in
status 65 rsg-redact -d <in
empty out
has 'input line 2' err
echo 'no JSON' >in
status 65 rsg-redact -d <in
empty out
EOT

it 'says where something is found, never what, and ends with 1' <<'EOT'
mkdir app
printf 'one\n  key = "%s"\n' "$KEY" >app/a.py
printf 'nothing\n' >app/b.py
: >app/empty.py
printf 'x %s, %s # rsg-redact: allow\n' "$TOKEN" "$TOKEN" >app/c.py
status 1 rsg-redact -C app/a.py app/b.py app/empty.py app/c.py
printf 'place\trule\tbytes\napp/a.py:2:10\tanthropic-key\t%s\n' "${#KEY}" | same - out
has '1 found' err
lacks "$KEY" out
lacks "$KEY" err
status 1 rsg-redact -C --json app/a.py
holds '.findings == [{file: "app/a.py", line: 2, column: 10, length: (env.KEY | length), rule: "anthropic-key"}]' out
status 0 rsg-redact -C app/b.py app/empty.py app/c.py
empty out
status 0 rsg-redact -C --json app/b.py
holds '.findings == []' out
printf 'x %s # rsg-redact: allow\ny %s, %s\nz %s # rsg-redact: allow' "$TOKEN" "$TOKEN" "$TOKEN" "$TOKEN" >app/d.py
status 1 rsg-redact -C --json app/d.py
holds '[.findings[].line] == [2, 2]' out
status 1 rsg-redact -C <app/a.py
has 'standard input:2:10' out
status 66 rsg-redact -C app/b.py app/gone.py
empty out
EOT

it 'finds personal data only when asked' <<'EOT'
echo 'jo.tester@mail.example, +44 20 7946 0000, 4111 1111 1111 1111, GB82 WEST 1234 5698 7654 32' >in
status 0 rsg-redact <in
same in out
status 0 rsg-redact -p <in
echo '[redacted:email], [redacted:phone], [redacted:card], [redacted:iban]' | same - out
mv out wanted
RSG_REDACT_PERSONAL=true status 0 rsg-redact <in
same wanted out
EOT

it 'lists its rules' <<'EOT'
status 0 rsg-redact -l
has 'github-token' out
lacks 'iban' out
[ "$(wc -l <out)" -gt 60 ]
status 0 rsg-redact -lp
has 'iban' out
status 0 rsg-redact -l --json
holds '[.rules[] | select(.rule == "jwt" and .from == "builtin")] | length == 1' out
EOT

it 'takes rules of the user, and ends everything when they cannot be had' <<'EOT'
cat >rules.yaml <<'RULES'
rules:
  - id: acme-token
    finds: a token of Acme
    keywords: [Acme_]
    pattern: 'acme_[0-9]{4}'
RULES
echo 'an acme_1234 and acme_12' >in
export RSG_REDACT_RULES=$PWD/rules.yaml
status 0 rsg-redact <in
echo 'an [redacted:acme-token] and acme_12' | same - out
status 0 rsg-redact -l
has 'acme-token	yours' out
bad() {
	status 78 rsg-redact <in
	empty out
	has 'redact.rules' err
	has "$1" err
	status 78 rsg-classify --no-store <"$DATA/run-document.json"
	empty out
}
sed 's/{4}/{4/; s/acme_\[/(acme_[/' rules.yaml >bad.yaml
export RSG_REDACT_RULES=$PWD/bad.yaml
bad 'rule 1, "acme-token"'
printf 'rules:\n  - id: x\n    patern: y\n' >bad.yaml
bad 'patern'
echo 'no: rules' >bad.yaml
bad 'rules:'
export RSG_REDACT_RULES=$PWD/gone.yaml
bad 'gone.yaml'
EOT

it 'a project that is not trusted turns redaction on, never off, and brings no rules' <<'EOT'
mkdir .rsg
printf 'redact:\n  personal: true\n  story: true\n  rules: mine.yaml\n' >.rsg/config.yaml
echo 'jo@mail.example' >in
status 0 rsg-redact <in
echo '[redacted:email]' | same - out
has 'redact.rules is ignored' err
printf 'redact:\n  personal: false\n' >.rsg/config.yaml
mkdir -p "$HOME/.config/rsg"
printf 'redact:\n  personal: true\n' >"$HOME/.config/rsg/config.yaml"
status 0 rsg-redact <in
echo '[redacted:email]' | same - out
has 'redact.personal is ignored' err
EOT

it 'no secret is in a message, as text or as JSON' <<'EOT'
status 2 rsg-classify "--$TOKEN"
lacks "$TOKEN" err
has '[redacted:github-token]' err
status 2 rsg-classify --log-format=json "--$TOKEN"
lacks "$TOKEN" err
holds '.text | contains("[redacted:github-token]")' err
EOT

it 'redact.story keeps it out of the document and of the store' <<'EOT'
printf '# Pay\n\nAs a guest I pay.\n\n## Acceptance criteria\n\n- the key %s is refused\n- password = "hunter2x" too\n' "$KEY" >story.md
RSG_REDACT_STORY=true status 0 rsg-ingest -s run.db --source "https://jo:hunter2@host/s" story.md
lacks "$KEY" out
lacks hunter2 out
has '[redacted:anthropic-key]' out
jq -j .story.text out | sha256sum | cut -d ' ' -f 1 >digest
holds ".story.sha256 == \"$(cat digest)\" and .story.metadata.input_sha256 == null" out
sqlite3 run.db .dump >dump
lacks "$KEY" dump
lacks hunter2 dump
status 0 rsg-audit --verify -s run.db
status 0 rsg-ingest --no-store story.md
has "$KEY" out
jq -nc --arg k "$KEY" '{key: "PAY-1", fields: {summary: "Pay", description: "The key \($k) is refused.\n\n- it is"}}' >issue.json
RSG_REDACT_STORY=true status 0 rsg-ingest --no-store issue.json
lacks "$KEY" out
has 'PAY-1' out
EOT

finish
