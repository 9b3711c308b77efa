#include "llm/prompt_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "io/yaml.h"

#define FENCE "---\n"
#define SYSTEM "# System\n"
#define USER "# User\n"
#define BLANK " \t\n"

/* A text without carriage returns before its newlines, which an editor may have put there. */
static char *
unix_lines(const char *text, size_t n)
{
	struct buf out;

	buf_init(&out, n + 2);
	for (size_t i = 0; i < n; i++) {
		if (text[i] != '\r' || i + 1 == n || text[i + 1] != '\n')
			buf_char(&out, text[i]);
	}
	if (out.len == 0 || out.s[out.len - 1] != '\n')
		buf_char(&out, '\n');
	return buf_take(&out);
}

static enum status
bad(struct err *err, const char *file, const char *what)
{
	return err_set(err, ST_CONFIG, "%s %s: see rsg-prompts(5)", file, what);
}

static enum status
front_text(
    const struct json *front, const char *key, const char *file, const char **out, struct err *err)
{
	*out = json_get_string(front, key);
	if (**out)
		return ST_OK;
	return err_set(
	    err, ST_CONFIG, "%s has no \"%s:\" in its front matter: see rsg-prompts(5)", file, key);
}

static bool
is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!((s[i] >= 'a' && s[i] <= 'z') ||
			(i > 0 && (s[i] == '_' || (s[i] >= '0' && s[i] <= '9')))))
			return false;
	}
	return n > 0;
}

static enum status
takes_read(const char *list, const char *file, struct strings *out, struct err *err)
{
	while (*list) {
		size_t n;

		list += strspn(list, ", \t");
		n = strcspn(list, ", \t");
		if (n == 0)
			break;
		if (!is_name(list, n))
			return bad(err, file, "takes what is no name (a-z, 0-9 and _)");
		strings_addn(out, list, n);
		list += n;
	}
	return ST_OK;
}

static enum status
front_read(
    struct prompt_file *prompt, const char *file, const char *text, size_t n, struct err *err)
{
	const char *takes, *gives, *purpose;
	struct json *front = NULL;
	enum status st = yaml_parse(text, n, &front, err);

	if (st) {
		err->status = ST_CONFIG;
		return err_context(err, "%s", file);
	}
	st = front_text(front, "purpose", file, &purpose, err);
	if (st == ST_OK)
		st = front_text(front, "gives", file, &gives, err);
	if (st == ST_OK)
		st = front_text(front, "takes", file, &takes, err);
	if (st == ST_OK) {
		prompt->gives = mem_strdup(gives);
		st = takes_read(takes, file, &prompt->takes, err);
	}
	json_free(front);
	return st;
}

/* The bytes between two places, without blank lines around them. */
static char *
part(const char *from, const char *to)
{
	while (from < to && strchr(BLANK, *from))
		from++;
	while (to > from && strchr(BLANK, to[-1]))
		to--;
	return mem_strndup(from, (size_t)(to - from));
}

static enum status
body_read(struct prompt_file *prompt, const char *file, const char *body, struct err *err)
{
	const char *told = body + strspn(body, BLANK), *user;

	if (strncmp(told, SYSTEM, strlen(SYSTEM)) != 0)
		return bad(err, file, "does not begin with \"# System\" behind its front matter");
	user = strstr(told, "\n" USER);
	if (user == NULL)
		return bad(err, file, "has no \"# User\" part");
	prompt->told = part(told + strlen(SYSTEM), user);
	user += 1 + strlen(USER);
	prompt->user = part(user, user + strlen(user));
	if (*prompt->told == '\0' || *prompt->user == '\0')
		return bad(err, file, "has an empty part");
	return ST_OK;
}

bool
prompt_place_next(const char **at, struct prompt_place *place)
{
	const char *open = strstr(*at, "{{"), *close = open ? strstr(open, "}}") : NULL;

	if (open == NULL)
		return false;
	*place = (struct prompt_place){ .text = *at, .text_n = (size_t)(open - *at), .name = "" };
	if (close && is_name(open + 2, (size_t)(close - open - 2))) {
		place->name = open + 2;
		place->n = (size_t)(close - open - 2);
		*at = close + 2;
	} else {
		*at = open + 2;
	}
	return true;
}

/* Every {{name}} of a part is one that is taken; `used` collects them. */
static enum status
names_check(const struct prompt_file *prompt, const char *file, const char *text,
    struct strings *used, struct err *err)
{
	struct prompt_place place;

	while (prompt_place_next(&text, &place)) {
		char *name = mem_strndup(place.name, place.n);
		bool known = strings_has(&prompt->takes, name);

		if (known && !strings_has(used, name))
			strings_add(used, name);
		free(name);
		if (place.n == 0)
			return bad(err, file, "has {{ with no name and }} behind it");
		if (!known)
			return err_set(err, ST_CONFIG,
			    "%s uses {{%.*s}}, which its takes: does not name: see rsg-prompts(5)",
			    file, (int)(place.n < 60 ? place.n : 60), place.name);
	}
	return ST_OK;
}

static enum status
used_check(const struct prompt_file *prompt, const char *file, struct err *err)
{
	struct strings used = { 0 };
	enum status st = names_check(prompt, file, prompt->told, &used, err);

	if (st == ST_OK)
		st = names_check(prompt, file, prompt->user, &used, err);
	for (size_t i = 0; st == ST_OK && i < prompt->takes.len; i++) {
		if (!strings_has(&used, prompt->takes.at[i]))
			st = err_set(err, ST_CONFIG,
			    "%s takes %.60s and does not use it: see rsg-prompts(5)", file,
			    prompt->takes.at[i]);
	}
	strings_fini(&used);
	return st;
}

enum status
prompt_file_parse(
    const char *file, const char *text, size_t n, struct prompt_file *out, struct err *err)
{
	char *lines = NULL, *end = NULL;
	enum status st = ST_OK;

	*out = (struct prompt_file){ 0 };
	if (utf8_check(text, n) < n || memchr(text, '\0', n))
		return bad(err, file, "is not UTF-8 text");
	digest_text(text, n, out->sha256);
	lines = unix_lines(text, n);
	if (strncmp(lines, FENCE, strlen(FENCE)) == 0)
		end = strstr(lines + strlen(FENCE) - 1, "\n" FENCE);
	if (end == NULL)
		st = bad(err, file, "has no front matter between two lines of ---");
	if (st == ST_OK)
		st = front_read(out, file, lines + strlen(FENCE),
		    end > lines + strlen(FENCE) ? (size_t)(end + 1 - lines) - strlen(FENCE) : 0,
		    err);
	if (st == ST_OK)
		st = body_read(out, file, end + 1 + strlen(FENCE), err);
	if (st == ST_OK)
		st = used_check(out, file, err);
	free(lines);
	return st;
}

void
prompt_file_fini(struct prompt_file *prompt)
{
	strings_fini(&prompt->takes);
	free(prompt->gives);
	free(prompt->told);
	free(prompt->user);
	*prompt = (struct prompt_file){ 0 };
}
