#include <stdlib.h>
#include <string.h>

#include "cli/cli_private.h"
#include "cli/pipeline_private.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/file.h"

const struct pipeline_phase pipeline_phases[PHASES] = {
	{ "rsg-ingest", "reading the story", .model = true, .story = true },
	{ "rsg-classify", "classifying", .model = true, .story = true },
	{ "rsg-embed", "embedding", .story = true },
	{ "rsg-impact", "reading the change", .change = true },
	{ "rsg-retrieve", "retrieving tests", .story = false },
	{ "rsg-cover", "measuring coverage", .model = true, .story = true },
	{ "rsg-rank", "ranking", .model = true },
	{ "rsg-select", "selecting", .change = true },
	{ "rsg-generate", "generating tests", .model = true, .story = true },
	{ "rsg-verify", "running the new tests", .story = true, .verify = true },
	{ "rsg-heal", "repairing the new tests", .model = true, .story = true, .heal = true },
	{ "rsg-audit", "closing the run", .story = false },
};

void
pipeline_add(struct pipeline *p, struct command *c, const char *arg)
{
	if (arg && c->n + 1 < MOST_ARGS)
		c->argv[c->n++] = arena_strdup(&p->arena, arg);
}

static void
add_option(struct pipeline *p, struct command *c, const char *name, const char *value)
{
	if (value == NULL)
		return;
	pipeline_add(p, c, name);
	pipeline_add(p, c, value);
}

void
pipeline_add_tool(struct pipeline *p, struct command *c, const char *tool)
{
	char *dir = proc_own_dir(), *path = dir ? file_join(dir, tool) : NULL;

	pipeline_add(p, c, path && file_exists(path) ? path : tool);
	free(path);
	free(dir);
}

/* The shared options go to every stage as they were given, but that nobody hurries a person. */
void
pipeline_add_shared(struct pipeline *p, struct command *c, bool gate)
{
	const struct cli *cli = p->cli;

	vec_each (struct opts_given *, given, &cli->own->opts.given) {
		char *name = mem_printf("--%s", given->opt->name);

		if (!gate || strcmp(given->opt->name, "timeout") != 0)
			add_option(p, c, name, given->text);
		free(name);
	}
	add_option(p, c, "--config", cli->own->config_file);
	pipeline_add(p, c, cli->no_store ? "--no-store" : NULL);
	pipeline_add(p, c, cli->dry_run ? "--dry-run" : NULL);
	pipeline_add(p, c, cli->quiet ? "--quiet" : NULL);
	pipeline_add(p, c, cli->verbose ? "--verbose" : NULL);
}

static struct command *
add_stage(struct pipeline *p, size_t step, bool gate)
{
	struct command *c = &p->commands[p->n];
	int phase = p->plan.at[step];

	pipeline_add_tool(p, c, gate ? "rsg-gate" : pipeline_phases[phase].tool);
	pipeline_add_shared(p, c, gate);
	p->what[p->n].step = step;
	p->what[p->n].gate = gate;
	p->stages[p->n++].argv = c->argv;
	return c;
}

/* Where gates.required wants a phase approved somebody is asked at once. */
static void
add_gate(struct pipeline *p, size_t step)
{
	const struct strings *required = config_list(p->cli->config, "gates.required");
	int phase = p->plan.at[step];
	struct command *c;

	if (p->cli->no_store || phase == PHASES - 1 || !strings_has(required, doc_phases[phase]))
		return;
	for (size_t i = step + 1; i < p->plan.n; i++) {
		if (p->plan.at[i] == phase) /* asked when it was done for the last time */
			return;
	}
	c = add_stage(p, step, true);
	add_option(p, c, "--phase", doc_phases[phase]);
	pipeline_add(p, c, p->cli->no_input ? "--no-input" : NULL);
	pipeline_add(p, c, p->cli->no_color ? "--no-color" : NULL);
	p->quiet_till = p->n;
}

static void
make_plan(struct pipeline *p, const struct pipeline_args *args, bool story)
{
	for (int i = 0; i < PHASES; i++) {
		if ((pipeline_phases[i].story && !story) ||
		    (pipeline_phases[i].change && args->base == NULL) ||
		    (pipeline_phases[i].verify && !args->verify && !args->heal) ||
		    (pipeline_phases[i].heal && !args->heal))
			continue;
		p->plan.at[p->plan.n++] = i;
		if (pipeline_phases[i].heal)
			p->plan.at[p->plan.n++] = doc_phase_index("verification");
	}
}

/* What one phase is told beside what all are. */
static void
add_own(struct pipeline *p, struct command *c, const char *phase, const struct pipeline_args *args)
{
	if (strcmp(phase, "ingestion") == 0)
		add_option(p, c, "--format", args->format);
	if (strcmp(phase, "impact") == 0)
		add_option(p, c, "--base", args->base);
	if (strcmp(phase, "embedding") == 0 || strcmp(phase, "retrieval") == 0)
		add_option(p, c, "--corpus", args->corpus);
	if (strcmp(phase, "generation") == 0) {
		pipeline_add(p, c, args->force ? "--force" : NULL);
		add_option(p, c, "--reason", args->reason);
	}
	if (strcmp(phase, "generation") == 0 || strcmp(phase, "verification") == 0 ||
	    strcmp(phase, "healing") == 0)
		add_option(p, c, "--root", args->root);
}

void
pipeline_plan(struct pipeline *p, const struct pipeline_args *args, bool story)
{
	struct command *first = &p->commands[0];

	make_plan(p, args, story);
	for (size_t i = 0; i < p->plan.n; i++) {
		int phase = p->plan.at[i];
		struct command *c = add_stage(p, i, false);

		pipeline_add(p, c,
		    pipeline_phases[phase].model && p->cli->own->require_model ? "--require-model"
									       : NULL);
		add_own(p, c, doc_phases[phase], args);
		add_gate(p, i);
	}
	add_option(p, first, "--run", p->cli->run || p->quiet_till ? p->run : NULL);
	if (p->cli->operand_count) {
		pipeline_add(p, first, "--");
		pipeline_add(p, first, p->cli->operands[0]);
	}
}
