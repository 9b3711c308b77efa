#!/bin/sh
. "${0%/*}/lib.sh"

# Each test has doc.json (a run with ranking as its last phase) and a store run.db; Jo is at work.
cat >"$E2E_BASE/gate.sh" <<'EOT'
export RSG_USER='Jo Tester <jo@example.org>' RSG_STORE=run.db PAGER=cat
RUN=01934b2e-7c00-7000-8000-000000000001
jq -c 'del(.phases.selection, .phases.generation, .phases.audit)' "$DATA/run-document.json" >doc.json

# What may never have happened.
no_approval() {
	[ ! -e run.db ] || sqlite3 run.db "SELECT subject_sha256 FROM approval_gate WHERE status = 'approved'
		UNION ALL SELECT data FROM audit_log WHERE json_extract(data, '\$.decision') = 'approved'" >approved
	[ ! -e run.db ] || empty approved
}
# ask STATUS STEPS: the question, answered by the steps.
ask() {
	printf 'expect Approve\n%b\n' "$2" >steps
	drive "$1" "rsg-gate ${3-} <doc.json >out 2>err" <steps
}
# The documents of the ways to change an approved one: each differs from doc.json.
EOT
E2E_SETUP=$E2E_BASE/gate.sh
export E2E_SETUP

it 'without a terminal it stays pending, and the printed command approves' <<'EOT'
. "$E2E_SETUP"
status 75 setsid -w rsg-gate <doc.json
empty out
has "ranking of run $RUN waits for approval: rsg-gate --approve $RUN ranking --sha256 " err
sed 's/.*: rsg-gate/rsg-gate/' err >command
status 75 rsg-gate --no-input <doc.json
status 0 sh command
empty out
has 'is approved' err
status 0 setsid -w rsg-gate <doc.json
same doc.json out
empty err
status 0 rsg-audit --verify
rsg-audit --export | jq -r .event >events
printf 'run_added\ngate_asked\napproval_decision\n' | same - events
status 0 rsg-gate --list --all --json
holds '.[0] | .status == "approved" and .by == "Jo Tester <jo@example.org>" and .how == "flag"' out
jq '.[0]' out >gate
status 0 rsg-check gate gate
EOT

it 'names a store that is not the usual one in that command' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input -s "it's here.db" <doc.json
sed 's/.*: rsg-gate/rsg-gate/' err >command
has "-s 'it'\''s here.db'" command
status 0 sh command
status 0 rsg-gate -s "it's here.db" <doc.json
unset RSG_STORE
mkdir .rsg
status 75 rsg-gate --no-input <doc.json
lacks ' -s ' err
EOT

it 'y approves and passes the very bytes' <<'EOT'
. "$E2E_SETUP"
jq --tab . doc.json >pretty.json
printf '%s' "$(cat pretty.json)" >doc.json
drive 0 'rsg-gate <doc.json >out 2>err' <<'S'
expect Guest checkout
expect ranking by builtin
expect total includes vat
expect Approve ranking? [y,n,e,f,d,v,p,q,?]
key y
S
same doc.json out
empty err
rsg-gate --list --all --json >list
holds '.[0] | .status == "approved" and .how == "tty"' list
mv out first
status 0 rsg-gate <doc.json
same first out
EOT

it 'n rejects with the reason that is typed, again and again' <<'EOT'
. "$E2E_SETUP"
echo old >final.json
ask 1 'key n\nexpect Why?\nsend AC-2 has no test \\xc3\\xa4\\r' '-o final.json --feedback-out why.json'
has "ranking of run $RUN was rejected by Jo Tester <jo@example.org>" err
has 'AC-2 has no test ä' err
echo old | same - final.json
holds '.reason == "AC-2 has no test ä" and .how == "tty" and .phase == "ranking"' why.json
status 0 rsg-check gate-feedback why.json
cp why.json first
status 1 rsg-gate --feedback-out why.json -o final.json <doc.json
empty out
has 'AC-2 has no test' err
same first why.json
echo old | same - final.json
EOT

it 'n with Enter alone has no reason, with ^D decides nothing' <<'EOT'
. "$E2E_SETUP"
ask 75 'key n\nexpect Why?\nsend \\x04\nexpect Nothing is decided\nexpect Approve\nkey q'
rsg-gate --list --json >list
holds '.[0].status == "pending"' list
ask 1 'key n\nexpect Why?\nsend \\r' '--feedback-out why.json'
holds '.reason == ""' why.json
status 0 rsg-check gate-feedback why.json
EOT

