#include "text/failure_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/regex.h"

#define FRAMES_MAX 200

static bool
is_outside(const struct failure_rules *rules, const char *s)
{
	struct err none = ERR_INIT;
	struct regex_match m;

	return rules->outside && regex_match(rules->outside, s, strlen(s), 0, &m, &none) == ST_OK;
}

const char *
failure_inside(const struct failure_rules *rules, const char *root, const char *s)
{
	size_t n = root ? strlen(root) : 0;

	while (n > 1 && root[n - 1] == '/')
		n--;
	if (strncmp(s, "file://", 7) == 0)
		s += 7;
	if (n > 1 && strncmp(s, root, n) == 0 && s[n] == '/')
		s += n + 1;
	else if (n > 1 && *s == '/')
		return NULL;
	while (strncmp(s, "./", 2) == 0)
		s += 2;
	return *s == '\0' || *s == '<' || is_outside(rules, s) ? NULL : s;
}

static char *
part(const struct buf *text, const struct regex_match *m, int group)
{
	if (group < 0 || m->from[group] == (size_t)-1)
		return mem_strdup("");
	return mem_strndup(text->s + m->from[group], m->to[group] - m->from[group]);
}

static void
take(const struct failure_pattern *frame, const struct buf *text, const struct regex_match *m,
    const char *file, struct failure *out)
{
	char *at = part(text, m, frame->at);

	free(out->file);
	free(out->function);
	out->file = mem_strdup(file);
	out->at = (int)strtol(at, NULL, 10) & 0x7fffffff;
	out->function = part(text, m, frame->function);
	free(at);
}

static bool
look(const struct failure_rules *rules, const struct failure_pattern *frame, const char *root,
    const struct buf *text, struct failure *out)
{
	struct err none = ERR_INIT;
	struct regex_match m;
	bool found = false;
	size_t at = 0;

	for (int i = 0; i < FRAMES_MAX && (!found || frame->last) &&
			regex_match(frame->re, text->s, text->len, at, &m, &none) == ST_OK &&
			m.to[0] > m.from[0];
	     i++) {
		char *name = part(text, &m, frame->file);
		const char *file = failure_inside(rules, root, name);

		if (file) {
			take(frame, text, &m, file, out);
			found = true;
		}
		free(name);
		at = m.to[0];
	}
	return found;
}

void
failure_place(const struct failure_rules *rules, const struct failure_ask *ask,
    const struct buf *text, struct failure *out)
{
	vec_each (const struct failure_pattern *, frame, &rules->frames) {
		if (failure_fits(rules, frame, ask->framework) &&
		    look(rules, frame, ask->root, text, out))
			return;
	}
}
