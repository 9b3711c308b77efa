#!/bin/sh
# rsg-verify: commands in a sandbox, and what they cannot do there, tier by tier.
#
# tests/peers/probe.c tries it and tells what came of it.  What needs a tier or a controller that this
# machine does not have is skipped, with the reason that --probe gives.
# shellcheck disable=SC2016
. "${0%/*}/lib.sh"

export TOOLS="$E2E_BASE/tools"
mkdir -p "$TOOLS"
gcc -static -O1 -o "$TOOLS/probe" "$ROOT/tests/peers/probe.c"

# An image that holds the probe and nothing else, in a store of its own.
container() {
	command -v podman || return
	mkdir -p "$TOOLS/image/bin" "$TOOLS/image/tmp" "$TOOLS/image/work" "$TOOLS/store"
	cp "$TOOLS/probe" "$TOOLS/image/bin/true"
	printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' \
		"$TOOLS/store/graph" "$TOOLS/store/run" >"$TOOLS/storage.conf"
	CONTAINERS_STORAGE_CONF=$TOOLS/storage.conf
	RSG_SANDBOX_IMAGE=localhost/rsg-probe
	export CONTAINERS_STORAGE_CONF RSG_SANDBOX_IMAGE RSG_SANDBOX_ENGINE
	tar -C "$TOOLS/image" -c . | podman import - "$RSG_SANDBOX_IMAGE:latest"
	for RSG_SANDBOX_ENGINE in podman 'podman --runtime runc'; do
		rsg-verify --probe --json --tier container >"$TOOLS/here" && return
	done
}
container >"$TOOLS/container" 2>&1 || :
rsg-verify --probe --json >"$TOOLS/here" 2>"$TOOLS/said" || :

# What the tests of this file share.
cat >"$TOOLS/lib" <<'EOT'
# usable - the tier of this test is, or it ends here.
usable() {
	[ "$(jq --arg t "$tier" '.tiers[] | select(.tier == $t) | .usable' "$TOOLS/here")" = true ] ||
		skip "$tier: $(jq -r --arg t "$tier" '.tiers[] | select(.tier == $t) | .why' "$TOOLS/here")"
	project
}
# held NAME - the tier gives this guarantee here, or the test ends.
held() {
	jq -e --arg t "$tier" --arg n "$1" '[.tiers[] | select(.tier == $t).guarantees[]
		| select(.name == $n).holds] == [true]' "$TOOLS/here" >holds.json ||
		skip "$(jq -r --arg t "$tier" --arg n "$1" '.tiers[] | select(.tier == $t).guarantees[]
			| select(.name == $n).how' "$TOOLS/here")"
	rm holds.json
}
# project - a work tree with nothing that is not committed, for the tier native.
project() {
	git init -q . && cp "$TOOLS/probe" . && git add probe
	git -c user.name=T -c user.email=t@example.com commit -qm probe
	echo '/*' >.git/info/exclude
}
# sandboxed [OPTION...] -- COMMAND...: what it told is in the file told.
sandboxed() {
	[ "$tier" != native ] || set -- --accept-native "$@"
	status '0 1' rsg-verify --tier "$tier" "$@"
	mv out told
}
# answers TEXT COMMAND... - the probe says this.
answers() {
	E2E_answer=$1
	shift
	sandboxed -- ./probe "$@"
	[ "$(jq -r .stdout.text told)" = "$E2E_answer" ] ||
		fail "$* answers $(jq -c '[.outcome, .stdout.text, .stderr.text]' told) in place of $E2E_answer"
}
# outcome NAME
outcome() {
	[ "$(jq -r .outcome told)" = "$1" ] || fail "not $1: $(head -c 1000 told)"
}
EOT

# tiers 'sentence' TIER... <<test: one `it` a tier.
tiers() {
	tiers_name=$1
	tiers_body=$(cat)
	shift
	for tier; do
		export tier
		it "$tier: $tiers_name" <<-EOT
			. "\$TOOLS/lib"
			usable
			$tiers_body
		EOT
	done
}

