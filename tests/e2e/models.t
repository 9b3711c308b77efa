#!/bin/sh
# Models in the phases: which one is asked, with which key, by whose leave, and what is recorded.
. "${0%/*}/lib.sh"

export STORY="$E2E_BASE/story.md"
cat >"$STORY" <<'END'
# Guest checkout

As a shopper I want to pay as a guest so that I need no account.

- The button on the page shows the price.
END

# Asked to classify, it says Frontend; it counts its calls in the file calls.
export GOOD="$E2E_BASE/good"
cat >"$GOOD" <<'END'
#!/bin/sh
cat >asked
echo call >>calls
cat <<'EOF'
{"text":"{\"domains\":[{\"name\":\"Frontend\",\"confidence\":0.9,\"quotes\":[\"The button on the page shows the price.\"]}],\"scopes\":[],\"systems\":[]}",
"usage":{"input_tokens":100,"output_tokens":20}}
EOF
END
chmod +x "$GOOD"
lines='ingest() { rsg-ingest "$STORY" >doc.json; }
rows() { sqlite3 "$HOME/.local/share/rsg/run.db" "$1"; }
key() { printf "%s\n" sk-secret-of-mine; }
entry=.phases.classification'
export lines RSG_RETRY_TIMES=0
q='{"messages":[{"role":"user","content":"What is 2 + 2?"}]}'
export q

it 'a phase says which model answered, what it used and what that cost' <<'EOT'
eval "$lines"
ingest
status 0 rsg-classify -m "exec:$GOOD" <doc.json
holds "$entry.engine == \"exec:\" + env.GOOD" out
holds "$entry.usage | .input_tokens == 100 and .output_tokens == 20 and .calls == 1" out
holds "$entry.usage | .cached == 0 and .cost_usd == null" out
[ "$(rows "SELECT engine FROM phase_execution WHERE phase = 'classification'")" = "exec:$GOOD" ]
[ "$(rows 'SELECT status, phase FROM attempt')" = 'ok|classification' ]
[ "$(rows 'SELECT run_id FROM attempt')" = "$(jq -r .run.id out)" ]
mv out first
status 0 rsg-classify -m "exec:$GOOD" <doc.json
holds "$entry.usage | .calls == 0 and .cached == 1 and .cost_usd == 0" out
[ "$(wc -l <calls)" -eq 1 ]
jq -c "$entry.output" first >a
jq -c "$entry.output" out >b
same a b
status 0 rsg-check run-document <first
EOT

it 'without a model nothing of models is read or opened' <<'EOT'
eval "$lines"
ingest
mkdir -p "$HOME/.config/rsg/prompts"
for file in models.yaml prices.json prompts/classification.md; do
	echo '{ broken' >"$HOME/.config/rsg/$file"
done
RSG_LOG_CALLS=log RSG_CASSETTE=gone.jsonl status 0 rsg-classify <doc.json
holds "$entry | .engine == \"builtin\" and .usage.calls == 0 and .usage.cost_usd == 0" out
empty err
[ ! -e log ]
[ ! -e "$HOME/.cache/rsg" ]
status 78 rsg-classify -m "exec:$GOOD" <doc.json
has prompts/classification.md err
rm "$HOME/.config/rsg/prompts/classification.md"
status 78 rsg-classify -m "exec:$GOOD" <doc.json
has prices.json err
status 78 rsg-classify -m antropic/claude <doc.json
has 'did you mean anthropic' err
EOT

it 'the model of the phase, unless -m or RSG_MODEL says otherwise' <<'EOT'
eval "$lines"
ingest
mkdir -p "$HOME/.config/rsg"
printf 'model: exec:exit 9\nmodels.classification: exec:%s\n' "$GOOD" >"$HOME/.config/rsg/config.yaml"
status 0 rsg-classify <doc.json
holds "$entry.engine == \"exec:\" + env.GOOD" out
status 0 rsg-classify -m builtin <doc.json
holds "$entry.engine == \"builtin\"" out
RSG_MODEL=builtin status 0 rsg-classify <doc.json
holds "$entry.engine == \"builtin\" and $entry.warnings == []" out
status 0 rsg-ingest "$STORY"
holds '.phases.ingestion | .engine == "builtin" and ([.warnings[].code] | index("model-unavailable") != null)' out
EOT

