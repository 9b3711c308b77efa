/*
 * sandbox - the settings of the sandbox, a command run in it, and what both look like as JSON.
 *
 * The native tier is used only where it was accepted, by an option or by sandbox.native, and the
 * project has nothing that is not committed; what accepted it is part of what is told.
 *
 * Ownership: cli_sandbox_open() gives, cli_sandbox_close() ends; a zeroed one may be closed.
 * Errors: ST_REFUSED for the native tier, ST_CONFIG, ST_UNAVAILABLE when the sandbox cannot be had.
 */
#ifndef CLI_SANDBOX_H
#define CLI_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"
#include "sandbox/sandbox.h"

struct cli;
struct json;

struct cli_sandbox_args {
	bool accept_native;
	struct strings visible, environment; /* beside the settings' */
	struct strings leave, files;	     /* of a command: not copied; told afterwards */
};

struct cli_sandbox {
	struct sandbox sandbox; /* work and argv are the caller's to set */
	struct strings visible, environment;
	char *accepted; /* what accepted the native tier; NULL in the others */
};

/* The sandbox of the settings.  project: where the native tier looks for what is not committed. */
enum status cli_sandbox_open(struct cli *cli, const struct cli_sandbox_args *args,
    const char *project, struct cli_sandbox *out, struct err *err);
void cli_sandbox_close(struct cli_sandbox *own);

/* The monotonic time after which a phase that runs commands begins none: a command that is on its
   way then is over before the phase has to be. */
int64_t cli_sandbox_until(const struct cli *cli, const struct cli_sandbox *own);

/* Sets tier, accepted, guarantees and limits; the guarantees are bits, as of a sandbox_end. */
void cli_sandbox_describe(const struct cli_sandbox *own, unsigned guarantees, struct json *out);

/* The operands are a command: run on a copy of this directory.  A document of sandbox-run; *good:
   it ended with 0. */
enum status cli_sandbox_command(struct cli *cli, const struct cli_sandbox_args *args, bool *good,
    struct json **out, struct err *err);

/* A document of sandbox-probe; *good: the tier of the settings can be used. */
enum status cli_sandbox_probe(struct cli *cli, const struct cli_sandbox_args *args, bool *good,
    struct json **out, struct err *err);

#endif
