#include "view/csv.h"

#include <string.h>

#include "io/json.h"
#include "view/plain.h"

static void
field(const char *text, size_t n, struct buf *out)
{
	bool formula = n > 0 && strchr("=+-@", *text);

	if (!formula && strcspn(text, ",\"") == n) {
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

void
view_csv_field(const char *text, struct buf *out)
{
	struct buf line;
	size_t blanks;

	buf_init(&line, SIZE_MAX / 4);
	plain_line(&line, text, SIZE_MAX);
	blanks = strspn(line.s, " ");
	field(line.s + blanks, line.len - blanks, out);
	buf_fini(&line);
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