it 'a model that cannot be had leaves the builtin result, or fails the phase where one is required' <<'EOT'
eval "$lines"
ingest
status 0 rsg-classify -m 'exec:exit 3' <doc.json
holds "$entry | .engine == \"builtin\" and .usage.calls == 1" out
holds "[$entry.warnings[].code] | index(\"model-unavailable\") != null" out
mv out with
status 0 rsg-classify <doc.json
jq -c "$entry.output" with >a
jq -c "$entry.output" out >b
same a b
status 69 rsg-classify -m 'exec:exit 3' --require-model <doc.json
empty out
has 'the command ended with status 3' err
RSG_REQUIRE_MODEL=true status 69 rsg-classify -m 'exec:exit 3' <doc.json
empty out
[ "$(rows "SELECT count(*) FROM phase_execution WHERE status = 'failed'")" -eq 2 ]
status 78 rsg-classify --require-model <doc.json
has 'no model is configured for classification: name one with -m' err
RSG_REQUIRE_MODEL=true status 0 rsg-classify <doc.json
status 2 rsg-show --require-model <doc.json
EOT

it 'a dry run asks nobody' <<'EOT'
eval "$lines"
ingest
status 0 rsg-classify -n -m "exec:$GOOD" <doc.json
holds "$entry.engine == \"builtin\"" out
has 'a dry run asks no model' err
[ ! -e calls ]
EOT

it 'the builtin result is there before the time of the phase is up' <<'EOT'
eval "$lines"
ingest
status 0 rsg-classify --timeout 2s -m 'exec:cat >asked; exec sleep 60' <doc.json
holds "$entry.engine == \"builtin\"" out
holds "$entry.warnings[0].text | contains(\"timeout\")" out
[ "$(rows 'SELECT status, fault FROM attempt')" = 'failed|timeout' ]
EOT

it 'interrupted, it records that and ends by the signal' <<'EOT'
eval "$lines"
ingest
cat >until <<'EOF'
import signal, subprocess, sys, os, time
number = getattr(signal, sys.argv[1])
def default():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
child = subprocess.Popen(sys.argv[2:], preexec_fn=default)
while not os.path.exists("began"):
    if child.poll() is not None: sys.exit("it ended too early")
    time.sleep(0.02)
child.send_signal(number)
sys.exit(0 if child.wait() == -number else "it ended with %d" % child.returncode)
EOF
for signal in SIGINT SIGTERM; do
	rm -f began
	status 0 python3 until $signal rsg-classify -m 'exec:touch began; exec sleep 60' <doc.json
	empty out
	has 'rsg-classify: ' err
done
[ "$(rows 'SELECT DISTINCT status, fault FROM attempt')" = 'interrupted|cancelled' ]
[ "$(rows "SELECT count(*) FROM phase_execution WHERE phase = 'classification' AND status = 'failed'")" -eq 2 ]
rm -f began
status 0 python3 until SIGTERM rsg-llm -m 'exec:touch began; exec sleep 60' <<EOF
$q
EOF
[ "$(rows "SELECT count(*) FROM attempt WHERE status = 'interrupted'")" -eq 3 ]
EOT

it 'a project that is not trusted runs no command' <<'EOT'
eval "$lines"
ingest
mkdir .rsg
cat >.rsg/config.yaml <<EOF
model: "exec:touch owned; cat"
models: { classification: "exec:touch owned" }
fallback: ["exec:touch owned"]
providers: { anthropic: { key_command: "touch owned; echo k" } }
EOF
status 0 rsg-classify <doc.json
holds "$entry.engine == \"builtin\"" out
has 'is ignored because the file is not trusted' err
[ ! -e owned ]
status 0 rsg-config --trust
status 0 rsg-classify <doc.json
[ -e owned ]
EOT

