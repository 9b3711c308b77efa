#!/bin/sh
# rsg-retrieve: existing tests that match a story.
. "${0%/*}/lib.sh"

# records: five tests.  doc: the story with its vectors.
setup='record() {
	jq -cn --arg id "$1" --arg title "$2" --arg words "$3" --argjson requirements "${4-[]}" "{
		rsg_test: 1, id: (\"pytest:tests/\" + \$id), name: \$id, title: \$title,
		file: \"tests/a.py\", language: \"python\", framework: \"pytest\",
		kind: \"automated\", tags: [], requirements: \$requirements, words: \$words,
		sha256: \"0000000000000000000000000000000000000000000000000000000000000000\"}"
}
records() {
	record vat "total includes vat" "cart total vat rate assert"
	record receipt "receipt is mailed" "mail receipt minutes smtp assert"
	record login "user logs in" "user password session assert"
	record linked "legacy case" "nothing in common" "[\"SHOP-12\"]"
	record other "warehouse stock" "shelf stock count assert" "[\"AC-1\"]"
}
doc() {
	jq -c "{rsg, run, story, phases: {ingestion: .phases.ingestion}}" "$DATA/run-document.json" |
		jq -c "del(.phases.ingestion.output.criteria[].references) |
			del(.phases.ingestion.output.requirements[].references)"
}'
export setup

it 'finds the tests of each criterion and says by which signals and terms' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '.phases.retrieval.output | .corpus == "default" and .corpus_size == 5 and .top == 20' out
holds '[.phases.retrieval.output.queries[].id] == ["story", "REQ-1", "AC-1", "AC-2"]' out
holds '.phases.retrieval.output.queries[3].matches[0] | .test == "pytest:tests/receipt" and
	.terms == ["receipt", "mailed", "minutes"] and .signals.text == 1 and .signals.vector > 0.3' out
holds '.phases.retrieval.output.queries[2].matches[0].test == "pytest:tests/vat"' out
holds '.phases.retrieval.output.queries[3].terms[0] ==
	{"term": "receipt", "stem": "receipt", "idf": 1.3863, "known": true, "weight": 1}' out
EOT

it 'lists every test that is matched once' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '.phases.retrieval.output | ([.tests[].id] | length == (unique | length)) and
	([.queries[].matches[].test] | unique) == ([.tests[].id] | sort)' out
EOT

it 'puts a test first that names what the criterion refers to' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc | jq -c '.phases.ingestion.output.criteria[0].references = ["shop-12"]' >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '[.phases.retrieval.output.queries[2].matches[] | select(.signals.link)] |
	length == 2 and (map(.test) | index("pytest:tests/linked") != null)' out
EOT

it 'links an id of its own only when the story names it' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc | jq -c '.story.text |= gsub("AC-1"; "First")' >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '[.phases.retrieval.output.queries[].matches[] | select(.signals.link)] == []' out
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '[.phases.retrieval.output.queries[2].matches[] | select(.signals.link).test] ==
	["pytest:tests/other"]' out
EOT

it 'gives no more than --top' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve --top 1 <embedded
holds '[.phases.retrieval.output.queries[].matches | length] | max == 1' out
holds '.phases.retrieval.output.top == 1' out
status 2 rsg-retrieve --top 0 <embedded
EOT

it 'does not mix corpora' <<'EOT'
eval "$setup"
records | status 0 rsg-index
record far "receipt receipt" "mail receipt minutes" | status 0 rsg-index --corpus far
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
lacks pytest:tests/far out
holds '.phases.retrieval.output.queries[3].terms[0].idf == 1.3863' out
status 0 rsg-retrieve --corpus far <embedded
holds '[.phases.retrieval.output.tests[].id] == ["pytest:tests/far"]' out
EOT

# ask CRITERION: the words of two tests that differ in the place of their words only, and what is found for it.
places='record() {
	jq -cn --arg id "$1" --arg words "$2" --arg file "${3-tests/x.py}" "{
		rsg_test: 1, id: (\"pytest:\" + \$id), name: \$id, title: \"case\", file: \$file,
		language: \"python\", framework: \"pytest\", kind: \"automated\", tags: [], requirements: [],
		words: \$words, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\"}"
}
ask() {
	jq -c --arg text "$1" "{rsg, run, story, phases: {ingestion: .phases.ingestion}}
		| .phases.ingestion.output |= (.criteria |= [.[0] | del(.references) | .text = \$text]
			| .requirements |= [.[0] | del(.references) | .criteria = [.criteria[0]]])" \
		"$DATA/run-document.json" >in.json
	status 0 rsg-embed <in.json
	mv out embedded.json
	status 0 rsg-retrieve <embedded.json
	jq -c ".phases.retrieval.output.queries[] | select(.kind == \"criterion\")" out >query.json
}'
export places

