/*
 * eval_message - a commit's message as the request that led to it.
 *
 * Left out is what somebody who asks does not know yet: trailers, links, addresses, numbers of
 * issues, paths, and the names of test files.  Commits that only reformat, rename, release or the
 * like are no requests.
 *
 * Ownership: eval_message_open() gives, eval_message_close() ends.  One thread at a time.
 */
#ifndef PHASE_EVAL_MESSAGE_H
#define PHASE_EVAL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"

#define EVAL_MESSAGE_MAX 4000 /* bytes of a request */

struct eval_message;

enum status eval_message_open(struct eval_message **out, struct err *err);
void eval_message_close(struct eval_message *messages); /* NULL is fine */

/* Does its first line say that nothing was asked for? */
bool eval_message_is_bulk(const struct eval_message *messages, const char *text, size_t n);

/* Appended.  names: base names of files; stems: those of tests, without extension, in lower case;
   both are taken out as words. */
void eval_message_clean(const struct eval_message *messages, const char *text, size_t n,
    const struct map *names, const struct map *stems, struct buf *out);

/* Is the base name of a test so telling that a message with it gives the answer away?  Appends its
   stem. */
bool eval_message_stem(const char *path, struct buf *stem);

/* How many words, and the first twelve in lower case: two commits with the same ask the same. */
size_t eval_message_words(const char *text, struct buf *first);

#endif
