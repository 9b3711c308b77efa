/* What a change touches: its files, what is around the changed lines, what any test may depend on.
 */

#include "io/json.h"
#include "view/change.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/views.h"

enum status
view_impact(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	if (view_need(doc, "impact", &output, err))
		return ST_DATA;
	view_change(doc, (size_t)args->top, view, out);
	view_remarks(doc, "impact", view, out);
	return ST_OK;
}

static void
file_lines(const struct json *file, struct buf *out)
{
	porcelain_line(out, "changed");
	porcelain_keys(out, file,
	    KEYS("status", "kind", "language", "binary", "added", "removed", "path", "old_path"));
	porcelain_end(out);
	json_each (symbol, json_get(file, "symbols")) {
		porcelain_line(out, "symbol");
		porcelain_get(out, file, "path");
		porcelain_keys(out, symbol, KEYS("kind", "line", "end_line", "how", "name"));
		porcelain_end(out);
	}
}

enum status
porcelain_impact(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output, *change = json_get(doc, "change");

	(void)view;
	(void)args;
	if (view_need(doc, "impact", &output, err))
		return ST_DATA;
	porcelain_line(out, "change");
	porcelain_keys(out, change, KEYS("base", "head", "source", "sha256"));
	porcelain_keys(out, output, KEYS("files", "added", "removed", "symbols"));
	porcelain_end(out);
	json_each (file, json_get(change, "files"))
		file_lines(file, out);
	json_each (wide, json_get(output, "wide")) {
		porcelain_line(out, "reaches-far");
		porcelain_keys(out, wide, KEYS("path", "reason"));
		porcelain_end(out);
	}
	json_each (missing, json_get(output, "missing")) {
		porcelain_line(out, "unknown");
		porcelain_text(out, json_string(missing));
		porcelain_end(out);
	}
	porcelain_remarks(out, doc, "impact");
	return ST_OK;
}
