#include "phase/classify_systems.h"

#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "phase/classify_taxonomy.h"
#include "text/letters.h"

#define WORD_MAX 40
#define NAME_WORDS 3

struct word {
	size_t from, to;
	char folded[WORD_MAX * 4 + 4]; /* "" when too long */
	size_t n;
	bool upper_first, upper_inside, digit;
	size_t lowers;
	bool starts;   /* begins a sentence, a bracket, a quotation */
	bool attached; /* one space from the word before */
};

struct reader {
	const char *text;
	size_t n, at;
	bool starts;
};

static void
add_code_point(struct word *w, uint32_t c, const char *s, size_t len, size_t nth)
{
	enum letter class = letter_class(c);

	if (class == LETTER_UPPER && nth == 0)
		w->upper_first = true;
	else if (class == LETTER_UPPER)
		w->upper_inside = true;
	else if (class == LETTER_DIGIT)
		w->digit = true;
	else
		w->lowers++;
	if (nth >= WORD_MAX) {
		w->n = 0;
		return;
	}
	if (c < 0x80) {
		w->folded[w->n++] = (char)letter_fold(c);
		return;
	}
	memcpy(w->folded + w->n, s, len);
	w->n += len;
}

/* What stands between words: how the next word begins. */
static void
pass_over(struct reader *r, struct word *w)
{
	size_t len, gap = r->at;
	bool space_only = true;

	while (r->at < r->n) {
		uint32_t c = utf8_next(r->text + r->at, r->n - r->at, &len);

		if (letter_class(c) != LETTER_NONE)
			break;
		if (c != ' ')
			space_only = false;
		if (c < 0x80 && strchr(".!?:;([\"`*|\n#>_/@", (int)c))
			r->starts = true;
		r->at += len;
	}
	w->starts = r->starts;
	w->attached = space_only && r->at - gap == 1;
	r->starts = false;
}

static bool
joins(const struct reader *r, size_t at)
{
	size_t len;

	if (r->text[at] != '-' && r->text[at] != '\'')
		return false;
	return at + 1 < r->n &&
	       letter_class(utf8_next(r->text + at + 1, r->n - at - 1, &len)) != LETTER_NONE;
}

static bool
next_word(struct reader *r, struct word *w)
{
	size_t len, nth = 0;

	memset(w, 0, sizeof *w);
	pass_over(r, w);
	if (r->at >= r->n)
		return false;
	w->from = r->at;
	while (r->at < r->n) {
		uint32_t c = utf8_next(r->text + r->at, r->n - r->at, &len);

		if (letter_class(c) == LETTER_NONE && !joins(r, r->at))
			break;
		add_code_point(w, c, r->text + r->at, len, nth++);
		r->at += len;
	}
	w->to = r->at;
	w->folded[w->n] = '\0';
	return true;
}

static bool
has(const struct map *map, const struct word *w)
{
	return w->n == 0 || map_find(map, w->folded, w->n) != NULL;
}

/* "PayGate"; not "SHOP-12", "APIs" or a variable. */
static bool
is_camel(const struct taxonomy *t, const struct word *w)
{
	return w->upper_first && w->upper_inside && w->lowers > 1 &&
	       !memchr(w->folded, '-', w->n) && !has(&t->name_stops, w);
}

static bool
is_name(const struct taxonomy *t, const struct word *w)
{
	bool number = w->digit && memchr(w->folded, '-', w->n);
	bool plural = w->upper_inside && w->lowers == 1; /* "APIs" */

	return w->upper_first && w->to - w->from > 1 && !number && !plural &&
	       !has(&t->name_stops, w);
}

struct finder {
	const struct taxonomy *t;
	systems_fn *fn;
	void *arg;
	bool capitals;
	size_t from, to; /* the name so far; to 0: none */
	int words;
	bool camel, inside;
	struct word last;
};

static void
end_name(struct finder *f)
{
	if (f->to && (f->camel || (f->inside && f->capitals)))
		f->fn(f->arg, f->camel ? SYSTEMS_CAMEL : SYSTEMS_NAME, f->from, f->to);
	f->to = 0;
	f->camel = f->inside = false;
	f->words = 0;
}

static void
take_name(struct finder *f, const struct word *w)
{
	bool camel = is_camel(f->t, w), name = camel || (f->capitals && is_name(f->t, w));

	if (!name || !w->attached || f->words >= NAME_WORDS)
		end_name(f);
	if (!name || (w->starts && !camel))
		return;
	if (f->to == 0)
		f->from = w->from;
	f->to = w->to;
	f->words++;
	f->camel |= camel;
	f->inside |= !w->starts;
}

static void
take_noun(struct finder *f, const struct word *w)
{
	const struct word *before = &f->last;

	if (w->n && before->n > 1 && w->attached &&
	    map_find(&f->t->system_nouns, w->folded, w->n) && !has(&f->t->system_stops, before) &&
	    !has(&f->t->system_nouns, before) && !before->digit && before->lowers > 0)
		f->fn(f->arg, SYSTEMS_NOUN, before->from, w->to);
}

void
systems_find(
    const struct taxonomy *t, const char *text, size_t n, bool capitals, systems_fn *fn, void *arg)
{
	struct reader r = { .text = text, .n = n, .starts = true };
	struct finder f = { .t = t, .fn = fn, .arg = arg, .capitals = capitals };
	struct word w;

	while (next_word(&r, &w)) {
		take_noun(&f, &w);
		take_name(&f, &w);
		f.last = w;
	}
	end_name(&f);
}
