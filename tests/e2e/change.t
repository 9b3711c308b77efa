#!/bin/sh
# change.t - from a change to the tests to run, in one pipe, on repositories made for it.
. "${0%/*}/lib.sh"

GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=$E2E_BASE/gitconfig
PROJECT=$E2E_BASE/shop
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL PROJECT
# shellcheck disable=SC2046 # names of variables
unset $(git rev-parse --local-env-vars)
cat >"$GIT_CONFIG_GLOBAL" <<'EOT'
[user]
	name = Ana
	email = ana@example.org
[init]
	defaultBranch = main
EOT
PARTS='stock cart mail payment shipping accounts orders refunds checkout'

# The shop, each part committed with its tests; a branch that changes refunds.
prepare() (
	export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
	mkdir "$PROJECT" && cd "$PROJECT" && cp -R "$ROOT/examples/01-shop/shop" "$ROOT/examples/01-shop/tests" \
		"$ROOT/examples/01-shop/pytest.ini" "$ROOT/examples/01-shop/story.md" . && git init -q &&
		printf '/.rsg/\n' >.gitignore &&
		git add .gitignore pytest.ini story.md tests/conftest.py shop/__init__.py shop/money.py &&
		git commit -q -m 'an empty shop' || exit
	for part in $PARTS; do
		git add "shop/$part.py" "tests/test_$part.py" && git commit -q -m "shop: $part" || exit
	done
	git checkout -q -b refunds && sed 's/cents > left/cents >= left/' shop/refunds.py >new &&
		mv new shop/refunds.py && git commit -q -a -m 'refunds: less than was paid'
)
prepare

