#!/bin/sh
# llm.t - what a call survives: servers that fail, processes that share, signals.
. "${0%/*}/lib.sh"

lines='rows() { sqlite3 "$HOME/.local/share/rsg/run.db" "$1"; }
requests() { wc -l <"$STUB_JOURNAL" | tr -d " "; }
server() {
	with_stub "$@"
	export ANTHROPIC_API_KEY=sk-ant-of-mine-0123 OPENAI_API_KEY=sk-of-mine-4567
	at ok
}
at() { export ANTHROPIC_BASE_URL="$STUB_URL/$1" OPENAI_BASE_URL="$STUB_URL/${2-ok}/v1"; }
ask() {
	E2E_want=$1
	shift
	echo "{\"messages\":[{\"role\":\"user\",\"content\":\"${Q-hello}\"}]}" >request
	status "$E2E_want" rsg-llm "$@" <request
}
A=anthropic/claude-haiku-4-5 O=openai/gpt-5.4-mini
RSG_RETRY_WAIT=10ms
export RSG_RETRY_WAIT'
export lines

it 'answers 100 of 100 calls while 30 % of all requests fail, and accounts for each' <<'EOT'
eval "$lines"
python3 - >faults <<'END'
import random
r = random.Random(20261120)
kinds = ["status=529", "status=500", "status=503", "status=504", "status=429,retry-after-ms=20",
         "type=html", "status=408", "status=409"]
for _ in range(400):
    print(r.choice(kinds) if r.random() < 0.3 else "ok")
END
server --script "$PWD/faults"
export RSG_BREAKER_FAILURES=20
n=0
while [ $n -lt 100 ]; do
	n=$((n + 1))
	Q="question $n" ask 0 -m "$A" --fallback "$O"
	cat out >>replies
	cat err >>said
done
[ "$(wc -l <replies)" = 100 ]
jq -s -e 'all(.[]; .text == "Hello from the stub." and .cost_usd > 0)' replies >all
checked
failed=$(jq -s 'map(select(.status != 200 or .usage == null)) | length' "$STUB_JOURNAL")
[ "$failed" -gt 30 ]
[ "$(requests)" = $((100 + failed)) ]
# Every request is a row, and says what the server said.
[ "$(rows 'SELECT count(*) FROM attempt')" = "$(requests)" ]
[ "$(rows "SELECT count(*) FROM attempt WHERE status = 'ok'")" = 100 ]
[ "$(rows "SELECT count(*) FROM attempt WHERE status = 'failed'")" = "$failed" ]
[ "$(rows "SELECT count(*) FROM attempt WHERE fallback <> '' AND status = 'ok'")" = \
	"$(jq -s 'map(select(.model | startswith("openai/"))) | length' replies)" ]
jq -s '[.[].attempts | length] | add' replies >attempts
[ "$(cat attempts)" = "$(requests)" ]
# The costs, from the server's journal and the table of prices alone.
python3 - "$STUB_JOURNAL" "$ROOT/share/prices.json" >journal-cost <<'END'
import json, math, sys
from fractions import Fraction as F
prices = json.load(open(sys.argv[2]))
def rates(name):
    return [row for row in prices["models"] if row["id"] == name][-1]["usd_per_mtok"]
total = 0
for line in open(sys.argv[1]):
    entry = json.loads(line)
    u = entry["usage"]
    if not u or entry["status"] != 200:
        continue
    if entry["path"].endswith("/messages"):
        row = rates("claude-haiku-4-5")
        n = {"input": u["uncached"], "cache_read": u["read"], "cache_write": u["write_5m"],
             "cache_write_1h": u["write_1h"], "output": u["out"]}
    else:
        row = rates("gpt-5.4-mini")
        n = {"input": u["uncached"] + u["write_5m"] + u["write_1h"], "cache_read": u["read"], "output": u["out"]}
    total += math.ceil(sum(F(str(row[k])) * v for k, v in n.items()))
print(total)
END
rows 'SELECT sum(cost) FROM attempt' | same - journal-cost
jq -s '[.[].cost_usd] | add * 1000000 | round' replies | same - journal-cost
[ "$(rows 'SELECT count(*) FROM attempt WHERE reserved <> 0')" = 0 ]
# Again: nothing is sent, the same texts come.
before=$(requests)
n=0
while [ $n -lt 100 ]; do
	n=$((n + 1))
	Q="question $n" ask 0 -m "$A" --fallback "$O" --text
	cat out >>texts
done
[ "$(requests)" -le $((before + 8)) ]
jq -r .text replies | same - texts
EOT

it 'sends nothing and gives the same bytes the second time' <<'EOT'
eval "$lines"
server
for n in 1 2 3 4 5; do
	Q="question $n" ask 0 -m "$A" --text
	cat out >>first
