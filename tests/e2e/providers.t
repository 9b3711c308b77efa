#!/bin/sh
# Every provider, streamed and not, against servers written by others (aimock, with its chaos) and
# against the stub for what they lack.
. "${0%/*}/lib.sh"

# each FUNCTION: with M the model and S --stream or nothing, for every provider.  ask: the request
# "$q" to $M.  text is what was answered, deltas joined; the last line of a stream is the reply.
tools='
each() {
	for M in anthropic/claude-sonnet-5-5 openai/gpt-6-luna openai-chat/gpt-6-luna ollama/llama3.2
	do
		for S in "" --stream; do
			echo "$M $S" >&3
			"$@"
		done
	done
}
at() {
	export ANTHROPIC_BASE_URL="$1" OPENAI_BASE_URL="$1/v1" OLLAMA_HOST="$1"
	export ANTHROPIC_API_KEY=sk-test-anthropic OPENAI_API_KEY=sk-test-openai
}
ask() {
	E2E_want=$1
	shift
	jq -nc --arg q "$q" "{messages: [{role: \"user\", content: \$q}]}" >request
	status "$E2E_want" rsg-llm -m "$M" $S --cache off "$@" <request
	tail -n 1 out >reply
}
joined() {
	[ -n "$S" ] || return 0
	jq -rj ".delta // empty" out >deltas
	jq -rj .text reply | same - deltas
	jq -s "map(.delta // empty)" out >deltas
	holds "length > 1" deltas
}
failed() { # failed CLASS: and nothing else was written
	has ": $1" err
	if [ -n "$S" ]; then
		jq -s . out >lines
		holds "all(has(\"delta\") or has(\"error\"))" lines
	else
		empty out
	fi
}
requests() { jq -s . "$STUB_JOURNAL" >requests; }
exec 3>where
'
export tools
export RSG_RETRY_TIMES=0
with_aimock || :

it 'aimock: every provider answers, streamed and not' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='hello'
one() {
	ask 0
	empty err
	holds '.text == "Hi there, this is an answer of more than one piece: café 😀."' reply
	holds '.stop == "end" and .attempts[0].outcome == "ok"' reply
	joined
}
each one
EOT

it 'aimock: an answer that is JSON is checked and given as a value' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
echo '{"type":"object","properties":{"colour":{"type":"string"}},"required":["colour"]}' >s.json
q='Name it, as JSON'
one() {
	ask 0 --schema ./s.json
	holds '.value == {"colour": "red"}' reply
}
each one
EOT

it 'aimock: an answer that was cut at its limit says so' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='be long'
one() {
	case $M in ollama*) return ;; esac # aimock has no such end there
	ask 0
	holds '.stop == "length" and .text == "This stops at"' reply
}
each one
EOT

# Its /api/embed answers as the old /api/embeddings did, so Ollama's vectors come from the stub.
it 'aimock and stub: embeddings, one for each text' <<'EOT'
eval "$tools"
embed() {
	echo '{"input": ["one text", "another text"]}' >request
	status 0 rsg-llm --embed -m "$1" --cache off <request
	holds '.embeddings | length == 2 and (.[0] | length > 7) and .[0] != .[1]' out
}
with_stub
at "$STUB_URL/ok"
embed openai/text-embedding-3-small
embed openai-chat/text-embedding-3-small
embed ollama/nomic-embed-text
need aimock
at "$AIMOCK_URL"
embed openai/text-embedding-3-small
embed openai-chat/text-embedding-3-small
EOT

it 'aimock: a status of 500 is of class server' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='be dropped'
one() {
	ask 75
	failed 'server (HTTP 500)'
}
each one
EOT

it 'aimock: JSON that is none is of class parse' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='be malformed'
one() {
	ask 75
	failed parse
}
each one
EOT

it 'aimock: a connection that is dropped is of class connect' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='be disconnected'
one() {
	ask 75
	failed connect
}
each one
EOT

it 'aimock: a stream that is cut is of class truncated' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
q='be cut'
one() {
	[ -n "$S" ] || return 0
	ask 75
	failed truncated
}
each one
EOT

it 'aimock: 429 is tried again after the time it names, then the fallback is asked' <<'EOT'
need aimock
eval "$tools"
at "$AIMOCK_URL"
export RSG_RETRY_TIMES=1
q='too many'
one() {
	ask 0 --fallback 'exec:echo from the fallback'
	has 'rate-limit' err
	holds '[.attempts[].outcome] == ["rate-limit", "rate-limit", "ok"]' reply
	holds '.attempts[1].waited_ms | . >= 200 and . < 10000' reply
	holds '.text == "from the fallback"' reply
}
each one
EOT

