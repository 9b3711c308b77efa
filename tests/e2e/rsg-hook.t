#!/bin/sh
# rsg-hook.t - installed beside every kind of hook of others, and run by git itself.
. "${0%/*}/lib.sh"

GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=$E2E_BASE/gitconfig
SHOP=$E2E_BASE/shop
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL SHOP
# shellcheck disable=SC2046 # names of variables
unset $(git rev-parse --local-env-vars)
cat >"$GIT_CONFIG_GLOBAL" <<'EOT'
[user]
	name = Ana
	email = ana@example.org
[init]
	defaultBranch = main
[advice]
	detachedHead = false
[protocol "file"]
	allow = always
EOT

# SHOP/remote.git, and SHOP/shop with the tests of the example pushed to it.
prepare() (
	mkdir "$SHOP" && cd "$SHOP" && git init -q --bare remote.git &&
		cp -R "$ROOT/examples/01-shop" shop && cd shop && rm -f story.md run.sh && git init -q &&
		git remote add origin ../remote.git && git add . && git commit -q -m tests &&
		git push -q origin main
)
prepare

cat >"$E2E_BASE/setup.sh" <<'EOT'
shop() { # a copy, with both hooks; remote.git beside it
	cp -R "$SHOP/remote.git" "$SHOP/shop" .
	cd shop
	[ $# -eq 0 ] || rsg-hook install "$@" >installed
	rm -f installed
}
story() { # story FILE: one that lacks three tests
	mkdir -p "$(dirname "$1")"
	cp "$ROOT/examples/01-shop/story.md" "$1"
	git add -- "$1"
}
covered() { # covered FILE: one that lacks nothing
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<'MD'
# Guest checkout

As a guest I want to pay without an account.

## Acceptance criteria

- Guest looks up the status with order number and e-mail address.
MD
	git add -- "$1"
}
pushed() { # is what is here there?
	[ "$(git rev-parse "${1:-main}")" = "$(git -C ../remote.git rev-parse "${1:-main}")" ] || fail 'it is not pushed'
	checked
}
held() {
	[ "$(git rev-parse "${1:-main}")" != "$(git -C ../remote.git rev-parse "${1:-main}")" ] || fail 'it is pushed'
	checked
}
foreign() { # foreign FILE TEXT: a hook of somebody else
	mkdir -p "$(dirname "$1")"
	printf '#!/bin/sh\n%s\n' "$2" >"$1"
	chmod 755 "$1"
}
alone() { # alone COMMAND...: without a terminal
	setsid -w "$@" </dev/null
}
state() { # state HOOK
	rsg-hook --json status "$1" | jq -r '.[0].state'
}
is() { # is HOOK STATE
	checked
	[ "$(state "$1")" = "$2" ] || fail "$1 is $(state "$1")"
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'installs both where git looks for hooks, once, and removes them again' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
ls .git/hooks >before
is pre-commit absent
status 0 rsg-hook --json install
holds 'map([.hook, .state, .did]) == [["pre-commit", "installed", "installed"], ["pre-push", "installed", "installed"]]' out
rsg-check hooks <out
for hook in pre-commit pre-push; do
	[ -x .git/hooks/$hook ]
	sed -n 2p .git/hooks/$hook >mark
	has "# rsg-hook $hook " mark
	sed 2d .git/hooks/$hook >script
	same script "$ROOT/share/hooks/$hook"
	has "$(sha256sum <script | cut -d ' ' -f 1)" mark
done
cp -p .git/hooks/pre-push first
touch -d 2001-01-01 .git/hooks/pre-push
status 0 rsg-hook --json install
holds 'all(.did == "nothing")' out
[ "$(stat -c %Y .git/hooks/pre-push)" -eq "$(date -d 2001-01-01 +%s)" ]
status 0 rsg-hook status
printf 'hook\tstate\tversion\tbefore it\tpath\n' >head
head -n 1 out | same head -
status 0 rsg-hook --json uninstall
holds 'all(.state == "absent" and .did == "removed")' out
ls .git/hooks | same before -
status 0 rsg-hook --json uninstall
holds 'all(.did == "nothing")' out
EOT

it 'works on the hooks that are named' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
status 0 rsg-hook install pre-push
is pre-push installed
is pre-commit absent
status 2 rsg-hook install pre-push commit-msg
empty out
has 'rsg has no hook "commit-msg": there are pre-commit, pre-push' err
status 2 rsg-hook install ../x
status 2 rsg-hook
status 2 rsg-hook remove
status 2 rsg-hook run nothing
EOT

it 'says so where there is nothing to put hooks into' <<'EOT'
. "$E2E_SETUP"
export GIT_CEILING_DIRECTORIES=$PWD
status 66 rsg-hook install
empty out
has 'no repository' err
git init -q --bare r.git
cd r.git
status 77 rsg-hook install
has 'bare' err
has 'clone' err
ls hooks | grep -v sample >there || :
empty there
cd ..
git init -q r
cd r/.git
status 66 rsg-hook install
has 'work tree' err
cd ..
PATH=$(dirname "$(command -v rsg-hook)") status 69 rsg-hook install
has 'git' err
EOT

it 'a dry run says what would be done, and does nothing' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
foreign .git/hooks/pre-push 'exit 0'
find .git -type f -exec sha256sum {} + | sort >before
status 0 rsg-hook -n --chain --json install
holds 'map(.did) == ["installed", "chained"] and map(.state) == ["absent", "other"]' out
status 0 rsg-hook -n --chain install
has 'would be' out
status 77 rsg-hook -n install
status 0 rsg-hook -n uninstall
find .git -type f -exec sha256sum {} + | sort | same before -
EOT

it 'a hook of somebody else is refused and left alone, and so are the others' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
foreign .git/hooks/pre-push 'echo mine'
cp .git/hooks/pre-push mine
status 77 rsg-hook install
empty out
has "$PWD/.git/hooks/pre-push" err
has '--chain' err
same mine .git/hooks/pre-push
[ ! -e .git/hooks/pre-commit ]
status 77 rsg-hook --force install
same mine .git/hooks/pre-push
status 0 rsg-hook -f --json uninstall
holds 'map(.did) == ["nothing", "nothing"]' out
same mine .git/hooks/pre-push
is pre-push other
mkdir .git/hooks/pre-commit
status 77 rsg-hook --chain install pre-commit
has 'is a directory' err
EOT

it '--chain keeps it, and uninstall gives it back to the byte and the mode' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
printf '#!/bin/sh\n\000\377 exit 0' >.git/hooks/pre-push
chmod 750 .git/hooks/pre-push
touch -d 2001-01-01 .git/hooks/pre-push
cp -p .git/hooks/pre-push mine
status 0 rsg-hook --chain --json install pre-push
holds '.[0] | .state == "installed" and .did == "chained" and (.before | endswith("/pre-push.rsg-before"))' out
status 0 rsg-hook --chain --json install pre-push
holds '.[0].did == "nothing"' out
status 0 rsg-hook --json uninstall pre-push
holds '.[0] | .state == "other" and .did == "restored" and (has("before") | not)' out
same mine .git/hooks/pre-push
[ "$(stat -c '%a %Y' mine)" = "$(stat -c '%a %Y' .git/hooks/pre-push)" ]
[ ! -e .git/hooks/pre-push.rsg-before ]
foreign tools/push 'exit 0'
ln -sf ../../tools/push .git/hooks/pre-push
status 77 rsg-hook install pre-push
status 0 rsg-hook --chain install pre-push
[ ! -L .git/hooks/pre-push ]
status 0 rsg-hook uninstall
[ "$(readlink .git/hooks/pre-push)" = ../../tools/push ]
ln -sf ../../tools/gone .git/hooks/pre-push
status 77 rsg-hook install pre-push
EOT

it 'a link to a hook of ours is somebody else'\''s' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
rsg-hook install pre-push >out
mv .git/hooks/pre-push shared
ln -s ../../shared .git/hooks/pre-push
is pre-push other
status 0 rsg-hook uninstall
[ -L .git/hooks/pre-push ]
EOT

it 'what was left between the two renames is found' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
foreign .git/hooks/pre-push.rsg-before 'exit 0'
status 0 rsg-hook --json install pre-push
holds '.[0] | .did == "installed" and has("before")' out
status 0 rsg-hook --json uninstall pre-push
holds '.[0].did == "restored"' out
mv .git/hooks/pre-push .git/hooks/pre-push.rsg-before
status 0 rsg-hook --json uninstall pre-push
holds '.[0].did == "restored"' out
foreign .git/hooks/pre-push.rsg-before 'exit 1'
cp .git/hooks/pre-push.rsg-before kept
status 77 rsg-hook --chain install pre-push
has 'there already' err
same kept .git/hooks/pre-push.rsg-before
status 0 rsg-hook --json uninstall pre-push
holds '.[0].did == "nothing"' out
same kept .git/hooks/pre-push.rsg-before
EOT

it 'one of ours that somebody edited is kept unless forced' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
rsg-hook install >out
echo 'echo more' >>.git/hooks/pre-push
cp .git/hooks/pre-push edited
is pre-push edited
status 77 rsg-hook install
has 'edited' err
has '--force' err
status 77 rsg-hook --chain install pre-push
status 77 rsg-hook uninstall
same edited .git/hooks/pre-push
is pre-commit installed
status 0 rsg-hook --force --json install
holds 'map(.did) == ["nothing", "updated"]' out
is pre-push installed
echo 'echo more' >>.git/hooks/pre-push
status 0 rsg-hook -f uninstall
is pre-push absent
sed 's/0.1.0 ./0.1.0 0/' "$ROOT/share/hooks/pre-push" >.git/hooks/pre-push
is pre-push other
rsg-hook install pre-commit >out
cp .git/hooks/pre-commit .git/hooks/pre-push
is pre-push other
EOT

it 'one of an older rsg is brought up to date, one without its mode too' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
mkdir -p "$HOME/.config/rsg/hooks"
sed 's/^say() {/# of before\n&/' "$ROOT/share/hooks/pre-push" >"$HOME/.config/rsg/hooks/pre-push"
status 0 rsg-hook install
has 'of before' .git/hooks/pre-push
rm "$HOME/.config/rsg/hooks/pre-push"
is pre-push outdated
status 0 rsg-hook --json install pre-push
holds '.[0].did == "updated"' out
is pre-push installed
chmod -x .git/hooks/pre-push
is pre-push disabled
status 0 rsg-hook --json install
holds 'map(.did) == ["nothing", "updated"]' out
[ -x .git/hooks/pre-push ]
umask 077
rm .git/hooks/pre-push
status 0 rsg-hook install
[ "$(stat -c %a .git/hooks/pre-push)" = 700 ]
EOT

it 'takes no script from a project' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
foreign .rsg/hooks/pre-push 'touch pwned'
foreign .rsg/hooks/post-checkout 'touch pwned'
echo 'coverage.weak: 0.2' >.rsg/config.yaml
rsg-config -q --trust
status 0 rsg-hook install
lacks 'pwned' .git/hooks/pre-push
[ ! -e .git/hooks/post-checkout ]
status 0 rsg-hook run pre-push </dev/null
[ ! -e pwned ]
EOT

it 'goes where core.hooksPath says, from anywhere in the tree' <<'EOT'
. "$E2E_SETUP"
git init -q 'my repo'
cd 'my repo'
git config core.hooksPath .githooks
mkdir -p a/b
cd a/b
status 0 rsg-hook install
has "/my repo/.githooks/pre-push" out
cd ../..
[ -x .githooks/pre-push ]
[ ! -e .git/hooks/pre-push ]
[ ! -e a/b/.githooks ]
EOT

it 'a linked work tree has the hooks of its repository, a submodule its own' <<'EOT'
. "$E2E_SETUP"
shop
git worktree add -q ../tree
cd ../tree
status 0 rsg-hook install
[ -x ../shop/.git/hooks/pre-push ]
is pre-push installed
cd ../shop
is pre-push installed
git init -q ../super
cd ../super
git submodule --quiet add ../remote.git sub
cd sub
is pre-push absent
status 0 rsg-hook install
[ -x ../.git/modules/sub/hooks/pre-push ]
[ ! -e ../.git/hooks/pre-push ]
EOT

it 'installs nothing outside of the repository' <<'EOT'
. "$E2E_SETUP"
mkdir r.shared
git init -q r
cd r
git config core.hooksPath "$(cd .. && pwd)/r.shared"
status 77 rsg-hook --chain --force install
empty out
has 'shared, outside of it' err
has "rsg-hook run pre-commit" err
git config --unset core.hooksPath
rm -r .git/hooks
ln -s ../../r.shared .git/hooks
status 77 rsg-hook install pre-push
has "rsg-hook run pre-push" err
ls -A ../r.shared >there
empty there
rm .git/hooks
ln -s ../../gone/away .git/hooks
status 77 rsg-hook install
rm .git/hooks
mkdir own
ln -s ../own .git/hooks
status 0 rsg-hook install
[ -x own/pre-push ]
rm -r .git/hooks own
status 0 rsg-hook install
[ -x .git/hooks/pre-push ]
EOT

it 'says how to let husky, lefthook, overcommit and pre-commit run it' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
git config core.hooksPath .husky/_
foreign .husky/_/pre-push '. "$(dirname -- "$0")/h"'
for how in '' --chain --force; do
	status 77 rsg-hook $how install pre-push
	has "put the line 'rsg-hook run pre-push \"\$@\"' into .husky/pre-push" err
done
status 77 rsg-hook install pre-commit
git config --unset core.hooksPath
foreign .git/hooks/pre-push 'call_lefthook run "pre-push" "$@"'
status 77 rsg-hook install pre-push
has 'lefthook keeps the hook' err
has 'lefthook.yml' err
foreign .git/hooks/pre-push '# File generated by pre-commit: https://pre-commit.com'
status 77 rsg-hook install pre-push
has '.pre-commit-config.yaml' err
status 0 rsg-hook --json status pre-push
holds '.[0] | .state == "other" and .manager == "pre-commit"' out
status 0 rsg-hook --chain install pre-push
is pre-push installed
EOT

it 'is a table on a terminal, and never longer than that' <<'EOT'
. "$E2E_SETUP"
git init -q r
cd r
COLUMNS=70 on_tty 0 'rsg-hook --no-color install'
has 'pre-push' out
tr -d '\r' <out | sed 's/…/./g' | awk 'length($0) > 70 { exit 1 }'
EOT

it 'the hook that was there runs first, with the same arguments and refs, and its no is a no' <<'EOT'
. "$E2E_SETUP"
shop
foreign .git/hooks/pre-push 'printf "%s|" "$@" >args; cat >refs; exit "$(cat verdict)"'
rsg-hook --chain install pre-push >out
echo 0 >verdict
git commit -q --allow-empty -m one
was=$(git -C ../remote.git rev-parse main)
status 0 git push -q origin main
pushed
printf 'origin|../remote.git|' | same - args
printf 'refs/heads/main %s refs/heads/main %s\n' "$(git rev-parse main)" "$was" | same - refs
echo 7 >verdict
git commit -q --allow-empty -m two
status 1 git push -q origin main
held
rm refs
RSG_HOOK=0 status 1 git push -q origin main
[ -s refs ]
chmod -x .git/hooks/pre-push.rsg-before
status 0 git push -q origin main
pushed
foreign .git/hooks/pre-commit 'exit "$(cat verdict)"'
rsg-hook --chain install pre-commit >out
status 1 git commit -q --allow-empty -m three
echo 0 >verdict
status 0 git commit -q --allow-empty -m three
EOT

it 'pre-commit keeps the corpus of a project and says what a story lacks, and never says no' <<'EOT'
. "$E2E_SETUP"
shop pre-commit
mkdir .rsg
printf '/.rsg/\n' >.gitignore
git add .gitignore
status 0 git commit -q -m project
empty err
sqlite3 .rsg/run.db 'SELECT count(*) > 20 FROM test_case' >n
echo 1 | same - n
story 'stories/guest checkout.md'
covered stories/good.md
status 0 git commit -q -m story
has 'pre-commit: stories/guest checkout.md has criteria' err
has 'AC-7	gap' err
lacks 'good.md' err
lacks 'AC-1	' err
sqlite3 .rsg/run.db 'SELECT count(*) FROM run' >n
echo 0 | same - n
status 0 git commit -q --allow-empty -m nothing
empty err
story stories/off.md
RSG_HOOK=0 status 0 git commit -q -m off
empty err
story stories/on.md
echo hello >>stories/on.md
git add stories
status 0 git commit -q --no-verify -m off
empty err
echo 'coverage.weak: much' >.rsg/config.yaml
story stories/broken.md
status 0 git commit -q -m broken
has 'coverage.weak' err
EOT

it 'pre-commit leaves nothing behind where there is no project' <<'EOT'
. "$E2E_SETUP"
shop pre-commit
story stories/a.md
status 0 git commit -q -m story
has 'AC-7' err
git status --porcelain >../left
sed '/ out$/d; / err$/d' ../left >../other
empty ../other
find "$HOME" "$TMPDIR" -mindepth 1 >left
empty left
EOT

it 'pre-commit looks at what is committed, not at what lies there' <<'EOT'
. "$E2E_SETUP"
shop pre-commit
story stories/a.md
story stories/b.md
covered stories/b.md
story stories/c.md
git commit -q --no-verify -m base
echo >>stories/a.md
echo >>stories/b.md
git add stories/b.md
cp stories/a.md stories/b.md
status 0 git commit -q -m b
empty err
echo >>stories/c.md
git add stories/b.md
status 0 git commit -q -m c stories/c.md
has 'stories/c.md' err
lacks 'stories/b.md' err
EOT

it 'pre-push refuses a story with gaps, and lets it go with leave' <<'EOT'
. "$E2E_SETUP"
shop pre-push
story stories/a.md
git commit -q -m story
status 1 git push -q origin main
held
has 'pre-push: stories/a.md has 3 acceptance criteria without a test, 0 allowed:' err
has 'AC-7	gap' err
has 'let it go this once: RSG_HOOK_GAPS=3 git push' err
has 'pre-push: stories/a.md is not pushed' err
RSG_HOOK_GAPS=2 status 1 git push -q origin main
RSG_HOOK_GAPS=3 status 0 git push -q origin main
empty err
pushed
echo >>stories/a.md
git commit -q -a -m again
status 1 git push -q origin main
RSG_HOOK=0 status 0 git push -q origin main
pushed
echo >>stories/a.md
git commit -q -a -m again
status 0 git push -q --no-verify origin main
git commit -q --allow-empty -m other
status 0 git push -q origin main
git rm -q stories/a.md
covered stories/b.md
git commit -q -m b
status 0 git push -q origin main
pushed
empty err
find "$HOME" "$TMPDIR" -mindepth 1 >left
empty left
EOT

it 'pre-push refuses a story whose name is two lines, and shows no name to the terminal as it is' <<'EOT'
. "$E2E_SETUP"
shop pre-commit pre-push
story "$(printf 'stories/a\nb.md')"
RSG_HOOK=0 git commit -q -m lines
status 1 git push -q origin main
held
has 'holds a newline' err
git reset -q --hard HEAD~
story "$(printf 'stories/a\033]0;x\007\302\233m\342\200\256\303\274.md')"
status 0 git commit -q -m hidden
has 'pre-commit: stories/a?]0;x??m?ü.md has criteria' err
status 1 git push -q origin main
held
has 'pre-push: stories/a?]0;x??m?ü.md has 3' err
has 'pre-push: stories/a?]0;x??m?ü.md is not pushed' err
EOT

it 'pre-push counts the tests of the commit that is pushed, exported or not' <<'EOT'
. "$E2E_SETUP"
shop pre-push
covered stories/a.md
git commit -q -m story
rm -r tests features api web
mkdir -p "$TMPDIR/.rsg"
echo 'coverage.weak: much' >"$TMPDIR/.rsg/config.yaml"
status 0 git push -q origin main
pushed
git checkout -q .
git rm -q -r --cached tests features api web
echo >>stories/a.md
git add stories
git commit -q -m 'no tests'
status 1 git push -q origin main
has 'stories/a.md has no test' err
held
git add tests features api web
echo '/tests export-ignore' >.gitattributes
git add .gitattributes
git commit -q -m tests
status 0 git push -q origin main
pushed
git checkout -q -b without HEAD~
echo >>stories/a.md
git commit -q -a -m 'no tests'
git checkout -q main
status 1 git push -q origin without
has 'stories/a.md has no test' err
EOT

it 'pre-push looks at new branches and tags, several at once, and not at what is there or goes' <<'EOT'
. "$E2E_SETUP"
shop pre-push
story stories/old.md
git commit -q -m old
RSG_HOOK=0 git push -q origin main
git checkout -q -b topic
git commit -q --allow-empty -m nothing
status 0 git push -q origin topic
pushed topic
git push -q origin main:refs/heads/third
status 0 git push -q --delete origin third
empty err
git tag -a -m one one
status 0 git push -q origin one
git tag blob "$(git rev-parse main:stories/old.md)"
status 0 git push -q origin blob
git checkout -q -b bad
story 'stories/new "one" of José.md'
git commit -q -m new
git tag -a -m two two
status 1 git push -q origin bad
has 'pre-push: stories/new "one" of José.md has 3' err
lacks old.md err
status 1 git push -q origin two
has 'José' err
status 1 git push -q origin main two bad topic:other
[ "$(grep -c 'has 3' err)" -eq 1 ]
[ "$(git -C ../remote.git tag)" = "$(printf 'blob\none')" ]
git checkout -q main
git merge -q --no-ff -m merge bad
status 1 git push -q origin main:merged
has 'José' err
status 1 git push -q ../remote.git main:url
has 'José' err
has 'old.md' err
EOT

it 'pre-push copes with a remote that has what is not here, and with a shallow clone' <<'EOT'
. "$E2E_SETUP"
shop
git clone -q ../remote.git ../other
git -C ../other commit -q --allow-empty -m theirs
git -C ../other push -q origin main
rsg-hook install pre-push >out
story stories/a.md
git commit -q -m mine
status 1 git push -q --force origin main
has 'stories/a.md has 3' err
RSG_HOOK_GAPS=3 status 0 git push -q --force origin main
cd ..
status 0 git clone -q --depth 1 "file://$PWD/remote.git" shallow
cd shallow
rsg-hook install pre-push >out
git commit -q --allow-empty -m nothing
status 0 git push -q origin main
empty err
git push -q origin main:second
story stories/b.md
git commit -q -m b
status 1 git push -q origin main:third
has 'stories/b.md has 3' err
lacks a.md err
EOT

it 'both work in a linked work tree' <<'EOT'
. "$E2E_SETUP"
shop pre-commit pre-push
git worktree add -q ../tree -b tree
cd ../tree
story stories/a.md
mkdir deep
cd deep
status 0 git commit -q -m story
has 'AC-7' err
status 1 git push -q origin tree
has 'stories/a.md has 3' err
cd ../../shop
git status --porcelain >../left
empty ../left
EOT

it 'a project cannot loosen it, nor have a command run, before it is trusted' <<'EOT'
. "$E2E_SETUP"
shop pre-commit pre-push
mkdir .rsg
printf '/.rsg/run.db*\n' >.gitignore
cat >.rsg/config.yaml <<'Y'
hook.gaps: 9
hook.stories: []
model: exec:touch pwned
models.coverage: exec:touch pwned
Y
git add .
story stories/a.md
status 0 git commit -q -m story
has 'AC-7' err
status 1 git push -q origin main
has 'hook.gaps' err
has 'stories/a.md has 3 acceptance criteria without a test, 0 allowed' err
[ ! -e pwned ]
printf 'hook.gaps: 9\nhook.stories: [stories/*.md, more/*.md]\n' >.rsg/config.yaml
story more/b.md
RSG_HOOK=0 git commit -q -a -m more
status 1 git push -q origin main
has 'more/b.md has 3' err
rsg-config -q --trust
status 0 git push -q origin main
pushed
EOT

it 'without rsg a commit goes on and a push does not' <<'EOT'
. "$E2E_SETUP"
shop pre-commit pre-push
while dir=$(command -v rsg-config); do
	PATH=$(echo ":$PATH:" | sed "s|:${dir%/*}:|:|g; s|^:||; s|:\$||")
done
story stories/a.md
status 0 git commit -q -m story
has 'rsg is not in PATH' err
status 1 git push -q origin main
has 'RSG_HOOK=0' err
RSG_HOOK=0 status 0 git push -q origin main
EOT

it 'does for others what the hooks do' <<'EOT'
. "$E2E_SETUP"
shop
foreign .git/hooks/pre-push 'exec rsg-hook run pre-push "$@"'
foreign .git/hooks/pre-commit 'exec rsg hook run pre-commit'
story stories/a.md
status 0 git commit -q -m story
has 'AC-7' err
status 1 git push -q origin main
has 'stories/a.md has 3' err
held
RSG_HOOK_GAPS=3 status 0 git push -q origin main
pushed
EOT

it 'both run under the pre-commit framework, each at its time' <<'EOT'
. "$E2E_SETUP"
command -v pre-commit >which || skip 'pre-commit is not installed'
git init -q hooks
cp "$ROOT/.pre-commit-hooks.yaml" hooks
git -C hooks add .
git -C hooks commit -q -m hooks
shop
export PRE_COMMIT_HOME="$HOME/pre-commit"
cat >.pre-commit-config.yaml <<Y
repos:
  - repo: ../hooks
    rev: $(git -C ../hooks rev-parse HEAD)
    hooks:
      - id: rsg-stories
      - id: rsg-push
Y
git add .pre-commit-config.yaml
pre-commit install -t pre-commit -t pre-push >log
status 77 rsg-hook install
has 'pre-commit keeps the hook' err
story 'stories/a story.md'
status 0 git commit -q -m story
cat out err >said
has 'stories/a story.md has criteria' said
has 'AC-7' said
lacks 'is not pushed' said
status 1 git push -q origin main
cat out err >said
has 'stories/a story.md has 3 acceptance criteria without a test' said
lacks 'pre-commit:' said
held
git checkout -q -b topic
status 1 git push -q origin topic
cat out err >said
has 'has 3 acceptance criteria' said
git checkout -q --orphan root
git commit -q --no-verify -m root
status 1 git push -q origin root
cat out err >said
has 'has 3 acceptance criteria' said
RSG_HOOK_GAPS=3 status 0 git push -q origin topic
pushed topic
EOT

it 'pre-push says without a terminal which command approves, and asks about what changed only' <<'EOT'
. "$E2E_SETUP"
shop pre-push
mkdir .rsg
printf '/.rsg/run.db*\n' >.gitignore
echo 'gates.required: [ranking]' >.rsg/config.yaml
git add .
git commit -q -m project
status 0 git push -q origin main
covered 'stories/a story.md'
git commit -q -m story
for times in 1 2; do
	status 1 alone git push -q origin main
	has 'pre-push: stories/a story.md is not pushed' err
	sed -n 's/.*\(rsg-gate --approve .*\)/\1/p' err >approve
	[ -s approve ]
	held
done
rsg-runs list --json | jq length >n
echo 1 | same - n
status 0 sh approve
status 0 alone git push -q origin main
empty err
pushed
git branch other
status 0 alone git push -q origin other
git commit -q --amend -m 'another message'
status 0 alone git push -q --force origin main
pushed
echo '- Carts are kept for 30 days.' >>'stories/a story.md'
git commit -q -a -m more
RSG_HOOK_GAPS=1 status 1 alone git push -q origin main
has 'rsg-gate --approve' err
git revert --no-edit HEAD >log
status 0 alone git push -q origin main
pushed
EOT

it 'pre-push asks at the terminal, about each story, and the refs are still read' <<'EOT'
. "$E2E_SETUP"
shop
foreign .git/hooks/pre-push 'cat >refs'
rsg-hook --chain install pre-push >out
export RSG_GATES_REQUIRED=ranking
covered stories/a.md
git commit -q -m a
git branch a
covered stories/b.md
echo '- Guests pay with a credit card.' >>stories/b.md
git commit -q -a -m b
drive 1 'git push -q origin a main' <<'S'
expect Approve ranking?
key y
expect Approve ranking?
key n
expect Why?
send \r
S
has 'stories/b.md is not pushed' screen
held
[ "$(wc -l <refs)" -eq 2 ]
status 1 alone git push -q origin main
has 'b.md is not pushed' err
status 0 alone git push -q origin a
pushed a
covered stories/b.md
git commit -q -a -m b
drive 0 'git push -q origin main' <<'S'
expect Approve ranking?
key y
S
pushed
[ -s "$HOME/.local/share/rsg/run.db" ]
[ ! -e .rsg ]
EOT

it 'pre-push asks about an early phase before a later one is begun, and not at all with gaps' <<'EOT'
. "$E2E_SETUP"
shop pre-push
export RSG_GATES_REQUIRED=ingestion,coverage
story stories/a.md
git commit -q -m a
drive 1 'git push -q origin main' <<'S'
expect Approve ingestion?
key y
expect a.md has 3 acceptance criteria without a test
S
lacks 'Approve coverage' screen
RSG_HOOK_GAPS=3 drive 0 'git push -q origin main' <<'S'
expect Approve coverage?
key y
S
lacks 'Approve ingestion' screen
pushed
EOT

cat >>"$E2E_BASE/setup.sh" <<'EOT'
runner() { # a runner of tests that notes where and with what it was called, and fails while HOME/fail is there
	cat >"$HOME/runner" <<'SH'
#!/bin/sh
{ pwd; printf '%s\n' "$@"; cat; } >>"$HOME/ran"
[ ! -e "$HOME/fail" ]
SH
	chmod +x "$HOME/runner"
	export RSG_HOOK_TESTS="$HOME/runner --quick" RSG_HOOK_FORMAT=pytest
}
ran() { # ran N TEXT: it ran so often, the text is there
	checked
	[ -f "$HOME/ran" ] || : >"$HOME/ran"
	[ "$(grep -c '^--quick$' "$HOME/ran")" -eq "$1" ] || fail "it ran $(grep -c '^--quick$' "$HOME/ran") times in place of $1"
	[ $# -eq 1 ] || has "$2" "$HOME/ran"
}
change() { # change FILE: one that is committed
	echo '# more' >>"$1"
	git commit -q -a -m "change $1"
}
EOT

it 'pre-push runs the tests of what is pushed, where the commit lies or in a copy, and heeds their no' <<'EOT'
. "$E2E_SETUP"
shop pre-push
runner
change shop/refunds.py
RSG_HOOK_TESTS='' status 0 git push -q -n origin main
ran 0
status 0 git push -q -n origin main
has 'tests are run for what changed, with' err
has 'in the work tree' err
ran 1 tests/test_refunds.py::RefundTest::test_refunds_never_exceed_what_was_paid
[ "$(head -n 1 "$HOME/ran")" = "$PWD" ]
rm "$HOME/ran"
touch "$HOME/fail"
status 1 git push -q origin main
has 'failed' err
has 'let it go this once: RSG_HOOK=0 git push' err
has "$(git rev-parse --short main) is not pushed" err
held
rm "$HOME/ran" "$HOME/fail"
echo '# not committed' >>shop/mail.py
status 0 git push -q -n origin main
has 'in a copy of the commit' err
ran 1
[ "$(head -n 1 "$HOME/ran")" != "$PWD" ]
git checkout -q shop/mail.py
touch "$HOME/fail"
RSG_HOOK=0 status 0 git push -q origin main
pushed
find "$TMPDIR" -mindepth 1 >left
empty left
EOT

it 'pre-push runs tests for new branches and tags, once for one change, and not for what is there or goes' <<'EOT'
. "$E2E_SETUP"
shop pre-push
runner
git push -q origin main:old
ran 0
status 0 git push -q --delete origin old
empty err
git checkout -q -b topic
change shop/mail.py
git tag -a -m one one
change shop/cart.py
status 0 git push -q origin topic one topic:second
ran 2 tests/test_cart.py
pushed topic
rm "$HOME/ran"
git checkout -q main
change shop/stock.py
status 0 git push -q origin main
ran 1 tests/test_stock.py
rm "$HOME/ran"
git commit -q --amend -m 'another name'
git reset -q --hard HEAD~
change shop/payment.py
status 0 git push -q --force origin main
ran 1 tests/test_payment.py
rm "$HOME/ran"
git checkout -q --orphan root
git commit -q -m root
status 0 git push -q ../remote.git root
ran 1 tests/test_cart.py
EOT

it 'pre-push runs the tests of a shallow clone, and none where there is none' <<'EOT'
. "$E2E_SETUP"
shop
runner
change shop/cart.py
git push -q origin main
cd ..
git clone -q --depth 1 "file://$PWD/remote.git" shallow
cd shallow
rsg-hook install pre-push >out
change shop/mail.py
status 0 git push -q origin main
ran 1 tests/test_mail.py
git rm -q -r tests features web api
git commit -q -m 'no tests'
status 0 git push -q origin main
has 'no test is run: there is none in' err
ran 1
git init -q --bare ../new.git
git init -q ../little
cd ../little
rsg-hook install pre-push >out
mkdir spec
printf 'test("adds", () => {});\n' >spec/sum.test.js
git add .
git commit -q -m first
status 0 git push -q ../new.git main
has 'none that pytest can run' err
ran 1
RSG_HOOK_FORMAT=paths status 0 git push -q ../new.git main:second
ran 2 spec/sum.test.js
EOT

it 'pre-push runs no command of a project that is not trusted, and says when it cannot run' <<'EOT'
. "$E2E_SETUP"
shop pre-push
mkdir .rsg
printf '/.rsg/run.db*\n' >.gitignore
printf 'hook.tests: touch pwned\nhook.format: pytest\n' >.rsg/config.yaml
git add .
change shop/cart.py
status 0 git push -q -n origin main
has 'hook.tests' err
has 'hook.format is ignored' err
[ ! -e pwned ]
rsg-config -q --trust
status 0 git push -q -n origin main
[ -e pwned ]
RSG_HOOK_TESTS=no-such-runner status 1 git push -q -n origin main
has 'or could not be run' err
RSG_HOOK_FORMAT=nothing status 1 git push -q -n origin main
has 'could not be chosen' err
EOT

it 'pre-push asks about the phases of a change, too, where they must be approved' <<'EOT'
. "$E2E_SETUP"
shop pre-push
runner
change shop/cart.py
export RSG_GATES_REQUIRED=ranking
status 1 alone git push -q origin main
held
ran 0
approve=$(sed -n 's/.*\(rsg-gate --approve [0-9a-f-]* ranking\).*/\1/p' err)
status 0 $approve
status 0 alone git push -q origin main
pushed
ran 1 tests/test_cart.py
EOT

finish
