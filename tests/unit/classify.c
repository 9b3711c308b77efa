#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/vec.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/classify.h"
#include "phase/classify_systems.h"
#include "phase/classify_taxonomy.h"
#include "text/words.h"

#define STORIES "tests/data/classify"

struct bench {
	struct share *share;
	struct words *words;
	struct json *warnings;
};

static struct bench
bench_new(void)
{
	struct bench b;

	setenv("RSG_SHARE", "share", 1);
	b.share = share_open(NULL);
	b.words = words_open();
	b.warnings = json_new_array();
	return b;
}

static void
bench_free(struct bench *b)
{
	share_close(b->share);
	words_close(b->words);
	json_free(b->warnings);
}

/* The first line is the title, every other a criterion. */
static struct json *
document(const char *text)
{
	struct json *doc = json_new_object(), *story = json_set_object(doc, "story"),
		    *phase = json_set_object(json_set_object(doc, "phases"), "ingestion"), *out,
		    *criteria;
	int line = 0;

	json_set_string(story, "text", text);
	json_set_string(phase, "status", "executed");
	out = json_set_object(phase, "output");
	criteria = json_set_array(out, "criteria");
	while (*text) {
		size_t n = strcspn(text, "\n");
		struct json *it;

		if (++line == 1) {
			json_set(out, "title", json_new_stringn(text, n));
		} else if (n > 0) {
			it = json_add_object(criteria);
			json_set(it, "text", json_new_stringn(text, n));
			json_set_number(it, "line", line);
		}
		text += n + (text[n] == '\n');
	}
	return doc;
}

static struct json *
classify(struct bench *b, const char *text)
{
	struct json *doc = document(text), *out = NULL;
	struct phase_env env = {
		.doc = doc, .share = b->share, .words = b->words, .warnings = b->warnings
	};
	struct err err = ERR_INIT;

	ck_assert_msg(phase_classify(&env, NULL, &out, &err) == ST_OK, "%s", err.text);
	json_free(doc);
	return out;
}

static const struct json *
system_of(const struct json *out, const char *name)
{
	json_each (it, json_get(out, "systems")) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return it;
	}
	return NULL;
}

static bool
has_system(const struct json *out, const char *name)
{
	return system_of(out, name) != NULL;
}

static double
confidence(const struct json *out, const char *list, const char *name)
{
	json_each (it, json_get(out, list)) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return json_get_number(it, "confidence");
	}
	ck_abort_msg("no %s in %s", name, list);
	return 0;
}

/* "frontend-dark-mode.md" is labelled Frontend. */
static bool
is_label(const char *domain, const char *file)
{
	size_t n = strlen(domain);

	return strncasecmp(domain, file, n) == 0 && file[n] == '-';
}

struct sample {
	size_t stories, right, above[2], right_above[2];
	double brier, log_loss, sum_top;
};

static void
judge(struct sample *s, const struct json *out, const char *file, bool verbose)
{
	const struct json *top = json_first(json_get(out, "domains"));
	double p = json_get_number(top, "confidence"), truth = 0;
	bool right = is_label(json_get_string(top, "name"), file);

	json_each (it, json_get(out, "domains")) {
		bool label = is_label(json_get_string(it, "name"), file);
		double q = json_get_number(it, "confidence");

		s->brier += (q - label) * (q - label);
		if (label)
			truth = q;
	}
	ck_assert_msg(truth > 0, "%s names no domain", file);
	if (verbose && !right)
		printf("# %s: taken for %s (%.2f, its own %.2f)\n", file,
		    json_get_string(top, "name"), p, truth);
	s->stories++;
	s->right += right;
	s->sum_top += p;
	s->log_loss -= log(truth);
	s->above[p >= 0.6]++;
	s->right_above[p >= 0.6] += right;
}

