#include "store/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/http.h"
#include "io/json.h"
#include "store/vectors_chroma.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define N 19

static char *
mangled(const char *name)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	chroma_name(name, &out);
	return buf_take(&out);
}

/* What a server says of itself. */
static bool
is_taken(const char *s)
{
	const char *good = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strlen(s);

	return n >= 3 && n <= 512 && strchr(good, s[0]) && strchr(good, s[n - 1]) &&
	       strspn(s, "._-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") ==
		   n &&
	       strstr(s, "..") == NULL;
}

START_TEST(names_become_what_chroma_takes_and_stay_different)
{
	static const char *const names[][2] = { { "corpus-default", "corpus-default" },
		{ "corpus-a.b", "corpus-a.b" }, { "corpus-a_b", "corpus-a_5fb" },
		{ "corpus-a b", "corpus-a_20b" }, { "corpus-a_20b", "corpus-a_5f20b" },
		{ "corpus-x.", "corpus-x_2e" }, { "corpus-../..", "corpus-._2e_2f._2e" },
		{ "corpus-\xc3\xa4", "corpus-_c3_a4" }, { "-corpus", "x_2dcorpus" },
		{ "corpus-%2F?#&", "corpus-_252F_3f_23_26" } };
	char wide[600];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *out = mangled(names[i][0]);

		ck_assert_str_eq(out, names[i][1]);
		ck_assert(is_taken(out));
		free(out);
	}
	memset(wide, ' ', sizeof wide - 1);
	wide[sizeof wide - 1] = '\0';
	for (size_t i = 0; i < 2; i++) {
		char *one = mangled(wide), *other;

		ck_assert(is_taken(one));
		wide[590 - i] = 'x';
		other = mangled(wide);
		ck_assert(is_taken(other));
		ck_assert_str_ne(one, other);
		free(one);
		free(other);
	}
}
END_TEST