it 'puts words that stand side by side before the same words apart' <<'EOT'
eval "$places"
{
	record apart "gamma alpha one two delta beta three four five six"
	record together "gamma one alpha beta two delta three four five six"
	record far "alpha one two three four delta five six gamma beta"
} | status 0 rsg-index
ask 'alpha beta'
holds '.matches[0] | .test == "pytest:together" and .signals.pair == 1 and .pairs == ["alpha beta"]' query.json
holds '.matches[] | select(.test == "pytest:apart") | (.signals | has("pair") | not) and .pairs == ["alpha beta"]' query.json
holds '.matches[] | select(.test == "pytest:far") | (.signals | has("pair") | not) and .pairs == []' query.json
RSG_RETRIEVAL_WEIGHT_PAIR=0 status 0 rsg-retrieve <embedded.json
holds '[.phases.retrieval.output.queries[] | select(.kind == "criterion") | .matches[].score] | max - min < 0.15' out
EOT

it 'puts a test first that is about little else' <<'EOT'
eval "$places"
{
	record long "alpha one two three four five six seven eight nine ten eleven twelve"
	record short "alpha one"
	record other "beta"
} | status 0 rsg-index
ask 'alpha'
holds '[.matches[].test] == ["pytest:short", "pytest:long"]' query.json
holds '.matches[0].signals.cosine == 1 and (.matches[1].signals | .cosine < .text / 1.5 and .cosine > 0)' query.json
RSG_RETRIEVAL_WEIGHT_COSINE=0 status 0 rsg-retrieve <embedded.json
jq -c '.phases.retrieval.output.queries[] | select(.kind == "criterion")' out >without.json
jq -c -n --slurpfile with query.json --slurpfile without without.json '[$with, $without | .[0].matches[1].score]' >both.json
holds '.[0] < .[1]' both.json
EOT

it 'weighs a pair as its lesser word' <<'EOT'
eval "$places"
{
	record one "alpha beta"
	record two "alpha"
	record three "alpha"
} | status 0 rsg-index
ask 'alpha beta unheard'
holds '(.terms | map(.idf)) as [$alpha, $beta, $unheard] | $alpha < $beta and $beta < $unheard and
	[.pairs[].idf] == [$alpha, $beta]' query.json
EOT

it 'finds a word in another form' <<'EOT'
eval "$places"
{
	record one "an addition was sent"
	record two "nothing of the kind"
} | status 0 rsg-index
ask 'Adding sends notifications'
holds '.matches[0] | .test == "pytest:one" and .terms == ["adding", "sends"]' query.json
EOT

it 'makes no pair across the end of a sentence' <<'EOT'
eval "$places"
record one "alpha beta gamma" | status 0 rsg-index
ask 'An alpha. The beta, gamma; a delta'
holds '[.pairs[].pair] == ["beta gamma"]' query.json
EOT

it 'shows words as the text has them and weighs what is repeated' <<'EOT'
eval "$places"
record one "mail receipt" | status 0 rsg-index
ask 'Receipts are Mailed; a receipt, mailed receipts'
holds '[.terms[] | [.term, .stem, .known]] == [["receipts", "receipt", true], ["mailed", "mail", true]]' query.json
holds '.terms[0].weight == 2.0986 and .terms[1].weight == 1.6931' query.json
EOT

it 'lets a repeated word, and one of the title, count more' <<'EOT'
eval "$places"
{
	record a "alpha one"
	record b "beta one"
} | status 0 rsg-index
ask 'beta; alpha; beta'
holds '.matches[0] | .test == "pytest:b" and .signals.text == 1' query.json
holds '.matches[1].signals.text < 0.7' query.json
jq -c '.story.text = "alpha, beta" | .phases.ingestion.output.title = "alpha" | del(.phases.embedding)' in.json >titled.json
status 0 rsg-embed <titled.json
mv out embedded.json
status 0 rsg-retrieve <embedded.json
holds '.phases.retrieval.output.queries[0].matches | .[0].test == "pytest:a" and .[1].signals.text == 0.5' out
EOT

