#include "unit.h"

#include <string.h>

#include "text/csv.h"

/* All records, fields joined by '/', records by '\n' and numbered by line. */
static void
render(const char *text, size_t n, struct buf *out, struct err *err)
{
	struct csv csv;
	enum status st;

	csv_init(&csv, text, n);
	while ((st = csv_next(&csv, err)) == ST_OK) {
		buf_printf(out, "%d:", csv.line);
		for (size_t i = 0; i < csv.fields.len; i++)
			buf_printf(out, "%s%s", i ? "/" : "", csv.fields.at[i]);
		buf_char(out, '\n');
	}
	csv_fini(&csv);
}

START_TEST(records_are_read)
{
	static const struct {
		const char *text, *gives;
	} cases[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "a", "1:a\n" },
		{ "a,b\n", "1:a/b\n" },
		{ "a,b\r\nc,d\r\n", "1:a/b\n2:c/d\n" },
		{ "a,b\rc,d", "1:a/b\n2:c/d\n" },
		{ "a,,\n,\n", "1:a//\n2:/\n" },
		{ "\"a,b\",c\n", "1:a,b/c\n" },
		{ "\"a \"\"b\"\"\",c\n", "1:a \"b\"/c\n" },
		{ "x,\"1\n2\"\ny,z\n", "1:x/1\n2\n3:y/z\n" },
		{ "x,\"1\r\n2\"\r\ny,z\n", "1:x/1\r\n2\n3:y/z\n" },
		{ "a \"b\",c\n", "1:a \"b\"/c\n" },
		{ "\"a\"b,c\n", "1:ab/c\n" },
		{ "\xef\xbb\xbf\"a\",b\n", "1:a/b\n" },
		{ "a;b,c;d\n1;2;3", "1:a/b,c/d\n2:1/2/3\n" },
		{ "a\tb\n", "1:a/b\n" },
		{ "a|b\n", "1:a/b\n" },
		{ "\"a;b;c;d\",e\n", "1:a;b;c;d/e\n" },
		{ "\n\na,b\n\nc,d\n", "3:a/b\n5:c/d\n" },
		{ "\"\"\n", "1:\n" },
		{ "\"\",a\n", "1:/a\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct buf out;

		buf_init(&out, BUF_TEXT);
		render(cases[i].text, strlen(cases[i].text), &out, &err);
		ck_assert_str_eq(out.s, cases[i].gives);
		ck_assert_int_eq(err.status, ST_OK);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(open_quote_is_named_by_its_line)
{
	static const char text[] = "a,b\n\"1\n2\",c\nd,\"e\n\n\n";
	struct err err = ERR_INIT;
	struct buf out;

	buf_init(&out, BUF_TEXT);
	render(text, sizeof text - 1, &out, &err);
	ck_assert_int_eq(err.status, ST_DATA);
	ck_assert_msg(strstr(err.text, "line 4:") != NULL, "%s", err.text);
	buf_fini(&out);
}
END_TEST

START_TEST(columns_are_found_by_name)
{
	struct strings header = { 0 };

	strings_add(&header, " ID ");
	strings_add(&header, "Test Steps");
	strings_add(&header, "id");
	ck_assert_int_eq(csv_column(&header, "id"), 0);
	ck_assert_int_eq(csv_column(&header, "test steps"), 1);
	ck_assert_int_eq(csv_column(&header, "test"), -1);
	ck_assert_int_eq(csv_column(&header, ""), -1);
	strings_fini(&header);
}
END_TEST

START_TEST(a_long_text_without_end_takes_linear_time)
{
	struct err err = ERR_INIT;
	struct buf text, out;

	buf_init(&text, BUF_DOCUMENT);
	buf_init(&out, BUF_DOCUMENT);
	for (int i = 0; i < 500000; i++)
		buf_str(&text, "\"\",");
	render(text.s, text.len, &out, &err);
	ck_assert_int_eq(err.status, ST_OK);
	buf_fini(&out);
	buf_fini(&text);
}
END_TEST

UNIT_SUITE(csv)
{
	tcase_add_test(tc, records_are_read);
	tcase_add_test(tc, open_quote_is_named_by_its_line);
	tcase_add_test(tc, columns_are_found_by_name);
	tcase_add_test(tc, a_long_text_without_end_takes_linear_time);
}
