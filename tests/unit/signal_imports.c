#include "signal/imports.h"

#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "text/source.h"
#include "unit.h"

#define FILES 8

/* Files as "path" and text; what is said of the first when the second changed. */
struct tree_case {
	const char *files[FILES][2];
	const char *changed, *want;
	const char *go_module;
};

static void
say_reason(const struct imports_found *found, struct buf *out)
{
	if (found->value >= 1)
		buf_printf(out, "imports %s", found->changed);
	else if (found->through)
		buf_printf(out, "imports %s, which imports %s", found->through, found->changed);
	else if (found->value > 0)
		buf_printf(out, "is of the package of %s", found->changed);
}

static void
run_case(const struct tree_case *c, bool backwards, struct buf *said)
{
	struct imports_file files[FILES];
	struct imports imports[FILES] = { 0 };
	struct imports_found found[FILES];
	size_t n = 0, first;

	while (n < FILES && c->files[n][0])
		n++;
	first = backwards ? n - 1 : 0;
	for (size_t i = 0; i < n; i++) {
		const char *const *file = c->files[backwards ? n - 1 - i : i];
		const struct source_language *language = source_language_for(file[0]);

		files[i] = (struct imports_file){ .path = file[0] };
		if (language == NULL)
			continue;
		struct source source;

		source_init(&source, language, file[1], strlen(file[1]));
		imports_find(&source, &imports[i]);
		source_fini(&source);
		files[i].language = source_language_name_of(language);
		files[i].imports = &imports[i];
	}
	imports_signal(&(struct imports_input){ .files = files,
			   .n_files = n,
			   .changed = &c->changed,
			   .n_changed = 1,
			   .go_module = c->go_module },
	    found);
	say_reason(&found[first], said);
	ck_assert(found[first].value > 0 || said->len == 0);
	for (size_t i = 0; i < n; i++)
		imports_fini(&imports[i]);
}

static void
expect_cases(const struct tree_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (int backwards = 0; backwards < 2; backwards++) {
			struct buf said;

			buf_init(&said, BUF_TEXT);
			run_case(&cases[i], backwards, &said);
			ck_assert_msg(strcmp(said.s, cases[i].want) == 0,
			    "case %zu (%s)\nis  %s\nnot %s", i, cases[i].files[0][0], said.s,
			    cases[i].want);
			buf_fini(&said);
		}
	}
}

#define EXPECT(cases) expect_cases(cases, sizeof(cases) / sizeof((cases)[0]))

START_TEST(python_modules_packages_and_relative_imports)
{
	static const struct tree_case cases[] = {
		{ { { "tests/test_cart.py", "from shop.cart import Cart\n" },
		      { "src/shop/cart.py", "" }, { "src/shop/__init__.py", "" } },
		    "src/shop/cart.py", "imports src/shop/cart.py", NULL },
		{ { { "tests/test_cart.py", "from shop import cart\n" }, { "src/shop/cart.py", "" },
		      { "src/shop/__init__.py", "" } },
		    "src/shop/cart.py", "imports src/shop/cart.py", NULL },
		{ { { "tests/test_cart.py", "import shop\n" }, { "src/shop/cart.py", "" },
		      { "src/shop/__init__.py", "from .cart import Cart\n" } },
		    "src/shop/cart.py",
		    "imports src/shop/__init__.py, which imports src/shop/cart.py", NULL },
		{ { { "shop/tests/test_cart.py", "from ..cart import Cart\n" },
		      { "shop/cart.py", "" }, { "cart.py", "" } },
		    "shop/cart.py", "imports shop/cart.py", NULL },
		{ { { "tests/test_a.py", "from . import helper\n" }, { "tests/helper.py", "" },
		      { "helper.py", "" } },
		    "tests/helper.py", "imports tests/helper.py", NULL },
		/* the language's own json is not the package's */
		{ { { "tests/test_a.py", "import json\n" }, { "src/flask/json/__init__.py", "" },
		      { "src/flask/__init__.py", "" } },
		    "src/flask/json/__init__.py", "", NULL },
		{ { { "a/b.py", "from .... import x\n" }, { "x.py", "" } }, "x.py", "imports x.py",
		    NULL },
		{ { { "tests/test_a.py", "# import cart\n" }, { "cart.py", "" } }, "cart.py", "",
		    NULL },
	};

	EXPECT(cases);
}
END_TEST

