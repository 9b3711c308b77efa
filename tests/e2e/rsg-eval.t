#!/bin/sh
. "${0%/*}/lib.sh"

# A little shop: twelve modules, each with its test, and a commit for each that changes both.
cat >"$E2E_BASE/shop.sh" <<'EOT'
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
now=1700000000
commit() {
	now=$((now + 3600))
	git add -A
	GIT_AUTHOR_DATE="$now +0000" GIT_COMMITTER_DATE="$now +0000" \
		git -c user.name=A -c user.email=a@example.org commit -q -m "$1"
}
module() { # module NAME VERB
	cat >"src/$1.py" <<-EOF
		def $2_$1(order):
		    total = order.$1
		    return total
	EOF
	cat >"tests/test_$1.py" <<-EOF
		from shop.$1 import $2_$1
		def test_$2s_the_$1():
		    assert $2_$1({"$1": 1}) == 1
	EOF
}
modules='cart:add receipt:print voucher:redeem invoice:send parcel:weigh refund:grant
	stock:count customer:greet address:check payment:charge review:publish discount:grant'
shop() {
	git init -q
	mkdir -p src tests .rsg
	echo '*.db*' >.git/info/exclude
	for m in $modules; do module "${m%:*}" "${m#*:}"; done
	commit 'Begin the shop with all of its modules'
	for m in $modules; do
		name=${m%:*}
		echo "LIMIT_$name = 10" >>"src/$name.py"
		echo "def test_${name}_has_a_limit(): assert LIMIT_$name" >>"tests/test_$name.py"
		commit "Let the shop ${m#*:} only ten of each $name at a time"
	done
}
EOT
E2E_SETUP=$E2E_BASE/shop.sh
export E2E_SETUP

it 'replays the commits that changed sources and tests, and ranks above chance' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-eval --json --track both --no-store
empty err
holds '.cases == 12 and .commits == 13 and .suite == {least: 12, median: 12, most: 12}' out
holds '[.tracks[].track] == ["change", "story"]' out
holds '.tracks[] | [.rows[].name] == ["random", "frequent", "bm25", "rsg"]' out
holds '.tracks[] | (.rows[] | select(.name == "rsg")).map >= 0.9' out
holds '.tracks[] | (.rows[] | select(.name == "random")) | .map < 0.5 and .apfd > 0.3 and .apfd < 0.7' out
holds '.durations == false and (.missing | length) == 2' out
mv out first
status 0 rsg-eval --json --track both --no-store
same first out
status 0 rsg-eval --json --track both --no-store src
same first out
EOT

it 'replays so many as are asked for, the newest, and counts to the n that is asked for' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-eval --json -l 3 --top 2 --no-store
holds '.cases == 3 and .top == 2 and [.tracks[].track] == ["change"]' out
status 0 rsg-eval -l 3 --top 2 --no-store
[ "$(head -n 1 out)" = "$(printf 'track\torder\tR@1\tR@5\tR@10\tR@2\tMRR\tMAP\tAPFD\tAPFDc\trun90')" ]
[ "$(cut -f 2 out | tail -n +2 | tr '\n' ,)" = 'random,most often changed,plain BM25,rsg,' ]
on_tty 0 'stty cols 80; rsg-eval -l 3 --no-store'
has '3 cases out of 13 commits; suites of 12 test files.' out
on_tty 0 'stty cols 80; rsg-eval -l 1 --no-store'
has '1 case out of 13 commits' out
status 1 rsg-eval -l 1 --learn --no-store
has '1 case is too few to learn from' err
status 2 rsg-eval --last 0
has 'count from 1' err
status 2 rsg-eval --track code
has 'expected change, story or both' err
EOT

it 'knows nothing of what came after a case' <<'EOT'
. "$E2E_SETUP"
shop
status 0 rsg-eval --json --no-store
# What the case itself changed counts for nobody: its test was the least changed until then.
holds '.tracks[0].rows[1] | .name == "frequent" and .recall_at_5 == 0 and .map < 0.15' out
jq -c '.tracks' out >before
git checkout -q -b later
echo 'def test_cart_and_more(): assert True' >>tests/test_cart.py
for m in $modules; do echo "# cart ${m%:*}" >>"tests/test_${m%:*}.py"; done
commit 'Test all of it a little more than before'
status 0 rsg-eval --json --no-store
holds '.commits == 14 and .cases == 12' out
jq -c '.tracks' out >after
same before after
EOT

it 'passes over what is no case' <<'EOT'
. "$E2E_SETUP"
shop
echo 1 >>src/cart.py
echo '# 1' >>tests/test_cart.py
commit 'Reformat the cart and what belongs to it'
echo 2 >>src/cart.py
echo '# 2' >>tests/test_cart.py
commit 'Ten carts'
echo 3 >>src/cart.py
commit 'Let the shop have carts without any test of them'
echo 4 >>tests/test_cart.py
commit 'Let the tests of carts be more than they were'
echo 5 >>src/cart.py
echo '# 5' >>tests/test_stock.py
git rm -q tests/test_cart.py
commit 'Let there be no test of carts any more, only carts'
echo 6 >>src/stock.py
echo '# 6' >>tests/test_stock.py
commit 'Let the shop count only ten of each stock at a time'
status 0 rsg-eval --json --no-store
holds '.commits == 19 and .cases == 12' out
EOT

