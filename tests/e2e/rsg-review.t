#!/bin/sh
# rsg-review.t - a run is walked through, and its tests are accepted into a work tree.
. "${0%/*}/lib.sh"

# A project with a run in its store, made by the tools themselves: each test has a copy.
export SHOP="$E2E_BASE/shop"
prepare() (
	cp -R "$ROOT/examples/01-shop" "$SHOP"
	cd "$SHOP" || exit
	export HOME="$E2E_BASE"
	git init -q .
	printf '/.rsg/\n/out\n/err\n/screen*\n/*.json\n' >.gitignore
	git add -A
	git -c user.name=Jo -c user.email=jo@example.org commit -qm shop
	mkdir .rsg
	rsg-scan . | rsg-index -q
	# So that three frameworks are met, and AC-7 before AC-9.
	export RSG_COVERAGE_PAIRS=5
	sed 's/one click and a new password turn it/a click as for a forgotten password turns it/' story.md |
		rsg-ingest -q | rsg-classify -q | rsg-embed -q | rsg-retrieve -q | rsg-cover -q |
		rsg-rank -q | rsg-generate -q -R . >"$E2E_BASE/run.json"
	jq -e '.phases.generation.output.tests | length == 3' "$E2E_BASE/run.json"
) >"$E2E_BASE/log" 2>&1
prepare || cat "$E2E_BASE/log"
export RUN="$E2E_BASE/run.json" RSG_USER='Jo Tester' NEW=tests/test_guest_checkout_ac_9.py
export JS=web/__tests__/guest-checkout-ac-8.test.js FEATURE=features/guest_checkout_ac_7.feature
# Each test begins in its copy, and may say `code N` for the bytes of GEN-N and `change FILTER` for a
# document with another generation, as doc.json.
cat >"$E2E_BASE/in-shop" <<'EOS'
cp -R "$SHOP" shop
cd shop
code() { jq -j ".phases.generation.output.tests[$1 - 1].code" "$RUN"; }
change() { jq -c ".phases.generation.output |= ($1)" "$RUN" >doc.json; }
events() { rsg-audit --export | jq -c "select(.event == \"accept\" or .event == \"discard\" or .event == \"undo\")"; }
# A store whose audit log takes no further event.
full() { sqlite3 .rsg/run.db "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'audit_log'"; }
not_full() { sqlite3 .rsg/run.db "UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM audit_log) WHERE name = 'audit_log'"; }
clean() { [ -z "$(git status --porcelain)" ] || fail "the tree changed: $(git status --porcelain)"; }
EOS
export IN_SHOP="$E2E_BASE/in-shop"

it 'lists the generated tests with what was decided' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --list
[ "$(cut -f 1,2 out | tr '\t\n' ' ;')" = 'id decision;GEN-1 undecided;GEN-2 undecided;GEN-3 undecided;' ]
status 0 rsg-review --discard GEN-2
has 'GEN-2 is discarded' err
status 0 rsg-review --list last
has 'GEN-2	discarded	AC-7' out
status 0 rsg-review --json
mv out decisions
status 0 rsg-check review <decisions
mv decisions out
holds '[.tests[].status] == ["undecided", "discarded", "undecided"]' out
holds '.tests[1] | .by == "Jo Tester" and .how == "flag"' out
clean
EOT

it 'a repository of somebody else has no command run' <<'EOT'
. "$IN_SHOP"
hostile() { # hostile REPOSITORY WORKTREE: to say how a file stands, git asks the remote for a commit
	cat >"$1/config" <<C
[core]
	repositoryformatversion = 1
	bare = false
	worktree = $2
	fsmonitor = "touch $PWD/owned; false"
[extensions]
	partialClone = theirs
[remote "theirs"]
	url = ext::sh -c "touch% $PWD/owned"
	promisor = true
[protocol "ext"]
	allow = always
C
	echo 0123456789012345678901234567890123456789 >"$1/refs/heads/main"
	echo ref: refs/heads/main >"$1/HEAD"
}
accept() { # accept ROOT
	status 77 rsg-review --root "$1" --accept GEN-3
	has 'git cannot say whether' err
	[ ! -e owned ] || fail 'a command was run'
	[ ! -e "$1/$NEW" ] || fail 'it is written'
}
git init -q --bare sub
hostile sub .
accept sub
git init -q other
hostile other/.git ..
git -C other -c core.fsmonitor=false status >said 2>&1 && fail 'it is not hostile'
[ -e owned ] || skip 'this git asks nobody'
rm owned
accept other
EOT

