#include "io/db.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/file.h"
#include "sql.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

static struct db *
open_db(const struct store_dir *dir)
{
	struct db *db = NULL;
	struct err err = ERR_INIT;

	OK(db_open(dir->store, DB_CREATE, &db, &err));
	return db;
}

static int64_t
objects(struct db *db)
{
	struct err err = ERR_INIT;
	int64_t n = -1;

	OK(db_one_int(db, SQL_STORE_OBJECTS, DB_NO_ARGS, &n, &err));
	return n;
}

START_TEST(a_rollback_leaves_nothing_and_a_commit_everything)
{
	struct store_dir dir = store_dir_new();
	struct db *db = open_db(&dir);
	struct err err = ERR_INIT;

	OK(db_begin(db, &err));
	OK(db_script(db, "CREATE TABLE a (x); CREATE TABLE b (x)", &err));
	db_rollback(db);
	db_rollback(db);
	ck_assert_int_eq(objects(db), 0);
	OK(db_begin(db, &err));
	ck_assert(db_begin(db, &err) != ST_OK);
	OK(db_script(db, "CREATE TABLE a (x)", &err));
	OK(db_commit(db, &err));
	db_close(db);
	db = open_db(&dir);
	ck_assert_int_eq(objects(db), 1);
	db_close(db);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_statement_can_be_read_while_it_is_read)
{
	struct store_dir dir = store_dir_new();
	struct db *db = open_db(&dir);
	struct db_rows *outer = NULL, *inner = NULL, *again = NULL;
	struct err err = ERR_INIT;

	OK(db_query(db, SQL_STORE_OBJECTS, DB_NO_ARGS, &outer, &err));
	OK(db_query(db, SQL_STORE_OBJECTS, DB_NO_ARGS, &inner, &err));
	OK(db_next(outer, &err));
	OK(db_next(inner, &err));
	ck_assert(db_next(inner, &err) == ST_NO);
	db_done(inner);
	ck_assert(db_next(outer, &err) == ST_NO);
	db_done(outer);
	OK(db_query(db, SQL_STORE_OBJECTS, DB_NO_ARGS, &again, &err));
	ck_assert_ptr_eq(again, outer);
	db_done(again);
	db_done(NULL);
	db_close(db);
	db_close(NULL);
	store_dir_free(&dir);
}
END_TEST

START_TEST(each_trouble_has_its_status_and_says_what_to_do)
{
	static const struct {
		const char *script;
		enum status st;
		const char *says;
	} cases[] = {
		{ "CREATE TABLE t (x NOT NULL); INSERT INTO t VALUES (NULL)", ST_DATA, "NOT NULL" },
		{ "PRAGMA max_page_count = 3; CREATE TABLE u (x);"
		  "INSERT INTO u VALUES (zeroblob(100000))",
		    ST_IO, "no space left" },
		{ "PRAGMA query_only = ON; CREATE TABLE v (x)", ST_IO, "--no-store" },
		{ "SELECT zeroblob(2000000000)", ST_DATA, "too large" },
		{ "SELECT nothing FROM nowhere", ST_BUG, "report this" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct store_dir dir = store_dir_new();
		struct db *db = open_db(&dir);
		struct err err = ERR_INIT;

		ck_assert_int_eq(db_script(db, cases[i].script, &err), cases[i].st);
		ck_assert_msg(strstr(err.text, cases[i].says) != NULL, "%s", err.text);
		ck_assert_msg(strstr(err.text, dir.store) != NULL, "%s", err.text);
		db_close(db);
		store_dir_free(&dir);
	}
}
END_TEST

START_TEST(a_writer_that_must_wait_too_long_is_told_to_try_again)
{
	struct store_dir dir = store_dir_new();
	struct db *holder = open_db(&dir), *waiter = open_db(&dir);
	struct err err = ERR_INIT;

	OK(db_begin(holder, &err));
	OK(db_script(waiter, "PRAGMA busy_timeout = 10", &err));
	ck_assert(db_begin(waiter, &err) == ST_TEMPFAIL);
	ck_assert_msg(strstr(err.text, "another process") != NULL, "%s", err.text);
	OK(db_commit(holder, &err));
	OK(db_begin(waiter, &err));
	OK(db_commit(waiter, &err));
	db_close(holder);
	db_close(waiter);
	store_dir_free(&dir);
}
END_TEST

START_TEST(what_cannot_be_opened_is_refused)
{
	static const char *const names[] = { "no/such/dir.db", "none.db", "text.db", "." };
	struct store_dir dir = store_dir_new();
	struct err err = ERR_INIT;
	char *text = file_join(dir.path, "text.db");

	OK(file_write(text, "not a database, whatever its name", 33, 0600, &err));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *path = file_join(dir.path, names[i]);
		struct db *db = NULL;

		ck_assert_msg(db_open(path, DB_READ, &db, &err) == ST_IO, "%s", path);
		ck_assert_msg(strstr(err.text, path) != NULL, "%s", err.text);
		ck_assert_msg(db_open(path, DB_WRITE, &db, &err) == ST_IO, "%s", path);
		ck_assert_ptr_null(db);
		free(path);
	}
	free(text);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_name_means_a_file_and_nothing_else)
{
	static const char *const names[] = { ":memory:", "file:x?mode=memory", "a?b#c%20d.db" };
	struct store_dir dir = store_dir_new();
	char *back = file_cwd();

	ck_assert(chdir(dir.path) == 0);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct db *db = NULL;
		struct err err = ERR_INIT;

		OK(db_open(names[i], DB_CREATE, &db, &err));
		OK(db_script(db, "CREATE TABLE a (x)", &err));
		db_close(db);
		ck_assert(file_exists(names[i]));
		OK(db_open(names[i], DB_READ, &db, &err));
		ck_assert_int_eq(objects(db), 1);
		ck_assert(db_script(db, "CREATE TABLE b (x)", &err) == ST_IO);
		db_close(db);
	}
	ck_assert(chdir(back) == 0);
	free(back);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_file_that_may_not_grow_is_no_space)
{
	struct store_dir dir = store_dir_new();
	struct db *db = open_db(&dir);
	struct err err = ERR_INIT;
	int status = 1;

	OK(db_script(db, "CREATE TABLE a (x)", &err));
	if (fork() == 0) {
		struct rlimit limit = { 50000, 50000 };
		struct db *own = open_db(&dir);

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(db_begin(own, &err) == ST_OK &&
			      db_script(own, "INSERT INTO a VALUES (zeroblob(1000000))", &err) ==
				  ST_OK &&
			      db_commit(own, &err) == ST_OK
			  ? ST_OK
			  : (int)err.status);
	}
	wait(&status);
	ck_assert_int_eq(WEXITSTATUS(status), ST_IO);
	OK(db_script(db, "INSERT INTO a VALUES (1)", &err));
	db_close(db);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(db)
{
	tcase_add_test(tc, a_rollback_leaves_nothing_and_a_commit_everything);
	tcase_add_test(tc, a_statement_can_be_read_while_it_is_read);
	tcase_add_test(tc, each_trouble_has_its_status_and_says_what_to_do);
	tcase_add_test(tc, a_writer_that_must_wait_too_long_is_told_to_try_again);
	tcase_add_test(tc, what_cannot_be_opened_is_refused);
	tcase_add_test(tc, a_name_means_a_file_and_nothing_else);
	tcase_add_test(tc, a_file_that_may_not_grow_is_no_space);
}
