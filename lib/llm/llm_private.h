/*
 * llm_private - what the modules of llm share.
 *
 * llm.c opens and closes; llm_settings.c reads the configuration; llm_chain.c goes from model to
 * model, llm_ask.c asks one until it has an answer, llm_attempt.c is one attempt and its guards,
 * llm_fit.c judges what came, llm_keep.c keeps it, llm_reply.c writes it out, llm_embed.c embeds.
 *
 * Status of what follows: ST_OK answered; ST_NO not, call->fault says why; else an error of ours.
 */
#ifndef LLM_LLM_PRIVATE_H
#define LLM_LLM_PRIVATE_H

#include "base/uuid.h"
#include "base/vec.h"
#include "io/digest.h"
#include "llm/llm.h"
#include "llm/llm_settings.h"
#include "llm/log.h"
#include "llm/model.h"
#include "llm/price.h"
#include "llm/provider.h"

struct cassette;
struct schema;
struct schema_set;

struct llm_model { /* one that was opened */
	struct model *model;
	struct fault refused; /* by its provider, for as long as this process lives */
	bool has_key, replay;
	struct cassette *cassette; /* of replay:FILE */
	struct prices *prices;	   /* read when the price is first needed */
	struct price price;	   /* llm_price() fills it */
	int64_t price_id;	   /* 0: not in the ledger yet */
	char *breaker;		   /* its name there */
};

struct llm {
	struct llm_options options;
	struct llm_settings settings;
	struct share *share;
	struct redactor *redactor, *own_redactor;
	struct store *store, *own_store; /* own_store: in memory, for --no-store */
	struct store *cache, *cache_file;
	bool cache_tried;
	struct cassette *cassette; /* of the mode */
	VEC_OF(struct llm_model *) models;
	const char *preferred; /* before the first of the chain; NULL */
	struct strings chain;
	struct llm_totals totals;
	char *engine;
	struct llm_log *log;
	bool budget_said;
};

struct call { /* one question */
	struct llm *llm;
	struct json *request; /* as it is put to every model, its name apart */
	bool embed;
	int64_t tokens; /* of the prompt, about */
	bool stream;	/* the caller waits for the text as it comes */
	llm_delta_fn *delta;
	void *arg;
	char id[UUID_TEXT];
	int number; /* attempts begun */
	struct json *attempts;
	int64_t cost;
	bool cost_known, delivered; /* delivered: the caller has a part of the text */
	const char *fallback;	    /* why this model and not the one before; "" */
	struct fault fault;	    /* the last */
	struct schema_set *set;
	const struct schema *schema;
	bool floats; /* embeddings are wanted as they are, not in a reply */
	float *vectors;
	size_t dimensions;
};

struct step { /* one model of the chain */
	struct call *call;
	struct llm_model *m;
	struct json *fields;
	char key[DIGEST_TEXT];
	int64_t tokens, max_tokens;
	int64_t waited_ms; /* for the next attempt */
	int retries;
	bool more; /* there is another model to ask */
	struct answer answer;
	struct json *value; /* the answer as JSON, where it has a schema */
	unsigned repaired;
	size_t texts; /* to be embedded, of the request that is sent */
};

/* llm.c */
enum status llm_model_get(
    struct llm *llm, const char *name, struct llm_model **out, struct err *err);
enum status llm_price(struct llm *llm, struct llm_model *m, struct err *err);
void call_begin(struct call *call, const struct json *asked);
void call_end(struct call *call);
void llm_say(const struct llm *llm, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A line of log.calls; what every line of a call has is filled in.  m may be NULL. */
void call_log(const struct call *call, const struct llm_model *m, struct log_line line);
bool llm_cancelled(const struct llm *llm);

/* llm_chain.c */
enum status chain_ask(
    struct call *call, const struct json *asked, struct json **reply, struct err *err);
const char *chain_first(const struct call *call, const struct json *asked);

/* llm_ask.c */
enum status step_ask(struct step *step, struct json **reply, struct err *err);
enum status step_send(struct step *step, const struct json *request, struct err *err);
void step_begin(struct step *step, struct call *call, struct llm_model *m);
void step_end(struct step *step);
enum status step_need_key(struct step *step, struct err *err);
int64_t request_tokens(const struct json *request); /* of the prompt, about */

/* llm_attempt.c: step->answer is what came, judged; call->fault when it is none. */
enum status attempt_make(struct step *step, const struct json *request, struct err *err);
void attempt_note(struct step *step, const struct fault *fault); /* in the reply's list */
bool step_streams(const struct step *step);

/* llm_fit.c */
enum status fit_open(struct call *call, struct err *err);  /* compile the request's schema */
void fit_answer(struct step *step, struct answer *answer); /* sets answer->fault */

/* llm_keep.c: what is kept of a question, in cassette or cache. */
struct kept {
	const struct json *request, *fields;
	const char *key;
};
bool keep_sends(const struct step *step); /* false: replay, or from the cache only */
/* ST_NO when it is not there; then, where nothing is sent, call->fault says what differs. */
enum status keep_find(struct step *step, const struct kept *kept, struct json **reply,
    int64_t *saved, struct err *err);
enum status keep_add(struct step *step, const struct kept *kept, const struct json *reply,
    int64_t cost, struct err *err);
enum status keep_note(struct step *step, const char *key, int64_t saved, struct err *err);

/* llm_reply.c */
struct json *reply_make(const struct step *step);
bool reply_keepable(const struct step *step);
void reply_read(struct step *step, const struct json *reply); /* into step->answer, judged */
void reply_finish(const struct call *call, struct json *reply, bool cached);

/* llm_embed.c */
enum status embed_ask(struct step *step, struct json **reply, struct err *err);
enum status embed_builtin(
    struct call *call, const char *name, struct json **reply, struct err *err);

#endif
