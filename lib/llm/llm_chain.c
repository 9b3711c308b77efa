/* From model to model, until one has answered. */
#include <string.h>

#include "doc/config.h"
#include "io/json.h"
#include "llm/llm_private.h"

struct links {
	struct call *call;
	struct strings names;
	size_t at;
	struct buf why;	 /* this model and not the one before */
	int64_t context; /* of what follows: more than this; 0: no matter */
};

static bool
is_builtin(const char *name)
{
	return strcmp(name, "builtin") == 0 || strncmp(name, "builtin/", 8) == 0;
}

/* What the caller of the library chose, else the request, else the configuration. */
const char *
chain_first(const struct call *call, const struct json *asked)
{
	const struct llm *llm = call->llm;
	const char *wanted = json_get_string(asked, "model");

	if (llm->options.model)
		return llm->options.model;
	if (*wanted)
		return wanted;
	if (llm->preferred && !call->embed)
		return llm->preferred;
	return call->embed ? config_text(llm->options.config, "embedding.model") : llm->chain.at[0];
}

/* Vectors of two models are not to be mixed, so embedding has no fallback. */
static void
make_links(struct links *links, const struct json *asked)
{
	const struct strings *chain = &links->call->llm->chain;

	strings_add(&links->names, chain_first(links->call, asked));
	for (size_t i = 1; !links->call->embed && i < chain->len; i++) {
		if (!strings_has(&links->names, chain->at[i]))
			strings_add(&links->names, chain->at[i]);
	}
}

/* A request is data and may come from anywhere. */
static enum status
refuse_command(const struct links *links, const struct json *asked, struct err *err)
{
	const char *wanted = json_get_string(asked, "model");

	if (links->call->llm->options.model == NULL && strncmp(wanted, "exec:", 5) == 0)
		return err_set(err, ST_REFUSED,
		    "a request may not name a command to run: give it with -m, or in the "
		    "configuration");
	return ST_OK;
}

static bool
same_place(const struct model *a, const struct model *b)
{
	return strcmp(a->provider, b->provider) == 0 &&
	       strcmp(a->url ? a->url : "", b->url ? b->url : "") == 0;
}

/* Was its provider's door shut for this process?  Then call->fault says why. */
static bool
is_refused(const struct links *links, const struct llm_model *m)
{
	vec_each (struct llm_model **, it, &links->call->llm->models) {
		if ((*it)->refused.class != FAULT_NONE && same_place((*it)->model, m->model)) {
			links->call->fault = (*it)->refused;
			return true;
		}
	}
	return false;
}

static bool
is_too_small(const struct links *links, const struct llm_model *m)
{
	int64_t context = m->model->caps.context;

	return links->context && context && context <= links->context;
}

/* What this fault means for those that follow. */
static void
learn(struct links *links, struct llm_model *m)
{
	const struct fault *fault = &links->call->fault;

	if (fault->class == FAULT_AUTH || fault->class == FAULT_QUOTA ||
	    fault->class == FAULT_NO_KEY)
		m->refused = *fault;
	if (fault->class == FAULT_CONTEXT_WINDOW)
		links->context = m->model->caps.context;
}

/* The next that may do better, links->at; ST_NO when there is none. */
static enum status
next_model(struct links *links, struct llm_model **m, struct err *err)
{
	for (links->at++; links->at < links->names.len; links->at++) {
		const char *name = links->names.at[links->at];
		struct fault before = links->call->fault;

		*m = NULL;
		if (is_builtin(name))
			return ST_OK;
		if (llm_model_get(links->call->llm, name, m, err))
			return err->status;
		if (!is_too_small(links, *m) && !is_refused(links, *m))
			return ST_OK;
		links->call->fault = before;
	}
	return ST_NO;
}

static enum status
fall_back(struct links *links, struct llm_model **m, struct err *err)
{
	struct call *call = links->call;
	const char *from = links->names.at[links->at], *to;
	const struct fault_rule *rule = fault_rule(call->fault.class);
	enum status st;

	if (!rule->fallback || call->delivered || llm_cancelled(call->llm))
		return ST_NO;
	st = next_model(links, m, err);
	if (st == ST_NO)
		return st;
	if (st)
		return err_context(err, "%.200s failed (%s), and its fallback", from, rule->name);
	to = links->names.at[links->at];
	buf_clear(&links->why);
	buf_printf(&links->why, "%.200s failed (%s)", from, rule->name);
	call->fallback = links->why.s;
	if (*m)
		llm_say(call->llm, "%s: asking %.200s", links->why.s, to);
	call_log(call, *m,
	    (struct log_line){ .event = LOG_FALLBACK, .reason = links->why.s, .model = to });
	return ST_OK;
}

static enum status
ask_model(struct links *links, struct llm_model *m, struct json **reply, struct err *err)
{
	struct step step;
	enum status st;

	step_begin(&step, links->call, m);
	step.more = links->at + 1 < links->names.len;
	if (is_refused(links, m)) {
		attempt_note(&step, &links->call->fault);
		st = ST_NO;
	} else {
		st = step_ask(&step, reply, err);
		if (st == ST_NO)
			learn(links, m);
	}
	step_end(&step);
	return st;
}

/* Nobody is left, or it is builtin's turn. */
static enum status
give_up(struct links *links, const char *asked_last, bool builtin, struct err *err)
{
	const struct fault *fault = &links->call->fault;

	if (fault->class != FAULT_NONE)
		fault_err(fault, asked_last, err);
	return builtin ? ST_NO : err->status;
}

enum status
chain_ask(struct call *call, const struct json *asked, struct json **reply, struct err *err)
{
	struct links links = { .call = call };
	const char *last = "";
	struct llm_model *m = NULL;
	enum status st;

	buf_init(&links.why, 1024);
	make_links(&links, asked);
	st = refuse_command(&links, asked, err);
	if (st == ST_OK && !is_builtin(links.names.at[0]))
		st = llm_model_get(call->llm, links.names.at[0], &m, err);
	while (st == ST_OK && m) {
		last = links.names.at[links.at];
		st = ask_model(&links, m, reply, err);
		if (st != ST_NO)
			break;
		st = fall_back(&links, &m, err);
	}
	if (st == ST_OK && m == NULL && call->embed)
		st = embed_builtin(call, links.names.at[0], reply, err);
	else if (st == ST_NO || (st == ST_OK && m == NULL))
		st = give_up(&links, last, st == ST_OK, err);
	strings_fini(&links.names);
	buf_fini(&links.why);
	return st;
}
