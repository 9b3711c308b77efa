/*
 * Any bytes are refused with a reason or become stories whose output fits the schema.  The first
 * byte chooses the format ('0' auto ... '6' csv) and, as a letter, --split ('a' ... 'g').
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"
#include "phase/ingest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct schema *schema, const struct ingest_story *story)
{
	struct phase_env env = { .warnings = json_new_array() };
	struct json *output = NULL;
	struct err err = ERR_INIT;

	if (phase_ingest(&env, story, &output, &err) || schema_check(schema, output, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	json_free(output);
	json_free(env.warnings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ingest_options options = { .source = "-" };
	const struct schema *schema;
	struct schema_set *set = NULL;
	struct ingest *ingest = NULL;
	struct err err = ERR_INIT;
	struct share *share;

	if (n == 0)
		return 0;
	options.split = data[0] >= 'a' && data[0] < 'a' + FORMAT_COUNT;
	if (options.split || (data[0] >= '0' && data[0] < '0' + FORMAT_COUNT))
		options.format = (enum story_format)(data[0] - (options.split ? 'a' : '0'));
	options.repair = true;
	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	if (schema_builtin("ingestion", &set, &schema, &err))
		abort();
	if (ingest_open(share, (const char *)data + 1, n - 1, &options, &ingest, &err) == ST_OK) {
		for (size_t i = 0; i < ingest->len; i++)
			check(schema, ingest->stories[i]);
	} else if (err.text[0] == '\0' || err.status == ST_CONFIG) {
		abort();
	}
	ingest_close(ingest);
	schema_set_free(set);
	share_close(share);
	return 0;
}
