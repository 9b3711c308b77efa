# sandbox.sh - what the tests of the sandbox share, after lib.sh: the probe, an image that holds it,
# and words for a test in each tier.
#
#	tiers 'sentence' TIER... <<test		one `it` a tier, in which it can be used
#
# tests/peers/probe.c tries things and tells what came of it.  What needs a tier or a controller that
# this machine does not have is skipped, with the reason that --probe gives.

# shellcheck shell=sh
# shellcheck disable=SC2016

export TOOLS="$E2E_BASE/tools"
mkdir -p "$TOOLS"
gcc -static -O1 -o "$TOOLS/probe" "$ROOT/tests/peers/probe.c"

# An image that holds the probe and nothing else, in a store of its own.
container() {
	command -v podman || return
	mkdir -p "$TOOLS/image/bin" "$TOOLS/image/tmp" "$TOOLS/image/work" "$TOOLS/store"
	chmod 1777 "$TOOLS/image/tmp"
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
	can_use
	project
}
can_use() {
	[ "$(jq --arg t "$tier" '.tiers[] | select(.tier == $t) | .usable' "$TOOLS/here")" = true ] ||
		skip "$tier: $(jq -r --arg t "$tier" '.tiers[] | select(.tier == $t) | .why' "$TOOLS/here")"
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
	E2E_expected=$1
	shift
	sandboxed -- ./probe "$@"
	one_of "$E2E_expected"
}
# one_of A/B/... - the probe answered one of these; E: with an error.
one_of() {
	E2E_answer=$(jq -r .stdout.text told)
	case $1/$E2E_answer in E/E*) return ;; esac
	case /$1/ in */"$E2E_answer"/*) return ;; esac
	fail "answers $(jq -c '[.outcome, .stdout.text, .stderr.text]' told) in place of $1"
}
# open NAME - the tier does not give this guarantee, claims it of no run, and --probe tells why.
open() {
	holds ".guarantees | index(\"$1\") == null" "$TOOLS/ran-$tier"
	jq -r --arg t "$tier" --arg n "$1" '.tiers[] | select(.tier == $t).guarantees[]
		| select(.name == $n and (.holds | not)).how' "$TOOLS/here" >how
	has 'use the tier bwrap' how
}
# outcome NAME
outcome() {
	[ "$(jq -r .outcome told)" = "$1" ] || fail "not $1: $(head -c 1000 told)"
}
EOT

# ran-TIER: what is told of a run there, empty where there can be none.
(
	mkdir "$TOOLS/empty"
	cd "$TOOLS/empty" || exit
	git init -q .
	git -c user.name=T -c user.email=t@example.com commit -q --allow-empty -m nothing
	for tier in container bwrap native; do
		rsg-verify --tier "$tier" --accept-native -- true >"$TOOLS/ran-$tier" || :
	done
) 2>"$TOOLS/said"

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