START_TEST(labelled_stories_get_their_domain_with_honest_confidence)
{
	struct bench b = bench_new();
	struct sample s = { 0 };
	struct strings files = { 0 };
	struct err err = ERR_INIT;
	double accuracy, mean;

	ck_assert(file_list(STORIES, &files, &err) == ST_OK);
	vec_each (char **, file, &files) {
		struct buf text;
		char *path = file_join(STORIES, *file);
		struct json *out;

		if (strstr(*file, ".md")) {
			buf_init(&text, BUF_TEXT);
			ck_assert(file_read(path, &text, &err) == ST_OK);
			out = classify(&b, text.s);
			judge(&s, out, *file, true);
			json_free(out);
			buf_fini(&text);
		}
		free(path);
	}
	accuracy = (double)s.right / (double)s.stories;
	mean = s.sum_top / (double)s.stories;
	printf("# classify: %zu of %zu stories (%.2f), mean confidence %.2f, Brier %.3f, "
	       "log loss %.3f; right at 0.6 and above %zu of %zu, below %zu of %zu\n",
	    s.right, s.stories, accuracy, mean, s.brier / (double)s.stories,
	    s.log_loss / (double)s.stories, s.right_above[1], s.above[1], s.right_above[0],
	    s.above[0]);
	ck_assert(s.stories >= 20);
	ck_assert(accuracy >= 0.85);
	ck_assert(s.brier / (double)s.stories < 0.35);
	ck_assert_msg(
	    fabs(mean - accuracy) < 0.15, "confidence %.2f, accuracy %.2f", mean, accuracy);
	strings_fini(&files);
	bench_free(&b);
}
END_TEST

START_TEST(every_confidence_shows_its_terms_with_weight_and_line)
{
	struct bench b = bench_new();
	struct json *out = classify(&b, "Title\nThe button is red.\nA Button, two buttons.\n");
	const struct json *top = json_first(json_get(out, "domains")),
			  *first = json_first(json_get(top, "evidence"));

	ck_assert_str_eq(json_get_string(top, "name"), "Frontend");
	ck_assert_str_eq(json_get_string(first, "term"), "button");
	ck_assert(json_get_number(first, "line") == 2);
	ck_assert(json_get_number(first, "lines") == 2);
	ck_assert(fabs(json_get_number(first, "weight") - 1.6 * 1.35) < 1e-9);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(confidences_of_domains_sum_to_one_and_are_never_certain)
{
	static const char *const texts[] = { "", "x\n", "Nothing here\nspeaks for anything\n",
		"SQL\nmigration, foreign key, primary key, table, index, column, row, postgres, "
		"deadlock, full table scan\n" };
	struct bench b = bench_new();

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct json *out = classify(&b, texts[i]);
		double sum = 0;

		json_each (it, json_get(out, "domains")) {
			double p = json_get_number(it, "confidence");

			ck_assert(p > 0.001 && p < 0.99);
			sum += p;
		}
		ck_assert(fabs(sum - 1) < 0.001);
		json_free(out);
	}
	bench_free(&b);
}
END_TEST

START_TEST(story_without_evidence_is_remarked)
{
	struct bench b = bench_new();

	json_free(classify(&b, "Nothing\nspeaks for anything\n"));
	ck_assert_str_eq(json_get_string(json_first(b.warnings), "code"), "no-domain");
	bench_free(&b);
}
END_TEST

