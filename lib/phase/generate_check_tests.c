#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"
#include "phase/generate_check.h"
#include "phase/generate_nearest.h"
#include "phase/generate_skeleton.h"

/* Marks with which a runner passes over a test, whatever the framework. */
static const char *const skips[] = { "skip", "skipped", "todo", "pending", "ignore", "ignored",
	"disabled", "xfail", "expectedfailure", "fixme", "failing", "fails", "known-breakage",
	"startskipping" };

/* Assertions that hold whatever the product does. */
static const char *const vacuous[] = { "assertTrue", "assert1", "assert1==1", "assertTrueisTrue",
	"assert(True)", "assert(true)", "assert(true);", "assert(1);", "self.assertTrue(True)",
	"self.assertEqual(1,1)", "self.assertFalse(False)", "assertTrue(true);",
	"assertEquals(1,1);", "expect(true).toBe(true);", "expect(true).toBe(true)",
	"expect(1).toBe(1);", "expect(true).toBeTruthy();", "assert.ok(true);",
	"assert.equal(1,1);", "assert!(true);", "assert_eq!(1,1);", "assert.True(t,true)",
	"$this->assertTrue(true);", "asserttrue", "ck_assert(1);", "EXPECT_TRUE(true);" };

static bool
is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The words of a name without what stands between them: titles are quoted in many ways. */
static void
fold(const char *s, struct buf *out)
{
	buf_clear(out);
	for (; *s; s++) {
		if (is_word(*s))
			buf_char(out, *s);
	}
}

/* "tests/test_a.py::TestA::test_b" is test_b; "cart adds up" is "adds up". */
static bool
ends_with_name(const char *whole, const char *name)
{
	size_t n = strlen(whole), len = strlen(name);

	while (n > 0 && strchr("()", whole[n - 1]))
		n--;
	return len > 0 && n >= len && memcmp(whole + n - len, name, len) == 0 &&
	       (n == len || !is_word(whole[n - len - 1]));
}

static bool
is_name(const struct json *record, const char *name)
{
	struct buf have, want;
	bool same;

	if (ends_with_name(json_get_string(record, "name"), name))
		return true;
	if (!strchr(name, ' ')) /* no sentence: as it is or not at all */
		return false;
	buf_init(&have, BUF_TEXT);
	buf_init(&want, BUF_TEXT);
	fold(json_get_string(record, "name"), &have);
	fold(name, &want);
	same = want.len > 0 && have.len >= want.len &&
	       strcmp(have.s + have.len - want.len, want.s) == 0;
	buf_fini(&want);
	buf_fini(&have);
	return same;
}

static bool
has_test(const struct json *records, const char *name)
{
	json_each (it, records) {
		if (is_name(it, name))
			return true;
	}
	return false;
}

static bool
is_in(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return false;
}

