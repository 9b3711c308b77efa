#!/bin/sh
# contract.t - what rsg(7) promises, held for every program in cmd/.
. "${0%/*}/lib.sh"

TOOLS=$(cd "$ROOT/cmd" && ls ./*.c | sed 's|^\./||; s|\.c$||')
export DOCS="$E2E_BASE/docs"
mkdir -p "$DOCS"

# Good input for each tool, made by the tools themselves: DOCS/TOOL.in, and a store with a corpus.
prepare() (
	cd "$DOCS" || exit
	export HOME="$DOCS" RSG_STORE="$DOCS/run.db"
	cp "$ROOT"/examples/01-shop/story.md rsg-ingest.in
	jq -c . "$DATA/test-case.json" >rsg-index.in
	rsg-scan "$ROOT/examples/01-shop" >tests.jsonl
	rsg-index -q tests.jsonl <tests.jsonl || rsg-index -q <tests.jsonl
	before=rsg-ingest
	for tool in rsg-classify rsg-embed rsg-retrieve rsg-cover rsg-rank rsg-select rsg-generate rsg-verify rsg-heal rsg-audit; do
		$before -q <$before.in >$tool.in
		before=$tool
	done
	$before -q <$before.in >rsg-show.in
	cp rsg-show.in rsg-check.in
	cp rsg-show.in rsg-report.in
	cp rsg-show.in rsg-gate.in
	rsg-gate --no-input <rsg-gate.in
	rsg-gate --approve last audit
	echo '{"reply":{"text":"an answer"}}' >replies
	jq -nc --arg model "replay:$DOCS/replies" \
		'{model: $model, messages: [{role: "user", content: "a question"}]}' >rsg-llm.in
	echo 'API_KEY=8f3a1c5e7b9d2046' >rsg-redact.in
	printf '%s\n' 'diff --git a/cart.py b/cart.py' '--- a/cart.py' '+++ b/cart.py' '@@ -1 +1 @@' \
		'-total = 1' '+total = 2' >rsg-impact.in
	for tool in $TOOLS; do
		[ -e "$tool.in" ] || : >"$tool.in"
	done
) >"$DOCS/log" 2>&1
prepare

# of TOOL FIELD COLUMN: from --complete
of() {
	"$1" --complete | awk -F '\t' -v f="$2" -v c="$3" '$1 == f { print $c; exit }'
}

# each 'sentence' WHICH <<test: one `it` a tool, which has $tool; WHICH is a command that picks.
each() {
	each_body=$(cat)
	for tool in $TOOLS; do
		export tool
		"$2" || continue
		it "$tool $1" <<-EOT
			$each_body
		EOT
	done
}
any() { :; }
reads_json() {
	case $(of "$tool" input 2) in none | bytes) return 1 ;; esac
	[ -n "$(of "$tool" input 3)" ]
}
reads_document() { [ "$(of "$tool" input 2)" = document ] && reads_json; }
reads_stdin() { [ "$(of "$tool" input 2)" != none ] || [ "$tool" = rsg-check ] || [ "$tool" = rsg-redact ]; }
writes_json() { [ -n "$(of "$tool" output 3)" ]; }
is_phase() { reads_document && [ "$(of "$tool" output 3)" = run-document ] && [ "$tool" != rsg-gate ]; }
uses_store() {
	is_phase && return
	case $tool in rsg-index | rsg-ingest | rsg-impact | rsg-gate) ;; *) return 1 ;; esac
}
writes_much() { reads_stdin && [ "$tool" != rsg-index ] && [ "$tool" != rsg-check ]; }

it 'every program has a manual page and end-to-end tests, and there are no others' <<'EOT'
(cd "$ROOT/cmd" && ls ./*.c) | sed 's|\./||; s|\.c$||' >cmd
(cd "$ROOT/man" && ls ./*.1) | sed 's|\./||; s|\.1$||' >man
(cd "$ROOT/tests/e2e" && ls ./rsg*.t) | sed 's|\./||; s|\.t$||' >tests
same cmd man
same cmd tests
EOT

each 'has the help that its manual has' any <<'EOT'
status 0 "$tool" -h
empty err
status 0 "$tool" --complete
mv out table
mandoc -T ascii -O width=900 "$ROOT/man/$tool.1" | col -b | tr -s ' \n\t' ' ' >page
awk -F '\t' '$1 == "own" { print " " ($2 ? $2 ", " : "") $3 ($4 && $4 !~ /^\[/ ? " " : "") $4 " " $5 }
	$1 == "verb" { print " " $3 ($4 ? " " $4 : "") " " $5 }' table >promised
while IFS= read -r line; do
	has "$line" page
done <promised
has "$(awk -F '\t' '$1 == "tool" { print $5 }' table)" page
grep -c '^own' table >ours || :
[ "$tool" = rsg ] || grep -c '^\.It Fl' "$ROOT/man/$tool.1" >theirs || :
[ "$tool" = rsg ] || same ours theirs
EOT

each 'tells its name and version' any <<'EOT'
status 0 "$tool" --version
empty err
grep -Eq "^$tool( \(rsg\))? [0-9]+\.[0-9]+\.[0-9]+\$" out
EOT

each 'refuses an option it does not know and offers the nearest' any <<'EOT'
status 2 "$tool" --verison <"$DOCS/$tool.in"
empty out
has '--version' err
status 2 "$tool" -! <"$DOCS/$tool.in"
empty out
has 'unknown option -!' err
status 2 "$tool" --quiet=yes <"$DOCS/$tool.in"
has 'takes no argument' err
status 2 "$tool" --output
has 'needs an argument' err
EOT

each 'reports an error as JSON when asked to' any <<'EOT'
status 2 "$tool" --log-format=json --verison <"$DOCS/$tool.in"
holds '.level == "error" and .status == 2 and .program == env.tool' err
EOT

each 'takes empty input for a failure upstream' reads_stdin <<'EOT'
status 65 "$tool" </dev/null
empty out
has 'empty input: did the command before fail?' err
EOT

each 'refuses input that is not its JSON' reads_json <<'EOT'
bad() {
	status 65 "$tool" <input
	empty out
	has "$tool: " err
}
echo '{"rsg":1' >input && bad
echo 'hello' >input && bad
echo '{"a":1,"a":2}' >input && bad
has 'twice' err
printf '{"a":"\000"}\n' >input && bad
printf '{"a":"\377"}\n' >input && bad
has 'UTF-8' err
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "["; print "" }' >input && bad
echo '{"rsg":1,"rsg_test":1}' >input && bad
head -c "$(($(wc -c <"$DOCS/$tool.in") / 2))" "$DOCS/$tool.in" >input
[ -s input ] && bad
EOT

each 'shows the schemas of what it reads and writes' any <<'EOT'
in=$("$tool" --complete | awk -F '\t' '$1 == "input" { print $3 }')
out=$("$tool" --complete | awk -F '\t' '$1 == "output" { print $3 }')
for way in in out; do
	eval "name=\$$way"
	if [ -n "$name" ]; then
		status 0 "$tool" --schema $way
		holds '.["$id"] == "'"$name"'"' out
	else
		status 2 "$tool" --schema $way
		empty out
	fi
done
status 2 "$tool" --schema sideways
EOT

each 'writes what fits its schema, the same twice' writes_much <<'EOT'
export SOURCE_DATE_EPOCH=1700000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
for n in one two; do
	cp "$DOCS/run.db" .
	status '0 1' "$tool" -q -s run.db <"$DOCS/$tool.in"
	mv out $n
done
same one two
[ -s one ]
schema=$("$tool" --complete | awk -F '\t' '$1 == "output" { print $3 }')
[ -z "$schema" ] || status 0 rsg-check "$schema" <one
EOT

each 'notices a full device' writes_much <<'EOT'
cp "$DOCS/run.db" .
got=0
"$tool" -q -s run.db <"$DOCS/$tool.in" >/dev/full 2>err || got=$?
[ "$got" -eq 74 ]
has 'No space left' err
EOT

each 'notices that standard output is closed' any <<'EOT'
got=0
"$tool" -h >&- 2>err || got=$?
[ "$got" -eq 74 ]
has 'standard output' err
EOT

each 'never writes into the store what was meant for a closed stream' is_phase <<'EOT'
cp "$DOCS/run.db" .
got=0
"$tool" -s run.db <"$DOCS/$tool.in" >&- 2>err || got=$?
[ "$got" -eq 74 ]
has 'standard output' err
status '0 1' perl -e 'close STDERR; exec @ARGV' "$tool" -s run.db <"$DOCS/rsg-show.in"
sqlite3 run.db 'PRAGMA integrity_check' >check
echo ok | same - check
status 0 rsg-audit --verify -s run.db
EOT

each 'sends no escape sequence of others to the terminal' any <<'EOT'
esc=$(printf '\033')
status 2 "$tool" "--${esc}[31mred" <"$DOCS/$tool.in"
lacks "$esc" err
has '\x1b[31mred' err
EOT

each 'is silent on a closed pipe, whether SIGPIPE is ignored or not' any <<'EOT'
for how in DEFAULT IGNORE; do
	status 141 perl -e 'pipe R, W; close R; open STDOUT, ">&", W; $SIG{PIPE} = shift;
		exec @ARGV' "$how" "$tool" -h
	empty err
done
EOT

each 'shows how it is meant when standard input is a terminal' reads_stdin <<'EOT'
on_tty 2 "$tool --no-store"
has "usage: $tool" out
has 'standard input is a terminal' out
EOT

each 'keeps colour to itself where it is not wanted' writes_much <<'EOT'
cp "$DOCS/run.db" .
esc=$(printf '\033')
for how in 'env NO_COLOR=1' 'env TERM=dumb' 'env'; do
	[ "$how" = env ] && plain=--no-color || plain=
	on_tty '0 1' "$how $tool -q $plain -s run.db <$DOCS/$tool.in"
	[ -s out ]
	lacks "$esc" out
done
EOT

each 'leaves an output file alone that has the same bytes' writes_much <<'EOT'
export SOURCE_DATE_EPOCH=1700000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
again() {
	rm -rf store
	mkdir store
	cp "$DOCS/run.db" store/
	status '0 1' "$tool" -q -s store/run.db -o file <"$DOCS/$tool.in"
	empty out
}
again
touch -d 2001-01-01 file
cp -p file before
again
same file before
[ "$(stat -c %Y file)" -eq "$(stat -c %Y before)" ]
echo other >file
again
same file before
ls | grep -v there | tr '\n' ' ' >there
has 'before err file out store ' there
EOT

each 'says which phase is missing' is_phase <<'EOT'
echo '{"rsg":1,"run":{"id":"01934b2e-7c00-7000-8000-000000000001",
"created_at":"2026-11-20T10:00:00.000Z","labels":{}},"story":{"text":"x","format":"markdown",
"source":"-","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
"metadata":{}},"phases":{}}' | tr -d '\n' >doc.json
rsg-check <doc.json
status 65 "$tool" --no-store <doc.json
empty out
first='ingestion: run rsg-ingest'
[ "$tool" != rsg-select ] || first='retrieval: run rsg-retrieve'
case $tool in rsg-verify | rsg-heal) first='generation: run rsg-generate' ;; esac
has "the document has no $first before" err
EOT

each 'adds one entry, says what it was made from, and changes nothing else' is_phase <<'EOT'
cp "$DOCS/run.db" .
status '0 1' "$tool" -s run.db <"$DOCS/$tool.in"
mv out doc
jq -r '.phases | keys[]' "$DOCS/$tool.in" | sort >before
phase=$(jq -r '.phases | keys[]' doc | sort | comm -13 before -)
[ "$(echo "$phase" | wc -w)" -eq 1 ]
jq -c "del(.phases.$phase)" doc >rest
jq -c . "$DOCS/$tool.in" | same - rest
tr -d '\n' <"$DOCS/$tool.in" | sha256sum | cut -d ' ' -f 1 >input
holds ".phases.$phase.input_sha256 == \"$(cat input)\"" doc
holds ".phases.$phase | .status == \"executed\" and .engine == \"builtin\"" doc
holds ".phases.$phase.usage | add == 0" doc
SOURCE_DATE_EPOCH=1700000000 status '0 1' "$tool" -s run.db <"$DOCS/$tool.in"
mv out pinned
holds ".phases.$phase | .duration_ms == 0 and .started_at == \"2023-11-14T22:13:20.000Z\"" pinned
EOT

each 'done again, replaces its entry and drops what was built on it' is_phase <<'EOT'
cp "$DOCS/run.db" .
status '0 1' "$tool" -s run.db <"$DOCS/$tool.in"
mv out once
status '0 1' "$tool" -s run.db <"$DOCS/rsg-show.in"
mv out again
case $tool in # come again as a matter of course
rsg-verify | rsg-heal) lacks 'warning: the document has' err ;;
*) has 'warning: the document has' err ;;
esac
apart='[]'
case $tool in # what is not built on it
rsg-select) apart='["generation", "verification", "healing"]' ;;
rsg-verify) apart='["healing"]' ;;
esac
jq -c "(.phases | keys) - $apart" once >phases
jq -c "(.phases | keys) - $apart" again | same - phases
[ "$tool" = rsg-audit ] || has 'it is dropped, run it again' err
EOT

each 'takes the document of a run from the store' is_phase <<'EOT'
cp "$DOCS/run.db" .
status '0 1' "$tool" -q -s run.db -r last
[ -s out ]
status 66 "$tool" -s run.db -r ffffffff
empty out
status 2 "$tool" --no-store -r last
has 'leave out --no-store' err
EOT

it 'the store is where the option, the variable, the project or the home say' <<'EOT'
status 0 rsg-classify -q <"$DOCS/rsg-classify.in"
[ "$(stat -c %a "$HOME/.local/share/rsg/run.db")" = 600 ]
[ "$(stat -c %a "$HOME/.local/share/rsg")" = 700 ]
XDG_DATA_HOME=$PWD/data status 0 rsg-classify -q <"$DOCS/rsg-classify.in"
[ -s data/rsg/run.db ]
mkdir -p project/.rsg project/deep/er
cd project/deep/er
status 0 rsg-classify -q <"$DOCS/rsg-classify.in"
[ -s ../../.rsg/run.db ]
RSG_STORE=variable.db status 0 rsg-classify -q <"$DOCS/rsg-classify.in"
[ -s variable.db ]
RSG_STORE=variable2.db status 0 rsg-classify -q -s option.db <"$DOCS/rsg-classify.in"
[ -s option.db ]
[ ! -e variable2.db ]
EOT

each 'says what to do without a place for the store' uses_store <<'EOT'
unset HOME
status 78 "$tool" <"$DOCS/$tool.in"
empty out
has '--no-store' err
EOT

each 'works without a home when nothing is kept' writes_much <<'EOT'
unset HOME
[ "$tool" = rsg-retrieve ] && skip 'the corpus is in the store'
[ "$tool" = rsg-gate ] && skip 'approvals are in the store'
status '0 1' "$tool" -q --no-store <"$DOCS/$tool.in"
[ -s out ]
EOT

each 'changes nothing in a dry run' uses_store <<'EOT'
export RSG_GENERATION_THRESHOLD=0.99
status '0 1 2 66 75' "$tool" -q -n -s new.db <"$DOCS/$tool.in"
[ ! -e new.db ]
cp "$DOCS/run.db" .
rsg-audit --export -s run.db >before
status '0 1' "$tool" -q -n -s run.db <"$DOCS/$tool.in"
rsg-audit --export -s run.db >after
same before after
EOT

each 'refuses the store of a newer rsg' uses_store <<'EOT'
cp "$DOCS/run.db" .
sqlite3 run.db 'PRAGMA user_version = 9999'
status 74 "$tool" -s run.db <"$DOCS/$tool.in"
empty out
has 'newer' err
has 'run.db' err
EOT

each 'refuses a file that is no store' uses_store <<'EOT'
echo 'this is my diary, not a database, and it had better stay one' >run.db
cp run.db before
status 74 "$tool" -s run.db <"$DOCS/$tool.in"
empty out
has 'run.db' err
same run.db before
EOT

each 'says so when the store cannot be written' uses_store <<'EOT'
cp "$DOCS/run.db" .
chmod 400 run.db
chmod 500 .
as() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
	chmod 444 run.db
	chmod 755 "$E2E_DIR/.." "$E2E_DIR"
	chmod 555 .
	mkdir "$E2E_DIR/bin"
	cp "$(command -v "$tool")" "$E2E_DIR/bin/"
	cp "$DOCS/$tool.in" "$E2E_DIR/in"
	chmod 644 "$E2E_DIR/in"
	as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
	tool=$E2E_DIR/bin/$tool
else
	cp "$DOCS/$tool.in" "$E2E_DIR/in"
fi
got=0
as "$tool" -s run.db <"$E2E_DIR/in" >"$E2E_DIR/out" 2>"$E2E_DIR/err" || got=$?
has 'run.db' "$E2E_DIR/err"
empty "$E2E_DIR/out"
[ "$got" -eq 74 ]
chmod 755 .
EOT

each 'waits for a locked store and gives up in time' uses_store <<'EOT'
cp "$DOCS/run.db" .
mkfifo ask answer
sqlite3 run.db <ask >answer &
exec 8>ask 9<answer
echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
read -r locked <&9
in=$DOCS/$tool.in
[ "$tool" = rsg-gate ] && in=$DOCS/rsg-audit.in # one that is not approved
status 75 "$tool" --timeout 300ms -s run.db <"$in"
empty out
has 'timed out' err
exec 8>&- 9<&-
wait
sqlite3 run.db 'PRAGMA integrity_check' >check
echo ok | same - check
EOT

each 'is not confused by a closed standard input' reads_stdin <<'EOT'
got=0
"$tool" --no-store <&- >out 2>err || got=$?
[ "$got" -eq 66 ]
empty out
has 'standard input' err
EOT

it 'a phase that timed out is recorded as failed' <<'EOT'
cp "$DOCS/run.db" .
mkfifo ask answer said
sqlite3 run.db <ask >answer &
exec 8>ask 9<answer
echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
read -r locked <&9
(
	got=0
	rsg-classify --timeout 100ms -s run.db <"$DOCS/rsg-classify.in" 2>said || got=$?
	echo $got >got
) &
read -r line <said
echo 'ROLLBACK;' >&8
exec 8>&- 9<&-
wait
echo "$line" >line
has 'rsg-classify: classification timed out after 0.1 s' line
has 75 got
rsg-audit --export -s run.db >events
has '"error"' events
has 'timed out' events
status 0 rsg-audit --verify -s run.db
EOT

it 'phases that need a corpus say how to make one' <<'EOT'
for tool in rsg-retrieve; do
	got=0
	"$tool" -s new.db <"$DOCS/$tool.in" >out 2>err || got=$?
	[ "$got" -ne 0 ]
	has 'rsg-index' err
	empty out
done
EOT

it 'input larger than the limit is refused with the key to raise' <<'EOT'
export RSG_LIMITS_INPUT_BYTES=2000
status 65 rsg-check <"$DOCS/rsg-check.in"
has 'limits.input_bytes' err
export RSG_LIMITS_STORY_BYTES=2000
yes 'The guest pays.' | head -n 200 >story.txt
status 65 rsg-ingest --no-store <story.txt
has 'limits.story_bytes' err
EOT

it 'a hundred megabytes are refused in time and in little memory' <<'EOT'
yes '[[[[ The guest pays with a card. ' | head -c 100000000 >big
for tool in rsg-ingest rsg-classify rsg-check; do
	( # a sanitizer reserves more than any limit
		[ -n "${ASAN_OPTIONS-}" ] || ulimit -v 600000
		status 65 "$tool" <big
	)
	has 'larger than' err
	empty out
done
EOT

finish