it 'a project that is not trusted sends no key to its own host' <<'EOT'
eval "$lines"
with_stub
mkdir .rsg
cat >.rsg/config.yaml <<EOF
model: openai-chat/m
providers:
  openai-chat: { url: "$STUB_OTHER/v1", key_variable: OPENAI_API_KEY }
  theirs: { kind: openai-chat, url: "$STUB_OTHER/v1", key_variable: OPENAI_API_KEY }
EOF
export OPENAI_API_KEY="$(key)" OPENAI_BASE_URL="$STUB_URL/ok/v1"
echo "$q" >request
status 0 rsg-llm --text <request
has 'Hello from the stub' out
holds '.headers | to_entries | map(select(.key | ascii_downcase == "authorization"))[0].value == "Bearer sk-secret-of-mine"' "$STUB_JOURNAL"
status 78 rsg-llm -m theirs/m <request
has 'there is no provider "theirs"' err
[ "$(wc -l <"$STUB_JOURNAL")" -eq 1 ]
EOT

it 'a key goes to its own host alone' <<'EOT'
eval "$lines"
with_stub
export OPENAI_API_KEY="$(key)" ANTHROPIC_API_KEY="$(key)"
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<EOF
providers:
  local: { kind: openai-chat, url: "$STUB_URL/ok/v1" }
  keyed: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_variable: MY_KEY }
  moved: { kind: openai-chat, url: "$STUB_URL/redirect=307/v1", key_variable: MY_KEY }
  plain: { kind: openai-chat, url: "http://api.example/v1", key_variable: MY_KEY }
  other: { kind: anthropic, url: "https://api.example" }
EOF
echo "$q" >request
status 0 rsg-llm --text -m local/m <request
lacks sk-secret "$STUB_JOURNAL"
MY_KEY=sk-of-keyed status 0 rsg-llm --text -m keyed/m <request
has 'Bearer sk-of-keyed' "$STUB_JOURNAL"
MY_KEY=sk-of-moved status 69 rsg-llm --text -m moved/m <request
[ "$(grep -c sk-of-moved "$STUB_JOURNAL")" -eq 1 ]
[ "$(wc -l <"$STUB_JOURNAL")" -eq 3 ]
MY_KEY=sk-x status 77 rsg-llm -m plain/m <request
has 'does not travel over plain http to api.example' err
status 77 rsg-llm -m other/m <request
has 'ANTHROPIC_API_KEY is not meant for that host' err
status 77 rsg-llm --cache off -m keyed/m <request
has 'set MY_KEY' err
MY_KEY='sk
x-evil: 1' status 77 rsg-llm --cache off -m keyed/m <request
has 'it holds a newline' err
lacks x-evil "$STUB_JOURNAL"
lacks sk- err
EOT

it 'a key file must be private, a key command has the terminal and no input of ours' <<'EOT'
eval "$lines"
with_stub
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<EOF
providers:
  f: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_file: ~/key }
  c: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_command: "cat >got; tr a-z b-za <name" }
  b: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_command: "echo half; exit 1" }
EOF
key >"$HOME/key"
chmod 644 "$HOME/key"
echo "$q" >request
status 77 rsg-llm -m f/m <request
has 'chmod 600' err
chmod 600 "$HOME/key"
status 0 rsg-llm --text -m f/m <request
echo abc >name
status 0 setsid -w rsg-llm --text -m c/m <request
empty got
has 'Bearer bcd' "$STUB_JOURNAL"
status 77 rsg-llm -m b/m <request
has 'providers.b.key_command: it ended with status 1' err
lacks half err
EOT

it 'a key command may ask on the terminal' <<'EOT'
eval "$lines"
with_stub
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<EOF
providers.t: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_command: "printf 'Key please: ' >&2; read k; echo \$k" }
EOF
echo "$q" >request
printf 'typed-key\n' >typed
script -qec 'rsg-llm --text -m t/m <request >out 2>err' /dev/null <typed >shown
has 'Hello from the stub' out
has 'Key please' shown
lacks 'Key please' err
has 'Bearer typed-key' "$STUB_JOURNAL"
EOT

