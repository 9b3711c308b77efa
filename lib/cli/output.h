/*
 * output - what a program needs that says more than one thing: cli.h has the usual.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/cli.h"

struct json_kept;

/* cli_emit() of what was checked already, or has another schema. */
enum status cli_put(struct cli *cli, const struct json *value, struct err *err);
enum status cli_put_kept(struct cli *cli, const struct json *value, const struct json_kept *kept,
    struct err *err); /* io/json_keep.h */

/* " -s FILE" for a command that a person is to type, unless it finds the store without. */
void cli_store_option(struct cli *cli, struct buf *out);

int cli_terminal_color(const struct cli *cli); /* cli_color() of /dev/tty, wherever stdout goes */

#endif
