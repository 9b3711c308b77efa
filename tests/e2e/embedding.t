#!/bin/sh
# Vectors made by a model: what it is asked, what is kept, and what happens when it cannot be had.
. "${0%/*}/lib.sh"

# A model: counts words.  Each call is a line in calls: input_type, texts.  With a file `limit` it fails
# after that many calls; with `store` it writes there while it is asked.
cat >"$E2E_BASE/model.py" <<'EOT'
import json, os, sqlite3, sys, zlib

request = json.load(sys.stdin)
calls = sum(1 for line in open("calls")) if os.path.exists("calls") else 0
if os.path.exists("limit") and calls >= int(open("limit").read()):
    sys.exit("no more of this")
if os.path.exists("store"):
    db = sqlite3.connect(open("store").read().strip(), timeout=0)
    db.execute("BEGIN IMMEDIATE")
    db.execute("ROLLBACK")
with open("calls", "a") as out:
    print(request["input_type"], len(request["input"]), file=out)

def vector(text):
    v = [0.0] * int(os.environ.get("LENGTH", "24"))
    for word in text.lower().split():
        v[zlib.crc32(word.encode()) % len(v)] += 1
    size = sum(x * x for x in v) ** 0.5 or 1
    return [x / size for x in v]

print(json.dumps({"embeddings": [vector(text) for text in request["input"]]}))
EOT

cat >"$E2E_BASE/setup.sh" <<'EOT'
records() {
	jq -cn --argjson n "${1:-10}" '
		["cart", "total", "vat", "mail", "receipt", "minutes", "user", "password", "session",
			"stock", "shelf", "customer", "order", "email", "pay", "assert"] as $w |
		range($n) | . as $i | {rsg_test: 1, id: "pytest:tests/t\($i).py::t", name: "t\($i)",
			title: "case \($i)", file: "tests/t\($i).py", language: "python", framework: "pytest",
			kind: "automated", tags: [], requirements: [],
			words: ([range(9) | $w[($i * 11 + . * (1 + $i % 5)) % 16]] | join(" ")),
			sha256: "0000000000000000000000000000000000000000000000000000000000000000"}'
}
story() {
	jq -c '{rsg, run, story, phases: {ingestion: .phases.ingestion}}' "$DATA/run-document.json"
}
model() {
	RSG_EMBEDDING_MODEL="exec:python3 -B ${MODEL} ${1-}"
	export RSG_EMBEDDING_MODEL
}
ask() {
	sqlite3 a.db "$1"
}
EOT
MODEL=$E2E_BASE/model.py
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP MODEL

it 'asks the model for documents of tests and for queries of a story' <<'EOT'
. "$E2E_SETUP"
model
records 100 | status 0 rsg-index -s a.db
sort -u calls >kinds
[ "$(cut -d ' ' -f 1 kinds | sort -u)" = document ]
[ "$(awk '{ n += $2 } END { print n }' calls)" = 101 ] # one to learn the length
[ "$(ask 'SELECT engine || dimensions || ready FROM vector_collection')" = "${RSG_EMBEDDING_MODEL}241" ]
rm calls
story >doc
status 0 rsg-embed -s a.db <doc
mv out embedded
has 'query 4' calls
holds '.phases.embedding | .engine == env.RSG_EMBEDDING_MODEL and .warnings == [] and
	.output.model == env.RSG_EMBEDDING_MODEL and .output.dimensions == 24' embedded
[ "$(ask "SELECT count(*) FROM attempt WHERE status = 'ok'")" -ge 3 ]
status 0 rsg-retrieve -s a.db <embedded
holds '.phases.retrieval | .warnings == [] and ([.output.queries[].matches[].signals.vector // 0] | max) > 0.5' out
EOT

