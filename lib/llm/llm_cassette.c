#include "llm/llm_cassette.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/json.h"
#include "llm/llm_key.h"

struct cassette {
	char *path;
	VEC_OF(struct json *) lines;
	struct map keys, any; /* to places in lines */
	size_t script;	      /* the next line of the script, or one before it */
};

static enum status
take_line(struct cassette *c, struct json *line, size_t number, struct err *err)
{
	const char *key = json_get_string(line, "key");
	const struct json *fields = json_get(line, "fields");
	char any[DIGEST_TEXT];

	*vec_add(&c->lines) = line;
	if (json_kind(json_get(line, "reply")) != JSON_OBJECT ||
	    (*key && json_kind(fields) != JSON_OBJECT))
		return err_set(err, ST_DATA,
		    "%s: line %zu is no recorded reply: expected an object with \"reply\", and "
		    "with \"fields\" when it has a \"key\"",
		    c->path, number);
	if (*key == '\0')
		return ST_OK;
	*map_slot(&c->keys, key, strlen(key), NULL) = c->lines.len - 1;
	key_hash_any(fields, any);
	*map_slot(&c->any, any, strlen(any), NULL) = c->lines.len - 1;
	return ST_OK;
}

static enum status
read_lines(struct cassette *c, const struct buf *text, struct err *err)
{
	const char *at = text->s, *all = text->s + text->len;

	for (size_t number = 1; at < all; number++) {
		const char *newline = memchr(at, '\n', (size_t)(all - at));
		const char *end = newline ? newline : all;
		struct json *line = NULL;
		enum status st = ST_OK;

		if (end > at && json_parse(at, (size_t)(end - at), &line, err)) {
			err_context(err, "%s: line %zu", c->path, number);
			return err->status = ST_DATA;
		}
		if (line)
			st = take_line(c, line, number, err);
		if (st)
			return st;
		at = newline ? newline + 1 : all;
	}
	return ST_OK;
}

/* Nobody appends to it meanwhile: half a line is no line. */
static enum status
read_whole(const char *path, struct buf *text, struct err *err)
{
	enum status st;
	int fd;

	if (strcmp(path, "-") == 0)
		return file_read(path, text, err);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ST_NOINPUT, "cannot open %s: %s", path, strerror(errno));
	while (flock(fd, LOCK_SH) < 0) {
		if (errno != EINTR) {
			st = err_set(err, ST_IO, "cannot lock %s: %s", path, strerror(errno));
			close(fd);
			return st;
		}
	}
	st = file_read_fd(fd, path, text, err);
	close(fd);
	return st;
}

enum status
cassette_open(const char *path, bool record, struct cassette **out, struct err *err)
{
	struct cassette *c = mem_calloc(1, sizeof *c);
	enum status st = ST_OK;
	struct buf text;

	c->path = mem_strdup(path);
	map_init(&c->keys);
	map_init(&c->any);
	buf_init(&text, CASSETTE_BYTES);
	if (!record || file_exists(path))
		st = read_whole(path, &text, err);
	if (st == ST_OK)
		st = read_lines(c, &text, err);
	buf_fini(&text);
	if (st) {
		cassette_close(c);
		return st;
	}
	*out = c;
	return ST_OK;
}

void
cassette_close(struct cassette *c)
{
	if (c == NULL)
		return;
	vec_each (struct json **, line, &c->lines)
		json_free(*line);
	vec_fini(&c->lines);
	map_fini(&c->keys);
	map_fini(&c->any);
	free(c->path);
	free(c);
}

static bool
is_script(const struct json *line, bool embed)
{
	const struct json *reply = json_get(line, "reply");

	return *json_get_string(line, "key") == '\0' &&
	       embed == (json_get(reply, "embeddings") != NULL);
}

const struct json *
cassette_find(struct cassette *c, const struct json *fields, bool any_model, bool embed)
{
	const struct map_entry *found;
	char key[DIGEST_TEXT];

	if (any_model)
		key_hash_any(fields, key);
	else
		key_hash(fields, key);
	found = map_find(any_model ? &c->any : &c->keys, key, strlen(key));
	if (found)
		return json_get(c->lines.at[found->value], "reply");
	while (c->script < c->lines.len) {
		const struct json *line = c->lines.at[c->script];

		if (*json_get_string(line, "key")) {
			c->script++;
			continue;
		}
		if (!is_script(line, embed))
			return NULL;
		c->script++;
		return json_get(line, "reply");
	}
	return NULL;
}

void
cassette_nearest(const struct cassette *c, const struct json *fields, bool any_model,
    struct buf *out, bool *none)
{
	const struct json *nearest = NULL;
	size_t least = SIZE_MAX;

	vec_each (struct json **, line, &c->lines) {
		const struct json *there = json_get(*line, "fields");
		size_t n;

		if (there == NULL)
			continue;
		n = key_differ(fields, there, any_model, NULL);
		if (n < least) {
			least = n;
			nearest = there;
		}
	}
	*none = nearest == NULL;
	if (nearest)
		key_differ(fields, nearest, any_model, out);
}

enum status
cassette_add(struct cassette *c, const struct json *line, struct err *err)
{
	int fd = open(c->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	enum status st;
	struct buf text;
	bool closed;

	if (fd < 0)
		return err_set(
		    err, ST_IO, "cannot write the cassette %s: %s", c->path, strerror(errno));
	buf_init(&text, CASSETTE_BYTES);
	json_print(line, &text);
	buf_char(&text, '\n');
	st = buf_check(&text, "the recorded reply", err);
	if (st == ST_OK && flock(fd, LOCK_EX) < 0)
		st = err_set(err, ST_IO, "cannot lock %s: %s", c->path, strerror(errno));
	if (st == ST_OK)
		st = file_write_fd(fd, text.s, text.len, &closed, err);
	if (close(fd) < 0 && st == ST_OK)
		st = err_set(err, ST_IO, "cannot write %s: %s", c->path, strerror(errno));
	buf_fini(&text);
	return st;
}
