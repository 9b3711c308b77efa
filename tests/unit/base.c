#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "base/vec.h"

START_TEST(an_append_past_the_limit_is_dropped_whole)
{
	struct err err = ERR_INIT;
	struct buf b;

	buf_init(&b, 10);
	ck_assert_str_eq(b.s, "");
	buf_str(&b, "12345678");
	ck_assert(buf_check(&b, "it", &err) == ST_OK);
	buf_str(&b, "abc");
	buf_str(&b, "x"); /* nothing after the first that did not fit */
	ck_assert_str_eq(b.s, "12345678");
	ck_assert(buf_check(&b, "the line", &err) == ST_DATA);
	ck_assert_str_eq(err.text, "the line is larger than 10 bytes: split it");
	buf_clear(&b);
	buf_printf(&b, "%d-%s", 7, "ok");
	ck_assert(buf_check(&b, "it", &err) == ST_OK);
	ck_assert_str_eq(b.s, "7-ok");
	buf_fini(&b);
}
END_TEST

START_TEST(a_taken_buffer_starts_again)
{
	struct buf b;
	char *s;

	buf_init(&b, BUF_TEXT);
	s = buf_take(&b);
	ck_assert_str_eq(s, "");
	free(s);
	buf_add(&b, "a\0b", 3);
	ck_assert_uint_eq(b.len, 3);
	s = buf_take(&b);
	ck_assert(memcmp(s, "a\0b", 4) == 0);
	ck_assert_uint_eq(b.len, 0);
	free(s);
	buf_fini(&b);
}
END_TEST

START_TEST(context_goes_in_front_and_long_text_is_cut)
{
	struct err err = ERR_INIT;
	char *long_text = mem_alloc(3000);

	ck_assert(err_set(&err, ST_IO, "disk full: make room") == ST_IO);
	ck_assert(err_context(&err, "store %s", "x.db") == ST_IO);
	ck_assert_str_eq(err.text, "store x.db: disk full: make room");
	memset(long_text, 'y', 2999);
	long_text[2999] = '\0';
	err_set(&err, ST_DATA, "%s", long_text);
	ck_assert_uint_eq(strlen(err.text), sizeof err.text - 1);
	ck_assert_str_eq(err.text + sizeof err.text - 4, "...");
	free(long_text);
}
END_TEST

START_TEST(a_map_finds_what_was_put_in_and_keeps_the_order)
{
	struct map map;
	char key[16];
	bool added;

	map_init(&map);
	ck_assert_ptr_null(map_find(&map, "k", 1));
	for (size_t i = 0; i < 5000; i++) {
		int n = snprintf(key, sizeof key, "k%zu", i);

		*map_slot(&map, key, (size_t)n, &added) = i;
		ck_assert(added);
	}
	*map_slot(&map, "k17", 3, &added) += 1;
	ck_assert(!added);
	ck_assert_uint_eq(map_find(&map, "k17", 3)->value, 18);
	ck_assert_uint_eq(map_find(&map, "k4999", 5)->value, 4999);
	ck_assert_ptr_null(map_find(&map, "k5000", 5));
	ck_assert_ptr_null(map_find(&map, "k", 1));
	ck_assert_uint_eq(map.len, 5000);
	ck_assert_str_eq(map.at[4321].key, "k4321");
	*map_slot(&map, "a\0b", 3, &added) = 1;
	ck_assert_ptr_null(map_find(&map, "a", 1));
	map_fini(&map);
}
END_TEST

