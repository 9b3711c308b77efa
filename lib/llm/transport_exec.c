/* A command as a model: the request on its stdin, what it prints is the answer. */
#include "llm/transport_private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/command.h"
#include "io/json.h"

struct heard {
	struct answer *answer;
	bool stream;
	struct buf out;	 /* all of it, as it came */
	size_t handed;	 /* of out, to answer_text() */
	bool text, json; /* what it begins like; neither: white space so far */
	bool bad_utf8;
};

static bool
is_newline(char c)
{
	return c == '\n' || c == '\r';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || is_newline(c);
}

/* Text from outside: what is not UTF-8, and '\0', becomes U+FFFD. */
static void
hand_out(struct heard *h, size_t until)
{
	const char *from = h->out.s + h->handed;
	size_t n = until - h->handed;
	struct buf good;

	buf_init(&good, 3 * n);
	for (size_t i = 0, part; i < n; i += part + 1) {
		const char *nul = memchr(from + i, '\0', n - i);

		part = nul ? (size_t)(nul - from) - i : n - i;
		h->bad_utf8 |= nul || utf8_check(from + i, part) != part;
		utf8_repair(&good, from + i, part);
		if (nul)
			utf8_put(&good, 0xfffd);
	}
	answer_text(h->answer, good.s, good.len);
	buf_fini(&good);
	h->handed = until;
}

/* The end of what can be handed out before the rest is there: the newlines at the end may be the
   last, which is no part of the answer, and a character may have been cut. */
static size_t
sure_end(const struct heard *h)
{
	size_t end = h->out.len, back = 1;

	while (back < 4 && back < end && ((unsigned char)h->out.s[end - back] & 0xc0) == 0x80)
		back++;
	if (end > h->handed && (unsigned char)h->out.s[end - back] >= 0xc0 &&
	    utf8_check(h->out.s + end - back, back) < back)
		end -= back;
	while (end > h->handed && is_newline(h->out.s[end - 1]))
		end--;
	return end > h->handed ? end : h->handed;
}

static bool
hear(void *arg, const char *bytes, size_t n)
{
	struct heard *h = arg;

	buf_add(&h->out, bytes, n);
	for (size_t i = h->out.len - n; !h->text && !h->json && i < h->out.len; i++) {
		h->json = h->out.s[i] == '{';
		h->text = !h->json && !is_space(h->out.s[i]);
	}
	if (h->stream && h->text)
		hand_out(h, sure_end(h));
	return true;
}

static void
all_as_text(struct heard *h)
{
	size_t end = h->out.len;

	while (end > h->handed && is_newline(h->out.s[end - 1]))
		end--;
	if (h->text || h->json)
		hand_out(h, end);
	h->answer->stop = LLM_END;
	h->answer->complete = true;
	if (h->bad_utf8)
		strings_add(&h->answer->warnings,
		    "the command printed bytes that are not UTF-8; they were replaced");
	if (h->answer->text.len == 0)
		fault_set(&h->answer->fault, FAULT_EMPTY, "the command printed nothing");
}

static int64_t
count(const struct json *usage, const char *name)
{
	double d = json_get_number(usage, name);

	return d > 0 && d < 1e15 ? (int64_t)d : 0;
}

/* The members are those of schemas/llm-reply. */
static void
read_usage(struct llm_usage *out, const struct json *usage)
{
	int64_t all = count(usage, "input_tokens");

	if (json_kind(json_get(usage, "input_tokens")) != JSON_NUMBER ||
	    json_kind(json_get(usage, "output_tokens")) != JSON_NUMBER)
		return;
	out->cache_read = count(usage, "cache_read_tokens");
	out->cache_write_5m = count(usage, "cache_write_tokens");
	out->uncached_in = all - out->cache_read - out->cache_write_5m;
	if (out->uncached_in < 0)
		out->uncached_in = 0;
	out->out = count(usage, "output_tokens");
	out->reasoning = count(usage, "reasoning_tokens");
	out->known = true;
}

static enum llm_stop
read_stop(const struct json *stop)
{
	if (stop == NULL)
		return LLM_END;
	for (int i = LLM_END; json_string(stop) && i <= LLM_OTHER; i++) {
		if (strcmp(json_string(stop), llm_stop_name((enum llm_stop)i)) == 0)
			return (enum llm_stop)i;
	}
	return LLM_OTHER;
}

static bool
read_vector(float *v, const struct json *numbers, size_t dimensions)
{
	if (json_kind(numbers) != JSON_ARRAY || json_len(numbers) != dimensions)
		return false;
	json_each (number, numbers) {
		*v = (float)json_number(number);
		if (json_kind(number) != JSON_NUMBER || !isfinite(*v++))
			return false;
	}
	return true;
}

