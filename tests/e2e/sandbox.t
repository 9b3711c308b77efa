#!/bin/sh
# What a command in the sandbox tries and cannot do, tier by tier: first a table of what one call
# answers, then what takes more than one.
# shellcheck disable=SC2016
. "${0%/*}/lib.sh"
. "${0%/*}/sandbox.sh"

with_stub
STUB_PORT=$(echo "$STUB_URL" | sed 's|.*:\([0-9]*\).*|\1|')
STUB_NAME=rsg-e2e-$$
export STUB_PORT STUB_NAME
peer abstract python3 -c 'import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.bind("\0" + sys.argv[1])
s.listen(1)
print("listening", flush=True)
time.sleep(600)' "$STUB_NAME"
try 10 grep -q listening "$E2E_PEER.out"

# probe WHAT GUARANTEE ANSWER COMMAND [OPTION...]: one `it` in $tier.
probe() {
	probe_name=$1 probe_held=$2 probe_answer=$3 probe_command=$4 probe_options=$5
	[ "$probe_answer" != - ] || return 0
	if [ "$probe_answer" = open ]; then
		it "$tier: $probe_name: not guaranteed, as is told" <<-EOT
			. "\$TOOLS/lib"
			can_use
			open $probe_held
		EOT
		return
	fi
	it "$tier: $probe_name: $probe_answer" <<-EOT
		. "\$TOOLS/lib"
		usable
		[ $probe_held = any ] || held $probe_held
		echo secret >"\$HOME/secret"
		exec 7</etc/passwd 9<.
		sandboxed $probe_options -- ./probe $probe_command
		exec 7<&- 9<&-
		one_of $probe_answer
	EOT
}

# table <<rows
table() {
	while IFS='|' read -r what held container bwrap native command options; do
		case $what in '' | '#'*) continue ;; esac
		for tier in container bwrap native; do
			export tier
			case $tier in container) answer=$container ;; bwrap) answer=$bwrap ;; *) answer=$native ;; esac
			probe "$(trim "$what")" "$(trim "$held")" "$(trim "$answer")" "$(trim "$command")" \
				"$(trim "$options")"
		done
	done
}

trim() {
	echo "$1" | sed 's/^[ \t]*//; s/[ \t]*$//'
}

