/* The builtin embedder asked as any other: no network, no cache, no ledger. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "llm/llm_vectors.h"
#include "text/embed.h"
#include "text/words.h"

static struct json *
make_reply(const struct call *call, const float *vectors, size_t n, size_t dimensions)
{
	static const char *const counters[] = { "input_tokens", "cache_read_tokens",
		"cache_write_tokens", "output_tokens", "reasoning_tokens" };
	struct json *reply = json_new_object(), *usage;

	json_set_string(reply, "model", EMBED_LOCAL_MODEL);
	json_set(reply, "embeddings", vectors_numbers(vectors, n, dimensions));
	json_set_string(reply, "stop", llm_stop_name(LLM_END));
	usage = json_set_object(reply, "usage");
	for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
		json_set_number(usage, counters[i], 0);
	json_set_bool(usage, "known", true);
	json_set_array(reply, "warnings");
	reply_finish(call, reply, false);
	return reply;
}

enum status
embed_builtin(struct call *call, const char *name, struct json **reply, struct err *err)
{
	const struct json *input = json_get(call->request, "input");
	size_t n = json_len(input), i = 0;
	struct embed_text *texts;
	struct embedder *embedder;
	struct words *words;
	float *vectors;
	enum status st;

	if (strcmp(name, "builtin") != 0 && strcmp(name, EMBED_LOCAL_MODEL) != 0)
		return err_set(err, ST_CONFIG, "there is no model \"%.60s\": did you mean %s?",
		    name, EMBED_LOCAL_MODEL);
	words = words_open();
	embedder = embed_local_new(words, NULL);
	texts = mem_calloc(n + 1, sizeof *texts);
	vectors = mem_calloc(n * embedder->dimensions + 1, sizeof *vectors);
	json_each (text, input) {
		const char *s = json_string(text) ? json_string(text) : "";

		texts[i++] = (struct embed_text){ s, strlen(s) };
	}
	st = embedder->embed(embedder, texts, n, vectors, err);
	if (st == ST_OK)
		*reply = make_reply(call, vectors, n, embedder->dimensions);
	free(vectors);
	free(texts);
	embedder->close(embedder);
	words_close(words);
	return st;
}
