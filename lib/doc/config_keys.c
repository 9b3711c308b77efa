#include "doc/config.h"

#define MIB (1024.0 * 1024.0)
#define DAY_MS (24.0 * 3600 * 1000)

/* name, built in, help, type, min, max (durations in milliseconds, texts in bytes), trusted,
   variable, choices.  rsg-config(5) explains each; tests/e2e/rsg-config.t compares. */
const struct config_key config_keys[] = {
	{ "corpus.name", "default", "the corpus that tools use without --corpus", CONFIG_TEXT, 1,
	    100, false, NULL, NULL },
	{ "coverage.covered", "0.6", "from this score an AC is covered", CONFIG_NUMBER, 0, 1, false,
	    NULL, NULL },
	{ "coverage.midpoint", "0.49", "at this score an AC is as likely tested as not",
	    CONFIG_NUMBER, 0, 1, false, NULL, NULL },
	{ "coverage.pairs", "1", "what two neighbouring words weigh beside one word", CONFIG_NUMBER,
	    0, 10, false, NULL, NULL },
	{ "coverage.slope", "11", "how fast confidence rises with the score", CONFIG_NUMBER, 0.1,
	    100, false, NULL, NULL },
	{ "coverage.weak", "0.35", "below this score an AC is a gap", CONFIG_NUMBER, 0, 1, false,
	    NULL, NULL },
	{ "generation.threshold", "0.7", "below this run score no tests are generated",
	    CONFIG_NUMBER, 0, 1, true, NULL, NULL },
	{ "limits.input_bytes", "67108864", "the largest input that is read", CONFIG_WHOLE, 1024,
	    1024 * MIB, false, NULL, NULL },
	{ "log.format", "text", "how messages on standard error look", CONFIG_TEXT, 1, 10, false,
	    NULL, "text|json" },
	{ "model", "builtin", "the model that phases use", CONFIG_TEXT, 1, 200, false, NULL,
	    "builtin" },
	{ "phase.timeout", "5m", "how long one phase may take", CONFIG_DURATION, 1, 7 * DAY_MS,
	    false, NULL, NULL },
	{ "retrieval.top", "20", "how many tests are retrieved for each AC", CONFIG_WHOLE, 1, 1000,
	    false, NULL, NULL },
	{ "runs.keep", "1000", "how many runs pruning keeps", CONFIG_WHOLE, 0, 1e9, false, NULL,
	    NULL },
	{ "store.path", "", "the file of the store", CONFIG_TEXT, 0, 4096, true, "RSG_STORE",
	    NULL },
	{ .name = NULL },
};
