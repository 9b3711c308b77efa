/*
 * results_private - what the readers of results share.
 */
#ifndef TEXT_RESULTS_PRIVATE_H
#define TEXT_RESULTS_PRIVATE_H

#include "text/results.h"

struct json;

/* A new case with nothing in it; past RESULTS_MAX one that is not kept. */
struct results_case *results_add(struct results *r);
/* One that stands for what is no test. */
struct results_case *results_add_outside(
    struct results *r, enum results_status status, const char *name, const char *message);

/* A text in the arena, valid UTF-8, cut at max; results_plain() leaves out what commands a
   terminal and white space around it. */
const char *results_text(struct results *r, const char *s, size_t n, size_t max);
const char *results_name(struct results *r, const char *s);
const char *results_plain(struct results *r, const char *s, size_t n, size_t max);
/* Both, with a newline between. */
const char *results_join(struct results *r, const char *a, const char *b, size_t max);

const struct results_suite *results_suite(
    struct results *r, const struct results_suite *parent, const char *name);

void results_note(struct results *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int64_t results_seconds(const char *s); /* "1,234.5": in ms; -1 when it is no number */
int64_t results_ms(double ms); /* rounded; -1 when negative, above RESULTS_MS or no number */
int results_digits(const char *s, size_t n); /* the number at the start; 0, a thousand million */
int results_int(double d);		     /* within 0 and a thousand million */
int64_t results_time(const char *s);	     /* RFC 3339, or without a zone: UTC; -1 */

/* The value of a member, as results_plain() gives it. */
const char *results_member(
    struct results *r, const struct json *object, const char *key, size_t max);

/* Is it of a timeout, or of a crash?  Else the status as it is. */
enum results_status results_why(enum results_status status, const char *type, const char *message);

bool results_timed_out(const char *message); /* so JavaScript's runners say it */

/* The next line of [*at, end) without its ending; false at the end. */
bool results_line(const char **at, const char *end, const char **line, size_t *n);

/* A value of JSON text in which \u0000 and single surrogates are U+FFFD. */
enum status results_json(const char *s, size_t n, struct json **out, struct err *err);

typedef enum status results_reader(struct results *r, const char *s, size_t n, struct err *err);
results_reader results_junit, results_check_xml, results_tap, results_ctrf, results_go,
    results_cucumber, results_messages, results_jest, results_mocha, results_libtest, results_cargo;

#endif