START_TEST(scopes_stand_alone)
{
	struct bench b = bench_new();
	struct json *out = classify(&b,
	    "Fast and safe\nThe p95 latency stays below 200 ms with 500 concurrent users.\n"
	    "SQL injection is tried by a penetration test.\n");

	ck_assert(confidence(out, "scopes", "performance") > 0.7);
	ck_assert(confidence(out, "scopes", "security") > 0.7);
	ck_assert(confidence(out, "scopes", "unit") < 0.5);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(systems_are_those_listed_and_those_named)
{
	struct bench b = bench_new();
	struct json *out = classify(&b,
	    "Pay Later\nThe shop talks to Stripe and to PayGate.\nThe billing service asks again.\n"
	    "Each server and the service rest on Monday. A receipt is mailed.\n"
	    "Maybe APIs of SHOP-12, or a PRE-Release.\n");

	ck_assert(has_system(out, "Stripe"));
	ck_assert(has_system(out, "PayGate"));
	ck_assert(has_system(out, "billing service"));
	ck_assert(has_system(out, "mail"));
	ck_assert(!has_system(out, "Monday"));
	ck_assert(!has_system(out, "Each server"));
	ck_assert(!has_system(out, "the service"));
	ck_assert(!has_system(out, "Pay Later"));
	ck_assert(!has_system(out, "Maybe"));
	ck_assert(!has_system(out, "APIs"));
	ck_assert(!has_system(out, "SHOP-12"));
	ck_assert_str_eq(
	    json_get_string(json_first(json_get(system_of(out, "PayGate"), "evidence")), "term"),
	    "PayGate");
	ck_assert(json_get_number(
		      json_first(json_get(system_of(out, "PayGate"), "evidence")), "weight") > 1);
	json_free(out);
	bench_free(&b);
}
END_TEST

static struct taxonomy *
small_taxonomy(struct words *words, const char *more, struct err *err)
{
	static const char base[] =
	    "{\"calibration\":{\"domain\":{\"scale\":1,\"damping\":1,\"doubt\":0},"
	    "\"scope\":{\"scale\":1,\"damping\":1,\"doubt\":0}},"
	    "\"domains\":{\"A\":{\"terms\":{\"red mail\":2,\"mails\":1,\"mailed\":3,\"S3\":1}}},"
	    "\"system_stops\":[\"the\"]}";
	struct json *tree = NULL, *extra = NULL;
	struct taxonomy *t = NULL;

	ck_assert(json_parse(base, strlen(base), &tree, err) == ST_OK);
	ck_assert_msg(json_parse(more, strlen(more), &extra, err) == ST_OK, "%s", err->text);
	taxonomy_merge(tree, extra);
	taxonomy_build(tree, "test", words, &t, err);
	json_free(tree);
	json_free(extra);
	return t;
}

static void
count_terms(void *arg, size_t term, size_t from, size_t to)
{
	(void)term;
	ck_assert(from < to);
	++*(int *)arg;
}

START_TEST(terms_are_found_by_stem_and_phrases_together)
{
	static const struct {
		const char *text;
		int found;
	} cases[] = {
		{ "mailing", 1 },
		{ "red mail", 2 },
		{ "red, mails", 2 },
		{ "red hot mail", 1 },
		{ "redMail", 2 },
		{ "an s3 bucket", 1 },
		{ "", 0 },
		{ "mail\xff mail", 2 },
	};
	struct words *words = words_open();
	struct err err = ERR_INIT;
	struct taxonomy *t = small_taxonomy(words, "{}", &err);

	ck_assert_msg(t != NULL, "%s", err.text);
	ck_assert_uint_eq(t->terms.len, 3);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int found = 0;

		taxonomy_find(t, words, cases[i].text, strlen(cases[i].text), count_terms, &found);
		ck_assert_msg(found == cases[i].found, "%s: %d", cases[i].text, found);
	}
	taxonomy_close(t);
	words_close(words);
}
END_TEST

START_TEST(a_users_taxonomy_adds_and_overrides)
{
	struct words *words = words_open();
	struct err err = ERR_INIT;
	struct taxonomy *t = small_taxonomy(words,
	    "{\"domains\":{\"A\":{\"terms\":{\"mailed\":5}},\"B\":{\"terms\":{\"cash\":1}}},"
	    "\"system_stops\":[\"a\"]}",
	    &err);

	ck_assert_msg(t != NULL, "%s", err.text);
	ck_assert_uint_eq(t->classes.len, 2);
	ck_assert_str_eq(t->classes.at[1].name, "B");
	ck_assert(t->terms.at[1].weight > 4.9);
	ck_assert_uint_eq(t->system_stops.len, 2);
	taxonomy_close(t);
	words_close(words);
}
END_TEST

