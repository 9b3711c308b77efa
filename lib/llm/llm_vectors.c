#include "llm/llm_vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/json.h"
#include "llm/provider.h"

#define ROW_BYTES ((size_t)1024 * 1024)

static void
put_le(unsigned char *out, float f)
{
	uint32_t bits;

	memcpy(&bits, &f, sizeof bits);
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(bits >> (8 * i));
}

static float
get_le(const unsigned char *in)
{
	uint32_t bits = 0;
	float f;

	for (int i = 0; i < 4; i++)
		bits |= (uint32_t)in[i] << (8 * i);
	memcpy(&f, &bits, sizeof f);
	return f;
}

/* The shortest number that is this float again. */
static double
as_number(float f)
{
	double d = (double)f;
	char text[32];

	for (int digits = 6; digits <= 9; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, (double)f);
		d = strtod(text, NULL);
		if ((float)d == f)
			break;
	}
	return d;
}

struct json *
vectors_numbers(const float *v, size_t n, size_t dimensions)
{
	struct json *rows = json_new_array();

	for (size_t i = 0; i < n; i++) {
		struct json *row = json_add(rows, json_new_array());

		for (size_t d = 0; d < dimensions; d++)
			json_add(row, json_new_number(as_number(v[i * dimensions + d])));
	}
	return rows;
}

struct json *
vectors_kept(const float *v, size_t dimensions)
{
	unsigned char *bytes = mem_alloc(dimensions * 4 + 1);
	struct json *rows = json_new_array();
	struct buf text;

	buf_init(&text, ROW_BYTES);
	for (size_t d = 0; d < dimensions; d++)
		put_le(bytes + 4 * d, v[d]);
	base64_encode(bytes, dimensions * 4, &text);
	json_add_string(rows, text.s);
	buf_fini(&text);
	free(bytes);
	return rows;
}

/* A row as bytes of floats; false when it is none. */
static bool
read_row(const struct json *row, struct buf *out)
{
	const char *text = json_string(row);

	buf_clear(out);
	if (text)
		return base64_decode(text, strlen(text), out) && out->len % 4 == 0 && !out->over;
	json_each (number, row) {
		unsigned char bytes[4];

		if (json_kind(number) != JSON_NUMBER)
			return false;
		put_le(bytes, (float)json_number(number));
		buf_add(out, bytes, 4);
	}
	return !out->over;
}

static bool
add_row(struct answer *answer, size_t i, const struct buf *row)
{
	size_t dimensions = row->len / 4;
	float *to;

	if (dimensions == 0 || (i > 0 && dimensions != answer->dimensions))
		return false;
	answer->dimensions = dimensions;
	answer->vectors =
	    mem_realloc(answer->vectors, (i + 1) * dimensions, sizeof *answer->vectors);
	to = answer->vectors + i * dimensions;
	for (size_t d = 0; d < dimensions; d++) {
		to[d] = get_le((const unsigned char *)row->s + 4 * d);
		if (!isfinite(to[d]))
			return false;
	}
	answer->vector_n = i + 1;
	return true;
}

void
vectors_read(struct answer *answer, const struct json *rows)
{
	size_t i = 0;
	struct buf row;

	buf_init(&row, ROW_BYTES);
	json_each (it, rows) {
		if (!read_row(it, &row) || !add_row(answer, i++, &row)) {
			fault_set(&answer->fault, FAULT_PARSE,
			    "embedding %zu is not a row of numbers as long as the others", i);
			break;
		}
	}
	buf_fini(&row);
}