it 'keys that are no answer decide nothing' <<'EOT'
. "$E2E_SETUP"
for keys in '\r' '\n' '\e' '\e[A' '\eOP' '\ey' 'Y' 'N' 'yy' 'yes\r' 'y y' '\x00' 'x' ' ' '\xc3\xa4' \
	'\e[200~y\e[201~' '\x7f' 'ny'; do
	printf 'expect Approve\nkey %s\nexpect Approve\nkey q\n' "$keys" >steps
	case $keys in '\x00') printf 'expect Approve\nkey \\x00\n' >steps ;; esac
	drive 75 'rsg-gate <doc.json >out 2>err' <steps
	empty out
	rsg-gate --list --json >list
	holds 'length == 1 and .[0].status == "pending"' list
done
EOT

it 'what is typed before the question is thrown away' <<'EOT'
. "$E2E_SETUP"
drive 75 'sleep 0.3; rsg-gate <doc.json >out 2>err' <<'S'
send y
send y\r
send yes\ry
expect Approve
key q
S
no_approval
EOT

it 'nothing on standard input answers' <<'EOT'
. "$E2E_SETUP"
drive 65 'yes | rsg-gate >out' </dev/null
drive 65 'echo y | rsg-gate >out' </dev/null
drive 65 'rsg-gate </dev/null >out' </dev/null
drive 66 'rsg-gate <&- >out' </dev/null
drive 2 'rsg-gate </dev/tty >out' <<'S'
send y\r
S
drive 2 'rsg-gate >out' <<'S'
send y\r
S
drive 65 '(cat doc.json; echo y) | rsg-gate >out' </dev/null
drive 65 '(echo y; cat doc.json) | rsg-gate >out' </dev/null
drive 65 "rsg-gate >out <<'D'
y
D" </dev/null
no_approval
(cat doc.json; yes '' | head -n 1000) >padded
drive 75 'rsg-gate <padded >out 2>err' <<'S'
expect Approve
key q
S
no_approval
for in in 'doc.json' '/dev/null'; do
	status '65 75' setsid -w sh -c "(cat $in; yes '') | head -c 100000 | rsg-gate"
done
no_approval
EOT

it 'an approval is for these bytes only: every member that was to be seen' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
jq -c '[paths(scalars) | select(.[0] != "phases" or .[2] == "output")]' doc.json >all
jq -c '.[]' all >paths
[ "$(wc -l <paths)" -gt 150 ]
n=0
while read -r path; do
	jq -c --argjson p "$path" 'getpath($p) as $v | setpath($p; if ($v | type) == "string" then
		(if ($v | test("^[0-9a-f-]{36}$")) then "01934b2e-7c00-7000-8000-00000000000f"
		elif ($v | test("Z$")) then "2026-11-21T10:00:00.000Z" else $v + "x" end)
		elif ($v | type) == "number" then $v + 1 elif ($v | type) == "boolean" then ($v | not) else 1 end)' \
		doc.json >changed.json
	! cmp -s doc.json changed.json || fail "$path: not changed"
	got=0
	rsg-gate --no-input -p ranking <changed.json >out 2>err || got=$?
	case $got in
	65 | 75) empty out ;;
	*) fail "$path: status $got" ;;
	esac
	[ "$got" = 65 ] || n=$((n + 1))
done <paths
[ "$n" -gt 100 ] || fail "only $n changes fitted the schema"
status 0 rsg-gate --no-input <doc.json
EOT

it 'an approval is for these bytes only: members added, dropped, moved' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
for change in '.run.labels.more = "x"' '.story.metadata.more = "x"' 'del(.run.labels.team)' \
	'.change = {base: "a", head: "b", files: []}' 'del(.phases.coverage)' 'del(.phases.classification)' \
	'.phases = (.phases | to_entries | reverse | from_entries)' \
	'.phases = (.phases | to_entries | [.[1], .[0]] + .[2:] | from_entries)' \
	'.phases.ranking.output.suite = []' '.phases.ranking.output.suite += .phases.ranking.output.suite' \
	'.phases.coverage.output.criteria |= reverse' '.phases.ingestion.output.notes = []'; do
	jq -c "$change" doc.json >changed.json
	! cmp -s doc.json changed.json || fail "$change: not changed"
	got=0
	rsg-gate --no-input -p ranking <changed.json >out 2>err || got=$?
	case $got in 65 | 75) empty out ;; *) fail "$change: status $got" ;; esac
