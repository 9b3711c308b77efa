#include "text/sse.h"

#include <stdint.h>
#include <string.h>

#include "io/file.h"
#include "io/json.h"
#include "text/lines.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define MAX ((size_t)100000)
#define NUL_STAND_IN "\xee\x80\x80" /* U+E000 */

/* What was decoded, one event a line: type, data and id, each quoted, and the retry time. */
static struct buf got;
static struct sse sse;
static int left; /* events still wanted */

static bool
add_event(void *arg, const struct sse_event *event)
{
	(void)arg;
	json_print_string(event->type, event->type_n, &got);
	json_print_string(event->data, event->data_n, &got);
	json_print_string(event->id, event->id_n, &got);
	buf_printf(&got, "%ld\n", sse.retry_ms);
	return --left != 0;
}

static void
setup(void)
{
	buf_init(&got, BUF_DOCUMENT);
	left = -1;
}

static void
teardown(void)
{
	buf_fini(&got);
}

/* The bytes in pieces of the sizes given, the rest in one. */
static bool
decode(const char *bytes, size_t n, size_t first, size_t each)
{
	bool more = true;

	buf_clear(&got);
	sse_init(&sse, MAX, add_event, NULL);
	if (first > 0)
		more = sse_feed(&sse, bytes, first);
	for (size_t i = first; i < n; i += each)
		more = sse_feed(&sse, bytes + i, each < n - i ? each : n - i);
	sse_fini(&sse);
	return more;
}

/* Our reader takes no \u0000, so a character for private use came in its place. */
static void
print_with_nul(const char *text, struct buf *out)
{
	const char *stand_in = strstr(text, NUL_STAND_IN);
	struct buf b;

	buf_init(&b, MAX);
	if (stand_in) {
		buf_add(&b, text, (size_t)(stand_in - text));
		buf_char(&b, '\0');
		text = stand_in + strlen(NUL_STAND_IN);
	}
	buf_str(&b, text);
	json_print_string(b.s, b.len, out);
	buf_fini(&b);
}

static void
expect(const struct json *vector, struct buf *out)
{
	json_each (event, json_get(vector, "expect")) {
		const char *type = json_get_string(event, "event");
		const char *text = json_get_string(event, "data"),
			   *id = json_get_string(event, "id");
		bool timed = json_kind(json_get(event, "retry")) == JSON_NUMBER;

		type = *type ? type : "message";
		json_print_string(type, strlen(type), out);
		print_with_nul(text, out);
		json_print_string(id, strlen(id), out);
		buf_printf(out, "%ld\n", timed ? (long)json_get_number(event, "retry") : -1L);
	}
}

static size_t
from_base64(const char *s, char *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, n = 0;
	size_t len = 0;

	for (; *s && *s != '='; s++) {
		bits = bits << 6 | (unsigned)(strchr(digits, *s) - digits);
		n += 6;
		if (n >= 8) {
			n -= 8;
			out[len++] = (char)(bits >> n & 0xff);
		}
	}
	return len;
}

static void
check_vector(const struct json *vector)
{
	const char *name = json_get_string(vector, "name");
	char wire[1024];
	size_t n = from_base64(json_get_string(vector, "wire_b64"), wire);
	struct buf want;

	ck_assert_uint_gt(n, 0);
	buf_init(&want, BUF_DOCUMENT);
	expect(vector, &want);
	decode(wire, n, 0, n);
	ck_assert_msg(strcmp(got.s, want.s) == 0, "%s: got %s want %s", name, got.s, want.s);
	decode(wire, n, 0, 1);
	ck_assert_msg(strcmp(got.s, want.s) == 0, "%s, byte by byte: %s", name, got.s);
	for (size_t at = 1; at < n; at++) {
		decode(wire, n, at, n);
		ck_assert_msg(strcmp(got.s, want.s) == 0, "%s, cut at %zu: %s", name, at, got.s);
	}
	buf_fini(&want);
}

START_TEST(all_vectors_in_every_split)
{
	struct err err = ERR_INIT;
	struct json *vectors;
	struct buf text;
	size_t n = 0;

	buf_init(&text, BUF_DOCUMENT);
	OK(file_read("tests/data/sse-vectors.json", &text, &err));
	for (char *nul; (nul = strstr(text.s, "\\u0000")) != NULL;)
		memcpy(nul, "\\ue000", 6);
	OK(json_parse(text.s, text.len, &vectors, &err));
	json_each (vector, json_get(vectors, "vectors")) {
		check_vector(vector);
		n++;
	}
	ck_assert_uint_eq(n, 35);
	json_free(vectors);
	buf_fini(&text);
}
END_TEST

START_TEST(bytes_that_are_no_text_become_replacement_characters)
{
	static const char wire[] = "event: \xff\ndata: a\xc3\ndata: \xed\xa0\x80z\n\n";

	decode(wire, sizeof wire - 1, 0, 1);
	ck_assert_str_eq(got.s, "\"\xef\xbf\xbd\"\"a\xef\xbf\xbd\\n\xef\xbf\xbd\xef\xbf\xbd"
				"\xef\xbf\xbdz\"\"\"-1\n");
}
END_TEST

