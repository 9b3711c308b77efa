/* Is what came an answer to what was asked? */
#include <math.h>
#include <string.h>

#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "llm/llm_repair.h"
#include "llm/schema_portable.h"

#define URI "request"
#define TEXT "schema.txt" /* what goes before the schema where it is told in words */
#define TEXT_BYTES ((size_t)64 * 1024)

static enum status
put_text(struct call *call, struct err *err)
{
	struct buf text;
	enum status st;

	if (json_get(call->request, "schema_text"))
		return ST_OK;
	buf_init(&text, TEXT_BYTES);
	st = share_read_trusted(call->llm->share, TEXT, &text, err);
	if (st == ST_OK)
		json_set(call->request, "schema_text", json_new_stringn(text.s, text.len));
	buf_fini(&text);
	return st;
}

enum status
fit_open(struct call *call, struct err *err)
{
	const struct json *schema = json_get(call->request, "schema");
	const char *id = json_get_string(schema, "$id");
	struct schema_set *set;

	if (schema == NULL)
		return ST_OK;
	call->set = set = schema_set_new();
	if (schema_set_add(set, URI, json_copy(schema), err) ||
	    schema_compile(set, *id ? id : URI, &call->schema, err)) {
		err_context(err, "the schema of the request");
		return err->status;
	}
	return put_text(call, err);
}

static void
does_not_fit(struct answer *answer, const struct err *why)
{
	if (answer->stop == LLM_LENGTH)
		fault_set(&answer->fault, FAULT_LENGTH,
		    "the answer was cut at max_tokens and is no whole JSON: %s", why->text);
	else
		fault_set(&answer->fault, FAULT_SCHEMA, "%s", why->text);
}

static void
fit_value(struct step *step, struct answer *answer)
{
	struct err why = ERR_INIT;
	unsigned done = 0;

	json_free(step->value);
	step->value = NULL;
	if (repair_json(answer->text.s, answer->text.len, &step->value, &done, &why)) {
		does_not_fit(answer, &why);
		return;
	}
	schema_portable_undo(json_get(step->call->request, "schema"), step->value);
	if (schema_check(step->call->schema, step->value, &why)) {
		does_not_fit(answer, &why);
		return;
	}
	step->repaired = (step->repaired & REPAIR_ASKED) | done;
	if (answer->stop == LLM_LENGTH)
		strings_add(&answer->warnings,
		    "the answer was cut at max_tokens; it was closed where it ended and fits the "
		    "schema, but something may be missing");
}

/* Of length 1, as everything that compares them expects; zeros stay zeros. */
static bool
normalise(float *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)v[i] * (double)v[i];
	if (!isfinite(sum))
		return false;
	for (size_t i = 0; sum > 0 && i < n; i++)
		v[i] = (float)((double)v[i] / sqrt(sum));
	return true;
}

static void
fit_vectors(const struct step *step, struct answer *answer)
{
	if (answer->vectors == NULL || answer->dimensions == 0 || answer->vector_n != step->texts) {
		fault_set(&answer->fault, FAULT_PARSE, "%zu embeddings came for %zu texts",
		    answer->vectors ? answer->vector_n : 0, step->texts);
		return;
	}
	for (size_t i = 0; i < answer->vector_n; i++) {
		if (!normalise(answer->vectors + i * answer->dimensions, answer->dimensions)) {
			fault_set(&answer->fault, FAULT_PARSE,
			    "embedding %zu is not made of numbers", i + 1);
			return;
		}
	}
}

void
fit_answer(struct step *step, struct answer *answer)
{
	if (answer->fault.class != FAULT_NONE)
		return;
	if (step->call->embed)
		fit_vectors(step, answer);
	else if (answer->stop == LLM_REFUSAL)
		fault_set(&answer->fault, FAULT_CONTENT_POLICY, "it refused: %.400s",
		    answer->text.len ? answer->text.s : "without a word");
	else if (answer->text.len == 0)
		answer_end(answer);
	else if (step->call->schema)
		fit_value(step, answer);
	else if (answer->stop == LLM_LENGTH)
		strings_add(&answer->warnings, "the answer was cut at max_tokens");
}
