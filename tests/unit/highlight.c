#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/highlight.h"

struct seen {
	const char *at; /* where the next span must begin */
	enum highlight_kind last;
	bool bad;
	size_t spans;
	struct buf text; /* the spans in a row, keywords as [if], and so on */
};

static void
see(enum highlight_kind kind, const char *s, size_t n, void *arg)
{
	static const char *const marks[] = { "", "{}", "''", "[]", "##", "<>" };
	struct seen *seen = arg;

	seen->bad |= s != seen->at || n == 0 || (seen->spans++ && kind == seen->last);
	seen->at = s + n;
	seen->last = kind;
	if (*marks[kind])
		buf_char(&seen->text, marks[kind][0]);
	buf_add(&seen->text, s, n);
	if (*marks[kind])
		buf_char(&seen->text, marks[kind][1]);
}

static void
look(const char *language, const char *text, size_t n, struct seen *seen)
{
	*seen = (struct seen){ .at = text };
	buf_init(&seen->text, (size_t)64 << 20);
	highlight(language, text, n, see, seen);
	ck_assert_msg(
	    !seen->bad && seen->at == text + n, "%s: spans do not follow each other", language);
}

/* {comment} 'string' [keyword] #number# <name> */
static const struct {
	const char *language, *text, *marked;
} cases[] = {
	{ "python", "async def test_a(x=0x1F):\n    return x # b",
	    "[async] [def] <test_a>(x=#0x1F#):\n    [return] x {# b}" },
	{ "python", "class TestCart(Base):\n    x.class = 1.5e-3",
	    "[class] <TestCart>(Base):\n    x.class = #1.5e-3#" },
	{ "py", "from a import b\nx1 = \"\"\"if\n2\"\"\"",
	    "[from] a [import] b\nx1 = '\"\"\"if\n2\"\"\"'" },
	{ "javascript", "it('adds', async () => {\n\tconst a = 1; // x\n});",
	    "it(''adds'', [async] () => {\n\t[const] a = #1#; {// x}\n});" },
	{ "javascript", "function $f(a) { return `${a}`; }",
	    "[function] <$f>(a) { [return] '`${a}`'; }" },
	{ "javascript", "x = function (a) {}; interface.type = 2",
	    "x = [function] (a) {}; interface.type = #2#" },
	{ "typescript", "interface Cart { readonly n: number }",
	    "[interface] <Cart> { [readonly] n: [number] }" },
	{ "go", "func TestCart(t *testing.T) {}", "[func] <TestCart>(t *testing.T) {}" },
	{ "go", "func (c *Cart) Add(n int) int {", "[func] (c *Cart) <Add>(n [int]) [int] {" },
	{ "go", "go func() error { return nil }()", "[go] [func]() [error] { [return] [nil] }()" },
	{ "go", "f := func(a int) Cart {", "f := [func](a [int]) Cart {" },
	{ "go", "type Cart struct {", "[type] <Cart> [struct] {" },
	{ "java",
	    "class CartTest {\n\t@Test\n\tvoid addsItem() {\n\t\tassertEquals(1, f(x));\n\t}\n}",
	    "[class] <CartTest> {\n\t@Test\n\t[void] <addsItem>() {\n\t\tassertEquals(#1#, "
	    "f(x));\n\t}\n}" },
	{ "java", "@DisplayName(\"a\")\npublic List<String> b(int c) { return d(e); }",
	    "@DisplayName('\"a\"')\n[public] List<String> <b>([int] c) { [return] d(e); }" },
	{ "java", "Cart c = new Cart(1); c.add(2L);", "Cart c = [new] Cart(#1#); c.add(#2L#);" },
	{ "kotlin", "@Test fun `adds an item`() { val x = 1..2 }",
	    "@Test [fun] <`adds an item`>() { [val] x = #1#..#2# }" },
	{ "kotlin", "data class Cart(val n: Int)", "[data] [class] <Cart>([val] n: Int)" },
	{ "ruby", "def self.add(x)\n  x.nil? # y\nend",
	    "[def] [self].<add>(x)\n  x.nil? {# y}\n[end]" },
	{ "ruby", "describe 'Cart' do\n  it \"adds\" do",
	    "describe ''Cart'' [do]\n  it '\"adds\"' [do]" },
	{ "rust", "#[test]\nfn adds<'a>(x: &'a str) -> u8 { 'b' }",
	    "#[test]\n[fn] <adds><'a>(x: &'a [str]) -> [u8] { ''b'' }" },
	{ "rust", "pub struct Cart;\nimpl Cart {}", "[pub] [struct] <Cart>;\n[impl] Cart {}" },
	{ "c", "static void\nadds_item(void)\n{\n\tint a = f(1), b = *c;\n\tg(a);\n}",
	    "[static] [void]\n<adds_item>([void])\n{\n\t[int] a = f(#1#), b = *c;\n\tg(a);\n}" },
	{ "c", "struct cart x;\nstruct cart {\n\tint n;\n};",
	    "[struct] cart x;\n[struct] <cart> {\n\t[int] n;\n};" },
	{ "c", "#include <a.h>\n#define N 3\n#ifdef N",
	    "#[include] <a.h>\n#[define] <N> #3#\n#[ifdef] N" },
	{ "c", "START_TEST(adds_item)\n{\n\tck_assert(a);\n}\nEND_TEST",
	    "START_TEST(<adds_item>)\n{\n\tck_assert(a);\n}\nEND_TEST" },
	{ "c", "char *name(int x) { return f(x); }", "[char] *<name>([int] x) { [return] f(x); }" },
	{ "cpp", "Test(a) struct B {};", "Test(<a>) [struct] <B> {};" },
	{ "cpp", "TEST_F(CartTest, Adds) { EXPECT_EQ(1, n); }",
	    "TEST_F(<CartTest>, <Adds>) { EXPECT_EQ(#1#, n); }" },
	{ "c++", "class Cart : public A {}; template <class T> T f() {}",
	    "[class] <Cart> : [public] A {}; [template] <[class] T> T <f>() {}" },
	{ "shell", "adds_item() {\n\tif [ $if = x-if ]; then echo \"a\" # b\n\tfi\n}",
	    "<adds_item>() {\n\t[if] [ $if = x-if ]; [then] echo '\"a\"' {# b}\n\t[fi]\n}" },
	{ "sh", "@test 'adds' {", "@[test] ''adds'' {" },
	{ "tcl", "proc add {a} {\n\treturn 1\n}\ntest cart-1.1 {adds} {",
	    "[proc] <add> {a} {\n\t[return] #1#\n}\n[test] <cart>-#1.1# {adds} {" },
	{ "php", "public function testAdds(): void { $class = new Cart(1); }",
	    "[public] [function] <testAdds>(): [void] { $class = [new] Cart(#1#); }" },
	{ "gherkin",
	    "# c\n@fast\nFeature: Cart\n  Scenario Outline: pays 2\n    Given a \"b\" with 3 #4\n",
	    "{# c}\n@fast\n[Feature:]< Cart>\n  [Scenario Outline:]< pays 2>\n    [Given] a "
	    "'\"b\"' with #3# ##4#\n" },
	{ "cobol", "if 1 \"a\"", "if 1 \"a\"" },
	{ "", "if", "if" },
};

