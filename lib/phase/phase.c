#include "phase/phase.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"

struct json *
phase_warn(struct phase_env *env, const char *code, const char *fmt, ...)
{
	struct json *warning = json_add_object(env->warnings);
	char text[1024];
	struct buf whole; /* the cut may have gone through a character */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	json_set_string(warning, "code", code);
	buf_init(&whole, BUF_TEXT);
	utf8_repair(&whole, text, strlen(text));
	json_set_string(warning, "text", whole.s);
	buf_fini(&whole);
	return warning;
}
