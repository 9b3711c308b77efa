#include "text/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "io/json.h"
#include "text/source.h"

struct tokens {
	VEC_OF(uint64_t) at;
	const char *name;
	size_t name_n;
};

static bool
is_word(char c)
{
	return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static void
take(struct tokens *tokens, const char *s, size_t n)
{
	if (n > 0 && !(n == tokens->name_n && memcmp(s, tokens->name, n) == 0))
		*vec_add(&tokens->at) = hash_bytes(s, n);
}

/* A string of several lines that opens with three quotes is most often what a test says of itself.
 */
static bool
is_docstring(const struct source *s, const struct source_span *span)
{
	return span->inner - span->from == 3 && strchr("\"'", s->text[span->from]);
}

/* A literal, a name, or one byte; where it ends. */
static size_t
next_token(const struct source *s, size_t at, struct tokens *tokens)
{
	const struct source_span *span = source_span_at(s, at);
	size_t end = at;

	if (span && span->from == at) {
		if (span->kind == SOURCE_STRING && !is_docstring(s, span))
			take(tokens, s->text + span->inner, span->inner_to - span->inner);
		return span->to;
	}
	while (end < s->n && is_word(s->code[end]))
		end++;
	if (end == at)
		end++;
	if (s->code[at] > ' ' || (unsigned char)s->code[at] >= 0x80)
		take(tokens, s->code + at, end - at);
	return end;
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void
sort_once(struct shape *shape)
{
	size_t kept = 0;

	vec_sort(shape, by_value);
	for (size_t i = 0; i < shape->len; i++) {
		if (kept == 0 || shape->at[kept - 1] != shape->at[i])
			shape->at[kept++] = shape->at[i];
	}
	shape->len = kept;
}

void
shape_make(const char *language, const char *text, size_t n, const char *name, struct shape *out)
{
	const struct source_language *known = source_language(language ? language : "text");
	struct tokens tokens = { .name = name, .name_n = strlen(name) };
	struct source source = { 0 };

	*out = (struct shape){ 0 };
	source_init(&source, known ? known : source_language("text"), text, n);
	for (size_t at = 0; at < n;)
		at = next_token(&source, at, &tokens);
	for (size_t i = 0; i + SHAPE_RUN <= tokens.at.len; i++)
		*vec_add(out) = hash_bytes(tokens.at.at + i, SHAPE_RUN * sizeof *tokens.at.at);
	out->tokens = tokens.at.len;
	out->whole = hash_bytes(
	    tokens.at.at ? (const void *)tokens.at.at : "", tokens.at.len * sizeof *tokens.at.at);
	sort_once(out);
	vec_fini(&tokens.at);
	source_fini(&source);
}

void
shape_fini(struct shape *shape)
{
	vec_fini(shape);
}

double
shape_likeness(const struct shape *a, const struct shape *b)
{
	size_t i = 0, k = 0, common = 0;

	if (a->tokens == 0 || b->tokens == 0)
		return 0;
	if (a->tokens == b->tokens && a->whole == b->whole)
		return 1;
	while (i < a->len && k < b->len) {
		common += a->at[i] == b->at[k];
		if (a->at[i] == b->at[k]) {
			i++;
			k++;
		} else if (a->at[i] < b->at[k]) {
			i++;
		} else {
			k++;
		}
	}
	if (a->len + b->len == 0)
		return 0;
	return (double)common / (double)(a->len + b->len - common);
}

static bool
same_list(const struct json *a, const struct json *b)
{
	return (json_len(a) == 0 && json_len(b) == 0) || (a && b && json_equal(a, b));
}

static void
take_words(const char *s, struct map *words)
{
	while (*s) {
		size_t n = strcspn(s, " ");

		if (n > 0)
			map_slot(words, s, n, NULL);
		s += n + (s[n] == ' ');
	}
}

double
record_likeness(const struct json *a, const struct json *b)
{
	struct map x, y;
	size_t common = 0, all;

	if (strcmp(json_get_string(a, "sha256"), json_get_string(b, "sha256")) == 0)
		return *json_get_string(a, "sha256") ? 1 : 0;
	if (!same_list(json_get(a, "assertions"), json_get(b, "assertions")) ||
	    !same_list(json_get(a, "literals"), json_get(b, "literals")))
		return 0;
	map_init(&x);
	map_init(&y);
	take_words(json_get_string(a, "words"), &x);
	take_words(json_get_string(b, "words"), &y);
	for (size_t i = 0; i < x.len; i++)
		common += map_find(&y, x.at[i].key, x.at[i].key_len) != NULL;
	all = x.len + y.len - common;
	map_fini(&x);
	map_fini(&y);
	return all ? (double)common / (double)all : 0;
}
