#!/bin/sh
# rsg-impact.t - a diff, a list of paths, or what git says becomes the change of a run document.
. "${0%/*}/lib.sh"

# Two commits on main, one more there, and a branch from the second with a commit, a rename and a
# file that is gone; what is in the work tree is the branch's.
export REPO="$E2E_BASE/repo"
git() { command git -c user.name=Ann -c user.email=ann@example.com -c init.defaultBranch=main "$@"; }
(
	mkdir "$REPO" && cd "$REPO" || exit
	git init -q .
	mkdir src tests
	printf '%s\n' 'import money' '' 'class Cart:' '    def add(self, item):' '        self.items.append(item)' '' \
		'    def total(self):' '        return sum(self.items)' '' 'def empty():' '    return Cart()' >src/cart.py
	printf '%s\n' 'def rate():' '    return "two per cent"' >src/tax.py
	printf 'all:\n\ttrue\n' >Makefile
	printf 'def test_total():\n    assert True\n' >tests/test_cart.py
	git add -A && git commit -q -m one
	printf 'x = 1\n' >src/late.py && git add -A && git commit -q -m two
	git checkout -q -b topic
	sed -i 's/return sum(self.items)/return money.sum(self.items, "EUR")/' src/cart.py
	git mv src/tax.py src/duty.py && git rm -q src/late.py && git add -A && git commit -q -m three
	git checkout -q main && printf 'y = 2\n' >src/other.py && git add -A && git commit -q -m four
	git checkout -q topic
) >"$E2E_BASE/repo.log" 2>&1

it 'a diff starts a document, with its words and strings' <<'EOT'
cat >diff <<'EOD'
diff --git a/src/cart.py b/src/cart.py
index 1111111..2222222 100644
--- a/src/cart.py
+++ b/src/cart.py
@@ -1,3 +1,3 @@ def total(items):
 def add(item):
-    return "old text"
+    return 'new text', item
 x = 1
EOD
status 0 rsg-impact --no-store <diff
rsg-check run-document <out
holds '.change.files | length == 1' out
holds '.change | .base == "" and .head == "" and .source == "-"' out
[ "$(jq -r .change.sha256 out)" = "$(sha256sum <diff | cut -d' ' -f1)" ]
holds '.change.files[0] | .path == "src/cart.py" and .status == "modified" and .kind == "source"' out
holds '.change.files[0] | .language == "python" and .old_blob == "1111111"' out
holds '.change.files[0].identifiers == {added: {return: 1, "new": 1, text: 1, item: 1},
	removed: {return: 1, old: 1, text: 1}, context: {def: 1, add: 1, item: 1, x: 1, "1": 1},
	headings: {def: 1, total: 1, items: 1}}' out
holds '.change.files[0].strings == ["old text", "new text"]' out
holds '.change.files[0].symbols == [{name: "total", kind: "function", line: 1, end_line: 3, how: "heading"}]' out
holds '.phases.impact.output | .files == 1 and .added == 1 and .removed == 1 and .symbols == 1' out
holds '.phases.impact.output | .kinds == {source: 1} and .languages == ["python"]' out
holds '.phases.impact.warnings | map(.code) == ["stale"]' out
EOT

it 'the same diff in a file gives the same change' <<'EOT'
export SOURCE_DATE_EPOCH=1700000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
(cd "$REPO" && git diff main...) >diff
status 0 rsg-impact --no-store <diff
mv out one
status 0 rsg-impact --no-store --diff diff </dev/null
jq '.change.source = "-" | del(.phases)' out >two
jq 'del(.phases)' one >one.json
same one.json two
status 0 rsg-impact --no-store --diff - <diff
same one out
EOT

it 'a change is added to a story, and nothing else is touched' <<'EOT'
echo 'As a clerk I want a cart so that I can sell.' | rsg-ingest --no-store >doc
(cd "$REPO" && git diff main...) >diff
status 0 rsg-impact --no-store --diff diff <doc
rsg-check run-document <out
jq 'del(.change, .phases.impact)' out >rest
jq . doc >before
same before rest
EOT