START_TEST(replies_have_a_status_and_words)
{
	static const struct {
		enum http_end end;
		int status;
		const char *body;
		enum status want;
		const char *has;
	} cases[] = {
		{ HTTP_DONE, 200, "{}", ST_OK, "" },
		{ HTTP_DONE, 201, "", ST_OK, "" },
		{ HTTP_DONE, 404, "{\"error\":\"NotFoundError\"}", ST_NO, "" },
		{ HTTP_DONE, 409, "", ST_NO, "" },
		{ HTTP_DONE, 400, "{\"error\":\"E\",\"message\":\"of dimension 4\"}",
		    ST_UNAVAILABLE, "400 of dimension 4" },
		{ HTTP_DONE, 401, "{\"error\":\"AuthError\"}", ST_REFUSED, "vectors_key_variable" },
		{ HTTP_DONE, 403, "no", ST_REFUSED, "403 no" },
		{ HTTP_DONE, 429, "", ST_TEMPFAIL, "busy" },
		{ HTTP_DONE, 503, "", ST_TEMPFAIL, "busy" },
		{ HTTP_DONE, 302, "", ST_CONFIG, "not followed" },
		{ HTTP_DONE, 500, "<html>", ST_UNAVAILABLE, "500 <html>" },
		{ HTTP_CONNECT, 0, "", ST_UNAVAILABLE, "cannot be reached" },
		{ HTTP_TLS, 0, "", ST_UNAVAILABLE, "cannot be reached" },
		{ HTTP_TIMEOUT, 0, "", ST_UNAVAILABLE, "did not answer" },
		{ HTTP_CUT, 200, "{", ST_UNAVAILABLE, "did not answer" },
		{ HTTP_TOO_LARGE, 200, "", ST_UNAVAILABLE, "more than" },
		{ HTTP_CANCELLED, 0, "", ST_TEMPFAIL, "interrupted" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct http_reply reply = { .end = cases[i].end, .status = cases[i].status };
		struct err err = ERR_INIT;

		buf_init(&reply.body, BUF_TEXT);
		buf_str(&reply.body, cases[i].body);
		ck_assert_int_eq(chroma_verdict(&reply, "http://x", &err), cases[i].want);
		ck_assert_msg(strstr(err.text, cases[i].has), "%s", err.text);
		buf_fini(&reply.body);
	}
}
END_TEST

START_TEST(the_bytes_come_back_out_of_what_a_server_rounds)
{
	float v[N];
	int8_t packed[N], got[N];
	double scale = 0;
	struct json *list = json_new_array();

	for (int i = 0; i < N; i++)
		v[i] = (float)((i * 37) % 23 - 11) / 29.0f;
	ck_assert(vector_pack(v, N, packed, &scale));
	for (int i = 0; i < N; i++)
		json_add(list, json_new_number((double)((float)scale * packed[i]) * (1 + 2e-6)));
	ck_assert(chroma_bytes(list, scale, got, N));
	ck_assert_mem_eq(packed, got, N);
	ck_assert(!chroma_bytes(list, scale, got, N - 1));
	ck_assert(!chroma_bytes(list, scale, got, N + 1));
	ck_assert(!chroma_bytes(list, scale / 2, got, N));
	ck_assert(!chroma_bytes(NULL, scale, got, N));
	json_add_string(list, "1");
	ck_assert(!chroma_bytes(list, scale, got, N + 1));
	json_free(list);
}
END_TEST

static enum status
sum(void *arg, int64_t key, const struct json *metadata, const struct json *embedding,
    struct err *err)
{
	int64_t *total = arg;

	(void)err;
	*total = *total * 1000 + key * 10 + (metadata ? 1 : 0) + (embedding ? 2 : 0) +
		 (strcmp(json_get_string(metadata, "label"), "x") == 0 ? 4 : 0);
	return ST_OK;
}

START_TEST(records_are_read_in_step_and_those_of_others_passed_over)
{
	static const char text[] = "{\"ids\":[\"12\",\"doc-1\",\"3\",\"4x\",7],\"embeddings\":null,"
				   "\"metadatas\":[null,{\"label\":\"x\"},{\"label\":\"x\"}]}";
	struct err err = ERR_INIT;
	struct json *reply = NULL;
	int64_t total = 0;
	size_t count = 0;

	OK(json_parse(text, strlen(text), &reply, &err));
	OK(chroma_records(reply, sum, &total, &count, &err));
	ck_assert_int_eq(total, 121035);
	ck_assert_uint_eq(count, 5);
	json_free(reply);
}
END_TEST

static enum status
try_open(const char *where, const char *key, struct err *err)
{
	const struct vectors_options options = { .where = where, .key = key };
	struct vectors *vectors = NULL;
	enum status st = vectors_open(&options, &vectors, err);

	vectors_close(vectors);
	return st;
}

START_TEST(a_place_that_is_none_and_a_token_in_the_clear_are_refused)
{
	struct err err = ERR_INIT;

	ck_assert_int_eq(try_open("postgres://x", NULL, &err), ST_CONFIG);
	ck_assert_int_eq(try_open("chroma:", NULL, &err), ST_CONFIG);
	ck_assert_int_eq(try_open("chroma:ftp://x", NULL, &err), ST_CONFIG);
	ck_assert_int_eq(try_open("chroma:http://u:p@x:1", NULL, &err), ST_CONFIG);
	ck_assert_int_eq(try_open("chroma:http://x:1/a?b=c", NULL, &err), ST_CONFIG);
	ck_assert_int_eq(try_open("chroma:http://192.0.2.1:1", "secret", &err), ST_REFUSED);
	ck_assert(strstr(err.text, "secret") == NULL);
	ck_assert_int_eq(try_open("chroma:https://x", "a\r\nb: c", &err), ST_REFUSED);
	OK(try_open("sqlite", NULL, &err));
}
END_TEST

struct here {
	struct store_dir dir;
	struct store *store;
	struct vectors *vectors;
	struct vectors_collection c;
};

static void
make(float *v, int64_t key)
{
	for (int i = 0; i < N; i++)
		v[i] = i == key % N ? 1.0f : 0.01f * (float)key;
}

static void
open_here(struct here *here)
{
	const struct vector_kind kind = { .name = "corpus-a", .engine = "m", .dimensions = N };
	struct vectors_options options = { .where = "sqlite", .now_ms = 1 };
	struct vector_entry entries[10];
	struct err err = ERR_INIT;
	float v[10][N];

	here->dir = store_dir_new();
	here->store = options.store = store_dir_open(&here->dir);
	OK(vectors_open(&options, &here->vectors, &err));
	OK(vectors_make(here->vectors, &kind, &here->c, &err));
	for (int i = 0; i < 10; i++) {
		make(v[i], i + 1);
		entries[i] = (struct vector_entry){ .key = i + 1, .label = "l", .v = v[i], .n = N };
	}
	OK(vectors_put(here->vectors, &here->c, entries, 10, &err));
}

static void
close_here(struct here *here)
{
	vectors_close(here->vectors);
	store_close(here->store);
	store_dir_free(&here->dir);
}

static void
count_label(void *arg, int64_t key, const char *label)
{
	int *n = arg;

	*n += key > 0 && strcmp(label, "l") == 0;
}

static void
count_vector(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	int *count = arg;

	(void)key;
	(void)v;
	*count += n == N && scale > 0;
}

START_TEST(the_store_is_one_place)
{
	struct here here;
	struct err err = ERR_INIT;
	struct vector_hit hits[3];
	float v[N];
	struct vector_query query = { .v = v, .n = N, .top = 3, .hits = hits };
	int64_t at[] = { 2, 3, 99 }, count = 0;
	const struct vectors_keys keys = { at, 3 };
	int labels = 0, got = 0, all = 0;

	open_here(&here);
	ck_assert(!vectors_are_remote(here.vectors));
	ck_assert_str_eq(vectors_place(here.vectors), "sqlite");
	make(v, 4);
	OK(vectors_search(here.vectors, &here.c, &query, &err));
	ck_assert_int_eq(hits[0].key, 4);
	OK(vectors_get(here.vectors, &here.c, &keys, count_vector, &got, &err));
	ck_assert_int_eq(got, 2);
	OK(vectors_remove(here.vectors, &here.c, &keys, &err));
	OK(vectors_count(here.vectors, &here.c, &count, &err));
	ck_assert_int_eq(count, 8);
	OK(vectors_labels(here.vectors, &here.c, count_label, &labels, &err));
	OK(vectors_each(here.vectors, &here.c, count_vector, &all, &err));
	ck_assert_int_eq(labels, 8);
	ck_assert_int_eq(all, 8);
	query.n = N - 1;
	ck_assert_int_eq(vectors_search(here.vectors, &here.c, &query, &err), ST_DATA);
	OK(vectors_delete(here.vectors, "corpus-a", &err));
	ck_assert_int_eq(vectors_delete(here.vectors, "corpus-a", &err), ST_NO);
	ck_assert_int_eq(vectors_find(here.vectors, "corpus-a", &here.c, &err), ST_NO);
	close_here(&here);
}
END_TEST

START_TEST(a_collection_is_ready_when_that_is_said_and_until_it_is_outdated)
{
	struct here here;
	struct err err = ERR_INIT;
	struct vector_kind kind = { .name = "corpus-a", .engine = "m", .dimensions = N };
	int64_t count = 0;

	open_here(&here);
	ck_assert(here.c.fresh);
	ck_assert(!here.c.ready);
	OK(vectors_ready(here.vectors, "corpus-a", true, &err));
	OK(vectors_find(here.vectors, "corpus-a", &here.c, &err));
	ck_assert(here.c.ready);
	OK(db_begin(store_db(here.store), &err));
	OK(vectors_outdated(here.store, "corpus-a", &err));
	OK(db_commit(store_db(here.store), &err));
	OK(vectors_known(here.vectors, "corpus-a", &here.c, &err));
	ck_assert(!here.c.ready);
	OK(vectors_make(here.vectors, &kind, &here.c, &err));
	ck_assert(!here.c.fresh);
	OK(vectors_count(here.vectors, &here.c, &count, &err));
	ck_assert_int_eq(count, 10);
	kind.engine = "other";
	OK(vectors_make(here.vectors, &kind, &here.c, &err));
	ck_assert(here.c.fresh);
	OK(vectors_count(here.vectors, &here.c, &count, &err));
	ck_assert_int_eq(count, 0);
	close_here(&here);
}
END_TEST

START_TEST(vectors_of_another_length_are_refused_whole)
{
	struct here here;
	struct err err = ERR_INIT;
	float v[N] = { 1 };
	const struct vector_entry entries[] = { { .key = 50, .v = v, .n = N },
		{ .key = 51, .v = v, .n = N - 1 } };
	int64_t count = 0;

	open_here(&here);
	ck_assert_int_eq(vectors_put(here.vectors, &here.c, entries, 2, &err), ST_DATA);
	OK(vectors_count(here.vectors, &here.c, &count, &err));
	ck_assert_int_eq(count, 10);
	close_here(&here);
}
END_TEST

START_TEST(what_lies_on_another_server_is_left)
{
	struct here here;
	struct err err = ERR_INIT;
	size_t dropped = 9, left = 9;

	open_here(&here);
	OK(db_script(store_db(here.store),
	    "INSERT INTO vector_server VALUES ('http://a:1', 'run-x', 'run-x', 'id', 'x', 'm', 3, "
	    "1, 0), ('http://a:1', 'corpus-a', 'corpus-a', 'id', NULL, 'm', 3, 1, 0)",
	    &err));
	OK(vectors_drop_runs(here.vectors, &dropped, &left, &err));
	ck_assert_uint_eq(dropped, 0);
	ck_assert_uint_eq(left, 1);
	close_here(&here);
}
END_TEST

UNIT_SUITE(vectors)
{
	tcase_add_test(tc, names_become_what_chroma_takes_and_stay_different);
	tcase_add_test(tc, replies_have_a_status_and_words);
	tcase_add_test(tc, the_bytes_come_back_out_of_what_a_server_rounds);
	tcase_add_test(tc, records_are_read_in_step_and_those_of_others_passed_over);
	tcase_add_test(tc, a_place_that_is_none_and_a_token_in_the_clear_are_refused);
	tcase_add_test(tc, the_store_is_one_place);
	tcase_add_test(tc, a_collection_is_ready_when_that_is_said_and_until_it_is_outdated);
	tcase_add_test(tc, vectors_of_another_length_are_refused_whole);
	tcase_add_test(tc, what_lies_on_another_server_is_left);
}
