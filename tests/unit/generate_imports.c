#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "generate_tree.h"
#include "io/json.h"
#include "phase/generate_imports.h"
#include "phase/generate_syntax.h"

static const struct {
	const char *path, *text;
} files[] = {
	{ "shop/__init__.py", "VERSION = 1\n" },
	{ "shop/cart.py", "class Cart:\n    pass\nLIMIT = 3\n" },
	{ "shop/pay/__init__.py", "from .card import *\n" },
	{ "shop/pay/card.py", "def charge(): pass\n" },
	{ "src/lately/core.py", "x = 1\n" },
	{ "tests/test_cart.py", "" },
	{ "tests/helpers.py", "def make(): pass\n" },
	{ "requirements-dev.txt", "requests>=2\nPyYAML==6\npython_dateutil\n" },
	{ "web/package.json", "{\"name\": \"web\", \"devDependencies\": {\"jest\": \"29\", "
			      "\"@scope/kit\": \"1\"}}" },
	{ "web/src/cart.js", "exports.total = () => 0;\nexports.Cart = class {};\n" },
	{ "web/src/all.js", "export * from './cart';\n" },
	{ "web/src/typed.ts", "export const a = 1;\n" },
	{ "web/src/dir/index.js", "module.exports = { b: 1 };\n" },
	{ "web/node_modules/left-pad/index.js", "" },
	{ "go.mod", "module example.com/shop\n\ngo 1.21\n\nrequire github.com/x/assert v1\n" },
	{ "api/api.go", "package api\n" },
	{ "src/main/java/com/acme/Cart.java", "package com.acme; class Cart {}\n" },
	{ "Cargo.toml",
	    "[package]\nname = \"shop-core\"\n[dev-dependencies]\nserde_json = \"1\"\n" },
	{ "lib/shop/cart.rb", "" },
	{ "spec/spec_helper.rb", "" },
	{ "Gemfile", "gem 'rspec'\n" },
	{ "include/cart.h", "" },
	{ "t/lib.sh", "" },
};

static void
put_files(const struct generate_tree *tree)
{
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		generate_tree_put(tree, files[i].path, files[i].text);
}

struct told {
	struct buf found; /* "name=from name=from" */
	struct strings problems;
};

/* What is said of a code's imports.  `standard`: the language's own modules, separated by blanks;
   NULL: not known. */
static struct told
resolve(const struct generate_tree *tree, bool rooted, const char *file, const char *code,
    const char *standard)
{
	struct resolver r = {
		.root = rooted ? tree->root : NULL, .file = file, .framework = "pytest"
	};
	struct err err = ERR_INIT;
	struct map own, tests;
	struct json *list = json_new_array();
	struct told told = { .problems = { 0 } };
	struct buf text;

	buf_init(&told.found, BUF_TEXT);
	buf_init(&text, BUF_TEXT);
	buf_str(&text, code);
	map_init(&own);
	map_init(&tests);
	map_slot(&tests, "numpy.testing", 13, NULL);
	map_slot(&tests, "org.junit.jupiter.api.Test", 26, NULL);
	map_slot(&tests, "supertest", 9, NULL);
	map_slot(&tests, "lately.core", 11, NULL);
	r.tests = &tests;
	ck_assert(syntax_open(tree->share, NULL, &r.syntax, &err) == ST_OK);
	ck_assert_msg(resolver_init(&r, &err) == ST_OK, "%s", err.text);
	for (const char *s = standard; s && *s; s += strcspn(s, " ") + (s[strcspn(s, " ")] != 0))
		map_slot(&own, s, strcspn(s, " "), NULL);
	r.standard = standard ? &own : NULL;
	resolver_check(&r, &text, list, &told.problems);
	json_each (it, list)
		buf_printf(&told.found, "%s%s=%s", told.found.len ? " " : "",
		    json_get_string(it, "name"), json_get_string(it, "from"));
	resolver_fini(&r);
	syntax_close(r.syntax);
	map_fini(&own);
	map_fini(&tests);
	json_free(list);
	buf_fini(&text);
	return told;
}

static void
told_fini(struct told *told)
{
	buf_fini(&told->found);
	strings_fini(&told->problems);
}

#define PY "tests/test_new.py"
#define JS "web/test/new.test.js"

