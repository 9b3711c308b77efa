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
#define MERGE_DEPTH 8
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
merge(struct json *base, const struct json *more, int depth)
{
	json_each (it, more) {
		const char *key = json_key(it);
		struct json *have = json_get(base, key);
		enum json_kind kind = json_kind(it);

		if (have && kind == json_kind(have) && kind == JSON_OBJECT && depth < MERGE_DEPTH) {
			merge(have, it, depth + 1);
		} else if (have && kind == json_kind(have) && kind == JSON_ARRAY) {
			json_each (element, it)
				json_add(have, json_copy(element));
		} else {
			json_set(base, key, json_copy(it));
		}
	}
}

void
taxonomy_merge(struct json *base, const struct json *more)
{
	merge(base, more, 0);
}

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

/* A term whose stems the class has already ("mail", "mails") counts once, with the larger weight.
 */
static void
keep_term(struct taxonomy *t, const struct taxonomy_term *term)
{
	size_t *head = &t->heads.at[term->stems[0]];

	for (size_t i = *head; i; i = t->terms.at[i - 1].next) {
		struct taxonomy_term *have = &t->terms.at[i - 1];

		if (have->of == term->of && same_stems(have, term)) {
			if (term->weight > have->weight)
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

static enum status
read_weighted(struct taxonomy *t, const struct json *tree, enum taxonomy_kind kind,
    struct words *words, struct err *err)
{
	if (tree && json_kind(tree) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "domains and scopes are maps of names");
	json_each (it, tree) {
		const struct json *terms = json_get(it, "terms");

		if (json_kind(terms) != JSON_OBJECT)
			return err_set(err, ST_CONFIG,
			    "%s has no terms: write terms: {word: weight, ...}", json_key(it));
		add_class(t, kind, json_key(it), json_get_number(it, "prior"));
		json_each (term, terms) {
			if (add_term(t, words, json_key(term), json_number(term), err))
				return err_context(err, "%s", json_key(it));
		}
	}
	return ST_OK;
}

static enum status
read_systems(struct taxonomy *t, const struct json *tree, struct words *words, struct err *err)
{
	if (tree && json_kind(tree) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "systems is a map of names");
	json_each (it, tree) {
		add_class(t, TAXONOMY_SYSTEM, json_key(it), 0);
		json_each (term, it) {
			const char *text = json_string(term);

			if (add_term(t, words, text ? text : "", 1, err))
				return err_context(err, "systems.%s", json_key(it));
		}
	}
	return ST_OK;
}

static void
read_list(struct map *map, const struct json *list)
{
	json_each (it, list) {
		const char *s = json_string(it);

		if (s)
			map_slot(map, s, strlen(s), NULL);
	}
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
	read_list(&t->system_nouns, json_get(tree, "system_nouns"));
	read_list(&t->system_stops, json_get(tree, "system_stops"));
	read_list(&t->name_stops, json_get(tree, "name_stops"));
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
