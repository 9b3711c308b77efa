#!/bin/sh
# The lints notice what they are for.
. "${0%/*}/lib.sh"

it 'takes a tree that keeps the layers and the sizes' <<'EOT'
mkdir -p tests lib/base lib/io lib/phase cmd
cp -R "$ROOT/tests/lint" tests/lint
printf '#include <stdio.h>\n#include "base/b.h"\nint\nf(int a)\n{\n\treturn a;\n}\n' >lib/io/a.c
printf '#include "phase/x.h"\n#include "io/json.h"\n' >lib/phase/x_part.c
status 0 tests/lint/check-layers
command -v ctags >found || skip 'ctags is not installed'
status 0 tests/lint/check-size -v
has 'functions: 1, median 4' out
EOT

it 'names each include that breaks a layer' <<'EOT'
mkdir -p tests lib/base lib/io lib/text lib/phase lib/cli cmd
cp -R "$ROOT/tests/lint" tests/lint
printf '#include "io/json.h"\n' >lib/base/a.c
printf '#include "store/run.h"\n#include "sql.h"\n' >lib/text/a.c
printf '#include "phase/b.h"\n#include "phase/phase.h"\n' >lib/phase/a.c
printf '#include "phase/b.h"\n' >lib/cli/a.c
printf '#include <sqlite3.h>\n' >lib/io/a.c
printf '#include <sqlite3.h>\n' >lib/io/b.c
printf '#include <yaml.h>\n' >cmd/c.c
status 1 tests/lint/check-layers
has 'lib/base/a.c:1: base may not include io/json.h' out
has 'lib/text/a.c:1: text may not include store/run.h' out
has 'lib/text/a.c:2: include sql.h' out
has 'lib/phase/a.c:1: no phase knows another: b.h' out
lacks 'phase.h: no' out
has 'lib/cli/a.c:1: cli knows phase/phase.h only' out
has 'lib/io/b.c:1: <sqlite3.h> is already in lib/io/a.c' out
has 'cmd/c.c:1: <yaml.h> belongs in one .c file of lib/io' out
has '7 violations' err
EOT

it 'names texts and calls that have a better place' <<'EOT'
mkdir -p tests lib/doc cmd
cp -R "$ROOT/tests/lint" tests/lint
cat >lib/doc/a.c <<'C'
x = cJSON_GetObjectItem(j, "a");
buf_printf(b, "{\"a\":%d}", 1);
buf_printf(b, ",\"a\": \"%s\"", s);
q = "SELECT a FROM b";
printf("x");
snprintf(s, n, "x");
strchr("([{\"", c);
p = alloca(4);
C
status 1 tests/lint/check-layers
has 'a.c:1: cJSON_GetObjectItem' out
has 'a.c:2: JSON is printed' out
has 'a.c:3: JSON is printed' out
has 'a.c:4: SQL lives' out
has 'a.c:5: nothing in lib/ prints' out
lacks 'a.c:6' out
lacks 'a.c:7' out
has 'a.c:8: no alloca' out
EOT

it 'names what is too long, too wide and too deep' <<'EOT'
command -v ctags >found || skip 'ctags is not installed'
mkdir -p tests lib/io cmd
cp -R "$ROOT/tests/lint" tests/lint
{
	printf 'int\nlong_one(void)\n{\n'
	seq 1 58 | sed 's|.*|\tx++;|'
	printf '}\n\nint\nwide(int a, int b, int c, int d, int e, int f, int g)\n{\n'
	printf '\tif (a) { if (b) { if (c) { if (d) { if (e) { x("{"); } } } } }\n}\n'
	printf '\t\t/* 234567890123456789012345678901234567890123456789012345678901234567890123456789012345 */\n'
	seq 1 400 | sed 's|.*||'
} >lib/io/a.c
seq 1 151 | sed 's|.*||' >lib/io/a.h
seq 1 201 | sed 's|.*||' >cmd/a.c
status 1 tests/lint/check-size
has 'lib/io/a.c:2: long_one has 61 lines, 60 at most' out
has 'wide has more than 6 parameters' out
has 'more than 4 levels of blocks' out
has 'more than 100 columns' out
has '400 at most' out
has 'lib/io/a.h:1: 151 lines, 150 at most' out
has 'cmd/a.c:1: 201 lines, 200 at most' out
EOT

finish
