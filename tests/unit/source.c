#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "text/source.h"

/* The text with string bytes as 's' and comment bytes as 'c', delimiters included; '\n' stays. */
static void
paint(const char *language, const char *text, struct buf *out)
{
	struct source s;

	source_init(&s, source_language(language), text, strlen(text));
	buf_str(out, text);
	vec_each (const struct source_span *, span, &s.spans) {
		for (size_t i = span->from; i < span->to; i++) {
			if (out->s[i] != '\n')
				out->s[i] = span->kind == SOURCE_COMMENT ? 'c' : 's';
		}
	}
	source_fini(&s);
}

static const struct {
	const char *language, *text, *painted;
} painted[] = {
	{ "c", "a /* b */ c", "a ccccccc c" },
	{ "c", "a // b\nc", "a cccc\nc" },
	{ "c", "a /* b", "a cccc" },
	{ "c", "f(\"a\\\"/*b\");", "f(ssssssss);" },
	{ "c", "'\"' + \"'\"", "sss + sss" },
	{ "c", "don't \"x\"", "don't sss" },
	{ "c", "#if 0\n\"\n#else\n\"x\"\n#endif", "ccccc\nc\n#else\nsss\n#endif" },
	{ "c", "#if 0\n#if A\nx\n#endif\ny\n#endif\nz", "ccccc\nccccc\nc\ncccccc\nc\n#endif\nz" },
	{ "cpp", "R\"x(a)\" b)x\" c", "ssssssssssss c" },
	{ "csharp", "@\"a\\\" + @\"b\"\"c\"", "sssss + sssssss" },
	{ "java", "\"\"\"\n a \"b\" \"\"\" c", "sss\nssssssssss c" },
	{ "kotlin", "\"a ${if (x) \"}\" else y} b\" c", "ssssssssssssssssssssssssss c" },
	{ "kotlin", "/* /* */ */ a", "ccccccccccc a" },
	{ "go", "`a\n\\` + 'b'", "ss\nss + sss" },
	{ "python", "x = '''a\n'b' \"\"\" ''' # c", "x = ssss\nsssssssssss ccc" },
	{ "python", "r'\\'' 'open\ny", "rssss 'open\ny" },
	{ "python", "f'{x}' # '''\ny", "fsssss ccccc\ny" },
	{ "javascript", "a = /\"[/]'/g; b / c / d", "a = sssssssg; b / c / d" },
	{ "javascript", "return /'/", "return sss" },
	{ "javascript", "x = a / b; // c", "x = a / b; cccc" },
	{ "javascript", "`a ${b + `c ${\"}\"}`} d` + e", "sssssssssssssssssssssss + e" },
	{ "javascript", "<p>don't</p>\n'x'", "<p>don't</p>\nsss" },
	{ "rust", "fn f<'a>(x: &'a str) { 'b'; '\\'' }", "fn f<'a>(x: &'a str) { sss; ssss }" },
	{ "rust", "r#\"a \" b\"# c", "ssssssssss c" },
	{ "rust", "for\"x\" bar\"y\"", "forsss barsss" },
	{ "ruby", "=begin\nx\n=end\n'y'", "cccccc\nc\ncccc\nsss" },
	{ "ruby", "\"a #{b[\"c\"]} d\" e", "sssssssssssssss e" },
	{ "ruby", "x = %w[a 'b [c] ] + %q(')", "x = sssssssssssss + sssss" },
	{ "ruby", "a % b; c %w", "a % b; c %w" },
	{ "ruby", "f(<<~A, 1)\n 'x\n  A\ny", "f(<<~A, 1)\nsss\nsss\ny" },
	{ "ruby", "assert_match /it \"/, x / 2", "assert_match ssssss, x / 2" },
	{ "sh", "a 'b\nc' # d'\n$# ${#x} a#b", "a ss\nss cccc\n$# ${#x} a#b" },
	{ "sh", "\"a $(b \"c\" 'd)') e\" f", "sssssssssssssssssss f" },
	{ "sh", "\"${x:-\"}\"}\" y", "sssssssssss y" },
	{ "sh", "\\' \"\\\"\" \\# x", "\\' ssss \\# x" },
	{ "sh", "cat <<A <<-'B'\n'\nA\n\"\n\tB\nx", "cat <<A <<-'B'\ns\ns\ns\nss\nx" },
	{ "sh", "cat <<EOF\nEOF x\nEOF\ny", "cat <<EOF\nsssss\nsss\ny" },
	{ "sh", "x=$((1 << y)) 'z'", "x=$((1 << y)) sss" },
	{ "sh", "$'it\\'s' x", "ssssssss x" },
	{ "tcl", "# a {\nset x \"a # b\" ;# c\nexpr {$a # b}",
	    "ccccc\nset x sssssss ;ccc\nexpr {$a # b}" },
	{ "php", "#[A]\n# b\n<<<X\n'\n X;\n'c'", "#[A]\nccc\n<<<X\ns\nsss\nsss" },
	{ "text", "\"a\" # b", "\"a\" # b" },
};

