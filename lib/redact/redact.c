#include "redact/redact.h"

#include <stdlib.h>
#include <string.h>

#include "io/regex.h"
#include "redact/redact_private.h"

#define DEEPEST 16 /* rounds over one place; what still changes then is taken out whole */
#define LONGEST_ID 64

static uint16_t
hash_of(const char *s)
{
	unsigned h = 0;

	for (int i = 0; i < 3; i++)
		h = (h << 5) ^ ((unsigned char)s[i] | 0x20U);
	return (uint16_t)(h & ((1U << REDACT_BITS) - 1));
}

static void
use_keyword(struct redactor *r, const char *text, size_t n, size_t rule)
{
	struct keyword *k = vec_add(&r->keywords);
	uint16_t hash = hash_of(text), *head = &r->heads[(hash ^ (hash >> 8)) & 0xff];

	*k = (struct keyword){
		.text = text, .n = (uint16_t)n, .hash = hash, .rule = (uint16_t)rule, .next = *head
	};
	*head = (uint16_t)r->keywords.len;
	r->seen[hash >> 3] |= (unsigned char)(1U << (hash & 7));
}

void
redact_use(struct redactor *r, const struct redact_rule *rule, bool own)
{
	struct rule *made;

	if (rule->personal && !r->personal)
		return;
	made = vec_add(&r->rules);
	made->is = rule;
	made->own = own;
	for (const char *k = rule->keywords; k && *k;) {
		size_t n = strcspn(k, "\n");

		use_keyword(r, k, n, r->rules.len - 1);
		k += n + 1;
	}
}

struct redactor *
redact_open(bool personal)
{
	struct redactor *r = mem_calloc(1, sizeof *r);

	r->personal = personal;
	arena_init(&r->arena);
	for (const struct redact_rule *rule = redact_rules; rule->id; rule++)
		redact_use(r, rule, false);
	return r;
}

void
redact_close(struct redactor *r)
{
	if (r == NULL)
		return;
	vec_each (struct rule *, it, &r->rules) {
		regex_free(it->pattern);
		regex_free(it->unless);
	}
	vec_fini(&r->rules);
	vec_fini(&r->keywords);
	arena_fini(&r->arena);
	free(r);
}

size_t
redact_mark(const char *s, size_t n)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t at = sizeof REDACT_MARK - 1, from = at;

	if (n <= at || memcmp(s, REDACT_MARK, at) != 0)
		return 0;
	while (at < n && at - from < LONGEST_ID && s[at] && strchr(allowed, s[at]))
		at++;
	return at > from && at < n && s[at] == ']' ? at + 1 : 0;
}

/* A text taken apart: what stays, and what is taken out. */
struct piece {
	size_t from, to;
	const char *rule; /* NULL: stays */
};

struct job {
	struct redactor *r;
	const char *s;
	VEC_OF(struct piece) pieces;
	bool found;
};

static void
put(struct job *job, size_t from, size_t to, const char *rule)
{
	if (from < to)
		*vec_add(&job->pieces) = (struct piece){ from, to, rule };
	job->found = job->found || rule;
}

/* What is left of a text once something is taken out is looked at again by itself, so that a second
   redaction, which sees it so, finds nothing new. */
static void
take_apart(struct job *job, size_t from, size_t to, int depth)
{
	struct ranges found = { 0 };
	size_t at = from;

	if (from < to)
		redact_ranges(job->r, job->s + from, to - from, &found);
	if (found.len && depth == DEEPEST) {
		put(job, from, to, job->r->rules.at[found.at[0].rule].is->id);
		vec_fini(&found);
		return;
	}
	vec_each (struct range *, it, &found) {
		take_apart(job, at, from + it->from, depth + 1);
		put(job, from + it->from, from + it->to, job->r->rules.at[it->rule].is->id);
		at = from + it->to;
	}
	if (found.len)
		take_apart(job, at, to, depth + 1);
	else
		put(job, from, to, NULL);
	vec_fini(&found);
}

/* Marks that are there stay, and part the text. */
static void
work(struct job *job, size_t n)
{
	size_t from = 0, at = 0;

	while (at < n) {
		const char *open = memchr(job->s + at, '[', n - at);
		size_t mark;

		if (open == NULL)
			break;
		at = (size_t)(open - job->s);
		mark = redact_mark(open, n - at);
		if (mark) {
			take_apart(job, from, at, 0);
			put(job, at, at + mark, NULL);
			from = at + mark;
		}
		at += mark ? mark : 1;
	}
	take_apart(job, from, n, 0);
}

static void
put_mark(const struct piece *piece, const char *s, struct buf *out)
{
	const char *end = s + piece->to;

	buf_str(out, REDACT_MARK);
	buf_str(out, piece->rule);
	buf_char(out, ']');
	for (s += piece->from; (s = memchr(s, '\n', (size_t)(end - s))) != NULL; s++)
		buf_char(out, '\n');
}

bool
redact_text(struct redactor *r, const char *s, size_t n, struct buf *out)
{
	struct job job = { .r = r, .s = s };

	work(&job, n);
	vec_each (struct piece *, it, &job.pieces) {
		if (!job.found)
			break;
		if (it->rule)
			put_mark(it, s, out);
		else
			buf_add(out, s + it->from, it->to - it->from);
	}
	vec_fini(&job.pieces);
	return job.found;
}

char *
redact_string(struct redactor *r, const char *s)
{
	struct buf out;
	bool found;

	if (s == NULL)
		return NULL;
	buf_init(&out, SIZE_MAX / 4);
	found = redact_text(r, s, strlen(s), &out);
	if (found)
		return buf_take(&out);
	buf_fini(&out);
	return mem_strdup(s);
}

size_t
redact_find(struct redactor *r, const char *s, size_t n, redact_fn *fn, void *arg)
{
	struct job job = { .r = r, .s = s };
	struct redact_finding finding = { .line = 1 };
	size_t at = 0, begins = 0, count = 0;

	work(&job, n);
	vec_each (struct piece *, it, &job.pieces) {
		if (it->rule == NULL)
			continue;
		for (; at < it->from; at++) {
			if (s[at] != '\n')
				continue;
			finding.line++;
			begins = at + 1;
		}
		finding.rule = it->rule;
		finding.at = it->from;
		finding.length = it->to - it->from;
		finding.column = it->from - begins + 1;
		count++;
		if (fn)
			fn(arg, &finding);
	}
	vec_fini(&job.pieces);
	return count;
}

bool
redact_rule_at(const struct redactor *r, size_t i, struct redact_info *out)
{
	const struct rule *rule;

	if (i >= r->rules.len)
		return false;
	rule = &r->rules.at[i];
	*out = (struct redact_info){ rule->is->id, rule->is->finds, rule->is->personal, rule->own };
	return true;
}
