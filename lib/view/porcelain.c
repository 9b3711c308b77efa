#include "view/porcelain.h"

#include <string.h>

#include "base/utf8.h"
#include "io/json.h"

void
porcelain_line(struct buf *out, const char *type)
{
	buf_str(out, type);
}

void
porcelain_end(struct buf *out)
{
	buf_char(out, '\n');
}

void
porcelain_text(struct buf *out, const char *text)
{
	buf_char(out, '\t');
	while (*text) {
		size_t n = strcspn(text, "\\\n\t\r");

		utf8_visible(out, text, n, false);
		text += n;
		switch (*text) {
		case '\0':
			return;
		case '\n':
			buf_str(out, "\\n");
			break;
		case '\t':
			buf_str(out, "\\t");
			break;
		case '\r':
			buf_str(out, "\\r");
			break;
		default:
			buf_str(out, "\\\\");
			break;
		}
		text++;
	}
}

void
porcelain_number(struct buf *out, double number)
{
	char text[JSON_NUMBER_TEXT];

	json_number_text(number, text);
	buf_printf(out, "\t%s", text);
}

static void
value(struct buf *out, const struct json *json)
{
	switch (json_kind(json)) {
	case JSON_STRING:
		porcelain_text(out, json_string(json));
		break;
	case JSON_NUMBER:
		porcelain_number(out, json_number(json));
		break;
	case JSON_BOOL:
		buf_str(out, json_bool(json) ? "\tyes" : "\tno");
		break;
	default:
		buf_char(out, '\t');
		break;
	}
}

void
porcelain_get(struct buf *out, const struct json *object, const char *key)
{
	value(out, json_get(object, key));
}

void
porcelain_keys(struct buf *out, const struct json *object, const char *const *keys)
{
	for (size_t i = 0; keys[i]; i++)
		porcelain_get(out, object, keys[i]);
}

void
porcelain_last(struct buf *out, const struct json *object, const char *const *keys)
{
	porcelain_keys(out, object, keys);
	porcelain_end(out);
}

void
porcelain_remarks(struct buf *out, const struct json *doc, const char *phase)
{
	static const char *const of_edit[] = { "by", "at", "original_sha256", NULL };
	static const char *const of_warning[] = { "code", "line", "about", "text", NULL };
	const struct json *entry = json_get(json_get(doc, "phases"), phase);
	const struct json *edited = json_get(entry, "edited");

	if (edited) {
		porcelain_line(out, "edited");
		porcelain_text(out, phase);
		porcelain_keys(out, edited, of_edit);
		porcelain_end(out);
	}
	json_each (warning, json_get(entry, "warnings")) {
		porcelain_line(out, "warning");
		porcelain_text(out, phase);
		porcelain_keys(out, warning, of_warning);
		porcelain_end(out);
	}
}

void
porcelain_each(struct buf *out, const struct json *strings)
{
	json_each (it, strings)
		value(out, it);
}
