#!/bin/sh
# run.sh - the hooks at work, in a repository made for it.  Ends with 0 when they did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$tmp/home/gitconfig" NO_COLOR=1
# shellcheck disable=SC2046 # names of variables
unset RSG_STORE RSG_RUN RSG_HOOK XDG_CONFIG_HOME XDG_DATA_HOME $(git rev-parse --local-env-vars)
mkdir "$HOME"
git config --global user.name Ana
git config --global user.email ana@example.org
git config --global init.defaultBranch main

git init -q --bare "$tmp/remote.git"
cp -R "$here/../01-shop" "$tmp/shop"
cd "$tmp/shop"
mkdir .rsg stories
mv story.md "$tmp/story.md"
git init -q
git remote add origin "$tmp/remote.git"
printf '/.rsg/run.db*\n' >.gitignore

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

# A job without a terminal, as in a script or CI.
push() {
	setsid -w git push -q origin main >"$tmp/said" 2>&1 </dev/null && pushed=yes || pushed=no
	cat "$tmp/said"
}

say 'there is a hook already: it is kept, and runs first'
printf '#!/bin/sh\necho "the hook of before: pushing to $1"\n' >.git/hooks/pre-push
chmod +x .git/hooks/pre-push
cp .git/hooks/pre-push "$tmp/before"
if rsg hook install; then
	fail 'it was overwritten'
fi
rsg hook --chain install

say 'the tests are committed and pushed: the hooks have nothing to say'
git add .
git commit -q -m 'shop'
push
[ "$pushed" = yes ] || fail 'the tests were not pushed'
[ -s .rsg/run.db ] || fail 'pre-commit made no corpus'

say 'a story is committed: pre-commit says what it lacks'
cp "$tmp/story.md" 'stories/guest checkout.md'
git add stories
git commit -q -m 'story: guest checkout' 2>"$tmp/said"
cat "$tmp/said"
grep -q 'AC-9' "$tmp/said" || fail 'pre-commit names no gap'

say 'its push is refused'
push
[ "$pushed" = no ] || fail 'pre-push let the gaps through'
grep -q 'acceptance criteria without a test' "$tmp/said" || fail 'pre-push does not say why'

say 'the gaps are accepted, and now the suite has to be approved'
printf 'hook.gaps: 3\ngates.required: [ranking]\n' >.rsg/config.yaml
rsg config --trust
push
[ "$pushed" = no ] || fail 'nobody approved'
approve=$(sed -n 's/.*\(rsg-gate --approve [0-9a-f-]* ranking[ 0-9a-z-]*\).*/\1/p' "$tmp/said")
[ -n "$approve" ] || fail 'it does not say how to approve'

say "$approve"
$approve
push
[ "$pushed" = yes ] || fail 'it was approved'
[ "$(git rev-parse main)" = "$(git -C "$tmp/remote.git" rev-parse main)" ] || fail 'nothing was pushed'

say 'another suite is another question'
echo '- Guests can pay with vouchers.' >>'stories/guest checkout.md'
git commit -q -a -m 'story: vouchers' 2>"$tmp/said"
RSG_HOOK_GAPS=9 push
[ "$pushed" = no ] || fail 'an approval counted for what nobody saw'

say 'the hooks go as they came'
rsg hook uninstall
cmp "$tmp/before" .git/hooks/pre-push
