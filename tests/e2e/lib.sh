# lib.sh - end-to-end tests in TAP: see what a user would see.
#
#	. "${0%/*}/lib.sh"
#	it 'refuses an empty document' <<'EOT'
#	status 65 rsg-cover </dev/null
#	empty out
#	has 'did the command before fail' err
#	EOT
#	finish
#
# Each `it` is a new `sh -eu` in an empty directory with a HOME of its own beside it, bin/ in PATH,
# no RSG_* variable and nothing on stdin.  What a command says on stderr must be looked at: whatever
# `status` did not catch fails the test, and so does throwing it away.  A test that checks nothing
# fails.
#
#	status N COMMAND...	run it, stdout in the file out, stderr in the file err; fail unless N
#				(a list, '0 1', where several will do)
#	has TEXT FILE		the text (not a pattern) is in the file
#	lacks TEXT FILE		it is not, and the file is there
#	empty FILE		the file is there and empty
#	same A B		the same bytes
#	holds FILTER FILE	jq's answer is true
#	on_tty N 'COMMAND'	like status, on a terminal; what it shows goes to out
#	drive N 'COMMAND' <<S	on a terminal where somebody types: steps on stdin, one a line, as in
#				tests/peers/terminal.py (expect TEXT, key y, send WORDS\r, run COMMAND,
#				size 80x24, signal TERM, hangup); what it shows goes to screen, with
#				each byte to screen.raw, and only what COMMAND redirects elsewhere
#	browse <<S		in a browser without a screen: steps on stdin, one a line, as in
#				tests/peers/browser.py (open, eval, click, key ...); what they give goes
#				to out as one JSON array
#	skip REASON		not here
#	with_stub [OPTION...]	tests/peers/stub.py, a model server that fails as asked: STUB_URL,
#				STUB_OTHER, STUB_JOURNAL; with_stub_tls: STUB_TLS and STUB_CERT too
#	with_aimock [OPTION...]	the model server aimock with tests/peers/aimock.json: AIMOCK_URL
#	with_chroma		a Chroma server with an empty store: CHROMA_URL
#	$DATA			tests/data; $ROOT the sources
#
# The servers end with the test, or, when started between two tests, with the file.  Those that
# `make peers` installs may be missing: then the test is skipped, or fails where RSG_PEERS=required.
# Between tests they are asked for with `if with_aimock; then ...; fi`, and what needs them says
# `need aimock` first.

# shellcheck shell=sh

fail() {
	echo "$*" >&2
	exit 1
}

checked() {
	echo . >>"$E2E_DIR/checks"
}

status() {
	E2E_want=$1
	shift
	E2E_got=0
	checked
	"$@" >out 2>err || E2E_got=$?
	case " $E2E_want " in *" $E2E_got "*) return ;; esac
	echo "status $E2E_got in place of $E2E_want: $*" >&2
	head -c 2000 err >&2
	exit 1
}

on_tty() {
	E2E_want=$1
	E2E_got=0
	checked
	script -qec "$2" /dev/null </dev/null >out 2>err || E2E_got=$?
	case " $E2E_want " in *" $E2E_got "*) return ;; esac
	echo "status $E2E_got in place of $E2E_want on a terminal: $2" >&2
	head -c 2000 out >&2
	exit 1
}

drive() {
	E2E_want=$1
	E2E_got=0
	checked
	python3 -B "$ROOT/tests/peers/terminal.py" "$2" 2>"$E2E_DIR/drive" || E2E_got=$?
	case " $E2E_want " in *" $E2E_got "*) return ;; esac
	echo "status $E2E_got in place of $E2E_want where somebody types: $2" >&2
	cat "$E2E_DIR/drive" >&2
	[ -s "$E2E_DIR/drive" ] || tail -c 2000 screen >&2
	exit 1
}

has() {
	checked
	grep -qF -e "$1" "$2" && return
	echo "\"$1\" is not in $2:" >&2
	head -c 2000 "$2" >&2
	exit 1
}

lacks() {
	checked
	[ -f "$2" ] || fail "there is no file $2"
	grep -F -e "$1" "$2" >&2 && fail "\"$1\" is in $2"
	return 0
}

empty() {
	checked
	[ -f "$1" ] || fail "there is no file $1"
	[ -s "$1" ] || return 0
	echo "$1 is not empty:" >&2
	head -c 2000 "$1" >&2
	exit 1
}

