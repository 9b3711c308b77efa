#include "store/audit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/json.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define KEEPS                                                                                      \
	"DROP TRIGGER audit_log_keeps; DROP TRIGGER audit_log_stays; "                             \
	"DROP TRIGGER audit_log_appends; DROP TRIGGER audit_log_in_order; "

static void
append(struct store *store, int n)
{
	struct err err = ERR_INIT;
	struct json *data = json_new_object();

	json_set_string(data, "name", "\"quoted\"\n");
	OK(db_begin(store_db(store), &err));
	for (int i = 0; i < n; i++)
		OK(audit_append(store, "event", i % 2 ? "run-a" : "run-b", data, 1000 + i, &err));
	OK(db_commit(store_db(store), &err));
	json_free(data);
}

START_TEST(the_log_can_only_be_appended_to)
{
	static const char *const changes[] = { "UPDATE audit_log SET data = '{}' WHERE seq = 2",
		"DELETE FROM audit_log WHERE seq = 3", "DELETE FROM audit_log",
		"REPLACE INTO audit_log SELECT 2, at, event, run_id, data, previous, hash "
		"FROM audit_log WHERE seq = 3",
		"INSERT INTO audit_log SELECT 9, at, event, run_id, data, previous, hash "
		"FROM audit_log WHERE seq = 3",
		"INSERT INTO audit_log SELECT -1, at, event, run_id, data, "
		"(SELECT hash FROM audit_log WHERE seq = 3), hash FROM audit_log WHERE seq = 3",
		"REPLACE INTO audit_log SELECT 3, at, event, run_id, data, hash, hash "
		"FROM audit_log WHERE seq = 3" };
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct audit_check check;
	struct err err = ERR_INIT;

	append(store, 3);
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		ck_assert_msg(
		    db_script(store_db(store), changes[i], &err) == ST_DATA, "%s", changes[i]);
		ck_assert_msg(strstr(err.text, "only be appended") != NULL, "%s", err.text);
	}
	OK(audit_verify(store, 0, &check, &err));
	ck_assert_int_eq(check.rows, 3);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_change_behind_our_back_is_found_and_named)
{
	static const struct {
		const char *change;
		int broken;
	} cases[] = {
		{ KEEPS "UPDATE audit_log SET data = '{\"name\":\"x\"}' WHERE seq = 4", 4 },
		{ KEEPS "UPDATE audit_log SET at = at + 1 WHERE seq = 1", 1 },
		{ KEEPS "UPDATE audit_log SET event = 'other' WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET run_id = '' WHERE seq = 3", 3 },
		{ KEEPS "UPDATE audit_log SET previous = hash WHERE seq = 5", 5 },
		{ KEEPS "UPDATE audit_log SET event = event || char(0) || 'x' WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET run_id = run_id || char(0) WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET data = data || ' ' WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET hash = hash || char(0) || 'x' WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET previous = previous || char(0) WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET hash = upper(hash) WHERE seq = 2", 2 },
		{ KEEPS "UPDATE audit_log SET seq = -7 WHERE seq = 2", -7 },
		{ KEEPS "INSERT INTO audit_log SELECT 0, at, event, run_id, data, previous, hash "
			"FROM audit_log WHERE seq = 1",
		    0 },
		{ KEEPS "UPDATE audit_log SET seq = 8 WHERE seq = 7", 7 },
		{ KEEPS "UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit_log'", 7 },
		{ "CREATE TABLE loose AS SELECT * FROM audit_log; DROP TABLE audit_log; "
		  "CREATE TABLE audit_log AS SELECT * FROM loose; "
		  "UPDATE audit_log SET at = at + 0.4 WHERE seq = 2",
		    2 },
		{ KEEPS "DELETE FROM audit_log WHERE seq = 3", 3 },
		{ KEEPS "DELETE FROM audit_log WHERE seq = 1", 1 },
		{ KEEPS "DELETE FROM audit_log WHERE seq >= 6", 6 },
		{ KEEPS "DELETE FROM audit_log", 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct store_dir dir = store_dir_new();
		struct store *store = store_dir_open(&dir);
		struct audit_check check;
		struct err err = ERR_INIT;

		append(store, 7);
		OK(audit_verify(store, 0, &check, &err));
		OK(db_script(store_db(store), cases[i].change, &err));
		ck_assert_msg(audit_verify(store, 0, &check, &err) == ST_NO, "%s", cases[i].change);
		ck_assert_int_eq(check.broken_seq, cases[i].broken);
		ck_assert(*check.why);
		store_close(store);
		store_dir_free(&dir);
	}
}
END_TEST

struct forgery {
	int64_t seq;
	char *update;
};

/* A row with a good hash of its own that continues nothing. */
static enum status
forge(void *arg, const struct json *event, struct err *err)
{
	struct forgery *forgery = arg;
	struct json *row;
	char hash[DIGEST_TEXT];

	(void)err;
	if ((int64_t)json_get_number(event, "seq") != forgery->seq)
		return ST_OK;
	row = json_copy(event);
	json_set_string(row, "previous", json_get_string(event, "hash"));
	audit_event_hash(row, hash);
	forgery->update =
	    mem_printf(KEEPS "UPDATE audit_log SET previous = '%s', hash = '%s' WHERE seq = %d",
		json_get_string(row, "previous"), hash, (int)forgery->seq);
	json_free(row);
	return ST_OK;
}

START_TEST(a_forged_row_is_found_where_the_chain_breaks)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct forgery forgery = { .seq = 4 };
	struct audit_check check;
	struct err err = ERR_INIT;

	append(store, 4);
	OK(audit_each(store, NULL, forge, &forgery, &err));
	OK(db_script(store_db(store), forgery.update, &err));
	ck_assert(audit_verify(store, 0, &check, &err) == ST_NO);
	ck_assert_int_eq(check.broken_seq, 4);
	free(forgery.update);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(an_empty_log_and_a_part_of_one_verify)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct audit_check check;
	char head[DIGEST_TEXT];
	struct err err = ERR_INIT;

	OK(audit_verify(store, 0, &check, &err));
	ck_assert_int_eq(check.rows, 0);
	append(store, 5);
	OK(audit_verify(store, 3, &check, &err));
	ck_assert_int_eq(check.rows, 3);
	OK(audit_head(store, head, &err));
	ck_assert_str_eq(check.head, head);
	OK(db_script(store_db(store), KEEPS "UPDATE audit_log SET at = 0 WHERE seq = 2", &err));
	OK(audit_verify(store, 3, &check, &err));
	ck_assert(audit_verify(store, 2, &check, &err) == ST_NO);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

static enum status
check_event(void *arg, const struct json *event, struct err *err)
{
	char hash[DIGEST_TEXT];
	int *seen = arg;

	(void)err;
	audit_event_hash(event, hash);
	ck_assert_str_eq(hash, json_get_string(event, "hash"));
	++*seen;
	return ST_OK;
}

START_TEST(events_carry_what_their_hash_is_made_of)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;
	int all = 0, of_run = 0;

	append(store, 5);
	OK(audit_each(store, NULL, check_event, &all, &err));
	OK(audit_each(store, "run-a", check_event, &of_run, &err));
	ck_assert_int_eq(all, 5);
	ck_assert_int_eq(of_run, 2);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(sixteen_writers_make_one_chain)
{
	struct store_dir dir = store_dir_new();
	struct store *store;
	struct audit_check check;
	struct err err = ERR_INIT;
	int bad = 0;

	for (int i = 0; i < 16; i++) {
		if (fork() == 0) {
			struct store *own = store_dir_open(&dir);

			for (int k = 0; k < 10; k++)
				append(own, 1);
			store_close(own);
			_exit(0);
		}
	}
	for (int i = 0; i < 16; i++) {
		int status = 1;

		wait(&status);
		bad += status != 0;
	}
	ck_assert_int_eq(bad, 0);
	store = store_dir_open(&dir);
	OK(audit_verify(store, 0, &check, &err));
	ck_assert_int_eq(check.rows, 160);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(audit)
{
	tcase_add_test(tc, the_log_can_only_be_appended_to);
	tcase_add_test(tc, a_change_behind_our_back_is_found_and_named);
	tcase_add_test(tc, a_forged_row_is_found_where_the_chain_breaks);
	tcase_add_test(tc, an_empty_log_and_a_part_of_one_verify);
	tcase_add_test(tc, events_carry_what_their_hash_is_made_of);
	tcase_add_test(tc, sixteen_writers_make_one_chain);
}
