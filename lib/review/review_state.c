#include <string.h>

#include "doc/doc.h"
#include "doc/generated.h"
#include "io/json.h"
#include "review/review_private.h"
#include "store/audit.h"

const struct json *
review_tests(const struct review *review)
{
	return review->tests;
}

const struct json *
review_test(const struct review *review, size_t i)
{
	const struct json *test = json_first(review_tests(review));

	while (test && i-- > 0)
		test = json_next(test);
	return test;
}

void
review_code_sha256(const struct json *test, char sha256[DIGEST_TEXT])
{
	const char *code = json_get_string(test, "code");

	digest_text(code, strlen(code), sha256);
}

const char *
review_word(enum review_status status)
{
	static const char *const words[] = { "undecided", "accepted", "discarded" };

	return words[status];
}

enum style
review_style(enum review_status status)
{
	static const enum style styles[] = { STYLE_PLAIN, STYLE_GOOD, STYLE_WARN };

	return styles[status];
}

static bool
is_text(const struct json *object, const char *key, const char *text)
{
	return strcmp(json_get_string(object, key), text) == 0;
}

static bool
is_decision(const char *event)
{
	return strcmp(event, "accept") == 0 || strcmp(event, "discard") == 0 ||
	       strcmp(event, "undo") == 0;
}

/* An event of this run as {"event", "at", ...data}; a later one on the same code of the same test
   takes its place. */
static enum status
take_event(void *arg, const struct json *event, struct err *err)
{
	struct json *list = arg, *decision;
	const struct json *what = event;
	bool imported = is_text(event, "event", "event_imported");

	(void)err;
	if (imported)
		what = json_get(event, "data");
	if (!is_decision(json_get_string(what, "event")))
		return ST_OK;
	decision = json_copy(json_get(what, "data"));
	if (json_kind(decision) != JSON_OBJECT) {
		json_free(decision);
		return ST_OK;
	}
	json_set_string(decision, "event", json_get_string(what, "event"));
	json_set_string(decision, "at", json_get_string(what, "at"));
	json_set_bool(decision, "imported", imported);
	json_add(list, decision);
	return ST_OK;
}

void
review_look(struct review *review)
{
	json_free(review->tests);
	review->tests = doc_generated(review->cli->input);
	review->run = doc_run_id(review->cli->input);
}

enum status
review_load(struct review *review, struct err *err)
{
	struct json *list = json_new_array();
	enum status st = ST_OK;

	if (review->cli->store)
		st = audit_each_decision(review->cli->store, review->run, take_event, list, err);
	if (st) {
		json_free(list);
		return st;
	}
	json_free(review->decisions);
	review->decisions = list;
	return ST_OK;
}

/* The last event on this code of this test, from here or from elsewhere. */
static const struct json *
last_event(const struct review *review, const struct json *test, bool imported)
{
	const struct json *last = NULL;
	char sha256[DIGEST_TEXT];

	review_code_sha256(test, sha256);
	json_each (it, review->decisions) {
		if (json_get_bool(it, "imported") == imported &&
		    is_text(it, "test", json_get_string(test, "id")) &&
		    is_text(it, "code_sha256", sha256))
			last = it;
	}
	return last && !is_text(last, "event", "undo") ? last : NULL;
}

enum review_status
review_status(const struct review *review, const struct json *test, const struct json **decision)
{
	const struct json *last = last_event(review, test, false);

	if (decision)
		*decision = last;
	if (last == NULL)
		return REVIEW_UNDECIDED;
	return is_text(last, "event", "accept") ? REVIEW_ACCEPTED : REVIEW_DISCARDED;
}

const struct json *
review_elsewhere(const struct review *review, const struct json *test)
{
	return last_event(review, test, true);
}

const struct json *
review_written(const struct review *review, const struct json *test)
{
	const struct json *written = NULL;

	json_each (it, review->decisions) {
		const char *after = json_get_string(it, "after_sha256");

		if (json_get_bool(it, "imported") ||
		    !is_text(it, "test", json_get_string(test, "id")) ||
		    !is_text(it, "path", json_get_string(test, "file")))
			continue;
		if (*after == '\0')
			written = NULL;
		else if (!is_text(it, "before_sha256", after))
			written = it;
	}
	return written;
}

const struct json *
review_last(const struct review *review)
{
	const struct json *last = NULL, *found = NULL;

	json_each (test, review_tests(review)) {
		const struct json *it;

		if (review_status(review, test, &found) == REVIEW_UNDECIDED)
			continue;
		for (it = last; it && it != found; it = json_next(it))
			;
		if (last == NULL || it)
			last = found;
	}
	return last;
}

size_t
review_next_undecided(const struct review *review, size_t from)
{
	size_t n = json_len(review_tests(review));

	for (size_t i = 0; i < n; i++) {
		size_t at = (from + i) % n;

		if (review_status(review, review_test(review, at), NULL) == REVIEW_UNDECIDED)
			return at;
	}
	return n;
}

size_t
review_count(const struct review *review, enum review_status status)
{
	size_t count = 0;

	json_each (test, review_tests(review))
		count += review_status(review, test, NULL) == status;
	return count;
}
