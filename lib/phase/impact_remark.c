#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "phase/impact_parts.h"

#define NAMES_SHOWN 5
#define NAME_BYTES 200

static void
add_warning(struct impact *impact, const char *code, const char *text)
{
	struct json *warning = json_add_object(impact->warnings);

	json_set_string(warning, "code", code);
	json_set_string(warning, "text", text);
}

void
impact_warn(struct impact *impact, const char *code, const char *fmt, ...)
{
	char text[600];
	struct buf shown;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&shown, BUF_TEXT);
	utf8_visible(&shown, text, strlen(text), false);
	add_warning(impact, code, shown.s);
	buf_fini(&shown);
}

void
impact_remark(struct impact_remark *remark, const char *path)
{
	size_t n = strlen(path);

	if (remark->n++ == 0)
		buf_init(&remark->names, BUF_TEXT);
	if (remark->n > NAMES_SHOWN)
		return;
	if (remark->n > 1)
		buf_str(&remark->names, ", ");
	utf8_visible(&remark->names, path, n < NAME_BYTES ? n : NAME_BYTES, false);
	if (n > NAME_BYTES)
		buf_str(&remark->names, "...");
}

void
impact_remark_end(struct impact *impact, struct impact_remark *remark)
{
	struct buf text;

	if (remark->n == 0)
		return;
	buf_init(&text, BUF_TEXT);
	if (remark->n > 1)
		buf_printf(&text, "%zu files ", remark->n);
	else
		buf_printf(&text, "%s ", remark->names.s);
	buf_str(&text, remark->n > 1 ? remark->many : remark->one);
	if (remark->n > 1)
		buf_printf(&text, ": %s", remark->names.s);
	if (remark->n > NAMES_SHOWN)
		buf_printf(&text, " and %zu more", remark->n - NAMES_SHOWN);
	add_warning(impact, remark->code, text.s);
	buf_fini(&text);
	buf_fini(&remark->names);
	remark->n = 0;
}
