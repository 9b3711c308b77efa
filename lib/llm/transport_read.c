/* The bytes of a reply made into an answer, whole or as they come. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "io/http.h"
#include "io/json.h"
#include "llm/loose.h"
#include "llm/transport_private.h"

static const struct provider *
kind_of(const struct reading *r)
{
	return r->transport->model->kind;
}

/* Nothing that still comes is of use; behind a refusal the usage may come. */
static bool
is_over(const struct answer *answer)
{
	return answer->complete || answer->text.over ||
	       (answer->fault.class != FAULT_NONE && answer->stop != LLM_REFUSAL);
}

static bool
on_data(struct reading *r, const char *type, const char *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	if (n >= 6 && memcmp(data, "[DONE]", 6) == 0) {
		kind_of(r)->event(r->answer, "[DONE]", NULL);
	} else if (loose_parse(data, n, &j, &err) == ST_OK) {
		kind_of(r)->event(r->answer, type, j);
		json_free(j);
	} else {
		fault_set(&r->answer->fault, FAULT_PARSE, "an event of the stream is not JSON: %s",
		    err.text);
	}
	return !is_over(r->answer);
}

static bool
on_event(void *arg, const struct sse_event *event)
{
	/* Some servers send events without data to keep the connection open. */
	return event->data_n == 0 || on_data(arg, event->type, event->data, event->data_n);
}

static bool
on_line(void *arg, const char *line, size_t n)
{
	return on_data(arg, "", line, n);
}

void
reading_init(struct reading *r, const struct transport *transport, const struct http_reply *reply,
    struct answer *answer)
{
	*r = (struct reading){ .transport = transport, .reply = reply, .answer = answer };
	buf_init(&r->whole, transport->max_bytes);
	sse_init(&r->sse, transport->max_bytes, on_event, r);
	lines_init(&r->lines, transport->max_bytes, on_line, r);
}

void
reading_fini(struct reading *r)
{
	buf_fini(&r->whole);
	sse_fini(&r->sse);
	lines_fini(&r->lines);
}

static const char *
content_type(const struct reading *r)
{
	const char *type = http_header(r->reply, "content-type");

	return type ? type : "";
}

static bool
type_is(const char *type, const char *want)
{
	size_t n = strlen(want);

	return strncasecmp(type, want, n) == 0 && (type[n] == '\0' || strchr("; \t", type[n]));
}

/* By what the server says it is.  One that was asked for a stream may know none and send the whole;
   one that was asked for the whole may stream (Ollama, told nothing). */
static void
decide(struct reading *r)
{
	const char *type = content_type(r);
	bool lines = kind_of(r)->framing == PROVIDER_LINES, stream = r->transport->stream;

	if (type_is(type, "text/event-stream"))
		r->as = READING_SSE;
	else if (type_is(type, "application/x-ndjson") || type_is(type, "application/jsonl"))
		r->as = READING_LINES;
	else if (type_is(type, "application/json") || type_is(type, "text/plain") || *type == '\0')
		r->as = !stream ? READING_WHOLE
			: lines ? READING_LINES
			: *type ? READING_WHOLE
				: READING_SSE;
	else
		r->as = READING_WRONG;
	if (r->as != READING_WHOLE && r->transport->embed)
		r->as = r->as == READING_WRONG ? READING_WRONG : READING_WHOLE;
}

bool
reading_feed(void *arg, const char *bytes, size_t n)
{
	struct reading *r = arg;

	if (r->as == READING_NOTHING)
		decide(r);
	switch (r->as) {
	case READING_SSE:
		return sse_feed(&r->sse, bytes, n);
	case READING_LINES:
		return lines_feed(&r->lines, bytes, n);
	case READING_WRONG:
		fault_set(&r->answer->fault, FAULT_PARSE,
		    "the reply is of type %s, which is no model's", content_type(r));
		return false;
	default:
		buf_add(&r->whole, bytes, n);
		return true;
	}
}

static void
repair(struct reading *r)
{
	struct buf good;

	if (utf8_check(r->whole.s, r->whole.len) == r->whole.len)
		return;
	buf_init(&good, 3 * r->whole.len);
	utf8_repair(&good, r->whole.s, r->whole.len);
	buf_fini(&r->whole);
	r->whole = good;
	strings_add(
	    &r->answer->warnings, "the reply held bytes that are not UTF-8; they were replaced");
}

static void
read_whole(struct reading *r)
{
	const struct provider *kind = kind_of(r);
	struct err err = ERR_INIT;
	struct json *j = NULL;

	repair(r);
	if (loose_parse(r->whole.s, r->whole.len, &j, &err)) {
		fault_set(&r->answer->fault, FAULT_PARSE, "the reply is not JSON: %s", err.text);
		return;
	}
	if (r->transport->embed)
		kind->embed_read(r->answer, j);
	else
		kind->read(r->answer, j);
	json_free(j);
}

static void
end_stream(struct reading *r)
{
	struct answer *answer = r->answer;
	struct err err = ERR_INIT;

	if (r->as == READING_LINES)
		lines_end(&r->lines);
	if (r->sse.repaired || r->lines.repaired)
		strings_add(&answer->warnings,
		    "the reply held bytes that are not UTF-8; they were replaced");
	if (!is_over(answer) && (sse_check(&r->sse, &err) || lines_check(&r->lines, &err)))
		fault_set(&answer->fault, FAULT_TOO_LARGE, "%s", err.text);
	if (!is_over(answer))
		kind_of(r)->event(answer, "", NULL);
	if (!answer->complete && answer->fault.class == FAULT_NONE)
		fault_set(&answer->fault, FAULT_TRUNCATED, "the stream ended before the answer");
}

void
reading_end(struct reading *r)
{
	if (r->as == READING_NOTHING)
		fault_set(&r->answer->fault, r->transport->stream ? FAULT_TRUNCATED : FAULT_PARSE,
		    "the reply is empty");
	else if (r->as == READING_WHOLE)
		read_whole(r);
	else if (r->as != READING_WRONG)
		end_stream(r);
}
