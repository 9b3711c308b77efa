/*
 * generate_syntax - does a source parse, and what does its language bring along:
 * share/syntax.yaml.
 *
 * The language's own parser judges where one is installed, without running any of the source
 * (io/tool.h); a parser that refuses what is known to be right too (its probe, an existing test)
 * is no judge.  Gherkin has our own reader.  What nobody judges is looked through for brackets and
 * quotes without their other half, and is unchecked.
 *
 * Ownership: syntax_open() gives, syntax_close() ends; what it lends lasts as long.
 * Errors: ST_CONFIG for a file that is wrong; ST_TEMPFAIL when it was interrupted.
 */
#ifndef PHASE_GENERATE_SYNTAX_H
#define PHASE_GENERATE_SYNTAX_H

#include <signal.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "phase/phase.h"

struct json;
struct share;
struct syntax;

enum status syntax_open(const struct share *share, const volatile sig_atomic_t *cancel,
    struct syntax **out, struct err *err);
void syntax_close(struct syntax *syntax);

/* right: an existing test's source that parses, NULL for none. */
enum status syntax_check(struct syntax *syntax, const char *file, const struct buf *code,
    const char *right, struct syntax_answer *out, struct err *err);

/* The same for one source, without an existing test. */
enum status syntax_once(const struct share *share, const volatile sig_atomic_t *cancel,
    const char *file, const struct buf *code, struct syntax_answer *out, struct err *err);

/* The language of a file's name as text/source.h calls it, NULL when it is none of them. */
const char *syntax_language_of(const char *file);

/* The entry of a language: declared, aliases; NULL for none. */
const struct json *syntax_language(const struct syntax *syntax, const char *language);

/* The names of a language's own modules; *out is NULL when they are not known. */
enum status syntax_standard(
    struct syntax *syntax, const char *language, const struct map **out, struct err *err);

#endif