it 'accept writes the bytes that are shown and keeps who, what and when' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --accept GEN-3
empty out
code 3 | same - $NEW
[ "$(stat -c %a $NEW)" = 644 ]
git status --porcelain >state
has "?? $NEW" state
rm state
events >decided
holds '.event == "accept" and .data.test == "GEN-3" and .data.by == "Jo Tester"' decided
holds ".data.path == \"$NEW\" and .data.how == \"flag\" and .data.before_sha256 == null" decided
holds ".data.after_sha256 == \"$(sha256sum $NEW | cut -d ' ' -f 1)\"" decided
holds '.data.after_sha256 == .data.code_sha256' decided
status 0 rsg-audit --verify
find . -name '.rsg-*' >left
empty left
EOT

it 'the tree is saved before the first test is written, and comes back' <<'EOT'
. "$IN_SHOP"
echo mine >untracked
status 0 rsg-review --accept GEN-3
has 'the tree before is saved: rsg-snapshot restore ' err
id=$(sed -n 's/.*rsg-snapshot restore //p' err)
[ -e $NEW ]
rm untracked
status 0 rsg-snapshot -q restore "$id"
[ ! -e $NEW ]
has mine untracked
EOT

it 'a tree that cannot be saved is not written to' <<'EOT'
. "$IN_SHOP"
mkdir -p "$HOME/.local/state"
echo >"$HOME/.local/state/rsg"
status 74 rsg-review --accept GEN-3
has 'nothing is written, since the work tree cannot be saved' err
[ ! -e $NEW ]
EOT

it 'the saved tree is said with the root it is of' <<'EOT'
. "$IN_SHOP"
mkdir away
status 0 rsg-review --root "$PWD/away" --accept GEN-3
has "the tree before is saved: rsg-snapshot -R $PWD/away restore " err
EOT

it 'a file whose record fails is put back as it was' <<'EOT'
. "$IN_SHOP"
full
status 65 rsg-review --accept GEN-3
has "$NEW is put back as it was" err
[ ! -e $NEW ]
status 0 rsg-review --list
has 'GEN-3	undecided' out
not_full
status 0 rsg-review --accept GEN-3
code 3 | same - $NEW
[ "$(events | wc -l)" -eq 1 ]
EOT

it 'what is accepted twice is not written twice' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --accept GEN-3
echo '# mine' >>$NEW
cp $NEW mine
status 0 rsg-review --accept GEN-3
has 'GEN-3 is accepted already: nothing is done' err
same mine $NEW
rm $NEW
status 0 rsg-review --accept GEN-3
[ ! -e $NEW ]
status 0 rsg-review --accept all --discard GEN-1
same mine mine
[ ! -e $NEW ]
[ -e $FEATURE ]
[ "$(events | wc -l)" -eq 3 ]
EOT

it 'all are those that are undecided' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --discard GEN-2
status 0 rsg-review --accept all
[ -e $NEW ]
[ -e $JS ]
[ ! -e $FEATURE ]
status 0 rsg-review --accept all
empty err
status 0 rsg-review --accept GEN-2
[ -e $FEATURE ]
EOT

it 'a file that is there is never overwritten' <<'EOT'
. "$IN_SHOP"
refused() {
	status 77 rsg-review --accept GEN-1,GEN-3
	has "$1" err
	[ ! -e $JS ]
	events | empty_lines
}
empty_lines() { cat >lines; empty lines; rm lines; }
echo mine >$NEW
refused "GEN-3: $NEW is there already and is not overwritten"
has mine $NEW
git add $NEW
refused 'is there already'
git -c user.name=Jo -c user.email=jo@example.org commit -qm mine
refused 'is there already'
git rm -q $NEW
refused 'git status: D'
git reset -q
refused 'git status:  D'
git checkout -q .
has mine $NEW
rm $NEW
mkdir $NEW
refused 'is no regular file'
rmdir $NEW
mkfifo $NEW
refused 'is no regular file'
rm $NEW
git checkout -q .
head -c 3000000 /dev/zero >$NEW
refused 'is there already'
EOT

it 'a file that has these bytes already counts, and is left alone' <<'EOT'
. "$IN_SHOP"
code 3 >$NEW
touch -d 2001-01-01 $NEW
status 0 rsg-review --accept GEN-3
[ "$(stat -c %Y $NEW)" -eq 978307200 ]
status 0 rsg-review --json
holds '.tests[2].status == "accepted"' out
status 0 rsg-review --undo GEN-3
has 'was not made by this accept, and stays' err
code 3 | same - $NEW
EOT

