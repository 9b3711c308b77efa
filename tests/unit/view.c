#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "view/code.h"
#include "view/table.h"

static void
fill(struct table *table)
{
	table_init(table);
	table_column(table, "name", COLUMN_FLEX);
	table_column(table, "score", COLUMN_BAR);
	table_cell(table, STYLE_BOLD, "a long name\twith a tab, \033[2J and more of it");
	table_cell(table, STYLE_PLAIN, "%.2f", 0.5)->bar = 0.5;
	table_cell(table, STYLE_BAD, "b");
	table_cell(table, STYLE_PLAIN, "%.2f", 1.0)->bar = 1;
}

START_TEST(off_a_terminal_nothing_is_cut_or_coloured)
{
	const struct view view = { .columns = 0, .color = false, .unicode = true };
	struct table table;
	struct buf out;

	buf_init(&out, BUF_TEXT);
	fill(&table);
	table_print(&table, &view, &out);
	ck_assert_str_eq(
	    out.s, "name\tscore\na long name with a tab, \\x1b[2J and more of it\t0.50\nb\t1.00\n");
	table_fini(&table);
	buf_fini(&out);
}
END_TEST

START_TEST(on_a_terminal_every_line_fits)
{
	static const int widths[] = { 40, 60, 200 };
	struct table table;
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
		const struct view view = { .columns = widths[i], .unicode = true };

		buf_clear(&out);
		fill(&table);
		table_print(&table, &view, &out);
		for (const char *line = out.s; *line; line = strchr(line, '\n') + 1)
			ck_assert(utf8_width(line, strcspn(line, "\n")) <= (size_t)widths[i]);
		ck_assert(strstr(out.s, "█████      0.50") != NULL);
		ck_assert(strchr(out.s, '\033') == NULL);
		table_fini(&table);
	}
	buf_fini(&out);
}
END_TEST

START_TEST(a_bar_has_an_ascii_form)
{
	const struct view view = { .columns = 80 };
	struct buf out;

	buf_init(&out, BUF_TEXT);
	view_bar(&view, &out, 0.3, 10);
	ck_assert_str_eq(out.s, "###.......");
	buf_clear(&out);
	view_bar(&view, &out, 7, 4);
	ck_assert_str_eq(out.s, "####");
	buf_clear(&out);
	view_bar(&view, &out, -1, 4);
	ck_assert_str_eq(out.s, "....");
	buf_fini(&out);
}
END_TEST

/* name, bar, number, and two that may be left out */
static void
print_wide(int columns, bool unicode, struct buf *out)
{
	const struct view view = { .columns = columns, .unicode = unicode };
	struct table table;

	buf_clear(out);
	table_init(&table);
	table_column(&table, "name", COLUMN_FLEX);
	table_column(&table, "score", COLUMN_BAR);
	table_column(&table, "n", COLUMN_RIGHT);
	table_column(&table, "words", COLUMN_FLEX | COLUMN_SPARE);
	table_column(&table, "hash", COLUMN_SPARE);
	table_cell(&table, STYLE_PLAIN, "%s", "a name that takes thirty columns");
	table_cell(&table, STYLE_PLAIN, "0.50")->bar = 0.5;
	table_cell(&table, STYLE_PLAIN, "1234");
	table_cell(&table, STYLE_PLAIN, "%s", "words that are of interest to some");
	table_cell(&table, STYLE_PLAIN, "0123456789abcdef");
	table_note(&table, STYLE_PLAIN, "said below it, in as many lines as it takes");
	table_print(&table, &view, out);
	table_fini(&table);
}

START_TEST(a_narrow_table_leaves_out_what_matters_less)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	print_wide(200, false, &out);
	ck_assert(strstr(out.s, "takes thirty columns  #####..... 0.50  1234  words that are of "
				"interest to some  0123456789abcdef\n") != NULL);
	ck_assert(strstr(out.s, "\n      said below it, in as many lines as it takes\n") != NULL);
	print_wide(80, false, &out);
	ck_assert(strstr(out.s, "#####..... 0.50") && strstr(out.s, "words"));
	ck_assert(strstr(out.s, "hash") == NULL && strstr(out.s, "0123") == NULL);
	print_wide(50, true, &out);
	ck_assert(strstr(out.s, "█████      0.50  1234\n") && strstr(out.s, "words") == NULL);
	print_wide(40, false, &out);
	ck_assert_str_eq(out.s, "name                         score     n\n"
				"a name that takes thirty c~   0.50  1234\n"
				"      said below it, in as many lines as\n"
				"      it takes\n");
	buf_fini(&out);
}
END_TEST

