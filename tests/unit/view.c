#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
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

UNIT_SUITE(view)
{
	tcase_add_test(tc, off_a_terminal_nothing_is_cut_or_coloured);
	tcase_add_test(tc, on_a_terminal_every_line_fits);
	tcase_add_test(tc, a_bar_has_an_ascii_form);
}