static void
read_embeddings(struct answer *answer, const struct json *rows, size_t wanted)
{
	size_t n = json_len(rows), dimensions = json_len(json_first(rows)), i = 0;
	float *vectors;

	if (n != wanted || dimensions == 0) {
		fault_set(&answer->fault, FAULT_PARSE,
		    "the command gave %zu embeddings of %zu numbers for %zu texts", n, dimensions,
		    wanted);
		return;
	}
	vectors = mem_calloc(n * dimensions, sizeof *vectors);
	json_each (row, rows) {
		if (!read_vector(vectors + i++ * dimensions, row, dimensions)) {
			free(vectors);
			fault_set(&answer->fault, FAULT_PARSE,
			    "embedding %zu of the command is not %zu numbers", i, dimensions);
			return;
		}
	}
	answer->vectors = vectors;
	answer->vector_n = n;
	answer->dimensions = dimensions;
}

/* Is it the object that says it is a reply?  Any other is an answer that happens to be JSON. */
static bool
is_reply(const struct json *j)
{
	return json_string(json_get(j, "text")) ||
	       json_kind(json_get(j, "embeddings")) == JSON_ARRAY;
}

static void
read_reply(const struct transport *t, struct answer *answer, const struct json *reply)
{
	const char *text = json_get_string(reply, "text");

	answer->stop = read_stop(json_get(reply, "stop"));
	answer->complete = true;
	snprintf(answer->model, sizeof answer->model, "%s", json_get_string(reply, "model"));
	read_usage(&answer->usage, json_get(reply, "usage"));
	if (t->embed) {
		read_embeddings(
		    answer, json_get(reply, "embeddings"), json_len(json_get(t->request, "input")));
		return;
	}
	answer_text(answer, text, strlen(text));
	if (*text == '\0')
		fault_set(&answer->fault, FAULT_EMPTY, "the command gave an empty text");
}

static void
read_output(const struct transport *t, struct heard *h)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	if (h->json && json_parse(h->out.s, h->out.len, &j, &err) == ST_OK && is_reply(j))
		read_reply(t, h->answer, j);
	else if (t->embed)
		fault_set(&h->answer->fault, FAULT_PARSE,
		    "the command did not print an object with embeddings%s%s",
		    err.text[0] ? ": " : "", err.text);
	else
		all_as_text(h);
	json_free(j);
}

/* It said no by its status. */
static void
ended_badly(struct fault *fault, const struct command_end *end)
{
	const char *said = end->said.s;
	size_t n = end->said.len;

	while (n > 0 && is_space(said[n - 1]))
		n--;
	if (n > 400) {
		said += n - 400;
		n = 400;
	}
	fault_set(fault, end->status == ST_TEMPFAIL ? FAULT_OVERLOADED : FAULT_COMMAND,
	    "the command ended with status %d%s%.*s", end->status, n ? ": " : "", (int)n, said);
}

static void
judge(const struct transport *t, struct heard *h, const struct command_end *end)
{
	struct fault *fault = &h->answer->fault;

	switch (end->how) {
	case COMMAND_TIMEOUT:
		fault_set(fault, FAULT_TIMEOUT, "the command took longer than %lld ms",
		    (long long)t->total_ms);
		break;
	case COMMAND_TOO_LARGE:
		fault_set(fault, FAULT_TOO_LARGE, "the command printed more than %zu bytes",
		    t->max_bytes);
		break;
	case COMMAND_CANCELLED:
	case COMMAND_STOPPED:
		fault_set(fault, FAULT_CANCELLED, "interrupted");
		break;
	case COMMAND_DONE:
		if (end->status)
			ended_badly(fault, end);
		else
			read_output(t, h);
	}
}

enum status
transport_exec(const struct transport *t, struct answer *answer, struct err *err)
{
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, t->model->id, NULL };
	struct heard h = { .answer = answer, .stream = t->stream && !t->embed };
	struct command_end end;
	struct buf in;
	enum status st;

	buf_init(&in, BUF_DOCUMENT);
	buf_init(&h.out, t->max_bytes);
	json_print(t->request, &in);
	buf_char(&in, '\n');
	st = buf_check(&in, "the request", err);
	if (st == ST_OK) {
		struct command command = { .argv = argv,
			.in = in.s,
			.in_n = in.len,
			.max_bytes = t->max_bytes,
			.total_ms = t->total_ms,
			.data = hear,
			.arg = &h,
			.cancel = t->cancel };

		st = command_run(&command, &end, err);
		if (st == ST_OK)
			judge(t, &h, &end);
		command_end_fini(&end);
	}
	buf_fini(&in);
	buf_fini(&h.out);
	return st == ST_NOINPUT || st == ST_IO ? (err->status = ST_UNAVAILABLE) : st;
}
