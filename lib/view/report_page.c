#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/change.h"
#include "view/html.h"
#include "view/report_private.h"

void
index_init(struct index *index)
{
	*index = (struct index){ 0 };
	map_init(&index->map);
}

void
index_fini(struct index *index)
{
	map_fini(&index->map);
	vec_fini(&index->at);
}

void
index_add(struct index *index, const struct json *array, const char *key)
{
	json_each (it, array) {
		const char *id = json_get_string(it, key);
		bool added;
		size_t *slot = map_slot(&index->map, id, strlen(id), &added);

		if (!added)
			continue;
		*slot = index->at.len;
		*vec_add(&index->at) = it;
	}
}

const struct json *
index_get(const struct index *index, const char *id)
{
	const struct map_entry *entry = map_find(&index->map, id, strlen(id));

	return entry ? index->at.at[entry->value] : NULL;
}

void
page_init(struct page *page, const struct json *doc, struct buf *out)
{
	*page = (struct page){ .doc = doc,
		.ingestion = doc_output(doc, "ingestion"),
		.classification = doc_output(doc, "classification"),
		.impact = doc_output(doc, "impact"),
		.retrieval = doc_output(doc, "retrieval"),
		.coverage = doc_output(doc, "coverage"),
		.ranking = doc_output(doc, "ranking"),
		.selection = doc_output(doc, "selection"),
		.generation = doc_output(doc, "generation"),
		.story = json_get(doc, "story") != NULL,
		.out = out };
	buf_init(&page->title, 4 * BUF_TEXT);
	view_title(doc, &page->title);
	index_init(&page->tests);
	index_init(&page->ranks);
	index_init(&page->criteria);
	index_init(&page->verdicts);
	index_init(&page->risks);
	index_init(&page->generated);
	index_add(&page->tests, json_get(page->retrieval, "tests"), "id");
	index_add(&page->ranks, json_get(page->ranking, "suite"), "test");
	index_add(&page->criteria, json_get(page->ingestion, "criteria"), "id");
	index_add(&page->criteria, json_get(page->ingestion, "requirements"), "id");
	index_add(&page->verdicts, json_get(page->coverage, "criteria"), "id");
	index_add(&page->risks, json_get(page->coverage, "risks"), "id");
	index_add(&page->generated, json_get(page->generation, "tests"), "criterion");
}

void
page_fini(struct page *page)
{
	index_fini(&page->tests);
	index_fini(&page->ranks);
	index_fini(&page->criteria);
	index_fini(&page->verdicts);
	index_fini(&page->risks);
	index_fini(&page->generated);
	buf_fini(&page->title);
}

const char *
page_test_title(const struct page *page, const char *id)
{
	const struct json *test = index_get(&page->tests, id);
	const char *title = json_get_string(test, "title"), *name = json_get_string(test, "name");

	return *title ? title : *name ? name : id;
}

const char *
page_criterion_text(const struct page *page, const char *id)
{
	const struct json *found = index_get(&page->criteria, id);

	return found ? json_get_string(found, "text") : json_get_string(page->ingestion, "title");
}

void
page_test_place(const struct page *page, const char *id, struct buf *out)
{
	const struct json *test = index_get(&page->tests, id);
	double line = json_get_number(test, "line");

	buf_str(out, json_get_string(test, "file"));
	if (line > 0)
		buf_printf(out, ":%.0f", line);
}

void
page_test_link(const struct page *page, const char *id)
{
	char anchor[HTML_ANCHOR];

	if (index_get(&page->ranks, id) == NULL) {
		html_put(page->out, "%.300s", page_test_title(page, id));
		return;
	}
	html_anchor("test-", id, anchor);
	html_put(page->out, "<a href=\"#%s\">%.300s</a>", anchor, page_test_title(page, id));
}

void
page_criterion_link(const struct page *page, const char *id)
{
	char anchor[HTML_ANCHOR];

	if (!index_get(&page->verdicts, id) &&
	    (page->coverage || !index_get(&page->criteria, id))) {
		html_put(page->out, "<span class=nb>%s</span>", id);
		return;
	}
	html_criterion_anchor(id, anchor);
	html_put(page->out, "<a class=nb href=\"#%s\">%s</a>", anchor, id);
}

void
page_criterion_links(const struct page *page, const struct json *ids)
{
	json_each (id, ids) {
		page_criterion_link(page, json_string(id) ? json_string(id) : "");
		if (json_next(id))
			buf_char(page->out, ' ');
	}
}

/* The width is a class: the page's policy forbids styles of its own to an element. */
void
page_score(const struct page *page, double score)
{
	double clipped = score < 0 ? 0 : score > 1 ? 1 : score;

	html_put(page->out, "<i class=w%d></i>%.2f", (int)(clipped * 50 + 0.5), score);
}

void
page_badge(const struct page *page, const char *word)
{
	static const char *const known[] = { "covered", "weak", "gap", "high", "medium", "low",
		"executed", "gated", "failed", "skipped", "approved", "rejected", "pending", NULL };
	const char *class = "other";

	for (size_t i = 0; known[i]; i++)
		class = strcmp(known[i], word) == 0 ? known[i] : class;
	html_put(page->out, "<b class=%s>%.60s</b>", class, word);
}

void
page_words(const struct page *page, const struct json *words, size_t most)
{
	size_t n = 0;

	json_each (word, words) {
		if (n++ == most) {
			html_put(page->out, " and %zu more", json_len(words) - most);
			return;
		}
		html_put(page->out, "%s%.200s", n > 1 ? ", " : "",
		    json_string(word) ? json_string(word) : "");
	}
}

void
page_section(const struct page *page, const char *id, const char *title, const char *fmt, ...)
{
	va_list ap;
	char text[200] = "";

	va_start(ap, fmt);
	if (fmt)
		vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	html_put(page->out, "<section id=%s><h2>%s", id, title);
	if (*text)
		html_put(page->out, " <small>%s</small>", text);
	html_put(page->out, "</h2>\n");
}

void
page_missing(const struct page *page, const char *what, const char *tool)
{
	html_put(page->out, "<p class=none>%s: run <code>%s</code>.</p>\n", what, tool);
}

enum status
report_need_coverage(const struct json *doc, struct err *err)
{
	static const char *const needed[] = { "ingestion", "coverage", NULL };

	if (json_get(doc, "story") == NULL)
		return err_set(err, ST_DATA,
		    "the run is about a change and has no criteria: take the page, --markdown or "
		    "--csv suite");
	return doc_require(doc, needed, err);
}
