/*
 * heal_private - what the parts of the phase share: the run as a whole, and the repair of one test.
 *
 * heal.c goes from test to test and says what became of each; heal_repair.c is the loop of one;
 * heal_attempt.c is one attempt: asked, applied, guarded, run; heal_prompt.c is what the model is
 * shown; heal_record.c turns what was done into JSON and back.
 */
#ifndef PHASE_HEAL_PRIVATE_H
#define PHASE_HEAL_PRIVATE_H

#include "base/buf.h"
#include "base/vec.h"
#include "phase/heal.h"
#include "text/weaken.h"

struct healer {
	struct phase_env *env;
	const struct heal_args *args;
	struct verifier *verifier;
	struct weaken_rules *rules;
	int64_t from_ms; /* monotonic */
};

/* The repair of one test. */
struct repair {
	struct healer *h;
	const struct json *generated; /* of generation */
	struct heal_try original;
	VEC_OF(struct heal_try) tries;
	struct json *attempts; /* of the output; one for each try */
	struct json *test;     /* the generated one with the best code so far */
	struct json *verified; /* the entry of verification of that code */
	const char *verdict;   /* a word of the schema */
	const char *reason;    /* one more, or "" */
	char why[1200];
};

/* heal_repair.c: until it is healed or stopped. */
enum status heal_repair(struct repair *repair, struct err *err);
void repair_fini(struct repair *repair);
__attribute__((format(printf, 4, 5))) void repair_end(
    struct repair *repair, const char *verdict, const char *reason, const char *fmt, ...);

/* heal_attempt.c: ST_NO when no model answers.  *over: the repair has ended. */
enum status heal_attempt(struct repair *repair, int level, bool *over, struct err *err);

/* heal_guard.c: what speaks against this code, in a sentence for the model; "" for nothing.  What
   a person should see is set in the attempt as "changed". */
enum status heal_guard(struct repair *repair, const struct buf *code, struct json *attempt,
    struct buf *refusal, struct err *err);
/* The records of the tests in a text. */
enum status heal_records(
    const struct repair *repair, const char *code, struct json *records, struct err *err);

/* heal_prompt.c: ask for edits of the best code.  ST_NO when no model answers. */
enum status heal_ask(struct repair *repair, int level, struct json **reply, struct err *err);

/* heal_record.c */
void try_of_entry(const struct json *entry, struct heal_try *out);
void try_of_attempt(const struct json *attempt, struct heal_try *out);
const char *heal_not_run(const struct json *verified); /* why, of one that was not */
struct json *heal_entry(const struct repair *repair);
void heal_sha256(const struct json *test, char sha256[65]); /* of its code */

#endif