START_TEST(it_stops_when_told_to)
{
	static const char wire[] = "data: 1\n\ndata: 2\n\ndata: 3\n\n";

	left = 2;
	ck_assert(!decode(wire, sizeof wire - 1, 0, 1));
	ck_assert_str_eq(got.s, "\"message\"\"1\"\"\"-1\n\"message\"\"2\"\"\"-1\n");
}
END_TEST

START_TEST(a_cut_byte_order_mark_is_text)
{
	static const char wire[] = "\xef\xbb"
				   "data: 1\n\ndata: 2\n\n";

	decode(wire, sizeof wire - 1, 0, 1);
	ck_assert_str_eq(got.s, "\"message\"\"2\"\"\"-1\n");
}
END_TEST

/* An event of so many bytes in one line, or in many. */
static enum status
large(size_t n, bool in_lines)
{
	struct err err = ERR_INIT;
	struct buf wire;
	enum status st;
	bool more;

	buf_init(&wire, BUF_DOCUMENT);
	buf_str(&wire, "data:");
	for (size_t i = 0; i < n; i++)
		buf_str(&wire, in_lines && i % 2 ? "\ndata:" : "x");
	buf_str(&wire, "\n\ndata: next\n\n");
	buf_clear(&got);
	sse_init(&sse, 1000, add_event, NULL);
	more = sse_feed(&sse, wire.s, wire.len);
	st = sse_check(&sse, &err);
	ck_assert(more == (st == ST_OK));
	ck_assert(more == (strstr(got.s, "next") != NULL));
	sse_fini(&sse);
	buf_fini(&wire);
	return st;
}

START_TEST(an_event_is_bounded)
{
	ck_assert_int_eq(large(1000, false), ST_OK);
	ck_assert_int_eq(large(1001, false), ST_DATA);
	ck_assert_int_eq(large(5000, false), ST_DATA);
	ck_assert_int_eq(large(1000, true), ST_OK);
	ck_assert_int_eq(large(1001, true), ST_DATA);
	sse_init(&sse, 4, add_event, NULL);
	ck_assert(sse_feed(&sse, "data: 1234", 10));
	for (int i = 0; i < 100; i++)
		sse_feed(&sse, "5", 1);
	ck_assert(!sse_feed(&sse, "6", 1)); /* without waiting for the end of the line */
	sse_fini(&sse);
}
END_TEST

START_TEST(retry_has_a_limit)
{
	static const char wire[] = "retry: 99999999999999999999\ndata: 1\n\nretry:\ndata: 2\n\n";

	decode(wire, sizeof wire - 1, 0, 1);
	ck_assert_str_eq(got.s, "\"message\"\"1\"\"\"1000000000\n\"message\"\"2\"\"\"1000000000\n");
}
END_TEST

static bool
add_line(void *arg, const char *line, size_t n)
{
	(void)arg;
	buf_add(&got, line, n);
	buf_char(&got, '|');
	return --left != 0;
}

START_TEST(lines_in_every_split)
{
	static const char wire[] = "{\"a\":1}\n\r\n \t\n{}\r\ncut\r in\xff\nd\xc3\xb6m\nlast";
	struct lines lines;

	for (size_t at = 0; at < sizeof wire; at++) {
		buf_clear(&got);
		lines_init(&lines, MAX, add_line, NULL);
		lines_feed(&lines, wire, at);
		lines_feed(&lines, wire + at, sizeof wire - 1 - at);
		ck_assert_str_eq(got.s, "{\"a\":1}|{}|cut\r in\xef\xbf\xbd|d\xc3\xb6m|");
		ck_assert(lines_end(&lines));
		ck_assert(lines_end(&lines));
		ck_assert_str_eq(got.s, "{\"a\":1}|{}|cut\r in\xef\xbf\xbd|d\xc3\xb6m|last|");
		lines_fini(&lines);
	}
}
END_TEST

START_TEST(lines_stop_and_are_bounded)
{
	struct err err = ERR_INIT;
	struct lines lines;

	left = 1;
	lines_init(&lines, 5, add_line, NULL);
	ck_assert(!lines_feed(&lines, "1\n2\n", 4));
	ck_assert(!lines_feed(&lines, "3\n", 2));
	ck_assert_str_eq(got.s, "1|");
	OK(lines_check(&lines, &err));
	lines_fini(&lines);
	left = -1;
	lines_init(&lines, 5, add_line, NULL);
	ck_assert(lines_feed(&lines, "12345\n", 6));
	ck_assert(!lines_feed(&lines, "123456\n1\n", 9));
	ck_assert(!lines_feed(&lines, "1\n", 2));
	ck_assert(!lines_end(&lines));
	ck_assert_str_eq(got.s, "1|12345|");
	ck_assert_int_eq(lines_check(&lines, &err), ST_DATA);
	lines_fini(&lines);
}
END_TEST

UNIT_SUITE(sse)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, all_vectors_in_every_split);
	tcase_add_test(tc, bytes_that_are_no_text_become_replacement_characters);
	tcase_add_test(tc, it_stops_when_told_to);
	tcase_add_test(tc, a_cut_byte_order_mark_is_text);
	tcase_add_test(tc, an_event_is_bounded);
	tcase_add_test(tc, retry_has_a_limit);
	tcase_add_test(tc, lines_in_every_split);
	tcase_add_test(tc, lines_stop_and_are_bounded);
}