it 'tells what each tier can enforce, and why not' <<'EOT'
status '0 1' rsg-verify --probe --json
mv out told
status 0 rsg-check sandbox-probe <told
holds '[.tiers[].tier] == ["container", "bwrap", "native"]' told
holds '[.tiers[] | select(.usable | not) | .why != ""] | all' told
holds '[.tiers[] | select(.usable) | .guarantees | length == 12] | all' told
holds '.tiers[2].guarantees | map({(.name): .holds}) | add | (.network or .files or .others) | not' told
status '0 1' rsg-verify --probe
[ "$(head -n 1 out)" = 'tier	what	holds	by what, or why not' ]
has 'native	network	no	' out
EOT

it 'takes no weaker tier in place of one that cannot be had' <<'EOT'
RSG_SANDBOX_IMAGE='' status 78 rsg-verify --tier container -- true
empty out
has 'set sandbox.image' err
RSG_SANDBOX_IMAGE=localhost/none status 69 rsg-verify --tier container -- true
empty out
has 'not run in the tier container' err
RSG_SANDBOX_IMAGE='' status 1 rsg-verify --probe --tier container
bin=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
chmod 755 "$bin"
printf '#!/bin/sh\necho "bwrap: no namespaces for you" >&2\nexit 1\n' >"$bin/bwrap"
chmod 755 "$bin/bwrap"
PATH=$bin:$PATH status 69 rsg-verify -- sh -c 'touch /tmp/it-ran'
empty out
has 'not run in the tier bwrap: bwrap: no namespaces for you' err
PATH=$bin:$PATH status 1 rsg-verify --probe --json
holds '.tiers[1] | .usable == false and .why == "bwrap: no namespaces for you"' out
rm -r "$bin"
EOT

it 'uses the native tier only where it is accepted and all is committed' <<'EOT'
. "$TOOLS/lib"
status 77 rsg-verify --tier native -- true
has '--accept-native' err
status 77 rsg-verify --tier native --accept-native -- true
has 'not under version control' err
git init -q .
status 77 rsg-verify --tier native --accept-native -- true
has 'nothing is committed' err
rm -r .git
project
status 0 rsg-verify --tier native --accept-native -- ./probe call clone3
holds '.accepted == "--accept-native" and (.guarantees | index("network") == null)' out
RSG_SANDBOX_NATIVE=allow status 0 rsg-verify --tier native -- ./probe call clone3
holds '.accepted == "sandbox.native (RSG_SANDBOX_NATIVE)"' out
echo more >>probe
status 77 rsg-verify --tier native --accept-native -- true
has 'not committed' err
git stash -q
status 0 rsg-verify --tier native --accept-native -- ./probe call clone3
: >.git/info/exclude
echo new >new
status 77 rsg-verify --tier native --accept-native -- true
has 'files that git does not know' err
mkdir .rsg && echo 'sandbox.native: allow' >.rsg/config.yaml && rm new
status 77 rsg-verify --tier native -- true
has 'not trusted' err
EOT

it 'takes commands and lists as they are' <<'EOT'
status 65 rsg-verify
has 'empty input' err
status 2 rsg-verify --probe -- true
status 2 rsg-verify -e 5 -- true
status 2 rsg-verify --tier jail -- true
status 78 rsg-verify --visible / -- true
has 'cannot be made visible' err
status 78 rsg-verify --visible lib -- true
status 2 rsg-verify -m 0 -- true
EOT

tiers 'a command runs on a copy, and the directory stays as it is' bwrap native <<'EOT'
mkdir -p deep
echo one >deep/file
ln -s file deep/link
chmod 640 deep/file
touch -d 2001-02-03 deep/file
mkdir .rsg && echo x >.rsg/x
sandboxed --take deep/new -- sh -c 'cat deep/file; stat -c "%a %Y" deep/file; readlink deep/link
ls -A | grep -v -e out -e err; echo two >deep/file; echo three >deep/new; mkdir .git; echo evil >.git/config; exit 7'
holds '.outcome == "exited" and .status == 7' told
holds '.stdout.text == "one\n640 981158400\nfile\ndeep\nprobe\n"' told
holds '.files == [{"path": "deep/new", "text": "three\n"}]' told
echo one | same - deep/file
[ ! -e deep/new ]
lacks evil .git/config
status 0 rsg-check sandbox-run <told
EOT

tiers 'outcomes are told apart' bwrap native container <<'EOT'
sandboxed -- ./probe raise 0
holds '.outcome == "exited" and .status == 0' told
sandboxed -- ./probe nothing
holds '.outcome == "exited" and .status == 2 and .stderr.text == "probe: what?\n"' told
sandboxed -w 600ms -- ./probe spin 1
outcome timeout
holds '.wall_ms >= 600' told
EOT

