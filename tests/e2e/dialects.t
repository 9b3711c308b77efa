#!/bin/sh
# What leaves for each provider, as a server sees it, and what is made of its way to answer.
. "${0%/*}/lib.sh"

with_stub
export ANTHROPIC_API_KEY=sk-test-0123456789 OPENAI_API_KEY=sk-test-0123456789
export VOYAGE_API_KEY=pa-test-0123456789
lines='ask() { # ask STATUS BEHAVIOUR MODEL OPTION...
	E2E_behaviour=$STUB_URL/$2
	E2E_model=$3
	case $E2E_model in
	anthropic/*) ANTHROPIC_BASE_URL=$E2E_behaviour && export ANTHROPIC_BASE_URL ;;
	openai*) OPENAI_BASE_URL=$E2E_behaviour/v1 && export OPENAI_BASE_URL ;;
	ollama/*) OLLAMA_HOST=$E2E_behaviour && export OLLAMA_HOST ;;
	esac
	E2E_wanted=$1
	shift 3
	status "$E2E_wanted" rsg-llm --cache off --no-store -m "$E2E_model" "$@" <request
	tail -n 1 "$STUB_JOURNAL" >sent
}
hello() { echo "{\"system\":\"Be short.\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]${1-}}" >request; }
colour=",\"schema\":{\"type\":\"object\",\"required\":[\"colour\"],\"properties\":{\"colour\":{\"type\":\"string\"},\"shade\":{\"type\":\"string\",\"minLength\":2}}}"
red="%7B%22colour%22:%22red%22%2C%22shade%22:null%7D"'
export lines

it 'speaks the Messages API' <<'EOT'
eval "$lines"
hello ',"temperature":0.5,"max_tokens":50,"stop":["END"]'
ask 0 ok anthropic/claude-sonnet-4-5
holds '.path | endswith("/v1/messages")' sent
holds '.headers["x-api-key"] != null and .headers["anthropic-version"] == "2023-06-01"' sent
holds '.headers.authorization == null' sent
holds '.body.model == "claude-sonnet-4-5" and .body.max_tokens == 50 and .body.temperature == 0.5' sent
holds '.body.system[0].text == "Be short." and .body.stop_sequences == ["END"]' sent
holds '.body.messages == [{"role":"user","content":"Hi"}] and .body.stream == null' sent
holds '.usage == {"input_tokens":130,"cache_read_tokens":20,"cache_write_tokens":10,"output_tokens":7,"reasoning_tokens":0,"known":true}' out
EOT

it 'speaks the Responses API, and asks that nothing is stored' <<'EOT'
eval "$lines"
hello ',"max_tokens":50'
ask 0 ok openai/gpt-4.1
holds '.path | endswith("/v1/responses")' sent
holds '.headers.authorization != null and .headers["x-api-key"] == null' sent
holds '.body.store == false and .body.instructions == "Be short." and .body.max_output_tokens == 50' sent
holds '.body.input == [{"role":"user","content":"Hi"}] and (.body.prompt_cache_key | length) == 32' sent
holds '.usage.input_tokens == 130 and .usage.cache_read_tokens == 20 and .usage.reasoning_tokens == 2' out
EOT

it 'speaks Chat Completions' <<'EOT'
eval "$lines"
hello ',"seed":7'
ask 0 ok openai-chat/some-model
holds '.path | endswith("/v1/chat/completions")' sent
holds '[.body.messages[].role] == ["system","user"] and .body.max_tokens == 4096 and .body.seed == 7' sent
ask 0 ok openai-chat/gpt-5
holds '.body.max_completion_tokens == 4096 and .body.max_tokens == null and .body.seed == null' sent
holds '.warnings | any(contains("seed"))' out
has seed err
EOT

it 'speaks to Ollama and always says how large the context is' <<'EOT'
eval "$lines"
hello
ask 0 ok ollama/llama3.2
holds '.path | endswith("/api/chat")' sent
holds '.body.options == {"num_ctx":8192,"num_predict":4096} and .body.stream == false' sent
holds '.body.truncate == false and .body.shift == false' sent
EOT

it 'does not send what does not fit the context of Ollama' <<'EOT'
eval "$lines"
cp "$STUB_JOURNAL" before
{
	printf '{"messages":[{"role":"user","content":"'
	yes 'many words ' | head -n 5000 | tr -d '\n'
	echo '"}]}'
} >request
ask 69 ok ollama/llama3.2
has 'context-window' err
empty out
same "$STUB_JOURNAL" before
EOT

it 'says so when Ollama has read less than was sent' <<'EOT'
eval "$lines"
{
	printf '{"messages":[{"role":"user","content":"'
	yes 'many words ' | head -n 400 | tr -d '\n'
	echo '"}]}'
} >request
for how in '' --stream; do
	ask 0 ok ollama/llama3.2 $how
	has 'the server read 130 tokens' err
	tail -n 1 out >last
	holds '.warnings | any(contains("it cut the input"))' last
done
hello
ask 0 ok ollama/llama3.2
empty err
EOT

it 'asks for a stream in each dialect and hands the same text on' <<'EOT'
eval "$lines"
hello
for model in anthropic/claude-sonnet-4-5 openai/gpt-4.1 openai-chat/some-model ollama/llama3.2; do
	ask 0 ok "$model" --stream
	holds '.body.stream == true' sent
	mv out stream
	tail -n 1 stream >last
	holds '.text == "Hello from the stub." and .usage.output_tokens == 7 and .usage.known' last
done
EOT

it 'uses the own mechanism of each for a schema, and takes null for absent' <<'EOT'
eval "$lines"
hello "$colour"
ask 0 "text=$red" anthropic/claude-sonnet-4-5
holds '.body.output_config.format.type == "json_schema"' sent
holds '.body.output_config.format.schema | .additionalProperties == false and .required == ["colour"]' sent
holds '.value == {"colour":"red"}' out
ask 0 "text=$red" openai/gpt-4.1
holds '.body.text.format | .type == "json_schema" and .strict and .name == "reply"' sent
holds '.body.text.format.schema | .additionalProperties == false and .required == ["colour","shade"]' sent
holds '.value == {"colour":"red"}' out
ask 0 "text=$red" openai-chat/gpt-4.1
holds '.body.response_format.json_schema | .strict and .schema.required == ["colour","shade"]' sent
ask 0 "text=$red" ollama/llama3.2
holds '.body.format.required == ["colour"] and (.body.messages[0].content | contains("minLength"))' sent
ask 0 "text=$red" openai-chat/some-model
holds '.body.response_format == null and (.body.messages[0].content | contains("minLength"))' sent
holds '.value == {"colour":"red"}' out
jq -r '.body.messages[0].content' sent >system
has "$(cat "$ROOT/share/schema.txt")" system
hello "$colour,\"schema_text\":\"Only this: \""
ask 0 "text=$red" openai-chat/some-model
holds '.body.messages[0].content | contains("Be short.\n\nOnly this: {")' sent
EOT

it 'tells the schema in words where the mechanism refuses it' <<'EOT'
eval "$lines"
hello "$colour"
printf '%s\n' 'status=400,message=Invalid schema for response_format: too deep' "text=$red" >script
with_stub --script script
ask 0 ok openai/gpt-4.1
holds '[.attempts[].outcome] == ["bad-request","ok"] and .value == {"colour":"red"}' out
holds '.body.text == null and (.body.instructions | contains("minLength"))' sent
jq -s length <"$STUB_JOURNAL" >n
has 2 n
hello
printf '%s\n' 'status=400,message=Invalid schema for response_format: too deep' >script
with_stub --script script
ask 69 ok openai/gpt-4.1
empty out
has 'bad-request' err
EOT

it 'never shows a key that a provider says back' <<'EOT'
eval "$lines"
hello
ask 77 "status=401,message=Incorrect%20API%20key:%20$OPENAI_API_KEY" openai/gpt-4.1
empty out
has 'auth (HTTP 401): Incorrect API key' err
lacks "$OPENAI_API_KEY" err
EOT

it 'says each class of failure in the manual, under its exit status' <<'EOT'
tr -s '\n\t ' ' ' <"$ROOT/lib/llm/fault.c" | grep -o '\[FAULT_[A-Z_]*\] = { "[a-z-]*", [^,]*, ST_[A-Z]*, [a-z]*' |
	sed 's/.*{ "\([a-z-]*\)", [^,]*, \(ST_[A-Z]*\), \([a-z]*\)/\2\3 \1/' |
	sed 's/ST_TEMPFAILtrue/75,/; s/ST_TEMPFAILfalse/75/; s/ST_UNAVAILABLEfalse/69/' |
	sed 's/ST_PROTOCOLfalse/76/; s/ST_REFUSEDfalse/77/; /ST_OK/d' | sort >rules
sed -n '/^\.Ss Outcomes/,/^\.El/p' "$ROOT/man/rsg-llm.1" | sed -n '/^\.It/,$p' | grep -v '^\.El' |
	sed 's/ ([^)]*)//g; s/ ([^)]*$//; s/^[^(]*) *,*//' |
	awk '/^\.It/ { status = $2; next } { gsub(/, */, " "); for (i = 1; i <= NF; i++) print status, $i }' |
	sort >said
grep -c . rules >n
has 29 n
same rules said
EOT

it 'makes embeddings in each dialect' <<'EOT'
eval "$lines"
echo '{"input":["one","two"],"input_type":"query"}' >request
for model in openai/text-embedding-3-small openai-chat/e ollama/e; do
	ask 0 ok "$model" --embed
	holds '(.embeddings | length) == 2 and (.embeddings[0] | length) == 8' out
	holds '.body.input == ["one","two"]' sent
done
mkdir -p "$HOME/.config/rsg"
echo "providers: { mine: { kind: voyage, url: '$STUB_URL/ok/v1', key_variable: VOYAGE_API_KEY } }" \
	>"$HOME/.config/rsg/config.yaml"
status 0 rsg-llm --cache off --no-store -m mine/voyage-4 --embed <request
tail -n 1 "$STUB_JOURNAL" >sent
holds '(.embeddings | length) == 2' out
holds '.body.input_type == "query" and .body.truncation' sent
EOT

finish
