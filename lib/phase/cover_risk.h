/*
 * cover_risk - the risk matrix: how bad a gap is, times how important what it leaves untested is.
 */
#ifndef PHASE_COVER_RISK_H
#define PHASE_COVER_RISK_H

#include "base/vec.h"
#include "phase/cover_criterion.h"

struct cover_result {
	const char *id;
	double importance, score, confidence;
	enum cover_status status;
	bool linked;
	const struct json *subject, *query; /* the criterion and its matches; subject may be NULL */
	struct json *entry;		    /* of the output */
};

struct cover_results {
	struct cover_result *at;
	size_t len, cap;
};

/* Append an entry for each criterion that is not covered, the greatest risk first. */
void cover_risks(const struct cover_results *results, struct json *out);

#endif
