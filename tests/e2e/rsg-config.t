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
tr -d '\r' <out | awk 'length($0) > 40 { exit 1 }'
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

it 'says why nothing can be trusted' <<'EOT'
status 78 rsg-config --trust
has 'nothing to trust' err
mkdir .rsg && echo 'retrieval.top: 5' >.rsg/config.yaml
unset HOME
status 78 rsg-config --trust
has 'set one' err
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