it 'says so when there is no case, no commit, and no repository' <<'EOT'
. "$E2E_SETUP"
status 66 rsg-eval --no-store
has 'git init' err
empty out
git init -q
status 0 rsg-eval --no-store
has 'no commit that was looked at is a case' err
echo 1 >a
commit 'One file and no more of them'
status 0 rsg-eval --json --no-store
has 'no commit that was looked at is a case' err
holds '.cases == 0 and .tracks == [] and .commits == 1' out
status 1 rsg-eval --learn --no-store
has '0 cases are too few to learn from' err
status 66 rsg-eval --no-store nowhere
EOT

it 'says that a clone is shallow' <<'EOT'
. "$E2E_SETUP"
mkdir whole
(cd whole && shop)
git clone -q --depth 5 "file://$PWD/whole" part
status 0 rsg-eval --json --no-store part
holds '.shallow and .commits == 5 and .cases == 4 and (.missing[0] | contains("--unshallow"))' out
EOT

it 'runs nothing that the repository names' <<'EOT'
. "$E2E_SETUP"
shop
printf '#!/bin/sh\necho "$0" >>%s/ran\ncat\n' "$PWD" >evil
chmod +x evil
printf '* diff=evil filter=evil\n' >.gitattributes
for key in core.fsmonitor core.pager diff.external diff.evil.command diff.evil.textconv \
	filter.evil.clean filter.evil.smudge filter.evil.process gpg.program core.sshCommand; do
	git config "$key" "$PWD/evil"
done
git config log.showSignature true
status 0 rsg-eval --json --no-store
holds '.cases == 12' out
[ ! -e ran ]
EOT

it 'keeps learned weights only when they are better, and measures them from then on' <<'EOT'
. "$E2E_SETUP"
shop
status 1 rsg-eval --learn --no-store
has '12 cases are too few to learn from, 15 is the least' err
for m in $modules; do
	name=${m%:*}
	echo "MOST_$name = 20" >>"src/$name.py"
	echo "def test_${name}_has_a_most(): assert MOST_$name" >>"tests/test_$name.py"
	commit "Raise what the shop may ${m#*:} of a $name in a day"
done
status '0 1' rsg-eval --learn -n --json --no-store
holds '.tracks[0].learned | .cases == 16 and .held_out == 8' out
[ ! -e .rsg/weights.json ]
if jq -e '.tracks[0].learned.better' out >better; then
	status 0 rsg-eval --learn --no-store
	has '.rsg/weights.json has the weights' err
	status 0 rsg-check weights <.rsg/weights.json
	holds '.measured.change.cases == 16' .rsg/weights.json
else
	status 1 rsg-eval --learn --no-store
	has 'nothing is written' err
	[ ! -e .rsg/weights.json ]
fi
jq '.change = {"recent": 1}' "$RSG_SHARE/weights.json" >.rsg/weights.json
status 0 rsg-eval --json --no-store
holds '.tracks[0].rows | .[3].name == "rsg" and .[4].name == "learned" and .[4].map < .[3].map' out
echo '{"rsg_weights": 1, "story": {}, "change": {"luck": 1}}' >.rsg/weights.json
status 78 rsg-eval --no-store
has '.rsg/weights.json' err
has 'luck' err
EOT

it 'learns where the built-in weights are wrong, and writes the file that rsg-rank reads' <<'EOT'
. "$E2E_SETUP"
git init -q
mkdir -p src tests
# The names lie: the test of each is called, and speaks, as that of the next.  Only what changed together tells.
next() {
	echo "$modules" | tr -s ' \t\n' ' ' | sed "s/.*$1:[a-z]* *\([a-z]*\).*/\1/; s/^\$/cart/"
}
for m in $modules; do
	module "${m%:*}" "${m#*:}"
done
commit 'Begin the shop with all of its modules'
for round in first second third fourth fifth; do
	for m in $modules; do
		name=${m%:*}
		echo "# $round" >>"src/$name.py"
		echo "# $round" >>"tests/test_$(next "$name").py"
		commit "${m#*:} the $name: the $round time that it is changed"
	done
done
status 0 rsg-eval --learn --json --no-store
holds '.cases == 60 and (.tracks[0].learned | .better and .cases == 40 and .held_out == 20)' out
holds '.tracks[0].learned | .after.map > .before.map' out
has 'weights.json has the weights of this repository now' err
status 0 rsg-check weights <.rsg/weights.json
jq -S .story .rsg/weights.json >story
jq -S .story "$RSG_SHARE/weights.json" >builtin
same builtin story
holds '.measured.change | .cases == 40 and .learned.map > .builtin.map' .rsg/weights.json
cp .rsg/weights.json kept
status 0 rsg-eval --learn --no-store
same kept .rsg/weights.json
EOT

it 'counts time where results tell how long tests take' <<'EOT'
. "$E2E_SETUP"
shop
rsg-scan >cases
rsg-index -q -s run.db <cases
sqlite3 run.db "INSERT INTO test_history (test_case, runs, failures, since_failure, last, last_at, rate,
	duration_ms, flaky) SELECT id, 1, 0, 1, 'passed', 0, 0.0,
	CASE WHEN test LIKE '%test_cart%' THEN 100000 ELSE 10 END, 0 FROM test_case"
status 0 rsg-eval --json -s run.db
holds '.durations and (.missing | length) == 1' out
holds '.tracks[0].rows[1] | .name == "frequent" and .apfdc != .apfd' out
EOT

finish
