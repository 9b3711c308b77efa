#include "cli/gates.h"

#include <string.h>

#include "base/time.h"
#include "cli/output.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "store/gate.h"

int64_t
cli_gate_now_ms(void)
{
	return (int64_t)time_wall_ms();
}

/* The command that gate_check() ends with, for the store that is used here. */
static enum status
refuse(struct cli *cli, struct err *err)
{
	struct buf option;
	size_t n = strlen(err->text);

	buf_init(&option, BUF_TEXT);
	cli_store_option(cli, &option);
	if (n + option.len < sizeof err->text)
		memcpy(err->text + n, option.s, option.len + 1);
	buf_fini(&option);
	err->status = ST_REFUSED;
	return err_context(err, "gates.required");
}

static enum status
check_one(struct cli *cli, const char *required, struct err *err)
{
	struct gate_subject subject;
	enum status st;

	if (cli->store == NULL)
		return err_set(err, ST_REFUSED,
		    "gates.required names %s, and approvals are in the store: leave out --no-store",
		    required);
	st = gate_subject(cli->input, required, &subject, err);
	if (st == ST_OK)
		st = gate_check(cli->store, &subject, cli_gate_now_ms(), err);
	return st == ST_NO || st == ST_DATA ? refuse(cli, err) : st;
}

enum status
cli_gates(struct cli *cli, const char *phase, struct err *err)
{
	const struct strings *required = config_list(cli->config, "gates.required");
	int at = doc_phase_index(phase);

	for (size_t i = 0; i < required->len; i++) {
		int other = doc_phase_index(required->at[i]);

		if (other < 0)
			return err_set(err, ST_CONFIG,
			    "gates.required: there is no phase \"%.60s\"", required->at[i]);
		if (doc_is_built_on(at, other) && doc_is_due(cli->input, other) &&
		    check_one(cli, required->at[i], err))
			return err->status;
	}
	return ST_OK;
}