static void
check_marks(const struct json *record, struct findings *out)
{
	json_each (it, json_get(record, "tags")) {
		const char *tag = json_string(it);
		char word[40];
		size_t n = 0;

		tag += tag ? strspn(tag, "@.") : 0;
		while (tag && tag[n] && n + 1 < sizeof word) {
			char c = tag[n];

			word[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		}
		word[n] = '\0';
		if (is_in(skips, sizeof skips / sizeof skips[0], word))
			findings_add(out, "%s is marked %s: it would not run",
			    json_get_string(record, "name"), word);
		if (strcmp(word, "only") == 0)
			findings_add(out, "%s is marked only: it would keep others from running",
			    json_get_string(record, "name"));
	}
}

static bool
is_vacuous(const char *assertion)
{
	struct buf bare;
	bool is;

	buf_init(&bare, BUF_TEXT);
	for (; *assertion; assertion++) {
		if (!strchr(" \t\n", *assertion))
			buf_char(&bare, *assertion);
	}
	is = is_in(vacuous, sizeof vacuous / sizeof vacuous[0], bare.s);
	buf_fini(&bare);
	return is;
}

static void
check_assertions(const struct json *record, struct findings *out)
{
	bool any = false;

	json_each (it, json_get(record, "assertions"))
		any |= json_string(it) && !is_vacuous(json_string(it));
	if (!any)
		findings_add(
		    out, "%s asserts nothing that could fail", json_get_string(record, "name"));
}

/* Does the framework's file say what an assertion looks like?  Else nobody can miss one. */
static bool
knows_assertions(const struct checker *checker, const char *framework)
{
	char *file = mem_printf("frameworks/%s.yaml", framework);
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	bool knows = share_yaml(checker->env->share, file, &tree, &err) == ST_OK &&
		     json_len(json_get(tree, "assertions")) > 0;

	json_free(tree);
	free(file);
	return knows;
}

/* A call that leaves the test, at the start of a line that no condition is before. */
static void
check_leaves(const struct candidate *candidate, struct findings *out)
{
	static const char *const calls[] = { "pytest.skip(", "self.skipTest(", "raise SkipTest",
		"raise unittest.SkipTest", "pytest.xfail(" };
	const char *before = "";
	size_t before_n = 0;

	for (const char *s = candidate->code.s; *s;) {
		size_t n = strcspn(s, "\n"), blank = strspn(s, " \t");
		bool under = before_n > 0 && before[before_n - 1] == ':' &&
			     strncmp(before + strspn(before, " \t"), "def ", 4) != 0 &&
			     strncmp(before + strspn(before, " \t"), "async def ", 10) != 0;

		for (size_t i = 0; !under && i < sizeof calls / sizeof calls[0]; i++) {
			if (strncmp(s + blank, calls[i], strlen(calls[i])) == 0)
				findings_add(out, "it skips itself: %s)", calls[i]);
		}
		if (blank < n) {
			before = s;
			before_n = n;
			while (before_n > 0 && strchr(" \t\r", s[before_n - 1]))
				before_n--;
		}
		s += n + (s[n] == '\n');
	}
}

static void
check_one(struct checker *checker, const char *framework, const struct json *record,
    struct map *names, struct findings *out)
{
	const char *name = json_get_string(record, "name");
	const char *have = json_get_string(record, "framework");
	bool added;

	map_slot(names, name, strlen(name), &added);
	if (!added)
		findings_add(out, "there are two tests called %s", name);
	if (strcmp(have, framework) != 0)
		findings_add(out, "%s is a test for %s, not for %s", name, have, framework);
	check_marks(record, out);
	if (knows_assertions(checker, have))
		check_assertions(record, out);
	json_add_string(out->tests, name);
}

static void
check_promised(const struct candidate *candidate, struct findings *out)
{
	if (!has_test(out->records, candidate->name))
		findings_add(out, "there is no test called %s in it", candidate->name);
	json_each (it, candidate->names) {
		const char *name = json_string(it);

		if (name && strcmp(name, candidate->name) != 0 && !has_test(out->records, name))
			findings_add(out, "there is no test called %s in it", name);
	}
}

enum status
check_tests(struct checker *checker, const struct model *model, const struct candidate *candidate,
    struct findings *out, struct err *err)
{
	const char *framework = json_get_string(model->test, "framework");
	enum status st = phase_records(checker->env, checker->args->scan, candidate->file,
	    &candidate->code, out->records, err);
	struct map names;

	if (st == ST_DATA || st == ST_BUG) { /* what is wrong with the text, not with us */
		findings_add(out, "no test can be found in it: %s", err->text);
		*err = (struct err)ERR_INIT;
		return ST_OK;
	}
	if (st)
		return st;
	map_init(&names);
	check_promised(candidate, out);
	json_each (it, out->records)
		check_one(
		    checker, *framework ? framework : model->skeleton->framework, it, &names, out);
	map_fini(&names);
	check_leaves(candidate, out);
	if (strstr(candidate->code.s, "not written yet"))
		findings_add(out, "it still says that it is not written yet");
	return ST_OK;
}
