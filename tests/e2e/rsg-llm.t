#!/bin/sh
# rsg-llm: a request in, a checked reply out.
. "${0%/*}/lib.sh"

# A command that is a model: it counts its calls in the file calls, keeps what it was asked in the
# file asked, and does what the lines of the file script say, one a call, the last for ever:
# "say TEXT" (printf's escapes), "end STATUS".
export MODEL="$E2E_BASE/model"
cat >"$MODEL" <<'END'
#!/bin/sh
cat >asked
echo call >>calls
n=$(wc -l <calls)
line=$(sed -n "${n}p" script)
[ -n "$line" ] || line=$(tail -n 1 script)
case $line in
'end '*)
	echo "told to end" >&2
	exit "${line#end }"
	;;
'say '*) printf "${line#say }" ;;
esac
END
chmod +x "$MODEL"
export M="exec:$MODEL"
export RSG_RETRY_WAIT=10ms
q='{"messages":[{"role":"user","content":"What is 2 + 2?"}]}'
export q
sent() { [ -f calls ] && wc -l <calls || echo 0; }
rows() { sqlite3 "$HOME/.local/share/rsg/run.db" "$1"; }
lines='sent() { if [ -f calls ]; then wc -l <calls | tr -d " "; else echo 0; fi; }
rows() { sqlite3 "$HOME/.local/share/rsg/run.db" "$1"; }
ask() { E2E_want=$1; shift; printf "%s\n" "$q" >request; status "$E2E_want" rsg-llm "$@" <request; }'
export lines

it 'puts the request to a command and writes a reply that fits its schema' <<'EOT'
eval "$lines"
printf '%s\n' 'say 4\n' >script
ask 0 -m "$M"
holds '.text == "4" and .stop == "end" and .cached == false and .warnings == []' out
holds '.model == env.M and [.attempts[].outcome] == ["ok"]' out
holds '.usage.known == false and .usage.input_tokens > 0 and .cost_usd == null' out
mv out whole
status 0 rsg-check llm-reply <whole
holds '.messages[0].content == "What is 2 + 2?" and .max_tokens == 4096' asked
holds 'has("model") | not' asked
ask 0 -m "$M" --text --cache off
printf '4\n' | same - out
EOT

it 'takes the model from -m, then the request, then the configuration' <<'EOT'
eval "$lines"
echo '{"reply":{"text":"recorded"}}' >c.jsonl
q='{"model":"replay:c.jsonl","messages":[{"role":"user","content":"x"}]}'
ask 0 --text
has recorded out
ask 0 --text -m 'exec:echo flag'
has flag out
echo '{"messages":[{"role":"user","content":"x"}]}' >request
RSG_MODEL='exec:echo variable' status 0 rsg-llm --text <request
has variable out
EOT

it 'runs no command that a request names' <<'EOT'
eval "$lines"
q='{"model":"exec:touch ran","messages":[{"role":"user","content":"x"}]}'
ask 77
has 'may not name a command' err
empty out
[ ! -e ran ]
EOT

it 'says that builtin answers nothing, and which model does not exist' <<'EOT'
eval "$lines"
ask 77
has 'builtin answers no questions' err
empty out
ask 77 -m builtin
ask 78 -m nobody/knows
has 'nobody' err
ask 78 -m gpt
empty out
EOT

it 'tries again what may pass, and keeps every attempt' <<'EOT'
eval "$lines"
printf '%s\n' 'end 75' 'end 75' 'end 75' 'say 4' >script
ask 0 -m "$M"
holds '[.attempts[].outcome] == ["overloaded", "overloaded", "overloaded", "ok"]' out
holds '.attempts[0].reason | contains("told to end")' out
[ "$(sent)" = 4 ]
rows 'SELECT status, fault, number FROM attempt ORDER BY id' >ledger
printf 'failed|overloaded|1\nfailed|overloaded|2\nfailed|overloaded|3\nok||4\n' | same - ledger
[ "$(rows 'SELECT count(DISTINCT call) FROM attempt')" = 1 ]
EOT

it 'gives up after three more tries' <<'EOT'
eval "$lines"
echo 'end 75' >script
ask 75 -m "$M"
[ "$(sent)" = 4 ]
has overloaded err
empty out
RSG_RETRY_TIMES=0 status 75 rsg-llm -m "$M" <request
[ "$(sent)" = 5 ]
EOT