it 'git is asked for what the branch and the work tree changed' <<'EOT'
cp -R "$REPO" repo && cd repo
echo 'z = 3' >>src/cart.py
echo 'new' >unknown.py
status 0 rsg-impact --no-store --base main </dev/null
rsg-check run-document <out
[ "$(jq -r .change.base out)" = "$(git merge-base main HEAD)" ]
holds '.change | .head == "" and .source == "git"' out
holds '[.change.files[] | .status + " " + .path] ==
	["modified src/cart.py", "renamed src/duty.py", "deleted src/late.py"]' out
holds '.change.files[1].old_path == "src/tax.py"' out
holds '.change.files[0] | .added == 2 and .removed == 1 and (.old_blob | length == 40)' out
holds '.phases.impact.warnings | map(select(.code == "untracked").text) | length == 1' out
has 'unknown.py' out
EOT

it 'with --head the work tree does not matter' <<'EOT'
cp -R "$REPO" repo && cd repo
rm src/cart.py
status 0 rsg-impact --no-store --base main --head topic </dev/null
[ "$(jq -r .change.head out)" = "$(git rev-parse topic)" ]
holds '.change.files[0] | .added == 1 and .removed == 1' out
holds '[.change.files[0].symbols[] | .name] == ["Cart", "total"]' out
lacks '"stale"' out
status 0 rsg-impact --no-store --base topic --head main </dev/null
holds '[.change.files[] | .path] == ["src/other.py"]' out
EOT

it 'a directory below the top sees the whole repository' <<'EOT'
cd "$REPO/tests"
status 0 rsg-impact --no-store --base main </dev/null
holds '[.change.files[] | .path] | index("src/cart.py") == 0' out
holds '.change.files[0].symbols | map(.name) == ["Cart", "total"]' out
git diff main... >"$E2E_DIR/diff"
status 0 rsg-impact --no-store <"$E2E_DIR/diff"
holds '.change.files[0].symbols | map(.name) == ["Cart", "total"]' out
rm out err
EOT

it 'symbols are found by ctags, else by patterns, else headings' <<'EOT'
cd "$REPO"
mkdir "$E2E_DIR/none"
for tool in git; do ln -s "$(command -v $tool)" "$E2E_DIR/none/"; done
bin=$(dirname "$(command -v rsg-impact)")
status 0 env PATH="$E2E_DIR/none:$bin" rsg-impact --no-store --base main </dev/null
holds '.change.files[0].symbols == [
	{name: "Cart", kind: "class", line: 3, end_line: 8, how: "pattern"},
	{name: "total", kind: "function", line: 7, end_line: 8, how: "pattern"}]' out
holds '.phases.impact.output.missing | length == 1' out
status 0 rsg-impact --no-store --symbols patterns --base main </dev/null
holds '[.change.files[0].symbols[].how] == ["pattern", "pattern"]' out
holds '.phases.impact.output.missing == []' out
status 0 rsg-impact --no-store --symbols headings --base main </dev/null
holds '[.change.files[0].symbols[].how] | all(. == "heading")' out
status 2 rsg-impact --no-store --symbols magic --base main </dev/null
has 'auto, patterns or headings' err
rm out err
EOT

it 'universal-ctags says what is in a file' <<'EOT'
ctags --list-features 2>features | grep -q interactive || skip 'there is no universal-ctags'
cd "$REPO"
status 0 rsg-impact --no-store --base main </dev/null
holds '[.change.files[0].symbols[] | .name + " " + .how] == ["Cart ctags", "total ctags"]' out
holds '.change.files[0].symbols[1] | .line == 7 and .end_line == 8' out
rm out err
EOT

it 'ctags reads no options of a project' <<'EOT'
cp -R "$REPO" repo && cd repo
mkdir .ctags.d
echo '--regex-python=/(.*)/EVIL/d,definition/' >.ctags.d/evil.ctags
echo '--langmap=python:.none' >.ctags
status 0 rsg-impact --no-store --base main </dev/null
lacks EVIL out
holds '[.change.files[] | select(.path == "src/cart.py").symbols[].name] == ["Cart", "total"]' out
EOT