it 'no path leads out of the project' <<'EOT'
. "$IN_SHOP"
mkdir outside
refused() {
	change ".tests[2].file = $1"
	status 77 rsg-review --accept GEN-3 doc.json
	has "$2" err
	ls -A outside >there
	empty there
	[ "$(rsg-audit --export | jq -s 'map(select(.event == "accept")) | length')" -eq 0 ]
}
refused '"../outside/test_x.py"' 'is no place for a test: ".." in it'
refused '"tests/../../x.py"' '".." in it'
refused "\"$PWD/outside/x.py\"" 'is outside the project'
refused '".git/hooks/pre-commit"' '".git" in it'
refused '".GIT/hooks/pre-commit"' '".GIT" in it'
refused '".rsg/config.yaml"' '".rsg" in it'
refused '"tests/.git/config"' '".git" in it'
refused '"tests//x.py"' '"" in it'
refused '"tests/./x.py"' '"." in it'
refused '"tests/"' '"" in it'
refused '"tests/\u001b[31mx.py"' 'tests/\x1b[31mx.py holds a character that cannot be seen'
refused '"tests/a\nb.py"' 'cannot be seen'
refused '"tests/\u202eyp.x"' 'cannot be seen'
ln -s "$PWD/outside" tests/away
refused '"tests/away/x.py"' 'tests/away is a symbolic link'
ln -s ../../outside/x.py tests/test_link.py
refused '"tests/test_link.py"' 'tests/test_link.py is a symbolic link'
ln -s ../outside tests/near
refused '"tests/near/deep/x.py"' 'tests/near is a symbolic link'
refused '"story.md/x.py"' 'story.md is no directory'
[ ! -e .git/hooks/pre-commit ]
rm -r tests/away tests/near tests/test_link.py outside there doc.json
clean
EOT

it 'makes the directories it needs' <<'EOT'
. "$IN_SHOP"
change '.tests[2].file = "more/and more/test_\"x\".py"'
status 0 rsg-review --accept GEN-3 doc.json
code 3 | same - 'more/and more/test_"x".py'
EOT

it 'a read-only directory is an error that writes and decides nothing' <<'EOT'
. "$IN_SHOP"
[ "$(id -u)" -ne 0 ] || skip 'root may write anywhere'
chmod 555 tests
status 74 rsg-review --accept GEN-3
has 'cannot write' err
chmod 755 tests
events >decided
empty decided
EOT

it 'a patch is what git apply takes' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --patch
mv out all.patch
clean_but() { git status --porcelain | grep -v all.patch || :; }
[ -z "$(clean_but)" ]
git apply --index all.patch
for n in 1 2 3; do
	file=$(jq -r ".phases.generation.output.tests[$n - 1].file" "$RUN")
	code $n | same - "$file"
done
status 0 rsg-review --accept all
git diff --quiet
change '.tests |= [.[2] | .file = "a b/\"q\u00e9\\.txt" | .code = "one\ntwo"]'
status 0 rsg-review --patch doc.json
git apply out
printf 'one\ntwo' | same - 'a b/"qé\.txt'
status 0 rsg-review --patch --accept GEN-2
EOT

it 'a dry run shows the patch, and writes nothing' <<'EOT'
. "$IN_SHOP"
rsg-audit --export >before
status 0 rsg-review -n --accept GEN-3
has "+++ b/$NEW" out
status 2 rsg-review -n --discard GEN-3
has 'a dry run decides nothing' err
rsg-audit --export | same - before
[ ! -e $NEW ]
drive 0 'stty rows 300 cols 100; rsg-review -n' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	key a
	expect +++ b/tests/test_guest_checkout_ac_9.py
	expect nothing is written
	key d
	expect a dry run decides nothing
	key q
S
[ ! -e $NEW ]
rsg-audit --export | same - before
EOT

it 'the project is where the option, .rsg or .git say' <<'EOT'
. "$IN_SHOP"
export RSG_STORE=$PWD/.rsg/run.db
cd web/src
status 0 rsg-review --accept GEN-3
[ -e ../../$NEW ]
mkdir "$E2E_DIR/other"
status 0 rsg-review --accept GEN-2 --root "$E2E_DIR/other"
[ -e "$E2E_DIR/other/$FEATURE" ]
cd "$E2E_DIR/other"
status 66 rsg-review --accept GEN-1
has 'name its directory with --root' err
git init -q .
mkdir deep
cd deep
status 66 rsg-review --accept GEN-1 -R nowhere
has 'nowhere' err
status 0 rsg-review --accept GEN-1
[ -e ../$JS ]
EOT

