#!/bin/sh
# config-keys.sh - rewrite the list of keys in rsg-config.5 from what rsg-config says they are.
set -eu
here=$(dirname "$0")
page=$here/rsg-config.5
keys() {
	"$here/../bin/rsg-config" --json | jq -r '
		to_entries[] | ".It Cm \(.key)",
		"\(.value.help);",
		(.value.allowed +
		(if .value.built_in == "" then "" else ", built in " + .value.built_in end) +
		(if .value.may_rise then ", an untrusted project may only raise it"
		elif .value.may_fall then ", an untrusted project may only tighten it"
		elif .value.trusted then ", not taken from an untrusted project" else "" end)),
		".Pq Ev \(.value.variable)"'
}
{
	sed '/^\.\\" keys$/q' "$page"
	keys
	sed -n '/^\.\\" end of keys$/,$p' "$page"
} >"$page.tmp"
mv "$page.tmp" "$page"
