#include <stdio.h>
#include <string.h>

#include "cli/hook.h"
#include "io/digest.h"

#define MARK "# rsg-hook "

/* Where the marker is, or goes: behind the line that names the interpreter. */
static size_t
mark_place(const struct buf *text)
{
	const char *end = strncmp(text->s, "#!", 2) == 0 ? strchr(text->s, '\n') : NULL;

	return end ? (size_t)(end - text->s) + 1 : 0;
}

void
hook_mark(const char *name, const struct buf *script, struct buf *out)
{
	size_t at = mark_place(script);
	char hash[DIGEST_TEXT];

	digest_text(script->s, script->len, hash);
	buf_add(out, script->s, at);
	buf_printf(out, MARK "%s %s %s\n", name, RSG_VERSION, hash);
	buf_add(out, script->s + at, script->len - at);
}

/* One word of at most max - 1 bytes; false when there is none. */
static bool
take_word(const char **at, char *out, size_t max)
{
	size_t n = strcspn(*at, " \n");

	if (n == 0 || n >= max)
		return false;
	memcpy(out, *at, n);
	out[n] = '\0';
	*at += n + ((*at)[n] == ' ');
	return true;
}

static bool
read_mark(const char *name, const struct buf *text, size_t at, char version[HOOK_VERSION],
    char hash[DIGEST_TEXT])
{
	const char *p = text->s + at;
	char word[64];

	if (strlen(text->s) != text->len || strncmp(p, MARK, strlen(MARK)) != 0)
		return false;
	p += strlen(MARK);
	return take_word(&p, word, sizeof word) && strcmp(word, name) == 0 &&
	       take_word(&p, version, HOOK_VERSION) && take_word(&p, hash, DIGEST_TEXT) &&
	       digest_check_text(hash);
}

/* The text without its marker. */
static void
unmarked(const struct buf *text, size_t at, struct buf *out)
{
	const char *end = strchr(text->s + at, '\n');
	size_t from = end ? (size_t)(end - text->s) + 1 : text->len;

	buf_add(out, text->s, at);
	buf_add(out, text->s + from, text->len - from);
}

enum hook_state
hook_judge(
    const char *name, const struct buf *text, const struct buf *wanted, char version[HOOK_VERSION])
{
	char hash[DIGEST_TEXT], is[DIGEST_TEXT], now[DIGEST_TEXT];
	size_t at = mark_place(text);
	struct buf script;

	if (!read_mark(name, text, at, version, hash)) {
		version[0] = '\0';
		return HOOK_OTHER;
	}
	buf_init(&script, BUF_TEXT);
	unmarked(text, at, &script);
	digest_text(script.s, script.len, is);
	buf_clear(&script);
	unmarked(wanted, mark_place(wanted), &script);
	digest_text(script.s, script.len, now);
	buf_fini(&script);
	if (strcmp(is, hash) != 0)
		return HOOK_EDITED;
	return strcmp(is, now) == 0 ? HOOK_INSTALLED : HOOK_OUTDATED;
}
