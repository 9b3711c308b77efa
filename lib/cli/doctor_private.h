/*
 * doctor_private - what the modules of doctor share: each adds checks of its areas.
 */
#ifndef CLI_DOCTOR_PRIVATE_H
#define CLI_DOCTOR_PRIVATE_H

#include "base/err.h"
#include "cli/doctor.h"

enum doctor_result { DOCTOR_OK, DOCTOR_WARNING, DOCTOR_FAILED, DOCTOR_SKIPPED };

struct doctor {
	struct cli *cli;
	bool live;
	const char *area; /* of the checks that are added next */
	struct json *checks;
};

/* advice "" where there is none; what is found may come from outside. */
void doctor_add(struct doctor *doctor, const char *name, enum doctor_result result,
    const char *advice, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* An error's text as a check: what happened, and what to do behind its last ": ". */
void doctor_add_err(
    struct doctor *doctor, const char *name, enum doctor_result result, const struct err *err);

void doctor_store(struct doctor *doctor); /* opens cli->store when it is there and sound */
void doctor_cache(struct doctor *doctor);
void doctor_models(struct doctor *doctor);
void doctor_vectors(struct doctor *doctor);
void doctor_sandbox(struct doctor *doctor);
void doctor_tools(struct doctor *doctor);

/* Where a program of that name is, from PATH; free() it, NULL when nowhere. */
char *doctor_which(const char *name);

#endif