START_TEST(javascript_paths_with_and_without_endings)
{
	static const struct tree_case cases[] = {
		{ { { "test/cart.test.js", "require('../src/cart')" }, { "src/cart.js", "" } },
		    "src/cart.js", "imports src/cart.js", NULL },
		{ { { "test/cart.test.js", "const h = require('./helpers.js');" },
		      { "test/helpers.js", "import { a } from '../src/cart.js'" },
		      { "src/cart.js", "" } },
		    "src/cart.js", "imports test/helpers.js, which imports src/cart.js", NULL },
		{ { { "test/app.js", "var express = require('../')" },
		      { "index.js", "module.exports = require('./lib/express')" },
		      { "lib/express.js", "" } },
		    "index.js", "imports index.js", NULL },
		{ { { "src/a.test.ts", "import { b } from './b.js'" }, { "src/b.ts", "" } },
		    "src/b.ts", "imports src/b.ts", NULL },
		{ { { "src/a.test.ts", "import { b } from './b'" }, { "src/b/index.tsx", "" } },
		    "src/b/index.tsx", "imports src/b/index.tsx", NULL },
		{ { { "test/a.js", "import { b } from '@/shop/b'" }, { "src/shop/b.js", "" } },
		    "src/shop/b.js", "imports src/shop/b.js", NULL },
		{ { { "test/a.js", "require('cart')" }, { "cart.js", "" } }, "cart.js", "", NULL },
		{ { { "a.js", "require('../../x')" }, { "x.js", "" } }, "x.js", "", NULL },
	};

	EXPECT(cases);
}
END_TEST

START_TEST(headers_stand_for_their_source)
{
	static const struct tree_case cases[] = {
		{ { { "tests/unit/cart.c", "#include \"shop/cart.h\"\n" },
		      { "lib/shop/cart.h", "" }, { "lib/shop/cart.c", "" } },
		    "lib/shop/cart.c", "imports lib/shop/cart.c", NULL },
		{ { { "tests/a.c", "#include \"b.h\"\n" }, { "tests/b.h", "" }, { "b.h", "" } },
		    "tests/b.h", "imports tests/b.h", NULL },
		{ { { "tests/a.c", "#include \"b.h\"\n" }, { "tests/b.h", "" }, { "b.h", "" } },
		    "b.h", "", NULL },
		{ { { "tests/a.cpp", "#include <net/b.hpp>\n" }, { "include/net/b.hpp", "" },
		      { "src/b.cpp", "" } },
		    "src/b.cpp", "imports src/b.cpp", NULL },
		{ { { "tests/a.c", "#include <stdio.h>\n" }, { "compat/stdio.h", "" } },
		    "compat/stdio.h", "", NULL },
		{ { { "tests/a.c", "#include <cart.h>\n" }, { "include/cart.h", "" } },
		    "include/cart.h", "imports include/cart.h", NULL },
		{ { { "tests/a.c", "#include \"a.h\"\n" }, { "tests/a.h", "#include \"../b.h\"\n" },
		      { "b.h", "" } },
		    "b.h", "imports tests/a.h, which imports b.h", NULL },
	};

	EXPECT(cases);
}
END_TEST