it 'stub: tokens of the prompt cache are counted once' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/ok"
q='hello'
one() {
	ask 0
	joined
	holds '.text == "Hello from the stub."' reply
	holds '.usage | .known and .input_tokens == 130 and .output_tokens == 7' reply
	case $M in
	ollama*) holds '.usage.cache_read_tokens == 0 and .cost_usd == 0' reply ;;
	*) holds '.usage.cache_read_tokens == 20 and .usage.cache_write_tokens == 10' reply ;;
	esac
}
each one
requests
holds 'length == 8 and all(.status == 200)' requests
EOT

it 'stub: a key goes in its header and nowhere else' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/ok"
q='hello'
each ask 0
jq -c 'select(.path | test("messages")) | .headers' "$STUB_JOURNAL" >anthropic
holds '.["x-api-key"] == "sk-test-anthropic" and (has("authorization") | not)' anthropic
jq -c 'select(.path | test("responses|completions")) | .headers' "$STUB_JOURNAL" >openai
holds '.authorization == "Bearer sk-test-openai" and (has("x-api-key") | not)' openai
jq -c 'select(.path | test("api/chat")) | .headers' "$STUB_JOURNAL" >ollama
lacks sk-test ollama
jq -c '.body, .path' "$STUB_JOURNAL" >sent
lacks sk-test sent
EOT

it 'stub: 529, 503 and an error inside a stream are overloaded' <<'EOT'
eval "$tools"
with_stub
q='hello'
one() {
	ask 75
	failed overloaded
}
at "$STUB_URL/status=529"
each one
at "$STUB_URL/status=503" # of the others it has a code, which is more exact
two() {
	case $M in ollama*) one ;; esac
}
each two
at "$STUB_URL/inband=overloaded_error"
three() {
	[ -z "$S" ] || one
}
each three
EOT

it 'stub: a failed response is of the class of its code' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/inband=failed"
M=openai/gpt-6-luna S=--stream q=hello
ask 75
failed server
has 'it went wrong in the middle' err
EOT

it 'stub: what is wrong for good is not tried again' <<'EOT'
eval "$tools"
with_stub
export RSG_RETRY_TIMES=3 RSG_RETRY_WAIT=1ms
q='hello'
one() {
	: >"$STUB_JOURNAL"
	ask "$want"
	failed "$class"
	[ "$(wc -l <"$STUB_JOURNAL")" -eq 1 ]
}
want=69 class='bad-request (HTTP 400)'
at "$STUB_URL/status=400"
each one
want=77 class='auth (HTTP 401)'
at "$STUB_URL/status=401"
each one
want=69 class='not-found (HTTP 404)'
at "$STUB_URL/status=404"
each one
want=69 class='too-large (HTTP 413)'
at "$STUB_URL/status=413"
each one
EOT

it 'stub: x-should-retry decides over the class' <<'EOT'
eval "$tools"
with_stub
export RSG_RETRY_TIMES=3 RSG_RETRY_WAIT=1ms
M=anthropic/claude-sonnet-5-5 S='' q=hello
at "$STUB_URL/status=500,x-should-retry=false"
ask 75
[ "$(wc -l <"$STUB_JOURNAL")" -eq 1 ]
at "$STUB_URL/status=400,x-should-retry=true,times=2"
ask 0
holds '[.attempts[].outcome] == ["bad-request", "bad-request", "ok"]' reply
EOT

it 'stub: nothing is tried again once a part of the answer was handed out' <<'EOT'
eval "$tools"
with_stub
export RSG_RETRY_TIMES=3 RSG_RETRY_WAIT=1ms
at "$STUB_URL/cut=5"
M=anthropic/claude-sonnet-5-5 q=hello S=--stream
ask 75
failed truncated
has delta out
[ "$(wc -l <"$STUB_JOURNAL")" -eq 1 ]
: >"$STUB_JOURNAL"
S=''
ask 75
[ "$(wc -l <"$STUB_JOURNAL")" -eq 4 ]
EOT

it 'stub: one byte at a time is the same answer' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/slow=0"
q='hello'
one() {
	ask 0
	joined
	holds '.text == "Hello from the stub." and .usage.output_tokens == 7' reply
}
each one
EOT

