#!/bin/sh
# rsg-doctor: what is there, what works, what to do.
. "${0%/*}/lib.sh"

# checked AREA NAME: that check of out, in the file check.
cat >"$E2E_BASE/setup.sh" <<'EOT'
check() {
	jq -c --arg area "$1" --arg name "$2" '.checks[] | select(.area == $area and .name == $name)' out >check
	[ "$(grep -c . check)" = 1 ] || fail "no check, or several, of $1 $2: $(cat check)"
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'says that all is well, as a table of tabs and as JSON of its schema' <<'EOT'
. "$E2E_SETUP"
status 0 rsg-doctor
empty err
[ "$(head -n 1 out)" = "$(printf 'area\tcheck\tresult\tfound\twhat to do')" ]
[ "$(awk -F '\t' '{ print NF }' out | sort -u)" = 5 ]
status 0 rsg-doctor --json
holds '.failed == 0 and (.live | not) and ([.checks[].area] | unique | length) == 10' out
holds '.failed == ([.checks[] | select(.result == "failed")] | length) and
	.warnings == ([.checks[] | select(.result == "warning")] | length)' out
cp out doctor.json
status 0 rsg-check doctor doctor.json
EOT

it 'makes nothing and brings nothing up to date' <<'EOT'
. "$E2E_SETUP"
status 0 rsg-doctor
[ -z "$(find . "$HOME" -name '*.db*')" ]
sqlite3 old.db <"$DATA/store/v2.sql"
chmod 644 old.db
status 0 rsg-doctor --json -s old.db
check store schema
holds '.result == "warning" and (.found | startswith("2,"))' check
check store permissions
holds '.result == "warning" and .advice == "chmod 600"' check
[ "$(sqlite3 old.db 'PRAGMA user_version')" = 2 ]
[ "$(find . -name 'old.db?*')" = '' ]
EOT

it 'looks at the store and the cache' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc
status 0 rsg-audit -s a.db <doc
status 0 rsg-doctor --json -s a.db
check store soundness
holds '.result == "ok"' check
check store schema
holds '.result == "ok"' check
check cache file
holds '.result == "skipped"' check
cp a.db cache.db
RSG_CACHE_PATH=cache.db status 0 rsg-doctor --json -s a.db
check cache schema
holds '.result == "ok"' check
echo 'no store' >junk.db
status 1 rsg-doctor --json -s junk.db
check store file
holds '.result == "failed" and .advice != ""' check
sqlite3 other.db 'CREATE TABLE t (x)'
status 1 rsg-doctor --json -s other.db
check store file
holds '.found | contains("no store of rsg")' check
sqlite3 a.db 'PRAGMA user_version = 99'
status 1 rsg-doctor --json -s a.db
check store schema
holds '.result == "failed" and .advice == "upgrade rsg"' check
EOT

it 'sees a damaged store' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc
status 0 rsg-audit -s a.db <doc
sqlite3 a.db 'PRAGMA wal_checkpoint(TRUNCATE)' >checkpoint
page=$(sqlite3 a.db "SELECT rootpage FROM sqlite_schema WHERE name = 'audit_log'")
printf '\377\377\377\377\377\377\377\377' | dd of=a.db bs=1 seek=$(((page - 1) * 4096)) conv=notrunc 2>dd.log
rm dd.log
status 1 rsg-doctor --json -s a.db
holds '[.checks[] | select(.area == "store" and .result == "failed")] | length == 1' out
EOT

it 'works without HOME, without a store, without a configuration that can be read' <<'EOT'
. "$E2E_SETUP"
status 0 env -u HOME rsg-doctor --json
check store file
holds '.result == "warning"' check
status 0 env -u HOME rsg-doctor --json --no-store
check store file
holds '.result == "skipped"' check
echo 'modle: x' >bad.yaml
status 1 rsg-doctor --json -c bad.yaml
check configuration files
holds '.result == "failed" and .advice == "did you mean mode?"' check
check tool git
EOT

it 'says whether the project is trusted' <<'EOT'
. "$E2E_SETUP"
mkdir .rsg
echo 'vectors: chroma:http://127.0.0.1:1' >.rsg/config.yaml
status 0 rsg-doctor --json
check configuration trust
holds '.result == "warning" and (.advice | contains("rsg config --trust"))' check
check vectors place
has 'not' err
status 0 rsg-config --trust
status 1 rsg-doctor --json
check configuration trust
holds '.result == "ok"' check
check vectors server
holds '.result == "failed" and (.found | contains("cannot be reached")) and (.advice | startswith("start it"))' check
RSG_VECTORS_FALLBACK=true status 0 rsg-doctor --json
EOT

it 'names the source of a key, never the key' <<'EOT'
. "$E2E_SETUP"
export RSG_MODEL=openai/gpt-6-luna RSG_FALLBACK=anthropic/claude-opus-5-5,exec:true RSG_MODELS_RANKING=builtin
status 1 rsg-doctor --json
check model openai/gpt-6-luna
holds '.result == "failed" and (.advice | contains("OPENAI_API_KEY"))' check
check model anthropic/claude-opus-5-5
holds '.result == "failed"' check
export OPENAI_API_KEY=sk-geheim ANTHROPIC_API_KEY=sk-streng
status 0 rsg-doctor --json
check model openai/gpt-6-luna
holds '.result == "ok" and (.found | contains("OPENAI_API_KEY"))' check
check model exec:true
lacks geheim out
lacks streng out
RSG_MODEL=gpt-6-luna status 1 rsg-doctor --json
check model gpt-6-luna
holds '.advice | contains("openai/gpt-6-luna")' check
EOT

it 'runs no command that prints a key unless it is live' <<'EOT'
. "$E2E_SETUP"
cat >c.yaml <<EOS
providers: { mine: { kind: openai-chat, url: "http://127.0.0.1:1/v1", key_command: "touch ran; echo geheim" } }
EOS
status 0 rsg-doctor --json -c c.yaml
check model mine/any
holds '.found | contains("was not run")' check
[ ! -e ran ]
status 1 rsg-doctor --json -c c.yaml --live
[ -e ran ]
check model mine/any
holds '.result == "failed" and (.found | contains("connect"))' check
lacks geheim out
EOT

it 'calls providers only with --live, and records what may cost' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc
status 0 rsg-audit -s a.db <doc
export RSG_MODEL='exec:cat >asked; echo yes'
status 0 rsg-doctor --json -s a.db
[ ! -e asked ]
status 0 rsg-doctor --json -s a.db --live
holds '.live' out
check model "$RSG_MODEL"
holds '.result == "ok" and (.found | contains("it answered after"))' check
[ "$(sqlite3 a.db "SELECT count(*) FROM attempt WHERE status = 'ok'")" = 1 ]
RSG_MODEL='exec:exit 3' status 1 rsg-doctor --json -s a.db --live
check model 'exec:exit 3'
holds '.result == "failed"' check
RSG_MODEL=builtin RSG_EMBEDDING_MODEL='exec:echo "{\"embeddings\":[[1,2]]}"' status 0 rsg-doctor --json -s a.db --live
EOT

# A server with a list of models, for those who have the key.
cat >"$E2E_BASE/list.py" <<'EOT'
import http.server, sys

class List(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[1], "a") as journal:
            print(self.path, self.headers.get("authorization"), self.headers.get("x-api-key"), file=journal, flush=True)
        key = self.headers.get("authorization") == "Bearer geheim" or self.headers.get("x-api-key") == "geheim"
        body = b'{"data": []}' if key else b'{"error": {"message": "wrong key geheim2", "type": "authentication_error"}}'
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("location", "http://127.0.0.1:1/")
        else:
            self.send_response(200 if key else 401)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), List)
