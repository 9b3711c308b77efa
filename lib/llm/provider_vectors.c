#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/json.h"
#include "llm/provider_parts.h"

#define MAX_DIMENSIONS 65536
#define MAX_FLOATS ((size_t)64 * 1024 * 1024)

static void
bad(struct answer *answer, const char *what)
{
	free(answer->vectors);
	answer->vectors = NULL;
	answer->vector_n = answer->dimensions = 0;
	fault_set(&answer->fault, FAULT_PARSE, "the embeddings are wrong: %s", what);
}

static const struct json *
vector_of(const struct json *item)
{
	return json_kind(item) == JSON_OBJECT ? json_get(item, "embedding") : item;
}

/* How many floats; 0 when it is no vector.  *packed gets the bytes of base64. */
static size_t
vector_length(const struct json *vector, struct buf *packed)
{
	const char *text = json_string(vector);

	if (text == NULL)
		return json_kind(vector) == JSON_ARRAY ? json_len(vector) : 0;
	if (!base64_decode(text, strlen(text), packed) || packed->len % 4)
		return 0;
	return packed->len / 4;
}

static float
little_endian(const unsigned char *bytes)
{
	uint32_t bits = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
			(uint32_t)bytes[3] << 24;
	float f;

	memcpy(&f, &bits, sizeof f);
	return f;
}

/* One vector to its place; false when a component is no finite number. */
static bool
put_vector(const struct json *vector, const struct buf *packed, float *out, size_t n)
{
	size_t i = 0;

	if (json_kind(vector) == JSON_STRING) {
		for (; i < n; i++)
			out[i] = little_endian((const unsigned char *)packed->s + 4 * i);
	} else {
		json_each (it, vector) {
			if (json_kind(it) != JSON_NUMBER)
				return false;
			out[i++] = (float)json_number(it);
		}
	}
	for (i = 0; i < n; i++) {
		if (!isfinite(out[i]))
			return false;
	}
	return true;
}

/* The place of an item: its index where it has one; n when that is nowhere or taken. */
static size_t
place(const struct json *item, size_t i, size_t n, const char *taken)
{
	double index = (double)i;

	if (json_kind(json_get(item, "index")) == JSON_NUMBER)
		index = json_get_number(item, "index");
	if (!(index >= 0 && index < (double)n) || taken[(size_t)index])
		return n;
	return (size_t)index;
}

static const char *
fill(struct answer *answer, const struct json *vectors, char *taken)
{
	const char *wrong = NULL;
	size_t i = 0, at, n;

	json_each (it, vectors) {
		struct buf packed;

		buf_init(&packed, MAX_DIMENSIONS * sizeof(float));
		at = place(it, i++, answer->vector_n, taken);
		n = vector_length(vector_of(it), &packed);
		if (at == answer->vector_n)
			wrong = "an index twice or out of range";
		else if (n != answer->dimensions)
			wrong = "not all of one length";
		else if (!put_vector(vector_of(it), &packed, answer->vectors + at * n, n))
			wrong = "a component is no number";
		else
			taken[at] = 1;
		buf_fini(&packed);
		if (wrong)
			break;
	}
	return wrong;
}

void
part_vectors(struct answer *answer, const struct json *vectors)
{
	const struct json *asked = json_get(answer->state, "inputs");
	const char *wrong;
	struct buf packed;
	char *taken;

	answer->vector_n = json_len(vectors);
	buf_init(&packed, MAX_DIMENSIONS * sizeof(float));
	answer->dimensions = vector_length(vector_of(json_first(vectors)), &packed);
	buf_fini(&packed);
	if (json_kind(vectors) != JSON_ARRAY || answer->vector_n == 0) {
		bad(answer, "there are none");
		return;
	}
	if (asked && json_number(asked) != (double)answer->vector_n) {
		bad(answer, "not as many as there were texts");
		return;
	}
	if (answer->dimensions == 0 || answer->dimensions > MAX_DIMENSIONS ||
	    answer->vector_n > MAX_FLOATS / answer->dimensions) {
		bad(answer, "no vector, or more than there is room for");
		return;
	}
	answer->vectors = mem_calloc(answer->vector_n * answer->dimensions, sizeof(float));
	taken = mem_calloc(answer->vector_n, 1);
	wrong = fill(answer, vectors, taken);
	free(taken);
	if (wrong) {
		bad(answer, wrong);
		return;
	}
	answer->complete = true;
	answer->stop = LLM_END;
}

/* What is sent is remembered in numbers: so it is seen when the server cut it. */
void
part_expect(struct answer *answer, const struct json *body)
{
	double bytes = 0;

	json_each (it, json_get(body, "messages"))
		bytes += (double)strlen(json_get_string(it, "content"));
	json_each (it, json_get(body, "input"))
		bytes += json_string(it) ? (double)strlen(json_string(it)) : 0;
	if (answer->state == NULL)
		answer->state = json_new_object();
	json_set_number(answer->state, "bytes", bytes);
	if (json_get(body, "input"))
		json_set_number(answer->state, "inputs", (double)json_len(json_get(body, "input")));
	if (json_path(body, "options.num_ctx"))
		json_set_number(
		    answer->state, "num_ctx", json_number(json_path(body, "options.num_ctx")));
}

void
part_expect_inputs(struct answer *answer, const struct json *body)
{
	if (json_get(body, "encoding_format"))
		part_expect(answer, body);
}

/*
 * A token is about four bytes; where far fewer tokens were read than were sent, or as many as a
 * server keeps that drops the front (half the context), the front is gone.  A small prompt says
 * nothing, and so does a count that is absent.
 */
void
part_expect_read(struct answer *answer)
{
	double bytes = json_get_number(answer->state, "bytes"), guess = bytes / 4;
	double context = json_get_number(answer->state, "num_ctx");
	double read = (double)(answer->usage.uncached_in + answer->usage.cache_read);
	char text[200];

	if (!answer->usage.known || read <= 0 || guess < 256)
		return;
	if (read >= 0.6 * guess &&
	    !(context > 0 && fabs(read - context / 2) <= 4 && bytes / 3 >= context))
		return;
	snprintf(text, sizeof text,
	    "the server read %.0f tokens of about %.0f sent: it cut the input; raise the model's "
	    "context, or shorten the input",
	    read, guess);
	part_warn(answer, text);
}