tiers 'a command that is not there was not run, and every status may be its own' bwrap native container <<'EOT'
[ "$tier" != native ] || set -- --accept-native
status 69 rsg-verify --tier "$tier" "$@" -- /nowhere/at/all
empty out
has "not run in the tier $tier" err
for code in 125 126 127; do
	sandboxed -- ./probe exit $code
	holds ".outcome == \"exited\" and .status == $code" told
done
EOT

tiers 'a process left behind that writes on holds nothing up' native <<'EOT'
sandboxed -w 20s -- sh -c '(while echo more; do :; done) & exit 3'
holds '.outcome == "exited" and .status == 3' told
EOT

tiers 'a signal is told from an exit' bwrap native <<'EOT'
sandboxed -- ./probe raise 11
holds '.outcome == "signalled" and .signal == 11' told
sandboxed -w 300ms -- ./probe raise 19
outcome timeout
EOT

tiers 'processor time is counted over all processes' bwrap native <<'EOT'
sandboxed --cpu 1s -w 60s -- ./probe spin 1
outcome cpu
sandboxed --cpu 1s -w 60s -- ./probe spin 8
outcome cpu
holds '.cpu_ms >= 1000 and .cpu_ms < 3500' told
EOT

tiers 'time asleep is no processor time' bwrap <<'EOT'
sandboxed --cpu 1s -w 1200ms -- sleep 20
outcome timeout
EOT

tiers 'memory is limited' bwrap native container <<'EOT'
held memory
sandboxed -m 64 -- ./probe memory 40
outcome exited
sandboxed -m 64 -- ./probe memory 400
[ "$tier" = container ] && [ "$(jq .signal told)" = 9 ] || outcome memory
EOT

tiers 'memory is looked at where the kernel does not limit it' bwrap native <<'EOT'
sandboxed -m 64 -w 20s -- ./probe memory 200 30
outcome memory
EOT

tiers 'the number of processes is limited' bwrap native container <<'EOT'
held processes
sandboxed --processes 40 -- ./probe forks 2000
outcome exited
[ "$(jq -r .stdout.text told)" -lt 400 ]
[ "$(id -u)" -ne 0 ] || [ "$(jq -r .stdout.text told)" -le 43 ]
sandboxed --processes 40 -- ./probe zombies 2000
outcome exited
EOT

tiers 'a flood of output ends the command, with its beginning and its end kept' bwrap native container <<'EOT'
for fd in 1 2; do
	sandboxed --stream 1 -w 60s -- ./probe flood $fd
	outcome output
	[ "$(wc -c <told)" -lt 1200000 ]
done
holds '.stderr.bytes > 1048576 and .stdout.bytes == 0' told
holds '.stderr.text | startswith("yyy") and endswith("yyy") and contains("bytes are left out here")' told
holds '.stderr as $e | ($e.text | capture("\\[(?<n>[0-9]+) bytes are left").n | tonumber) == $e.bytes - 262144' told
EOT

tiers 'any bytes of output are told' bwrap native <<'EOT'
sandboxed -- ./probe bytes
holds '.stdout.bytes == 10 and .stdout.text == "a?b\ufffdc\u001b[31m"' told
sandboxed -- sh -c 'exec >&-; exit 4'
holds '.outcome == "exited" and .status == 4' told
sandboxed -- cat
holds '.outcome == "exited" and .stdout.text == ""' told
EOT

tiers 'the disk is limited' bwrap native <<'EOT'
sandboxed --file 1 -- ./probe fill big 4
outcome disk
sandboxed --file 1 -- sh -c ': >sparse; ./probe sparse sparse'
[ "$(jq -r .stdout.text told)" = EFBIG ]
sandboxed --disk 4 -- ./probe files 1000000
outcome disk
sandboxed --disk 4 -- sh -c 'i=0; while :; do ./probe fill f$i 1; i=$((i + 1)); done'
outcome disk
sandboxed --disk 4 -- ./probe fill big 2
holds '.outcome == "exited" and .stdout.text == "done\n"' told
EOT