it 'prefers the path that has the words' <<'EOT'
eval "$places"
{
	record body "alpha one two" tests/other.py
	record path "alpha one two" tests/alpha.py
} | status 0 rsg-index
ask 'alpha'
holds '.matches[0] | .test == "pytest:path" and .signals.path == 1' query.json
holds '.matches[1].signals | has("path") | not' query.json
EOT

it 'names the command that makes a missing corpus' <<'EOT'
eval "$setup"
doc >doc
status 0 rsg-embed <doc
mv out embedded
status 65 rsg-retrieve <embedded
has 'rsg-scan tests/ | rsg-index' err
empty out
records | status 0 rsg-index --corpus web
status 65 rsg-retrieve <embedded
has 'there is "web"' err
status 65 rsg-retrieve --corpus shop <embedded
has '--corpus shop' err
status 0 rsg-index --allow-empty --corpus web </dev/null
status 65 rsg-retrieve --corpus web <embedded
has 'is empty' err
EOT

it 'uses words and links when the vectors are of another model' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc >doc
status 0 rsg-embed <doc
jq -c '.phases.embedding.output.model = "other/model"' out >embedded
status 0 rsg-retrieve <embedded
holds '.phases.retrieval.warnings[0].code == "no-vectors"' out
holds '[.phases.retrieval.output.queries[].matches[] | select(.signals.vector)] == []' out
EOT

it 'names the phase that is missing' <<'EOT'
eval "$setup"
doc >doc
status 65 rsg-retrieve --no-store <doc
has embed err
EOT

it 'takes a reference for a link and not for a word' <<'EOT'
eval "$setup"
records | status 0 rsg-index
doc | jq -c '.phases.ingestion.output |= (.references = ["SHOP-12"]
	| .criteria[0] |= (.text += " (SHOP-12)" | .references = ["SHOP-12"]))' >doc
status 0 rsg-embed <doc
mv out embedded
status 0 rsg-retrieve <embedded
holds '[.phases.retrieval.output.queries[].terms[].term | select(test("shop|12"))] == []' out
holds '.phases.retrieval.output.queries[] | select(.id == "AC-1") | .matches[] |
	select(.test == "pytest:tests/linked") | .signals.link == 1' out
EOT

# A project of two modules with a test each, whose history has a commit for each pair; change: a diff of src/cart.py.
project='commit() {
	git add -A && git commit -qm "$1"
}
module() {
	mkdir -p src tests
	printf "def %s_total(%s):\n    return sum(%s)\n" "$1" "$1" "$1" >"src/$1.py"
	printf "from src.%s import %s_total\n\ndef test_%s_total():\n    assert %s_total([1, 2]) == 3\n" \
		"$1" "$1" "$1" "$1" >"tests/test_$1.py"
}
git init -q -b main project
cd project
git config user.name T
git config user.email t@example.org
module cart && commit "the cart has a total"
module mail && commit "mail is counted"
echo "# rounded" >>src/cart.py && echo "# rounded" >>tests/test_cart.py && commit "round the total"
index() {
	rsg-scan -q . | rsg-index -q
}
index
change() {
	echo "# again, rounded" >>src/cart.py
	git diff | rsg-impact -q >doc
	git checkout -q src
}'
export project

it 'says what speaks for the file of each test of a change' <<'EOT'
eval "$project"
change
status 0 rsg-retrieve -o ../out.json <doc
output=.phases.retrieval.output
holds "$output | [.files[].path] == [\"tests/test_cart.py\", \"tests/test_mail.py\"]" ../out.json
holds "$output | [.tests[].file] == [.files[].path] and .queries == []" ../out.json
holds "$output.files[0].signals | .names == 1 and .\"same-stem\" == 1 and .\"near-path\" == 1 and .joint == 1 and
	.\"co-change\" == 1 and .blame == 1" ../out.json
