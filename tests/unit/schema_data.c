/* tests/data/schema/NAME/good-*.json and bad-*.json against schemas/NAME.schema.json. */

#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "doc/schema.h"
#include "io/json.h"

#define DATA "tests/data/schema/"
#define BAD_WANTED 3

static struct json *
read_json(const char *path)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	FILE *f = fopen(path, "rb");
	size_t n, max = 1 << 20;
	char *text = mem_alloc(max);

	ck_assert_msg(f != NULL, "%s: cannot be read", path);
	n = fread(text, 1, max, f);
	fclose(f);
	ck_assert_msg(json_parse(text, n, &j, &err) == ST_OK, "%s: %s", path, err.text);
	free(text);
	return j;
}

static void
run_file(const struct schema *schema, const char *dir, const char *file, bool good)
{
	char *path = mem_printf("%s/%s", dir, file);
	struct json *j = read_json(path);
	struct err err = ERR_INIT;

	if (good)
		ck_assert_msg(schema_check(schema, j, &err) == ST_OK, "%s: %s", path, err.text);
	else
		ck_assert_msg(schema_check(schema, j, &err) == ST_DATA, "%s: accepted", path);
	json_free(j);
	free(path);
}

static void
run_schema(const char *name)
{
	char *dir = mem_printf(DATA "%s", name);
	const struct schema *schema = NULL;
	struct schema_set *set = NULL;
	struct err err = ERR_INIT;
	struct dirent *e;
	int good = 0, bad = 0;
	DIR *d = opendir(dir);

	ck_assert_msg(d != NULL, "%s is missing: each schema has good and bad documents", dir);
	ck_assert(schema_builtin(name, &set, &schema, &err) == ST_OK);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		ck_assert_msg(
		    strncmp(e->d_name, "good-", 5) == 0 || strncmp(e->d_name, "bad-", 4) == 0,
		    "%s/%s: name it good-*.json or bad-*.json", dir, e->d_name);
		good += e->d_name[0] == 'g';
		bad += e->d_name[0] == 'b';
		run_file(schema, dir, e->d_name, e->d_name[0] == 'g');
	}
	closedir(d);
	schema_set_free(set);
	ck_assert_msg(good >= 1 && bad >= BAD_WANTED, "%s: %d good, %d bad: 1 and %d are wanted",
	    dir, good, bad, BAD_WANTED);
	free(dir);
}

START_TEST(good_documents_fit_and_bad_ones_do_not)
{
	const char *name;

	for (size_t i = 0; (name = schema_builtin_name(i)) != NULL; i++) {
		run_schema(name);
	}
}
END_TEST

START_TEST(no_documents_without_a_schema)
{
	DIR *d = opendir(DATA);
	struct dirent *e;
	size_t n;

	ck_assert(d != NULL);
	while ((e = readdir(d)) != NULL)
		ck_assert_msg(e->d_name[0] == '.' || schema_builtin_text(e->d_name, &n),
		    DATA "%s: there is no such schema", e->d_name);
	closedir(d);
}
END_TEST

START_TEST(agreed_documents_fit)
{
	static const char *const names[] = { "run-document", "test-case" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct schema *schema = NULL;
		struct schema_set *set = NULL;
		struct err err = ERR_INIT;
		char *file = mem_printf("%s.json", names[i]);

		ck_assert_msg(
		    schema_builtin(names[i], &set, &schema, &err) == ST_OK, "%s", err.text);
		run_file(schema, "tests/data", file, true);
		schema_set_free(set);
		free(file);
	}
}
END_TEST

UNIT_SUITE(schema_data)
{
	tcase_add_test(tc, good_documents_fit_and_bad_ones_do_not);
	tcase_add_test(tc, no_documents_without_a_schema);
	tcase_add_test(tc, agreed_documents_fit);
}