done
jq -c 'del(.phases.ranking)' doc.json >shorter.json
status 75 rsg-gate --no-input <shorter.json
status 65 rsg-gate --no-input -p ranking <shorter.json
status 75 rsg-gate --no-input -p coverage <doc.json
EOT

it 'the same values in other bytes pass as they are' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
for how in '--tab .' '--indent 7 .' '-c .' '.phases.ranking.started_at = "2027-01-01T00:00:00.000Z"' \
	'.phases.coverage.engine = "other/model"'; do
	# shellcheck disable=SC2086
	case $how in -*) jq $how doc.json >same.json ;; *) jq "$how" doc.json >same.json ;; esac
	status 0 rsg-gate --no-input -p ranking <same.json
	same same.json out
done
printf '\n\n  %s \n\n' "$(cat doc.json)" >same.json
status 0 rsg-gate --no-input <same.json
same same.json out
cp "$DATA/run-document.json" later.json # with phases behind
status 0 rsg-gate --no-input -p ranking <later.json
same later.json out
status 75 rsg-gate --no-input <later.json
EOT

it 'another run, another store, another RSG_RUN have no part in it' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002"' doc.json >other.json
status 75 rsg-gate --no-input <other.json
RSG_RUN=$RUN status 75 rsg-gate --no-input <other.json
RSG_RUN=01934b2e-7c00-7000-8000-000000000002 status 0 rsg-gate --no-input <doc.json
status 75 rsg-gate --no-input -s other.db <doc.json
status 0 rsg-gate --no-input -r "$RUN"
same doc.json out
EOT

it 'a gate that expired is rejected until it is reopened' <<'EOT'
. "$E2E_SETUP"
RSG_GATES_TIMEOUT=1ms status '1 75' rsg-gate --no-input <doc.json
status 1 rsg-gate --no-input <doc.json
has 'rejected by nobody' err
status 1 rsg-gate --approve last ranking
has 'rejected by nobody' err
has 'rsg-gate --reopen' err
status 1 rsg-gate --status last ranking
status 0 rsg-gate --reopen last ranking
has 'pending again' err
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
status 0 rsg-gate --no-input <doc.json
status 0 rsg-audit --verify
EOT

