#include "phase/index_text.h"

#include <string.h>

#include "io/json.h"
#include "text/words.h"

#define FIELD_BYTES ((size_t)4 * 1024 * 1024)
#define MODEL_TEXT 8192

/* Which members of a record make which field. */
static const struct part {
	enum corpus_field field;
	const char *member;
} parts[] = {
	{ CORPUS_TITLE, "title" },
	{ CORPUS_PATH, "file" },
	{ CORPUS_PATH, "classname" },
	{ CORPUS_PATH, "imports" },
	{ CORPUS_BODY, "words" },
	{ CORPUS_BODY, "literals" },
	{ CORPUS_BODY, "assertions" },
	{ CORPUS_BODY, "tags" },
};

struct adder {
	struct index_text *text;
	enum corpus_field field;
};

void
index_text_init(struct index_text *text, struct words *words)
{
	*text = (struct index_text){ .words = words };
	for (int field = 0; field < CORPUS_FIELDS; field++)
		buf_init(&text->fields[field], FIELD_BYTES);
}

void
index_text_fini(struct index_text *text)
{
	for (int field = 0; field < CORPUS_FIELDS; field++)
		buf_fini(&text->fields[field]);
}

static void
add_term(void *arg, const char *term, size_t n, size_t from, size_t to)
{
	struct adder *adder = arg;
	struct buf *out = &adder->text->fields[adder->field];

	(void)from;
	(void)to;
	if (out->len + n + 1 > out->max)
		return;
	if (out->len > 0)
		buf_char(out, ' ');
	buf_add(out, term, n);
	adder->text->terms[adder->field]++;
}

static void
add_value(struct adder *adder, const struct json *value)
{
	const char *s = json_string(value);

	if (s)
		words_terms(adder->text->words, s, strlen(s), true, add_term, adder);
}

void
index_text_set(struct index_text *text, const struct json *record)
{
	for (int field = 0; field < CORPUS_FIELDS; field++) {
		buf_clear(&text->fields[field]);
		text->terms[field] = 0;
	}
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct adder adder = { text, parts[i].field };
		const struct json *value = json_get(record, parts[i].member);

		add_value(&adder, value);
		json_each (item, value)
			add_value(&adder, item);
	}
}

void
index_model_text(const struct json *record, struct buf *out)
{
	static const char *const members[] = { "title", "name", "classname", "file", "words" };
	const char *before = "";

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		const char *text = json_get_string(record, members[i]);

		if (*text && strcmp(text, before) != 0)
			buf_printf(out, "%s%s", out->len ? "\n" : "", text);
		before = text;
	}
	while (out->len > MODEL_TEXT) {
		size_t at = MODEL_TEXT;

		while (at > 0 && ((unsigned char)out->s[at] & 0xc0) == 0x80)
			at--;
		buf_cut(out, at);
	}
}