done
[ "$(requests)" = 5 ]
for n in 1 2 3 4 5; do
	Q="question $n" ask 0 -m "$A" --text
	cat out >>second
done
[ "$(requests)" = 5 ]
same first second
[ "$(rows "SELECT count(*) FROM attempt WHERE status = 'cached' AND saved > 0 AND cost = 0")" = 5 ]
EOT

it 'waits as long as the server asks for' <<'EOT'
eval "$lines"
server
at status=429,times=2,retry-after-ms=300
ask 0 -m "$A"
holds '[.attempts[].outcome] == ["rate-limit", "rate-limit", "ok"]' out
holds '[.attempts[1:][].waited_ms] | all(. >= 300)' out
jq -s -e '[.[].at_ms] | .[1] - .[0] >= 300 and .[2] - .[1] >= 300' "$STUB_JOURNAL" >apart
EOT

it 'asks another model rather than wait too long' <<'EOT'
eval "$lines"
server
at status=429,retry-after=3600
ask 0 -m "$A" --fallback "$O"
holds '[.attempts[].outcome] == ["rate-limit", "ok"]' out
has "$A failed (rate-limit): asking $O" err
Q=other ask 75 -m "$A"
[ "$(requests)" = 2 ] # the second time the server is left in peace
has 'a place would be free in' err
EOT

it 'tries a 429 without a time once more only' <<'EOT'
eval "$lines"
server
at status=429
ask 75 -m "$A"
[ "$(requests)" = 2 ]
EOT

it 'does what x-should-retry says' <<'EOT'
eval "$lines"
server
at status=500,x-should-retry=false
ask 75 -m "$A"
[ "$(requests)" = 1 ]
at status=400,x-should-retry=true
Q=other ask 69 -m "$A"
[ "$(requests)" = 5 ]
EOT

it 'does not knock again where the key is wrong, and asks another provider' <<'EOT'
eval "$lines"
server
at status=401
ask 77 -m "$A"
[ "$(requests)" = 1 ]
lacks "$ANTHROPIC_API_KEY" err
ask 0 -m "$A" --fallback anthropic/claude-sonnet-4-5 --fallback "$O"
[ "$(requests)" = 3 ]
holds '[.attempts[].outcome] == ["auth", "ok"]' out
holds '.attempts[1].model | startswith("openai/")' out
unset ANTHROPIC_API_KEY ANTHROPIC_BASE_URL
ask 77 -m "$A" --cache off
has 'no-key' err
ask 0 -m "$A" --cache off --fallback "$O"
holds '[.attempts[].outcome] == ["no-key", "ok"]' out
[ "$(requests)" = 4 ]
EOT

it 'retries an error that comes inside a stream, before the first word' <<'EOT'
eval "$lines"
server
at cut=1,times=1
ask 0 -m "$A" --stream
tail -n 1 out >last
holds '[.attempts[].outcome] == ["truncated", "ok"]' last
[ "$(jq -s -r '.[:-1] | map(.delta) | add' out)" = 'Hello from the stub.' ]
at cut=5
Q=other ask 75 -m "$A" --fallback "$O" --stream
[ "$(requests)" = 3 ]
tail -n 1 out >last
holds '.error.text | contains("truncated")' last
[ "$(rows "SELECT cost > 0, usage_known FROM attempt WHERE fault = 'truncated' ORDER BY id DESC LIMIT 1")" != '0|0' ]
EOT

it 'is over within --timeout' <<'EOT'
eval "$lines"
server
at silent=-1
from=$(date +%s)
ask 75 -m "$A" --timeout 1s
[ $(($(date +%s) - from)) -lt 30 ]
[ "$(rows 'SELECT DISTINCT status FROM attempt')" = failed ]
RSG_RETRY_TIMES=0 RSG_TIMEOUT_ANTHROPIC_FIRST_BYTE=200ms status 75 rsg-llm -m "$A" <request
has 'timeout' err
EOT

it 'ends by the signal it got, the attempt marked as interrupted' <<'EOT'
eval "$lines"
server
at silent=-1
echo '{"messages":[{"role":"user","content":"hello"}]}' >request
for signal in INT TERM; do
	: >"$STUB_JOURNAL"
	perl -e '$SIG{INT} = $SIG{TERM} = "DEFAULT"; exec @ARGV' \
		rsg-llm -m "$A" --fallback "$O" <request >out 2>err &
	pid=$!
	try 20 test -s "$STUB_JOURNAL"
	kill -$signal $pid
	got=0
	{ wait $pid || got=$?; } 2>waited
	case $signal in INT) [ $got = 130 ] ;; TERM) [ $got = 143 ] ;; esac
	empty out
	[ "$(requests)" = 1 ]
