/*
 * gate_twin - gates decided and looked at without a pipe: --approve, --reject, --reopen, --list,
 * --status of rsg-gate(1).
 */
#ifndef REVIEW_GATE_TWIN_H
#define REVIEW_GATE_TWIN_H

#include <stdbool.h>

#include "base/err.h"
#include "store/gate.h"

struct cli;
struct gate_args;
struct json;

enum status gate_twin_decide(struct cli *cli, const struct gate_args *args, struct err *err);
enum status gate_twin_reopen(struct cli *cli, const struct gate_args *args, struct err *err);
enum status gate_twin_list(struct cli *cli, const struct gate_args *args, struct err *err);
enum status gate_twin_status(struct cli *cli, const struct gate_args *args, struct err *err);

/*
 * What is to be decided about a phase of a run: what was asked last while that is pending, else the
 * newest output of the phase if nobody asked about it yet, else what was asked last.
 */
struct gate_choice {
	struct gate_subject subject;
	struct json *gate; /* NULL: never asked */
	struct json *doc;  /* that it would be asked about; NULL when it was asked */
};
enum status gate_choose(
    struct cli *cli, const char *run, const char *phase, struct gate_choice *out, struct err *err);
void gate_choice_fini(struct gate_choice *choice);

#endif
