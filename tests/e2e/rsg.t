#!/bin/sh
. "${0%/*}/lib.sh"

SHOP=$ROOT/examples/01-shop
export SHOP

it 'lists its tools with what each is for' <<'EOT'
status 0 rsg
empty err
has 'rsg run story.md' out
for tool in "$(dirname "$(command -v rsg)")"/rsg-*; do
	purpose=$("$tool" --complete | awk -F '\t' '$1 == "tool" { print $5 }')
	has "$purpose" out
done
status 0 rsg -h
has 'usage: rsg tool' out
EOT

it 'runs the tool of that name with its arguments and status' <<'EOT'
status 0 rsg check --list
has test-case out
status 65 rsg check </dev/null
has 'rsg-check: empty input' err
status 2 rsg check --nope
EOT

it 'knows when there is no such tool' <<'EOT'
status 2 rsg chekc
empty out
has 'there is no tool "chekc"' err
has 'did you mean check?' err
status 2 rsg ../evil
status 2 rsg --no-store check
has 'options go behind the tool: rsg check' err
EOT

it 'finds tools of your own in PATH, but never in place of its own' <<'EOT'
mkdir mine
printf '#!/bin/sh\necho mine "$@"\n' >mine/rsg-mine
cp mine/rsg-mine mine/rsg-check
cp mine/rsg-mine mine/rsg-run
cp mine/rsg-mine mine/rsg-help
chmod +x mine/*
PATH=$PWD/mine:$PATH
status 0 rsg mine a 'b c'
echo 'mine a b c' | same - out
status 0 rsg check --list
lacks mine out
status 2 rsg run --nope
has 'rsg run: unknown option' err
EOT

it 'shows the manual of a tool, of itself and the tour' <<'EOT'
export MANPAGER=cat MANWIDTH=100
status 0 rsg help check
has 'RSG-CHECK(1)' out
status 0 rsg help
has 'RSG(1)' out
status 0 rsg help 7
has 'RSG(7)' out
status 0 rsg help config
has 'RSG-CONFIG(1)' out
EOT

it 'takes a story through all phases' <<'EOT'
rsg scan "$SHOP" >tests.jsonl
rsg index -q <tests.jsonl
status '0 1' rsg run --json "$SHOP/story.md"
holds '.phases | keys | length == 8' out
empty err
mv out run.json
status 0 rsg-check <run.json
EOT

it 'gives what the pipe by hand gives' <<'EOT'
export SOURCE_DATE_EPOCH=1700000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
mkdir one two
rsg scan "$SHOP" >tests.jsonl
rsg index -q -s one/run.db <tests.jsonl
cp one/run.db two/
status '0 1' rsg run -o run.json -s one/run.db "$SHOP/story.md"
empty out
export RSG_STORE=two/run.db
rsg-ingest "$SHOP/story.md" | rsg-classify | rsg-embed | rsg-retrieve | rsg-cover |
	rsg-rank | { rsg-generate || [ $? -eq 1 ]; } | rsg-audit >hand.json
same run.json hand.json
EOT

it 'shows the run as rsg-show does' <<'EOT'
rsg scan "$SHOP" >tests.jsonl
rsg index -q <tests.jsonl
status '0 1' rsg run "$SHOP/story.md"
mv out shown
rsg-show -r last >again
same shown again
[ -s shown ]
EOT

it 'ends with the status of the phase that failed, and its message alone' <<'EOT'
status 66 rsg run gone.md
empty out
has 'gone.md' err
has 'stopped in rsg-ingest' err
lacks 'empty input' err
rsg scan "$SHOP" >tests.jsonl
rsg index -q <tests.jsonl
status 65 rsg run --corpus nothing "$SHOP/story.md"
empty out
has 'rsg-index' err
has 'stopped in rsg-retrieve' err
lacks 'rsg-rank' err
rsg-runs list >runs
has failed runs
EOT

it 'the options of rsg run are in the manual in the same words' <<'EOT'
mandoc -T ascii -O width=900 "$ROOT/man/rsg.1" | col -b | tr -s ' \n\t' ' ' >page
rsg run --complete |
	awk -F '\t' '$1 == "own" { print " " ($2 ? $2 ", " : "") $3 ($4 ? " " $4 : "") " " $5 }' >options
[ -s options ]
while IFS= read -r option; do
	has "$option" page
done <options
EOT

it 'a gated run is shown and ends with 1; --force and --reason are recorded' <<'EOT'
rsg scan "$SHOP" >tests.jsonl
rsg index -q <tests.jsonl
export RSG_GENERATION_THRESHOLD=0.99
status 1 rsg run "$SHOP/story.md"
[ -s out ]
has 'below the threshold' err
status 1 rsg run --json "$SHOP/story.md"
holds '.phases.generation.output.gated and .phases.audit.output.stored' out
status 0 rsg run --json -f -R 'release tonight' "$SHOP/story.md"
holds '.phases.generation.output.forced' out
rsg-audit --export -r last >events
has '"generation_forced"' events
has 'release tonight' events
EOT

it 'passes the shared options on to every phase' <<'EOT'
rsg scan "$SHOP" >tests.jsonl
rsg index -q -s here.db <tests.jsonl
rsg-audit --export -s here.db >before
status '0 1' rsg run -n -s here.db --json "$SHOP/story.md"
rsg-audit --export -s here.db >after
same before after
status 2 rsg run --timeout soon "$SHOP/story.md"
has 'expected a duration' err
[ ! -e "$HOME/.local" ]
EOT

it 'asks the model in each phase that may, and says what that came to' <<'EOT'
rsg scan "$SHOP" >tests.jsonl
rsg index -q <tests.jsonl
cat >model <<'EOF'
#!/bin/sh
cat >/dev/null
printf '{"text":"no JSON for you","usage":{"input_tokens":10,"output_tokens":2}}\n'
EOF
chmod +x model
status 0 rsg run -m exec:./model --root "$SHOP" "$SHOP/story.md"
has 'no answer could be used: the builtin results stand' out
has 'calls, 0 from the cache' out
has 'cost unknown' out
status 0 rsg run --json -m exec:./model "$SHOP/story.md"
holds '[.phases[] | select(.usage.calls > 0)] | length >= 4' out
holds '[.phases[].engine] | unique == ["builtin"]' out
status 76 rsg run --require-model -m exec:./model "$SHOP/story.md"
empty out
has 'stopped in rsg-ingest' err
EOT

it 'leaves an output file alone when it fails' <<'EOT'
echo before >run.json
status '65 66' rsg run -o run.json gone.md
echo before | same - run.json
EOT

cat >"$E2E_BASE/setup.sh" <<'EOT'
repository() { # the shop with a commit behind the one that holds it
	export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$HOME/gitconfig"
	# shellcheck disable=SC2046 # names of variables
	unset $(git rev-parse --local-env-vars)
	git config --global user.name Ana
	git config --global user.email ana@example.org
	git config --global init.defaultBranch main
	cp -R "$SHOP" shop
	cd shop
	mkdir .rsg
	printf '/.rsg/\n' >.gitignore
	git init -q
	git add .
	git commit -q -m shop
	rsg scan -q . >.rsg/tests
	rsg index -q <.rsg/tests
	sed 's/cents > left/cents >= left/' shop/refunds.py >new
	mv new shop/refunds.py
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

it 'takes a change through its phases, without a story' <<'EOT'
. "$E2E_SETUP"
repository
status 0 rsg run --base HEAD --json
empty err
holds '.phases | keys == ["audit", "impact", "ranking", "retrieval", "selection"]' out
holds '(has("story") | not) and .change.files[0].path == "shop/refunds.py"' out
mv out run.json
status 0 rsg-check <run.json
status 0 rsg run --base HEAD
[ "$(head -n 1 out)" = "$(git rev-parse HEAD | cut -c 1-12).., 1 file: shop/refunds.py" ]
has Selection out
lacks 'score of the run' out
lacks 'without a title' out
mv out shown
rsg-show -r last >again
same shown again
git commit -q -a -m refunds
status 0 rsg run -b HEAD~1 -o again.json
empty out
holds '.change.files | map(.path) == ["shop/refunds.py"]' again.json
EOT

it 'gives for a change what the pipe by hand gives' <<'EOT'
. "$E2E_SETUP"
repository
export SOURCE_DATE_EPOCH=1790000000 RSG_RUN=01934b2e-7c00-7000-8000-000000000001
cp .rsg/run.db .rsg/other.db
rsg run -o .rsg/run.json --base HEAD
export RSG_STORE=.rsg/other.db
rsg-impact --base HEAD </dev/null | rsg-retrieve | rsg-rank | rsg-select | rsg-audit >.rsg/hand.json
same .rsg/run.json .rsg/hand.json
EOT

it 'takes a story and a change through all phases' <<'EOT'
. "$E2E_SETUP"
repository
status '0 1' rsg run --base HEAD --json story.md
holds '.phases | keys | length == 10' out
holds '.phases.ranking.output | has("score") and .track == "change"' out
mv out run.json
status 0 rsg-check <run.json
status '0 1' rsg run --base HEAD - <story.md
has 'shop/refunds.py' out
has 'AC-1' out
has Selection out
EOT

it 'says so when there is no such commit, no repository, or nothing at all' <<'EOT'
. "$E2E_SETUP"
repository
for rev in nope --output=pwned 'HEAD:shop' ''; do
	status '2 66' rsg run --base "$rev"
	empty out
	[ ! -e pwned ]
done
status 66 rsg run --base nope
has '"nope"' err
has 'stopped in rsg-impact (reading the change)' err
lacks rsg-retrieve err
rm -rf .git
status 66 rsg run --base HEAD
empty out
on_tty 2 'rsg run'
has 'rsg run --base main' out
EOT

it 'a gate in the middle of a change stops it, says how it goes on, and shows what there is' <<'EOT'
. "$E2E_SETUP"
repository
export RSG_GATES_REQUIRED=impact,ranking,selection
status 75 rsg run --no-input --base HEAD
empty out
has 'stopped at the gate of impact' err
sed -n 's/.*go on with: //p' err >go-on
has '| rsg-retrieve | rsg-rank | rsg-select | rsg-audit' go-on
rsg-gate -q --approve last impact >said
status 65 sh go-on
has 'rsg-select: gates.required: ranking of run' err
rsg-gate -q --approve last ranking >said
rsg-runs doc last ranking | rsg-gate >ranked
rsg-select -q -o selected <ranked
status 75 rsg-gate --no-input --phase selection <selected
rsg-gate -q --approve last selection >said
status 0 rsg-gate --no-input --phase selection <selected
rsg-audit -o closed <out
holds '.phases.audit.output.decisions | map(.phase) | contains(["impact", "ranking", "selection"])' closed
EOT

finish