tiers 'temporary files are limited, and nothing else can be written' bwrap <<'EOT'
sandboxed --disk 8 --file 64 -- sh -c 'for f in /tmp/x /dev/shm/x /x /usr/x /etc/x /dev/x; do ./probe fill $f 32; done'
jq -r .stdout.text told | tr '\n' ' ' >errors
has 'ENOSPC ENOSPC EROFS' errors
lacks done errors
EOT

tiers 'no descriptor is inherited' bwrap native container <<'EOT'
exec 7</etc/passwd 9<.
answers 0 descriptors
exec 7<&- 9<&-
sandboxed --open-files 40 -- ./probe limit 7
[ "$(jq -r .stdout.text told)" = 40 ]
answers 0 limit 4
EOT

tiers 'no call of the kernel that leads out is allowed' bwrap native container <<'EOT'
held calls
for name in bpf perf_event_open init_module; do
	answers EPERM call $name
done
[ "$tier" = container ] || answers EPERM spaces
answers EPERM mount /tmp
EOT

tiers 'no call that only the filter knows is allowed' bwrap native <<'EOT'
held calls
for name in keyctl add_key io_uring_setup userfaultfd setns syslog; do
	answers EPERM call $name
done
answers ENOSYS call clone3
answers EPERM clone-user
answers EPERM trace 1
answers EPERM type
for family in 40 17 38 29; do # VSOCK, PACKET, ALG, CAN
	answers EAFNOSUPPORT family $family
done
for family in 1 2; do
	answers done family $family
done
EOT

tiers 'there is no network but a loopback' bwrap container <<'EOT'
with_stub
answers ENETUNREACH port 0x01010101 80
answers ECONNREFUSED port 0x7f000001 "$(echo "$STUB_URL" | sed 's|.*:\([0-9]*\).*|\1|')"
answers done loopback
EOT

tiers 'a socket of the host without a file is not reached' bwrap <<'EOT'
peer abstract python3 -c 'import socket, time
s = socket.socket(socket.AF_UNIX); s.bind("\0rsg-e2e-%s" % __import__("os").getppid()); s.listen(1)
print("listening", __import__("os").getppid(), flush=True); time.sleep(60)'
try 10 grep -q listening "$E2E_PEER.out"
name=rsg-e2e-$(cut -d ' ' -f 2 "$E2E_PEER.out")
"$TOOLS/probe" abstract "$name" >outside
echo done | same - outside
answers ECONNREFUSED abstract "$name"
EOT

tiers 'no process of others is there' bwrap container <<'EOT'
answers ESRCH see $$
sandboxed -- ./probe entries /proc
[ "$(jq -r .stdout.text told)" -le 3 ]
sandboxed -- ./probe kill-all
kill -0 $$
EOT

tiers 'no file of the host is there' bwrap container <<'EOT'
echo secret >"$HOME/secret"
for file in /etc/shadow "$HOME/secret" "$TOOLS/lib"; do
	answers ENOENT read "$file"
done
for file in /root /var /run /sys /etc/machine-id; do
	[ "$tier" = container ] || answers ENOENT read "$file"
done
sandboxed -- ./probe read /proc/kcore
lacks done told
for file in /proc/sysrq-trigger /proc/sys/kernel/core_pattern; do
	sandboxed -- ./probe make $file
	lacks done told
done
EOT

tiers 'only what is visible can be read, and not written' bwrap <<'EOT'
mkdir -p "$HOME/tools/bin"
printf '#!/bin/sh\necho "a tool"\n' >"$HOME/tools/bin/tool"
chmod +x "$HOME/tools/bin/tool"
chmod 777 "$HOME/tools"
sandboxed --visible "$HOME/tools" --visible "$HOME/none" -- tool
[ "$(jq -r .stdout.text told)" = 'a tool' ] || fail "$(cat told)"
RSG_SANDBOX_VISIBLE='~/tools' sandboxed -- sh -c 'tool; echo $PATH; echo x >'"$HOME/tools/x"
holds '.stdout.text | startswith("a tool\n" + env.HOME + "/tools/bin:")' told
[ ! -e "$HOME/tools/x" ]
EOT

tiers 'nothing of root is left to a command' native <<'EOT'
[ "$(id -u)" -eq 0 ] || skip 'not root'
sandboxed -- sh -c 'id -u; id -G'
holds '.stdout.text | split("\n") | .[0] != "0" and .[0] == .[1]' told
EOT