static const struct {
	const char *file, *code, *found,
	    *problem; /* problem: part of the only one, NULL for none */
} cases[] = {
	/* Python */
	{ PY, "from shop.cart import Cart, LIMIT", "shop.cart=tree", NULL },
	{ PY, "import shop.cart", "shop.cart=tree", NULL },
	{ PY, "from shop import cart, VERSION", "shop=tree", NULL },
	{ PY, "from shop.cart import Basket", "", "shop/cart.py has no Basket" },
	{ PY, "from shop import refunds", "", "shop/__init__.py has no refunds" },
	{ PY, "import shop.refunds", "", "no such module in the project" },
	{ PY, "from shop.pay import charge, anything", "shop.pay=tree", NULL },
	{ PY, "from lately.core import x", "lately.core=tree", NULL },
	{ PY, "import lately.nothing", "", "no such module in the project" },
	{ PY, "from helpers import make", "helpers=tree", NULL },
	{ PY, "from .helpers import make", ".helpers=tree", NULL },
	{ PY, "from . import helpers", ".=tree", NULL },
	{ PY, "from .nothing import make", "", "no such module" },
	{ PY, "from ..shop.cart import Cart", "..shop.cart=tree", NULL },
	{ PY, "from .... import x", "", "leads out" },
	{ PY, "import os.path, json", "os.path=standard json=standard", NULL },
	{ PY, "import pytest", "pytest=tests", NULL },
	{ PY, "import numpy", "numpy=tests", NULL },
	{ PY, "import requests, yaml, dateutil.parser",
	    "requests=declared yaml=declared "
	    "dateutil.parser=declared",
	    NULL },
	{ PY, "import invented", "", "not declared, and no test imports it" },
	{ PY, "try:\n    import invented\nexcept ImportError:\n    pass", "invented=unknown",
	    NULL },
	{ PY, "def f():\n    import invented", "", "not declared" },
	{ PY, "from shop.cart import *", "shop.cart=tree", NULL },
	/* JavaScript and TypeScript */
	{ JS, "const { total } = require('../src/cart');", "../src/cart=tree", NULL },
	{ JS, "import { total, Cart } from '../src/cart.js';", "../src/cart.js=tree", NULL },
	{ JS, "import { refund } from '../src/cart';", "", "web/src/cart.js has no refund" },
	{ JS, "import { refund } from '../src/all';", "../src/all=tree", NULL },
	{ JS, "import { a } from '../src/typed.js';", "../src/typed.js=tree", NULL },
	{ JS, "const { b } = require('../src/dir');", "../src/dir=tree", NULL },
	{ JS, "require('../src/refunds')", "", "no such file" },
	{ JS, "require('../../../x')", "", "leads out" },
	{ JS, "import fs from 'node:fs'; import p from 'path';", "node:fs=standard path=standard",
	    NULL },
	{ JS, "import x from 'node:invented';", "", "node has no such module" },
	{ JS, "import { it } from '@jest/globals';", "@jest/globals=declared", NULL },
	{ JS, "require('@scope/kit/deep')", "@scope/kit/deep=declared", NULL },
	{ JS, "require('left-pad')", "left-pad=tree", NULL },
	{ JS, "require('supertest')", "supertest=tests", NULL },
	{ JS, "import x from '@/store'; import y from '~/y'; import z from '#z';",
	    "@/store=unknown ~/y=unknown #z=unknown", NULL },
	{ JS, "require('sinon')", "", "package.json does not name it" },
	{ JS, "require('@scope/other')", "", "package.json does not name it" },
	{ "tests/new.test.js", "require('sinon')", "sinon=unknown", NULL },
	/* Go */
	{ "api/new_test.go", "import (\n\"fmt\"\n\"example.com/shop/api\"\n)",
	    "fmt=standard example.com/shop/api=tree", NULL },
	{ "api/new_test.go", "import \"example.com/shop/refunds\"", "", "no such package" },
	{ "api/new_test.go", "import \"github.com/x/assert/cmp\"",
	    "github.com/x/assert/cmp=declared", NULL },
	{ "api/new_test.go", "import \"github.com/y/z\"", "", "go.mod does not name it" },
	{ "api/new_test.go", "import \"invented\"", "", "Go has no such package" },
	/* Java */
	{ "src/test/java/com/acme/NewTest.java",
	    "import com.acme.Cart;\nimport java.util.List;\n"
	    "import org.junit.jupiter.api.Assertions;\n"
	    "import org.other.X;\n",
	    "com.acme.Cart=tree java.util.List=standard org.junit.jupiter.api.Assertions=tests "
	    "org.other.X=unknown",
	    NULL },
	/* Rust, Ruby, C, shell */
	{ "tests/new.rs", "use shop_core::Cart;\nuse std::fs;\nuse serde_json::Value;\n",
	    "shop_core::Cart=declared std::fs=standard serde_json::Value=declared", NULL },
	{ "tests/new.rs", "use tokio::main;\n", "", "Cargo.toml does not name it" },
	{ "spec/new_spec.rb",
	    "require 'spec_helper'\nrequire 'shop/cart'\nrequire 'rspec'\n"
	    "require 'json'\n",
	    "spec_helper=tree shop/cart=tree rspec=declared json=unknown", NULL },
	{ "spec/new_spec.rb", "require_relative '../lib/shop/refund'\n", "", "no such file" },
	{ "tests/new.c", "#include \"cart.h\"\n#include <check.h>\n#include \"gen.h\"\n",
	    "cart.h=tree check.h=unknown gen.h=unknown", NULL },
	{ "t/t0002-new.sh", ". ./lib.sh\n. ./other.sh\n", "./lib.sh=tree ./other.sh=unknown",
	    NULL },
};

