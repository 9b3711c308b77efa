/*
 * verify_record - what is known of one generated test, stage by stage, and what that adds up to.
 *
 * Pure.  Ownership: the struct is the caller's; JSON it gives is too.
 */
#ifndef PHASE_VERIFY_RECORD_H
#define PHASE_VERIFY_RECORD_H

#include <stdbool.h>

#include "base/buf.h"

struct json;

enum verify_stage {
	VERIFY_STAGE_PARSES,
	VERIFY_STAGE_BUILDS, /* and the runner finds it */
	VERIFY_STAGE_PASSES, /* or fails, where that is expected */
	VERIFY_STAGE_STABLE,
	VERIFY_STAGE_UNIQUE,
	VERIFY_STAGE_TIED,
	VERIFY_STAGE_PROVEN,
	VERIFY_STAGES
};

enum verify_verdict { VERIFY_SKIPPED, VERIFY_OK, VERIFY_FAILED };

struct verify_record {
	struct {
		enum verify_verdict verdict;
		char why[1200]; /* "": nobody came to it */
	} stages[VERIFY_STAGES];
	const char *outcome;  /* a word of the schema */
	struct buf output;    /* of the run that decided */
	struct json *failure; /* what is read in it; NULL */
	size_t failing;	      /* of its tests, in the run that decided */
	bool stopped;	      /* a stage failed, or could not be done and the next need it */
};

void verify_record_init(struct verify_record *record);
void verify_record_fini(struct verify_record *record);

/* One that fails stops the rest. */
void verify_record_set(struct verify_record *record, enum verify_stage stage,
    enum verify_verdict verdict, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* It was run, and no stage failed. */
bool verify_record_survived(const struct verify_record *record);

/* The entry of a generated test; failure is taken out of the record. */
struct json *verify_record_json(struct verify_record *record, const struct json *test);

/* The table of all entries, by framework and model, in their order. */
struct json *verify_survival(const struct json *tests);

#endif