it 'refuses what does not parse, and then writes none of several' <<'EOT'
. "$IN_SHOP"
command -v python3 >there || skip 'no python3'
change '.tests[2].code = "def test_x(:\n    pass\n"'
status 65 rsg-review --accept all doc.json
has 'GEN-3: tests/test_guest_checkout_ac_9.py does not parse' err
has 'line 1' err
rm doc.json there
clean
events >decided
empty decided
EOT

it 'accepts nothing where the generation must be approved first' <<'EOT'
. "$IN_SHOP"
export RSG_GATES_REQUIRED=generation
status 77 rsg-review --accept GEN-3
has gates.required err
[ ! -e $NEW ]
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect gate: pending
	key a
	expect gates.required
	key R
	expect Why is it rejected?
	send \r
	expect without a reason it stays pending
	key A
	expect generation is approved by Jo Tester
	key a
	expect GEN-3 is accepted
	key q
S
code 3 | same - $NEW
rsg-audit --export | jq -c 'select(.event == "approval_decision")' >decided
holds '.data.how == "review"' decided
drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send ranking\r
	expect ranking 4/6
	key A
	expect ? explains the keys
	key q
S
EOT

it 'rejects a phase with the reason' <<'EOT'
. "$IN_SHOP"
export RSG_GATES_REQUIRED=coverage
drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send coverage\r
	key R
	expect Why is it rejected?
	send AC-5 is covered by hand\r
	expect coverage is rejected by Jo Tester
	key r
	expect gate: rejected by Jo Tester
	key q
S
status 77 rsg-review --accept GEN-3
has 'was rejected by Jo Tester' err
sqlite3 .rsg/run.db 'select reason from approval_gate' >reason
echo 'AC-5 is covered by hand' | same - reason
EOT

it 'undo takes the file away that the accept made, unless somebody changed it' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --accept all
status 0 rsg-review --undo GEN-1
has 'GEN-1: its file is removed' err
[ ! -e $JS ]
echo '# mine' >>$NEW
status 0 rsg-review --undo GEN-3
has 'changed or moved since, and is left alone' err
has '# mine' $NEW
rm $FEATURE
status 0 rsg-review --undo GEN-2
status 0 rsg-review --undo GEN-2
has 'GEN-2 is undecided already' err
status 77 rsg-review --accept GEN-3
has 'is not overwritten' err
status 0 rsg-review --accept GEN-1,GEN-2
status 77 rsg-review --discard GEN-1
has 'undo it first' err
status 0 rsg-audit --verify
EOT

it 'works outside a repository too' <<'EOT'
. "$IN_SHOP"
rm -rf .git
echo mine >$NEW
status 77 rsg-review --accept GEN-3
has mine $NEW
rm $NEW
status 0 rsg-review --accept GEN-3
code 3 | same - $NEW
EOT

it 'says what cannot be meant' <<'EOT'
. "$IN_SHOP"
status 2 rsg-review --accept GEN-9
has 'no generated test "GEN-9"' err
status 2 rsg-review --accept ''
has 'no generated test ""' err
status 2 rsg-review --accept GEN-1,
status 2 rsg-review --list --accept GEN-1
status 2 rsg-review --undo all
status 2 rsg-review --patch --discard GEN-1
status 2 rsg-review --accept GEN-1,GEN-2 --discard GEN-2
has 'name the same test' err
status 66 rsg-review --list ffff0000
status 66 rsg-review --list no-such-file.json
status 65 rsg-review --list - </dev/null
has 'empty input' err
echo '{}' >bad.json
status 65 rsg-review --list bad.json
has bad.json err
jq -c 'del(.phases.generation)' "$RUN" >doc.json
status 65 rsg-review --accept all doc.json
has 'run rsg-generate' err
status 2 rsg-review --accept GEN-3 --no-store "$RUN"
has '--no-store' err
rm bad.json doc.json
clean
EOT

it 'two at once decide once' <<'EOT'
. "$IN_SHOP"
for n in 1 2 3 4 5 6 7 8; do
	rsg-review -q --accept all >out.$n 2>err.$n &
done
wait
cat err.* >said
empty said
[ "$(events | wc -l)" -eq 3 ]
code 3 | same - $NEW
status 0 rsg-audit --verify
EOT

