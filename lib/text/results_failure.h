/* results_failure - why a case of a report failed. */
#ifndef TEXT_RESULTS_FAILURE_H
#define TEXT_RESULTS_FAILURE_H

#include "text/failure.h"
#include "text/results.h"

/* ask has what the report does not say: framework, root, test; each may be NULL.  text and stage
   are the case's. */
void results_failure(const struct failure_rules *rules, const struct results *results,
    const struct results_case *c, struct failure_ask ask, struct failure *out);

#endif
