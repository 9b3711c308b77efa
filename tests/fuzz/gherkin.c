/* Any text is read; what refers to something refers to what is there, and lines are in order. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/share.h"
#include "io/json.h"
#include "text/gherkin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct gherkin *g, int last)
{
	vec_each (const struct gherkin_scenario *, it, &g->scenarios) {
		int line = it->line;

		if (it->feature < 0 || (size_t)it->feature >= g->features.len || it->rule < -1 ||
		    it->rule >= (int)g->rules.len || line < 1 || it->end_line > last)
			abort();
		vec_each (const struct gherkin_step *, step, &it->steps) {
			if (step->line < line || step->end_line < step->line ||
			    step->end_line > it->end_line)
				abort();
			line = step->line;
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct gherkin_words *words = NULL;
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	struct share *share;
	struct gherkin g;
	struct buf text;
	int last = 1;

	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	if (share_yaml(share, "gherkin-languages.yaml", &tree, &err) ||
	    gherkin_words_new(tree, &words, &err))
		abort();
	buf_init(&text, BUF_DOCUMENT);
	utf8_repair(&text, (const char *)data, n);
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '\0')
			text.s[i] = ' ';
		last += text.s[i] == '\n' || text.s[i] == '\r';
	}
	gherkin_init(&g);
	gherkin_read(&g, words, text.s, text.len, 1, NULL);
	check(&g, last);
	gherkin_fini(&g);
	buf_fini(&text);
	gherkin_words_free(words);
	json_free(tree);
	share_close(share);
	return 0;
}
