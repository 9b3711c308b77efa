/* The official test suite for draft-07, of Debian's json-schema-test-suite. */

#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "doc/schema.h"
#include "io/json.h"

#define SUITE "/usr/share/json-schema-test-suite"
#define SKIPS "tests/data/schema-suite-skips.txt"

static char *
slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct buf text;
	char chunk[4096];
	size_t got;

	ck_assert_msg(f != NULL, "%s: cannot be read", path);
	buf_init(&text, BUF_DOCUMENT);
	while ((got = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&text, chunk, got);
	fclose(f);
	*n = text.len;
	return buf_take(&text);
}

static struct json *
read_json(const char *path)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	size_t n = 0;
	char *text = slurp(path, &n);

	ck_assert_msg(json_parse(text, n, &j, &err) == ST_OK, "%s: %s", path, err.text);
	free(text);
	return j;
}

static void
read_skips(struct strings *skips)
{
	size_t n = 0;
	char *text = slurp(SKIPS, &n);

	for (char *line = text, *end; *line; line = end + 1) {
		end = line + strcspn(line, "\n");
		if (*line != '#' && end > line)
			strings_addn(skips, line, (size_t)(end - line));
		if (*end == '\0')
			break;
	}
	free(text);
}

static struct schema_set *
set_with_remotes(void)
{
	static const char *const files[] = { "integer.json", "subSchemas.json", "name.json",
		"folder/folderInteger.json" };
	struct schema_set *set = schema_set_new();
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		char *path = mem_printf(SUITE "/remotes/%s", files[i]);
		char *uri = mem_printf("http://localhost:1234/%s", files[i]);

		ck_assert(schema_set_add(set, uri, read_json(path), &err) == ST_OK);
		free(path);
		free(uri);
	}
	return set;
}

static void
run_group(const struct json *group, const char *file, const struct strings *skips, int *run)
{
	struct schema_set *set = set_with_remotes();
	const struct schema *schema = NULL;
	struct err err = ERR_INIT;
	const char *about = json_get_string(group, "description");

	ck_assert(schema_set_add(set, "test", json_copy(json_get(group, "schema")), &err) == ST_OK);
	ck_assert_msg(schema_compile(set, "test", &schema, &err) == ST_OK, "%s: %s: %s", file,
	    about, err.text);
	json_each (test, json_get(group, "tests")) {
		const char *name = json_get_string(test, "description");
		char *full = mem_printf("%s: %s: %s", file, about, name);
		enum status wanted = json_get_bool(test, "valid") ? ST_OK : ST_DATA;

		++*run;
		err = (struct err)ERR_INIT;
		if (!strings_has(skips, full))
			ck_assert_msg(schema_check(schema, json_get(test, "data"), &err) == wanted,
			    "%s: should be %s: %s", full, wanted ? "refused" : "accepted",
			    err.text);
		free(full);
	}
	schema_set_free(set);
}

/* Groups whose numbers json_parse() refuses are skipped with their file. */
static int
run_dir(const char *dir)
{
	char *path = mem_printf(SUITE "/tests/draft7/%s", dir);
	struct strings skips = { 0 };
	DIR *d = opendir(path);
	struct dirent *e;
	int run = 0;

	ck_assert_msg(d != NULL, "%s: install json-schema-test-suite", path);
	read_skips(&skips);
	while ((e = readdir(d)) != NULL) {
		char *name, *file;
		struct json *groups;

		if (strstr(e->d_name, ".json") == NULL)
			continue;
		name = mem_printf("%s%s", dir, e->d_name);
		file = mem_printf("%s%s", path, e->d_name);
		groups = strings_has(&skips, name) ? NULL : read_json(file);
		json_each (group, groups)
			run_group(group, name, &skips, &run);
		json_free(groups);
		free(name);
		free(file);
	}
	closedir(d);
	strings_fini(&skips);
	free(path);
	return run;
}

START_TEST(nothing_mandatory_is_skipped)
{
	struct strings skips = { 0 };

	read_skips(&skips);
	for (size_t i = 0; i < skips.len; i++)
		ck_assert_msg(strncmp(skips.at[i], "optional/", 9) == 0, "%s", skips.at[i]);
	strings_fini(&skips);
}
END_TEST

START_TEST(mandatory_tests_of_the_official_suite_pass)
{
	ck_assert_int_gt(run_dir(""), 400);
}
END_TEST

START_TEST(format_tests_of_the_official_suite_pass)
{
	ck_assert_int_gt(run_dir("optional/format/"), 100);
}
END_TEST

START_TEST(optional_tests_of_the_official_suite_pass)
{
	ck_assert_int_gt(run_dir("optional/"), 1);
}
END_TEST

UNIT_SUITE(schema_suite)
{
	tcase_add_test(tc, nothing_mandatory_is_skipped);
	tcase_add_test(tc, mandatory_tests_of_the_official_suite_pass);
	tcase_add_test(tc, format_tests_of_the_official_suite_pass);
	tcase_add_test(tc, optional_tests_of_the_official_suite_pass);
}
