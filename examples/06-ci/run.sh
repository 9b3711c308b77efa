#!/bin/sh
# run.sh - the jobs of both services, script by script, on a copy of the shop.  Ends with 0 when they did what README.md says.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HOME="$tmp/home" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$tmp/home/gitconfig" NO_COLOR=1
# shellcheck disable=SC2046 # names of variables
unset RSG_STORE RSG_RUN RSG_GATES_REQUIRED SOURCE_DATE_EPOCH XDG_CONFIG_HOME XDG_DATA_HOME APPROVE \
	$(git rev-parse --local-env-vars)
mkdir "$HOME"
git config --global user.name Ana
git config --global user.email ana@example.org
git config --global init.defaultBranch main

say() {
	printf '\n== %s\n' "$*"
}

fail() {
	echo "run.sh: $*" >&2
	exit 1
}

# The branch of a clone: a story behind what is on main.
git init -q "$tmp/origin"
cp -R "$here/../01-shop/." "$tmp/origin"
cd "$tmp/origin"
mv story.md "$tmp/story.md"
printf '/.rsg/run.db*\n/report/\n' >.gitignore
git add .
git commit -q -m shop
git clone -q . "$tmp/work"
cd "$tmp/work"
git checkout -q -b guests
mkdir stories
cp "$tmp/story.md" 'stories/guest checkout.md'
git add .
git commit -q -m story

# blocks FILE SIGN: each script of the file into $tmp/scripts/N, the name of its step in front, as "# NAME".
blocks() {
	rm -rf "$tmp/scripts"
	mkdir "$tmp/scripts"
	awk -v sign="$2" -v out="$tmp/scripts/" '
		function indent(s) { match(s, /^ */); return RLENGTH }
		/- name: / { sub(/.*- name: /, ""); name = $0; next }
		inside && /[^ ]/ && indent($0) <= column { inside = 0 }
		inside { print substr($0, from) >file; next }
		index($0, sign) && $0 ~ /\|$/ { column = indent($0); inside = 1; from = column + 3
			file = sprintf("%s%02d", out, ++n); print "# " name >file }
	' "$1"
	[ -s "$tmp/scripts/01" ] || fail "$1 has no script"
}

# job SHELL...: the scripts one after the other, as the service runs them; its status is in $got, what it said in $tmp/said.
job() {
	got=0
	: >"$tmp/said"
	for script in "$tmp"/scripts/*; do
		case $(head -n 1 "$script") in
		'# install rsg') continue ;;
		'# approve') [ -n "$APPROVE" ] || continue ;;
		esac
		setsid -w "$@" "$script" >>"$tmp/said" 2>&1 </dev/null || got=$?
		[ "$got" -eq 0 ] || break
	done
	cat "$tmp/said"
}

# What stands behind --approve on the page.
command_of() {
	sed -n 's/.*rsg-gate --approve \([0-9a-f-]* [a-z]* --sha256 [0-9a-f]*\).*/\1/p' "$1" | head -n 1
}

say 'GitHub: the suite, the gaps, and a gate that is closed'
blocks "$here/github.yml" 'run: |'
export BASE=main GITHUB_STEP_SUMMARY="$tmp/summary.md" RSG_USER=ana APPROVE=''
job bash -e
[ "$got" -eq 75 ] || fail "the gate ended with $got"
grep -q 'AC-9' "$tmp/summary.md" || fail 'the summary has no gap'
[ -n "$(command_of "$tmp/summary.md")" ] || fail 'the page does not say how to approve'
for file in 'guest checkout.xml' 'sarif/guest checkout.sarif' 'guest checkout.html'; do
	[ -s "report/$file" ] || fail "there is no $file"
done
grep -q '<failure' 'report/guest checkout.xml' || fail 'no gap is a failed test'

say 'GitHub: somebody approves'
APPROVE=$(command_of "$tmp/summary.md")
job bash -e
[ "$got" -eq 0 ] || fail "the gate ended with $got"
[ -s 'report/guest checkout.approved.json' ] || fail 'nothing came through the gate'

say 'GitHub: what was approved is not what comes next'
printf '\ndef test_guest_pays_with_vouchers():\n    assert True\n' >>tests/test_cart.py
git commit -q -a -m test
job bash -e
[ "$got" -ne 0 ] || fail 'an approval of before counted'
git reset -q --hard HEAD~

say 'GitHub: the same branch again'
APPROVE=''
git commit -q --allow-empty -m nothing
job bash -e
[ "$got" -eq 0 ] || fail 'it was approved'

say 'GitHub: the story changes'
echo '- Guests can pay with vouchers.' >>'stories/guest checkout.md'
git commit -q -a -m vouchers
job bash -e
[ "$got" -eq 75 ] || fail 'nobody saw this'

say 'GitLab: the same'
rm -rf report .rsg
blocks "$here/gitlab-ci.yml" '- |'
export CI_DEFAULT_BRANCH=main
job sh -e
[ "$got" -eq 75 ] || fail "the gate ended with $got"
grep -q 'AC-9' report/summary.md || fail 'the summary has no gap'
APPROVE=$(command_of "$tmp/said")
job sh -e
[ "$got" -eq 0 ] || fail "the gate ended with $got"
rsg-gate --list --all
