#include "io/yaml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/map.h"
#include "base/vec.h"
#include "io/json.h"

/* A mapping or sequence that is open. */
struct level {
	bool mapping;
	bool at_value; /* the key of a mapping was read */
	size_t number; /* unique in the document */
	size_t count;  /* elements or members so far */
	size_t path_len;
};

/* Events become JSON text, so that what a value may be is decided in one place. */
struct walk {
	yaml_parser_t parser;
	yaml_event_t event;
	VEC_OF(struct level) open;
	struct map keys; /* number of the mapping and key of every member seen */
	struct buf json, path;
	size_t numbers;
	const char *wanted; /* a dotted path, or NULL */
	int found_line;
	bool has_root;
};

static enum status
refuse(const struct walk *w, struct err *err, const char *what)
{
	return err_set(err, ST_DATA, "line %zu, column %zu: %s", w->event.start_mark.line + 1,
	    w->event.start_mark.column + 1, what);
}

static enum status
syntax_error(const struct walk *w, struct err *err)
{
	const yaml_parser_t *p = &w->parser;
	const char *problem = p->problem ? p->problem : "not YAML";

	if (p->error == YAML_MEMORY_ERROR)
		mem_exhausted();
	if (p->error == YAML_READER_ERROR)
		return err_set(err, ST_DATA, "byte %zu: %s", p->problem_offset, problem);
	return err_set(err, ST_DATA, "line %zu, column %zu: %s", p->problem_mark.line + 1,
	    p->problem_mark.column + 1, problem);
}

static bool
is_number(const char *s, size_t n)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	bool number;

	if (n == 0 || n > 64 || !(*s == '-' || (*s >= '0' && *s <= '9')) ||
	    strspn(s, "0123456789+-.eE") < n)
		return false;
	if (json_parse(s, n, &j, &err))
		return false;
	number = json_kind(j) == JSON_NUMBER;
	json_free(j);
	return number;
}

static bool
is_word(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == n && memcmp(s, *words, n) == 0)
			return true;
	}
	return false;
}

static void
put_scalar(struct walk *w)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const trues[] = { "true", "True", "TRUE", NULL };
	static const char *const falses[] = { "false", "False", "FALSE", NULL };
	const char *s = (const char *)w->event.data.scalar.value;
	size_t n = w->event.data.scalar.length;

	if (w->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		json_print_string(s, n, &w->json);
	else if (is_word(s, n, nulls))
		buf_str(&w->json, "null");
	else if (is_word(s, n, trues))
		buf_str(&w->json, "true");
	else if (is_word(s, n, falses))
		buf_str(&w->json, "false");
	else if (is_number(s, n))
		buf_add(&w->json, s, n);
	else
		json_print_string(s, n, &w->json);
}

static enum status
put_key(struct walk *w, struct level *level, struct err *err)
{
	const char *s = (const char *)w->event.data.scalar.value;
	size_t n = w->event.data.scalar.length;
	struct buf id;
	bool added;

	if (w->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp(s, "<<") == 0)
		return refuse(w, err, "merge keys are not supported: write the members out");
	buf_init(&id, SIZE_MAX / 2);
	buf_add(&id, &level->number, sizeof level->number);
	buf_add(&id, s, n);
	map_slot(&w->keys, id.s, id.len, &added);
	buf_fini(&id);
	if (!added)
		return err_set(err, ST_DATA,
		    "line %zu, column %zu: \"%.100s\" appears twice: keep one",
		    w->event.start_mark.line + 1, w->event.start_mark.column + 1, s);
	if (level->count++)
		buf_char(&w->json, ',');
	json_print_string(s, n, &w->json);
	buf_char(&w->json, ':');
	level->at_value = true;
	if (w->wanted == NULL)
		return ST_OK;
	buf_cut(&w->path, level->path_len);
	if (level->path_len)
		buf_char(&w->path, '.');
	buf_add(&w->path, s, n);
	return ST_OK;
}

/* Before a value: its comma, its path, and whether it is the one looked for. */
static void
begin_value(struct walk *w)
{
	struct level *level = w->open.len ? vec_last(&w->open) : NULL;

	if (level && !level->mapping) {
		if (w->wanted) {
			buf_cut(&w->path, level->path_len);
			buf_printf(&w->path, "%s%zu", level->path_len ? "." : "", level->count);
		}
		if (level->count++)
			buf_char(&w->json, ',');
	}
	if (level)
		level->at_value = false;
	w->has_root = true;
	if (w->wanted && w->found_line == 0 && strcmp(w->wanted, w->path.s) == 0)
		w->found_line = (int)w->event.start_mark.line + 1;
}