START_TEST(java_and_go_have_packages)
{
	static const struct tree_case cases[] = {
		{ { { "src/test/java/t/CartTest.java", "import a.b.Cart;\n" },
		      { "src/main/java/a/b/Cart.java", "" } },
		    "src/main/java/a/b/Cart.java", "imports src/main/java/a/b/Cart.java", NULL },
		{ { { "src/test/java/t/CartTest.kt", "import a.b.Cart.Companion.of\n" },
		      { "core/src/main/java/a/b/Cart.kt", "" } },
		    "core/src/main/java/a/b/Cart.kt", "imports core/src/main/java/a/b/Cart.kt",
		    NULL },
		{ { { "src/test/java/t/CartTest.java", "import static a.b.Cart.of;\n" },
		      { "core/src/main/java/a/b/Cart.java", "" } },
		    "core/src/main/java/a/b/Cart.java", "imports core/src/main/java/a/b/Cart.java",
		    NULL },
		{ { { "src/test/java/t/CartTest.java", "import a.b.*;\n" },
		      { "src/main/java/a/b/Cart.java", "" } },
		    "src/main/java/a/b/Cart.java", "imports src/main/java/a/b/Cart.java", NULL },
		{ { { "src/test/java/a/b/CartTest.java", "" },
		      { "src/main/java/a/b/Cart.java", "" } },
		    "src/main/java/a/b/Cart.java",
		    "is of the package of src/main/java/a/b/Cart.java", NULL },
		{ { { "src/test/java/a/CartTest.java", "" },
		      { "src/main/java/a/b/Cart.java", "" } },
		    "src/main/java/a/b/Cart.java", "", NULL },
		{ { { "cmd/a_test.go", "import \"example.com/m/pkg/x\"\n" }, { "pkg/x/x.go", "" },
		      { "pkg/x/x_test.go", "" } },
		    "pkg/x/x.go", "imports pkg/x/x.go", "example.com/m" },
		{ { { "cmd/a_test.go", "import \"example.com/m/pkg/x\"\n" }, { "pkg/x/x.go", "" } },
		    "pkg/x/x.go", "imports pkg/x/x.go", NULL },
		{ { { "cmd/a_test.go", "import \"net/http\"\n" }, { "http/x.go", "" } },
		    "http/x.go", "", NULL },
		{ { { "cmd/a_test.go", "import \"example.com/other/pkg/x\"\n" },
		      { "pkg/x/x.go", "" } },
		    "pkg/x/x.go", "", "example.com/m" },
		{ { { "doc/a_test.go", "import \"example.com/m\"\n" }, { "root.go", "" } },
		    "root.go", "imports root.go", "example.com/m" },
		/* nobody imports the tests of a package */
		{ { { "cmd/a_test.go", "import \"example.com/m/pkg/x\"\n" },
		      { "pkg/x/x_test.go", "" } },
		    "pkg/x/x_test.go", "", "example.com/m" },
		{ { { "cmd/a_test.go", "import \"example.com/m/pkg/x\"\n" },
		      { "pkg/x/x_test.go", "" } },
		    "pkg/x/x_test.go", "", NULL },
		{ { { "pkg/a.go", "" }, { "pkg/b.go", "" } }, "pkg/a.go", "", NULL },
		{ { { "pkg/a_test.go", "" }, { "pkg/a.go", "" } }, "pkg/a.go",
		    "is of the package of pkg/a.go", NULL },
	};

	EXPECT(cases);
}
END_TEST

