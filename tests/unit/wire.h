/* wire - pieces of JSON as they come over the wire, for the tests of the dialects. */
#ifndef TESTS_WIRE_H
#define TESTS_WIRE_H

#include "io/http.h"
#include "io/json.h"
#include "llm/provider.h"

/* JSON with ' for "; it must be right. */
struct json *wire_json(const char *text);

/* What a dialect makes of it; answer_fini() the answer.  Events are "TYPE data" or " data"; NULL
   data for "[DONE]" and "" (the end of the stream). */
void wire_read(const char *kind, const char *body, struct answer *answer);
void wire_events(const char *kind, const char *const *events, struct answer *answer);
void wire_fault(
    const char *kind, int status, const char *header, const char *body, struct fault *fault);

/* The body a dialect writes, on one line. */
char *wire_write(
    const struct model *model, const char *request, bool stream, struct strings *dropped);
char *wire_embed(const struct model *model, const char *request);

/* Is the JSON of expected (' for ") part of actual: every member of it there and equal? */
void wire_has(const char *actual, const char *expected);
void wire_lacks(const char *actual, const char *dotted);

struct wire_heard { /* what delta handed out */
	struct buf text;
	int times;
};
extern struct wire_heard wire_heard;

#endif
