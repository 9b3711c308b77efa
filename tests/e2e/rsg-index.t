#!/bin/sh
# rsg-index: records become the corpus.
. "${0%/*}/lib.sh"

# cases N: N records of three words each.  Each test gets it through the environment.
cases='cases() {
	jq -cn --argjson n "$1" "range(\$n) | {rsg_test: 1, id: \"pytest:tests/a.py::test_\(.)\",
		name: \"tests/a.py::test_\(.)\", title: \"case \(.)\", file: \"tests/a.py\",
		language: \"python\", framework: \"pytest\", kind: \"automated\", tags: [],
		requirements: [], words: \"alpha beta word\(.)\",
		sha256: (\"0000000000000000000000000000000000000000000000000000000000000000\(.)\" | .[-64:])}"
}
rows() {
	sqlite3 "$HOME/.local/share/rsg/run.db" "$1"
}'
export cases

it 'indexes new records and knows unchanged ones again' <<'EOT'
eval "$cases"
cases 3 >in
status 0 rsg-index --json <in
holds '.tests == 3 and .added == 3' out
has '3 tests: 3 new' err
status 0 rsg-index --json <in
holds '.tests == 3 and .added == 0 and .unchanged == 3' out
status 0 rsg-index <in
empty out
EOT

it 'changes what changed and lets go what is not in the input' <<'EOT'
eval "$cases"
cases 3 >in
status 0 rsg-index <in
sed -n '1p;2s/beta/gamma/p' in >in2
status 0 rsg-index --json <in2
holds '.tests == 2 and .changed == 1 and .gone == 1 and .unchanged == 1' out
status 0 rsg-index --json <in
holds '.tests == 3 and .changed == 1 and .returned == 1' out
EOT

it 'keeps the row of a renamed test' <<'EOT'
eval "$cases"
cases 3 >in
status 0 rsg-index <in
rows 'SELECT id, test FROM test_case ORDER BY id' >before
has '2|pytest:tests/a.py::test_1' before
sed '2s/test_1/test_one/g' in >in2
status 0 rsg-index --json <in2
holds '.renamed == 1 and .added == 0 and .gone == 0 and .tests == 3' out
rows 'SELECT id, test, renamed_from FROM test_case ORDER BY id' >after
has '2|pytest:tests/a.py::test_one|pytest:tests/a.py::test_1' after
sed 's,tests/a.py,tests/b.py,g' in2 >in3
status 0 rsg-index --json <in3
holds '.renamed == 3 and .added == 0 and .gone == 0 and .tests == 3' out
rows 'SELECT id, test FROM test_case ORDER BY id' >after
has '2|pytest:tests/b.py::test_one' after
rows 'SELECT count(*) FROM test_text' >texts
has 3 texts
rows 'SELECT count(*) FROM vector' >vectors
has 3 vectors
EOT

it 'takes tests of equal content for renamed only when the name says which' <<'EOT'
eval "$cases"
cases 2 | sed 's/"sha256":"[0-9]*"/"sha256":"1111111111111111111111111111111111111111111111111111111111111111"/' >in
status 0 rsg-index <in
sed 's/test_/check_/g' in >in2
status 0 rsg-index --json <in2
holds '.renamed == 0 and .added == 2 and .gone == 2' out
sed 's,tests/a.py,tests/b.py,g' in2 >in3
status 0 rsg-index --json <in3
holds '.renamed == 2 and .added == 0 and .gone == 0' out
EOT

it 'does not guess which of two equal tests was renamed' <<'EOT'
eval "$cases"
cases 2 | sed 's/"sha256":"[0-9]*"/"sha256":"1111111111111111111111111111111111111111111111111111111111111111"/' >in
status 0 rsg-index <in
head -n 1 in | sed 's/test_/check_/g' | status 0 rsg-index --json
holds '.renamed == 0 and .added == 1 and .gone == 2' out
EOT

it 'forgets the vector of a test that is gone' <<'EOT'
eval "$cases"
cases 40 | status 0 rsg-index
cases 39 | status 0 rsg-index --json
holds '.gone == 1' out
rows 'SELECT count(*) FROM vector' >vectors
has 39 vectors
EOT