START_TEST(ruby_rust_php_and_shell)
{
	static const struct tree_case cases[] = {
		{ { { "test/test_cart.rb", "require 'shop/cart'\n" }, { "lib/shop/cart.rb", "" } },
		    "lib/shop/cart.rb", "imports lib/shop/cart.rb", NULL },
		{ { { "test/test_cart.rb", "require_relative '../lib/shop/cart'\n" },
		      { "lib/shop/cart.rb", "" } },
		    "lib/shop/cart.rb", "imports lib/shop/cart.rb", NULL },
		{ { { "test/test_cart.rb", "require 'helper'\n" },
		      { "test/helper.rb", "require 'shop'\n" }, { "lib/shop.rb", "" } },
		    "lib/shop.rb", "imports test/helper.rb, which imports lib/shop.rb", NULL },
		{ { { "test/test_cart.rb", "require 'json'\n" }, { "lib/shop/json.rb", "" } },
		    "lib/shop/json.rb", "", NULL },
		{ { { "src/cart/tests.rs", "use crate::cart::total;\n" }, { "src/cart.rs", "" } },
		    "src/cart.rs", "imports src/cart.rs", NULL },
		{ { { "src/a.rs", "use crate::cart::total::of;\n" }, { "src/cart/mod.rs", "" } },
		    "src/cart/mod.rs", "imports src/cart/mod.rs", NULL },
		{ { { "tests/it.rs", "use my_shop::cart::Cart;\n" }, { "my-shop/src/cart.rs", "" },
		      { "my-shop/src/lib.rs", "" } },
		    "my-shop/src/cart.rs", "imports my-shop/src/cart.rs", NULL },
		{ { { "tests/it.rs", "use shop::Cart;\n" }, { "src/lib.rs", "" } }, "src/lib.rs",
		    "imports src/lib.rs", NULL },
		{ { { "src/a/b.rs", "use super::c;\n" }, { "src/a/c.rs", "" } }, "src/a/c.rs",
		    "imports src/a/c.rs", NULL },
		{ { { "tests/it.rs", "use std::fs;\n" }, { "src/lib.rs", "" } }, "src/lib.rs", "",
		    NULL },
		{ { { "tests/CartTest.php", "<?php\nuse App\\Shop\\Cart;\n" },
		      { "src/Shop/Cart.php", "" }, { "src/Other/Cart.php", "" } },
		    "src/Shop/Cart.php", "imports src/Shop/Cart.php", NULL },
		{ { { "tests/run.sh", ". ./lib.sh\n" }, { "tests/lib.sh", "" } }, "tests/lib.sh",
		    "imports tests/lib.sh", NULL },
		{ { { "tests/run.sh", ". tests/lib.sh\n" }, { "tests/lib.sh", "" } },
		    "tests/lib.sh", "imports tests/lib.sh", NULL },
	};

	EXPECT(cases);
}
END_TEST

START_TEST(what_is_not_there_says_nothing)
{
	static const struct tree_case cases[] = {
		{ { { "a.py", "import b\n" }, { "b.py", "" } }, "c.py", "", NULL },
		{ { { "a.txt", "import b\n" }, { "b.py", "" } }, "b.py", "", NULL },
		{ { { "a.py", "import a\n" } }, "a.py", "", NULL },
		{ { { "a.py", "import b\n" }, { "b.py", "import c\n" }, { "c.py", "import d\n" },
		      { "d.py", "" } },
		    "d.py", "", NULL },
		{ { { "a.py", "import b\n" }, { "b.py", "import a\n" } }, "a.py", "", NULL },
	};

	EXPECT(cases);
	imports_signal(&(struct imports_input){ 0 }, NULL);
}
END_TEST

START_TEST(of_several_the_nearest_is_meant)
{
	static const struct tree_case cases[] = {
		{ { { "two/tests/a.c", "#include \"x/b.h\"\n" }, { "one/src/x/b.h", "" },
		      { "two/src/x/b.h", "" } },
		    "two/src/x/b.h", "imports two/src/x/b.h", NULL },
		{ { { "two/tests/a.c", "#include \"x/b.h\"\n" }, { "one/src/x/b.h", "" },
		      { "two/src/x/b.h", "" } },
		    "one/src/x/b.h", "", NULL },
	};

	EXPECT(cases);
}
END_TEST

UNIT_SUITE(signal_imports)
{
	tcase_add_test(tc, python_modules_packages_and_relative_imports);
	tcase_add_test(tc, javascript_paths_with_and_without_endings);
	tcase_add_test(tc, headers_stand_for_their_source);
	tcase_add_test(tc, java_and_go_have_packages);
	tcase_add_test(tc, ruby_rust_php_and_shell);
	tcase_add_test(tc, what_is_not_there_says_nothing);
	tcase_add_test(tc, of_several_the_nearest_is_meant);
}