done
[ "$(rows 'SELECT group_concat(status) FROM attempt')" = interrupted,interrupted ]
[ "$(rows 'SELECT count(*) FROM attempt WHERE reserved <> 0 AND cost IS NOT NULL')" = 0 ]
EOT

it 'records no key, not even one that is said back' <<'EOT'
eval "$lines"
server
at "text=the%20key%20is%20$ANTHROPIC_API_KEY"
export RSG_MODE=record RSG_CASSETTE=c.jsonl
Q="my key is $ANTHROPIC_API_KEY" ask 0 -m "$A"
lacks "$ANTHROPIC_API_KEY" c.jsonl
has '[key]' c.jsonl
RSG_MODE=replay
unset ANTHROPIC_API_KEY ANTHROPIC_BASE_URL
ask 69 -m "$A"
has 'differs in: ' err
has 'url' err
has 'messages' err
[ "$(requests)" = 1 ]
EOT

it 'stops at a budget before it is passed, whatever the answer would cost' <<'EOT'
eval "$lines"
server
export RSG_BUDGET_DAY=0.001
n=0
got=0
while [ $n -lt 30 ] && [ $got = 0 ]; do
	n=$((n + 1))
	echo "{\"messages\":[{\"role\":\"user\",\"content\":\"q $n\"}],\"max_tokens\":50}" >request
	rsg-llm -m "$A" <request >out 2>err || got=$?
	cat err >>said
done
[ $got = 77 ]
has 'budget.day' said
has 'are spent or set aside' said
[ "$(requests)" = $((n - 1)) ]
[ "$(rows 'SELECT sum(cost) <= 1000 FROM attempt')" = 1 ]
has 'day' err
EOT

it 'takes JSON from each way a provider has of giving it' <<'EOT'
eval "$lines"
server
at 'text=%60%60%60json%0A%7B%22n%22%3A4%7D%0A%60%60%60' 'text=%7B%22n%22%3A4%7D'
echo '{"type":"object","required":["n"],"additionalProperties":false,"properties":{"n":{"type":"integer"}}}' >s.json
ask 0 -m "$A" --schema s.json
holds '.value == {"n": 4} and .repaired == ["code-fence"]' out
ask 0 -m "$O" --schema s.json
holds '.value == {"n": 4} and (has("repaired") | not)' out
at 'text=%7B%22n%22%3A4.5%7D'
Q=other ask 76 -m "$A" --schema s.json
holds '.messages | length == 3' - <<-END
	$(tail -n 1 "$STUB_JOURNAL" | jq -c .body)
END
EOT

it 'asks the model of the phase, unless one is named for this call' <<'EOT'
eval "$lines"
cp "$ROOT/examples/01-shop/story.md" .
status 0 rsg-ingest story.md
mv out doc
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<'END'
model: exec:exit 3
models:
    classification: exec:exit 4
log:
    calls: calls.log
END
models() { jq -r 'select(.event == "sent") | .model' calls.log; }
status 0 rsg-classify <doc
[ "$(models)" = 'exec:exit 4' ]
: >calls.log
RSG_MODEL='exec:exit 5' status 0 rsg-classify <doc
[ "$(models)" = 'exec:exit 5' ]
: >calls.log
RSG_MODEL='exec:exit 5' status 0 rsg-classify -m 'exec:exit 6' <doc
[ "$(models)" = 'exec:exit 6' ]
: >calls.log
RSG_MODELS_CLASSIFICATION=builtin status 0 rsg-classify <doc
[ ! -s calls.log ]
EOT

it 'says that a cost is unknown where the provider may bill what it never answered' <<'EOT'
eval "$lines"
server
at silent=-1
RSG_RETRY_TIMES=0 RSG_BUDGET_DAY=1 RSG_TIMEOUT_DEFAULT_FIRST_BYTE=150ms ask 75 -m "$A"
[ "$(rows 'SELECT status, fault, cost IS NULL, reserved > 0, first_byte_ms IS NULL FROM attempt')" = 'failed|timeout|1|1|1' ]
at ok
RSG_BUDGET_DAY=1 ask 0 -m "$A"
[ "$(rows 'SELECT cost > 0, reserved, first_byte_ms >= 0 FROM attempt WHERE id = 2')" = '1|0|1' ]
EOT

it 'the ledger keeps real time, whatever SOURCE_DATE_EPOCH says: money is not spent in 1970' <<'EOT'
echo '{"messages": [{"role": "user", "content": "Hello"}]}' >request
SOURCE_DATE_EPOCH=1 status 0 rsg-llm -s run.db -m 'exec:echo hi' <request
[ "$(sqlite3 run.db 'SELECT min(started_at, ended_at) > 1700000000000 FROM attempt')" = 1 ] || fail 'a date of 1970'
EOT

finish
