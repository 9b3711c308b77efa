#include "phase/classify_taxonomy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/share.h"
#include "io/json.h"
#include "text/letters.h"
#include "text/words.h"

#define FILE_NAME "taxonomy.yaml"
#define DIRECTORY "taxonomy.d"
#define WEIGHT_MAX 10.0
#define NO_STEM ((size_t)-1)

struct token {
	size_t stem, from, to; /* NO_STEM for a word no term has */
};

struct tokens {
	const struct map *stems;
	struct token *at;
	size_t len, cap;
};

static void
add_token(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct tokens *tokens = arg;
	const struct map_entry *known = map_find(tokens->stems, word, n);

	*vec_add(tokens) = (struct token){ known ? known->value : NO_STEM, from, to };
}

struct last_stem {
	struct map *stems;
	size_t stem;
	bool found, added;
};

static void
keep_stem(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct last_stem *last = arg;
	bool added;
	size_t next = last->stems->len, *slot = map_slot(last->stems, word, n, &added);

	(void)from;
	(void)to;
	if (added)
		*slot = next;
	last->stem = *slot;
	last->found = true;
}

/* Each word between spaces is one stem: of "S3" or "e-mail" it is the whole, which comes last. */
static bool
split_term(struct taxonomy *t, struct words *words, const char *text, struct taxonomy_term *term)
{
	const char *s = text;

	while (*s) {
		size_t n = strcspn(s, " ");
		struct last_stem last = { .stems = &t->stems };

		words_terms(words, s, n, false, keep_stem, &last);
		if (last.found) {
			if (term->len == TAXONOMY_WORDS)
				return false;
			term->stems[term->len++] = last.stem;
		}
		s += n;
		s += strspn(s, " ");
	}
	while (t->heads.len < t->stems.len)
		(void)vec_add(&t->heads);
	return term->len > 0;
}

static bool
same_stems(const struct taxonomy_term *a, const struct taxonomy_term *b)
{
	return a->len == b->len && memcmp(a->stems, b->stems, a->len * sizeof a->stems[0]) == 0;
}

/* A term whose stems the class has already ("mail", "mails") counts once, with the last weight. */
static void
keep_term(struct taxonomy *t, const struct taxonomy_term *term)
{
	size_t *head = &t->heads.at[term->stems[0]];

	for (size_t i = *head; i; i = t->terms.at[i - 1].next) {
		struct taxonomy_term *have = &t->terms.at[i - 1];

		if (have->of == term->of && same_stems(have, term)) {
			have->weight = term->weight;
			return;
		}
	}
	*vec_add(&t->terms) = *term;
	vec_last(&t->terms)->next = *head;
	*head = t->terms.len;
}

static enum status
add_term(struct taxonomy *t, struct words *words, const char *text, double weight, struct err *err)
{
	struct taxonomy_term term = { .weight = weight, .of = t->classes.len - 1 };

	if (!(weight > 0 && weight <= WEIGHT_MAX))
		return err_set(err, ST_CONFIG,
		    "the weight of \"%s\" must be above 0 and at most %g", text, WEIGHT_MAX);
	if (t->terms.len >= TAXONOMY_TERMS)
		return err_set(err, ST_CONFIG, "more than %zu terms", TAXONOMY_TERMS);
	if (!split_term(t, words, text, &term))
		return err_set(err, ST_CONFIG,
		    "\"%s\" is no term: one to %d words with two letters or more are", text,
		    TAXONOMY_WORDS);
	term.text = arena_strdup(&t->arena, text);
	keep_term(t, &term);
	return ST_OK;
}

static void
add_class(struct taxonomy *t, enum taxonomy_kind kind, const char *name, double prior)
{
	struct taxonomy_class *class = vec_add(&t->classes);

	*class = (struct taxonomy_class){ kind, arena_strdup(&t->arena, name), prior };
}

/* Each piece between commas, outer space removed; a NULL list or another kind has none. */
typedef enum status text_fn(void *arg, const char *s, struct err *err);

