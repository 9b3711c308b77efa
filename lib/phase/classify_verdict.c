#include "phase/classify_verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/classify_taxonomy.h"

#define EVIDENCE_MAX 20	 /* terms shown for a domain, scope or system */
#define LINES_MAX 8	 /* more lines add nothing to a term */
#define LINE_GROWTH 0.35 /* for each doubling of the lines */

static double
contribution(const struct taxonomy_term *term, const struct hit *hit)
{
	size_t lines = hit->lines < LINES_MAX ? hit->lines : LINES_MAX;

	return lines ? term->weight * (1 + LINE_GROWTH * log2((double)lines)) : 0;
}

static int
by_weight(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->weight > y->weight || x->weight < y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->term < y->term ? -1 : x->term > y->term;
}

static int
by_confidence(const void *a, const void *b)
{
	const struct verdict *x = a, *y = b;

	if (x->confidence > y->confidence || x->confidence < y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	return strcmp(x->class->name, y->class->name);
}

static int
by_evidence(const void *a, const void *b)
{
	const struct verdict *x = a, *y = b;

	if (x->evidence > y->evidence || x->evidence < y->evidence)
		return x->evidence > y->evidence ? -1 : 1;
	return strcmp(x->class->name, y->class->name);
}

static struct verdict *
weigh(const struct taxonomy *t, const struct hit *hits)
{
	struct verdict *verdicts = mem_calloc(t->classes.len + 1, sizeof *verdicts);

	for (size_t i = 0; i < t->classes.len; i++)
		verdicts[i].class = &t->classes.at[i];
	for (size_t i = 0; i < t->terms.len; i++) {
		struct verdict *v = &verdicts[t->terms.at[i].of];
		double weight = contribution(&t->terms.at[i], &hits[i]);

		if (weight > 0) {
			v->evidence += weight;
			*vec_add(&v->found) = (struct found){ weight, i, hits[i].first };
		}
	}
	for (size_t i = 0; i < t->classes.len; i++)
		vec_sort(&verdicts[i].found, by_weight);
	return verdicts;
}

static void
calibrate_domains(const struct taxonomy_curve *curve, struct verdict *at, size_t n)
{
	double all = 0, top = -INFINITY, sum = 0;

	for (size_t i = 0; i < n; i++)
		all += at[i].evidence;
	for (size_t i = 0; i < n; i++) {
		at[i].confidence =
		    at[i].class->prior + curve->scale * at[i].evidence / sqrt(all + curve->damping);
		top = fmax(top, at[i].confidence);
	}
	for (size_t i = 0; i < n; i++) {
		at[i].confidence = exp(at[i].confidence - top);
		sum += at[i].confidence;
	}
	for (size_t i = 0; i < n; i++)
		at[i].confidence =
		    (1 - curve->doubt) * at[i].confidence / sum + curve->doubt / (double)n;
}

static void
calibrate_scopes(const struct taxonomy_curve *curve, struct verdict *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double z = at[i].class->prior +
			   curve->scale * at[i].evidence / sqrt(at[i].evidence + curve->damping);

		at[i].confidence = (1 - curve->doubt) / (1 + exp(-z)) + curve->doubt / 2;
	}
}

static size_t
count_kind(const struct taxonomy *t, enum taxonomy_kind kind)
{
	size_t n = 0;

	vec_each (const struct taxonomy_class *, class, &t->classes)
		n += class->kind == kind;
	return n;
}

/* The classes of a taxonomy are in the order domains, scopes, systems. */
struct verdicts
verdicts_new(const struct taxonomy *t, const struct hit *hits)
{
	struct verdicts v = { .domains = weigh(t, hits) };

	v.domain_n = count_kind(t, TAXONOMY_DOMAIN);
	v.scope_n = count_kind(t, TAXONOMY_SCOPE);
	v.system_n = t->classes.len - v.domain_n - v.scope_n;
	v.scopes = v.domains + v.domain_n;
	v.systems = v.scopes + v.scope_n;
	calibrate_domains(&t->domain, v.domains, v.domain_n);
	calibrate_scopes(&t->scope, v.scopes, v.scope_n);
	qsort(v.domains, v.domain_n, sizeof *v.domains, by_confidence);
	qsort(v.scopes, v.scope_n, sizeof *v.scopes, by_confidence);
	qsort(v.systems, v.system_n, sizeof *v.systems, by_evidence);
	return v;
}

void
verdicts_free(struct verdicts *v)
{
	for (size_t i = 0; i < v->domain_n + v->scope_n + v->system_n; i++)
		vec_fini(&v->domains[i].found);
	free(v->domains);
}

void
verdict_put_evidence(
    struct json *to, const struct taxonomy *t, const struct hit *hits, const struct verdict *v)
{
	struct json *list = json_set_array(to, "evidence");

	for (size_t i = 0; i < v->found.len && i < EVIDENCE_MAX; i++) {
		const struct found *found = &v->found.at[i];
		struct json *it = json_add_object(list);

		json_set_string(it, "term", t->terms.at[found->term].text);
		json_set_number(it, "weight", json_round(found->weight, 4));
		json_set_number(it, "line", found->line);
		json_set_number(it, "lines", (double)hits[found->term].lines);
	}
}

void
verdict_put_all(struct json *list, const struct taxonomy *t, const struct hit *hits,
    const struct verdict *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct json *it = json_add_object(list);

		json_set_string(it, "name", at[i].class->name);
		json_set_number(it, "confidence", json_round(at[i].confidence, 4));
		verdict_put_evidence(it, t, hits, &at[i]);
	}
}