static enum status
open_level(struct walk *w, bool mapping, struct err *err)
{
	const yaml_char_t *tag =
	    mapping ? w->event.data.mapping_start.tag : w->event.data.sequence_start.tag;
	const yaml_char_t *anchor =
	    mapping ? w->event.data.mapping_start.anchor : w->event.data.sequence_start.anchor;
	struct level *level = w->open.len ? vec_last(&w->open) : NULL;

	if (tag || anchor)
		return refuse(w, err, "tags and anchors are not supported: write the value out");
	if (level && level->mapping && !level->at_value)
		return refuse(w, err, "a key is a list or mapping: use text");
	if (w->open.len == JSON_MAX_DEPTH)
		return refuse(w, err, "nested too deeply");
	begin_value(w);
	*vec_add(&w->open) =
	    (struct level){ .mapping = mapping, .number = w->numbers++, .path_len = w->path.len };
	buf_char(&w->json, mapping ? '{' : '[');
	return ST_OK;
}

static void
close_level(struct walk *w)
{
	const struct level *level = vec_last(&w->open);

	buf_cut(&w->path, level->path_len);
	buf_char(&w->json, level->mapping ? '}' : ']');
	w->open.len--;
}

static enum status
take_scalar(struct walk *w, struct err *err)
{
	struct level *level = w->open.len ? vec_last(&w->open) : NULL;

	if (w->event.data.scalar.tag || w->event.data.scalar.anchor)
		return refuse(w, err, "tags and anchors are not supported: write the value out");
	if (memchr(w->event.data.scalar.value, '\0', w->event.data.scalar.length))
		return refuse(w, err, "the text holds a zero byte: take it out");
	if (level && level->mapping && !level->at_value)
		return put_key(w, level, err);
	begin_value(w);
	put_scalar(w);
	return ST_OK;
}

static enum status
take_event(struct walk *w, struct err *err)
{
	switch (w->event.type) {
	case YAML_DOCUMENT_START_EVENT:
		if (w->has_root)
			return refuse(w, err, "a second document: keep one to a file");
		return ST_OK;
	case YAML_ALIAS_EVENT:
		return refuse(w, err, "aliases are not supported: write the value out");
	case YAML_SCALAR_EVENT:
		return take_scalar(w, err);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(w, false, err);
	case YAML_MAPPING_START_EVENT:
		return open_level(w, true, err);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_level(w);
		return ST_OK;
	default:
		return ST_OK;
	}
}

static enum status
walk(struct walk *w, const char *text, size_t n, struct err *err)
{
	yaml_event_type_t type = YAML_NO_EVENT;
	enum status st = ST_OK;

	if (!yaml_parser_initialize(&w->parser))
		mem_exhausted();
	yaml_parser_set_encoding(&w->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&w->parser, (const unsigned char *)text, n);
	buf_init(&w->json, SIZE_MAX / 2);
	buf_init(&w->path, SIZE_MAX / 2);
	map_init(&w->keys);
	while (st == ST_OK && type != YAML_STREAM_END_EVENT) {
		if (!yaml_parser_parse(&w->parser, &w->event)) {
			st = syntax_error(w, err);
			break;
		}
		type = w->event.type;
		st = take_event(w, err);
		yaml_event_delete(&w->event);
	}
	yaml_parser_delete(&w->parser);
	vec_fini(&w->open);
	map_fini(&w->keys);
	buf_fini(&w->path);
	return st;
}

enum status
yaml_parse(const char *text, size_t n, struct json **out, struct err *err)
{
	struct walk w = { 0 };
	enum status st = walk(&w, text, n, err);

	if (st == ST_OK && w.json.len > 0 && strcmp(w.json.s, "null") != 0)
		st = json_parse(w.json.s, w.json.len, out, err);
	else if (st == ST_OK)
		*out = json_new_object();
	buf_fini(&w.json);
	return st;
}

int
yaml_line_of(const char *text, size_t n, const char *dotted)
{
	struct walk w = { .wanted = dotted };
	struct err err = ERR_INIT;

	walk(&w, text, n, &err);
	buf_fini(&w.json);
	return w.found_line;
}
