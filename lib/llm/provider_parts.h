/*
 * provider_parts - what the dialects share.
 */
#ifndef LLM_PROVIDER_PARTS_H
#define LLM_PROVIDER_PARTS_H

#include "llm/provider.h"

extern const struct provider provider_anthropic, provider_openai, provider_chat, provider_ollama,
    provider_voyage, provider_exec, provider_replay;

#endif
