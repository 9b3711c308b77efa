#include <string.h>

#include "cli/doctor_private.h"
#include "cli/sandbox.h"
#include "io/json.h"

/* "network, files, time; not memory" */
static void
list(const struct json *guarantees, struct buf *out)
{
	for (int holds = 1; holds >= 0; holds--) {
		const char *before = holds ? "" : "; not ";

		json_each (one, guarantees) {
			if (json_get_bool(one, "holds") != (holds == 1))
				continue;
			buf_printf(out, "%s%s", before, json_get_string(one, "name"));
			before = ", ";
		}
	}
}

static void
tell_tier(struct doctor *d, const struct json *tier, bool chosen)
{
	const char *name = json_get_string(tier, "tier"), *why = json_get_string(tier, "why");
	struct buf found;

	buf_init(&found, BUF_TEXT);
	list(json_get(tier, "guarantees"), &found);
	if (json_get_bool(tier, "usable"))
		doctor_add(d, name, DOCTOR_OK, "", "%s%s", chosen ? "in use: " : "", found.s);
	else if (chosen)
		doctor_add(d, name, DOCTOR_WARNING,
		    "install what is missing, or name another tier in sandbox.tier", "%s", why);
	else
		doctor_add(d, name, DOCTOR_SKIPPED, "", "%s", why);
	buf_fini(&found);
}

void
doctor_sandbox(struct doctor *d)
{
	const struct cli_sandbox_args args = { 0 };
	struct json *found = NULL;
	struct err err = ERR_INIT;
	bool good = false;

	d->area = "sandbox";
	if (cli_sandbox_probe(d->cli, &args, &good, &found, &err))
		doctor_add_err(d, "tiers", DOCTOR_FAILED, &err);
	json_each (tier, json_get(found, "tiers"))
		tell_tier(d, tier,
		    strcmp(json_get_string(tier, "tier"), json_get_string(found, "tier")) == 0);
	json_free(found);
}
