/* Any file is a prompt or refused by name; any text stays between its marks. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "llm/prompt_file.h"
#include "text/quote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
parse(const char *text, size_t n)
{
	struct prompt_file prompt;
	struct err err = ERR_INIT;
	enum status st = prompt_file_parse("prompts/fuzz.md", text, n, &prompt, &err);

	if (st != ST_OK && (st != ST_CONFIG || strstr(err.text, "prompts/fuzz.md") == NULL))
		abort();
	if (st == ST_OK && (prompt.told == NULL || prompt.user == NULL || prompt.gives == NULL))
		abort();
	prompt_file_fini(&prompt);
}

static void
enclose(const char *text, size_t n)
{
	const char *begin = "[begin story ", *inside, *end;
	char closing[64];
	struct buf out;

	buf_init(&out, BUF_DOCUMENT);
	prompt_outside("story", text, n, &out);
	if (utf8_check(out.s, out.len) != out.len || memchr(out.s, '\0', out.len))
		abort();
	snprintf(closing, sizeof closing, "[end story %.32s]", out.s + strlen(begin));
	inside = strchr(out.s, '\n');
	end = inside ? strstr(inside, closing) : NULL;
	if (strncmp(out.s, begin, strlen(begin)) != 0 || end == NULL || end[-1] != '\n' ||
	    end + strlen(closing) != out.s + out.len)
		abort();
	buf_fini(&out);
}

/* Every line of a text can be quoted from it. */
static void
quote(const char *text, size_t n)
{
	struct quotes quotes;
	struct quote q;
	char *copy = malloc(n + 1);

	memcpy(copy, text, n);
	copy[n] = '\0';
	for (size_t i = 0; i < n; i++)
		copy[i] = copy[i] ? copy[i] : ' ';
	quotes_init(&quotes, copy, n);
	if (quotes_find(&quotes, copy, &q) && (q.line < 1 || q.end_line < q.line))
		abort();
	quotes_fini(&quotes);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	parse((const char *)data, n);
	enclose((const char *)data, n);
	quote((const char *)data, n);
	return 0;
}
