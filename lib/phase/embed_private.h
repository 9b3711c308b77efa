/*
 * embed_private - what the parts of the phase share.
 */
#ifndef PHASE_EMBED_PRIVATE_H
#define PHASE_EMBED_PRIVATE_H

#include "phase/embed.h"

/* Of the output into the collection of the run, in the store: for env->keep. */
enum status embed_keep(struct phase_env *env, struct err *err);

/* The same on a server, outside of any transaction. */
enum status embed_send(
    struct phase_env *env, struct vectors *vectors, const struct json *output, struct err *err);

#endif
