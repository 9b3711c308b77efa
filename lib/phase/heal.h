/*
 * heal - generated tests that failed, repaired by a model: the phase "healing".
 *
 * What failed its verification is run again, three times and alone: what does not end the same each
 * time is flaky and not repaired.  For the rest a model is asked for edits, attempt after attempt,
 * as heal_ladder.h says.  Each answer is held against the guards before it is run: it may change
 * this one test, and not make it weaker (text/weaken.h).  What was edited goes through all stages
 * of verification.  The best version so far is what the next edits are made on, and what stands in
 * the end; generation keeps what was written first.
 *
 * A test that is stopped waits for a person, who sees why; args.confirmed says that one agreed.
 *
 * Nothing is written to the work tree.
 *
 * Output: schemas/healing.schema.json, an entry for each test that a model wrote.
 * Errors: those of verification and of phase_ask(); ST_DATA where verification is of other code.
 */
#ifndef PHASE_HEAL_H
#define PHASE_HEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "phase/heal_ladder.h"
#include "phase/phase.h"

struct verifier;
struct verify_args;

/* Verification, which a program gives, since no phase knows another: see verify.h. */
struct heal_verification {
	enum status (*open)(struct phase_env *env, const struct verify_args *args,
	    struct verifier **out, struct err *err);
	void (*close)(struct verifier *v);
	enum status (*test)(
	    struct verifier *v, const struct json *test, struct json **entry, struct err *err);
	void (*known)(struct verifier *v, const struct json *test);
	enum status (*settled)(
	    struct verifier *v, const struct json *test, char *why, size_t size, struct err *err);
	void (*describe)(const struct verifier *v, struct json *output);
};

struct heal_args {
	const struct heal_verification *verification;
	const struct verify_args *verify; /* for it */
	phase_scan_fn *scan;
	const char *root; /* the work tree */
	struct heal_limits limits;
	const char
	    *models[HEAL_TIERS]; /* of each level; NULL: that of the level below, as configured */
	const struct json *earlier; /* the output of a run before this one, which goes on; NULL */
	bool confirmed;		    /* a person agreed to go on with earlier as it is */
};

/* args is a struct heal_args.  Reads ingestion, retrieval, generation and verification. */
enum status phase_heal(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

/* Does an output wait for a person; and for the word that the third level may be asked? */
bool heal_waits(const struct json *output);
bool heal_waits_for_level(const struct json *output);

#endif