START_TEST(each_language_is_marked)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct seen seen;

		look(cases[i].language, cases[i].text, strlen(cases[i].text), &seen);
		ck_assert_str_eq(seen.text.s, cases[i].marked);
		buf_fini(&seen.text);
	}
}
END_TEST

START_TEST(nothing_is_said_of_an_empty_text)
{
	struct seen seen;

	look("c", "", 0, &seen);
	ck_assert_uint_eq(seen.spans, 0);
	buf_fini(&seen.text);
}
END_TEST

/* Pieces of every language in any order: the spans are the text. */
START_TEST(spans_are_the_text_whatever_it_is)
{
	static const char *const pieces[] = { "def ", "class ", "(", ")", "{", "}", "\"", "'", "`",
		"/*", "*/", "#", "//", "\n", "@", "TEST", "func ", "x", "0x", "1e+", "\xff", "$",
		"Scenario:", "\"\"\"", "<<A", "struct ", ";", "=", "\\", "Given " };
	static const char *const names[] = { "python", "typescript", "go", "java", "kotlin", "ruby",
		"rust", "c", "cpp", "sh", "tcl", "php", "gherkin", "none" };
	unsigned seed = 7;

	for (int round = 0; round < 4000; round++) {
		struct buf text;
		struct seen seen;

		buf_init(&text, BUF_TEXT);
		for (int i = 0; i < 40; i++) {
			seed = seed * 1103515245u + 12345u;
			buf_str(&text, pieces[(seed >> 16) % (sizeof pieces / sizeof pieces[0])]);
			if (seed >> 29 == 0)
				buf_char(&text, '\0');
		}
		look(names[(size_t)round % (sizeof names / sizeof names[0])], text.s, text.len,
		    &seen);
		buf_fini(&seen.text);
		buf_fini(&text);
	}
}
END_TEST

/* 128 KiB of each; the time limit of a test case is the judge. */
START_TEST(hostile_texts_take_linear_time)
{
	static const char *const pieces[] = { "def `", "class ", "a ", "(", "\" ", "@a(", "#", " ",
		"TEST(", "func (", "x\n", "1e", "\t", "Given \"" };
	static const char *const names[] = { "kotlin", "cpp", "gherkin", "sh", "go" };

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf text;
		struct seen seen;

		buf_init(&text, (size_t)8 << 20);
		while (text.len < (size_t)1 << 17)
			buf_str(&text, pieces[i]);
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
			look(names[k], text.s, text.len, &seen);
			buf_fini(&seen.text);
		}
		buf_fini(&text);
	}
}
END_TEST

START_TEST(kinds_have_names)
{
	ck_assert_str_eq(highlight_name(HIGHLIGHT_PLAIN), "plain");
	ck_assert_str_eq(highlight_name(HIGHLIGHT_NAME), "name");
}
END_TEST

UNIT_SUITE(highlight)
{
	tcase_add_test(tc, each_language_is_marked);
	tcase_add_test(tc, nothing_is_said_of_an_empty_text);
	tcase_add_test(tc, spans_are_the_text_whatever_it_is);
	tcase_add_test(tc, hostile_texts_take_linear_time);
	tcase_add_test(tc, kinds_have_names);
}
