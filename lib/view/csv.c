#include "view/csv.h"

#include <string.h>

#include "io/json.h"

void
view_csv_field(const char *text, struct buf *out)
{
	size_t n = strlen(text);
	bool formula = *text != '\0' && strchr("=+-@\t\r", *text);

	if (!formula && strcspn(text, ",\"\r\n") == n) {
		buf_add(out, text, n);
		return;
	}
	buf_str(out, formula ? "\"'" : "\"");
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			buf_char(out, '"');
		buf_char(out, *c);
	}
	buf_char(out, '"');
}

static void
value(const struct json *json, struct buf *out)
{
	char number[JSON_NUMBER_TEXT];

	switch (json_kind(json)) {
	case JSON_NUMBER:
		json_number_text(json_number(json), number);
		buf_str(out, number);
		break;
	case JSON_BOOL:
		buf_str(out, json_bool(json) ? "true" : "false");
		break;
	case JSON_STRING:
		view_csv_field(json_string(json), out);
		break;
	default:
		break;
	}
}

void
view_csv(const struct json *objects, const char *const *keys, struct buf *out)
{
	for (size_t i = 0; keys[i]; i++)
		buf_printf(out, "%s%s", i ? "," : "", keys[i]);
	buf_str(out, "\r\n");
	json_each (object, objects) {
		for (size_t i = 0; keys[i]; i++) {
			if (i)
				buf_char(out, ',');
			value(json_get(object, keys[i]), out);
		}
		buf_str(out, "\r\n");
	}
}