it 'does not try again what will not pass' <<'EOT'
eval "$lines"
echo 'end 3' >script
ask 69 -m "$M"
[ "$(sent)" = 1 ]
has 'told to end' err
[ "$(rows 'SELECT status, fault FROM attempt')" = 'failed|command' ]
EOT

it 'asks the next model, says why, and keeps the reason' <<'EOT'
eval "$lines"
echo 'end 3' >script
ask 0 -m "$M" --fallback 'exec:exit 4' --fallback 'exec:echo second'
holds '.text == "second" and .model == "exec:echo second"' out
holds '[.attempts[].outcome] == ["command", "command", "ok"]' out
has "$M failed (command): asking exec:exit 4" err
has 'exec:exit 4 failed (command): asking exec:echo second' err
[ "$(rows 'SELECT fallback FROM attempt WHERE number = 3')" = 'exec:exit 4 failed (command)' ]
[ "$(rows "SELECT count(*) FROM audit_log WHERE event = 'fallback'")" = 2 ]
ask 78 -m "$M" --fallback nobody/knows
has "$M failed (command), and its fallback: " err
RSG_FALLBACK='exec:echo third' status 0 rsg-llm --text -m "$M" <request
has third out
EOT

it 'fails with what failed before when the chain comes to builtin' <<'EOT'
eval "$lines"
echo 'end 3' >script
ask 69 -m "$M" --fallback builtin --fallback 'exec:echo never'
has 'told to end' err
empty out
EOT

it 'answers the same question from the cache, sending nothing' <<'EOT'
eval "$lines"
echo 'say 4' >script
ask 0 -m "$M"
mv out first
ask 0 -m "$M"
[ "$(sent)" = 1 ]
holds '.cached and .cost_usd == 0 and [.attempts[].outcome] == ["cached"]' out
for f in first out; do
	jq -c 'del(.cached, .attempts, .cost_usd)' "$f" >"$f.kept"
done
same first.kept out.kept
[ "$(rows 'SELECT group_concat(status) FROM attempt')" = 'ok,cached' ]
ask 0 -m "$M" --text
mv out one
ask 0 -m "$M" --text
same one out
EOT

it 'sends what differs in anything that matters' <<'EOT'
eval "$lines"
echo 'say 4' >script
n=0
for q in '{"messages":[{"role":"user","content":"a"}]}' \
	'{"messages":[{"role":"user","content":"b"}]}' \
	'{"system":"s","messages":[{"role":"user","content":"a"}]}' \
	'{"messages":[{"role":"user","content":"a"}],"temperature":0.5}' \
	'{"messages":[{"role":"user","content":"a"}],"seed":1}' \
	'{"messages":[{"role":"user","content":"a"}],"stop":["x"]}' \
	'{"messages":[{"role":"user","content":"a"}],"effort":"low"}' \
	'{"messages":[{"role":"user","content":"a"}],"max_tokens":7}' \
	'{"messages":[{"role":"user","content":"a"}],"sample":1}' \
	'{"messages":[{"role":"user","content":"a"}],"schema":{"type":"number"}}'; do
	n=$((n + 1))
	ask 0 -m "$M"
	[ "$(sent)" = "$n" ]
	ask 0 -m "$M"
	[ "$(sent)" = "$n" ]
done
q='{"messages":[{"role":"user","content":"a"}]}'
ask 0 -m "$M" --max-tokens 7
ask 0 -m "$M" --sample 1
[ "$(sent)" = "$n" ]
ask 0 -m "$M" --sample 2
ask 0 -m "$M #" # another model
[ "$(sent)" = "$((n + 2))" ]
EOT

it 'uses the cache as it is told to' <<'EOT'
eval "$lines"
printf '%s\n' 'say one' 'say two' 'say three' >script
ask 69 -m "$M" --cache only
has 'the cache has nothing like it' err
[ "$(sent)" = 0 ]
ask 0 -m "$M" --text --cache off
ask 0 -m "$M" --text
has two out
ask 0 -m "$M" --text --cache refresh
has three out
ask 0 -m "$M" --text --cache only
has three out
RSG_MODE=cache-only status 0 rsg-llm -m "$M" --text <request
has three out
[ "$(sent)" = 3 ]
ask 69 -m "$M" --cache only --max-tokens 9
has 'the nearest entry differs in: max_tokens' err
RSG_CACHE_TTL=0 status 0 rsg-llm -m "$M" <request
[ "$(sent)" = 4 ]
ask 2 --cache sometimes
EOT

