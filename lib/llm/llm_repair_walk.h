/*
 * llm_repair_walk - one value of nearly JSON, written as JSON.
 *
 * The walker of llm_repair.h: it starts at a byte and says how the value ended and where.
 */
#ifndef LLM_LLM_REPAIR_WALK_H
#define LLM_LLM_REPAIR_WALK_H

#include <stddef.h>

#include "base/buf.h"

/* How a part of the text ended. */
enum end {
	END_GOOD,
	END_CUT,     /* the text ended in it; what was written is whole */
	END_NOTHING, /* the text ended before there was anything to write */
	END_BAD
};

struct walk {
	const char *s;
	size_t n, at, members; /* members: of objects, that are whole */
	int depth;
	unsigned done; /* REPAIR_... */
	struct buf out;
};

/* The value that begins at `from`: w->out is the JSON it was made into, w->at is behind it. */
enum end repair_walk(struct walk *w, size_t from);

/* The first place of a short text, or NULL. */
const char *repair_find(const char *s, size_t n, const char *what);

#endif
