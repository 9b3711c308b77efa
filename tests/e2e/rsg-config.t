#!/bin/sh
. "${0%/*}/lib.sh"

it 'shows every key, and with --show-origin where its value comes from' <<'EOT'
status 0 rsg-config --show-origin
sed 1d out | cut -f 1 >keys
LC_ALL=C sort -c keys
has "coverage.weak	0.25	built in" out
mkdir -p "$HOME/.config/rsg" .rsg
printf 'coverage:\n  weak: 0.3\n' >"$HOME/.config/rsg/config.yaml"
status 0 rsg-config --show-origin
has "coverage.weak	0.3	$HOME/.config/rsg/config.yaml:2" out
echo 'coverage.weak: 0.2' >.rsg/config.yaml
status 0 rsg-config -O
has "coverage.weak	0.2	$PWD/.rsg/config.yaml:1" out
export RSG_COVERAGE_WEAK=0.1
status 0 rsg-config -O get coverage.weak
has "0.1	RSG_COVERAGE_WEAK" out
EOT

it 'is a table on a terminal' <<'EOT'
COLUMNS=40 on_tty 0 'rsg-config --no-color'
has 'coverage.weak ' out
tr -d '\r' <out | sed 's/…/./g' | awk 'length($0) > 40 { exit 1 }'
EOT

it 'gets one value, as JSON with its type' <<'EOT'
status 0 rsg-config get coverage.weak
echo 0.25 | same - out
status 0 rsg-config --json get coverage.weak
holds '. == 0.25' out
status 0 rsg-config --json
holds '."phase.timeout" | .value == "5m" and .origin == "built in"' out
status 2 rsg-config get coverage.weka
empty out
has 'did you mean coverage.weak?' err
status 2 rsg-config set a b
empty out
EOT

it 'names file and line of what is wrong' <<'EOT'
mkdir .rsg
printf '# ours\n\ncoverage:\n  weka: 0.3\n' >.rsg/config.yaml
status 78 rsg-config
empty out
has ".rsg/config.yaml:4: unknown key \"coverage.weka\": did you mean coverage.weak?" err
printf 'coverage:\n  weak: 3\n' >.rsg/config.yaml
status 78 rsg-config
has '.rsg/config.yaml:2: coverage.weak is "3": expected a number from 0 to 1' err
rm .rsg/config.yaml
RSG_COVERAGE_WEAK=much status 78 rsg-config
has 'RSG_COVERAGE_WEAK' err
status 66 rsg-config -c gone.yaml
has gone.yaml err
EOT

it 'a file named with -c is read in place of both' <<'EOT'
mkdir -p "$HOME/.config/rsg" .rsg
echo 'retrieval.top: 5' >"$HOME/.config/rsg/config.yaml"
echo 'coverage.weak: 0.2' >.rsg/config.yaml
echo 'coverage.covered: 0.9' >mine.yaml
status 0 rsg-config -O -c mine.yaml
has 'coverage.covered	0.9	mine.yaml:1' out
has 'coverage.weak	0.25	built in' out
has 'retrieval.top	20	built in' out
EOT

it 'what could do harm is not taken from a clone before it is trusted' <<'EOT'
mkdir .rsg
echo 'store.path: /tmp/elsewhere.db' >.rsg/config.yaml
status 0 rsg-config get store.path
echo | same - out
has 'store.path is ignored because the file is not trusted' err
status 0 rsg-config -n --trust
status 0 rsg-config get store.path
echo | same - out
status 0 rsg-config --trust
empty out
has "$PWD/.rsg/config.yaml" err
status 0 rsg-config get store.path
echo /tmp/elsewhere.db | same - out
empty err
[ "$(stat -c %a "$HOME/.local/state/rsg/trusted")" = 600 ]
echo 'store.path: /tmp/other.db' >.rsg/config.yaml
status 0 rsg-config get store.path
echo | same - out
EOT

it 'a gate may be made stronger without trust, not weaker' <<'EOT'
mkdir .rsg
echo 'generation.threshold: 0.9' >.rsg/config.yaml
status 0 rsg-config get generation.threshold
echo 0.9 | same - out
empty err
echo 'generation.threshold: 0.1' >.rsg/config.yaml
status 0 rsg-config get generation.threshold
echo 0.7 | same - out
has 'is ignored' err
EOT