it 'keeps nothing that is no good answer' <<'EOT'
eval "$lines"
export RSG_RETRY_TIMES=0
for line in 'end 3' 'say ' 'say {"text":"no","stop":"refusal"}' 'say {"text":"half","stop":"length"}'; do
	echo "$line" >script
	: >calls
	status '0 69 75' rsg-llm -m "$M" <<-END
		$q
	END
	cp out first
	cp err first.err
	status '0 69 75' rsg-llm -m "$M" <<-END
		$q
	END
	[ "$(sent)" = 2 ]
done
holds '.text == "half" and .stop == "length"' first
has 'cut at max_tokens' first.err
EOT

it 'takes a refusal for a failure that no other model is asked about' <<'EOT'
eval "$lines"
echo 'say {"text":"I cannot help with that","stop":"refusal"}' >script
ask 69 -m "$M" --fallback 'exec:echo other'
has 'content-policy' err
has 'I cannot help with that' err
empty out
[ "$(sent)" = 1 ]
EOT

it 'keeps nothing and shares nothing with --no-store' <<'EOT'
eval "$lines"
echo 'say 4' >script
ask 0 --no-store -m "$M"
ask 0 --no-store -m "$M"
[ "$(sent)" = 2 ]
find "$HOME" -type f >files
empty files
EOT

it 'checks the answer against the schema and gives the value' <<'EOT'
eval "$lines"
echo '{"type":"object","required":["n"],"properties":{"n":{"type":"number"}}}' >s.json
echo 'say {"n": 4}' >script
ask 0 -m "$M" --schema s.json
holds '.value == {"n": 4} and (has("repaired") | not) and .text == "{\"n\": 4}"' out
holds '.schema.required == ["n"]' asked
mv out whole
status 0 rsg-check llm-reply <whole
EOT

it 'repairs what is nearly JSON and says so' <<'EOT'
eval "$lines"
echo '{"type":"object","required":["n"]}' >s.json
cat >script <<'END'
say Here it is:\n```json\n{"n": [1, 2,], // two\n "s": 'it'"'"'s'}\n```\nGood luck!
END
ask 0 -m "$M" --schema s.json
holds '.value.n == [1, 2]' out
holds '.repaired == ["code-fence", "surrounding-text", "trailing-comma", "quotes", "comments"]' out
[ "$(sent)" = 1 ]
EOT

it 'asks once more with what is wrong, then gives up with 76' <<'EOT'
eval "$lines"
echo '{"type":"object","required":["n"],"properties":{"n":{"type":"number"}}}' >s.json
printf '%s\n' 'say {"n": "four"}' 'say {"n": 4}' >script
ask 0 -m "$M" --schema s.json
holds '.value == {"n": 4} and .repaired == ["asked-again"]' out
holds '[.attempts[].outcome] == ["schema", "ok"]' out
holds '.attempts[0].reason | startswith("n: expected")' out
holds '[.messages[].role] == ["user", "assistant", "user"]' asked
holds '.messages[1].content == "{\"n\": \"four\"}"' asked
holds '.messages[2].content | contains("n: expected") and contains("whole JSON value")' asked
[ "$(rows 'SELECT group_concat(status || fault) FROM attempt')" = 'failedschema,ok' ]
ask 0 -m "$M" --schema s.json
holds '.cached and .repaired == ["asked-again"]' out
rm calls
echo 'say four' >script
ask 76 -m "$M" --schema s.json --cache off
[ "$(sent)" = 2 ]
has 'schema' err
empty out
ask 0 -m "$M" --schema s.json --cache off --fallback 'exec:echo "{\"n\":1}"'
holds '.value == {"n": 1}' out
EOT

it 'says when the JSON was cut at max_tokens, and does not keep it' <<'EOT'
eval "$lines"
echo '{"type":"array","items":{"type":"string"}}' >s.json
echo 'say {"text":"[\\"one\\",\\"tw","stop":"length"}' >script
ask 0 -m "$M" --schema s.json
holds '.value == ["one", "tw"] and .repaired == ["truncated"] and .stop == "length"' out
has 'something may be missing' err
ask 0 -m "$M" --schema s.json
[ "$(sent)" = 2 ]
echo '{"type":"array","minItems":3}' >s.json
rm calls
ask 76 -m "$M" --schema s.json
has 'length' err
[ "$(sent)" = 1 ]
EOT

