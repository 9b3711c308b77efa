#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/llm.h"
#include "llm/prompt.h"
#include "phase/phase.h"
#include "text/excerpt.h"

#define ABOUT_MAX 200

/* The builtin result stands: a warning, unless nothing but an answer will do.  What is wrong with
   the configuration is always said. */
static enum status
do_without(struct phase_env *env, struct err *err)
{
	if (env->require_model || err->status == ST_CONFIG || (env->cancel && *env->cancel))
		return err->status;
	phase_warn(env, "model-unavailable", "No model's answer, the builtin result stands: %s.",
	    err->text);
	err->status = ST_OK;
	err->text[0] = '\0';
	return ST_NO;
}

static bool
is_said(const struct phase_env *env, const char *code, const char *part)
{
	json_each (it, env->warnings) {
		if (strcmp(json_get_string(it, "code"), code) == 0 &&
		    strstr(json_get_string(it, "text"), part))
			return true;
	}
	return false;
}

/* Once, however often it is asked with. */
static void
warn_of_hidden(struct phase_env *env, const char *prompt)
{
	char *file = mem_printf("prompts/%s.md", prompt);

	if (share_hides(env->share, file) && !is_said(env, "model-prompt-ignored", file))
		phase_warn(env, "model-prompt-ignored",
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

static size_t
drops(const struct phase_env *env)
{
	size_t n = 0;

	json_each (it, env->warnings)
		n += strcmp(json_get_string(it, "code"), "model-dropped") == 0;
	return n;
}

void
phase_drop(struct phase_env *env, const char *about, const char *fmt, ...)
{
	size_t n = drops(env);
	struct json *warning;
	struct buf line;
	char text[512];
	va_list ap;

	if (n > PHASE_DROPS_SHOWN)
		return;
	if (n == PHASE_DROPS_SHOWN) {
		phase_warn(env, "model-dropped", "More of what the model said was dropped.");
		return;
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, text, sizeof text);
	warning = phase_warn(env, "model-dropped", "%s", line.s);
	buf_clear(&line);
	if (about)
		excerpt_line(&line, about, ABOUT_MAX);
	if (line.len)
		json_set_string(warning, "about", line.s);
	buf_fini(&line);
}

struct prompt_value
phase_story(struct phase_env *env)
{
	const char *text = json_get_string(json_get(env->doc, "story"), "text");
	size_t n = strlen(text), shown = excerpt_cut(text, n, PHASE_STORY_MAX);

	if (shown < n)
		phase_warn(env, "model-shown-part",
		    "The story is long: the model saw the first %zu of its %zu bytes.", shown, n);
	return (struct prompt_value){ "story", PROMPT_OUTSIDE, text, shown };
}

bool
phase_is_score(const struct json *score)
{
	return json_kind(score) == JSON_NUMBER && json_number(score) >= 0 &&
	       json_number(score) <= 1;
}
