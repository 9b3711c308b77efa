#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"
#include "view/trail.h"

static void
gate_row(const struct page *page, const struct json *gate)
{
	const char *sha256 = json_get_string(gate, "subject_sha256");

	html_put(page->out, "<tr><td>%s<td>", json_get_string(gate, "phase"));
	page_badge(page, json_get_string(gate, "status"));
	html_put(page->out, "<td>%.200s<td>%s<td class=nb>%s<td class=x>%.2000s",
	    json_get_string(gate, "by"), json_get_string(gate, "how"),
	    *json_get_string(gate, "decided_at") ? json_get_string(gate, "decided_at")
						 : json_get_string(gate, "asked_at"),
	    json_get_string(gate, "reason"));
	if (*json_get_string(gate, "rule"))
		html_put(page->out, "<small>rule: %.500s</small>", json_get_string(gate, "rule"));
	html_put(page->out, "<td><code title=\"%s\">%.12s</code><small>%s</small>\n", sha256,
	    sha256,
	    json_get_bool(gate, "imported")   ? "in another store"
	    : !json_get_bool(gate, "of_this") ? "an earlier output"
					      : "this output");
}

static void
gates(const struct page *page)
{
	html_put(page->out,
	    "<div class=scroll><table class=sort><thead><tr><th>Phase<th data-sort=o>Decision<th>By"
	    "<th>How<th>When<th>Reason<th>Decided on</thead><tbody>\n");
	json_each (gate, page->report->gates)
		gate_row(page, gate);
	html_put(page->out, "</tbody></table></div>\n");
}

static void
decisions(const struct page *page, const struct json *list)
{
	html_put(page->out, "<ul>\n");
	json_each (it, list) {
		html_put(page->out, "<li>%s <span class=d>%s</span> %s %.200s %.2000s",
		    json_get_string(it, "event"), json_get_string(it, "at"),
		    json_get_string(it, "phase"), json_get_string(it, "by"),
		    json_get_string(it, "reason"));
		if (json_get(it, "score"))
			html_put(page->out, " <span class=d>score %.2f, threshold %.2f</span>",
			    json_get_number(it, "score"), json_get_number(it, "threshold"));
		html_put(page->out, "</li>\n");
	}
	html_put(page->out, "</ul>\n");
}

static void
not_known(const struct page *page)
{
	if (page->report->why_not)
		html_put(page->out, "<p class=none>%s.</p>\n", page->report->why_not);
}

void
report_decisions(const struct page *page)
{
	const struct json *list = json_get(doc_output(page->doc, "audit"), "decisions");

	page_section(page, "decisions", "Gates and decisions", "%s", "");
	if (json_len(page->report->gates))
		gates(page);
	if (json_len(list))
		decisions(page, list);
	if (page->report->gates == NULL)
		not_known(page);
	else if (!json_len(page->report->gates) && !json_len(list))
		html_put(page->out, "<p class=none>No phase of this run was asked about.</p>\n");
	html_put(page->out, "</section>\n");
}

static void
event_row(const struct page *page, const struct json *event)
{
	struct json *entry = trail_entry(event);
	const char *hash = json_get_string(event, "hash");

	html_put(page->out, "<tr><td class=n>%.0f<td class=nb>%s<td class=nb>%s<td>%s<td>%.200s",
	    json_get_number(event, "seq"), json_get_string(event, "at"),
	    json_get_string(event, "event"), json_get_string(entry, "phase"),
	    json_get_string(entry, "by"));
	html_put(page->out, "<td class=x>%.2000s<td><code title=\"%s\">%.12s</code>\n",
	    json_get_string(entry, "what"), hash, hash);
	json_free(entry);
}

void
report_events(const struct page *page)
{
	const struct json *events = page->report->events;

	page_section(page, "audit", "Audit trail", "%s", "");
	if (events == NULL) {
		not_known(page);
		html_put(page->out, "</section>\n");
		return;
	}
	html_put(page->out,
	    "<details><summary>%zu %s, each with the hash of the one before</summary><div "
	    "class=scroll><table class=sort><thead><tr><th class=n "
	    "data-sort=i>#<th>When<th>Event<th>"
	    "Phase<th>By<th>What<th>Hash</thead><tbody>\n",
	    json_len(events), view_plural(json_len(events), "event", "events"));
	json_each (event, events)
		event_row(page, event);
	html_put(page->out, "</tbody></table></div></details></section>\n");
}