it 'refuses a schema that cannot be used' <<'EOT'
eval "$lines"
echo 'say 4' >script
echo '{"type":"nothing"}' >s.json
ask 65 -m "$M" --schema s.json
has 'schema' err
echo '{"$ref":"other.json"}' >s.json
ask 65 -m "$M" --schema s.json
echo 'no json' >s.json
ask 65 -m "$M" --schema s.json
ask 66 -m "$M" --schema ./none.json
ask 2 -m "$M" --schema none
has 'expected in, out or the name of a file' err
[ "$(sent)" = 0 ]
echo '{"type":"number"}' >in
ask 0 -m "$M" --schema ./in
holds '.value == 4' out
status 0 rsg-llm --schema in
holds '."$id" == "llm-request"' out
EOT

it 'takes numbers of the schema only' <<'EOT'
eval "$lines"
for option in --max-tokens=0 --max-tokens=-1 --max-tokens=1000001 --sample=-1 --sample=1000001; do
	ask 2 -m 'exec:echo x' $option
	has "${option%%=*} is" err
done
q='{"messages":[{"role":"user","content":""}]}'
ask 65 -m 'exec:echo x'
EOT

it 'streams the text as it comes, the whole reply last' <<'EOT'
eval "$lines"
cat >slow <<'END'
#!/bin/sh
cat >asked
printf 'one '
until [ -e seen ]; do sleep 0.02; done
printf 'two\n'
END
chmod +x slow
mkfifo pipe
echo "$q" | rsg-llm -m exec:./slow --stream >pipe &
{
	read -r first
	: >seen
	cat >rest
} <pipe
wait
checked
[ "$first" = '{"delta":"one "}' ]
jq -s -e '(.[:-1] | map(.delta) | join("")) == "two" and .[-1].text == "one two"' rest >said
tail -n 1 rest >reply
status 0 rsg-check llm-reply <reply
ask 0 -m exec:./slow --stream
[ "$(wc -l <out)" = 1 ]
holds '.cached' out
ask 2 --stream --text
ask 2 --stream --embed
EOT

it 'tries nothing again once a part was written, and ends the stream with the error' <<'EOT'
eval "$lines"
cat >breaks <<'END'
#!/bin/sh
echo call >>calls
printf 'a part\nof it'
exit 75
END
chmod +x breaks
ask 75 -m exec:./breaks --fallback 'exec:echo other' --stream
[ "$(sent)" = 1 ]
head -n 1 out >first
holds '.delta | startswith("a part")' first
tail -n 1 out >last
holds '.error.status == 75 and (.error.text | contains("overloaded"))' last
ask 0 -m exec:./breaks --fallback 'exec:echo other' --text
has other out
EOT

it 'writes a stream to a file whole or not at all' <<'EOT'
eval "$lines"
echo 'say 4' >script
ask 0 -m "$M" --stream -o f.jsonl
empty out
tail -n 1 f.jsonl >last
holds '.text == "4"' last
got=0
rsg-llm -m "$M" --stream --cache off <request >/dev/full 2>err || got=$?
[ "$got" = 74 ]
has 'No space left' err
EOT

it 'sends no escape sequence of a model to the terminal' <<'EOT'
eval "$lines"
echo 'say red \033[31malert' >script
echo "$q" >request
on_tty 0 'rsg-llm -m "$M" --text <request'
has 'red \x1b[31malert' out
esc=$(printf '\033')
lacks "${esc}[31malert" out
echo 'end 3' >script
printf '#!/bin/sh\nprintf "\\033[31mbad" >&2; exit 3\n' >bad
chmod +x bad
ask 69 -m exec:./bad
lacks "$esc" err
EOT

