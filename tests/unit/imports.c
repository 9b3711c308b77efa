#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/imports.h"
#include "text/source.h"

/* "name(member,member)?": '?' for an optional one, '"' before a file, '<' before a system's. */
static char *
found(const char *language, const char *text)
{
	struct source source = { 0 };
	struct imports imports;
	struct buf out;

	buf_init(&out, BUF_TEXT);
	source_init(&source, source_language(language), text, strlen(text));
	imports_find(&source, &imports);
	vec_each (const struct import *, it, &imports.at) {
		buf_str(&out, out.len ? " " : "");
		buf_str(&out, it->kind == IMPORT_FILE	  ? "\""
			      : it->kind == IMPORT_SYSTEM ? "<"
							  : "");
		buf_str(&out, it->name);
		for (size_t i = 0; i < it->members.len; i++)
			buf_printf(&out, "%s%s", i ? "," : "(", it->members.at[i]);
		buf_str(&out, it->members.len ? ")" : "");
		buf_str(&out, it->optional ? "?" : "");
	}
	imports_fini(&imports);
	source_fini(&source);
	return buf_take(&out);
}

static const struct {
	const char *language, *text, *want;
} cases[] = {
	{ "python", "import os", "os" },
	{ "python", "import a.b as c, d\n", "a.b d" },
	{ "python", "import a; import b\n", "a b" },
	{ "python", "from a.b import c as d, e\n", "a.b(c,e)" },
	{ "python", "from . import x\nfrom ..a import y\n", ".(x) ..a(y)" },
	{ "python", "from a import (\n    b,  # why\n    c as d,\n)\nimport e\n", "a(b,c) e" },
	{ "python", "from a \\\n  import b\n", "a(b)" },
	{ "python", "from a import *\n", "a" },
	{ "python", "try:\n    import fast\nexcept ImportError:\n    fast = None\n", "fast?" },
	{ "python", "\"\"\"\nimport no\n\"\"\"\n# import no\nx = 'import no'\n", "" },
	{ "python", "important = 1\nfromage = 2\nx.import_y()\n", "" },
	{ "python", "import", "" },
	{ "python", "from a import (", "a" },
	{ "javascript", "import x from './x.js';", "./x.js" },
	{ "javascript", "import { a, b as c } from 'm'", "m(a,b)" },
	{ "javascript", "import d, { a,\n b } from \"m\";", "m(a,b)" },
	{ "javascript", "import type { T } from './t';", "./t(T)" },
	{ "javascript", "import { type T, u } from './t';", "./t(T,u)" },
	{ "javascript", "import * as all from 'm';\nimport 'side';", "m side" },
	{ "javascript", "export * from './a'; export { b } from './b';", "./a ./b(b)" },
	{ "javascript", "export const from = 'x';", "" },
	{ "javascript", "const { a, b: c } = require('./x');", "./x(a,b)" },
	{ "javascript", "const x = require('node:fs').promises;", "node:fs" },
	{ "javascript", "const x = await import('./late.mjs');", "./late.mjs?" },
	{ "javascript", "require(name); require(`./${x}`); a.require('no')", "" },
	{ "javascript", "// import 'no'\n/* require('no') */ 'import \"no\"'", "" },
	{ "javascript", "import", "" },
	{ "go", "package a\n\nimport \"fmt\"\nimport m \"net/http\"\n", "fmt net/http" },
	{ "go", "import (\n\t\"fmt\"\n\n\t. \"a/b\"\n\t_ \"c\" // x\n)\nvar x = \"no\"\n",
	    "fmt a/b c" },
	{ "go", "import (\"a\")\nvar s = \"no\"\n", "a" },
	{ "c", "#include <stdio.h>\n#  include \"a/b.h\"\n// #include \"no\"\n",
	    "<stdio.h \"a/b.h" },
	{ "cpp", "#include <vector>\n", "<vector" },
	{ "java", "package a;\nimport a.b.C;\nimport static a.b.D.of;\nimport e.*;\n",
	    "a.b.C a.b.D.of e.*" },
	{ "kotlin", "import a.b.C as D\nimport kotlin.test.Test\n", "a.b.C kotlin.test.Test" },
	{ "php", "<?php\nuse A\\B as C;\nuse function A\\f;\nuse A\\{B, C};\n", "A\\B A\\f A" },
	{ "rust", "use std::fs;\npub use crate::a::{b, c};\nextern crate d;\n",
	    "std::fs crate::a d" },
	{ "ruby", "require 'json'\nrequire_relative('../a')\nrequire name\n", "json \"../a" },
	{ "sh", ". ./lib.sh\nsource \"a/b.sh\"\n. \"$HERE/x\"\n. \"${0%/*}/lib.sh\"\n",
	    "\"./lib.sh \"a/b.sh" },
	{ "tcl", "package require Tcl\n", "" },
};

START_TEST(imports_are_found_as_they_are_written)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *got = found(cases[i].language, cases[i].text);

		ck_assert_msg(strcmp(got, cases[i].want) == 0, "%s: %s\nis  %s\nnot %s",
		    cases[i].language, cases[i].text, got, cases[i].want);
		free(got);
	}
}
END_TEST

START_TEST(the_number_of_imports_is_bounded)
{
	struct source source = { 0 };
	struct imports imports;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	for (int i = 0; i < 2000; i++)
		buf_printf(&text, "import m%d\n", i);
	source_init(&source, source_language("python"), text.s, text.len);
	imports_find(&source, &imports);
	ck_assert_uint_eq(imports.at.len, IMPORTS_MAX);
	ck_assert(imports.cut);
	ck_assert_uint_eq(imports.at.at[499].line, 500);
	imports_fini(&imports);
	source_fini(&source);
	buf_fini(&text);
}
END_TEST

/* Whatever is cut off, and wherever: no byte behind the end is looked at (with MODE=asan). */
START_TEST(any_beginning_of_a_source_can_be_read)
{
	static const char *const texts[] = {
		"from ..a import (b as c,\\\n d); import e as f, g\n",
		"import type d, { a as b } from 'm'; const { a: b } = require('x'); import('y')",
		"import (\n\t. \"a\"\n)\n#include <a.h>\nuse a::{b};\n. ./x\nrequire_relative('y')",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		for (size_t n = 0; n <= strlen(texts[i]); n++) {
			char *text = strndup(texts[i], n);
			const char *name;

			for (size_t l = 0; (name = source_language_name(l)); l++)
				free(found(name, text));
			free(text);
		}
	}
	ck_assert(true);
}
END_TEST

UNIT_SUITE(imports)
{
	tcase_add_test(tc, imports_are_found_as_they_are_written);
	tcase_add_test(tc, the_number_of_imports_is_bounded);
	tcase_add_test(tc, any_beginning_of_a_source_can_be_read);
}