it 'asks nothing when nothing has changed, and only for what has' <<'EOT'
. "$E2E_SETUP"
model
records 30 >records
status 0 rsg-index -s a.db <records
rm calls
status 0 rsg-index -s a.db <records
[ ! -e calls ]
sed '3s/"words":"/&more /;5d' records >changed
RSG_CACHE_MODE=off status 0 rsg-index -s a.db <changed
[ "$(grep -c . calls)" = 2 ]
[ "$(tail -n 1 calls)" = 'document 1' ]
[ "$(ask 'SELECT count(*) FROM vector')" = 29 ]
EOT

it 'asks outside of any transaction' <<'EOT'
. "$E2E_SETUP"
model
echo "$PWD/a.db" >store
records 70 | status 0 rsg-index -s a.db
story | status 0 rsg-embed -s a.db
holds '.phases.embedding.warnings == []' out
[ "$(grep -c . calls)" -ge 3 ]
EOT

it 'makes all vectors anew for another model, and for the builtin one' <<'EOT'
. "$E2E_SETUP"
model one
records 20 >records
status 0 rsg-index -s a.db <records
rm calls
model two
LENGTH=12
export LENGTH
status 0 rsg-index -s a.db <records
has '20 unchanged' err
[ "$(ask 'SELECT dimensions || "/" || count(*) FROM vector_collection c JOIN vector ON collection_id = c.id')" = 12/20 ]
unset RSG_EMBEDDING_MODEL
status 0 rsg-index -s a.db <records
[ "$(ask 'SELECT engine || ready || count(*) FROM vector_collection c JOIN vector ON collection_id = c.id')" = builtin/hash-256120 ]
EOT

it 'says when corpus and story are of different models' <<'EOT'
. "$E2E_SETUP"
records 10 | status 0 rsg-index -s a.db
model
story | status 0 rsg-embed -s a.db
mv out embedded
status 0 rsg-retrieve -s a.db <embedded
holds '[.phases.retrieval.warnings[].code] == ["no-vectors"]' out
has 'of the model builtin/hash-256, the story of exec:' out
has 'embedding.model' out
EOT

it 'embeds with the builtin one when the model cannot be had, unless it must' <<'EOT'
. "$E2E_SETUP"
RSG_EMBEDDING_MODEL='exec:echo broken >&2; exit 1'
export RSG_EMBEDDING_MODEL
story >doc
status 0 rsg-embed -s a.db <doc
holds '.phases.embedding | .engine == "builtin" and .output.model == "builtin/hash-256" and
	.warnings[0].code == "model-unavailable"' out
has 'broken' out
status 69 rsg-embed -s a.db --require-model <doc
empty out
RSG_EMBEDDING_MODEL='exec:echo "{\"embeddings\": [[1, \"x\"]]}"' status 0 rsg-embed -s a.db <doc
holds '.phases.embedding.output.model == "builtin/hash-256"' out
EOT

it 'keeps what was made when a model fails, says what is missing, and goes on there' <<'EOT'
. "$E2E_SETUP"
model
RSG_CACHE_MODE=off RSG_RETRY_TIMES=0
export RSG_CACHE_MODE RSG_RETRY_TIMES
records 150 >records
echo 3 >limit
status 69 rsg-index -s a.db <records
has 'run it again' err
has 'no more of this' err
[ "$(ask 'SELECT count(*) FROM test_case')" = 150 ]
[ "$(ask 'SELECT count(*) FROM vector')" = 128 ]
rm limit
story | status 0 rsg-embed -s a.db
mv out embedded
status 0 rsg-retrieve -s a.db <embedded
holds '[.phases.retrieval.warnings[].code] == ["vectors-incomplete"]' out
holds '[.phases.retrieval.output.queries[].matches[].signals.vector] | all(. == null)' out
rm calls
status 0 rsg-index -s a.db <records
[ "$(tail -n 1 calls)" = 'document 22' ]
[ "$(awk '{ n += $2 } END { print n }' calls)" = 23 ]
status 0 rsg-retrieve -s a.db <embedded
holds '.phases.retrieval.warnings == []' out
EOT