it 'makes vectors, of length 1, and keeps each text for itself' <<'EOT'
eval "$lines"
cat >vectors <<'END'
#!/bin/sh
echo call >>calls
jq -c '{embeddings: [.input[] | [3 * length, 4 * length]]}'
END
chmod +x vectors
q='{"input":["a","bb"]}'
ask 0 --embed -m exec:./vectors
holds '.embeddings == [[0.6, 0.8], [0.6, 0.8]] and .cached == false and (has("text") | not)' out
mv out whole
status 0 rsg-check llm-reply <whole
q='{"input":["bb","a"]}'
ask 0 --embed -m exec:./vectors
holds '.embeddings == [[0.6, 0.8], [0.6, 0.8]] and .cached' out
[ "$(sent)" = 1 ]
q='{"input":["a","new"]}'
ask 0 --embed -m exec:./vectors
holds '.cached == false' out
q='{"input":["a","bb"],"input_type":"query"}'
ask 0 --embed -m exec:./vectors
[ "$(sent)" = 3 ]
q='{"input":["x"]}'
ask 75 --embed -m 'exec:echo "{\"embeddings\":[[1],[2]]}"'
ask 65 -m exec:./vectors
has 'say --embed' err
q='{"messages":[{"role":"user","content":"x"}]}'
ask 65 --embed -m exec:./vectors
EOT

it 'sends texts to be embedded in batches' <<'EOT'
eval "$lines"
cat >vectors <<'END'
#!/bin/sh
jq -c '{embeddings: [.input[] | [tonumber + 1, 1]]}' >answer
jq '.embeddings | length' answer >>sizes
cat answer
END
chmod +x vectors
q=$(jq -nc '{input: [range(150) | tostring]}')
ask 0 --embed -m exec:./vectors
holds '[.embeddings[] | .[0] / .[1] | round] == [range(150) | . + 1]' out
printf '64\n64\n22\n' | same - sizes
EOT

it 'embeds without a network' <<'EOT'
eval "$lines"
q='{"input":["a test of the cart","a cart test","weather"]}'
for m in '' '-m builtin/hash-256' '-m builtin'; do
	# shellcheck disable=SC2086
	ask 0 --embed $m
	holds '.model == "builtin/hash-256" and (.embeddings | map(length)) == [256, 256, 256]' out
done
ask 78 --embed -m builtin/other
has 'builtin/hash-256' err
EOT

it 'records, and replays without asking' <<'EOT'
eval "$lines"
echo 'say {"text":"four","usage":{"input_tokens":9,"output_tokens":2}}' >script
export RSG_CASSETTE=c.jsonl
ask 0 -m "$M"
[ ! -e c.jsonl ]
RSG_MODE=record status 0 rsg-llm -m "$M" <request
cp out recorded
[ "$(sent)" = 2 ]
[ "$(wc -l <c.jsonl)" = 1 ]
holds '(.key | length) == 64 and .reply.text == "four" and .request.messages' c.jsonl
[ "$(stat -c %a c.jsonl)" = 600 ]
RSG_MODE=replay status 0 rsg-llm -m "$M" <request
for f in recorded out; do
	jq -c '.text, .usage, .stop' "$f" >"$f.kept"
done
same recorded.kept out.kept
holds '.cached and .cost_usd == 0' out
[ "$(sent)" = 2 ]
ask 0 -m replay:c.jsonl --text
has four out
# What is replayed is no call: the ledger has the first two only.
[ "$(rows 'SELECT group_concat(status) FROM attempt')" = ok,ok ]
q='{"system":"Be brief.","messages":[{"role":"user","content":"What is 2 + 2?"}],"max_tokens":5}'
echo "$q" >request
RSG_MODE=replay status 69 rsg-llm -m "$M" <request
has 'the nearest entry differs in: system, max_tokens' err
ask 69 -m replay:c.jsonl
has 'differs in:' err
lacks 'provider' err
[ "$(sent)" = 2 ]
EOT

it 'takes the last of two recordings, and keeps those of processes at once whole' <<'EOT'
eval "$lines"
printf '%s\n' 'say one' 'say two' >script
export RSG_CASSETTE=c.jsonl RSG_MODE=record
ask 0 -m "$M"
ask 0 -m "$M" --text
has two out
ask 0 -m replay:c.jsonl --text
has two out
big=$(head -c 200000 /dev/zero | tr '\0' x)
for n in 1 2 3 4 5 6 7 8; do
	echo "{\"messages\":[{\"role\":\"user\",\"content\":\"$n $big\"}]}" >"big.$n"
	rsg-llm -m 'exec:cat >/dev/null; echo yes' <"big.$n" >"out.$n" 2>"err.$n" &
done
wait
cat err.* >errs
empty errs
[ "$(jq -c 'select(.key and .reply.text == "yes") | .key' c.jsonl | sort -u | wc -l)" = 8 ]
[ "$(wc -l <c.jsonl)" = 10 ]
EOT