static enum status
each_piece(const struct json *list, text_fn *fn, void *arg, struct err *err)
{
	const char *s = json_string(list);
	enum status st = ST_OK;

	json_each (it, list) {
		if (st == ST_OK)
			st = fn(arg, json_string(it) ? json_string(it) : "", err);
	}
	while (st == ST_OK && s && *s) {
		size_t n;
		char *piece;

		s += strspn(s, " \n\t,");
		n = strcspn(s, ",");
		piece = mem_strndup(s, n);
		s += n;
		while (n > 0 && strchr(" \n\t", piece[n - 1]))
			piece[--n] = '\0';
		if (n > 0)
			st = fn(arg, piece, err);
		free(piece);
	}
	return st;
}

struct term_reader {
	struct taxonomy *t;
	struct words *words;
};

/* "dark mode 2.5" */
static enum status
read_term(void *arg, const char *s, struct err *err)
{
	struct term_reader *r = arg;
	const char *space = strrchr(s, ' ');
	char *term, *end = NULL;
	double weight = space ? strtod(space + 1, &end) : 0;
	enum status st;

	if (space == NULL || end == space + 1 || *end)
		return err_set(err, ST_CONFIG, "\"%s\" has no weight: write \"%s 1\"", s, s);
	term = mem_strndup(s, (size_t)(space - s));
	st = add_term(r->t, r->words, term, weight, err);
	free(term);
	return st;
}

static enum status
read_terms(struct term_reader *r, const struct json *terms, const char *name, struct err *err)
{
	if (json_kind(terms) != JSON_OBJECT && json_kind(terms) != JSON_STRING)
		return err_set(
		    err, ST_CONFIG, "%s has no terms: write terms: {word: weight, ...}", name);
	if (json_string(terms))
		return each_piece(terms, read_term, r, err) ? err_context(err, "%s", name) : ST_OK;
	json_each (term, terms) {
		if (add_term(r->t, r->words, json_key(term), json_number(term), err))
			return err_context(err, "%s", name);
	}
	return ST_OK;
}

static enum status
read_weighted(struct taxonomy *t, const struct json *tree, enum taxonomy_kind kind,
    struct words *words, struct err *err)
{
	struct term_reader r = { t, words };

	if (tree && json_kind(tree) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "domains and scopes are maps of names");
	json_each (it, tree) {
		add_class(t, kind, json_key(it), json_get_number(it, "prior"));
		if (read_terms(&r, json_get(it, "terms"), json_key(it), err))
			return err->status;
	}
	return ST_OK;
}

static enum status
read_system_term(void *arg, const char *s, struct err *err)
{
	struct term_reader *r = arg;

	return add_term(r->t, r->words, s, 1, err);
}

static enum status
read_systems(struct taxonomy *t, const struct json *tree, struct words *words, struct err *err)
{
	struct term_reader r = { t, words };

	if (tree && json_kind(tree) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "systems is a map of names");
	json_each (it, tree) {
		add_class(t, TAXONOMY_SYSTEM, json_key(it), 0);
		if (each_piece(it, read_system_term, &r, err))
			return err_context(err, "systems.%s", json_key(it));
	}
	return ST_OK;
}

static enum status
read_word(void *arg, const char *s, struct err *err)
{
	(void)err;
	map_slot(arg, s, strlen(s), NULL);
	return ST_OK;
}

static enum status
read_curve(const struct json *tree, const char *name, struct taxonomy_curve *out, struct err *err)
{
	const struct json *j = json_get(tree, name);

	*out = (struct taxonomy_curve){ json_get_number(j, "scale"), json_get_number(j, "damping"),
		json_get_number(j, "doubt") };
	if (!(out->scale > 0 && out->scale <= 100 && out->damping > 0 && out->doubt >= 0 &&
		out->doubt < 1))
		return err_set(err, ST_CONFIG,
		    "calibration.%s: scale (0 to 100), damping (above 0) and doubt (0 to 1) "
		    "are needed",
		    name);
	return ST_OK;
}

