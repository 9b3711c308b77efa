/*
 * gates - the phases that the configuration wants approved before others run (gates.required).
 */
#ifndef CLI_GATES_H
#define CLI_GATES_H

#include <stdint.h>

#include "cli/cli.h"

/* ST_REFUSED when a phase before this one must be approved and is not, in the document as it is. */
enum status cli_gates(struct cli *cli, const char *phase, struct err *err);

int64_t cli_gate_now_ms(void); /* decisions are made now, whatever SOURCE_DATE_EPOCH says */

#endif