it 'answers from a script, a line for each question, then no more' <<'EOT'
eval "$lines"
printf '%s\n' '{"reply":{"text":"one"}}' '{"reply":{"value":{"n":2}}}' >c.jsonl
ask 0 -m replay:c.jsonl --text
has one out
echo '{"type":"object"}' >s.json
printf '%s\n' '{"reply":{"text":"no json"}}' >d.jsonl
ask 76 -m replay:d.jsonl --schema s.json
sed 1d c.jsonl >e.jsonl
ask 0 -m replay:e.jsonl --schema s.json
holds '.value == {"n": 2}' out
: >f.jsonl
ask 69 -m replay:f.jsonl
has 'the cassette has nothing like it' err
echo '{"text":"x"}' >g.jsonl
ask 65 -m replay:g.jsonl
has 'g.jsonl: line 1' err
ask 66 -m replay:none.jsonl
RSG_MODE=replay status 78 rsg-llm -m "$M" <request
has RSG_CASSETTE err
EOT

it 'sends nothing that does not fit the context, and falls back to a larger one only' <<'EOT'
eval "$lines"
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<'END'
providers:
    tiny:
        kind: openai-chat
        url: http://127.0.0.1:9/v1
END
cat >"$HOME/.config/rsg/models.yaml" <<'END'
models:
- { match: "tiny/*", context: 1000 }
END
q=$(jq -nc '{messages: [{role: "user", content: ("word " * 2000)}], max_tokens: 10}')
ask 69 -m tiny/a
has 'context-window' err
has 'do not fit a context of 1000' err
ask 0 -m tiny/a --fallback tiny/b --fallback 'exec:echo large'
holds '[.attempts[] | .model + " " + .outcome] == ["tiny/a context-window", "exec:echo large ok"]' out
has 'tiny/a failed (context-window): asking exec:echo large' err
[ "$(rows 'SELECT count(*) FROM attempt')" = 1 ]
q='{"messages":[{"role":"user","content":"short"}]}'
ask 69 -m tiny/a --max-tokens 2000
has 'do not fit a context of 1000' err
EOT

it 'shows what would be sent, and the command that does the same, without the key' <<'EOT'
eval "$lines"
with_stub
export OPENAI_API_KEY=sk-secret-of-mine OPENAI_BASE_URL="$STUB_URL/ok/v1"
q='{"messages":[{"role":"user","content":"it'"'"'s $HOME `x` \\ \"y\""}],"seed":3}'
ask 0 -n -m openai/gpt-5.4-mini
holds '.model == "openai/gpt-5.4-mini" and .body.model == "gpt-5.4-mini"' out
holds '.input_tokens > 5 and .max_cost_usd > 0 and (.left_out | length) == 1' out
lacks sk-secret out
[ ! -s "$STUB_JOURNAL" ]
find "$HOME" -type f >files
empty files
jq -r .curl out >curl.sh
ask 0 -m openai/gpt-5.4-mini
sh curl.sh >answer 2>curl.err
holds '.output[1].content[0].text == "Hello from the stub."' answer
holds '.warnings | length == 1 and (.[0] | contains("seed"))' out
jq -s -e '.[0].body == .[1].body and .[0].path == .[1].path' "$STUB_JOURNAL" >same
checked
ask 77 -n
ask 77 -n -m builtin
ask 77 -n -m replay:c.jsonl
ask 0 -n -m 'exec:./model --fast'
holds '.url == null and .max_cost_usd == null and (.curl | contains("./model --fast"))' out
EOT

it 'goes on without a cache or a log that cannot be used, and says so' <<'EOT'
eval "$lines"
echo 'say 4' >script
echo 'no database at all, and longer than the header of one would be' >"$HOME/broken.db"
RSG_CACHE_PATH="$HOME/broken.db" ask 0 -m "$M" --text
has 'no cache: ' err
printf '4\n' | same - out
RSG_CACHE_PATH="$HOME/broken.db" ask 69 -m "$M" --cache only
RSG_LOG_CALLS=fd:9 ask 0 -m "$M" --text --cache off 9>/dev/full
has log.calls err
printf '4\n' | same - out
EOT