it 'indexes a part with --under and adds with --add' <<'EOT'
eval "$cases"
cases 2 >in
cases 2 | sed 's,tests/a.py,tests/sub/b.py,g' >sub
cat in sub | status 0 rsg-index
head -n 1 sub | status 0 rsg-index --under tests/sub/ --json
holds '.tests == 3 and .gone == 1 and .renamed == 0' out
head -n 1 in | status 0 rsg-index --add --json
holds '.tests == 3 and .gone == 0' out
head -n 1 in | status 0 rsg-index --under tests/su --json
holds '.tests == 3 and .gone == 0' out
head -n 1 in | status 0 rsg-index --under tests/sub --json
holds '.tests == 2 and .gone == 1' out
EOT

it 'does not mix corpora' <<'EOT'
eval "$cases"
cases 2 | status 0 rsg-index --corpus one
cases 3 | status 0 rsg-index --corpus two --json
holds '.corpus == "two" and .tests == 3 and .added == 3' out
cases 2 | status 0 rsg-index --corpus one --json
holds '.tests == 2 and .unchanged == 2' out
cases 1 | status 0 rsg-index --corpus two --json
holds '.gone == 2' out
cases 2 | status 0 rsg-index --corpus one --json
holds '.unchanged == 2' out
EOT

it 'refuses an empty input and empties a corpus when told to' <<'EOT'
eval "$cases"
cases 2 | status 0 rsg-index
status 65 rsg-index </dev/null
has 'empty input' err
printf '\n\n' | status 65 rsg-index
has 'allow-empty' err
cases 2 | status 0 rsg-index --json
holds '.unchanged == 2' out
status 0 rsg-index --allow-empty --json </dev/null
holds '.tests == 0 and .gone == 2' out
cases 2 | status 0 rsg-index --json
holds '.returned == 2 and .tests == 2' out
EOT

it 'refuses a record that does not fit and keeps the old corpus' <<'EOT'
eval "$cases"
cases 2 | status 0 rsg-index
(cases 3; echo '{"rsg_test":1}') | status 65 rsg-index
has 'record 4' err
empty out
(cases 3; echo '{"rsg_test":1') | status 65 rsg-index
has 'record 4' err
cases 2 | status 0 rsg-index --json
holds '.unchanged == 2 and .tests == 2 and .gone == 0' out
EOT

it 'keeps two tests of the same id apart and warns' <<'EOT'
eval "$cases"
(cases 1; cases 1 | sed 's/alpha/gamma/'; cases 1 | sed 's/alpha/delta/') >in
status 0 rsg-index --json <in
holds '.tests == 3' out
has 'More than one test is called "pytest:tests/a.py::test_0"' err
rows 'SELECT test FROM test_case ORDER BY test' >ids
has 'test_0#2' ids
has 'test_0#3' ids
status 0 rsg-index --json <in
holds '.unchanged == 3' out
sed 's/alpha/omega/; s/gamma/epsilon/' in >in2
status 0 rsg-index --json <in2
holds '.tests == 3 and .changed == 2 and .unchanged == 1' out
status 0 rsg-index <in
(cat in; cat in) | status 0 rsg-index --json
holds '.unchanged == 3 and .duplicates == 3' out
has '3 records were given more than once' err
EOT

it 'leaves the old corpus when it is killed' <<'EOT'
eval "$cases"
cases 2 >in
status 0 rsg-index <in
cases 4000 | sed 's/alpha/omega/' >big
mkfifo pipe
rsg-index <pipe >killed.out 2>killed.err &
pid=$!
exec 3>pipe
cat big >&3
kill -9 $pid
wait $pid 2>wait.err || has Killed wait.err
exec 3>&-
status 0 rsg-index --json <in
holds '.unchanged == 2 and .tests == 2 and .gone == 0' out
EOT

it 'counts without changing anything with --dry-run' <<'EOT'
eval "$cases"
cases 2 | status 0 rsg-index
cases 5 | status 0 rsg-index --dry-run --json
holds '.added == 3' out
cases 2 | status 0 rsg-index --json
holds '.unchanged == 2 and .tests == 2 and .gone == 0' out
EOT

it 'needs the store' <<'EOT'
eval "$cases"
cases 2 | status 2 rsg-index --no-store
has 'no-store' err
EOT

finish