it 'what a terminal lists of a run is enough to name it' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --list
has "$(jq -r .run.id doc.json)" out
for columns in 40 60 77 78 80 160; do
	on_tty 0 "COLUMNS=$columns NO_COLOR=1 rsg-gate --list"
	id=$(sed -n '2s/ .*//p' out)
	[ ${#id} -lt 36 ]
	lacks … out
	status 75 rsg-gate --status "$id" ranking
done
on_tty 0 "COLUMNS=160 NO_COLOR=1 rsg-gate --list"
grep -Eq '20[0-9-]{8} [0-9]{2}:[0-9]{2} ' out
EOT

it 'p, v, d and ? show and decide nothing; q leaves it pending' <<'EOT'
. "$E2E_SETUP"
drive 75 'rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
key ?
expect y  approve
expect q  leave it pending
expect Approve
key p
expect Guest checkout
expect Approve
key d
expect No other version of ranking
expect Approve
key v
expect ranking as JSON
expect "suite": [
expect Approve
key q
S
has "waits for approval: rsg-gate --approve $RUN ranking" err
empty out
no_approval
EOT

it 'shows as much as fits, and all of it in the pager' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases.ranking.output.suite |= [range(200) as $n | .[0] | .rank = $n + 1 | .reason = "reason \($n)"]' doc.json >long.json
for rows in 24 60; do
	printf '%s\n' "size 80x$rows" 'expect more lines: v shows all' 'expect Approve ranking' \
		'key v' 'expect reason 199' 'expect "rank": 200' 'expect Approve' 'key q' >steps
	drive 75 'until stty size </dev/tty | grep -q "'"$rows"' 80"; do :; done; rsg-gate <long.json >out 2>err' <steps
	sed '/v shows all/q' screen >first
	[ "$(wc -l <first)" -lt "$rows" ]
	[ "$(wc -l <first)" -gt "$((rows - 8))" ]
done
EOT

it 'd shows what changed since the last version, in this run or one of that title' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
jq -c '.phases.ranking.output.score = 0.5' doc.json >changed.json
drive 75 'rsg-gate <changed.json >out 2>err' <<'S'
expect changed since the last version, which was approved by Jo Tester
expect 1 lines more, 1 less
expect Approve
key d
expect -  "score": 0.74,
expect +  "score": 0.5,
expect Approve
key q
S
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002" | .phases.ranking.output.score = 0.25' doc.json >next.json
drive 75 'rsg-gate <next.json >out 2>err' <<'S'
expect changed since the last version
expect Approve
key d
expect +  "score": 0.25,
expect Approve
key q
S
EOT

it 'e keeps the edit beside the original and approves it' <<'EOT'
. "$E2E_SETUP"
printf '#!/bin/sh\nsed -i "s/0.74/0.5/" "$1"\n' >edit
chmod +x edit
RSG_EDITOR=$PWD/edit
export RSG_EDITOR
drive 0 'rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
key e
S
jq -c '.phases.ranking.output.score = 0.5 | del(.phases.ranking.edited, .phases.ranking.output_sha256)' doc.json >wanted
jq -c 'del(.phases.ranking.edited, .phases.ranking.output_sha256)' out | same wanted -
holds '.phases.ranking.edited.by == "Jo Tester <jo@example.org>"' out
rsg-check <out
mv out edited.json
status 0 rsg-gate --no-input <edited.json
same edited.json out
status 1 rsg-gate --no-input <doc.json
has 'approved as edited' err
status 0 rsg-audit --verify
rsg-audit --export | jq -r .event >events
printf '%s\n' run_added gate_asked approval_decision edit gate_asked approval_decision | same - events
sqlite3 run.db 'SELECT author, diff FROM edit' >kept
has 'Jo Tester' kept
has '+  "score": 0.5,' kept
status 0 rsg-runs doc last
same edited.json out
EOT

it 'e checks what was edited, says where it is wrong, and can be given up' <<'EOT'
. "$E2E_SETUP"
cat >edit <<'SH'
#!/bin/sh
n=$(cat count)
echo $((n + 1)) >count
case $n in
0) sed -i 's/"score": 0.74,/"score": 0.74/' "$1" ;;
1) sed -i 's/"score": 0.74/"score": 7,/' "$1" ;;
2) sed -i 's/"score": 7/"score": 0.6/' "$1" ;;
3) exit 1 ;;
4) ;;
5) sed -i 's/{/[/' "$1" ;;
esac
SH
chmod +x edit
RSG_EDITOR=$PWD/edit
export RSG_EDITOR
echo 3 >count
drive 75 'rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
key e
expect ended with status 1: nothing was changed
expect Approve
key e
expect Nothing was changed, and nothing is decided
expect Approve
key e
expect not JSON, line 2, column
expect Edit again? [e,q]
key x
expect Edit again?
key q
expect Approve
key q
S
no_approval
echo 0 >count
drive 0 'rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
key e
expect line
expect column
expect Edit again?
key e
expect score
expect Edit again?
key e
S
holds '.phases.ranking.output.score == 0.6' out
EOT

it 'an edit drops what was built on the original' <<'EOT'
. "$E2E_SETUP"
printf '#!/bin/sh\nsed -i "s/0.74/0.5/" "$1"\n' >edit
chmod +x edit
RSG_EDITOR=$PWD/edit
export RSG_EDITOR
cp "$DATA/run-document.json" doc.json
drive 0 'rsg-gate -p ranking <doc.json >out 2>err' <<'S'
expect Approve ranking
key e
S
holds '.phases | keys_unsorted == ["ingestion", "classification", "embedding", "retrieval", "coverage", "ranking"]' out
EOT

it 'f rejects with what is written above the line' <<'EOT'
. "$E2E_SETUP"
cat >edit <<'SH'
#!/bin/sh
[ "$(cat how)" = nothing ] && exit 0
[ "$(cat how)" = fail ] && exit 3
printf '# Title\n\n- one\n- two\n' | cat - "$1" >new
cat new >"$1"
SH
chmod +x edit
RSG_EDITOR=$PWD/edit
export RSG_EDITOR
echo nothing >how
drive 1 'rsg-gate --feedback-out why.json <doc.json >out 2>err' <<'S'
expect Approve
key f
expect Nothing was written, and nothing is decided
expect Approve
run echo fail >how
key f
expect ended with status 3
expect Approve
run echo some >how
key f
S
holds '.reason == "# Title\n\n- one\n- two"' why.json
status 0 rsg-check gate-feedback why.json
empty out
EOT

