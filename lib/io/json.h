/*
 * json - JSON values: read strictly, built and asked without surprises, printed one way.
 *
 * What cJSON leaves open is closed here: member names are compared exactly, duplicate members are
 * refused, \u0000, invalid UTF-8, trailing bytes, loose numbers and integers beyond 2^53 are
 * refused, and running out of memory ends the process.
 *
 * Ownership: json_parse(), json_copy() and the json_new_* functions give a value that json_free()
 * ends.  json_set() and json_add() take the value; everything json_get*() and json_first() return
 * is lent by the tree.
 *
 * Absence: every reader accepts NULL and a value of another kind, and answers with "nothing"
 * (NULL, "", 0, false), so that optional members need no branches.
 *
 * Limits: JSON_MAX_DEPTH levels.  Errors: json_parse() says line and column.
 *
 * Source: RFC 8259.
 */
#ifndef IO_JSON_H
#define IO_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define JSON_MAX_DEPTH 500
#define JSON_NUMBER_TEXT 32

enum json_kind {
	JSON_NONE,
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json; /* cJSON inside json.c, and nowhere else */

enum status json_parse(const char *text, size_t n, struct json **out, struct err *err);
struct json *json_copy(const struct json *j);
void json_free(struct json *j);

enum json_kind json_kind(const struct json *j);
struct json *json_get(const struct json *object, const char *key);
struct json *json_path(const struct json *j, const char *dotted); /* "phases.coverage.output" */
struct json *json_first(const struct json *container);
struct json *json_next(const struct json *item);
size_t json_len(const struct json *container);
const char *json_key(const struct json *member); /* NULL for an array element */
const char *json_string(const struct json *j);	 /* NULL unless a string */
double json_number(const struct json *j);	 /* 0 unless a number */
bool json_bool(const struct json *j);		 /* true only for true */
const char *json_get_string(const struct json *object, const char *key); /* "" when absent */
double json_get_number(const struct json *object, const char *key);
bool json_get_bool(const struct json *object, const char *key);

/* The order of members is no matter.  Equal values have equal hashes under one seed, which should
   not be guessable where the values come from outside. */
bool json_equal(const struct json *a, const struct json *b);
uint64_t json_hash(const struct json *j, uint64_t seed);

#define json_each(it, container)                                                                   \
	for (struct json *it = json_first(container); it; it = json_next(it))

struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_string(const char *s);
struct json *json_new_stringn(const char *s, size_t n);
struct json *json_new_number(double d); /* NaN and infinity become 0 */
struct json *json_new_bool(bool b);
struct json *json_new_null(void);

/* Set or replace a member, append an element; both return the value they took. */
struct json *json_set(struct json *object, const char *key, struct json *value);
struct json *json_add(struct json *array, struct json *value);
struct json *json_set_new(
    struct json *object, const char *key, struct json *value); /* a key it has not: no search */
struct json *json_set_string(struct json *object, const char *key, const char *s);
struct json *json_set_number(struct json *object, const char *key, double d);
struct json *json_set_bool(struct json *object, const char *key, bool b);
struct json *json_set_object(struct json *object, const char *key); /* a new, empty one */
struct json *json_set_array(struct json *object, const char *key);
struct json *json_add_object(struct json *array);
struct json *json_add_string(struct json *array, const char *s);
struct json *json_take(struct json *object, const char *key); /* out of the tree, or NULL */
void json_remove(struct json *object, const char *key);

/* One line, members in the order they were set; or indented by two spaces with a final newline. */
void json_print(const struct json *j, struct buf *out);
void json_print_pretty(const struct json *j, struct buf *out);
void json_print_string(const char *s, size_t n, struct buf *out); /* quoted and escaped */

/* The shortest decimal that reads back as the same double.  out has JSON_NUMBER_TEXT bytes. */
void json_number_text(double d, char *out);

/* d rounded to n decimals: what scores are stored as. */
double json_round(double d, int decimals);

#endif
