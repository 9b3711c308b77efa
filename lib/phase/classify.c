#include "phase/classify.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "phase/classify_model.h"
#include "phase/classify_systems.h"
#include "phase/classify_taxonomy.h"
#include "phase/classify_verdict.h"

#define SYSTEMS_MAX 30
#define CLOSE 0.1 /* two domains nearer than this are worth a remark */

struct piece {
	const char *text;
	int line;
	bool heading;
};

struct pieces {
	struct piece *at;
	size_t len, cap;
};

struct named { /* a system found by its name */
	size_t from, to;
	const char *text;
	double weight;
	int line;
};

struct reading {
	const struct taxonomy *t;
	struct hit *hits; /* one a term */
	VEC_OF(struct named) named;
	struct map seen;	   /* names, folded */
	const struct piece *piece; /* being read */
};

static void
add_piece(struct pieces *pieces, const char *text, int line, bool heading)
{
	if (*text)
		*vec_add(pieces) = (struct piece){ text, line > 0 ? line : 1, heading };
}

static void
add_texts(struct pieces *pieces, const struct json *list, const char *member)
{
	json_each (it, list) {
		add_piece(
		    pieces, json_get_string(it, member), (int)json_get_number(it, "line"), false);
	}
}

/* The line of the story a text begins on, 1 when it was put together from several. */
static int
line_of(const char *story, const char *text)
{
	const char *at = *text ? strstr(story, text) : NULL;
	int line = 1;

	for (const char *s = story; at && s < at; s++)
		line += *s == '\n';
	return line;
}

static int
by_line(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* Everything the story says is so; what is out of scope speaks for nothing. */
static void
gather(const struct json *ingestion, const char *story, struct pieces *pieces)
{
	static const char *const lists[] = { "requirements", "criteria", "questions", "notes" };
	static const char *const sentences[] = { "role", "goal", "benefit" };
	const char *title = json_get_string(ingestion, "title");

	add_piece(pieces, title, line_of(story, title), true);
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		const char *text = json_get_string(ingestion, sentences[i]);

		add_piece(pieces, text, line_of(story, text), false);
	}
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		add_texts(pieces, json_get(ingestion, lists[i]), "text");
	add_texts(pieces, json_path(ingestion, "scope.in"), "text");
	json_each (scenario, json_get(ingestion, "scenarios")) {
		add_piece(pieces, json_get_string(scenario, "name"),
		    (int)json_get_number(scenario, "line"), true);
		add_texts(pieces, json_get(scenario, "steps"), "text");
	}
	vec_sort(pieces, by_line);
}

static void
take_term(void *arg, size_t term, size_t from, size_t to)
{
	struct reading *reading = arg;
	struct hit *hit = &reading->hits[term];

	(void)from;
	(void)to;
	if (hit->lines == 0)
		hit->first = reading->piece->line;
	if (hit->lines == 0 || hit->last != reading->piece->line)
		hit->lines++;
	hit->last = reading->piece->line;
}

/* "mail relay" is no news when the taxonomy has a system of that term. */
static bool
is_known_term(const struct taxonomy *t, const char *s, size_t n)
{
	for (size_t i = 0; i < t->terms.len; i++) {
		const struct taxonomy_term *term = &t->terms.at[i];

		if (t->classes.at[term->of].kind == TAXONOMY_SYSTEM && strlen(term->text) == n &&
		    memcmp(term->text, s, n) == 0)
			return true;
	}
	return false;
}

