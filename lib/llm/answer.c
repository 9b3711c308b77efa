#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "llm/provider.h"

void
answer_init(struct answer *answer, size_t max_bytes)
{
	*answer = (struct answer){ .stop = LLM_OTHER, .first_byte_ms = -1 };
	buf_init(&answer->text, max_bytes);
	fault_set(&answer->fault, FAULT_NONE, "%s", "");
}

void
answer_fini(struct answer *answer)
{
	buf_fini(&answer->text);
	strings_fini(&answer->warnings);
	json_free(answer->state);
	free(answer->vectors);
	*answer = (struct answer){ 0 };
}

void
answer_text(struct answer *answer, const char *text, size_t n)
{
	if (n == 0 || answer->text.over)
		return;
	buf_add(&answer->text, text, n);
	if (answer->text.over) {
		fault_set(&answer->fault, FAULT_TOO_LARGE, "the answer is larger than %zu bytes",
		    answer->text.max);
		return;
	}
	if (answer->delta == NULL)
		return;
	answer->delivered = true;
	answer->delta(answer->arg, text, n);
}

void
answer_end(struct answer *answer)
{
	answer->complete = true;
	if (answer->fault.class != FAULT_NONE || answer->text.len > 0)
		return;
	if (answer->stop == LLM_LENGTH)
		fault_set(&answer->fault, FAULT_LENGTH, "%s",
		    "all of max_tokens was used before the first word of the answer");
	else
		fault_set(&answer->fault, FAULT_EMPTY, "%s", "the answer has no text");
}

const char *
llm_stop_name(enum llm_stop stop)
{
	static const char *const names[] = { "end", "stop", "length", "refusal", "tool", "other" };

	return names[stop <= LLM_OTHER ? stop : LLM_OTHER];
}