print(server.server_port, flush=True)
server.serve_forever()
EOT
LIST=$E2E_BASE/list.py
export LIST

it 'asks a provider for its models, with its key' <<'EOT'
. "$E2E_SETUP"
peer list python3 -B "$LIST" journal
try 30 grep -q . "$E2E_PEER.out"
url=http://127.0.0.1:$(cat "$E2E_PEER.out")
cat >c.yaml <<EOS
model: claude/claude-opus-5-5
fallback: [chat/some]
providers:
  claude: { kind: anthropic, url: "$url", key_variable: MY_KEY }
  chat: { kind: openai-chat, url: "$url/v1", key_variable: MY_KEY }
EOS
export MY_KEY=geheim
status 0 rsg-doctor --json -c c.yaml
[ ! -e journal ]
status 0 rsg-doctor --json -c c.yaml --live
has '/v1/models None geheim' journal
has '/v1/models Bearer geheim None' journal
check model chat/some
holds '.found | contains("it answered after") and contains("MY_KEY")' check
MY_KEY=geheim2 status 1 rsg-doctor --json -c c.yaml --live
check model chat/some
holds '.result == "failed" and .advice != ""' check
lacks geheim2 out
sed "s|$url/v1|$url/elsewhere|" c.yaml >d.yaml
status 1 rsg-doctor --json -c d.yaml --live
check model chat/some
holds '.found | contains("elsewhere")' check
EOT

