/*
 * redact_report - what is found, and what is looked for, as JSON.
 */
#ifndef REDACT_REDACT_REPORT_H
#define REDACT_REDACT_REPORT_H

#include <stddef.h>

struct json;
struct redactor;

/* In a line that holds this nothing is told: somebody looked at it. */
#define REDACT_ALLOW "rsg-redact: allow"

/* Append {"file", "line", "column", "length", "rule"} for each finding; never the secret. */
void redact_report(
    struct redactor *r, const char *file, const char *s, size_t n, struct json *findings);

/* An array of {"rule", "from", "finds"}; from is builtin, personal or yours. */
struct json *redact_rules_json(const struct redactor *r);

#endif