#define WIDTH 640
#define HEIGHT 120
#define EDGE 8

struct series {
	const char *key, *name;
	double most;
};

static double
x_of(size_t i, size_t n)
{
	return n < 2 ? WIDTH / 2.0 : EDGE + (double)i * (WIDTH - 2.0 * EDGE) / (double)(n - 1);
}

static double
y_of(const struct json *run, const struct series *series)
{
	double share = json_get_number(run, series->key) / series->most;

	return HEIGHT - EDGE - share * (HEIGHT - 2.0 * EDGE);
}

/* Runs that say nothing about it are left out of the line. */
static void
line(const struct page *page, const struct json *history, const struct series *series)
{
	size_t i = 0, n = json_len(history);

	html_put(page->out, "<polyline class=%s points=\"", series->key);
	json_each (run, history) {
		if (json_get(run, series->key))
			html_put(page->out, "%.1f,%.1f ", x_of(i, n), y_of(run, series));
		i++;
	}
	html_put(page->out, "\"/>");
	i = 0;
	json_each (run, history) {
		if (json_get(run, series->key))
			html_put(page->out,
			    "<circle class=%s cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s: %s %.2f"
			    "</title></circle>",
			    series->key, x_of(i, n), y_of(run, series),
			    json_get_string(run, "created_at"), series->name,
			    json_get_number(run, series->key));
		i++;
	}
	buf_char(page->out, '\n');
}

static void
chart(const struct page *page, const struct json *history)
{
	static const struct series series[] = { { "percent", "criteria covered, percent", 100 },
		{ "score", "score of the run", 1 } };

	html_put(page->out,
	    "<figure><svg class=trend viewBox=\"0 0 %d %d\" role=img aria-label=\"Criteria covered "
	    "and "
	    "score of the run, oldest run first; the table below has the numbers\">"
	    "<path class=grid d=\"M%d %d H%d M%d %d H%d M%d %d H%d\"/>\n",
	    WIDTH, HEIGHT, EDGE, EDGE, WIDTH - EDGE, EDGE, HEIGHT / 2, WIDTH - EDGE, EDGE,
	    HEIGHT - EDGE, WIDTH - EDGE);
	for (size_t i = 0; i < sizeof series / sizeof *series; i++)
		line(page, history, &series[i]);
	html_put(page->out,
	    "</svg><figcaption><span class=\"key percent\"></span> criteria covered (0 to 100 %%) "
	    "<span class=\"key score\"></span> score of the run (0 to 1)</figcaption></figure>\n");
}

static void
number_cell(const struct page *page, const struct json *run, const char *key, bool whole)
{
	html_put(page->out, "<td class=n>");
	if (json_get(run, key) == NULL)
		return;
	if (whole)
		html_put(page->out, "%.0f", json_get_number(run, key));
	else
		html_put(page->out, "%.2f", json_get_number(run, key));
}

static void
history_row(const struct page *page, const struct json *run)
{
	bool this = strcmp(json_get_string(run, "id"), doc_run_id(page->doc)) == 0;

	html_put(page->out, "<tr%s><td class=nb>%s<td><code title=\"%s\">%.13s</code>%s",
	    this ? " class=this" : "", json_get_string(run, "created_at"),
	    json_get_string(run, "id"), json_get_string(run, "id"), this ? " this run" : "");
	number_cell(page, run, "percent", true);
	number_cell(page, run, "gaps", true);
	number_cell(page, run, "weak", true);
	number_cell(page, run, "score", false);
	number_cell(page, run, "tests", true);
	buf_char(page->out, '\n');
}

void
report_history(const struct page *page)
{
	const struct json *history = page->report->history;

	page_section(page, "history", "Earlier runs of this story", "%s", "");
	if (history == NULL)
		not_known(page);
	else if (json_len(history) < 2)
		html_put(page->out, "<p class=none>The store has no earlier run of it.</p>\n");
	if (json_len(history) < 2) {
		html_put(page->out, "</section>\n");
		return;
	}
	chart(page, history);
	html_put(page->out,
	    "<div class=scroll><table class=sort><thead><tr><th>Begun<th>Run<th class=n "
	    "data-sort=n>Covered %%<th class=n data-sort=n>Gaps<th class=n data-sort=n>"
	    "Weak<th class=n data-sort=n>Score<th class=n data-sort=n>New tests</thead>"
	    "<tbody>\n");
	json_each (run, history)
		history_row(page, run);
	html_put(page->out, "</tbody></table></div></section>\n");
}
