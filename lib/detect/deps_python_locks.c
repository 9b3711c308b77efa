/* poetry.lock, uv.lock, pdm.lock, Pipfile.lock. */

#include <string.h>

#include "detect/deps.h"
#include "detect/toml.h"
#include "io/json.h"

static void
lock(struct deps *d, const char *name, const char *version)
{
	struct buf text;

	buf_init(&text, 1024);
	deps_python_name(name, strlen(name), &text);
	deps_lock(d, "pypi", text.s, version);
	buf_fini(&text);
}

static void
packages(struct deps *d, const char *name)
{
	const char *dir = deps_up(d, name);
	const struct json *j = dir ? deps_shared(d, deps_path(d, dir, name), toml_parse) : NULL;

	json_each (it, json_get(j, "package"))
		lock(d, json_get_string(it, "name"), json_get_string(it, "version"));
}

static void
pipfile(struct deps *d)
{
	static const char *const lists[] = { "default", "develop" };
	const char *dir = deps_up(d, "Pipfile.lock");
	const struct json *j =
	    dir ? deps_shared(d, deps_path(d, dir, "Pipfile.lock"), json_parse) : NULL;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		json_each (it, json_get(j, lists[i])) {
			const char *v = json_get_string(it, "version");

			lock(d, json_key(it), v + strspn(v, "="));
		}
	}
}

void
deps_python_locks(struct deps *d)
{
	packages(d, "uv.lock");
	packages(d, "poetry.lock");
	packages(d, "pdm.lock");
	pipfile(d);
}
