#include <string.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/sandbox.h"
#include "io/json.h"
#include "sandbox/sandbox.h"

static void
tell_tier(struct sandbox *sandbox, struct json *out, bool *usable)
{
	struct sandbox_probe probe;
	struct json *guarantees;
	struct buf why;

	sandbox_probe(sandbox, &probe);
	*usable = probe.usable;
	buf_init(&why, BUF_TEXT);
	utf8_repair(&why, probe.why, strlen(probe.why));
	json_set_string(out, "tier", sandbox_tier_name(sandbox->tier));
	json_set_bool(out, "usable", probe.usable);
	json_set_string(out, "why", why.s);
	buf_fini(&why);
	guarantees = json_set_array(out, "guarantees");
	for (int g = 0; g < SANDBOX_GUARANTEES && probe.usable; g++) {
		struct json *one = json_add_object(guarantees);

		json_set_string(one, "name", sandbox_guarantee_name((enum sandbox_guarantee)g));
		json_set_bool(one, "holds", probe.guarantees & 1u << g);
		json_set_string(one, "how", probe.how[g]);
	}
}

enum status
cli_sandbox_probe(struct cli *cli, const struct cli_sandbox_args *args, bool *good,
    struct json **out, struct err *err)
{
	struct cli_sandbox own = { 0 };
	enum sandbox_tier chosen;
	struct json *tiers;

	if (cli_sandbox_open(cli, args, NULL, &own, err))
		return err->status;
	chosen = own.sandbox.tier;
	*out = json_new_object();
	json_set_string(*out, "tier", sandbox_tier_name(chosen));
	tiers = json_set_array(*out, "tiers");
	for (int t = 0; t < SANDBOX_TIERS; t++) {
		bool usable = false;

		own.sandbox.tier = (enum sandbox_tier)t;
		tell_tier(&own.sandbox, json_add_object(tiers), &usable);
		if (own.sandbox.tier == chosen)
			*good = usable;
	}
	cli_sandbox_close(&own);
	return ST_OK;
}