# What is tried, the guarantee it belongs to (any: none, it holds always), what the probe answers in
# each tier, and how it is tried.  A/B: one of these.  E: some error.  open: not guaranteed there, so
# it is not tried, and must not be claimed.  -: the image decides.
table <<'EOT'
#what                           |guarantee  |container    |bwrap       |native      |command
inherited descriptors           |descriptors|0            |0           |0           |descriptors
the limit of open files         |descriptors|40           |40          |40          |limit 7                    |--open-files 40
/tmp filled                     |files      |ENOSPC       |ENOSPC      |open        |fill /tmp/x 32             |--disk 8 --file 64
/dev/shm filled                 |files      |ENOSPC       |ENOSPC      |open        |fill /dev/shm/x 32         |--disk 8 --file 64
/ filled                        |files      |EROFS/EACCES |EROFS       |open        |fill /x 32                 |--disk 8 --file 64
/etc written                    |files      |E            |EROFS       |open        |make /etc/x
/dev written                    |files      |E            |EROFS       |open        |make /dev/x
/usr written                    |files      |E            |EROFS       |open        |make /usr/x
a user namespace: unshare       |calls      |open         |EPERM       |EPERM       |spaces
a user namespace: clone         |calls      |open         |EPERM       |EPERM       |clone-user
a user namespace: clone3        |calls      |open         |ENOSYS      |ENOSYS      |call clone3
another namespace: setns        |calls      |open         |EPERM       |EPERM       |call setns
mount                           |any        |EPERM        |EPERM       |EPERM       |mount /tmp
TCP to 127.0.0.1 of the host    |network    |ECONNREFUSED |ECONNREFUSED|open        |port 0x7f000001 $STUB_PORT
TCP to 1.1.1.1                  |network    |ENETUNREACH  |ENETUNREACH |open        |port 0x01010101 80
DNS                             |network    |ENETUNREACH  |ENETUNREACH |open        |datagram 0x01010101 53
a loopback of its own           |network    |done         |done        |open        |loopback
AF_UNIX                         |any        |done         |done        |done        |family 1
AF_INET                         |any        |done         |done        |done        |family 2
AF_VSOCK                        |calls      |open         |EAFNOSUPPORT|EAFNOSUPPORT|family 40
AF_PACKET                       |calls      |open         |EAFNOSUPPORT|EAFNOSUPPORT|family 17
AF_ALG                          |calls      |open         |EAFNOSUPPORT|EAFNOSUPPORT|family 38
AF_CAN                          |calls      |open         |EAFNOSUPPORT|EAFNOSUPPORT|family 29
an abstract socket of the host  |network    |ECONNREFUSED |ECONNREFUSED|open        |abstract $STUB_NAME
a process of the host           |others     |ESRCH        |ESRCH       |open        |see $PPID
ptrace of process 1             |calls      |open         |EPERM       |EPERM       |trace 1
keyctl                          |calls      |open         |EPERM       |EPERM       |call keyctl
add_key                         |calls      |open         |EPERM       |EPERM       |call add_key
bpf                             |calls      |open         |EPERM       |EPERM       |call bpf
perf_event_open                 |calls      |open         |EPERM       |EPERM       |call perf_event_open
init_module                     |calls      |open         |EPERM       |EPERM       |call init_module
io_uring_setup                  |calls      |open         |EPERM       |EPERM       |call io_uring_setup
userfaultfd                     |calls      |open         |EPERM       |EPERM       |call userfaultfd
TIOCSTI on its input            |calls      |open         |EPERM       |EPERM       |type
dmesg                           |calls      |open         |EPERM       |EPERM       |call syslog
/dev/kmsg                       |files      |E            |E           |open        |make /dev/kmsg
/dev/kvm                        |files      |ENOENT       |ENOENT      |open        |read /dev/kvm
/proc/kcore                     |files      |E            |E           |open        |read /proc/kcore
/proc/sysrq-trigger             |files      |E            |E           |open        |make /proc/sysrq-trigger
/proc/sys/kernel/core_pattern   |files      |E            |E           |open        |make /proc/sys/kernel/core_pattern
/etc/shadow                     |files      |ENOENT       |ENOENT      |open        |read /etc/shadow
/etc/machine-id                 |files      |-            |ENOENT      |open        |read /etc/machine-id
/root                           |files      |-            |ENOENT      |open        |read /root
/var                            |files      |-            |ENOENT      |open        |read /var
/run                            |files      |-            |ENOENT      |open        |read /run
/sys                            |files      |-            |ENOENT      |open        |read /sys
a file of the home              |files      |ENOENT       |ENOENT      |open        |read $HOME/secret
a file beside the copy          |files      |ENOENT       |ENOENT      |open        |read $TOOLS/lib
a hard link out                 |files      |E            |EXDEV       |open        |hard-link /proc/self/exe
.git/hooks of the copy          |any        |ENOENT       |ENOENT      |ENOENT      |make .git/hooks/post-checkout
.git/hooks of the project       |files      |ENOENT       |ENOENT      |open        |make $PWD/.git/hooks/post-checkout
a device made                   |privileges |EPERM        |EPERM       |EPERM       |device
the clock set                   |privileges |EPERM        |EPERM       |EPERM       |clock
privileges to be had            |any        |1            |1           |1           |no-privileges
a core dump                     |any        |0            |0           |0           |limit 4
its input                       |any        |0            |0           |0           |input
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

tiers 'the disk is limited' bwrap native <<'EOT'
sandboxed --file 1 -- ./probe fill big 4
outcome disk
sandboxed --file 1 -- ./probe sparse big 1024
[ "$(jq -r .stdout.text told)" = EFBIG ]
sandboxed --disk 4 -- ./probe files 1000000
outcome disk
sandboxed --disk 4 -- sh -c 'i=0; while :; do ./probe fill f$i 1; i=$((i + 1)); done'
outcome disk
sandboxed --disk 4 -- ./probe fill big 2
holds '.outcome == "exited" and .stdout.text == "done\n"' told
EOT

tiers 'what is temporary is limited as the copy is' native <<'EOT'
sandboxed --disk 4 -- sh -c 'i=0; while :; do ./probe fill $TMPDIR/f$i 1; i=$((i + 1)); done'
outcome disk
EOT

tiers 'a sparse file takes no place and no time' bwrap native <<'EOT'
sandboxed --disk 4 --file 1000000 --take big -- ./probe sparse big 900
holds '.outcome == "exited" and .stdout.text == "done\n"' told
holds '.files[0].why | contains("larger than 1048576 bytes")' told
EOT

tiers 'no process of others is there' bwrap container <<'EOT'
sandboxed -- ./probe entries /proc
[ "$(jq -r .stdout.text told)" -le 3 ]
sandboxed -- ./probe kill-all
kill -0 $$
EOT

