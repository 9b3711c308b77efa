/*
 * select_rules - lists of patterns for tests: select.always, select.quarantined and the like.
 *
 * A pattern with "::" is for ids: `*` is any text, `?` one character, all else itself.  Any other
 * is for paths, as in .gitignore, or an id as it stands.  The framework in front of an id may be
 * left out.
 *
 * Ownership: select_rules_init() and select_rules_fini(); the list is borrowed.
 * Limits: linear in pattern times id (one `*` is tried again at most once a byte).
 */
#ifndef PHASE_SELECT_RULES_H
#define PHASE_SELECT_RULES_H

#include <stdbool.h>

#include "base/ignore.h"
#include "base/vec.h"

struct select_rules {
	const struct strings *list;
	struct ignore paths;
};

void select_rules_init(struct select_rules *rules, const struct strings *list); /* may be NULL */
void select_rules_fini(struct select_rules *rules);

bool select_rules_fit(const struct select_rules *rules, const char *id, const char *file);
bool select_rules_fit_path(const struct select_rules *rules, const char *path);

bool select_glob(const char *pattern, const char *s);

#endif
