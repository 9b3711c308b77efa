/*
 * report - a run as one HTML page, and as JUnit, SARIF, Markdown and CSV for other programs.
 *
 * Pure: JSON values and the texts of the template in, bytes out.  Only ingestion must be in the
 * document, or impact where it has no story; what is missing is said.  Text from outside enters
 * HTML through html_put() only.
 *
 * Ownership: everything is lent for the call.
 *
 * Source: the page's policy is Content Security Policy Level 3; the others are named where they are
 * written.
 */
#ifndef VIEW_REPORT_H
#define VIEW_REPORT_H

#include "base/buf.h"
#include "base/err.h"

struct json;

struct report {
	const struct json *doc;
	/* from the store; NULL where they are not known */
	const struct json *gates;   /* gate_list() of the run */
	const struct json *events;  /* array of audit_each()'s */
	const struct json *usage;   /* usage_sum() of the run by phase */
	const struct json *history; /* run_history(), oldest first, this run last */
	const char *store;	    /* its path, or "" */
	const char *why_not;	    /* a sentence, where they are not known */
	const char *version;	    /* of rsg */
};

/* ST_DATA when nothing can be reported yet, naming the program to run. */
enum status report_need(const struct json *doc, struct err *err);

struct report_template { /* share/report */
	struct buf html, css, js;
};

/*
 * The page.  {{title}}, {{policy}}, {{style}}, {{body}} and {{script}} of the template are
 * replaced. ST_CONFIG when the style or the script holds what would end its element.
 */
enum status report_html(const struct report *report, const struct report_template *template,
    struct buf *out, struct err *err);

/* These need coverage, and say so with ST_DATA; also that a run without a story can have none. */
enum status report_junit(const struct json *doc, struct buf *out, struct err *err);
enum status report_sarif(
    const struct json *doc, const char *version, struct json **out, struct err *err);
enum status report_traceability(const struct json *doc, struct buf *out, struct err *err);
enum status report_matrix(const struct json *doc, struct buf *out, struct err *err);
enum status report_risk(const struct json *doc, struct buf *out, struct err *err);

/* The ranked tests, and which of them are selected. */
enum status report_suite_table(const struct json *doc, struct buf *out, struct err *err);

/* GitHub's dialect. */
void report_markdown(const struct json *doc, struct buf *out);

#endif
