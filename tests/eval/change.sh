#!/bin/sh
# change.sh DATA MIRROR TRACK [LIMIT] - change -> tests with the real programs (tests/eval/change-tool.py).
#
# TRACK is story (the message is known) or impact (the diff, too).  MIRROR holds OWNER+NAME/repo for the repositories of
# DATA/repos.json; those that are not there are left out, and only some with EVAL_ONLY="OWNER/NAME ...".  LIMIT is how many cases of
# each are run, by default all of them: up to 60, one or two seconds each.  EVAL_OUT=FILE keeps the rankings.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$1
mirror=$2
track=$3
limit=${4-}
names=$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' "$data/repos.json")
only=
for repo in ${EVAL_ONLY:-$names}; do
	if [ -d "$mirror/$(echo "$repo" | tr / +)/repo" ]; then
		only="$only $repo"
	else
		echo "not in the mirror: $repo" >&2
	fi
done
[ -n "$only" ] || {
	echo "change.sh: $mirror holds none of the repositories: fetch one" >&2
	exit 66
}
case $track in
story) diff= ;;
impact) diff=' {diff}' ;;
*)
	echo "change.sh: $track: expected story or impact" >&2
	exit 2
	;;
esac
python3 -B "$here/change-baselines.py" "$data/baseline-dev.json" "$track"
# shellcheck disable=SC2086 # a list of names
python3 -B "$data/run_tool.py" --mirror "$mirror" --cases "$data/dev-cases.jsonl" --track "$track" \
	--tool "python3 -B $here/change-tool.py {dir} {query} {tests}$diff" --only $only ${limit:+--limit "$limit"} \
	${EVAL_OUT:+--out "$EVAL_OUT"}
