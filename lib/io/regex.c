#include "io/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/regex_ecma.h"

#define MAX_PATTERN 10000
#define MAX_STEPS 1000000
#define MAX_DEPTH 20000
#define MAX_HEAP_KIB 20480
#define JIT_STACK_MIN ((size_t)32 * 1024)
#define JIT_STACK_MAX ((size_t)1024 * 1024)

struct regex {
	pcre2_code *code;
	struct matcher *matcher; /* changes at a match, the expression does not */
	char *pattern;
};

/* The subject last seen, so that walking through it does not check its UTF-8 again and again. */
struct matcher {
	pcre2_match_context *context;
	pcre2_match_data *data;
	pcre2_jit_stack *stack; /* REGEX_BYTES */
	const char *subject;
	size_t n;
	bool valid, bytes;
};

static void *
take(size_t n, void *unused)
{
	(void)unused;
	return mem_alloc(n);
}

static void
give(void *p, void *unused)
{
	(void)unused;
	free(p);
}

static uint32_t
options(int flags)
{
	uint32_t o = PCRE2_NEVER_BACKSLASH_C | (flags & REGEX_BYTES ? 0 : PCRE2_UTF);

	if (flags & REGEX_ICASE)
		o |= PCRE2_CASELESS;
	if (flags & REGEX_MULTILINE)
		o |= PCRE2_MULTILINE;
	if (flags & REGEX_ECMA)
		return o | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DOLLAR_ENDONLY |
		       PCRE2_MATCH_UNSET_BACKREF;
	return flags & REGEX_BYTES ? o : o | PCRE2_MATCH_INVALID_UTF;
}

static void
prepare(struct regex *re, pcre2_general_context *memory)
{
	struct matcher *m = mem_calloc(1, sizeof *m);

	m->context = pcre2_match_context_create(memory);
	pcre2_set_match_limit(m->context, MAX_STEPS);
	pcre2_set_depth_limit(m->context, MAX_DEPTH);
	pcre2_set_heap_limit(m->context, MAX_HEAP_KIB);
	m->data = pcre2_match_data_create(REGEX_GROUPS, memory);
	re->matcher = m;
}

/* Long subjects are worth machine code; where it cannot be had, matching is only slower. */
static void
speed_up(struct regex *re, pcre2_general_context *memory)
{
	if (pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE) != 0)
		return;
	re->matcher->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, memory);
	pcre2_jit_stack_assign(re->matcher->context, NULL, re->matcher->stack);
}

static enum status
compile(const char *text, int flags, struct regex *re, struct err *err)
{
	pcre2_general_context *memory = pcre2_general_context_create(take, give, NULL);
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	PCRE2_UCHAR why[160];
	PCRE2_SIZE at = 0;
	int code = 0;

	pcre2_set_max_pattern_length(context, MAX_PATTERN);
	if (flags & REGEX_ECMA)
		pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
	re->code = pcre2_compile(
	    (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options(flags), &code, &at, context);
	if (re->code)
		prepare(re, memory);
	if (re->code)
		re->matcher->bytes = flags & REGEX_BYTES;
	if (re->code && (flags & REGEX_BYTES) && !(flags & REGEX_LIGHT))
		speed_up(re, memory);
	pcre2_compile_context_free(context);
	pcre2_general_context_free(memory);
	if (re->code)
		return ST_OK;
	pcre2_get_error_message(code, why, sizeof why);
	return err_set(err, ST_DATA, "the pattern \"%.200s\" is wrong at byte %zu: %s", re->pattern,
	    (size_t)at + 1, (const char *)why);
}

enum status
regex_compile(const char *pattern, int flags, struct regex **out, struct err *err)
{
	struct regex *re = mem_calloc(1, sizeof *re);
	enum status st = ST_OK;
	struct buf text;

	re->pattern = mem_strdup(pattern);
	buf_init(&text, BUF_TEXT);
	if (flags & REGEX_ECMA)
		st = regex_from_ecma(pattern, &text, err);
	else
		buf_str(&text, pattern);
	if (st == ST_OK)
		st = compile(text.s, flags, re, err);
	buf_fini(&text);
	if (st) {
		regex_free(re);
		return st;
	}
	*out = re;
	return ST_OK;
}

void
regex_free(struct regex *re)
{
	if (re == NULL)
		return;
	if (re->matcher) {
		pcre2_match_data_free(re->matcher->data);
		pcre2_match_context_free(re->matcher->context);
		pcre2_jit_stack_free(re->matcher->stack);
	}
	pcre2_code_free(re->code);
	free(re->matcher);
	free(re->pattern);
	free(re);
}

static bool
known_valid(struct matcher *m, const char *s, size_t n, size_t from)
{
	if (from == 0 || m->subject != s || m->n != n) {
		m->subject = s;
		m->n = n;
		m->valid = utf8_check(s, n) == n;
	}
	return m->valid && (from == n || (s[from] & 0xc0) != 0x80);
}

static void
fill(const struct matcher *matcher, int groups, struct regex_match *m)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(matcher->data);

	if (groups == 0)
		groups = REGEX_GROUPS;
	for (int i = 0; i < REGEX_GROUPS; i++) {
		bool set = i < groups && at[2 * i] != PCRE2_UNSET && at[2 * i] <= at[2 * i + 1];

		m->from[i] = set ? at[2 * i] : (size_t)-1;
		m->to[i] = set ? at[2 * i + 1] : (size_t)-1;
	}
}

enum status
regex_match(const struct regex *re, const char *s, size_t n, size_t from, struct regex_match *m,
    struct err *err)
{
	struct matcher *matcher = re->matcher;
	uint32_t flags;
	int rc;

	if (from > n)
		return ST_NO;
	flags = matcher->bytes || known_valid(matcher, s, n, from) ? PCRE2_NO_UTF_CHECK : 0;
	rc = pcre2_match(re->code, (PCRE2_SPTR)s, n, from, flags, matcher->data, matcher->context);
	if (rc == PCRE2_ERROR_NOMATCH)
		return ST_NO;
	if (rc < 0 && rc >= PCRE2_ERROR_UTF8_ERR21 && rc <= PCRE2_ERROR_UTF8_ERR1)
		return err_set(err, ST_DATA, "the text to match is not UTF-8: convert it");
	if (rc < 0)
		return err_set(err, ST_DATA,
		    "the pattern \"%.200s\" takes too long on a text of %zu bytes: simplify it",
		    re->pattern, n);
	fill(matcher, rc, m);
	return ST_OK;
}

int
regex_group(const struct regex *re, const char *name)
{
	int n = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)name);

	return n > 0 && n < REGEX_GROUPS ? n : -1;
}