START_TEST(only_valid_utf8_passes)
{
	static const struct {
		const char *s;
		size_t n, good;
	} cases[] = {
		{ "", 0, 0 },
		{ "plain ascii text", 16, 16 },
		{ "\xc3\xa9", 2, 2 },
		{ "\xe2\x82\xac", 3, 3 },
		{ "\xf0\x9f\x98\x80", 4, 4 },
		{ "a\xc0\x80", 3, 1 },	      /* overlong */
		{ "\xe0\x80\x80", 3, 0 },     /* overlong */
		{ "\xed\xa0\x80", 3, 0 },     /* surrogate */
		{ "\xf4\x90\x80\x80", 4, 0 }, /* above U+10FFFF */
		{ "12345678\xff", 9, 8 },
		{ "ab\xe2\x82", 4, 2 },
		{ "\x80", 1, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(utf8_check(cases[i].s, cases[i].n) == cases[i].good, "case %zu", i);
}
END_TEST

START_TEST(controls_are_shown_and_never_sent)
{
	static const char hostile[] = "a\033[31mb\x07\x7f\xc2\x9b\xe2\x80\xae\xffz\n";
	struct buf b;

	buf_init(&b, BUF_TEXT);
	utf8_visible(&b, hostile, sizeof hostile - 1, false);
	ck_assert_str_eq(b.s, "a\\x1b[31mb\\x07\\x7f\\x9b\\u{202e}\\xffz\\x0a");
	buf_clear(&b);
	utf8_visible(&b, "a\n\tb", 4, true);
	ck_assert_str_eq(b.s, "a\n\tb");
	buf_clear(&b);
	utf8_repair(&b, "a\xff\xc3\xa9", 4);
	ck_assert_str_eq(b.s, "a\xef\xbf\xbd\xc3\xa9");
	ck_assert_uint_eq(utf8_width("\xe2\x82\xac\xe4\xb8\xad", 6), 3);
	buf_fini(&b);
}
END_TEST

START_TEST(what_takes_no_place_is_shown)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "a\xe2\x80\x8b"
		  "b",
		    "a\\u{200b}b" }, /* zero width space */
		{ "a\xe2\x80\x8d"
		  "b",
		    "a\\u{200d}b" }, /* joiners, where nothing joins */
		{ "a\xe2\x80\x8c"
		  "b",
		    "a\\u{200c}b" },
		{ "\xe2\x81\xa0", "\\u{2060}" },   /* word joiner */
		{ "\xef\xbb\xbfx", "\\u{feff}x" }, /* byte order mark */
		{ "a\xc2\xad"
		  "b",
		    "a\\u{00ad}b" },		 /* soft hyphen */
		{ "\xe2\x80\xa8", "\\u{2028}" }, /* line separator */
		{ "\xe2\x80\xaa\xe2\x80\xae", "\\u{202a}\\u{202e}" },
		{ "\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}" },
		{ "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\\u{200e}\\u{200f}\\u{061c}" },
		{ "\xe3\x85\xa4", "\\u{3164}" },      /* Hangul filler */
		{ "\xf3\xa0\x81\xa1", "\\u{e0061}" }, /* a letter made of tags */
		{ "\xf3\xa0\x84\x80", "\\u{e0100}" }, /* a selector that may carry bytes */
		{ "\xef\xb8\x80", "\\u{fe00}" },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4\xef\xb8\x8f" }, /* a red heart */
		{ "\xe2\x9d\xa4\xef\xb8\x8f\xef\xb8\x8f", "\xe2\x9d\xa4\xef\xb8\x8f\\u{fe0f}" },
		{ "\xef\xb8\x8f", "\\u{fe0f}" },
		{ "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", /* a family */
		    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9" },
		{ "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", /* Persian spelling */
		    "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae" },
		{ "\xd9\x85\xe2\x80\x8c\xe2\x80\x8c\xd8\xae",
		    "\xd9\x85\\u{200c}\\u{200c}\xd8\xae" },
		{ "\xd9\x85\xe2\x80\x8c", "\xd9\x85\\u{200c}" },
		{ "na\xc3\xafve \xe2\x80\x93 \xe4\xb8\xad",
		    "na\xc3\xafve \xe2\x80\x93 \xe4\xb8\xad" },
	};
	struct buf b;

	buf_init(&b, BUF_TEXT);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&b);
		utf8_visible(&b, cases[i].text, strlen(cases[i].text), true);
		ck_assert_str_eq(b.s, cases[i].shown);
	}
	buf_fini(&b);
}
END_TEST

