#!/bin/sh
# pipe.sh [BASE [STORY]] - run the tests that have to do with what changed since BASE, in one pipe.
#
# After an error in front, xargs is given nothing and pytest runs everything: slow, but safe.
base=${1:-main} story=${2-}
if [ -n "$story" ]; then
	rsg-ingest "$story" | rsg-embed | rsg-impact --base "$base" | rsg-retrieve | rsg-cover | rsg-rank |
		rsg-select --format pytest | xargs pytest -q
else
	git diff "$base..." | rsg-impact | rsg-retrieve | rsg-rank | rsg-select --format pytest | xargs pytest -q
fi