it 'keeps to the budgets, before anything is sent' <<'EOT'
eval "$lines"
echo 'say 4' >script
export RSG_BUDGET_RUN=1
ask 77 -m "$M"
has 'its price is unknown' err
[ "$(sent)" = 0 ]
RSG_BUDGET_UNKNOWN=allow status 0 rsg-llm -m "$M" <request
[ "$(sent)" = 1 ]
RSG_BUDGET_DAY=1 status 77 rsg-llm --no-store -m "$M" <request
has '--no-store' err
EOT

it 'leaves a model alone that keeps failing, and says for how long' <<'EOT'
eval "$lines"
export RSG_RETRY_TIMES=0
echo 'end 75' >script
for _ in 1 2 3 4 5; do
	ask 75 -m "$M"
done
[ "$(sent)" = 5 ]
ask 75 -m "$M"
[ "$(sent)" = 5 ]
has 'breaker' err
has 'left alone for another' err
ask 0 -m "$M" --fallback 'exec:echo other' --text
has other out
[ "$(sent)" = 5 ]
EOT

it 'waits for its place in the limits' <<'EOT'
eval "$lines"
echo 'say 4' >script
export RSG_LIMIT_ALL_REQUESTS=4
for n in 1 2 3; do
	ask 0 -m "$M" --sample $n
	cp out reply.$n
done
holds '.attempts[0].waited_ms > 0' reply.3
[ "$(sent)" = 3 ]
export RSG_LIMIT_USER_REQUESTS=0.01 RSG_TIMEOUT_DEFAULT_TOTAL=5s
ask 0 -m "$M" --sample 4
ask 75 -m "$M" --sample 5
has 'a place would be free in' err
[ "$(sent)" = 4 ]
EOT

it 'gives its place and the tokens it did not need back' <<'EOT'
eval "$lines"
echo 'say 4' >script
export RSG_LIMIT_ALL_CONCURRENT=1 RSG_LIMIT_ALL_TOKENS=10000 RSG_TIMEOUT_DEFAULT_TOTAL=5s
for n in 1 2 3 4 5 6; do
	ask 0 -m "$M" --sample $n
done
echo 'end 3' >script
ask 69 -m "$M" --sample 7
ask 69 -m "$M" --sample 8
[ "$(rows 'SELECT count(*) FROM limiter_lease')" = 0 ]
EOT

it 'takes a place from those who have it' <<'EOT'
eval "$lines"
mkfifo wait
printf '#!/bin/sh\necho begun >>begun\nread -r x <wait\necho late\n' >late
chmod +x late
export RSG_LIMIT_ALL_CONCURRENT=1
echo "$q" >request
rsg-llm -m exec:./late --text <request >first 2>first.err &
until [ -s begun ]; do sleep 0.02; done
RSG_TIMEOUT_DEFAULT_TOTAL=300ms status 75 rsg-llm -m 'exec:echo other' <request
has limit err
echo >wait
wait
has late first
empty first.err
ask 0 -m 'exec:echo other' --text
EOT

it 'stops a model that takes too long' <<'EOT'
eval "$lines"
export RSG_RETRY_TIMES=0 RSG_TIMEOUT_DEFAULT_TOTAL=200ms
ask 75 -m 'exec:sleep 30'
has timeout err
[ "$(rows 'SELECT status, fault FROM attempt')" = 'failed|timeout' ]
EOT

it 'says what each model was asked, in the log of calls' <<'EOT'
eval "$lines"
printf '%s\n' 'end 75' 'say 4' >script
RSG_LOG_CALLS=calls.log
export RSG_LOG_CALLS
ask 0 -m "$M" --fallback 'exec:echo x'
ask 0 -m "$M"
jq -s -c '[.[].event]' calls.log >events
echo '["sent","ended","retry","sent","ended","cached"]' | same - events
lacks 'What is 2' calls.log
EOT

it 'gives the JSON alone with a schema and --text, and indents what a dry run says when asked to' <<'EOT'
echo '{"messages": [{"role": "user", "content": "Hi"}]}' >request
echo '{"type": "object", "required": ["n"]}' >schema.json
status 0 rsg-llm --schema schema.json --text -m "exec:printf '\`\`\`json\n{\"n\": 3,}\n\`\`\`'" <request
echo '{"n":3}' | same - out
status 0 rsg-llm -n --pretty -m 'exec:cat' <request
[ "$(wc -l <out)" -gt 5 ]
EOT

finish
