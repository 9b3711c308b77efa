/*
 * report_private - what the sections of the page share: the phases' outputs, looked up once, and
 * the pieces that look the same everywhere.
 */
#ifndef VIEW_REPORT_PRIVATE_H
#define VIEW_REPORT_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "view/parts.h"
#include "view/report.h"

struct index { /* objects of arrays by a member; of several the first counts */
	struct map map;
	VEC_OF(const struct json *) at;
};

void index_init(struct index *index);
void index_fini(struct index *index);
void index_add(struct index *index, const struct json *array, const char *key);
const struct json *index_get(const struct index *index, const char *id); /* NULL: none */

struct page {
	const struct report *report;
	const struct json *doc, *ingestion, *classification, *impact, *retrieval, *coverage,
	    *ranking, *selection, *generation; /* outputs, NULL where missing */
	bool story;			       /* it is about one */
	struct buf title;		       /* what it is about */
	struct index tests, ranks, criteria, verdicts, risks, generated;
	struct buf *out;
};

void page_init(struct page *page, const struct json *doc, struct buf *out);
void page_fini(struct page *page);

/* What a person calls it: a test's title, else its name, else its id; the text of a criterion, of
   the requirement that stands in for one, or the story's title. */
const char *page_test_title(const struct page *page, const char *id);
const char *page_criterion_text(const struct page *page, const char *id);

/* "tests/test_cart.py:12", or nothing. */
void page_test_place(const struct page *page, const char *id, struct buf *out);

/* Links to where it is on the page, or the text where it is not. */
void page_test_link(const struct page *page, const char *id);
void page_criterion_link(const struct page *page, const char *id);
void page_criterion_links(const struct page *page, const struct json *ids);

/* A cell's content: a bar with the number, a word in the colour of what it says. */
void page_score(const struct page *page, double score);
void page_badge(const struct page *page, const char *word);

/* Strings of an array with commas, at most so many. */
void page_words(const struct page *page, const struct json *words, size_t most);
/* fmt: what stands beside the title; NULL for nothing. */
void page_section(const struct page *page, const char *id, const char *title, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void page_missing(const struct page *page, const char *what, const char *tool);

/* Coverage, or why there is none. */
enum status report_need_coverage(const struct json *doc, struct err *err);

/* The sections, in order; one that has nothing to show for this run puts nothing. */
void report_summary(const struct page *page);
void report_change(const struct page *page);
void report_suite(const struct page *page);
void report_files(const struct page *page);
void report_selection(const struct page *page);
void report_coverage(const struct page *page);
void report_heat(const struct page *page);
void report_generated(const struct page *page);
void report_survival(const struct page *page); /* parts of it: the table, and of one test */
void report_verified(const struct page *page, const struct json *verified);
void report_healed(const struct page *page, const struct json *healed); /* NULL is fine */
void report_story(const struct page *page);
void report_decisions(const struct page *page);
void report_history(const struct page *page);
void report_phases(const struct page *page);
void report_events(const struct page *page);
void report_about(const struct page *page);

#endif
