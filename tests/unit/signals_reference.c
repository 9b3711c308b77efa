/* Every signal of an invented repository against what the reference implementation says of it. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "signal/signals.h"

#define DATA "tests/data/signals/reference.json"
#define MANY 64

struct reference {
	struct json *json;
	struct lexicon *lexicon;
	const struct document *tests[MANY], *sources[MANY];
	size_t n_tests, n_sources;
	struct past *past;
	struct past_view *view;
	struct signals_output out;
};

static const struct document *
read_document(struct lexicon *lexicon, const struct json *json)
{
	const char *text = json_get_string(json, "text");
	struct document_case cases[MANY];
	size_t n = 0;

	json_each (c, json_get(json, "cases"))
		cases[n++] = (struct document_case){
			.name = json_get_string(c, "name"),
			.from = (size_t)json_get_number(c, "from"),
			.to = (size_t)json_get_number(c, "to"),
		};
	return document_new(lexicon, json_get_string(json, "path"), text, strlen(text), cases, n);
}

static void
read_commit(struct past *past, const struct json *json)
{
	const char *message = json_get_string(json, "message");
	struct past_file files[2 * MANY];
	struct buf terms;
	size_t n = 0;

	json_each (file, json_get(json, "files")) {
		struct json *old_blob = json_next(json_first(file));
		struct json *new_blob = json_next(old_blob);

		files[n++] =
		    (struct past_file){ *json_string(json_first(file)), json_string(old_blob),
			    json_string(new_blob), json_string(json_next(new_blob)) };
	}
	buf_init(&terms, BUF_TEXT);
	past_terms(message, strlen(message), &terms);
	past_add(past, &(struct past_commit){ "1", terms.s, files, n });
	buf_fini(&terms);
}

static void
read_reference(struct reference *r)
{
	const char *live[2 * MANY];
	struct err err = ERR_INIT;
	struct buf text;
	size_t n = 0;

	*r = (struct reference){ .lexicon = lexicon_open() };
	buf_init(&text, BUF_DOCUMENT);
	ck_assert_int_eq(file_read(DATA, &text, &err), ST_OK);
	ck_assert_int_eq(json_parse(text.s, text.len, &r->json, &err), ST_OK);
	buf_fini(&text);
	r->past = past_open(r->lexicon);
	json_each (test, json_get(r->json, "tests")) {
		r->tests[r->n_tests++] = read_document(r->lexicon, test);
		live[n++] = json_get_string(test, "path");
	}
	json_each (source, json_get(r->json, "sources")) {
		r->sources[r->n_sources++] = read_document(r->lexicon, source);
		live[n++] = json_get_string(source, "path");
	}
	json_each (commit, json_get(r->json, "commits"))
		read_commit(r->past, commit);
	r->view = past_view_open(r->past, 0, live, n);
}

static void
end_reference(struct reference *r)
{
	for (size_t i = 0; i < r->n_tests; i++)
		document_free((struct document *)r->tests[i]);
	for (size_t i = 0; i < r->n_sources; i++)
		document_free((struct document *)r->sources[i]);
	past_view_close(r->view);
	past_close(r->past);
	lexicon_close(r->lexicon);
	json_free(r->json);
}

static void
compute(struct reference *r, const struct change *change)
{
	const char *request = json_get_string(r->json, "request");
	struct signals_blame blame[MANY];
	size_t n = 0;

	json_each (commit, json_get(r->json, "blame"))
		blame[n++] = (struct signals_blame){
			(size_t)json_get_number(commit, "commit"),
			(size_t)json_get_number(commit, "lines"),
		};
	signals_compute(
	    &(struct signals_input){
		.lexicon = r->lexicon,
		.tests = r->tests,
		.n_tests = r->n_tests,
		.sources = r->sources,
		.n_sources = r->n_sources,
		.past = r->view,
		.request = request,
		.request_len = strlen(request),
		.change = change,
		.blame = blame,
		.n_blame = n,
	    },
	    &r->out);
}

static void
compare(const struct reference *r, const char *track)
{
	size_t n = 0;

	json_each (values, json_get(r->json, track)) {
		enum signal which = signal_find(json_key(values));
		size_t i = 0;

		ck_assert_uint_eq(json_len(values), r->n_tests);
		json_each (value, values) {
			double got = r->out.value[which][i];

			ck_assert_msg(fabs(got - json_number(value)) < 1e-9,
			    "%s of %s: %.12f, not %.12f", json_key(values), r->tests[i]->words.path,
			    got, json_number(value));
			i++;
		}
		n++;
	}
	ck_assert_uint_ge(n, 14);
}

START_TEST(a_story_has_the_values_of_the_reference)
{
	struct reference r;

	read_reference(&r);
	compute(&r, NULL);
	compare(&r, "story values");
	signals_fini(&r.out);
	end_reference(&r);
}
END_TEST

START_TEST(a_change_has_the_values_of_the_reference)
{
	struct reference r;
	struct change change;

	read_reference(&r);
	change_read(&change, r.lexicon, json_get(r.json, "change"), NULL, NULL);
	compute(&r, &change);
	compare(&r, "change values");
	signals_fini(&r.out);
	change_fini(&change);
	end_reference(&r);
}
END_TEST

UNIT_SUITE(signals_reference)
{
	tcase_add_test(tc, a_story_has_the_values_of_the_reference);
	tcase_add_test(tc, a_change_has_the_values_of_the_reference);
}
