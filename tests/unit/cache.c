#include "store/cache.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store_dir.h"
#include "store_sql.h"
#include "unit.h"

#define NOW ((int64_t)1795168800000)
#define MINUTE ((int64_t)60000)
#define DAY (1440 * MINUTE)

static struct store *store;
static struct err err;
static struct buf reply;

static void
setup(void)
{
	err = (struct err)ERR_INIT;
	ck_assert(store_open(STORE_MEMORY, DB_CREATE, &store, &err) == ST_OK);
	buf_init(&reply, BUF_TEXT);
}

static void
teardown(void)
{
	buf_fini(&reply);
	store_close(store);
}

static void
put(const char *key, const char *text, int64_t now, int64_t max)
{
	const struct cache_entry entry = {
		.key = key, .fields = "{}", .model = "p/m", .reply = text, .cost = 42
	};

	ck_assert_msg(cache_put(store, &entry, now, max, &err) == ST_OK, "%s", err.text);
}

/* The reply, or NULL. */
static const char *
get(const char *key, int64_t now)
{
	const struct cache_look look = { key, now, DAY };
	int64_t cost = 0;
	enum status st;

	buf_clear(&reply);
	st = cache_get(store, &look, &reply, &cost, &err);
	ck_assert_msg(st == ST_OK || st == ST_NO, "%s", err.text);
	ck_assert(st == ST_NO || cost == 42);
	return st == ST_OK ? reply.s : NULL;
}

START_TEST(what_was_put_comes_back_until_it_is_too_old)
{
	ck_assert_ptr_null(get("a", NOW));
	put("a", "one", NOW, 1000);
	ck_assert_str_eq(get("a", NOW), "one");
	ck_assert_str_eq(get("a", NOW + DAY - 1), "one");
	ck_assert_ptr_null(get("a", NOW + DAY));
	ck_assert_ptr_null(get("b", NOW));
	put("a", "two", NOW + DAY, 1000);
	ck_assert_str_eq(get("a", NOW + DAY), "two");
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM cache"), 1);
}
END_TEST

START_TEST(an_unknown_cost_stays_unknown)
{
	const struct cache_entry entry = { "k", "{}", "p/m", "r", -1 };
	const struct cache_look look = { "k", NOW, DAY };
	int64_t cost = 0;

	ck_assert(cache_put(store, &entry, NOW, 1000, &err) == ST_OK);
	ck_assert(cache_get(store, &look, &reply, &cost, &err) == ST_OK);
	ck_assert_int_eq(cost, -1);
}
END_TEST

START_TEST(the_least_recently_used_go_when_it_is_full)
{
	/* Ten bytes each, with the fields. */
	put("a", "12345678", NOW, 30);
	put("b", "12345678", NOW + MINUTE, 30);
	put("c", "12345678", NOW + 2 * MINUTE, 30);
	ck_assert_ptr_nonnull(get("a", NOW + 3 * MINUTE));
	put("d", "12345678", NOW + 4 * MINUTE, 30);
	ck_assert_ptr_nonnull(get("a", NOW + 5 * MINUTE));
	ck_assert_ptr_null(get("b", NOW + 5 * MINUTE));
	put("e", "1234567890123456789", NOW + 6 * MINUTE, 30);
	ck_assert_ptr_nonnull(get("e", NOW + 6 * MINUTE));
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM cache"), 1);
	ck_assert_int_le(store_sql(store, "SELECT sum(bytes) FROM cache"), 30);
}
END_TEST

START_TEST(what_is_larger_than_the_cache_leaves_it_alone)
{
	put("a", "12345678", NOW, 30);
	put("b", "1234567890123456789012345678901", NOW, 30);
	ck_assert_ptr_nonnull(get("a", NOW));
	ck_assert_ptr_null(get("b", NOW));
}
END_TEST

START_TEST(a_reply_made_anew_counts_once)
{
	for (int i = 0; i < 10; i++)
		put("a", "12345678", NOW + i, 30);
	ck_assert_int_eq(store_sql(store, "SELECT sum(bytes) FROM cache"), 10);
}
END_TEST

static bool
collect(void *arg, const char *key, const char *fields)
{
	ck_assert_str_eq(fields, "{}");
	buf_str(arg, key);
	return strcmp(key, "b") != 0;
}

START_TEST(the_entries_of_a_model_come_newest_first_until_enough)
{
	put("a", "1", NOW, 1000);
	put("b", "1", NOW + 1, 1000);
	put("c", "1", NOW + 3, 1000);
	put("d", "1", NOW + 2, 1000);
	ck_assert(cache_each(store, "p/m", collect, &reply, &err) == ST_OK);
	ck_assert_str_eq(reply.s, "cdb");
	buf_clear(&reply);
	ck_assert(cache_each(store, "p/other", collect, &reply, &err) == ST_OK);
	ck_assert_str_eq(reply.s, "");
}
END_TEST

UNIT_SUITE(cache)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_was_put_comes_back_until_it_is_too_old);
	tcase_add_test(tc, an_unknown_cost_stays_unknown);
	tcase_add_test(tc, the_least_recently_used_go_when_it_is_full);
	tcase_add_test(tc, what_is_larger_than_the_cache_leaves_it_alone);
	tcase_add_test(tc, a_reply_made_anew_counts_once);
	tcase_add_test(tc, the_entries_of_a_model_come_newest_first_until_enough);
}
