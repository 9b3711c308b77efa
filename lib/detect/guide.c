#include "detect/guide.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"

static bool
is_line(const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	}
	return n > 0 && n <= GUIDE_TEXT;
}

static enum status
check(const struct json *entry, struct err *err)
{
	json_each (member, entry) {
		if (strcmp(json_key(member), "when") != 0 && strcmp(json_key(member), "text") != 0)
			return err_set(err, ST_CONFIG,
			    "guide: there is no key %s: see rsg-detect(1)", json_key(member));
	}
	if (json_kind(entry) != JSON_OBJECT || !is_line(json_get_string(entry, "text")))
		return err_set(err, ST_CONFIG,
		    "guide: expected a list of {when, text}, each text one line of at most %d "
		    "bytes",
		    GUIDE_TEXT);
	if (json_get(entry, "when") && (json_string(json_get(entry, "when")) == NULL ||
					   !version_condition(json_get_string(entry, "when"))))
		return err_set(err, ST_CONFIG,
		    "guide: when: expected comparisons of a version in quotes, as \">=5 <6\"");
	return ST_OK;
}

static enum status
take(const struct json *list, struct guide *out, struct err *err)
{
	size_t n = 0;

	if (list && json_kind(list) != JSON_ARRAY)
		return err_set(err, ST_CONFIG, "guide: expected a list of {when, text}");
	json_each (entry, list) {
		const char *when = json_get_string(entry, "when"),
			   *text = json_get_string(entry, "text");
		char *line;

		if (check(entry, err))
			return err->status;
		if (++n > GUIDE_TEXTS)
			return err_set(
			    err, ST_CONFIG, "guide: at most %d texts are taken", GUIDE_TEXTS);
		if (*out->version && !version_fits(out->version, when))
			continue;
		line = *out->version || *when == '\0' ? mem_strdup(text)
						      : mem_printf("Version %s: %s", when, text);
		strings_add(&out->texts, line);
		free(line);
	}
	return ST_OK;
}

enum status
guide_read(const struct share *share, const char *framework, const char *version, struct guide *out,
    struct err *err)
{
	char *file = mem_printf("frameworks/%s.yaml", framework);
	struct guide guide = { .title = NULL };
	struct strings paths = { 0 };
	struct json *tree = NULL;
	struct err none = ERR_INIT;
	enum status st = ST_OK;

	version_numbers(version, guide.version);
	if (share_paths(share, file, &paths, &none) == ST_OK)
		st = share_yaml_trusted(share, file, &tree, err);
	if (st == ST_OK) {
		const char *title = json_get_string(tree, "title");

		guide.title = mem_strdup(*title ? title : framework);
		st = take(json_get(tree, "guide"), &guide, err);
		if (st)
			err_context(err, "%s", file);
	}
	json_free(tree);
	strings_fini(&paths);
	free(file);
	if (st)
		guide_fini(&guide);
	else
		*out = guide;
	return st;
}

void
guide_fini(struct guide *guide)
{
	free(guide->title);
	strings_fini(&guide->texts);
	*guide = (struct guide){ .title = NULL };
}