it 'the log of calls says what was done and neither what was asked nor a key' <<'EOT'
eval "$lines"
with_stub
mkdir -p "$HOME/.config/rsg"
cat >"$HOME/.config/rsg/config.yaml" <<EOF
log.calls: calls.jsonl
providers.s: { kind: openai-chat, url: "$STUB_URL/ok/v1", key_variable: MY_KEY }
providers.down: { kind: openai-chat, url: "$STUB_URL/status=503/v1" }
EOF
export MY_KEY="$(key)"
echo '{"system":"a-word-of-the-system","messages":[{"role":"user","content":"a-word-of-the-prompt"}]}' >request
status 0 rsg-llm -m s/m <request
[ "$(stat -c %a calls.jsonl)" = 600 ]
jq -s . calls.jsonl >all
holds 'map(.event) == ["sent", "ended"]' all
holds '.[0] | .provider == "s" and .model == "s/m" and .prompt_chars > 0 and .attempt == 1' all
holds '.[1] | .status == "ok" and .retries == 0 and .latency_ms >= 0' all
holds '.[1] | .input_tokens > 0 and .output_tokens > 0 and has("cost_usd")' all
holds '.[0].call == .[1].call and (map(.timestamp | test("^20.*Z$")) | all)' all
for word in a-word-of sk-secret Hello; do lacks $word calls.jsonl; done
status 0 rsg-llm -m s/m <request
jq -s '.[-1]' calls.jsonl >last
holds '.event == "cached" and .cost_usd == 0' last
RSG_LOG_CALLS=stderr RSG_RETRY_TIMES=1 RSG_RETRY_WAIT=1ms status 0 rsg-llm --text -m down/m --fallback s/m <request
grep '^{' err | jq -s 'map(.event)' >events
holds '. == ["sent", "ended", "retry", "sent", "ended", "fallback", "cached"]' events
RSG_LOG_CALLS=fd:5 status 0 rsg-llm --cache off -m s/m <request 5>five
[ "$(wc -l <five)" -eq 2 ]
status 0 rsg-classify -q -m s/m --no-store <<EOF
$(rsg-ingest --no-store "$STORY")
EOF
jq -s '.[-1]' calls.jsonl >last
holds '.phase == "classification" and (.run | length) == 36' last
EOT

it 'a log that cannot be written is no secret' <<'EOT'
eval "$lines"
echo "$q" >request
RSG_LOG_CALLS=fd:7 status 78 rsg-llm -m 'exec:echo 4' <request
has 'fd:7, which is not open for writing' err
RSG_LOG_CALLS=fd:7 status 78 rsg-llm -m 'exec:echo 4' <request 7<request
has 'not open for writing' err
for fd in 3 4 5; do # what we opened ourselves, such as the store
	RSG_LOG_CALLS=fd:$fd status 78 rsg-llm -m 'exec:echo 4' <request 3>&- 4>&- 5>&-
done
RSG_LOG_CALLS=fd:x status 78 rsg-llm -m 'exec:echo 4' <request
has 'expected a number' err
ln -s elsewhere log
RSG_LOG_CALLS=log status 74 rsg-llm -m 'exec:echo 4' <request
has 'it is a symbolic link' err
[ ! -e elsewhere ]
RSG_LOG_CALLS=no/such/dir status 74 rsg-llm -m 'exec:echo 4' <request
has 'cannot be opened' err
mkdir d
RSG_LOG_CALLS=d status 74 rsg-llm -m 'exec:echo 4' <request
[ ! -e /dev/full ] || RSG_LOG_CALLS=fd:5 status 0 rsg-llm --text -m 'exec:echo 4' <request 5>/dev/full
has 'log.calls: fd:5 is not complete: No space left on device' err
EOT

finish