it 'nothing outside the repository is opened, and no link is followed' <<'EOT'
mkdir tree && cd tree && git init -q .
printf 'def secret_function():\n    return 1\n' >../outside.py
ln -s ../outside.py link.py
for path in ../outside.py link.py "$PWD/../outside.py"; do
	printf -- '--- %s\n+++ %s\n@@ -1,2 +1,2 @@\n def secret_function():\n-    return 0\n+    return 1\n' \
		"$path" "$path" >diff
	status 0 rsg-impact --no-store <diff
	holds '.change.files[0].symbols == []' out
	holds '.phases.impact.warnings | map(.code) | index("stale") != null' out
done
holds '.phases.impact.warnings | map(.code) | index("outside") != null' out
EOT

it 'a list of paths is a change without lines' <<'EOT'
printf 'src/a.py\nMakefile\n' >list
status 0 rsg-impact --no-store --paths list </dev/null
holds '[.change.files[] | .path + " " + .status + " " + .kind] ==
	["src/a.py modified source", "Makefile modified build"]' out
holds '.phases.impact.warnings | map(.code) == ["wide", "no-hunks"]' out
holds '.phases.impact.output.wide | map(.path) == ["Makefile"]' out
printf 'a\nb\0c d\0' >list
status 0 rsg-impact --no-store --paths - <list
holds '[.change.files[].path] == ["a\nb", "c d"]' out
printf '\n' >list
status 65 rsg-impact --no-store --paths list </dev/null
has 'there is no path' err
EOT

it 'a list of paths may have the line ends of Windows' <<'EOT'
printf 'src/cart.py\r\nsrc/tax.py\r\n' >paths
status 0 rsg-impact --no-store --paths paths </dev/null
holds '[.change.files[].path] == ["src/cart.py", "src/tax.py"]' out
EOT

it 'a line that fits two patterns is a symbol once' <<'EOT'
git init -q -b main . && git config user.name T && git config user.email t@example.org
mkdir .rsg
echo 'languages: [{name: mine, files: ["*.mine"], block: line, symbols: {function: ["^fn (?<name>[a-z]+)", "^f. (?<name>[a-z]+)"]}}]' \
	>.rsg/symbols.yaml
echo 'fn one 1' >a.mine && git add -A && git commit -qm one
echo 'fn one 2' >a.mine
status 0 rsg-impact --no-store --symbols patterns --base main </dev/null
holds '[.change.files[0].symbols[].name] == ["one"]' out
EOT

it 'a heading is a symbol once, and none where files have no symbols' <<'EOT'
hunks() {
	printf 'diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n' "$1" "$1" "$1" "$1"
	printf '@@ -1 +1 @@ %s\n-a\n+b\n@@ -9 +9 @@ %s\n-c\n+d\n' "$2" "$2"
}
{
	hunks src/cart.py 'def total(items):'
	hunks data/prices.csv 'name,price'
	hunks docs/guide.md 'Prices'
} >diff
status 0 rsg-impact --no-store <diff
holds '[.change.files[] | [.kind, (.symbols | map(.name))]] ==
	[["source", ["total"]], ["data", []], ["docs", []]]' out
EOT

it 'files have kinds, and some matter to any test' <<'EOT'
while read -r kind path; do
	echo "$path" >>list
	echo "$kind $path" >>wanted
done <<'EOD'
lock package-lock.json
lock sub/Cargo.lock
build .github/workflows/test.yml
build CMakeLists.txt
build sub/pom.xml
build tests/Makefile
config pytest.ini
test tests/conftest.py
test tests/helper.py
test src/cart_test.go
test web/cart.test.ts
test src/test/java/shop/Fixture.java
source src/main/java/shop/Cart.java
source web/cart.ts
template web/page.html.j2
docs README.md
docs docs/index.html
config conf/app.yaml
data locale/de.po
other notes
EOD
status 0 rsg-impact --no-store --paths list </dev/null
jq -r '.change.files[] | .kind + " " + .path' out >got
same wanted got
holds '[.phases.impact.output.wide[].path] == ["package-lock.json", "sub/Cargo.lock",
	".github/workflows/test.yml", "CMakeLists.txt", "sub/pom.xml", "tests/Makefile", "pytest.ini",
	"tests/conftest.py"]' out
holds '[.phases.impact.output.wide[].reason] | all(length > 20)' out
EOT