static enum status
read_tree(struct taxonomy *t, const struct json *tree, struct words *words, struct err *err)
{
	const struct json *calibration = json_get(tree, "calibration");
	enum status st = read_curve(calibration, "domain", &t->domain, err);

	if (st == ST_OK)
		st = read_curve(calibration, "scope", &t->scope, err);
	if (st == ST_OK && json_len(json_get(tree, "domains")) == 0)
		st = err_set(err, ST_CONFIG, "there are no domains: name at least one");
	if (st == ST_OK)
		st = read_weighted(t, json_get(tree, "domains"), TAXONOMY_DOMAIN, words, err);
	if (st == ST_OK)
		st = read_weighted(t, json_get(tree, "scopes"), TAXONOMY_SCOPE, words, err);
	if (st == ST_OK)
		st = read_systems(t, json_get(tree, "systems"), words, err);
	if (st == ST_OK)
		st = each_piece(json_get(tree, "system_nouns"), read_word, &t->system_nouns, err);
	if (st == ST_OK)
		st = each_piece(json_get(tree, "system_stops"), read_word, &t->system_stops, err);
	if (st == ST_OK)
		st = each_piece(json_get(tree, "name_stops"), read_word, &t->name_stops, err);
	return st;
}

enum status
taxonomy_build(const struct json *tree, const char *name, struct words *words,
    struct taxonomy **out, struct err *err)
{
	struct taxonomy *t = mem_calloc(1, sizeof *t);

	arena_init(&t->arena);
	map_init(&t->stems);
	map_init(&t->system_nouns);
	map_init(&t->system_stops);
	map_init(&t->name_stops);
	if (read_tree(t, tree, words, err)) {
		taxonomy_close(t);
		return err_context(err, "%s", name);
	}
	*out = t;
	return ST_OK;
}

void
taxonomy_close(struct taxonomy *t)
{
	if (t == NULL)
		return;
	arena_fini(&t->arena);
	map_fini(&t->stems);
	map_fini(&t->system_nouns);
	map_fini(&t->system_stops);
	map_fini(&t->name_stops);
	vec_fini(&t->classes);
	vec_fini(&t->terms);
	vec_fini(&t->heads);
	free(t);
}

enum status
taxonomy_open(
    const struct share *share, struct words *words, struct taxonomy **out, struct err *err)
{
	struct strings more = { 0 };
	struct json *tree = NULL;
	enum status st = share_yaml(share, FILE_NAME, &tree, err);

	if (st == ST_OK)
		st = share_list(share, DIRECTORY, &more, err);
	for (size_t i = 0; st == ST_OK && i < more.len; i++) {
		struct json *part = NULL;

		st = share_yaml(share, more.at[i], &part, err);
		if (st == ST_OK)
			taxonomy_merge(tree, part);
		json_free(part);
	}
	if (st == ST_OK)
		st = taxonomy_build(
		    tree, more.len ? FILE_NAME " and " DIRECTORY : FILE_NAME, words, out, err);
	strings_fini(&more);
	json_free(tree);
	return st;
}

/*
 * The token behind token i that has this stem, or NO_STEM.  Behind the parts of an identifier comes
 * the identifier as a whole, which begins where its first part did.
 */
static size_t
follow(const struct tokens *tokens, size_t i, size_t stem)
{
	size_t j = i + 1, from;

	while (j < tokens->len && tokens->at[j].from < tokens->at[i].to)
		j++;
	if (j == tokens->len)
		return NO_STEM;
	from = tokens->at[j].from;
	for (size_t k = j; k < tokens->len && k < j + 2 * TAXONOMY_WORDS; k++) {
		if (tokens->at[k].from == from && tokens->at[k].stem == stem)
			return k;
	}
	return NO_STEM;
}

static void
find_at(const struct taxonomy *t, const struct tokens *tokens, size_t i, taxonomy_fn *fn, void *arg)
{
	for (size_t n = t->heads.at[tokens->at[i].stem]; n; n = t->terms.at[n - 1].next) {
		const struct taxonomy_term *term = &t->terms.at[n - 1];
		size_t at = i;

		for (size_t k = 1; k < term->len && at != NO_STEM; k++)
			at = follow(tokens, at, term->stems[k]);
		if (at != NO_STEM)
			fn(arg, n - 1, tokens->at[i].from, tokens->at[at].to);
	}
}

void
taxonomy_find(const struct taxonomy *t, struct words *words, const char *text, size_t n,
    taxonomy_fn *fn, void *arg)
{
	struct tokens tokens = { .stems = &t->stems };

	words_terms(words, text, n, false, add_token, &tokens);
	for (size_t i = 0; i < tokens.len; i++) {
		if (tokens.at[i].stem != NO_STEM)
			find_at(t, &tokens, i, fn, arg);
	}
	vec_fini(&tokens);
}