it 'stub: silence ends it after the time that is configured' <<'EOT'
eval "$tools"
with_stub
export RSG_BREAKER_FAILURES=100
q='hello'
one() {
	ask 75
	failed 'timeout'
	has "$words" err
}
export RSG_TIMEOUT_DEFAULT_FIRST_BYTE=150ms
words='no answer for 150 ms'
at "$STUB_URL/silent=-1"
each one
export RSG_TIMEOUT_DEFAULT_IDLE=150ms RSG_TIMEOUT_DEFAULT_FIRST_BYTE=60s
words='for 150 ms'
at "$STUB_URL/silent=2"
each one
EOT

it 'stub: a page in place of an answer is of class parse' <<'EOT'
eval "$tools"
with_stub
export RSG_BREAKER_FAILURES=100
q='hello'
one() {
	ask 75
	failed parse
	has text/html err
}
at "$STUB_URL/type=html"
each one
two() {
	ask 75
	failed parse
}
at "$STUB_URL/garbage"
each two
EOT

it 'stub: a redirect is not followed, and the key stays' <<'EOT'
eval "$tools"
with_stub
q='hello'
one() {
	ask 69
	failed "redirect (HTTP $code)"
	has "$STUB_OTHER" err
}
for code in 301 302 307 308; do
	at "$STUB_URL/redirect=$code"
	each one
done
requests
holds 'length == 32 and (map(.port) | unique | length == 1)' requests
lacks /taken "$STUB_JOURNAL"
EOT

it 'stub: a certificate that nobody vouches for is refused before the key is sent' <<'EOT'
eval "$tools"
with_stub_tls
q='hello'
one() {
	ask "$want"
	[ "$want" -eq 0 ] || failed tls
}
at "$STUB_TLS/ok"
want=69
each one
empty "$STUB_JOURNAL"
export SSL_CERT_FILE="$STUB_CERT"
want=0
each one
EOT

it 'stub: an answer larger than allowed is given up' <<'EOT'
eval "$tools"
with_stub
export RSG_LLM_REPLY_BYTES=100000
at "$STUB_URL/giant=5000000"
q='hello'
one() {
	ask 69
	has 'too-large' err
	has 'llm.reply_bytes' err
}
each one
EOT

it 'stub: bytes that are not UTF-8 are replaced, and it says so' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/utf8"
q='hello'
one() {
	ask 0
	has 'not UTF-8' err
	holds '.text == "café au\ufffd\ufffd\ufffd( lait"' reply
	holds '.warnings | any(test("UTF-8"))' reply
}
each one
EOT

it 'stub: a server that tells no tokens has none made up' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/nousage"
q='hello'
one() {
	ask 0
	holds '.usage.known == false' reply
	case $M in
	ollama*) ;;
	*) holds '.cost_usd == null' reply ;;
	esac
}
each one
EOT

it 'stub: nobody there is of class connect' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/ok"
stop_peers
q='hello'
one() {
	ask 75
	failed connect
}
each one
EOT

it 'stub: the command line of --dry-run sends the same' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/ok"
unset ANTHROPIC_API_KEY OPENAI_API_KEY # a server on this machine needs none
q="it's \$HOME, \`ls\` and \\ \"quotes\""
one() {
	ask 0 -n
	jq -r .curl out >line.sh
	: >"$STUB_JOURNAL"
	status 0 sh line.sh
	ask 0
	requests
	holds 'length == 2 and .[0].body == .[1].body and .[0].path == .[1].path' requests
	holds 'map(.headers | [.["x-api-key"], .authorization, .accept]) | .[0] == .[1]' requests
}
each one
EOT

it 'stub: libcurl is loaded for a call over HTTP, and for nothing else' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/ok"
q='hello' S='' M=anthropic/claude-sonnet-5-5
ask 0
traced() {
	status 0 env LD_DEBUG=files LD_DEBUG_OUTPUT=./loaded rsg-llm --cache off "$@" <request
	cat loaded.* >files
	rm loaded.*
	has 'file=libc.so' files
}
traced -m 'exec:echo hi'
lacks libcurl files
traced -m "$M" -n
lacks libcurl files
traced -m "$M"
has libcurl files
EOT

it 'stub: a signal ends a call that waits, and the ledger says so' <<'EOT'
eval "$tools"
with_stub
at "$STUB_URL/silent=-1"
q='hello'
jq -nc --arg q "$q" '{messages: [{role: "user", content: $q}]}' >request
rsg-llm -m anthropic/claude-sonnet-5-5 <request >out 2>err &
pid=$!
try 30 [ -s "$STUB_JOURNAL" ]
kill -TERM "$pid"
status 143 wait "$pid"
status 0 sqlite3 "$HOME/.local/share/rsg/run.db" 'SELECT status FROM attempt'
has interrupted out
EOT
finish