it 'an untrusted project takes nothing out of a list, nor hides it behind something else' <<'EOT'
mkdir -p .rsg "$HOME/.config/rsg"
printf '%s\n' 'gates.required: [ranking]' >"$HOME/.config/rsg/config.yaml"
kept() { # kept KEY VALUE THEIRS
	printf '%s: %s\n' "$1" "$3" >.rsg/config.yaml
	status 0 rsg-config get "$1"
	echo "$2" | same - out
	has "$1 is ignored" err
}
for theirs in '[]' '"x ranking"' '[ranking x]' '[rankings, xranking]' '"ranking;coverage"'; do
	kept gates.required ranking "$theirs"
done
for theirs in '["stories/*.md", ":(exclude)*"]' '["stories/*.md", ":!stories"]' '"stories/*.md, :^a"' \
	'["more stories/*.md"]'; do
	kept hook.stories 'stories/*.md' "$theirs"
done
echo 'gates.required: [coverage, ranking]' >.rsg/config.yaml
status 0 rsg-config get gates.required
echo coverage,ranking | same - out
empty err
EOT

it 'an untrusted project names no command, no host, no key, no recording and no budget' <<'EOT'
mkdir -p .rsg "$HOME/.config/rsg"
printf '%s\n' 'budget.day: 5' 'providers.groq.key_variable: GROQ_KEY' >"$HOME/.config/rsg/config.yaml"
cat >.rsg/config.yaml <<'EOF'
model: exec:touch owned
fallback: [anthropic/claude-x, "exec:touch owned"]
models.ranking: replay:all.jsonl
embedding.model: " exec:touch owned"
mode: replay
cassette: theirs.jsonl
budget: { day: 500, run: 0, unknown: allow }
providers:
  groq: { kind: openai-chat, url: "https://elsewhere.example", key_variable: HOME, key_command: touch owned }
  mine: { key_file: /etc/passwd }
vectors: chroma:http://elsewhere.example
vectors_key_variable: ANTHROPIC_API_KEY
log.calls: /tmp/theirs
cache.path: /tmp/theirs.db
EOF
status 0 rsg-config -O
[ "$(grep -c 'is ignored because the file is not trusted' err)" = 17 ]
has 'budget.day	5	' out
has 'mode	replay	' out
has "providers.groq.key_variable	GROQ_KEY	$HOME" out
[ "$(grep -c "$PWD/.rsg" out)" = 1 ]
status 0 rsg-config --trust
status 0 rsg-config -O
empty err
has 'model	exec:touch owned	' out
has 'providers.groq.url	https://elsewhere.example	' out
EOT

it 'says why nothing can be trusted' <<'EOT'
status 78 rsg-config --trust
has 'nothing to trust' err
mkdir .rsg && echo 'retrieval.top: 5' >.rsg/config.yaml
unset HOME
status 78 rsg-config --trust
has 'set one' err
EOT

it 'shows the members of families that are set, and gets any' <<'EOT'
mkdir .rsg
printf 'limit:\n  openai/gpt-6.2-sol:\n    requests: 2.5\n' >.rsg/config.yaml
RSG_TIMEOUT_RANKING_TOTAL=9s status 0 rsg-config -O
has "limit.openai/gpt-6.2-sol.requests	2.5	$PWD/.rsg/config.yaml:3" out
has 'timeout.ranking.total	9s	RSG_TIMEOUT_RANKING_TOTAL' out
has 'timeout.*.total	10m	built in' out
! grep -q '^limit.openai/gpt-6.2-sol.tokens' out
sed 1d out | cut -f 1 >keys
LC_ALL=C sort -c keys
RSG_LIMIT_OPENAI_GPT_6_2_SOL_REQUESTS=4 status 0 rsg-config
[ "$(grep -c '^limit.openai' out)" = 1 ]
RSG_LIMIT_OPENAI_GPT_6_2_SOL_REQUESTS=4 status 0 rsg-config --json get limit.openai/gpt-6.2-sol.requests
holds '. == 4' out
status 0 rsg-config get timeout.anyone.idle
echo 120s | same - out
status 2 rsg-config get providers.groq.ulr
has 'did you mean providers.groq.url?' err
RSG_TIMEOUT_RANKING_TOTAL=soon status 78 rsg-config
has 'RSG_TIMEOUT_RANKING_TOTAL: timeout.ranking.total is "soon": expected a duration' err
EOT

it 'the manual has every key as it is' <<'EOT'
cp -R "$ROOT/man" man
mkdir bin
ln -s "$(command -v rsg-config)" bin/rsg-config
checked
sh man/config-keys.sh
same man/rsg-config.5 "$ROOT/man/rsg-config.5"
EOT

finish