same() {
	checked
	cmp -s "$1" "$2" && return
	echo "$1 and $2 differ:" >&2
	diff "$1" "$2" | head -n 20 >&2
	exit 1
}

holds() {
	checked
	jq -e "$1" "$2" >"$E2E_DIR/jq" && return
	echo "$1 does not hold in $2: $(cat "$E2E_DIR/jq")" >&2
	head -c 2000 "$2" >&2
	exit 1
}

browse() {
	need chromium
	checked
	if python3 -B "$ROOT/tests/peers/browser.py" "$CHROMIUM" >"$E2E_DIR/given" 2>"$E2E_DIR/browser"; then
		jq -s . "$E2E_DIR/given" >out
	else
		cat "$E2E_DIR/browser" >&2
		exit 1
	fi
}

skip() {
	echo "$*" >"$E2E_DIR/skipped"
	exit 77
}

# try SECONDS COMMAND... - until it succeeds; its words are the reason when it never does.
try() {
	E2E_tries=$(($1 * 20))
	shift
	until "$@" >"$E2E_PEER.try" 2>&1; do
		E2E_tries=$((E2E_tries - 1))
		if [ "$E2E_tries" -le 0 ] || ! kill -0 "$E2E_pid"; then
			echo "this did not come to pass: $*" >&2
			cat "$E2E_PEER.try" "$E2E_PEER.err" >&2
			return 1
		fi
		sleep 0.05
	done
}

# peer NAME COMMAND... - in the background until the end; E2E_PEER is the beginning of its files.
peer() {
	E2E_peers=$((${E2E_peers:-0} + 1))
	E2E_PEER=${E2E_DIR:-$E2E_BASE}/$1-$E2E_peers
	shift
	: >"$E2E_PEER.out"
	"$@" </dev/null >"$E2E_PEER.out" 2>"$E2E_PEER.err" &
	E2E_pid=$!
	E2E_pids="${E2E_pids-} $E2E_pid"
	[ -z "${E2E_DIR-}" ] || trap stop_peers EXIT
}

stop_peers() {
	for E2E_pid in ${E2E_pids-}; do
		{ kill "$E2E_pid" && wait "$E2E_pid"; } >"$E2E_PEER.end" 2>&1 || :
	done
	E2E_pids=
}

# installed NAME - may it be used?  In a test that cannot it ends here.
installed() {
	[ -x "$ROOT/build/peers/node_modules/.bin/$1" ] && return
	E2E_why="$1 is not installed: make peers"
	if [ "$E2E_PEERS" = required ]; then
		fail "$E2E_why"
	elif [ -n "${E2E_DIR-}" ]; then
		skip "$E2E_why"
	fi
	return 1
}

need() {
	case $1 in
	chromium)
		CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome) && return
		E2E_why='there is no chromium: sh tests/deps.sh chromium'
		[ "$E2E_PEERS" != required ] || fail "$E2E_why"
		skip "$E2E_why"
		;;
	aimock) [ -n "${AIMOCK_URL-}" ] || installed aimock ;;
	chroma) [ -n "${CHROMA_URL-}" ] || installed chroma ;;
	vitest)
		export VITEST="$ROOT/build/peers"
		installed vitest
		;;
	esac
}

with_stub() {
	STUB_JOURNAL=${E2E_DIR:-$E2E_BASE}/journal
	export STUB_URL STUB_OTHER STUB_TLS STUB_JOURNAL
	: >"$STUB_JOURNAL"
	peer stub python3 -B "$ROOT/tests/peers/stub.py" --journal "$STUB_JOURNAL" "$@"
	try 30 grep -q url "$E2E_PEER.out" || return
	STUB_URL=$(jq -r .url "$E2E_PEER.out")
	STUB_OTHER=$(jq -r .other "$E2E_PEER.out")
	STUB_TLS=$(jq -r '.tls // ""' "$E2E_PEER.out")
}

with_stub_tls() {
	STUB_CERT=${E2E_DIR:-$E2E_BASE}/cert.pem
	export STUB_CERT
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$STUB_CERT.key" -out "$STUB_CERT" -days 2 \
		-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
		>"$STUB_CERT.log" 2>&1 || fail "openssl made no certificate: $(cat "$STUB_CERT.log")"
	with_stub --tls "$STUB_CERT" "$STUB_CERT.key" "$@"
}

