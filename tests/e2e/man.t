#!/bin/sh
# man.t - every example of every manual page is run.
#
# An example is a line that begins with "$ " in EXAMPLES ("> " continues it).  The examples of a page
# run in order, in one directory, which holds
#
#	the shop of examples/01-shop: story.md, tests/, features/, api/, web/ ...
#	.rsg/run.db, whose corpus is those tests
#	ingested.json classified.json embedded.json retrieved.json covered.json ranked.json
#	generated.json	the story's document after each phase
#	run.json	the same after the last, as the store has it
#	.git/		main as it was, one commit of a branch, and something not committed
#
# An example ends with 0 or 1, every program of its pipe included, and jq never says just "null".
. "${0%/*}/lib.sh"

export SHOP="$E2E_BASE/shop"

commit() {
	git add -A && git -c user.name=Shop -c user.email=shop@example.com commit -q -m "$1"
}

prepare() (
	cp -R "$ROOT/examples/01-shop" "$SHOP" && cd "$SHOP" && mkdir -p .rsg || exit
	export HOME="$SHOP"
	git init -q -b main && commit 'shop' && git checkout -q -b refund
	echo 'One paragraph more.' >>README.md && commit 'refund: say what it is'
	echo 'And one.' >>README.md
	rsg-scan . | rsg-index -q
	rsg-ingest story.md >ingested.json
	rsg-classify <ingested.json >classified.json
	rsg-embed <classified.json >embedded.json
	rsg-retrieve <embedded.json >retrieved.json
	rsg-cover <retrieved.json >covered.json
	rsg-rank <covered.json >ranked.json
	rsg-generate <ranked.json >generated.json
	rsg-audit <generated.json >run.json
) >"$E2E_BASE/log" 2>&1
prepare

export page
for page in "$ROOT"/man/*.[157]; do
	name=${page##*/}
	it "the examples of $name work" <<'EOT'
cp -R "$SHOP" shop
cd shop
mandoc -T ascii -O width=900 "$page" | col -b | tr -s '\t ' ' ' |
	sed -n '/^EXAMPLES/,/^[A-Z]/p' >examples
awk '/^ *\$ / { if (line) print line; sub(/^ *\$ /, ""); line = $0; next }
	/^ *> / && line { sub(/^ *> /, ""); line = line " " $0; next }
	line { print line; line = "" }
	END { if (line) print line }' examples >lines
[ -s lines ] || skip 'no examples'
while read -r line; do
	checked
	got=0
	bash -o pipefail -c "$line" >out 2>err </dev/null || got=$?
	if [ "$got" -gt 1 ]; then
		cat err >&2
		fail "status $got: $line"
	fi
	[ "$(head -c 10 out)" != null ] || fail "says null: $line"
done <lines
EOT
done

it 'every page is clean and in the house form' <<'EOT'
for page in "$ROOT"/man/*.[157]; do
	mandoc -T lint -W warning "$page" >lint || true
	grep -v 'referenced manual not found' lint >left || true
	empty left
	case $page in
	*.1) for section in 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do has ".Sh $section" "$page"; done ;;
	esac
	case $page in
	*/rsg.1) ;;
	*.1) has '.Xr rsg 7' "$page" ;;
	esac
done
EOT

it 'every page that is referred to exists' <<'EOT'
cat "$ROOT"/man/*.[157] | awk '$1 == ".Xr" && $2 ~ /^rsg/ { print $2 "." $3 }' | sort -u >wanted
while read -r page; do
	[ -f "$ROOT/man/$page" ] || fail "$page is referred to and not there"
	checked
done <wanted
EOT

finish
