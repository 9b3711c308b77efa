#!/bin/sh
# schemas.sh OUT.c FILE.schema.json... - the schemas as bytes, sorted by name, for doc/schema.h.
set -eu
. "$(dirname "$0")/bytes.sh"
out=$1
shift
{
	echo '#include "doc/schema_data.h"'
	n=0
	for file; do
		printf 'static const unsigned char text_%d[] = {\n' "$n"
		bytes "$file"
		echo '};'
		n=$((n + 1))
	done
	echo 'const struct schema_text schema_texts[] = {'
	n=0
	for file; do
		name=$(basename "$file" .schema.json)
		printf '\t{ "%s", (const char *)text_%d, sizeof text_%d - 1 },\n' "$name" "$n" "$n"
		n=$((n + 1))
	done
	echo '	{ 0 },'
	echo '};'
} >"$out.tmp"
mv "$out.tmp" "$out"
