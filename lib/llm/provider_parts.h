/*
 * provider_parts - what the dialects share: errors, requests and vectors.
 *
 * Source: the providers' documentation and SDKs as of 2026-11.
 */
#ifndef LLM_PROVIDER_PARTS_H
#define LLM_PROVIDER_PARTS_H

#include "llm/provider.h"
#include "llm/schema_portable.h"

extern const struct provider provider_anthropic, provider_openai, provider_chat, provider_ollama,
    provider_voyage, provider_exec, provider_replay;

/* A reply with another status than 2xx, whoever sent it.  What *fault already says of retrying
   stays. */
void part_fault(struct fault *fault, const struct http_reply *reply, const struct json *body);

/* An error inside a 2xx reply: {"error": {...}}, {"error": "text"}, {"code", "message"} ... */
void part_error(struct fault *fault, const struct json *body);
bool part_has_error(const struct json *body); /* a member "error" that is not null or empty */

/* The class of an error from its parts; codes ends with NULL, text may be "". */
struct fault_seen {
	int http_status; /* 0 unknown or 2xx */
	bool retry_after;
	const char *code[4]; /* the most exact first; "" or NULL where there is none */
	const char *text;
};
enum fault_class fault_classify(const struct fault_seen *seen, double *confidence);
enum fault_class fault_from_text(const char *text, int http_status);

/* Nothing that still comes is of use: complete, or failed (after a refusal usage may come). */
bool part_is_over(const struct answer *answer);

/* The model says no with a status of 200. */
void part_refused(struct answer *answer, const char *why);

int64_t part_tokens(const struct json *usage, const char *key); /* 0 unless a count */
bool part_is_count(const struct json *usage, const char *key);
void part_name(char *out, size_t size, const char *name); /* safe to show, whole characters */
void part_warn(struct answer *answer, const char *text);

/* What a request says in the dialects' common words. */

struct part {
	struct buf preamble;	 /* the request's, with the schema behind it where it is needed */
	struct json *schema;	 /* for the provider's own mechanism; NULL */
	const char *schema_name; /* "reply" */
	int64_t max_tokens;
	const struct model *model;
	const struct json *request;
	struct strings *dropped;
};
void part_begin(struct part *part, enum schema_style style);
/* The end: the body is given out, unless something in it was too large. */
enum status part_finish(struct part *part, struct json *body, struct json **out, struct err *err);
void part_schema_text(struct part *part); /* also where the provider has a mechanism */
void part_drop(struct part *part, const char *name);
struct json *part_messages(const struct part *part);		      /* the system text first */
struct json *part_list(const struct json *request, const char *name); /* a copy, or an empty one */

/* Copy request members to body under another name, or drop them. */
void part_sampling(struct part *part, struct json *body, bool allowed);
void part_member(
    struct part *part, const char *name, struct json *body, const char *as, bool allowed);

/* n * dimensions floats from [[...], ...] or [{"index", "embedding"}, ...], numbers or base64. */
void part_vectors(struct answer *answer, const struct json *vectors);
void part_expect(struct answer *answer, const struct json *body);	 /* sent() */
void part_expect_inputs(struct answer *answer, const struct json *body); /* of embeddings only */
void part_expect_read(struct answer *answer);				 /* cut by the server? */

/* Both APIs of OpenAI. */
bool openai_samples(const struct part *part);
void openai_cache_key(const struct part *part, struct json *body);
void openai_usage(struct answer *answer, const struct json *usage);
enum status openai_embed_write(
    const struct model *model, const struct json *request, struct json **out, struct err *err);
void openai_embed_read(struct answer *answer, const struct json *body);

/* What the _read.c files have. */
void anthropic_read(struct answer *answer, const struct json *body);
void anthropic_event(struct answer *answer, const char *type, const struct json *data);
void openai_read(struct answer *answer, const struct json *body);
void openai_event(struct answer *answer, const char *type, const struct json *data);
void chat_read(struct answer *answer, const struct json *body);
void chat_event(struct answer *answer, const char *type, const struct json *data);
void ollama_read(struct answer *answer, const struct json *body);
void ollama_event(struct answer *answer, const char *type, const struct json *data);

#endif
