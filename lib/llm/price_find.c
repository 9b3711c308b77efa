#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "io/json.h"
#include "llm/model.h"
#include "llm/price_private.h"
#include "llm/provider.h"

#define DIGITS "0123456789"

struct fit {	     /* how well a row fits; the members in order of weight */
	bool own;    /* it names this very provider */
	int length;  /* of the name that fits; -1: it does not, INT_MAX: all of it */
	bool valid;  /* it is in force */
	size_t file; /* a lower one is better */
};

/* The vendor whose prices hold behind a dialect, whatever the provider is called. */
static const char *
vendor(const struct model *model)
{
	static const char *const vendors[][2] = { { "anthropic", "anthropic" },
		{ "openai", "openai" }, { "openai-chat", "openai" }, { "voyage", "voyage" } };
	const char *kind = model->kind ? model->kind->kind : "";

	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++) {
		if (strcmp(kind, vendors[i][0]) == 0)
			return vendors[i][1];
	}
	return "";
}

/* Letters, '9' for a digit: does the end of a name look like this? */
static bool
ends_like(const char *name, size_t n, const char *pattern)
{
	size_t length = strlen(pattern);

	if (n <= length)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = name[n - length + i];

		if (pattern[i] == '9' ? strchr(DIGITS, c) == NULL : c != pattern[i])
			return false;
	}
	return true;
}

/* The name without a provider in front and a date behind. */
static const char *
bare_name(const char *id, size_t *n)
{
	const char *slash = strrchr(id, '/');
	const char *name = slash ? slash + 1 : id;

	*n = strlen(name);
	if (ends_like(name, *n, "-9999-99-99"))
		*n -= strlen("-9999-99-99");
	else if (ends_like(name, *n, "-99999999"))
		*n -= strlen("-99999999");
	return name;
}

/* "gpt-5-pro" is no variant of gpt-5, nor "claude-opus-5-9" one of claude-opus-5. */
static bool
names_another(const struct prices *prices, const char *rest, size_t n)
{
	size_t word = 0, digits = strspn(rest, DIGITS);

	while (word < n && rest[word] != '-')
		word++;
	if (digits >= word)
		return word <= 2;
	json_each (other, prices->other_models) {
		const char *s = json_string(other);

		if (s && strlen(s) == word && strncmp(s, rest, word) == 0)
			return true;
	}
	return false;
}

static int
fitting_length(const struct prices *prices, const char *id, const char *name, size_t n)
{
	size_t length = strlen(id);

	if (strcmp(id, "*") == 0)
		return 0;
	if (length > n || strncmp(id, name, length) != 0)
		return -1;
	if (length == n)
		return INT_MAX;
	if (name[length] != '-' || names_another(prices, name + length + 1, n - length - 1))
		return -1;
	return (int)length;
}

static struct fit
fit_of(const struct prices *prices, const struct price_row *row, const struct model *model,
    const char *today)
{
	struct fit fit = { .own = strcmp(row->provider, model->provider) == 0,
		.valid = strcmp(row->from, today) <= 0,
		.file = row->file,
		.length = -1 };
	const char *name;
	size_t n;

	if (!fit.own && *row->provider && strcmp(row->provider, vendor(model)) != 0)
		return fit;
	if (strcmp(row->id, model->id) == 0) {
		fit.length = INT_MAX;
		return fit;
	}
	name = bare_name(model->id, &n);
	fit.length = fitting_length(prices, row->id, name, n);
	return fit;
}

static bool
is_better(const struct fit *a, const struct fit *b)
{
	if (a->own != b->own)
		return a->own;
	if (a->length != b->length)
		return a->length > b->length;
	if (a->valid != b->valid)
		return a->valid;
	return a->file < b->file;
}

/* Of those in force the latest counts; before all of them the first one does. */
const struct price_row *
price_row_find(const struct prices *prices, const struct model *model, const char *today)
{
	const struct price_row *best = NULL;
	struct fit best_fit = { .length = -1 };

	vec_each (const struct price_row *, row, &prices->rows) {
		struct fit fit = fit_of(prices, row, model, today);
		int later;

		if (fit.length < 0)
			continue;
		later = best ? strcmp(row->from, best->from) : 0;
		if (best == NULL || is_better(&fit, &best_fit) ||
		    (!is_better(&best_fit, &fit) && (fit.valid ? later > 0 : later < 0))) {
			best = row;
			best_fit = fit;
		}
	}
	return best;
}
