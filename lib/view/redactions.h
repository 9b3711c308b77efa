/*
 * redactions - where secrets were found, and the rules that are looked for: redact_report.h.
 */
#ifndef VIEW_REDACTIONS_H
#define VIEW_REDACTIONS_H

struct buf;
struct json;
struct view;

void view_findings(const struct json *findings, const struct view *view, struct buf *out);
void view_rules(const struct json *rules, const struct view *view, struct buf *out);

#endif