cat >"$E2E_BASE/setup.sh" <<'EOT'
project() { # a copy, and its tests in the store
	cp -R "$PROJECT" shop
	cd shop
	corpus
}
corpus() {
	mkdir -p .rsg
	rsg-scan -q . >.rsg/tests
	rsg-index -q <.rsg/tests
}
pinned() { # the same run, whenever
	export SOURCE_DATE_EPOCH=1790000000 RSG_RUN=01934b2e-7c00-7000-8000-00000000000c
}
ranked() { # ranked: what changed since main, ranked
	git diff main... | rsg-impact | rsg-retrieve | rsg-rank
}
first() { # first FILE: the file of the test that is to run first
	jq -r '(.phases.retrieval.output.tests | map({(.id): .file}) | add)[.phases.ranking.output.suite[0].test]' "$1"
}
first_is() { # first_is FILE DOCUMENT
	checked
	[ "$(first "$2")" = "$1" ] || fail "$(first "$2") is first"
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'the tests of the changed source come first, and every document fits' <<'EOT'
. "$E2E_SETUP"
project
git diff main... >../diff
rsg-impact <../diff >1
rsg-retrieve <1 >2
rsg-rank <2 >3
rsg-select <3 >4
for doc in 1 2 3 4; do
	status 0 rsg-check <"$doc"
done
first_is tests/test_refunds.py 4
holds '.phases | keys == ["impact", "ranking", "retrieval", "selection"]' 4
holds '(has("story") | not) and .change.files[0].path == "shop/refunds.py"' 4
holds '.phases.ranking.output | (has("score") | not) and .track == "change"' 4
status 0 rsg-select -f pytest <4
has tests/test_refunds.py::RefundTest::test_whole_amount_goes_back_to_the_card out
head -n 1 out >line
has tests/test_refunds.py line
rsg-audit <4 >5
status 0 rsg-check <5
status 0 rsg-show <5
has 'shop/refunds.py' out
EOT

it 'a story has its say' <<'EOT'
. "$E2E_SETUP"
project
rsg-ingest story.md | rsg-embed | rsg-impact --base main | rsg-retrieve | rsg-cover | rsg-rank | rsg-select >doc
status 0 rsg-check <doc
holds '.phases | keys == ["coverage", "embedding", "impact", "ingestion", "ranking", "retrieval", "selection"]' doc
holds '.phases.ranking.output | has("score") and .track == "change"' doc
holds '.phases.ranking.output.suite | any(.criteria != []) and any(.file > 0)' doc
status 0 rsg-show <doc
has 'Guest' out
has 'shop/refunds.py' out
has 'AC-1' out
rsg-generate <doc >more || [ $? -eq 1 ]
holds '.phases | has("selection") and has("generation")' more
EOT

it 'the same twice gives the same bytes, from a cold and from a warm store' <<'EOT'
. "$E2E_SETUP"
project
pinned
for n in 1 2 3; do
	ranked | rsg-select >"../$n"
done
same ../1 ../2
same ../1 ../3
git diff main... | rsg-impact | rsg-retrieve | rsg-rank | rsg-select -f pytest >../a
git diff main... | rsg-impact | rsg-retrieve | rsg-rank | rsg-select -f pytest >../b
same ../a ../b
[ -s ../a ]
EOT

it 'works without git, and says what it could not look at' <<'EOT'
. "$E2E_SETUP"
project
git diff main... >../diff
rm -rf .git
rsg-impact <../diff | rsg-retrieve | rsg-rank >../doc
first_is tests/test_refunds.py ../doc
holds '.phases.retrieval.output.history | .commits == 0 and (.missing | length > 0)' ../doc
status 0 rsg-show retrieval <../doc
on_tty 0 'rsg-show --no-color retrieval <../doc'
has 'not known:' out
status 66 rsg-impact --base main </dev/null
EOT

it 'works with a shallow clone, and says so' <<'EOT'
. "$E2E_SETUP"
git clone -q --depth 1 --branch refunds "file://$PROJECT" shop
cd shop
corpus
git -C "$PROJECT" diff main... | rsg-impact | rsg-retrieve | rsg-rank >../doc
first_is tests/test_refunds.py ../doc
holds '.phases.retrieval.output.history | .shallow and (.missing | length > 0)' ../doc
EOT

it 'works in a repository without a commit, and says so' <<'EOT'
. "$E2E_SETUP"
cp -R "$PROJECT" shop
cd shop
git diff main... >../diff
rm -rf .git
git init -q
corpus
rsg-impact <../diff | rsg-retrieve | rsg-rank >../doc
first_is tests/test_refunds.py ../doc
holds '.phases.retrieval.output.history | .commits == 0 and (.missing | length > 0)' ../doc
EOT

it 'after a rename the history is still there' <<'EOT'
. "$E2E_SETUP"
project
git checkout -q main
git mv shop/refunds.py shop/money_back.py
sed 's/shop.refunds/shop.money_back/' tests/test_refunds.py >new
mv new tests/test_refunds.py
mkdir tests/money
git mv tests/test_refunds.py tests/money/test_refunds.py
git commit -q -a -m 'refunds have another name'
corpus
git checkout -q -b more
echo '# more' >>shop/money_back.py
git commit -q -a -m more
ranked >../doc
first_is tests/money/test_refunds.py ../doc
holds '.phases.retrieval.output.files[] | select(.path == "tests/money/test_refunds.py") | .together >= 2' ../doc
EOT

it 'what failed last runs, whatever changed' <<'EOT'
. "$E2E_SETUP"
project
cat >../junit.xml <<'X'
<testsuite name="pytest"><testcase classname="tests.test_stock" name="test_unknown_item_has_no_stock" time="0.5"><failure message="no"/></testcase>
<testcase classname="tests.test_cart.TestTotals" name="test_second_voucher_is_refused" time="0.25"/></testsuite>
X
rsg-results -q ../junit.xml >../said
ranked | rsg-select --top 1 >../doc
status 0 rsg-check <../doc
holds '.phases.selection.output.selected[] | select(.test | endswith("test_unknown_item_has_no_stock")) | .why | index("failed")' ../doc
holds '[.phases.retrieval.output.tests[] | select(.results)] | length == 2' ../doc
status 0 rsg-show --porcelain ranking pytest:tests/test_stock.py::test_unknown_item_has_no_stock <../doc
has 'failed	1	' out
grep -q '^results	.*	1	1	failed	' out
EOT

it 'the whole pipe with the runner itself' <<'EOT'
. "$E2E_SETUP"
command -v pytest >which || skip 'pytest is not installed'
project
export PYTHONDONTWRITEBYTECODE=1 PYTEST_ADDOPTS='-p no:cacheprovider'
ranked | rsg-select --format pytest >../args
status 123 xargs pytest -q --junitxml=../junit.xml <../args
has 'FAILED tests/test_refunds.py::RefundTest::test_whole_amount_goes_back_to_the_card' out
rsg-results -q ../junit.xml >../said
ranked >../doc
holds '.phases.ranking.output.suite[] | select(.test | endswith("test_whole_amount_goes_back_to_the_card")) | .raised | any(.name == "failed")' ../doc
git revert --no-edit HEAD >../said
echo '# more' >>shop/refunds.py
git commit -q -a -m more
ranked | rsg-select --format pytest >../args
status 0 xargs pytest -q <../args
EOT

it 'nothing that changed says nothing, and takes nothing for granted' <<'EOT'
. "$E2E_SETUP"
project
git diff HEAD >../diff
empty ../diff
status 65 rsg-impact <../diff
empty out
rsg-impact -q --base HEAD </dev/null >../doc
holds '.change.files == []' ../doc
rsg-retrieve <../doc | rsg-rank | rsg-select >../selected
holds '.phases.ranking.output.suite | length > 0 and all(.score == 0)' ../selected
holds '.phases.selection.output.selected == []' ../selected
EOT

it 'gates, lists and bundles take a run about a change' <<'EOT'
. "$E2E_SETUP"
project
ranked | rsg-select | rsg-audit >../doc
holds '.phases.audit.output.phases | map(.phase) == ["impact", "retrieval", "ranking", "selection"]' ../doc
holds '.phases.audit.output | .stored and (.phases | all(.untouched and .matches_store))' ../doc
rsg-runs list >../list
has '1 file: shop/refunds.py' ../list
run=$(jq -r .run.id ../doc)
for phase in impact ranking selection; do
	status 75 rsg-gate --no-input --phase $phase <../doc
	has "rsg-gate --approve $run $phase" err
	rsg-gate -q --approve "$run" $phase >../said
	status 0 rsg-gate --no-input --phase $phase <../doc
	same out ../doc
done
jq -c '.change.files[0].path = "shop/other.py"' ../doc >../other
status 75 rsg-gate --no-input --phase impact <../other
rsg-runs export last >../bundle
mkdir -p elsewhere
rsg-runs import -s elsewhere/run.db <../bundle >../said
rsg-runs doc -s elsewhere/run.db last >../back
jq -S 'del(.phases.audit)' ../back >../a
jq -S 'del(.phases.audit)' ../doc >../b
same ../a ../b
status 0 rsg-audit -q --verify
echo '# more' >>shop/mail.py
git commit -q -a -m more
ranked >../second
status 1 rsg-runs diff --json "$run" last
holds '.change == "changed" and .story == "same"' out
status 1 rsg-runs diff "$run" last
has "$(printf 'change\tchanged')" out
EOT

finish