START_TEST(terms_may_be_text_map_or_list)
{
	static const struct {
		const char *more;
		size_t terms;
		double last;
	} cases[] = {
		{ "{\"domains\":{\"B\":{\"terms\":\"cash 1, gold coin 2.5,\\n silver 3\"}}}", 6,
		    3 },
		{ "{\"domains\":{\"A\":{\"terms\":\"cash 4\"}}}", 4, 4 },
		{ "{\"domains\":{\"A\":{\"terms\":\" ,, \"}}}", 3, 1 },
		{ "{\"systems\":{\"x\":\"cash, gold coin\"}}", 5, 1 },
		{ "{\"systems\":{\"x\":[\"cash\",\"gold coin\"]}}", 5, 1 },
	};
	struct words *words = words_open();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct taxonomy *t = small_taxonomy(words, cases[i].more, &err);

		ck_assert_msg(t != NULL, "%s", err.text);
		ck_assert_uint_eq(t->terms.len, cases[i].terms);
		ck_assert(fabs(vec_last(&t->terms)->weight - cases[i].last) < 1e-9);
		taxonomy_close(t);
	}
	words_close(words);
}
END_TEST

START_TEST(bad_taxonomy_is_refused_with_its_place)
{
	static const struct {
		const char *more, *says;
	} cases[] = {
		{ "{\"domains\":{\"A\":{\"terms\":{\"x y\":-1}}}}", "above 0" },
		{ "{\"domains\":{\"A\":{\"terms\":{\"!\":1}}}}", "is no term" },
		{ "{\"domains\":{\"A\":{\"terms\":{\"word\":\"much\"}}}}", "above 0" },
		{ "{\"domains\":{\"B\":3}}", "B has no terms" },
		{ "{\"domains\":[]}", "no domains" },
		{ "{\"domains\":{\"A\":{\"terms\":\"cash\"}}}", "has no weight" },
		{ "{\"domains\":{\"A\":{\"terms\":\"cash 1x\"}}}", "has no weight" },
		{ "{\"domains\":{\"A\":{\"terms\":\"cash nan\"}}}", "above 0" },
		{ "{\"calibration\":{\"domain\":{\"scale\":0}}}", "calibration.domain" },
		{ "{\"systems\":{\"x\":[7]}}", "systems.x" },
		{ "{\"domains\":{\"A\":{\"terms\":{\"a1 b1 c1 d1 e1 f1 g1 h1 i1\":1}}}}",
		    "is no term" },
	};
	struct words *words = words_open();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct taxonomy *t = small_taxonomy(words, cases[i].more, &err);

		ck_assert_msg(t == NULL, "%s", cases[i].more);
		ck_assert_int_eq(err.status, ST_CONFIG);
		ck_assert_msg(strstr(err.text, cases[i].says) != NULL, "%s", err.text);
	}
	words_close(words);
}
END_TEST

START_TEST(phase_needs_ingestion)
{
	struct bench b = bench_new();
	struct json *doc = json_new_object(), *out = NULL;
	struct phase_env env = { .doc = doc, .share = b.share, .words = b.words };
	struct err err = ERR_INIT;

	ck_assert_int_eq(phase_classify(&env, NULL, &out, &err), ST_DATA);
	ck_assert_msg(strstr(err.text, "rsg-ingest") != NULL, "%s", err.text);
	json_free(doc);
	bench_free(&b);
}
END_TEST

UNIT_SUITE(classify)
{
	tcase_add_test(tc, labelled_stories_get_their_domain_with_honest_confidence);
	tcase_add_test(tc, every_confidence_shows_its_terms_with_weight_and_line);
	tcase_add_test(tc, confidences_of_domains_sum_to_one_and_are_never_certain);
	tcase_add_test(tc, story_without_evidence_is_remarked);
	tcase_add_test(tc, scopes_stand_alone);
	tcase_add_test(tc, systems_are_those_listed_and_those_named);
	tcase_add_test(tc, terms_are_found_by_stem_and_phrases_together);
	tcase_add_test(tc, a_users_taxonomy_adds_and_overrides);
	tcase_add_test(tc, terms_may_be_text_map_or_list);
	tcase_add_test(tc, bad_taxonomy_is_refused_with_its_place);
	tcase_add_test(tc, phase_needs_ingestion);
}