START_TEST(comments_and_strings_are_told_from_code)
{
	for (size_t i = 0; i < sizeof painted / sizeof painted[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		paint(painted[i].language, painted[i].text, &out);
		ck_assert_msg(strcmp(out.s, painted[i].painted) == 0, "%s:\n%s\ngives\n%s\nnot\n%s",
		    painted[i].language, painted[i].text, out.s, painted[i].painted);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(code_keeps_length_newlines_and_quotes)
{
	struct source s;

	source_init(&s, source_language("python"), "a = 'b c' # d\n'''\n'''", 22);
	ck_assert_str_eq(s.code, "a = '   '    \n'''\n'''");
	source_again(&s, "'x'", 3);
	ck_assert_str_eq(s.code, "' '");
	ck_assert_uint_eq(s.spans.len, 1);
	source_fini(&s);
}
END_TEST

START_TEST(lines_are_found_by_offset)
{
	struct source s;

	source_init(&s, source_language("text"), "a\n\nbc\n", 6);
	ck_assert_uint_eq(source_line(&s, 0), 1);
	ck_assert_uint_eq(source_line(&s, 1), 1);
	ck_assert_uint_eq(source_line(&s, 2), 2);
	ck_assert_uint_eq(source_line(&s, 4), 3);
	ck_assert_uint_eq(source_line_start(&s, 4), 3);
	ck_assert_uint_eq(source_line_end(&s, 3), 5);
	ck_assert_uint_eq(source_line_end(&s, 6), 6);
	source_fini(&s);
}
END_TEST

START_TEST(blocks_end_where_the_language_says)
{
	static const struct {
		const char *language;
		enum source_block block;
		const char *text, *ends_before; /* the block starts at the start of the text */
	} cases[] = {
		{ "c", SOURCE_BRACES, "void f(int (*g)(void)) { if (x) { '}'; } } |", " |" },
		{ "c", SOURCE_BRACES, "void f(void); { }", " { }" },
		{ "c", SOURCE_BRACES, "int a |\n", "\n" },
		{ "c", SOURCE_BRACES, "f() { ( } |", " |" },
		{ "c", SOURCE_BRACES, "f() { ) } |", " |" },
		{ "c", SOURCE_BRACES, "f() { open", "" },
		{ "javascript", SOURCE_CALL, "it('a)', () => { f(')') }) |", " |" },
		{ "python", SOURCE_INDENT, "def f(a,\nb):\n  x = (\n1)\n\n  # c\n  y\n\nz",
		    "\n\nz" },
		{ "python", SOURCE_INDENT, "def f():\n  '''a\nb\n'''\nc", "\nc" },
		{ "python", SOURCE_INDENT, "def f(): pass\ng", "\ng" },
		{ "python", SOURCE_INDENT, "def f():\n\tx\n# c\n\ty\n", "\n" },
		{ "ruby", SOURCE_END, "it 'a' do\n if b\n c if d\n end\nend |", " |" },
		{ "ruby", SOURCE_END, "it 'a' do\n while b do\n c\n end\nend |", " |" },
		{ "ruby", SOURCE_END, "def a\n x.end; y(end: 1)\n z = if b then c end\nend |",
		    " |" },
		{ "ruby", SOURCE_END, "it('a') { b { c } } |", " |" },
		{ "ruby", SOURCE_END, "def a(x) = x + 1\nend |", "\nend |" },
		{ "ruby", SOURCE_END, "it 'a', b: 'do' do\n case x\n when 1 then 2\n end\nend |",
		    " |" },
		{ "sh", SOURCE_COMMAND, "t 'a' '\nb\n' \\\nc\nd", "\nd" },
		{ "sh", SOURCE_COMMAND, "t 'a' <<A <<B\nx\nA\ny\nB\nz", "\nz" },
		{ "sh", SOURCE_BRACES, "f() { case x in a) ;; esac; } |", " |" },
		{ "tcl", SOURCE_COMMAND, "test a {b\nc} {\n d \"}\"\n} 0\ne", "\ne" },
		{ "text", SOURCE_LINE, "a b\nc", "\nc" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct source s;
		size_t n = strlen(cases[i].text), end;

		source_init(&s, source_language(cases[i].language), cases[i].text, n);
		end = source_block_end(&s, cases[i].block, 0, 1);
		ck_assert_msg(strcmp(cases[i].text + end, cases[i].ends_before) == 0,
		    "%s:\n%s\nends before \"%s\"", cases[i].language, cases[i].text,
		    cases[i].text + end);
		source_fini(&s);
	}
}
END_TEST

START_TEST(keywords_are_those_of_the_language)
{
	struct source s;

	source_init(&s, source_language("go"), "", 0);
	ck_assert(source_is_keyword(&s, "func", 4));
	ck_assert(!source_is_keyword(&s, "fun", 3));
	ck_assert(!source_is_keyword(&s, "c", 1));
	ck_assert(!source_is_keyword(&s, "def", 3));
	source_fini(&s);
	ck_assert(source_language("klingon") == NULL);
	for (size_t i = 0; source_language_name(i); i++)
		ck_assert(source_language(source_language_name(i)) != NULL);
}
END_TEST

/* Each piece, a hundred thousand times, in each language. */
START_TEST(a_language_is_known_by_the_ending)
{
	static const char *const none[] = { "a", "a.", "c", "a. c", "a.c h", "a.xyz", "b.c/a" };

	ck_assert_str_eq(source_language_name_of(source_language_for("b.py/a.h")), "c");
	ck_assert_str_eq(source_language_name_of(source_language_for("a.b.pyi")), "python");
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		ck_assert_ptr_null(source_language_for(none[i]));
}
END_TEST

START_TEST(hostile_texts_take_linear_time)
{
	static const char *const pieces[] = { "\"", "'", "`", "/*", "${", "<<A\n", "{", "(", "}",
		"if ", "do ", "%w[", "r#\"", "R\"(", "#if 0\n", "/[", "=/[", "\\'", "\"\\", "'a",
		"def(", "\n ", "@a(\n", "end " };
	const size_t times = 30000;

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf text;

		buf_init(&text, BUF_DOCUMENT);
		for (size_t k = 0; k < times; k++)
			buf_str(&text, pieces[i]);
		for (size_t k = 0; source_language_name(k); k++) {
			struct source s;

			source_init(&s, source_language(source_language_name(k)), text.s, text.len);
			for (int block = SOURCE_BRACES; block <= SOURCE_LINE; block++)
				source_block_end(&s, (enum source_block)block, 0, 0);
			source_fini(&s);
		}
		buf_fini(&text);
	}
}
END_TEST

START_TEST(a_half_without_its_other_is_found)
{
	static const struct {
		const char *language, *text;
		int at; /* -1: nothing */
	} cases[] = {
		{ "python", "def a():\n    return [1, {2: (3)}]\n", -1 },
		{ "python", "x = (1\ny = 2\n", 4 },
		{ "python", "x = 1)\n", 5 },
		{ "python", "x = [1)\n", 6 },
		{ "python", "x = 'a)'  # (\n\"\"\"(\"\"\"\n", -1 },
		{ "python", "x = 'abc\ny = 1\n", 4 },
		{ "python", "x = f\"{a['b']}\" + r'\\d' + b''\n", -1 },
		{ "javascript", "it('a', () => { f(`x ${y('}')} z`); });", -1 },
		{ "javascript", "const r = /[(]'/; const s = \"it's\"; // don't", -1 },
		{ "javascript", "it('a', () => { f(1); );", 22 },
		{ "javascript", "it('a, () => { });", 3 },
		{ "go", "s := `a \" ( `; r := '('; f(s)", -1 },
		{ "c", "char c = '\"'; const char *s = \"\\\"(\";", -1 },
		{ "java", "class A { String s = \"a; }", 21 },
		{ "rust", "fn a<'a>(x: &'a str) -> char { ')' }", -1 },
		{ "kotlin", "val s = \"a ${f(\"b\")} c\"", -1 },
		{ "ruby", "x = \"a #{f('}')} (\"; y = %w[( b]", -1 },
		{ "php", "<?php $s = \"a {$b['c']} (\"; f($s);", -1 },
		{ "sh", "case $x in a) echo '(' ;; esac", -1 },
		{ "python", "", -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct source s = { 0 };
		size_t n = strlen(cases[i].text), got;

		source_init(&s, source_language(cases[i].language), cases[i].text, n);
		got = source_unbalanced(&s);
		ck_assert_msg(got == (cases[i].at < 0 ? n : (size_t)cases[i].at), "%s: %s: %zu",
		    cases[i].language, cases[i].text, got);
		source_fini(&s);
	}
}
END_TEST

UNIT_SUITE(source)
{
	tcase_add_test(tc, comments_and_strings_are_told_from_code);
	tcase_add_test(tc, code_keeps_length_newlines_and_quotes);
	tcase_add_test(tc, lines_are_found_by_offset);
	tcase_add_test(tc, blocks_end_where_the_language_says);
	tcase_add_test(tc, keywords_are_those_of_the_language);
	tcase_add_test(tc, a_language_is_known_by_the_ending);
	tcase_add_test(tc, hostile_texts_take_linear_time);
	tcase_add_test(tc, a_half_without_its_other_is_found);
}