tiers 'nothing is typed into the terminal' bwrap native container <<'EOT'
ways=
[ "$tier" != native ] || ways=--accept-native
on_tty 0 "rsg-verify --tier $tier $ways -- ./probe terminal"
jq -r .stdout.text out | grep -qx -e ENXIO -e ENOENT -e EPERM -e EIO || fail "$(cat out)"
[ "$tier" != container ] || [ ! -s err ] || rm err
EOT

tiers 'nothing of root is left to a command' native <<'EOT'
[ "$(id -u)" -eq 0 ] || skip 'not root'
sandboxed -- sh -c 'id -u; id -G'
holds '.stdout.text | split("\n") | .[0] != "0" and .[0] == .[1]' told
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

tiers 'a control group that it left when it was killed is removed by the next one' bwrap <<'EOT'
held memory
n=$((60000 + $$))
rsg-verify -- ./probe spin 1 $n >out 2>err &
pid=$!
E2E_PEER=$E2E_DIR/killed E2E_pid=$pid
try 10 pgrep -f "^./probe spin 1 $n"
find /sys/fs/cgroup -type d -name "rsg-$pid-*" >groups
[ "$(wc -l <groups)" = 1 ] || fail "$(cat groups)"
kill -9 $pid
{ wait $pid || true; } 2>said
E2E_pid=$$
try 10 sh -c "! pgrep -f '^./probe spin 1 $n'"
[ -d "$(cat groups)" ]
touch -d '2 minutes ago' "$(cat groups)"
try 10 sh -c 'rsg-verify -- ./probe exit 0 >told && [ ! -d "$(cat groups)" ]'
holds '.outcome == "exited"' told
EOT

tiers 'what it leaves behind is removed, and read without following links' bwrap native <<'EOT'
place=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
chmod 711 "$place"
TMPDIR=$place
export TMPDIR
sandboxed --take link --take fifo --take left/file --take ../x --take .git/config --take none \
	--take locked --take socket --take fixed/deeper/file --take twice -- ./probe leave
holds '.outcome == "exited" and .stdout.text == "done\n"' told
holds '[.files[] | has("text")] == [false, false, true, false, false, false, false, false, true, true]' told
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

tiers 'a line without an end is told as any other' bwrap native container <<'EOT'
sandboxed -- ./probe line 3
holds '.outcome == "exited" and .stdout.bytes == 3145728' told
holds '.stdout.text | length < 300000 and startswith("yyy") and endswith("yyy")' told
EOT

tiers 'any bytes of output are told' bwrap native <<'EOT'
sandboxed -- ./probe bytes
holds '.stdout.bytes == 10 and .stdout.text == "a?b\ufffdc\u001b[31m"' told
sandboxed -- sh -c 'exec >&-; exit 4'
holds '.outcome == "exited" and .status == 4' told
sandboxed -- cat
holds '.outcome == "exited" and .stdout.text == ""' told
EOT

tiers 'streams that are closed end nothing, and hold nothing up' bwrap native container <<'EOT'
sandboxed -- ./probe closed 0
holds '.outcome == "exited" and .status == 4' told
sandboxed -w 1s -- ./probe closed 600
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

tiers 'time is over for who takes no hint' bwrap native <<'EOT'
held time
sandboxed --cpu 1s -w 60s -- ./probe spin-on 2
outcome cpu
EOT

tiers 'who has stopped itself is ended' bwrap native <<'EOT'
sandboxed -w 1s -- ./probe raise 19
outcome timeout
EOT

tiers 'long lists of words and variables' bwrap native container <<'EOT'
sandboxed -- ./probe huge 5
holds '.outcome == "exited" and .status == 7' told
sandboxed -- ./probe huge 900
one_of E2BIG
word=$(head -c 100000 /dev/zero | tr '\\0' x)
sandboxed -e "A=$word" -e "B=$word" -- ./probe exit 7 "$word"
holds '.outcome == "exited" and .status == 7' told
EOT

tiers 'no core is left' bwrap native <<'EOT'
sandboxed --take core -- ./probe raise 11
holds '.outcome == "signalled" and .signal == 11 and .files[0].why == "it is not there"' told
EOT

tiers 'the mode of a program gives it no other user' bwrap native container <<'EOT'
[ "$(id -u)" -eq 0 ] || skip 'not root'
place=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
cp probe "$place/probe"
chmod 6755 "$place/probe" "$place"
sandboxed --visible "$place" -- "$place/probe" users
one_of own
rm -r "$place"
rm probe
cp "$TOOLS/probe" probe
chmod 6755 probe
sandboxed -- ./probe users
one_of own
EOT

finish
