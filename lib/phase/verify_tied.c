/*
 * Has the code of the test to do with its criterion?  Its words are looked for in what runs:
 * comments, docstrings and the test's own name, which say what was asked for in any case, count for
 * nothing.
 */

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/verify_private.h"
#include "text/source.h"
#include "text/words.h"

#define SHARE 0.2 /* of the criterion's words */

static void
blank(char *s, size_t from, size_t to)
{
	memset(s + from, ' ', to - from);
}

static bool
is_docstring(const struct source *source, const struct source_span *span)
{
	return span->inner - span->from == 3 && strchr("\"'", source->text[span->from]);
}

static void
blank_name(char *code, const char *name)
{
	size_t n = strlen(name);

	for (char *at = n ? strstr(code, name) : NULL; at; at = strstr(at + n, name))
		blank(code, (size_t)(at - code), (size_t)(at - code) + n);
}

/* free() it. */
static char *
what_runs(const struct chain *chain)
{
	const char *text = json_get_string(chain->test, "code");
	const struct source_language *language = source_language_for(chain->names.file);
	size_t n = strlen(text);
	char *code = mem_strdup(text);
	struct source source = { 0 };

	source_init(&source, language ? language : source_language("text"), text, n);
	vec_each (const struct source_span *, span, &source.spans) {
		if (span->kind == SOURCE_COMMENT || is_docstring(&source, span))
			blank(code, span->from, span->to);
	}
	source_fini(&source);
	json_each (it, chain->names.tests) {
		const char *name = json_string(it) ? json_string(it) : "";
		const char *tail = strstr(name, "::");

		while (tail && strstr(tail + 2, "::"))
			tail = strstr(tail + 2, "::");
		blank_name(code, tail ? tail + 2 : name);
	}
	return code;
}

static void
take(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	(void)from;
	(void)to;
	map_slot(arg, word, n, NULL);
}

void
verify_tied(struct chain *chain)
{
	const char *id = json_get_string(chain->test, "criterion");
	const char *text = doc_criterion_text(chain->v->env->doc, id);
	struct words *words = chain->v->env->words;
	char *code = what_runs(chain);
	struct map wanted, there;
	size_t found = 0;

	map_init(&wanted);
	map_init(&there);
	words_terms(words, text, strlen(text), true, take, &wanted);
	words_terms(words, code, strlen(code), true, take, &there);
	for (size_t i = 0; i < wanted.len; i++)
		found += map_find(&there, wanted.at[i].key, wanted.at[i].key_len) != NULL;
	if (wanted.len == 0)
		verify_record_set(&chain->record, VERIFY_STAGE_TIED, VERIFY_SKIPPED,
		    "nothing is known of %.60s", id);
	else if ((double)found < SHARE * (double)wanted.len)
		verify_record_set(&chain->record, VERIFY_STAGE_TIED, VERIFY_FAILED,
		    "its code has %zu of the %zu words of %.60s", found, wanted.len, id);
	else
		verify_record_set(&chain->record, VERIFY_STAGE_TIED, VERIFY_OK,
		    "its code has %zu of the %zu words of %.60s", found, wanted.len, id);
	map_fini(&there);
	map_fini(&wanted);
	free(code);
}
