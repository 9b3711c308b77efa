#include "llm/provider_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"

#define DEFAULT_MAX_TOKENS 4096 /* where the request says nothing: llm.max_tokens built in */
#define MAX_TOKENS_READ 1e15

bool
part_is_count(const struct json *usage, const char *key)
{
	double d = json_get_number(usage, key);

	return json_kind(json_get(usage, key)) == JSON_NUMBER && d >= 0 && d <= MAX_TOKENS_READ;
}

int64_t
part_tokens(const struct json *usage, const char *key)
{
	return part_is_count(usage, key) ? (int64_t)json_get_number(usage, key) : 0;
}

void
part_name(char *out, size_t size, const char *name)
{
	struct buf shown;
	size_t n = strlen(name), len;

	buf_init(&shown, 16 * size);
	utf8_visible(&shown, name, n < 2 * size ? n : 2 * size, false);
	len = shown.len < size ? shown.len : size - 1;
	while (len < shown.len && len > 0 && ((unsigned char)shown.s[len] & 0xc0) == 0x80)
		len--;
	memcpy(out, shown.s, len);
	out[len] = '\0';
	buf_fini(&shown);
}

void
part_warn(struct answer *answer, const char *text)
{
	if (answer->warnings.len < 16 && !strings_has(&answer->warnings, text))
		strings_add(&answer->warnings, text);
}

bool
part_is_over(const struct answer *answer)
{
	return answer->complete || answer->text.over ||
	       (answer->fault.class != FAULT_NONE && answer->stop != LLM_REFUSAL);
}

void
part_refused(struct answer *answer, const char *why)
{
	answer->stop = LLM_REFUSAL;
	fault_set(
	    &answer->fault, FAULT_CONTENT_POLICY, "the model refused%s%s", *why ? ": " : "", why);
	fault_code(&answer->fault, "refusal");
}

void
part_drop(struct part *part, const char *name)
{
	if (part->dropped && !strings_has(part->dropped, name))
		strings_add(part->dropped, name);
}

void
part_schema_text(struct part *part)
{
	if (part->preamble.len > 0)
		buf_str(&part->preamble, "\n\n");
	buf_str(&part->preamble, json_get_string(part->request, "schema_text"));
	json_print(json_get(part->request, "schema"), &part->preamble);
}

static void
limit_tokens(struct part *part)
{
	int64_t most = part->model->caps.max_output;

	part->max_tokens = part_tokens(part->request, "max_tokens");
	if (part->max_tokens == 0)
		part->max_tokens = DEFAULT_MAX_TOKENS;
	if (most > 0 && part->max_tokens > most) {
		part->max_tokens = most;
		if (json_get(part->request, "max_tokens"))
			part_drop(part, "max_tokens beyond what the model can write");
	}
}

void
part_begin(struct part *part, enum schema_style style)
{
	const struct json *schema = json_get(part->request, "schema");
	const char *name = json_get_string(part->request, "schema_name");

	buf_init(&part->preamble, BUF_DOCUMENT);
	buf_str(&part->preamble, json_get_string(part->request, "system"));
	part->schema_name = *name ? name : "reply";
	part->schema = NULL;
	if (part->model->caps.schema == MODEL_SCHEMA_NATIVE)
		part->schema = schema_portable(schema, style);
	if (schema && part->schema == NULL)
		part_schema_text(part);
	limit_tokens(part);
}

enum status
part_finish(struct part *part, struct json *body, struct json **out, struct err *err)
{
	enum status st = buf_check(&part->preamble, "the system text with the schema", err);

	buf_fini(&part->preamble);
	json_free(part->schema);
	part->schema = NULL;
	if (st == ST_OK)
		*out = body;
	else
		json_free(body);
	return st;
}

struct json *
part_messages(const struct part *part)
{
	struct json *messages = json_new_array();

	if (part->preamble.len > 0) {
		struct json *told = json_add_object(messages);

		json_set_string(told, "role", "system");
		json_set(told, "content", json_new_stringn(part->preamble.s, part->preamble.len));
	}
	json_each (it, json_get(part->request, "messages"))
		json_add(messages, json_copy(it));
	return messages;
}

struct json *
part_list(const struct json *request, const char *name)
{
	const struct json *list = json_get(request, name);

	return list ? json_copy(list) : json_new_array();
}

void
part_member(struct part *part, const char *name, struct json *body, const char *as, bool allowed)
{
	const struct json *value = json_get(part->request, name);

	if (value == NULL || (json_kind(value) == JSON_ARRAY && json_len(value) == 0))
		return;
	if (allowed)
		json_set(body, as, json_copy(value));
	else
		part_drop(part, name);
}

void
part_sampling(struct part *part, struct json *body, bool allowed)
{
	part_member(part, "temperature", body, "temperature", allowed);
	part_member(part, "top_p", body, "top_p", allowed);
}
