/*
 * transport_private - the ways an attempt can go, between the files of transport.
 */
#ifndef LLM_TRANSPORT_PRIVATE_H
#define LLM_TRANSPORT_PRIVATE_H

#include "llm/provider.h"
#include "llm/transport.h"

/* Each as transport_send(), for its kind of model. */
enum status transport_exec(
    const struct transport *transport, struct answer *answer, struct err *err);
enum status transport_http(
    const struct transport *transport, struct answer *answer, struct err *err);

bool transport_is_exec(const struct model *model);

#endif
