/*
 * audit - close a run: is the document what the phases wrote, and what was decided on the way.
 *
 * For each phase in the document its recorded output_sha256 is held against the output itself and
 * against the store's newest execution; a difference is a warning (output-changed, store-differs,
 * not-recorded).  The events of the run are counted, the part of the audit chain that holds them is
 * verified (warning chain-broken), and decisions (a gate, a forced step) are listed with who and
 * why.
 *
 * Without a store: stored is false, and what only a store can say is left out.
 */
#ifndef PHASE_AUDIT_H
#define PHASE_AUDIT_H

#include "phase/phase.h"

enum status phase_audit(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
