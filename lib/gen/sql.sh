#!/bin/sh
# sql.sh DIR FILE.sql... - the SQL texts as bytes: DIR/sql.h numbers the queries, DIR/sql.c holds all.
#
# pragmas.sql is run at each open, schema/NNNN-what.sql is migration NNNN, query/NAME.sql is SQL_NAME.
set -eu
. "$(dirname "$0")/bytes.sh"
dir=$1
shift
upper() { basename "$1" .sql | tr 'a-z-' 'A-Z_'; }
{
	echo '#ifndef GEN_SQL_H'
	echo '#define GEN_SQL_H'
	echo 'enum sql {'
	for file; do
		case $file in */query/*) printf '\tSQL_%s,\n' "$(upper "$file")" ;; esac
	done
	echo '	SQL_COUNT'
	echo '};'
	echo 'struct sql_text { const char *name, *text; };'
	echo 'struct sql_migration { int version; const char *name, *text; };'
	echo 'extern const char sql_pragmas[];'
	echo 'extern const struct sql_text sql_queries[]; /* by enum sql */'
	echo 'extern const struct sql_migration sql_migrations[]; /* in order, ended by version 0 */'
	echo '#endif'
} >"$dir/sql.h.tmp"
{
	echo '#include "sql.h"'
	n=0
	for file; do
		case $file in
		*/pragmas.sql) echo 'const char sql_pragmas[] = {' ;;
		*) printf 'static const char text_%d[] = {\n' "$n" ;;
		esac
		bytes "$file"
		echo '};'
		n=$((n + 1))
	done
	echo 'const struct sql_text sql_queries[] = {'
	n=0
	for file; do
		case $file in */query/*) printf '\t{ "%s", text_%d },\n' "$(basename "$file" .sql)" "$n" ;; esac
		n=$((n + 1))
	done
	echo '	{ 0 },'
	echo '};'
	echo 'const struct sql_migration sql_migrations[] = {'
	n=0
	for file; do
		name=$(basename "$file" .sql)
		number=${name%%-*}
		case $file in
		*/schema/*) printf '\t{ %d, "%s", text_%d },\n' "$(echo "$number" | sed 's/^0*//')" "$name" "$n" ;;
		esac
		n=$((n + 1))
	done
	echo '	{ 0 },'
	echo '};'
} >"$dir/sql.c.tmp"
mv "$dir/sql.h.tmp" "$dir/sql.h"
mv "$dir/sql.c.tmp" "$dir/sql.c"