it 'shows an open breaker' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases |= {ingestion}' "$DATA/run-document.json" >doc
status 0 rsg-audit -s a.db <doc
sqlite3 a.db "INSERT INTO breaker (name, state, failures, recent, opened, until, generation, recent_at)
	VALUES ('exec:true', 'open', 5, '-----', 1, 9999999999999, 1, 0)"
RSG_MODEL=exec:true status 0 rsg-doctor --json -s a.db
holds '[.checks[] | select(.name == "exec:true")] | length == 2 and .[1].result == "warning" and (.[1].found | contains("open"))' out
EOT

it 'asks the vector server for its version' <<'EOT'
with_chroma || skip 'no server'
. "$E2E_SETUP"
RSG_VECTORS=chroma:$CHROMA_URL status 0 rsg-doctor --json
check vectors server
holds '.result == "ok" and (.found | contains("version 1"))' check
RSG_VECTORS=chroma:$CHROMA_URL RSG_VECTORS_KEY_VARIABLE=NO_SUCH status 0 rsg-doctor --json
check vectors key
holds '.result == "warning"' check
EOT

it 'warns of an old table of prices' <<'EOT'
. "$E2E_SETUP"
SOURCE_DATE_EPOCH=1805000000 status 0 rsg-doctor --json
check data prices
holds '.result == "warning" and (.found | contains("90 days"))' check
SOURCE_DATE_EPOCH=1796000000 status 0 rsg-doctor --json
check data prices
holds '.result == "ok"' check
EOT

it 'finds programs by PATH, the editor and the pager by their variables' <<'EOT'
. "$E2E_SETUP"
mkdir bin
printf '#!/bin/sh\n' >bin/bwrap
chmod +x bin/bwrap
: >bin/podman
PATH=$PWD/bin:$PATH EDITOR='no-such-editor -w' PAGER='bwrap -R' status 0 rsg-doctor --json
check tool bwrap
holds '.result == "ok" and (.found | endswith("/bin/bwrap"))' check
check tool editor
holds '.result == "warning" and (.found | contains("no-such-editor"))' check
check tool pager
holds '.result == "ok"' check
LC_ALL=C status 0 rsg-doctor --json
check terminal locale
holds '.result == "warning"' check
EOT

it 'shows nothing raw on a terminal' <<'EOT'
. "$E2E_SETUP"
RSG_MODEL="$(printf 'exec:a\033[31mb')" on_tty 0 'rsg-doctor --no-color'
lacks "$(printf '\033[31m')" out
EOT

it 'names the tiers of the sandbox, and warns when the one in use cannot be had' <<'EOT'
bin=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
chmod 755 "$bin"
printf '#!/bin/sh\necho "bwrap: no namespaces" >&2\nexit 1\n' >"$bin/bwrap"
chmod 755 "$bin/bwrap"
PATH=$bin:$PATH status '0 1' rsg-doctor --json
rm -r "$bin"
holds '[.checks[] | select(.area == "sandbox") | .name] == ["container", "bwrap", "native"]' out
holds '.checks[] | select(.name == "bwrap" and .area == "sandbox") | .result == "warning" and
	.found == "bwrap: no namespaces" and (.advice | contains("sandbox.tier"))' out
holds '.checks[] | select(.name == "native" and .area == "sandbox") | .found |
	contains("not network")' out
EOT

finish
