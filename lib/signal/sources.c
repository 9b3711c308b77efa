#include "signal/sources.h"

#include <string.h>

#include "io/json.h"

static enum status
read_patterns(const struct json *tree, const char *key, struct ignore *out, struct err *err)
{
	const struct json *list = json_get(tree, key);

	ignore_init(out);
	if (json_kind(list) != JSON_ARRAY)
		return err_set(err, ST_CONFIG, "sources.yaml: %s is a list of patterns", key);
	json_each (it, list) {
		if (json_string(it) == NULL)
			return err_set(
			    err, ST_CONFIG, "sources.yaml: a pattern of %s is no text", key);
		ignore_add_line(out, json_string(it), strlen(json_string(it)));
	}
	return ST_OK;
}

enum status
sources_read(const struct json *tree, struct sources *out, struct err *err)
{
	enum status st = read_patterns(tree, "files", &out->files, err);
	enum status other =
	    read_patterns(tree, "not", &out->others, st ? &(struct err)ERR_INIT : err);

	if (st || other)
		sources_fini(out);
	return st ? st : other;
}

void
sources_fini(struct sources *sources)
{
	ignore_fini(&sources->files);
	ignore_fini(&sources->others);
}

bool
sources_has(const struct sources *sources, const char *path)
{
	return ignore_match(&sources->files, path, false) == IGNORE_YES &&
	       !ignore_covers(&sources->others, path);
}
