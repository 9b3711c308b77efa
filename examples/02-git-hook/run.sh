#!/bin/sh
# run.sh - the hooks at work, in a repository made for it.  Ends with 0 when they did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$tmp/home/gitconfig" NO_COLOR=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE RSG_STORE RSG_RUN XDG_CONFIG_HOME XDG_DATA_HOME
mkdir "$HOME"
git config --global user.name Ana
git config --global user.email ana@example.org
git config --global init.defaultBranch main

git init -q --bare "$tmp/remote.git"
cp -R "$here/../01-shop" "$tmp/shop"
cp -R "$here/hooks" "$tmp/shop/hooks"
cd "$tmp/shop"
mkdir .rsg stories
mv story.md "$tmp/story.md"
git init -q
git remote add origin "$tmp/remote.git"
git config core.hooksPath hooks
printf '/.rsg/\n' >.gitignore

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

say 'the tests are committed and pushed: the hooks have nothing to say'
git add .
git commit -q -m 'shop'
git push -q origin main
[ -s .rsg/run.db ] || fail 'pre-commit made no corpus'

say 'a story is committed: pre-commit says what it lacks'
cp "$tmp/story.md" stories/guest-checkout.md
git add stories
git commit -q -m 'story: guest checkout' 2>"$tmp/said"
cat "$tmp/said"
grep -q 'AC-9' "$tmp/said" || fail 'pre-commit names no gap'

say 'its push is refused'
if git push -q origin main 2>"$tmp/said"; then
	fail 'pre-push let the gaps through'
fi
cat "$tmp/said"
grep -q 'acceptance criteria without a test' "$tmp/said" || fail 'pre-push does not say why'

say 'with the gaps accepted it goes through'
RSG_HOOK_GAPS=9 git push -q origin main
[ "$(git rev-parse main)" = "$(git -C "$tmp/remote.git" rev-parse main)" ] || fail 'nothing was pushed'
echo 'pushed'
