/*
 * phase - what a phase is given and what it gives back.
 *
 * A phase is a function on values: it reads the document, returns its output and says what it would
 * warn a person about.  It has no argv, environment, clock, random number, terminal or global;
 * those come in here.  Recording, hashes, timing and prerequisites are cli_phase()'s.
 *
 * Status: ST_OK with *output set.  ST_NO with *output set is a clean "no" (only generation below
 * its threshold).  Any other status leaves *output alone.
 *
 * Ownership: *output is the caller's.  Everything in the env is lent for the call.
 */
#ifndef PHASE_PHASE_H
#define PHASE_PHASE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct json;
struct llm;
struct prompt_value;
struct share;
struct sources;
struct store;
struct weights;
struct words;

struct phase_env {
	const struct json *doc; /* read only; the phases before are in it */
	struct store *store;	/* NULL with --no-store */
	const struct share *share;
	struct words *words;
	int64_t now_ms;
	struct json *warnings;		     /* array; use phase_warn() */
	struct llm *llm;		     /* NULL: the builtin engine alone */
	bool require_model;		     /* without its answer the phase fails */
	const volatile sig_atomic_t *cancel; /* set by a signal; NULL: none comes */
	/* Set by a phase that keeps more in the store than its output, which is in doc by then: it
	   is called in the transaction that records the phase.  NULL: nothing more. */
	enum status (*keep)(struct phase_env *env, struct err *err);
	void *kept; /* for keep(); ended by drop() when the phase is over, if there is one */
	void (*drop)(void *kept);
};

typedef enum status phase_fn(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

/*
 * Append {"code", "text"} to the warnings and return the object, so that "line" (1-based, in the
 * story) or "about" (an id) can be added.  code is lower-case-with-dashes and stable; the text is a
 * sentence a tester would write.
 */
struct json *phase_warn(struct phase_env *env, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Ask the model with a prompt of share/prompts; *value is what it answered, checked against the
 * schema that the prompt gives.  ST_NO: the builtin result stands, because no model is wanted or
 * because it could not be had, which a warning (model-unavailable) then says.  An error only with
 * require_model, when the call was interrupted, and for a prompt that is unusable (ST_CONFIG).
 * Never inside a transaction.
 */
enum status phase_ask(struct phase_env *env, const char *prompt, const struct prompt_value *values,
    struct json **value, struct err *err);

/* A warning that something a model said failed a check and is dropped; about (NULL: nothing) may be
   the model's own words.  After PHASE_DROPS_SHOWN of them one says that there are more. */
#define PHASE_DROPS_SHOWN 50
void phase_drop(struct phase_env *env, const char *about, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The story as a prompt's value: at most PHASE_STORY_MAX bytes, with a warning when it is longer.
 */
#define PHASE_STORY_MAX ((size_t)64 * 1024)
struct prompt_value phase_story(struct phase_env *env);

/* The data under share/ that test files are measured with: weights.json and sources.yaml.  tree,
   unless it is NULL, gets the parsed file, the caller's to free whatever comes back.  ST_CONFIG
   names the file, as .rsg/weights.json where it is the project's own. */
enum status phase_weights(
    const struct share *share, struct weights *out, struct json **tree, struct err *err);
enum status phase_sources(const struct share *share, struct sources *out, struct err *err);

/* Is a score a model gave a number from 0 to 1? */
bool phase_is_score(const struct json *score);

/* Append the records (schemas/test-case) of the tests in a file's bytes, one on a line.  A program
   gives it, since no phase knows another: scan_once(). */
struct buf;
typedef enum status phase_scan_fn(const struct share *share, const char *path, const char *bytes,
    size_t n, struct buf *out, struct err *err);

/* The same, appended to an array. */
enum status phase_records(const struct phase_env *env, phase_scan_fn *scan, const char *path,
    const struct buf *code, struct json *records, struct err *err);

/* What the parser of a language says of a text, which it only reads. */
enum syntax_verdict { SYNTAX_PARSES, SYNTAX_WRONG, SYNTAX_UNCHECKED };

struct syntax_answer {
	enum syntax_verdict verdict;
	char by[64];	/* who parsed it; "" for nobody */
	char why[1000]; /* what is wrong, on one line */
};

#endif
