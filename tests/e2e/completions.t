#!/bin/sh
. "${0%/*}/lib.sh"


it 'completions are generated for every program and parse' <<'EOT'
bin=$(dirname "$(command -v rsg)")
status 0 sh "$ROOT/share/completions/generate" "$bin" new
empty err
status 0 bash -n new/rsg.bash
for tool in "$bin"/rsg-*; do
	has "${tool##*/}" new/rsg.bash
	has "complete -c ${tool##*/} " new/rsg.fish
	has "${tool##*/}" new/_rsg
done
if command -v zsh; then status 0 zsh -n new/_rsg; fi
if command -v fish; then status 0 fish -n new/rsg.fish; fi
EOT

it 'a real bash completes options, tools, verbs and values' <<'EOT'
sh "$ROOT/share/completions/generate" "$(dirname "$(command -v rsg)")" new
cat >keys <<'KEYS'
source new/rsg.bash
rsg-check --li	 >option
rsg chec	--li	 >tool
rsg-config g	corpus.name >verb
rsg-config --log-format js	get coverage.nonsense 2>word
exit
KEYS
script -qec 'bash --norc --noprofile -i' /dev/null <keys >screen || true
has run-document option
same option tool
has default verb
has '"status":2' word
EOT

it 'what is offered for an option or an operand is taken' <<'EOT'
sh "$ROOT/share/completions/generate" "$(dirname "$(command -v rsg)")" new
cat >offer <<'BASH'
. new/rsg.bash
COMP_WORDS=("$@" "") COMP_CWORD=$# COMPREPLY=()
_rsg "$1"
printf '%s\n' "${COMPREPLY[@]}"
BASH
git init -q
status 0 rsg-classify <"$DATA/run-document.json"
while read -r n tool option rest; do
	bash offer "$tool" $option >values
	[ "$(grep -c . values)" -eq "$n" ] || fail "$tool $option offers $(cat values)"
	while read -r value; do
		status '0 65 75' "$tool" $option "$value" $rest <"$DATA/run-document.json"
	done <values
done <<'LINES'
11 rsg-show
5 rsg-show --sort ranking
3 rsg-report --csv
8 rsg-runs --status list
10 rsg-gate -p
3 rsg-impact --symbols --paths /dev/null
2 rsg-hook status
LINES
bash offer rsg-gate --approve last >values
has ranking values
bash offer rsg hook install >values
has pre-push values
EOT

it 'an installed tree has everything and is taken away again' <<'EOT'
make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/usr >log
for f in bin/rsg bin/rsg-check share/man/man1/rsg.1 share/man/man7/rsg.7 \
	share/man/man5/rsg-config.5 share/bash-completion/completions/rsg-check \
	share/zsh/site-functions/_rsg share/fish/vendor_completions.d/rsg.fish; do
	[ -e "root/usr/$f" ] || fail "$f is not installed"
done
unset RSG_SHARE
status 0 root/usr/bin/rsg check --list
has test-case out
make -s -C "$ROOT" uninstall DESTDIR="$PWD/root" PREFIX=/usr >log
find root ! -type d >left
empty left
EOT

finish
