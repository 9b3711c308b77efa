#include "cli/model.h"

#include <string.h>

#include "base/time.h"
#include "cli/cli_private.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "llm/llm.h"

#define MOST_MARGIN_MS 2000

static void
say(void *arg, const char *text)
{
	cli_warn(arg, "%s", text);
}

/* A little before the timer ends the process: what was found without a model can still be said. */
static int64_t
deadline_ms(const struct cli *cli)
{
	int64_t margin = cli->timeout_ms / 10;

	if (margin > MOST_MARGIN_MS)
		margin = MOST_MARGIN_MS;
	return time_monotonic_ms() + cli->timeout_ms - margin;
}

bool
cli_has_embedding_model(const struct cli *cli)
{
	static const char builtin[] = "builtin";

	return strncmp(config_text(cli->config, "embedding.model"), builtin, strlen(builtin)) != 0;
}

bool
cli_wants_model(const struct cli *cli, const char *phase)
{
	if (strcmp(phase, "embedding") == 0)
		return cli_has_embedding_model(cli);
	return llm_wanted(cli->config, phase, NULL);
}

void
cli_llm_options(struct cli *cli, const char *phase, const char *run, struct llm_options *out)
{
	const bool timed = *phase || cli->own->timeout_given;

	*out = (struct llm_options){ .config = cli->config,
		.store = cli->store,
		.redactor = cli_redactor(cli),
		.project_dir =
		    config_is_trusted(cli->config) ? config_project_dir(cli->config) : NULL,
		.run = run ? run : "",
		.phase = phase,
		.deadline_ms = timed ? deadline_ms(cli) : 0,
		.cancel = cli_cancel(),
		.say = say,
		.arg = cli };
}

enum status
cli_llm(struct cli *cli, const char *phase, const char *run, struct llm **out, struct err *err)
{
	struct llm_options options;

	cli_llm_options(cli, phase, run, &options);
	return llm_open(&options, out, err);
}
