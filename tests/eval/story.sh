#!/bin/sh
# story.sh DATA MIRROR [LIMIT] - change -> tests, track story, with the real programs (tests/eval/story-tool.py).
#
# MIRROR holds OWNER+NAME/repo for the repositories of DATA/repos.json; those that are not there are left out.  LIMIT is how many
# cases of each are run, by default all of them (up to 60, about half a second each).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$1
mirror=$2
limit=${3-}
names=$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' "$data/repos.json")
only=
while read -r repo; do
	if [ -d "$mirror/$(echo "$repo" | tr / +)/repo" ]; then
		only="$only $repo"
	else
		echo "not in the mirror: $repo" >&2
	fi
done <<EOT
$names
EOT
[ -n "$only" ] || {
	echo "story.sh: $mirror holds none of the repositories: fetch one" >&2
	exit 66
}
echo 'baselines over all nine repositories, MAP: SQLite FTS5 .606, own BM25 .656, blend without history .701; goal .78'
# shellcheck disable=SC2086 # a list of names
python3 -B "$data/run_tool.py" --mirror "$mirror" --cases "$data/dev-cases.jsonl" --track story \
	--tool "python3 -B $here/story-tool.py {dir} {query}" --only $only ${limit:+--limit "$limit"}
