#include "phase/generate_about.h"

#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "io/json.h"
#include "phase/generate_nearest.h"
#include "text/words.h"

#define LIST_MAX 12
#define SPELLED ((size_t)4000) /* bytes of a criterion that are looked at for words */

static void
put_list(struct buf *out, const struct json *list)
{
	size_t n = 0;

	json_each (it, list) {
		const char *s = json_string(it);

		if (s && n++ < LIST_MAX)
			buf_printf(out, "%s%s", n > 1 ? ", " : "", s);
	}
	if (n > LIST_MAX)
		buf_printf(out, " and %zu more", n - LIST_MAX);
}

struct speller { /* the words of a text whose stems are in a list */
	const char *text;
	const struct json *stems;
	struct buf *out;
	struct map seen;
	size_t n;
};

static bool
is_same(const char *term, const char *s, size_t n)
{
	return strlen(term) == n && strncasecmp(term, s, n) == 0;
}

static void
spell(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct speller *speller = arg;
	bool added;

	json_each (it, speller->stems) {
		const char *term = json_string(it);

		if (term == NULL ||
		    (!is_same(term, word, n) && !is_same(term, speller->text + from, to - from)))
			continue;
		map_slot(&speller->seen, word, n, &added);
		if (added && speller->n++ < LIST_MAX) {
			buf_str(speller->out, speller->n > 1 ? ", " : "");
			buf_add(speller->out, speller->text + from, to - from);
		}
		return;
	}
}

/* Terms may be stems; a person wants the words they came from. */
static void
put_words(struct words *words, struct buf *out, const char *text, const struct json *stems)
{
	struct speller speller = { .text = text, .stems = stems, .out = out };

	if (words == NULL) {
		put_list(out, stems);
		return;
	}
	map_init(&speller.seen);
	words_terms(words, text, strnlen(text, SPELLED), true, spell, &speller);
	if (speller.n == 0)
		put_list(out, stems);
	map_fini(&speller.seen);
}

void
explain_about(const struct explanation *e, struct buf *out)
{
	const char *source = json_get_string(e->story, "source");
	const char *id = json_get_string(e->criterion, "id");
	const char *text = json_get_string(e->criterion, "text");
	const struct json *missing = json_get(e->coverage, "missing");
	double line = json_get_number(e->criterion, "line");

	if (*source && strcmp(source, "-") != 0)
		buf_printf(out, "%s (%s:%.0f): %s\n", id, source, line, text);
	else
		buf_printf(out, "%s (line %.0f of the story): %s\n", id, line, text);
	if (json_len(missing) > 0) {
		buf_str(out, "Not in the tests found for it: ");
		put_words(e->words, out, text, missing);
		buf_char(out, '\n');
	}
	if (e->model->test)
		buf_printf(out, "Nearest test: %s\n", json_get_string(e->model->test, "id"));
}

void
explain_why(const struct explanation *e, const char *story_title, struct buf *out)
{
	bool gap = strcmp(json_get_string(e->coverage, "status"), "gap") == 0;

	buf_printf(out, "%s is %s", json_get_string(e->criterion, "id"),
	    gap ? "not tested yet" : "tested only in part");
	if (*story_title)
		buf_printf(out, ": %s", story_title);
}

void
explain_imports(const struct explanation *e, struct buf *out)
{
	const struct json *imports = json_get(e->model->record, "imports");

	if (json_len(imports) == 0)
		return;
	buf_str(out, "The nearest test imports: ");
	put_list(out, imports);
}