tiers 'the environment is its own' bwrap native <<'EOT'
SECRET=hidden sandboxed -e GIVEN=yes -- sh -c 'env'
jq -r .stdout.text told >env
has 'GIVEN=yes' env
has 'HOME=' env
lacks SECRET env
lacks E2E_DIR env
EOT

tiers 'a variable that is given takes the place of another' bwrap native <<'EOT'
sandboxed -e CI=0 -e GIVEN=1 -e GIVEN=2 -- env
jq -r .stdout.text told | grep -e ^CI= -e ^GIVEN= >env
printf 'CI=0\nGIVEN=2\n' | same - env
EOT

tiers 'the environment of rsg-verify cannot be read' bwrap container <<'EOT'
SECRET=hidden sandboxed -- ./probe environments SECRET
[ "$(jq -r .stdout.text told)" = 0 ]
SECRET=hidden sandboxed -e SECRET=given -- ./probe environments SECRET
[ "$(jq -r .stdout.text told)" -ge 1 ]
EOT

tiers 'nothing runs on afterwards' bwrap native container <<'EOT'
n=$((70000 + $$))
for how in daemon forks; do
	sandboxed -w 300ms -- ./probe $how $n
	pgrep -f "^./probe $how $n" >left || true
	empty left
done
EOT

tiers 'nothing runs on when rsg-verify itself is killed' bwrap <<'EOT'
n=$((80000 + $$))
rsg-verify -- sh -c "./probe daemon $n; touch /tmp/x; sleep 50" >out 2>err &
pid=$!
E2E_PEER=$E2E_DIR/killed E2E_pid=$pid
try 10 pgrep -f "^./probe daemon $n"
kill -9 $pid
{ wait $pid || true; } 2>said
E2E_pid=$$
try 10 sh -c "! pgrep -f '^./probe daemon $n'"
checked
EOT

tiers 'a signal ends the command too' bwrap native <<'EOT'
n=$((90000 + $$))
ways=
[ "$tier" != native ] || ways=--accept-native
rsg-verify --tier "$tier" $ways -- ./probe daemon $n >out 2>err || fail "$(cat err)"
E2E_PEER=$E2E_DIR/signalled
rsg-verify --tier "$tier" $ways -- ./probe spin 1 $n >out 2>err &
pid=$!
E2E_pid=$pid
try 10 pgrep -f "^./probe spin 1 $n"
kill -TERM $pid
got=0
{ wait $pid || got=$?; } 2>said
[ "$got" -eq 143 ]
pgrep -f "^./probe spin 1 $n" >left || true
empty left
EOT

tiers 'what it leaves behind is removed, and read without following links' bwrap native <<'EOT'
place=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
chmod 711 "$place"
TMPDIR=$place
export TMPDIR
sandboxed --take link --take fifo --take left/file --take ../x --take .git/config --take none \
	--take locked -- ./probe leave
holds '[.files[] | has("text")] == [false, false, true, false, false, false, false]' told
holds '.files[0].why | contains("symbolic link")' told
holds '.files[5].why == "it is not there"' told
sandboxed --take left/file -- sh -c 'mkdir real; echo x >real/file; ln -s real left'
holds '.files[0].why | contains("symbolic link")' told
sandboxed --disk 64 -- ./probe deep 400
outcome disk
ls -A "$place" >left
rmdir "$place"
empty left
EOT

tiers 'a project of any kind is copied' bwrap <<'EOT'
mkdir -p a/.git a/.rsg a/b
mkfifo a/pipe
ln -s /etc/passwd a/out
ln -s nowhere a/dangling
touch a/b/c a/.git/x a/.rsg/x left
printf 'x' >"a/b/$(printf 'odd\n\033name')"
status 0 rsg-verify --leave left --leave probe -- sh -c 'find a | wc -l; readlink a/out; ls a'
holds '.stdout.text == "7\n/etc/passwd\nb\ndangling\nout\n"' out
holds '.copy.skipped == 1' out
has '1 files are not copied' err
EOT

tiers 'a directory that TMPDIR is in is copied without the copy' bwrap <<'EOT'
chmod 711 .
mkdir tmp && chmod 711 tmp
TMPDIR=$PWD/tmp sandboxed -- sh -c 'find . | wc -l'
holds '.copy.files < 10' told
EOT

finish