it 'ends by the signal, and keeps what was made' <<'EOT'
. "$E2E_SETUP"
RSG_CACHE_MODE=off
export RSG_CACHE_MODE
cat >slow.sh <<'EOS'
cat >request
[ ! -e second ] || { : >asked; exec sleep 60; }
[ ! -e first ] || : >second
: >first
python3 -B "$MODEL" <request
EOS
RSG_EMBEDDING_MODEL='exec:sh slow.sh'
export RSG_EMBEDDING_MODEL
records 100 >records
rsg-index -s a.db <records >index.out 2>index.err &
pid=$!
E2E_pid=$pid E2E_PEER=$PWD/index
try 30 test -e asked
kill -TERM $pid
status 143 wait $pid
[ "$(ask 'SELECT count(*) FROM vector')" = 64 ]
[ "$(ask "SELECT count(*) FROM attempt WHERE status = 'interrupted'")" = 1 ]
rm first second
status 0 rsg-index -s a.db <records
[ "$(ask 'SELECT count(*) FROM vector')" = 100 ]
EOT

it 'makes no vectors in a dry run' <<'EOT'
. "$E2E_SETUP"
model
records 3 | status 0 rsg-index -s a.db
rm calls
records 5 | status 0 rsg-index -s a.db -n
has '2 new' err
story | status 0 rsg-embed -s a.db -n
[ ! -e calls ]
EOT

it 'takes a name that can be kept' <<'EOT'
. "$E2E_SETUP"
model "$(printf '%0200d' 0)"
records 3 | status 78 rsg-index -s a.db
has 'script' err
EOT

it 'keeps a model'"'"'s vectors on a server, too' <<'EOT'
with_chroma || skip 'no server'
. "$E2E_SETUP"
model
SOURCE_DATE_EPOCH=1795000000
export SOURCE_DATE_EPOCH
records 90 >records
story >doc
status 0 rsg-index -s a.db <records
status 0 rsg-embed -s a.db <doc
mv out here.embedded
status 0 rsg-retrieve -s a.db <here.embedded
mv out here
rm calls
RSG_VECTORS=chroma:$CHROMA_URL RSG_VECTORS_FALLBACK=true
export RSG_VECTORS RSG_VECTORS_FALLBACK
status 0 rsg-index -s a.db <records
[ ! -e calls ] || [ "$(cat calls)" = 'document 1' ]
[ "$(ask 'SELECT engine || dimensions || ready FROM vector_server')" = "${RSG_EMBEDDING_MODEL}241" ]
status 0 rsg-retrieve -s a.db <here.embedded
same here out
unset RSG_VECTORS_FALLBACK
status 0 rsg-index -s b.db <records
status 0 rsg-retrieve -s b.db <here.embedded
same here out
EOT

it 'asks a server of OpenAI'"'"'s form' <<'EOT'
installed llmock
. "$E2E_SETUP"
echo '{"fixtures": []}' >none.json
peer aimock "$ROOT/build/peers/node_modules/.bin/llmock" -p 0 -f none.json
try 60 grep -q 'listening on http' "$E2E_PEER.out"
OPENAI_BASE_URL=$(sed -n 's/.*listening on //p' "$E2E_PEER.out")/v1 OPENAI_API_KEY=key
RSG_EMBEDDING_MODEL=openai/text-embedding-3-small
export OPENAI_BASE_URL OPENAI_API_KEY RSG_EMBEDDING_MODEL
records 70 | status 0 rsg-index -s a.db
story | status 0 rsg-embed -s a.db
holds '.phases.embedding | .engine == "openai/text-embedding-3-small" and .warnings == [] and
	.usage.calls >= 1 and .output.dimensions == 1536' out
mv out embedded
status 0 rsg-retrieve -s a.db <embedded
holds '.phases.retrieval.warnings == []' out
[ "$(ask 'SELECT count(*) FROM vector WHERE length(components) = 1536')" = 74 ]
EOT

finish