static void
take_system(void *arg, enum systems_mark mark, size_t from, size_t to)
{
	static const double weights[] = { 1, 1.5, 1 };
	struct reading *reading = arg;
	const char *text = reading->piece->text;
	bool added;
	char key[200];
	size_t n = to - from;

	if (n >= sizeof key || reading->named.len >= (size_t)4 * SYSTEMS_MAX)
		return;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[from + i];

		key[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	map_slot(&reading->seen, key, n, &added);
	if (!added || is_known_term(reading->t, key, n))
		return;
	*vec_add(&reading->named) =
	    (struct named){ from, to, text, weights[mark], reading->piece->line };
}

static void
put_systems(struct json *list, const struct reading *r, const struct verdict *at, size_t n)
{
	for (size_t i = 0; i < n && at[i].evidence > 0 && i < SYSTEMS_MAX; i++) {
		struct json *it = json_add_object(list);

		json_set_string(it, "name", at[i].class->name);
		verdict_put_evidence(it, r->t, r->hits, &at[i]);
	}
	vec_each (const struct named *, named, &r->named) {
		struct json *it, *evidence, *name;

		if (json_len(list) >= (size_t)2 * SYSTEMS_MAX)
			return;
		it = json_add_object(list);
		name = json_new_stringn(named->text + named->from, named->to - named->from);
		json_set(it, "name", name);
		evidence = json_add_object(json_set_array(it, "evidence"));
		json_set_string(evidence, "term", json_string(name));
		json_set_number(evidence, "weight", named->weight);
		json_set_number(evidence, "line", named->line);
		json_set_number(evidence, "lines", 1);
	}
}

static void
remark(struct phase_env *env, const struct json *output)
{
	const struct json *domains = json_get(output, "domains"), *first = json_first(domains);
	const struct json *second = json_next(first);
	bool evidence = false;

	json_each (it, domains)
		evidence = evidence || json_len(json_get(it, "evidence"));
	if (!evidence)
		phase_warn(env, "no-domain",
		    "Nothing in the story says which part of the system it is about.");
	else if (second &&
		 json_get_number(first, "confidence") - json_get_number(second, "confidence") <
		     CLOSE)
		phase_warn(env, "mixed-domains",
		    "The story is about %s as much as about %s: is it two stories?",
		    json_get_string(first, "name"), json_get_string(second, "name"));
}

static struct json *
conclude(const struct reading *r)
{
	struct verdicts v = verdicts_new(r->t, r->hits);
	struct json *output = json_new_object();

	verdict_put_all(json_set_array(output, "domains"), r->t, r->hits, v.domains, v.domain_n);
	verdict_put_all(json_set_array(output, "scopes"), r->t, r->hits, v.scopes, v.scope_n);
	put_systems(json_set_array(output, "systems"), r, v.systems, v.system_n);
	verdicts_free(&v);
	return output;
}

static void
read_pieces(struct reading *r, struct words *words, const struct pieces *pieces, bool capitals)
{
	vec_each (const struct piece *, piece, pieces) {
		size_t n = strlen(piece->text);

		r->piece = piece;
		taxonomy_find(r->t, words, piece->text, n, take_term, r);
		systems_find(r->t, piece->text, n, capitals && !piece->heading, take_system, r);
	}
}

enum status
phase_classify(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	static const char *const needed[] = { "ingestion", NULL };
	const struct json *ingestion = doc_output(env->doc, "ingestion");
	struct taxonomy *t = NULL;
	struct reading r = { 0 };
	struct pieces pieces = { 0 };
	struct json *made;
	enum status st = doc_require(env->doc, needed, err);

	(void)args;
	if (st == ST_OK)
		st = taxonomy_open(env->share, env->words, &t, err);
	if (st)
		return st;
	gather(ingestion, json_get_string(json_get(env->doc, "story"), "text"), &pieces);
	r.t = t;
	r.hits = mem_calloc(t->terms.len + 1, sizeof *r.hits);
	map_init(&r.seen);
	read_pieces(
	    &r, env->words, &pieces, strcmp(json_get_string(ingestion, "language"), "de") != 0);
	made = conclude(&r);
	st = classify_model(env, made, err);
	if (st == ST_OK) {
		remark(env, made);
		*output = made;
	} else {
		json_free(made);
	}
	vec_fini(&r.named);
	vec_fini(&pieces);
	map_fini(&r.seen);
	free(r.hits);
	taxonomy_close(t);
	return st;
}
