#include "store/vector.h"

#include <math.h>
#include <string.h>

#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define N 37 /* no multiple of anything */
#define COUNT 200

/* A unit vector that depends on the key alone. */
static void
make(int64_t key, float *v)
{
	uint32_t state = (uint32_t)key * 2654435761u + 1;
	float norm = 0;

	for (int i = 0; i < N; i++) {
		state = state * 1664525u + 1013904223u;
		v[i] = (float)(state >> 8) / 8388608.0f - 1;
		norm += v[i] * v[i];
	}
	for (int i = 0; i < N; i++)
		v[i] /= sqrtf(norm);
}

static int64_t
fill(struct store *store)
{
	struct vector_kind kind = { .name = "c", .engine = "e", .dimensions = N };
	struct err err = ERR_INIT;
	int64_t id = 0;
	float v[N];

	OK(db_begin(store_db(store), &err));
	OK(vector_collection_add(store, &kind, 0, &id, &err));
	for (int64_t key = 1; key <= COUNT; key++) {
		make(key, v);
		OK(vector_put(
		    store, id, &(struct vector_entry){ .key = key, .v = v, .n = N }, &err));
	}
	OK(db_commit(store_db(store), &err));
	return id;
}

START_TEST(what_is_put_is_found_best_first)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;
	struct vector_hit hits[10];
	int64_t id = fill(store), count = 0;
	float v[N], got[N];

	OK(vector_count(store, id, &count, &err));
	ck_assert_int_eq(count, COUNT);
	for (int64_t key = 1; key <= COUNT; key += 13) {
		struct vector_query query = { .v = v, .n = N, .top = 10, .hits = hits };

		make(key, v);
		OK(vector_search(store, id, &query, &err));
		ck_assert_uint_eq(query.found, 10);
		ck_assert_int_eq(hits[0].key, key);
		ck_assert(fabs(hits[0].score - 1) < 0.01);
		for (size_t i = 1; i < query.found; i++) {
			double exact = 0;

			ck_assert(hits[i].score <= hits[i - 1].score);
			make(hits[i].key, got);
			for (int k = 0; k < N; k++)
				exact += (double)(v[k] * got[k]);
			ck_assert(fabs(exact - hits[i].score) < 0.01);
		}
	}
	OK(vector_get(store, id, 7, got, N, &err));
	make(7, v);
	for (int i = 0; i < N; i++)
		ck_assert(fabsf(v[i] - got[i]) < 0.0015f);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(equal_scores_come_by_key_and_a_small_collection_gives_what_it_has)
{
	struct vector_kind kind = { .name = "c", .engine = "e", .dimensions = 2 };
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;
	struct vector_hit hits[5];
	float v[2] = { 1, 0 }, zero[2] = { 0, 0 };
	struct vector_query query = { .v = v, .n = 2, .top = 5, .hits = hits };
	int64_t id = 0;

	OK(db_begin(store_db(store), &err));
	OK(vector_collection_add(store, &kind, 0, &id, &err));
	OK(vector_put(store, id, &(struct vector_entry){ 9, NULL, v, 2 }, &err));
	OK(vector_put(store, id, &(struct vector_entry){ 3, "AC-1", v, 2 }, &err));
	OK(vector_put(store, id, &(struct vector_entry){ 1, NULL, zero, 2 }, &err));
	OK(vector_put(store, id, &(struct vector_entry){ 9, NULL, v, 2 }, &err));
	OK(db_commit(store_db(store), &err));
	OK(vector_search(store, id, &query, &err));
	ck_assert_uint_eq(query.found, 3);
	ck_assert_int_eq(hits[0].key, 3);
	ck_assert_int_eq(hits[1].key, 9);
	ck_assert_int_eq(hits[2].key, 1);
	query.top = 1;
	OK(vector_search(store, id, &query, &err));
	ck_assert_uint_eq(query.found, 1);
	ck_assert_int_eq(hits[0].key, 3);
	query.top = 0;
	OK(vector_search(store, id, &query, &err));
	ck_assert_uint_eq(query.found, 0);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;
	struct vector_collection none;
	struct vector_hit hits[1];
	float v[N] = { NAN };
	struct vector_query query = { .v = v, .n = N - 1, .top = 1, .hits = hits };
	int64_t id = fill(store);

	OK(db_begin(store_db(store), &err));
	ck_assert(vector_put(store, id, &(struct vector_entry){ 1, NULL, v, N }, &err) == ST_DATA);
	ck_assert(vector_get(store, id, 1, v, N - 1, &err) == ST_DATA);
	ck_assert(vector_get(store, id, 9999, v, N, &err) == ST_NO);
	ck_assert(vector_search(store, id, &query, &err) == ST_DATA);
	ck_assert(vector_delete(store, id, 9999, &err) == ST_NO);
	ck_assert(vector_collection_delete(store, "none", &err) == ST_NO);
	ck_assert(vector_collection_get(store, "none", &none, &err) == ST_NO);
	OK(db_commit(store_db(store), &err));
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(another_engine_starts_the_collection_anew)
{
	struct vector_kind kind = { .name = "c", .engine = "e", .dimensions = N };
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct vector_collection collection;
	struct err err = ERR_INIT;
	int64_t id = fill(store), again = 0, count = 0;

	OK(db_begin(store_db(store), &err));
	OK(vector_collection_add(store, &kind, 0, &again, &err));
	ck_assert_int_eq(id, again);
	OK(vector_delete(store, id, 5, &err));
	OK(vector_count(store, id, &count, &err));
	ck_assert_int_eq(count, COUNT - 1);
	kind.engine = "f";
	kind.dimensions = 3;
	OK(vector_collection_add(store, &kind, 0, &again, &err));
	OK(vector_count(store, again, &count, &err));
	ck_assert_int_eq(count, 0);
	OK(vector_collection_get(store, "c", &collection, &err));
	ck_assert_uint_eq(collection.dimensions, 3);
	ck_assert_str_eq(collection.engine, "f");
	OK(vector_collection_delete(store, "c", &err));
	ck_assert(vector_collection_get(store, "c", &collection, &err) == ST_NO);
	OK(db_commit(store_db(store), &err));
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(vector)
{
	tcase_add_test(tc, what_is_put_is_found_best_first);
	tcase_add_test(tc, equal_scores_come_by_key_and_a_small_collection_gives_what_it_has);
	tcase_add_test(tc, what_does_not_fit_is_refused);
	tcase_add_test(tc, another_engine_starts_the_collection_anew);
}