static const char standard[] = "os json fs path fmt re sys";

START_TEST(an_import_is_where_it_is_or_is_missing)
{
	struct generate_tree tree = generate_tree_new();

	put_files(&tree);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct told told = resolve(&tree, true, cases[i].file, cases[i].code, standard);

		ck_assert_msg(strcmp(told.found.s, cases[i].found) == 0,
		    "%s: %s\nis  %s\nnot %s%s%s", cases[i].file, cases[i].code, told.found.s,
		    cases[i].found, told.problems.len ? "\n" : "",
		    told.problems.len ? told.problems.at[0] : "");
		ck_assert_msg(told.problems.len == (cases[i].problem ? 1 : 0), "%s: %zu problems",
		    cases[i].code, told.problems.len);
		if (cases[i].problem)
			ck_assert_msg(strstr(told.problems.at[0], cases[i].problem) != NULL,
			    "%s: %s", cases[i].code, told.problems.at[0]);
		told_fini(&told);
	}
	generate_tree_free(&tree);
}
END_TEST

START_TEST(what_cannot_be_known_is_unknown)
{
	static const struct {
		const char *file, *code, *found;
		bool rooted;
		const char *standard;
	} unknown[] = {
		{ PY, "import shop.refunds, invented\nfrom . import x",
		    "shop.refunds=unknown "
		    "invented=unknown .=unknown",
		    false, standard },
		{ PY, "import invented, os", "invented=unknown os=unknown", true, NULL },
		{ JS, "require('./x'); require('invented')", "./x=unknown invented=unknown", false,
		    standard },
		{ JS, "require('node:invented')", "node:invented=unknown", true, NULL },
		{ "api/new_test.go", "import \"invented\"", "invented=unknown", true, NULL },
	};
	struct generate_tree tree = generate_tree_new();

	put_files(&tree);
	for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
		struct told told = resolve(&tree, unknown[i].rooted, unknown[i].file,
		    unknown[i].code, unknown[i].standard);

		ck_assert_str_eq(told.found.s, unknown[i].found);
		ck_assert_uint_eq(told.problems.len, 0);
		told_fini(&told);
	}
	generate_tree_free(&tree);
}
END_TEST

START_TEST(no_link_leads_out_of_the_tree)
{
	struct generate_tree outer = generate_tree_new(), tree = generate_tree_new();
	char *link = mem_printf("%s/away", tree.root), *to = mem_printf("%s/pkg", outer.root);
	struct told told;

	generate_tree_put(&outer, "pkg/secret.py", "KEY = 1\n");
	generate_tree_put(&tree, "tests/test_a.py", "");
	ck_assert_int_eq(symlink(to, link), 0);
	told = resolve(&tree, true, PY, "from away.secret import KEY", standard);
	ck_assert_uint_eq(told.problems.len, 1);
	ck_assert_str_eq(told.found.s, "");
	told_fini(&told);
	ck_assert_int_eq(unlink(link), 0);
	free(link);
	free(to);
	generate_tree_free(&tree);
	generate_tree_free(&outer);
}
END_TEST

START_TEST(python_knows_its_own_modules)
{
	struct generate_tree tree = generate_tree_new();
	const struct map *own = NULL;
	struct syntax *syntax;
	struct err err = ERR_INIT;

	ck_assert(syntax_open(tree.share, NULL, &syntax, &err) == ST_OK);
	ck_assert_msg(syntax_standard(syntax, "python", &own, &err) == ST_OK, "%s", err.text);
	if (generate_has_program("python3"))
		ck_assert(own && map_find(own, "json", 4) && !map_find(own, "requests", 8));
	else
		ck_assert(own == NULL);
	ck_assert(syntax_standard(syntax, "cobol", &own, &err) == ST_OK);
	ck_assert(own == NULL);
	syntax_close(syntax);
	generate_tree_free(&tree);
}
END_TEST

UNIT_SUITE(generate_imports)
{
	tcase_add_test(tc, an_import_is_where_it_is_or_is_missing);
	tcase_add_test(tc, what_cannot_be_known_is_unknown);
	tcase_add_test(tc, no_link_leads_out_of_the_tree);
	tcase_add_test(tc, python_knows_its_own_modules);
}