holds "$output.files[1].signals | has(\"same-stem\") or has(\"co-change\") or has(\"blame\") | not" ../out.json
holds "$output.files[0] | .together == 2 and .commits[0].paths == [\"src/cart.py\"] and
	.tests == [{test: \"pytest:tests/test_cart.py::test_cart_total\", near: 1}]" ../out.json
holds "$output.history | .commits == 3 and .shallow == false and .missing == [] and .head == \"$(git rev-parse HEAD)\"" \
	../out.json
EOT

it 'says which test imports what changed, directly and through another file' <<'EOT'
eval "$project"
echo 'from src.cart import cart_total' >>src/mail.py
git add -A && git commit -qm 'mail has the total'
change
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output | [.files[].imports] == [["src/cart.py"], ["src/mail.py", "src/cart.py"]] and
	[.files[].signals.imports] == [1, 0.5]' out
EOT

it 'says which test imports a file that is gone, and one that stands for its folder' <<'EOT'
eval "$project"
mkdir src/cart && echo 'LIMIT = 3' >src/cart/__init__.py
echo 'from src.cart import LIMIT' >>tests/test_mail.py
git rm -q src/cart.py && commit 'a cart is a package'
git rm -q src/mail.py
git diff HEAD | rsg-impact -q >doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files | map(select(.path == "tests/test_mail.py"))[0].imports == ["src/mail.py"]' out
git reset -q --hard
echo '# more' >>src/cart/__init__.py
git diff | rsg-impact -q >doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files | map(select(.imports == ["src/cart/__init__.py"]).path) ==
	["tests/test_cart.py", "tests/test_mail.py"]' out
mkdir shop && printf 'module example.org/x\n' >go.mod
printf 'package shop\n\nfunc Sum() int { return 1 }\n' >shop/sum.go
printf 'package x\n\nimport (\n\t"example.org/x/shop"\n\t"testing"\n)\n\nfunc TestSum(t *testing.T) { shop.Sum() }\n' >x_test.go
commit 'sums in go' && index
echo '// more' >>shop/sum.go
git diff | rsg-impact -q >doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files | map(select(.imports).path) == ["x_test.go"]' out
EOT

it 'takes a case for near by its own lines' <<'EOT'
eval "$project"
printf '%s\n' 'from src.cart import cart_total' '' 'def test_second():' '    assert cart_total([1]) == 1' '' \
	'def test_third():' '    assert "nothing"' >tests/test_two.py
printf '%s\n' 'from src.cart import cart_total' '' 'def test_fourth():' '    assert "nothing"' '' \
	'def test_fifth():' '    assert cart_total([1]) == 1' >tests/test_three.py
index
change
status 0 rsg-retrieve <doc
holds '[.phases.retrieval.output.files[].tests | map({(.test | split("::")[1]): .near}) | add] | add |
	.test_second > .test_third and .test_fifth > .test_fourth' out
EOT

it 'looks into no file of a manual case, nor through a link that leaves the root' <<'EOT'
eval "$project"
printf 'def test_away():\n    pass\n' >../away.py
ln -s ../../away.py tests/test_link.py
{
	rsg-scan -q .
	rsg-scan -q tests/test_cart.py | jq -c '.file = "tests/test_link.py" | .id = "pytest:away"'
	rsg-scan -q tests/test_cart.py | jq -c '.file = "tests/test_mail.py" | .id = "manual:M-1" | .kind = "manual"'
} | rsg-index -q
change
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files | map(.path) == ["tests/test_cart.py", "tests/test_mail.py"] and
	(.[1].tests | map(.test)) == ["pytest:tests/test_mail.py::test_mail_total"]' out
EOT

it 'reads a commit once, and forgets what a dry run read' <<'EOT'
export RSG_STORE="$PWD/run.db"
eval "$project"
change
mv doc ..
kept() {
	sqlite3 ../run.db 'SELECT count(*) FROM commit_cache' >kept
	echo "$1" >wanted
	same kept wanted
}
status 0 rsg-retrieve --dry-run <../doc
kept 0
status 0 rsg-retrieve <../doc
kept 3
mv out ../first
module login && commit 'login' && index
status 0 rsg-retrieve <../doc
kept 4
holds '.phases.retrieval.output.history.commits == 4' out
git reset -q --hard HEAD~1 && index
status 0 rsg-retrieve <../doc
jq -S .phases.retrieval.output ../first >../a
jq -S .phases.retrieval.output out >../b
same ../a ../b
EOT

it 'does without a history, and says so' <<'EOT'
eval "$project"
change
RSG_HISTORY_COMMITS=0 status 0 rsg-retrieve <doc
holds '.phases.retrieval.output | .history.commits == 0 and .history.missing == ["no history: history.commits is 0"] and
	(.files[0].signals | has("joint") or has("recent") | not) and .files[0].signals.names == 1' out
mv .git ../git
git init -q .
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.history.missing == ["the repository has no commit yet"]' out
rm -r .git
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.history | .head == "" and (.missing | length == 1) and (.missing[0] | startswith("no history: "))' out
mv ../git .git
git clone -q --depth 1 "file://$PWD" ../shallow
cd ../shallow
status 0 rsg-retrieve <../project/doc
holds '.phases.retrieval.output.history | .shallow and (.missing[0] | contains("git fetch --unshallow"))' out
EOT

it 'looks below --root, and leaves out what is not there' <<'EOT'
eval "$project"
change
status 0 rsg-retrieve <doc
jq -S .phases.retrieval.output out >../within
cd ..
status 0 rsg-retrieve --root project <project/doc
jq -S .phases.retrieval.output out >above
same within above
holds '.phases.retrieval.output | (.files | length) == 2 and .files[0].signals.blame == 1' out
mkdir empty
status 0 rsg-retrieve --root empty <project/doc
holds '.phases.retrieval.output | has("files") | not' out
holds '.phases.retrieval.warnings[0].code == "no-files"' out
EOT

it 'knows the paths of a project below the root of the repository' <<'EOT'
export RSG_STORE="$PWD/run.db"
mkdir top && cd top && git init -q -b main . && git config user.name T && git config user.email t@example.org
mkdir -p shop/src shop/tests
echo 'def total(): pass' >shop/src/cart.py
printf 'def test_total():\n    pass\n' >shop/tests/test_cart.py
printf 'def test_mail():\n    pass\n' >shop/tests/test_mail.py
git add -A && git commit -qm 'a cart'
echo '# more' >>shop/src/cart.py && echo '# more' >>shop/tests/test_cart.py && git commit -qam 'more'
echo '# again' >>shop/src/cart.py
cd shop
rsg-scan -q . | rsg-index -q
git diff | rsg-impact -q >doc
git checkout -q .
status 0 rsg-retrieve <doc
[ "$(sqlite3 "$RSG_STORE" "SELECT count(*) FROM blame_cache")" -eq 1 ]
holds '.phases.retrieval.output.files[0] | .path == "tests/test_cart.py" and .signals."co-change" == 1 and .signals.blame == 1 and
	.commits[0].paths == ["src/cart.py"]' out
git mv src/cart.py src/basket.py
echo '# again' >>src/basket.py
git diff HEAD | rsg-impact -q >doc
holds '.change.files[0] | .old_path == "shop/src/cart.py" and .status == "renamed"' doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files[0] | .path == "tests/test_cart.py" and .signals."co-change" == 1 and .signals.blame == 1' out
EOT

it 'takes code that holds tests for both: a cause, and a test that changed' <<'EOT'
git init -q -b main . && git config user.name T && git config user.email t@example.org
mkdir -p src tests
code() {
	printf 'pub fn %s() -> u32 { 1 }\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn %s_is_one() { assert_eq!(super::%s(), 1); }\n}\n' \
		"$1" "$1" "$1" >"src/$1.rs"
	printf '#[test]\nfn %s_from_outside() { assert_eq!(shop::%s(), 1); }\n' "$1" "$1" >"tests/$1.rs"
}
code cart && code mail && git add -A && git commit -qm first
rsg-scan -q . | rsg-index -q
echo '// more' >>src/cart.rs
git diff | rsg-impact -q >doc
git checkout -q src
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output.files | map({(.path): .}) | add | (.["src/cart.rs"].changed == true) and
	(.["tests/cart.rs"] | .signals."same-stem" == 1 and .signals.names == 1 and (has("changed") | not)) and
	([.[].signals[]] | max == 1)' out
EOT

it 'takes what the commits of a change say for the request when there is no story' <<'EOT'
eval "$project"
git checkout -q -b topic
echo "# twice" >>src/mail.py && git commit -qam 'mail is counted twice'
rsg-impact -q --base main </dev/null >doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output | .files[1] | .path == "tests/test_mail.py" and .signals.path == 1 and .signals.body == 1' out
jq -c 'del(.change.message)' doc >mute
status 0 rsg-retrieve <mute
holds '.phases.retrieval.output.files[1].signals | has("path") or has("body") | not' out
EOT

it 'lists the likely sources of a story, and the nearest tests of its likely files' <<'EOT'
eval "$project"
printf '# Round the cart total\n\nAs a guest I want totals rounded.\n\n- The total of the cart is rounded.\n' >story.md
rsg-ingest -q story.md | rsg-embed -q >doc
status 0 rsg-retrieve <doc
holds '.phases.retrieval.output | .sources[0] == {path: "src/cart.py", weight: 1} and
	([.sources[].path] | inside(["src/cart.py", "src/mail.py"])) and
	.files[0].signals."source-joint" == 1 and (.files[0].signals | has("joint") | not)' out
EOT

finish