it 'is read without a terminal, all steps after each other, and asks nothing' <<'EOT'
. "$IN_SHOP"
esc=$(printf '\033')
all() {
	for step in 'story 1/6' 'classification 2/6' 'coverage 3/6' 'ranking 4/6' \
		'generation 5/6, test 1 of 3' 'generation 5/6, test 3 of 3' 'audit 6/6' phase_complete; do
		has "$step" out
	done
	lacks "$esc" out
	lacks '[e,' out
}
status 0 rsg-review </dev/null
all
on_tty 0 'TERM=dumb rsg-review'
all
on_tty 0 'rsg-review --no-input --no-color'
all
status 0 setsid -w rsg-review </dev/null
all
status 0 rsg-review --no-store "$RUN"
has 'recorded nothing of this run' out
jq -c 'del(.phases.generation, .phases.ranking)' "$RUN" >doc.json
status 0 rsg-review doc.json
has 'run rsg-rank before' out
events >decided
empty decided
EOT

it 'walks through the steps with single keys' <<'EOT'
. "$IN_SHOP"
drive 0 'rsg-review' <<-'S'
	expect story 1/6
	expect more lines: Space  story [
	key \x20
	expect AC-9
	key n
	expect classification 2/6
	key n
	expect coverage 3/6
	expect AC coverage 44 %
	key n
	expect ranking 4/6
	expect ranking [s,/,1,e,n,p,g,r,v,V,q,?]
	key p
	expect coverage 3/6
	key g
	expect Go to
	send audit\r
	expect audit 6/6
	expect phase_start
	key n
	expect This is the last step.
	key g
	expect Go to
	send nowhere\r
	expect there is no "nowhere"
	key g
	expect Go to
	send gen-2\r
	expect generation 5/6, test 2 of 3
	expect GEN-2 undecided [a,d,s
	key k
	expect test 1 of 3
	key k
	expect this is the first test
	key j
	expect test 2 of 3
	key j
	expect test 3 of 3
	key j
	expect this is the last test
	key g
	expect Go to
	send 1\r
	expect story 1/6
	key p
	expect This is the first step.
	key ?
	expect next step
	expect quit; what was decided is kept
	key x
	expect ? explains the keys.
	key q
S
clean
events >decided
empty decided
EOT

it 'sorts, filters and explains the ranking' <<'EOT'
. "$IN_SHOP"
first=$(jq -r '.phases.ranking.output.suite[0].test' "$RUN")
drive 0 'rsg-review' <<-'S'
	size 120x90
	key g
	expect Go to
	send rank\r
	expect ranking 4/6
	key s
	expect sorted by priority
	key s
	expect sorted by test
	key s
	expect sorted by criteria
	key s
	expect sorted by file
	key s
	expect ranking 4/6
	key /
	expect (Enter: all):
	send locked\r
	expect only what has "locked"
	key /
	expect (Enter: all):
	send \r
	expect ranking 4/6
	key 1
	expect Explain the test of rank 1
	send \r
	expect r shows the ranking again
	key 1
	expect Explain the test of rank 1
	send x\r
	expect that is no rank
	key 9
	expect of rank 9
	send 99\r
	expect 999
	key q
S
has story screen
EOT

it 'accepts, discards, skips and undoes with single keys' <<'EOT'
. "$IN_SHOP"
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send generation\r
	expect GEN-1 undecided
	key a
	expect GEN-1 is accepted: web/__tests__/guest-checkout-ac-8.test.js
	expect test 2 of 3
	key s
	expect test 3 of 3
	key d
	expect GEN-3 is discarded
	expect test 2 of 3
	key a
	expect GEN-2 is accepted
	expect All 3 tests are decided: 2 accepted, 1 discarded.
	key a
	expect GEN-2 is accepted already: nothing is done
	key d
	expect undo that first
	key u
	expect GEN-2 is undecided again: its file is removed
	key u
	expect GEN-3 is undecided again
	key k
	expect test 2 of 3
	key k
	expect accepted by Jo Tester
	key U
	expect GEN-1 is undecided again
	key u
	expect nothing is decided that could be undone
	key U
	expect GEN-1 is undecided already
	key d
	expect GEN-1 is discarded
	key q
S
clean
events | jq -r '.data.how' | sort -u >how
echo review | same - how
rm how
status 0 rsg-audit --verify
EOT

it 'goes on where the last session ended, and undoes what it decided' <<'EOT'
. "$IN_SHOP"
drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send generation\r
	key a
	expect GEN-1 is accepted
	expect [
	key q
S
drive 0 'rsg-review' <<-'S'
	expect 1 of 3 tests are decided: on with GEN-2.
	expect generation 5/6, test 2 of 3
	key u
	expect GEN-1 is undecided again: its file is removed
	key q
S
drive 0 'rsg-review' <<-'S'
	expect story 1/6
	key q
S
EOT

it 'Enter, Space, a paste and unknown keys decide nothing' <<'EOT'
. "$IN_SHOP"
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect test 3 of 3
	expect GEN-3 undecided [
	key \r
	expect GEN-3 undecided [
	key aaa
	expect Several keys at once are no answer.
	expect GEN-3 undecided [
	key \e[A
	expect Several keys
	expect GEN-3 undecided [
	key \x20
	expect audit 6/6
	expect audit [
	key a
	expect ? explains the keys.
	expect audit [
	key \xc3\xa4
	expect ? explains
	expect audit [
	key \x04
S
clean
events >decided
empty decided
EOT

it 'a crash between two keys loses no decision' <<'EOT'
. "$IN_SHOP"
drive 137 'rsg-review' <<-'S'
	key g
	expect Go to
	send generation\r
	key a
	expect GEN-1 is accepted
	key d
	expect GEN-2 is discarded
	expect GEN-3 undecided
	signal KILL
S
drive 0 'rsg-review' <<-'S'
	expect 2 of 3 tests are decided: on with GEN-3.
	key q
S
code 1 | same - $JS
[ "$(events | wc -l)" -eq 2 ]
EOT

it 'an accept that is killed at any moment is whole when it is done again' <<'EOT'
. "$IN_SHOP"
for part in 2 4 6 8 10 15 20 30 40 60 80 120; do
	timeout -s KILL "0.0$part" rsg-review -q --accept all >out 2>err || :
	status 0 rsg-review -q --accept all
	for n in 1 2 3; do
		code $n | same - "$(jq -r ".phases.generation.output.tests[$n - 1].file" "$RUN")"
	done
	[ "$(events | jq -s 'map(select(.event == "accept")) | length')" -ge 3 ]
	status 0 rsg-audit --verify
	status 0 rsg-review -q --undo GEN-1,GEN-2,GEN-3
	rm -f $NEW $JS $FEATURE
done
EOT

it 'interrupt and hangup leave terminal and decisions as they are' <<'EOT'
. "$IN_SHOP"
drive 0 'trap : INT; stty -g >before; rsg-review; stty -g >after' <<-'S'
	key g
	expect Go to
	send generation\r
	expect GEN-1 undecided [
	key a
	expect GEN-2 undecided [
	key \x03
S
same before after
drive 129 'rsg-review' <<-'S'
	expect GEN-2 undecided [
	hangup
S
rm before after
[ "$(events | wc -l)" -eq 1 ]
EOT

it 'is as wide and as high as the terminal is now' <<'EOT'
. "$IN_SHOP"
drive 0 'rsg-review' <<-'S'
	expect 30 more lines: Space
	size 40x12
	key r
	expect more lines: Space  story [enpgrvVq?]
	key \x20
	expect Open questions
	expect more lines: Space
	key g
	expect Go to
	send generation\r
	expect GEN-1 undecided [
	size 160x60
	key r
	expect GEN-1 undecided [a,d,s,u,U,e,y,w,j,k,n,p,g,r,v,V,q,?]
	key q
S
EOT

it 'what tests hold is shown to a person, and nothing of it is obeyed' <<'EOT'
. "$IN_SHOP"
esc=$(printf '\033') bel=$(printf '\007')
change '.tests[2].code = "\u001b]52;c;aGk=\u0007\u001b[31mred\u001b[2J\n# \u202eevil\u009bH\n" |
	.tests[2].name = "\u001b]0;title\u0007" | .tests[2].file = "tests/x.txt"'
drive 0 'stty rows 300 cols 100; rsg-review doc.json' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect \x1b[31mred
	expect \u{202e}evil
	key q
S
lacks "${esc}]" screen.raw
lacks "${bel}" screen.raw
lacks "${esc}[2J" screen.raw
drive 0 'rsg-review --patch doc.json' </dev/null
has '\x1b]52' screen
lacks "${esc}]" screen.raw
status 0 rsg-review --patch doc.json
has "${esc}]52" out
EOT

it 'copies code to the clipboard of the terminal, when asked to' <<'EOT'
. "$IN_SHOP"
sent() { tr -d '\n' <screen.raw | LC_ALL=C sed -n "s/.*$1]52;c;\\([A-Za-z0-9+\\/=]*\\).*/\\1/p" | base64 -d; }
esc=$(printf '\033')
unset TMUX
drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	key y
	expect bytes sent to the terminal's clipboard
	key q
S
sent "$esc" >clip
code 3 | same - clip
lacks "${esc}P" screen.raw
TMUX=/tmp/x,1,0 drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	key y
	expect bytes sent
	key q
S
sent "${esc}Ptmux;$esc$esc" >clip
code 3 | same - clip
TERM=linux drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	key y
	expect the clipboard cannot take it: written to
	key q
S
lacks ']52;' screen.raw
code 3 | same - "$TMPDIR"/rsg-*/GEN-3-test_guest_checkout_ac_9.py
change '.tests[2].code = ("# " + ("x" * 75000) + "\n")'
drive 0 'rsg-review doc.json' <<-'S'
	size 200x500
	key g
	expect Go to
	send GEN-3\r
	key y
	expect the clipboard cannot take it: written to
	key q
S
lacks ']52;' screen.raw
status 0 rsg-review
lacks ']52;' out
EOT

it 'writes code to a new file' <<'EOT'
. "$IN_SHOP"
drive 0 'rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	key w
	expect Write to the file [GEN-3-test_guest_checkout_ac_9.py]:
	send \r
	expect written to GEN-3-test_guest_checkout_ac_9.py
	key w
	expect Write to the file
	send mine.txt\r
	expect written to mine.txt
	key w
	expect Write to the file
	send mine.txt\r
	expect it is there already
	key w
	expect Write to the file
	send \x04
	expect GEN-3 undecided
	key q
S
code 3 | same - mine.txt
code 3 | same - GEN-3-test_guest_checkout_ac_9.py
EOT

it 'takes the document from a pipe and the keys from the terminal' <<'EOT'
. "$IN_SHOP"
drive 0 "cat '$RUN' | rsg-review -s new.db" <<-'S'
	expect story 1/6
	key g
	expect Go to
	send GEN-3\r
	key a
	expect GEN-3 is accepted
	key q
S
code 3 | same - $NEW
status 0 rsg-review --list -s new.db
has 'GEN-3	accepted' out
status 0 rsg-audit --verify -s new.db
status 0 rsg-review --list - <"$RUN"
has 'GEN-3	undecided' out
cp "$RUN" abcd
status 66 rsg-review --list abcd
status 0 rsg-review --list ./abcd
EOT

it 'edits the code of a test, and keeps the original beside it' <<'EOT'
. "$IN_SHOP"
cat >editor <<-'E'
	case $1 in *.py) ;; *) exit 3 ;; esac
	n=$(cat count 2>count.err || echo 0)
	n=$((n + 1))
	echo $n >count
	if [ $n = 1 ]; then echo 'def broken(:' >>"$1"; else sed -i '/broken/d' "$1"; echo '# mine' >>"$1"; fi
E
export RSG_EDITOR='sh ./editor'
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect GEN-3 undecided
	key e
	expect does not parse
	expect Edit again? [e,q]
	key e
	expect edited by Jo Tester
	expect # mine
	expect GEN-3 undecided [
	key V
	expect +# mine
	expect [a,d
	key a
	expect GEN-3 is accepted
	key q
S
(code 3; echo '# mine') | same - $NEW
rsg-audit --export | jq -c 'select(.event == "edit")' >edits
[ "$(wc -l <edits)" -eq 1 ]
status 0 rsg-runs doc last
holds '.phases.generation.edited.by == "Jo Tester"' out
sqlite3 .rsg/run.db 'select author, diff from edit' >kept
has 'Jo Tester' kept
has '+# mine' kept
status 0 rsg-audit --verify
EOT

it 'an accepted test that is edited is undecided, and may take the place of what was written' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --accept GEN-3
export RSG_EDITOR='sh -c "echo \"# mine\" >>\"\$1\"" sh'
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect GEN-3 accepted
	key e
	expect GEN-3 undecided
	key q
S
status 0 rsg-review --patch --accept GEN-3
git add -f $NEW
git apply --index out
git reset -q
has '# mine' $NEW
code 3 >$NEW
# The version that is accepted and written comes back, not what was there before it.
full
status 65 rsg-review --accept GEN-3
has "$NEW is put back as it was" err
code 3 | same - $NEW
not_full
status 0 rsg-review --accept GEN-3
(code 3; echo '# mine') | same - $NEW
events | tail -n 1 >last
holds '.data.before_sha256 != null and .data.before_sha256 != .data.after_sha256' last
EOT

it 'an edited phase is checked, and what was built on it goes' <<'EOT'
. "$IN_SHOP"
cat >editor <<-'E'
	case $1 in *coverage.json) ;; *) exit 3 ;; esac
	n=$(cat count 2>count.err || echo 0)
	n=$((n + 1))
	echo $n >count
	case $n in
	1) sed -i '3s/^/oops /' "$1" ;;
	2) sed -i '3s/^oops //; s/"status": "gap"/"status": "hole"/' "$1" ;;
	3) sed -i 's/"status": "hole"/"status": "weak"/' "$1" ;;
	esac
E
export RSG_EDITOR='sh ./editor'
drive 0 'stty rows 300 cols 100; rsg-review' <<-'S'
	key g
	expect Go to
	send coverage\r
	key e
	expect not JSON, line 3, column
	expect Edit again?
	key e
	expect line
	expect criteria[6].status
	expect Edit again?
	key e
	expect Built on the original, and dropped: ranking, generation.
	expect | rsg-rank | rsg-generate
	expect edited by Jo Tester
	key n
	expect run rsg-rank before
	key q
S
status 0 rsg-runs doc last
holds '.phases | has("ranking") | not' out
status 0 rsg-audit --verify
EOT

it 'a document from a file stays as it is; what was edited is in the store' <<'EOT'
. "$IN_SHOP"
cp "$RUN" doc.json
export RSG_EDITOR='sh -c "echo \"# mine\" >>\"\$1\"" sh'
drive 0 'stty rows 300 cols 100; rsg-review -s new.db doc.json' <<-'S'
	key g
	expect Go to
	send GEN-3\r
	expect GEN-3 undecided [
	key e
	expect The edited document is in the store: rsg-review
	expect # mine
	expect GEN-3 undecided [
	key a
	expect GEN-3 is accepted
	expect [
	key q
S
same doc.json "$RUN"
status 0 rsg-review --list -s new.db
has 'GEN-3	accepted' out
status 0 rsg-review --list -s new.db doc.json
has 'GEN-3	undecided' out
rm new.db*
EOT

it 'an editor that fails, or changes nothing, changes nothing' <<'EOT'
. "$IN_SHOP"
rsg-audit --export >before
RSG_EDITOR=false drive 0 'rsg-review' <<-'S'
	key e
	expect othing was changed
	key q
S
RSG_EDITOR=true drive 0 'rsg-review' <<-'S'
	key e
	expect othing was changed
	key q
S
RSG_EDITOR='sh -c "echo x >\"\$1\"" sh' drive 0 'rsg-review' <<-'S'
	key e
	expect not JSON
	expect Edit again?
	key x
	expect Edit again?
	key q
	expect The changes are dropped
	key q
S
rsg-audit --export | same - before
EOT

it 'decisions of another store are shown, and decide nothing here' <<'EOT'
. "$IN_SHOP"
status 0 rsg-review --accept GEN-3
status 0 rsg-runs export last
mv out bundle
rm $NEW
status 0 rsg-runs import -s other.db <bundle
status 0 rsg-review --list -s other.db
has 'GEN-3	undecided' out
status 0 rsg-review -s other.db
has 'undecided here; elsewhere: accept by Jo Tester' out
status 0 rsg-review --accept GEN-3 -s other.db
code 3 | same - $NEW
status 0 rsg-audit --verify -s other.db
EOT

it 'ASCII where the locale is not UTF-8' <<'EOT'
. "$IN_SHOP"
LC_ALL=C drive 0 'rsg-review --no-color' <<-'S'
	expect story 1/6
	key g
	expect Go to
	send ranking\r
	expect ranking 4/6
	key q
S
! LC_ALL=C grep -q '[^ -~[:space:]]' screen || fail "$(LC_ALL=C grep -n '[^ -~[:space:]]' screen | head -n 3)"
EOT

it 'walks through a run about a change, which has steps of its own' <<'EOT'
status 0 rsg-review --no-store "$DATA/change-document.json"
for step in 'change 1/4' 'ranking 2/4' 'selection 3/4' 'audit 4/4' 'shop/rates.py (was shop/vat.py)' 'expected recall 0.96'; do
	has "$step" out
done
lacks 'run rsg-' out
drive 0 "rsg-review --no-store $DATA/change-document.json" <<-'S'
	expect change 1/4
	key n
	expect ranking 2/4
	key 1
	expect What speaks for tests/test_cart.py
	key g
	expect Go to change, ranking, selection or audit:
	send sel\r
	expect selection 3/4
	key g
	expect Go to
	send 4\r
	expect audit 4/4
	key n
	expect This is the last step.
	key q
S
jq -c --slurpfile c "$DATA/change-document.json" '.change = $c[0].change | .phases.impact = $c[0].phases.impact' \
	"$DATA/run-document.json" >both.json
status 0 rsg-check <both.json
status 0 rsg-review --no-store both.json
for step in 'story 1/8' 'classification 2/8' 'change 3/8' 'coverage 4/8' 'ranking 5/8' 'selection 6/8' 'generation 7/8, test 1 of 1' 'audit 8/8'; do
	has "$step" out
done
EOT

finish