with_aimock() {
	installed aimock || return
	peer aimock "$ROOT/build/peers/node_modules/.bin/llmock" -p 0 \
		-f "$ROOT/tests/peers/aimock.json" "$@"
	try 60 grep -q 'listening on http' "$E2E_PEER.out" || return
	AIMOCK_URL=$(sed -n 's/.*listening on //p' "$E2E_PEER.out")
	export AIMOCK_URL
}

with_chroma() {
	installed chroma || return
	peer chroma "$ROOT/build/peers/node_modules/.bin/chroma" run --host 127.0.0.1 --port 0 \
		--path "${E2E_DIR:-$E2E_BASE}/chroma-store"
	try 60 "$ROOT/tests/peers/port" "$E2E_pid" || return
	CHROMA_URL=http://127.0.0.1:$("$ROOT/tests/peers/port" "$E2E_pid")
	export CHROMA_URL
	try 60 curl -sSf "$CHROMA_URL/api/v2/heartbeat"
}

[ -n "${E2E_DIR-}" ] && return 0

# From here on: the side that runs the tests.

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
DATA=$ROOT/tests/data
E2E_LIB=$ROOT/tests/e2e/lib.sh
PATH=${RSG_BIN:-$ROOT/bin}:$PATH
E2E_BASE=$(mktemp -d)
E2E_N=0
E2E_FAILED=0
trap 'stop_peers; chmod -R u+rwx "$E2E_BASE"; rm -rf "$E2E_BASE"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
E2E_PEERS=${RSG_PEERS-}
for E2E_v in $(env | sed -n 's/^\(RSG_[A-Z_]*\)=.*/\1/p'); do
	case $E2E_v in RSG_BIN | RSG_SHARE) ;; *) unset "$E2E_v" ;; esac
done
unset NO_COLOR COLUMNS SOURCE_DATE_EPOCH MAKEFLAGS MFLAGS PAGER EDITOR VISUAL CDPATH ENV
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
unset ANTHROPIC_API_KEY OPENAI_API_KEY VOYAGE_API_KEY OLLAMA_API_KEY
unset ANTHROPIC_BASE_URL OPENAI_BASE_URL OLLAMA_HOST CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
export ROOT DATA PATH LC_ALL TZ TERM E2E_LIB E2E_PEERS

it() {
	E2E_N=$((E2E_N + 1))
	E2E_DIR=$E2E_BASE/$E2E_N
	mkdir -p "$E2E_DIR/work" "$E2E_DIR/home" "$E2E_DIR/tmp"
	{
		# shellcheck disable=SC2016
		echo '. "$E2E_LIB"'
		cat
	} >"$E2E_DIR/test.sh"
	E2E_rc=0
	(
		cd "$E2E_DIR/work" || exit 1
		HOME=$E2E_DIR/home TMPDIR=$E2E_DIR/tmp E2E_DIR=$E2E_DIR
		export HOME TMPDIR E2E_DIR
		exec timeout -k 5 "${E2E_TIMEOUT:-300}" sh -eu "$E2E_DIR/test.sh"
	) </dev/null >"$E2E_DIR/stdout" 2>"$E2E_DIR/stderr" || E2E_rc=$?
	report "$1"
	chmod -R u+rwx "$E2E_DIR"
	rm -rf "$E2E_DIR"
	unset E2E_DIR
}

verdict() {
	if [ "$E2E_rc" -eq 77 ] && [ -f "$E2E_DIR/skipped" ]; then
		echo skip
	elif [ "$E2E_rc" -ne 0 ] || [ -s "$E2E_DIR/stderr" ]; then
		echo "failed (status $E2E_rc)"
	elif grep -q '2> *\(/dev/null\|&-\)' "$E2E_DIR/test.sh"; then
		echo 'throws stderr away'
	elif ! [ -s "$E2E_DIR/checks" ]; then
		echo 'checks nothing'
	else
		echo ok
	fi
}

report() {
	E2E_verdict=$(verdict)
	case $E2E_verdict in
	ok) echo "ok $E2E_N - $1" ;;
	skip) echo "ok $E2E_N - $1 # SKIP $(cat "$E2E_DIR/skipped")" ;;
	*)
		E2E_FAILED=$((E2E_FAILED + 1))
		echo "not ok $E2E_N - $1"
		echo "# $E2E_verdict"
		awk 'NR <= 40 { print "# " $0 }' "$E2E_DIR/stdout" "$E2E_DIR/stderr"
		;;
	esac
}

finish() {
	echo "1..$E2E_N"
	[ "$E2E_FAILED" -eq 0 ] && [ "$E2E_N" -gt 0 ]
}