START_TEST(times_read_back_as_written)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 951782400123, "2000-02-29T00:00:00.123Z" },
		{ 1795168800000, "2026-11-20T10:00:00.000Z" },
	};
	int64_t ms;
	char text[TIME_TEXT];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		time_format(cases[i].ms, text);
		ck_assert_str_eq(text, cases[i].text);
		ck_assert(time_parse(text, &ms));
		ck_assert_int_eq(ms, cases[i].ms);
	}
	ck_assert(time_parse("2026-11-20T10:00:00Z", &ms));
	ck_assert(!time_parse("2026-11-20 10:00:00Z", &ms));
	ck_assert(!time_parse("2026-13-20T10:00:00Z", &ms));
	ck_assert(!time_parse("2026-11-20T10:00:00Z ", &ms));
	ck_assert(!time_parse("", &ms));
}
END_TEST

START_TEST(durations_have_units)
{
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = { { "5", 5000 }, { "250ms", 250 }, { "1.5s", 1500 }, { "5m", 300000 },
		{ "24h", 86400000 }, { "7d", 604800000 } };
	static const char *const bad[] = { "", "s", "-1s", "5 m", "5x", "1e30d", "nan" };
	int64_t ms;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		ck_assert(time_parse_duration(good[i].text, &ms));
		ck_assert_int_eq(ms, good[i].ms);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!time_parse_duration(bad[i], &ms), "accepted %s", bad[i]);
}
END_TEST

START_TEST(identifiers_sort_by_time_and_check)
{
	unsigned char random[10] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	char a[UUID_TEXT], b[UUID_TEXT];

	uuid_v7(1000, random, a);
	memset(random, 0, sizeof random);
	uuid_v7(1001, random, b);
	ck_assert_str_eq(a, "00000000-03e8-7fff-bfff-ffffffffffff");
	ck_assert_str_eq(b, "00000000-03e9-7000-8000-000000000000");
	ck_assert(strcmp(a, b) < 0);
	ck_assert(uuid_check(a));
	ck_assert(!uuid_check("00000000-03e8-7fff-bfff-fffffffffff"));
	ck_assert(!uuid_check("00000000-03e8-7fff-bfff-fffffffffffff"));
	ck_assert(!uuid_check("00000000-03E8-7fff-bfff-ffffffffffff"));
	ck_assert(!uuid_check("../../etc/passwd"));
}
END_TEST

START_TEST(an_arena_gives_zeroed_aligned_room)
{
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 1; i < 3000; i++) {
		unsigned char *p = arena_alloc(&arena, i);

		ck_assert(((uintptr_t)p & (_Alignof(max_align_t) - 1)) == 0);
		ck_assert(p[0] == 0 && p[i - 1] == 0);
		memset(p, 0xaa, i);
	}
	ck_assert_ptr_nonnull(arena_alloc(&arena, 1000000));
	arena_fini(&arena);
}
END_TEST

UNIT_SUITE(base)
{
	tcase_add_test(tc, an_append_past_the_limit_is_dropped_whole);
	tcase_add_test(tc, a_taken_buffer_starts_again);
	tcase_add_test(tc, context_goes_in_front_and_long_text_is_cut);
	tcase_add_test(tc, a_map_finds_what_was_put_in_and_keeps_the_order);
	tcase_add_test(tc, only_valid_utf8_passes);
	tcase_add_test(tc, controls_are_shown_and_never_sent);
	tcase_add_test(tc, what_takes_no_place_is_shown);
	tcase_add_test(tc, times_read_back_as_written);
	tcase_add_test(tc, durations_have_units);
	tcase_add_test(tc, identifiers_sort_by_time_and_check);
	tcase_add_test(tc, an_arena_gives_zeroed_aligned_room);
}
