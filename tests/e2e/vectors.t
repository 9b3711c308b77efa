#!/bin/sh
# Vectors on a Chroma server: the same answers as from the store, and what happens when it is not there.
. "${0%/*}/lib.sh"

# records: tests in all shapes.  story: a document with its ingestion.  on DIRECTORY COMMAND: with the
# server; the store is DIRECTORY.db.  there PATH: what the server itself says.
cat >"$E2E_BASE/setup.sh" <<'EOT'
SOURCE_DATE_EPOCH=1795000000
export SOURCE_DATE_EPOCH
records() {
	jq -cn --argjson n "${1:-300}" '
		["cart", "total", "vat", "mail", "receipt", "minutes", "user", "password", "session",
			"stock", "shelf", "customer", "order", "email", "pay", "assert"] as $w |
		range($n) | . as $i | {rsg_test: 1, id: "pytest:tests/t\($i).py::t", name: "t\($i)",
			title: ([range(3) | $w[($i * 7 + . * . * 5 + 3) % 16]] | join(" ")),
			file: "tests/\($w[$i % 16])/t\($i).py", language: "python", framework: "pytest",
			kind: "automated", tags: [], requirements: [],
			words: ([range(9) | $w[($i * 11 + . * (1 + $i % 5)) % 16] + (if . % 3 == 0 then "\($i % 29)" else "" end)] | join(" ")),
			sha256: "0000000000000000000000000000000000000000000000000000000000000000"}'
}
story() {
	jq -c '{rsg, run, story, phases: {ingestion: .phases.ingestion}}' "$DATA/run-document.json"
}
there() {
	curl -sS "$CHROMA_URL/api/v2/tenants/default_tenant/databases/default_database/$1"
}
on_server() {
	RSG_VECTORS=chroma:$CHROMA_URL
	export RSG_VECTORS
}
id_of() {
	there collections | jq -r --arg name "$1" '.[] | select(.name == $name).id'
}
# pipeline STORE: what is retrieved for the story, in STORE.out
pipeline() {
	story | status 0 rsg-embed -s "$1.db"
	mv out "$1.embedded"
	status 0 rsg-retrieve -s "$1.db" ${2-} <"$1.embedded"
	mv out "$1.out"
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

if with_chroma; then :; fi

it 'gives the same bytes as the store' <<'EOT'
need chroma
. "$E2E_SETUP"
records 700 >records
status 0 rsg-index -s here.db <records
pipeline here
holds '.phases.retrieval.output.queries | length == 4 and all(.matches | length == 20)' here.out
on_server
status 0 rsg-index -s there.db <records
pipeline there
same here.out there.out
holds '.phases.retrieval.warnings == []' there.out
[ "$(sqlite3 there.db 'SELECT count(*) FROM vector')" = 0 ]
there "collections/$(sqlite3 there.db 'SELECT remote_id FROM vector_server WHERE name = "corpus-default"')/count" >count
[ "$(cat count)" = 700 ]
pipeline there '--top 300'
unset RSG_VECTORS
pipeline here '--top 300'
same here.out there.out
RSG_RETRIEVAL_WEIGHT_VECTOR=0
export RSG_RETRIEVAL_WEIGHT_VECTOR
pipeline here
on_server
pipeline there
same here.out there.out
EOT

it 'follows what becomes of the tests' <<'EOT'
need chroma
. "$E2E_SETUP"
records 60 >records
on_server
status 0 rsg-index -s there.db -C follow <records
id=$(sqlite3 there.db 'SELECT remote_id FROM vector_server')
sed 1d records | status 0 rsg-index -s there.db -C follow
[ "$(there "collections/$id/count")" = 59 ]
sed -e 1,5d -e '6s/"words":"/&receipt smtp /' records >fewer
status 0 rsg-index -s there.db -C follow <fewer
[ "$(there "collections/$id/count")" = 55 ]
RSG_CORPUS_NAME=follow
export RSG_CORPUS_NAME
pipeline there
unset RSG_VECTORS
status 0 rsg-index -s here.db <records
sed 1d records | status 0 rsg-index -s here.db
status 0 rsg-index -s here.db <fewer
pipeline here
same here.out there.out
EOT

it 'keeps a run in a collection of its own, which goes with the run' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
story | jq -c '.run.id = "01934b2e-7c00-7000-8000-0000000000aa"' >doc
status 0 rsg-embed -s a.db <doc
id=$(id_of run-01934b2e-7c00-7000-8000-0000000000aa)
curl -sS "$CHROMA_URL/api/v2/tenants/default_tenant/databases/default_database/collections/$id/get" \
	-H 'content-type: application/json' -d '{"include":["metadatas"]}' >got
holds '[.metadatas[].label] | sort == ["AC-1", "AC-2", "REQ-1", "story"]' got
holds '.ids | sort == ["1", "2", "3", "4"]' got
jq -c '.phases.ingestion.output.criteria |= .[:1]' doc >fewer
status 0 rsg-embed -s a.db <fewer
[ "$(there "collections/$id/count")" = 3 ]
status 0 rsg-runs rm 01934b2e -s a.db -n
[ "$(there "collections/$id/count")" = 3 ]
status 0 rsg-runs rm 01934b2e -s a.db
lacks vector err
there "collections/$id/count" >gone
has NotFound gone
[ "$(sqlite3 a.db 'SELECT count(*) FROM vector_server')" = 0 ]
EOT

it 'says which vectors of deleted runs it could not delete, and deletes them later' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
story | jq -c '.run.id = "01934b2e-7c00-7000-8000-0000000000bb"' | status 0 rsg-embed -s a.db
RSG_VECTORS=chroma:http://127.0.0.1:1 status 0 rsg-runs rm 01934b2e -s a.db
has 'still on the vector server' err
RSG_VECTORS=sqlite status 0 rsg-runs prune -s a.db
has 'does not name' err
[ -n "$(id_of run-01934b2e-7c00-7000-8000-0000000000bb)" ]
status 0 rsg-runs prune -s a.db
lacks vector err
[ -z "$(id_of run-01934b2e-7c00-7000-8000-0000000000bb)" ]
EOT

it 'leaves collections of other stores alone' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 20 >records
status 0 rsg-index -s one.db -C shared <records
head -n 5 records | status 0 rsg-index -s two.db -C shared
[ "$(there "collections/$(sqlite3 one.db 'SELECT remote_id FROM vector_server')/count")" = 20 ]
[ "$(there "collections/$(sqlite3 two.db 'SELECT remote_id FROM vector_server')/count")" = 5 ]
[ "$(sqlite3 one.db 'SELECT remote_name FROM vector_server')" = corpus-shared ]
[ "$(sqlite3 two.db 'SELECT remote_name FROM vector_server')" != corpus-shared ]
# Another one takes the place of ours: it is not written to.
curl -sS -X DELETE "$CHROMA_URL/api/v2/tenants/default_tenant/databases/default_database/collections/corpus-shared" >deleted
status 0 rsg-index -s three.db -C shared <records
records 21 | status 0 rsg-index -s one.db -C shared
[ "$(there "collections/$(sqlite3 three.db 'SELECT remote_id FROM vector_server')/count")" = 20 ]
[ "$(there "collections/$(sqlite3 one.db 'SELECT remote_id FROM vector_server')/count")" = 21 ]
EOT

it 'takes any name of a corpus' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 3 >records
wide=$(printf '%0100d' 0 | tr 0 '%')
n=0
for name in '../../..' 'a b' 'a_20b' '?x=1#y' '%2e%2e' 'größe' '.' '-' '"; DROP' 'a/b/c\d' "$wide"; do
	status 0 rsg-index -s names.db -C "$name" <records
	story | status 0 rsg-embed -s names.db -C "$name"
	mv out embedded
	status 0 rsg-retrieve -s names.db -C "$name" <embedded
	holds '.phases.retrieval.warnings == []' out
	n=$((n + 1))
	[ "$(sqlite3 names.db 'SELECT count(DISTINCT remote_id) FROM vector_server WHERE run_id IS NULL')" = $n ]
done
[ $n = 11 ]
EOT

it 'starts a collection anew for vectors of another length' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 5 >records
status 0 rsg-index -s a.db -C length <records
sqlite3 a.db "UPDATE vector_server SET engine = 'old/model', dimensions = 3"
story | status 0 rsg-embed -s a.db -C length
mv out embedded
status 0 rsg-retrieve -s a.db -C length <embedded
holds '[.phases.retrieval.warnings[].code] == ["no-vectors"]' out
has 'of the model old/model, the story of builtin/hash-256' out
old=$(sqlite3 a.db "SELECT remote_id FROM vector_server WHERE name = 'corpus-length'")
status 0 rsg-index -s a.db -C length <records
new=$(sqlite3 a.db "SELECT remote_id FROM vector_server WHERE name = 'corpus-length'")
[ "$old" != "$new" ]
[ "$(there "collections/$new/count")" = 5 ]
there "collections/$old/count" >gone
has NotFound gone
status 0 rsg-retrieve -s a.db -C length <embedded
holds '.phases.retrieval.warnings == []' out
EOT

it 'goes on where an interrupted run left off, and says so until then' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 50 >records
status 0 rsg-index -s a.db -C half <records
pipeline a '-C half'
mv a.out whole
id=$(sqlite3 a.db "SELECT remote_id FROM vector_server WHERE name = 'corpus-half'")
records="$CHROMA_URL/api/v2/tenants/default_tenant/databases/default_database/collections/$id"
curl -sS "$records/delete" -H 'content-type: application/json' -d '{"ids":["3","4","5"]}' >deleted
sqlite3 a.db 'UPDATE vector_server SET ready = 0'
status 0 rsg-retrieve -C half -s a.db <a.embedded
holds '[.phases.retrieval.warnings[].code] == ["vectors-incomplete"]' out
holds '[.phases.retrieval.output.queries[].matches[].signals.vector] | all(. == null)' out
records 50 | status 0 rsg-index -s a.db -C half
has '50 unchanged' err
[ "$(there "collections/$id/count")" = 50 ]
status 0 rsg-retrieve -C half -s a.db <a.embedded
same whole out
EOT

it 'says that the server is behind when the store was used in between' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 20 >records
status 0 rsg-index -s a.db -C behind <records
RSG_VECTORS=sqlite status 0 rsg-index -s a.db -C behind <records
pipeline a '-C behind'
holds '.phases.retrieval.warnings == []' a.out
records 21 >more
RSG_VECTORS=sqlite status 0 rsg-index -s a.db -C behind <more
status 0 rsg-retrieve -C behind -s a.db <a.embedded
holds '[.phases.retrieval.warnings[].code] == ["vectors-incomplete"]' out
status 0 rsg-index -s a.db -C behind <more
status 0 rsg-retrieve -C behind -s a.db <a.embedded
holds '.phases.retrieval.warnings == []' out
EOT

it 'makes what the server has lost' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
records 10 >records
status 0 rsg-index -s a.db -C lost <records
curl -sS -X DELETE "$CHROMA_URL/api/v2/tenants/default_tenant/databases/default_database/collections/corpus-lost" >deleted
story | status 0 rsg-embed -s a.db -C lost
mv out embedded
status 0 rsg-retrieve -s a.db -C lost <embedded
holds '[.phases.retrieval.warnings[].code] == ["no-vectors"]' out
records 11 | status 0 rsg-index -s a.db -C lost
[ "$(there "collections/$(id_of corpus-lost)/count")" = 11 ]
EOT

down=chroma:http://127.0.0.1:1
export down

it 'fails with 69 when the server is down, and nothing is changed' <<'EOT'
. "$E2E_SETUP"
records 5 | RSG_VECTORS=$down status 69 rsg-index -s a.db
has 'cannot be reached' err
status 65 rsg-retrieve -s a.db <"$DATA/run-document.json"
has 'it has none' err
records 5 | status 0 rsg-index -s a.db
story >doc
RSG_VECTORS=$down status 69 rsg-embed -s a.db <doc
empty out
has 'vectors_fallback' err
status 0 rsg-embed -s a.db <doc
mv out embedded
RSG_VECTORS=$down status 69 rsg-retrieve -s a.db <embedded
empty out
RSG_VECTORS=$down status 0 rsg-embed --no-store <doc
EOT

it 'uses the store with a warning where that is configured' <<'EOT'
. "$E2E_SETUP"
records 40 >records
status 0 rsg-index -s here.db <records
pipeline here
RSG_VECTORS=$down RSG_VECTORS_FALLBACK=true
export RSG_VECTORS RSG_VECTORS_FALLBACK
status 0 rsg-index -s there.db <records
has 'the store is used' err
pipeline there
has 'the store is used' err
same here.out there.out
EOT

it 'keeps vectors in both places with the fallback' <<'EOT'
need chroma
. "$E2E_SETUP"
on_server
RSG_VECTORS_FALLBACK=true
export RSG_VECTORS_FALLBACK
records 40 >records
status 0 rsg-index -s a.db -C both <records
[ "$(sqlite3 a.db 'SELECT count(*) FROM vector')" = 40 ]
pipeline a '-C both'
[ "$(sqlite3 a.db 'SELECT count(*) FROM vector')" = 44 ]
[ "$(sqlite3 a.db 'SELECT count(*) FROM vector_server WHERE ready')" = 2 ]
mv a.out there
RSG_VECTORS=$down status 0 rsg-retrieve -C both -s a.db <a.embedded
same there out
EOT

# A server that is none: what it answers is the word behind its name.
cat >"$E2E_BASE/liar.py" <<'EOT'
import http.server, sys

class Liar(http.server.BaseHTTPRequestHandler):
    def answer(self):
        what = self.path.split("/")[1]
        length = int(self.headers.get("content-length", 0))
        self.rfile.read(length)
        with open(sys.argv[1], "a") as journal:
            print(what, self.command, self.path, self.headers.get("x-chroma-token"), file=journal, flush=True)
        if what == "elsewhere":
            self.send_response(307)
            self.send_header("location", f"http://127.0.0.1:{self.server.server_port}/stolen" + self.path)
            self.end_headers()
            return
        status, body = {"html": (200, b"<html>hello"), "denied": (401, b'{"error":"AuthError","message":"no \x1b[31m token"}'),
            "busy": (503, b""), "broken": (500, b"{"), "old": (410, b'{"error":"Unimplemented"}'),
            "absent": (404, b"")}.get(what, (200, b'{"max_batch_size":0,"supports_base64_encoding":false}'))
        if what == "badid" and "/collections" in self.path:
            body = b'{"id":"../../x","name":"n"}'
        if self.path.endswith("/version") and what not in ("html",):
            body = b'"0.0"'
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    do_GET = do_POST = do_DELETE = answer
    def log_message(self, *args):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
print(server.server_port, flush=True)
server.serve_forever()
EOT
LIAR=$E2E_BASE/liar.py
export LIAR

it 'says what is wrong with a server, and gives the token to no other' <<'EOT'
. "$E2E_SETUP"
peer liar python3 -B "$LIAR" journal
try 30 grep -q . "$E2E_PEER.out"
url=http://127.0.0.1:$(cat "$E2E_PEER.out")
records 3 >records
export TOKEN=geheim
try_it() {
	RSG_VECTORS_KEY_VARIABLE=TOKEN RSG_VECTORS=chroma:$url/$2 status "$1" rsg-index -s a.db <records
	has "$3" err
	lacks geheim err
}
try_it 69 html 'no JSON'
try_it 77 denied 'vectors_key_variable'
lacks "$(printf '\033')" err
try_it 75 busy 'busy'
try_it 69 broken '500'
try_it 69 old 'answers 410'
try_it 69 absent 'no Chroma server'
try_it 78 elsewhere 'not followed'
try_it 69 badid 'no id'
has 'GET /html/api/v2/pre-flight-checks geheim' journal
lacks stolen journal
RSG_VECTORS=chroma:http://192.0.2.1:9 RSG_VECTORS_KEY_VARIABLE=TOKEN status 77 rsg-index -s a.db <records
has 'in the clear' err
RSG_VECTORS=elsewhere:x status 78 rsg-index -s a.db <records
EOT

it 'is not chosen by a project that is not trusted' <<'EOT'
. "$E2E_SETUP"
mkdir .rsg
printf 'vectors: chroma:http://127.0.0.1:1\nvectors_key_variable: HOME\n' >.rsg/config.yaml
records 3 | status 0 rsg-index
has 'trust' err
EOT

finish
