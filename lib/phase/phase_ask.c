#include <stdlib.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/llm.h"
#include "llm/prompt.h"
#include "phase/phase.h"

/* The builtin result stands: a warning, unless nothing but an answer will do. */
static enum status
do_without(struct phase_env *env, struct err *err)
{
	if (env->require_model || (env->cancel && *env->cancel))
		return err->status;
	phase_warn(env, "model-unavailable", "No model's answer, the builtin result stands: %s.",
	    err->text);
	err->status = ST_OK;
	err->text[0] = '\0';
	return ST_NO;
}

static void
warn_of_hidden(struct phase_env *env, const char *prompt)
{
	char *file = mem_printf("prompts/%s.md", prompt);

	if (share_hides(env->share, file))
		phase_warn(env, "prompt-ignored",
		    "The project's %s is not used, since the project is not trusted: "
		    "rsg config --trust.",
		    file);
	free(file);
}

enum status
phase_ask(struct phase_env *env, const char *prompt, const struct prompt_value *values,
    struct json **value, struct err *err)
{
	struct json *request = NULL, *reply = NULL;
	enum status st;

	if (env->llm == NULL)
		return ST_NO;
	warn_of_hidden(env, prompt);
	if (prompt_request(env->share, prompt, values, &request, err))
		return err->status;
	st = llm_ask(env->llm, request, &reply, err);
	json_free(request);
	if (st == ST_NO && *err->text == '\0') {
		if (!env->require_model)
			return ST_NO;
		err_set(err, ST_UNAVAILABLE, "builtin is no model: name one with -m");
	} else if (st == ST_NO) {
		err->status = ST_UNAVAILABLE;
	}
	if (st != ST_OK)
		return do_without(env, err);
	*value = json_take(reply, "value");
	json_free(reply);
	if (*value)
		return ST_OK;
	err_set(err, ST_PROTOCOL, "the model's answer holds no value: ask again or another one");
	return do_without(env, err);
}
