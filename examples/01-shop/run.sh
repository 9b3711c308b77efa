#!/bin/sh
# run.sh - the main job on this shop: its tests become a corpus, its story a ranked suite.
set -eu
cd "$(dirname "$0")"
RSG_STORE=$(mktemp -d)/run.db
export RSG_STORE
trap 'rm -rf "${RSG_STORE%/run.db}"' EXIT

say() {
	printf '\n$ %s\n' "$*"
}

say 'rsg-scan . | rsg-index'
rsg-scan . | rsg-index
say 'rsg run story.md'
rsg run story.md
say 'rsg-audit --verify'
rsg-audit --verify