it 'a project may have kinds and languages of its own' <<'EOT'
mkdir .rsg
cat >.rsg/changes.yaml <<'EOD'
rules:
  - kind: build
    wide: everything is made by it
    files: ["*.recipe"]
EOD
echo 'a.recipe' >list
status 0 rsg-impact --no-store --paths list </dev/null
holds '.phases.impact.output.wide == [{path: "a.recipe", reason: "everything is made by it"}]' out
for bad in 'rules: [{kind: odd, files: [x]}]' 'rules: [{kind: build}]' 'rules: [{kind: build, files: [1]}]'; do
	echo "$bad" >.rsg/changes.yaml
	status 78 rsg-impact --no-store --paths list </dev/null
	has 'changes.yaml' err
done
rm .rsg/changes.yaml
for bad in '{}' '{name: x, lexer: none}' '{name: x, block: odd}' '{name: x, symbols: {f: [1]}}'; do
	echo "languages: [$bad]" >.rsg/symbols.yaml
	status 78 rsg-impact --no-store --paths list </dev/null
	has 'symbols.yaml' err
done
EOT

it 'a file with tests in the corpus is a test' <<'EOT'
mkdir check
printf 'def test_total():\n    assert 1 == 1\n' >check/test_cart.py
jq -c '.file = "check/total.py" | .id = "check/total.py::one"' "$DATA/test-case.json" | rsg-index -q -s run.db
printf 'check/total.py\ncheck/other.py\n' >list
status 0 rsg-impact -s run.db --paths list </dev/null
holds '[.change.files[].kind] == ["test", "source"]' out
status 0 rsg-impact -s run.db --corpus other --paths list </dev/null
holds '[.change.files[].kind] == ["source", "source"]' out
EOT