it 'a decision elsewhere, while the question is open, counts' <<'EOT'
. "$E2E_SETUP"
drive 0 'rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
run RSG_USER=Ann rsg-gate --approve last ranking
key n
expect Why?
send no\r
expect ranking was approved by Ann
S
same doc.json out
jq -c '.phases.ranking.output.score = 0.5' doc.json >two.json
drive 1 'rsg-gate <two.json >out 2>err' <<'S'
expect Approve
run RSG_USER=Ann rsg-gate --reject last ranking --reason 'not at all'
key y
expect ranking was rejected by Ann
S
has 'not at all' err
empty out
status 0 rsg-audit --verify
EOT

it 'signals and a hangup leave it pending and the terminal as it was' <<'EOT'
. "$E2E_SETUP"
for s in INT TERM QUIT; do
	printf 'expect Approve\nkey x\nexpect Approve\nsignal %s\n' "$s" >steps
	drive '130 143 131' 'exec rsg-gate <doc.json >out 2>err' <steps
	empty out
done
drive 129 'exec rsg-gate <doc.json >out 2>err' <<'S'
expect Approve
hangup
S
drive 0 'trap : INT; rsg-gate <doc.json >out 2>err; stty -a >stty' <<'S'
expect Approve
key \x03
S
has ' icanon' stty
has ' echo ' stty
no_approval
EOT

it 'gates that run side by side ask one after the other' <<'EOT'
. "$E2E_SETUP"
jq -c '.run.id = "01934b2e-7c00-7000-8000-000000000002"' doc.json >two.json
cat >makefile <<'M'
all: one.ok two.ok
%.ok: %.json
	rsg-gate -o $@ <$<
M
cp doc.json one.json
drive 0 'make -s -j2 all' <<'S'
expect Approve ranking? [y,n,e,f,d,v,p,q,?]
key y
expect Approve ranking? [y,n,e,f,d,v,p,q,?]
key y
S
same one.json one.ok
same two.json two.ok
[ "$(grep -c 'Approve ranking' screen)" = 2 ]
touch -d 2001-01-01 one.ok
status 0 make -s -j2 all
same one.json one.ok
EOT

it 'in a pre-push hook the refs stay on standard input' <<'EOT'
. "$E2E_SETUP"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git init -q --bare there.git
git init -q -b main here
cp doc.json here/
cd here
git -c user.name=n -c user.email=e@x commit -q --allow-empty -m one
cat >.git/hooks/pre-push <<'H'
#!/bin/sh
rsg-gate <doc.json >approved.json || exit
cat >refs
H
chmod +x .git/hooks/pre-push
export RSG_STORE="$PWD/run.db"
drive 1 'git push ../there.git main' <<'S'
expect Approve
key q
S
has 'waits for approval' screen
drive 0 'git push -q ../there.git main' <<'S'
expect Approve
key y
S
has refs/heads/main refs
status 0 git -C ../there.git rev-parse main
EOT

it 'control characters of the document are shown and not sent' <<'EOT'
. "$E2E_SETUP"
esc=$(printf '\033')
jq -c '.phases.ingestion.output.title = "\u001b]0;owned\u0007 \u202eevil" | .phases.ranking.output.suite[0].reason = "\u001b[2J\u009b31m"
	| .phases.ranking.warnings = [{code: "x", text: "\u001b[31mred"}]' doc.json >evil.json
