#include "phase/phase.h"

#include <stdarg.h>
#include <stdio.h>

#include "io/json.h"

struct json *
phase_warn(struct phase_env *env, const char *code, const char *fmt, ...)
{
	struct json *warning = json_add_object(env->warnings);
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	json_set_string(warning, "code", code);
	json_set_string(warning, "text", text);
	return warning;
}