it 'secrets are in no word, string or heading' <<'EOT'
key=ghp_$(printf 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6')
{
	printf -- '--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@ token = "%s"\n' "$key"
	printf -- '-token = "%s"\n+token = os.environ["TOKEN"]  # was %s\n' "$key" "$key"
	printf -- '--- a/key.pem\n+++ /dev/null\n@@ -1,3 +0,0 @@\n------BEGIN RSA PRIVATE KEY-----\n'
	printf -- '-MIIEpAIBAAKCAQEAq83jfkeSECRETPARTk3jf83jfKJH38fhKJHf83hfKJHF83hf\n------END RSA PRIVATE KEY-----\n'
} >diff
status 0 rsg-impact --no-store <diff
lacks "$key" out
lacks ghp_ out
lacks SECRETPART out
holds '.change.files[0].identifiers.added.TOKEN == 1' out
holds '.change.files[0].strings == ["TOKEN"]' out
EOT

it 'merges, binary files and cut hunks are told' <<'EOT'
printf 'diff --cc x.c\nindex 1,2..3\n--- a/x.c\n+++ b/x.c\n@@@ -1,1 -1,1 +1,1 @@@\n--a\n++b\n' >diff
printf 'diff --git a/p.png b/p.png\nindex 1111..2222 100644\nBinary files a/p.png and b/p.png differ\n' >>diff
status 0 rsg-impact --no-store <diff
holds '.phases.impact.warnings | map(.code) == ["binary", "combined"]' out
holds '.change.files[1].binary' out
printf -- '--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n' >diff
status 65 rsg-impact --no-store <diff
empty out
has 'line 5: the hunk of line 3 has fewer lines' err
EOT

it 'what is no diff is refused, and says what is wanted' <<'EOT'
echo 'no diff at all' >text
status 65 rsg-impact --no-store <text
has 'git diff or diff -ruN' err
echo 'As a clerk I want a cart.' | rsg-ingest --no-store >doc
status 65 rsg-impact --no-store <doc
has 'is a document and no diff' err
status 65 rsg-impact --no-store --diff text <text
has 'is no document' err
: >nothing
status 65 rsg-impact --no-store --base main <nothing
has 'did the command before fail?' err
status 65 rsg-impact --no-store <nothing
status 66 rsg-impact --no-store --diff missing </dev/null
status 2 rsg-impact --no-store --diff text --paths text </dev/null
has 'give one of them' err
status 2 rsg-impact --no-store --head HEAD <text
has '--head goes with --base' err
EOT

it 'git says why it cannot tell' <<'EOT'
status 66 rsg-impact --no-store --base main </dev/null
has 'no repository' err
cd "$REPO"
status 66 rsg-impact --no-store --base nowhere </dev/null
has 'git knows no commit' err
status 66 rsg-impact --no-store --base --exec=x </dev/null
status 0 rsg-impact --no-store --base HEAD </dev/null
holds '.change.files == [] and (.phases.impact.warnings | map(.code) | index("no-change") != null)' out
rm out err
git init -q -b main apart && cd apart
git config user.name T
git config user.email t@example.org
git commit -q --allow-empty -m one && git checkout -q --orphan other && git commit -q --allow-empty -m two
status 66 rsg-impact --no-store --base main </dev/null
EOT

it 'no program of the repository is run' <<'EOT'
cp -R "$REPO" repo && cd repo
printf '#!/bin/sh\ntouch "%s/ran"\ncat "$@"\n' "$PWD" >evil && chmod +x evil
git config diff.external "$PWD/evil"
git config core.fsmonitor "$PWD/evil"
git config core.pager "$PWD/evil"
git config diff.x.textconv "$PWD/evil"
git config filter.x.clean "$PWD/evil"
echo '*.py diff=x filter=x' >.gitattributes
echo '# more' >>src/cart.py
status 0 rsg-impact --no-store --base main </dev/null
holds '.change.files | map(.path) | index("src/cart.py") != null' out
[ ! -e ran ]
EOT

it 'the run is kept, and its change is done again when asked' <<'EOT'
export RSG_STORE="$PWD/run.db"
cd "$REPO"
status 0 rsg-impact -r 01934b2e-7c00-7000-8000-000000000001 --base main </dev/null
mv out "$E2E_DIR/doc"
status 0 rsg-runs doc 01934b2e-7c00-7000-8000-000000000001
same "$E2E_DIR/doc" out
status 0 rsg-impact --base HEAD <"$E2E_DIR/doc"
has 'done again' err
holds '.change.files == []' out
rm out err
EOT

it 'rsg-show has a view of it' <<'EOT'
cd "$REPO"
{ git diff main...; printf -- '--- a/Makefile\n+++ b/Makefile\n@@ -1 +1 @@\n-all: x\n+all:\n'; } >"$E2E_DIR/diff"
cd "$E2E_DIR"
status 0 rsg-impact --no-store --symbols headings <diff
mv out doc
status 0 rsg-show impact <doc
has 'src/cart.py' out
[ "$(wc -l <out)" -eq 5 ]
status 0 rsg-show --porcelain impact <doc
has "changed	renamed	source	python		0	0	src/duty.py	src/tax.py" out
has 'reaches-far	Makefile	it says' out
on_tty 0 'COLUMNS=60 rsg-show --no-color impact <doc'
has 'any test may depend on Makefile' out
printf -- '--- a/\033[31mx\n+++ b/\033[31mx\n@@ -1 +1 @@\n-a\n+b\n' >diff
status 0 rsg-impact --no-store <diff
mv out doc
on_tty 0 'rsg-show --no-color impact <doc'
has '\x1b[31mx' out
EOT

it 'keeps what the commits between say, newest first and without secrets' <<'EOT'
git init -q -b main . && git config user.name T && git config user.email t@example.org
echo a >a.py && git add -A && git commit -qm 'the first'
git checkout -q -b topic
echo b >a.py && git commit -qam 'round the total' -m 'token ghp_0123456789abcdefghijABCDEFGHIJ012345'
echo c >a.py && git commit -qam 'and the tax'
status 0 rsg-impact --base main </dev/null
holds '.change.message | startswith("and the tax\n\nround the total\n\ntoken ") and
	(contains("ghp_0123") | not) and (contains("the first") | not)' out
status 0 rsg-impact --base topic </dev/null
holds '.change | has("message") | not' out
EOT

it 'a file with more hunks than are kept is cut' <<'EOT'
{
	printf -- '--- a/a.py\n+++ b/a.py\n'
	seq 100001 | sed 's/.*/@@ -&,0 +&,1 @@\n+x/'
} >diff
status 0 rsg-impact --no-store <diff
holds '.change.files[0] | .cut and .added == 100001 and (.hunks | length == 100000)' out
EOT

finish
