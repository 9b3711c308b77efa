/*
 * model - models for programs that ask outside cli_phase().
 */
#ifndef CLI_MODEL_H
#define CLI_MODEL_H

#include <signal.h>

#include "cli/cli.h"

struct llm;

/* A client of models as the configuration has them, opened after the store; llm_close() ends it.
   phase is "" where there is none, run may be NULL. */
enum status cli_llm(
    struct cli *cli, const char *phase, const char *run, struct llm **out, struct err *err);

/* Does a model make the vectors, and not the local embedder? */
bool cli_has_embedding_model(const struct cli *cli);

/* From now on SIGINT and SIGTERM do not end the process but set this, so that what was begun can be
   recorded; cli_main() then ends by that signal. */
const volatile sig_atomic_t *cli_cancel(void);

#endif