START_TEST(no_table_is_wider_than_the_terminal)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (int columns = 20; columns < 130; columns++) {
		print_wide(columns, columns % 2, &out);
		for (const char *line = out.s; *line; line = strchr(line, '\n') + 1) {
			size_t n = strcspn(line, "\n");

			ck_assert_msg(utf8_width(line, n) <= (size_t)columns, "%d: %.*s", columns,
			    (int)n, line);
			ck_assert(n == 0 || line[n - 1] != ' ');
		}
	}
	buf_fini(&out);
}
END_TEST

/* Blanks apart, what is wrapped is the text, each line fits and no word is broken that need not. */
START_TEST(wrapped_text_is_the_text)
{
	static const char text[] = "Lines of words, some of them rather-long-ones-with-hyphens, "
				   "each\tof   which\nfits; 中文字 too.";
	struct buf out, squeezed;

	buf_init(&out, BUF_TEXT);
	buf_init(&squeezed, BUF_TEXT);
	for (int columns = 28; columns < 120; columns++) {
		const struct view view = { .columns = columns };

		for (size_t indent = 0; indent < 8; indent += 7) {
			buf_clear(&out);
			buf_clear(&squeezed);
			view_wrap(&view, &out, STYLE_PLAIN, 0, indent, text);
			for (const char *s = out.s; *s; s++) {
				if (strchr(" \n", *s) == NULL)
					buf_char(&squeezed, *s);
			}
			ck_assert_str_eq(squeezed.s, "Linesofwords,someofthemrather-long-ones-with-"
						     "hyphens,eachofwhichfits;中文字too.");
			ck_assert(strstr(out.s, "rather-long") != NULL);
			for (const char *line = out.s; *line; line = strchr(line, '\n') + 1) {
				ck_assert(strspn(line, " ") == indent);
				ck_assert(utf8_width(line, strcspn(line, "\n")) <= (size_t)columns);
			}
		}
	}
	buf_fini(&out);
	buf_fini(&squeezed);
}
END_TEST

START_TEST(text_goes_on_behind_its_label)
{
	const struct view view = { .columns = 30 }, none = { 0 };
	struct buf out;

	buf_init(&out, BUF_TEXT);
	buf_str(&out, "label   ");
	view_wrap(&view, &out, STYLE_PLAIN, 8, 8, "one two three four five six");
	ck_assert_str_eq(out.s, "label   one two three four\n        five six\n");
	buf_clear(&out);
	view_wrap(&none, &out, STYLE_PLAIN, 0, 8, "one two\nthree \033");
	ck_assert_str_eq(out.s, "one two three \\x1b\n");
	buf_clear(&out);
	view_wrap(&view, &out, STYLE_PLAIN, 0, 26, "text keeps its room");
	ck_assert_str_eq(out.s, "          text keeps its room\n");
	buf_clear(&out);
	view_wrap(&view, &out, STYLE_PLAIN, 0, 0, "");
	ck_assert_str_eq(out.s, "\n");
	buf_fini(&out);
}
END_TEST

START_TEST(code_is_shown_whole_with_numbers_and_colours)
{
	const struct view plain = { .columns = 20 }, color = { 20, 16, true };
	static const char code[] = "def a():\n\treturn \"\033[2J\"  # é\n";
	struct buf out;

	buf_init(&out, BUF_TEXT);
	view_code(&plain, &out, "python", code, 0);
	ck_assert_str_eq(out.s, "def a():\n\treturn \"\\x1b[2J\"  # é\n");
	buf_clear(&out);
	view_code(&plain, &out, "python", code, 9);
	ck_assert_str_eq(out.s, " 9  def a():\n10  \treturn \"\\x1b[2J\"  # é\n");
	buf_clear(&out);
	view_code(&color, &out, "python", "def a(): # x\n1", 0);
	ck_assert_str_eq(out.s, "\033[35mdef\033[0m \033[1;34ma\033[0m(): \033[2m# x\033[0m\n"
				"\033[36m1\033[0m\n");
	buf_clear(&out);
	view_code(&color, &out, "c", "/* a\nb */", 1);
	ck_assert_str_eq(out.s, "\033[2m1\033[0m  \033[2m/* a\033[0m\n"
				"\033[2m2\033[0m  \033[2mb */\033[0m\n");
	buf_clear(&out);
	view_code(&plain, &out, "c", "", 1);
	ck_assert_uint_eq(out.len, 0);
	buf_fini(&out);
}
END_TEST

UNIT_SUITE(view)
{
	tcase_add_test(tc, a_narrow_table_leaves_out_what_matters_less);
	tcase_add_test(tc, no_table_is_wider_than_the_terminal);
	tcase_add_test(tc, wrapped_text_is_the_text);
	tcase_add_test(tc, text_goes_on_behind_its_label);
	tcase_add_test(tc, code_is_shown_whole_with_numbers_and_colours);
	tcase_add_test(tc, off_a_terminal_nothing_is_cut_or_coloured);
	tcase_add_test(tc, on_a_terminal_every_line_fits);
	tcase_add_test(tc, a_bar_has_an_ascii_form);
}
