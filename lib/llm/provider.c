#include "llm/provider.h"

#include <string.h>

#include "llm/provider_parts.h"

static const struct provider *const providers[] = {
	&provider_anthropic,
	&provider_openai,
	&provider_chat,
	&provider_ollama,
	&provider_voyage,
	&provider_exec,
	&provider_replay,
};

const struct provider *
provider_at(size_t i)
{
	return i < sizeof providers / sizeof *providers ? providers[i] : NULL;
}

const struct provider *
provider_find(const char *kind)
{
	const struct provider *provider;

	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		if (strcmp(provider->kind, kind) == 0)
			return provider;
	}
	return NULL;
}
