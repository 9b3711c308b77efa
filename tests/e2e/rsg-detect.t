#!/bin/sh
# rsg-detect: frameworks with their versions, runners, and hostile trees.
. "${0%/*}/lib.sh"

# plant FILE: the tree of tests/data/detect in the working directory, what is expected in the file expected.
cat >"$E2E_BASE/setup.sh" <<'EOT'
plant() {
	awk '/^expect / { print substr($0, 8) >"expected"; next }
		/^--- / {
			close(file)
			file = "tree/" substr($0, 5)
			dir = file
			sub(/\/[^\/]*$/, "", dir)
			system("mkdir -p \"" dir "\"")
			printf "" >file
			next
		}
		{ print >file }' "$1"
}
found() {
	jq -r '.roots[] | .path as $p |
		(.frameworks[] | "\($p) \(.name) \(.version // "-") \(.constraint // "-")")' out | sort >found
	grep -v '^=' expected | sort >wanted
	jq -r '.roots[] | "= \(.path) \(.package_manager // "-") \(.build_tool // "-") \(.capabilities.async) \(.capabilities.types)"' \
		out >abouts
	grep '^=' expected >about
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

for E2E_TREE in "$DATA"/detect/*.tree; do
	export E2E_TREE
	name=${E2E_TREE##*/}
	it "knows what is in ${name%.tree}" <<'EOT'
. "$E2E_SETUP"
plant "$E2E_TREE"
cd tree
status 0 rsg-detect --json
cd ..
mv tree/out tree/err .
empty err
found
diff wanted found >&2 || fail 'other frameworks'
grep -qxFf about abouts || fail "$(cat about) is not in $(cat abouts)"
EOT
done
finish