status 75 rsg-gate --no-input <doc.json
drive 75 'rsg-gate --no-color <evil.json >out 2>err' <<'S'
expect Approve
key v
expect as JSON
expect Approve
key d
expect +
expect Approve
key q
S
sed "s/$esc\[?2004[hl]//g" screen.raw >rest
lacks "$esc" rest
lacks "$(printf '\302\233')" rest
lacks "$(printf '\342\200\256')" rest
has '\x1b]0;owned\x07' rest
has 'warning: \x1b[31mred' rest
drive 1 'rsg-gate <evil.json >out 2>err' <<'S'
expect Approve
key n
expect Why?
send bad \x16\e[31m\r
S
lacks "$esc" err
EOT

it 'refuses --no-store, and works on nothing in a dry run' <<'EOT'
. "$E2E_SETUP"
status 2 rsg-gate --no-store <doc.json
has 'leave out --no-store' err
drive 75 'rsg-gate -n <doc.json >out 2>err' </dev/null
[ ! -e run.db ]
status 75 rsg-gate --no-input <doc.json
cp run.db before.db
drive 75 'rsg-gate -n <doc.json >out 2>err' </dev/null
status 0 rsg-gate -n --approve last ranking
has 'dry run' err
status 75 rsg-gate --status last ranking
EOT

it 'decides what a prefix of the hash names, or says that it changed' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
first=$(rsg-gate --list --json | jq -r '.[0].subject_sha256')
jq -c '.phases.ranking.output.score = 0.5' doc.json >two.json
status 75 rsg-gate --no-input <two.json
status 1 rsg-gate --approve last ranking --sha256 "$(echo "$first" | cut -c 1-12)"
has 'ranking of run' err
has 'changed' err
has 'rsg-runs doc' err
status 2 rsg-gate --approve last ranking --sha256 "$(echo "$first" | cut -c 1-7)"
status 2 rsg-gate --approve last ranking --sha256 zzzzzzzz
second=$(rsg-gate --list --json | jq -r '.[0].subject_sha256')
status 0 rsg-gate --approve last ranking --sha256 "$(echo "$second" | cut -c 1-8 | tr a-f A-F)"
status 0 rsg-gate --no-input <two.json
status 75 rsg-gate --no-input <doc.json
status 1 rsg-gate --approve last ranking --sha256 "$second"
has 'was approved by Jo' err
EOT

it 'approves what nobody asked about yet as it is in the store' <<'EOT'
. "$E2E_SETUP"
jq -c '.phases |= {ingestion}' doc.json >raw.json
status 0 rsg-classify <raw.json
mv out classified.json
status 66 rsg-gate --approve last ranking
status 75 rsg-gate --status last classification
has 'was not asked about' err
status 75 rsg-gate --status last classification --json
mv out gate
status 0 rsg-check gate gate
status 0 rsg-gate --approve last classification
grep -oE '[0-9a-f]{16}$' err >hash
status 0 rsg-gate --status last classification --json
holds ".subject_sha256[:16] == \"$(cat hash)\"" out
status 0 rsg-gate --no-input <classified.json
RSG_RUN='' status 0 rsg-classify <raw.json
status 0 rsg-gate --status last classification
EOT

it 'rejects with a reason or a file, lists and tells how things stand' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 75 rsg-gate --no-input -p coverage <doc.json
status 75 rsg-gate --status last
printf 'first\n\n- second \303\244\n\n' >feedback.md
status 0 rsg-gate --reject 01934b2e ranking --feedback feedback.md
status 1 rsg-gate --no-input --feedback-out why.json -p ranking <doc.json
holds '.reason == "first\n\n- second ä" and .how == "flag"' why.json
status 1 rsg-gate --status last
has 'ranking of run' err
status 1 rsg-gate --status last ranking --json
holds '.status == "rejected"' out
status 75 rsg-gate --status last coverage
status 66 rsg-gate --status last generation
status 0 rsg-gate --list --json
holds 'map(.phase) == ["coverage"]' out
status 0 rsg-gate --list
[ "$(wc -l <out)" = 2 ]
status 0 rsg-gate --list --all --json
holds 'length == 2' out
status 0 rsg-gate --approve last coverage --reason fine
status 0 rsg-gate --status last coverage --json
holds '.reason == "fine"' out
status 66 rsg-gate --reopen last generation
status 1 rsg-gate --reopen last embedding
status 0 rsg-gate --reopen last ranking
status 1 rsg-gate --reopen last ranking
status 0 rsg-gate --reject last ranking --feedback - <feedback.md
status 0 rsg-audit --verify
EOT

it 'says what does not go together' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --no-input <doc.json
status 2 rsg-gate --approve --reject last ranking
status 2 rsg-gate --approve last
status 2 rsg-gate --approve last nothing
status 2 rsg-gate --approve last ranking --feedback x
status 2 rsg-gate --status
status 2 rsg-gate --list last
status 2 rsg-gate last ranking <doc.json
status 2 rsg-gate -p nothing <doc.json
status 2 rsg-gate --all <doc.json
status 2 rsg-gate --on-timeout approve --wait <doc.json
status 2 rsg-gate --on-timeout reject <doc.json
status 2 rsg-gate --feedback-out - <doc.json
status 2 rsg-gate --sha256 aaaaaaaa <doc.json
status 2 rsg-gate --wait=soon <doc.json
status 66 rsg-gate --approve ffffffff ranking
status 74 rsg-gate --approve last ranking -s nothing.db
jq -c '.phases = {}' doc.json >none.json
status 65 rsg-gate --no-input <none.json
no_approval
EOT

it '--wait waits for a decision elsewhere, or for its time' <<'EOT'
. "$E2E_SETUP"
status 75 rsg-gate --wait=0 <doc.json
status 75 rsg-gate --wait=300ms <doc.json
rsg-gate --wait <doc.json >waited 2>waited.err &
pid=$!
rsg-gate --status last ranking --wait=1h >status 2>status.err &
other=$!
status 0 rsg-gate --approve last ranking
wait $pid
same doc.json waited
wait $other
has approved status
jq -c '.phases.ranking.output.score = 0.5' doc.json >two.json
status 1 rsg-gate --wait=200ms --on-timeout reject --feedback-out why.json <two.json
holds '.how == "timeout" and .by == "Jo Tester <jo@example.org>"' why.json
status 1 rsg-gate --no-input <two.json
jq -c '.phases.ranking.output.score = 0.4' doc.json >three.json
RSG_GATES_TIMEOUT=300ms status 1 rsg-gate --wait <three.json
has 'rejected by nobody' err
status 0 rsg-audit --verify
EOT

it 'a policy decides by rule before anybody is asked' <<'EOT'
. "$E2E_SETUP"
cat >policy.yaml <<'P'
rules:
  - name: too bad
    phase: ranking
    decision: reject
    when: [score < 0.3]
  - name: good enough
    phase: ranking
    decision: approve
    when:
      - score >= 0.7
      - gaps.high == 0
P
export RSG_GATES_POLICY="$PWD/policy.yaml"
drive 0 'rsg-gate <doc.json >out 2>err' </dev/null
same doc.json out
rsg-gate --list --all --json >list
holds '.[0] | .rule == "good enough" and .how == "policy" and (.by | test("^policy .*policy.yaml for Jo Tester"))' list
jq -c '.phases.ranking.output.score = 0.2' doc.json >bad.json
status 1 rsg-gate --no-input --feedback-out why.json <bad.json
has 'rule too bad' err
holds '.rule == "too bad" and .how == "policy"' why.json
status 0 rsg-check gate-feedback why.json
jq -c '.phases.ranking.output.score = 0.5' doc.json >middle.json
status 75 rsg-gate --no-input <middle.json
jq -c '.phases.ranking.output.score = 0.9' doc.json >other.json
status 75 rsg-gate --no-input -n <other.json
has 'the rule "good enough" of' err
status 75 rsg-gate --no-input -p coverage <doc.json
status 0 rsg-audit --verify
EOT

it 'a policy that is wrong lets nothing pass' <<'EOT'
. "$E2E_SETUP"
export RSG_GATES_POLICY="$PWD/policy.yaml"
status 78 rsg-gate --no-input <doc.json
has policy.yaml err
rule='name: a, phase: ranking, decision: approve'
wrong() {
	printf '%s\n' "$1" >policy.yaml
	status 78 rsg-gate --no-input <doc.json
	empty out
	has "policy.yaml$2" err
	no_approval
}
wrong 'rules: [{'"$rule"', when: [scores >= 0.1]}]' ':1: rules.0.when.0: there is no fact "scores": did you mean score?'
wrong 'rules: [{'"$rule"', when: [score => 0.1]}]' ':1: rules.0.when.0: expected one of'
wrong 'rules: [{'"$rule"', when: [score >= many]}]' ':1: rules.0.when.0: expected a fact'
wrong 'rules: [{'"$rule"', when: [score>=0.1]}]' ':1: rules.0.when.0'
wrong 'rules: [{'"$rule"', when: [score >= 0.1 or 1]}]' ':1: rules.0.when.0'
wrong 'rules: [{'"$rule"', when: score >= 0.1}]' ':1: rules.0.when: expected a list'
wrong 'rules: [{'"$rule"'}]' ':1: rules.0: the rule has no when'
wrong 'rules: [{'"$rule"', when: [], unless: []}]' ':1: rules.0.unless'
wrong 'rules: [{name: a, phase: rank, decision: approve, when: []}]' ':1: rules.0.phase'
wrong 'rules: [{name: a, phase: ranking, decision: accept, when: []}]' ':1: rules.0.decision'
wrong 'rules: [{name: "", phase: ranking, decision: approve, when: []}]' ':1: rules.0.name'
wrong 'rules: {}' ':1: rules: expected a list'
wrong 'rule: []' ':1: rule: expected rules'
wrong '' ': rules'
wrong 'rules: [' ''
EOT

it 'a project that is not trusted cannot bring a policy or take a gate away' <<'EOT'
. "$E2E_SETUP"
unset RSG_STORE
mkdir .rsg
cat >policy.yaml <<'P'
rules:
  - {name: all, phase: ranking, decision: approve, when: []}
P
echo 'gates.policy: policy.yaml' >.rsg/config.yaml
status 75 rsg-gate --no-input <doc.json
has 'gates.policy' err
status 0 rsg config --trust
status 0 rsg-gate --no-input <doc.json
EOT

it 'what a terminal would obey is escaped in JSON there, and is the same text' <<'EOT'
. "$E2E_SETUP"
bad='\u009b31m\u202e\u2066\u2028\u007f\ud83d\ude00\udb40\udc41é'
jq -c ".story.text += \"$bad\"" doc.json >changed.json
mv changed.json doc.json
status 75 rsg-gate --no-input <doc.json
status 0 rsg-gate --approve last ranking
for command in 'rsg-gate <doc.json' 'rsg-runs doc last' 'rsg-runs export last' 'rsg-audit --no-store <doc.json'; do
	on_tty 0 "$command"
	! LC_ALL=C grep -q "$(printf '\302\233\|\342\200\256\|\342\201\246\|\342\200\250\|\177\|\363\240\201')" out ||
		fail "$command sends it to the terminal"
	has '\u009b31m\u202e\u2066\u2028\u007f😀\udb40\udc41é' out
done
on_tty 0 'rsg-gate <doc.json'
jq -cS . out >shown
jq -cS . doc.json | same - shown
EOT

it 'a later phase refuses what is not approved' <<'EOT'
. "$E2E_SETUP"
export RSG_GATES_REQUIRED=ranking
status 77 rsg-generate <doc.json
empty out
has 'gates.required: ranking of run' err
sed 's/.*: rsg-gate/rsg-gate/' err >command
status 75 rsg-gate --no-input <doc.json
status 0 sh command
status '0 1' rsg-generate <doc.json
status 77 rsg-generate --no-store <doc.json
jq -c '.phases.ranking.output.score = 0.9' doc.json >changed.json
status 77 rsg-generate <changed.json
status 0 rsg-gate --reopen last ranking
status 77 rsg-generate <doc.json
EOT

it 'rsg run asks in the middle, or stops with what it has and how to go on' <<'EOT'
. "$E2E_SETUP"
cp -R "$ROOT/examples/01-shop" shop
export RSG_GATES_REQUIRED=coverage,ranking
rsg scan shop >tests.jsonl
rsg index -q <tests.jsonl
status 75 setsid -w rsg run shop/story.md
has 'coverage of run' err
has 'stopped at the gate of coverage; go on with: rsg-runs doc ' err
lacks 'empty input' err
empty out
sed -n 's/.*: rsg-gate/rsg-gate/p' err | head -n 1 >command
status 0 sh command
run=$(rsg-gate --list --all --json | jq -r '.[0].run')
drive '0 1' 'rsg run shop/story.md' <<'S'
expect Approve coverage? [
key y
expect Approve ranking? [
key y
expect together
S
drive 75 'rsg run shop/story.md' <<'S'
expect Approve coverage? [
key y
expect Approve ranking? [
key q
expect waits for approval
expect together
expect go on with: rsg-runs doc
S
drive 1 'rsg run --json shop/story.md >out' <<'S'
expect Approve coverage? [
key n
expect Why?
send no\r
expect stopped at the gate of coverage, which was rejected
expect rsg-gate --reopen
S
empty out
EOT

it 'a stopped run goes on from the store' <<'EOT'
. "$E2E_SETUP"
cp -R "$ROOT/examples/01-shop" shop
export RSG_GATES_REQUIRED=ranking
rsg scan shop >tests.jsonl
rsg index -q <tests.jsonl
status 75 setsid -w rsg run shop/story.md
has together out
sed -n 's/.*: rsg-gate --approve/rsg-gate --approve/p' err >approve
sed -n 's/.*go on with: //p' err >command
status 0 sh approve
status '0 1' sh command
holds '.phases | has("audit")' out
EOT

finish
