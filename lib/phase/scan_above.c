#include "phase/scan_above.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/walk.h"
#include "phase/scan_state.h"

#define MAX_FILE ((size_t)2 * 1024 * 1024)
#define MAX_ON 4
#define MAX_TRIES 200000
#define MAX_NEW 64
#define MAX_KEPT 128
#define MAX_KNOWN 100000

struct other { /* a file that was read */
	struct home home;
	struct buf text;
	struct source source;
	struct items items;
	char *path;
};

struct above {
	VEC_OF(struct other *) files;
	struct map known; /* framework and path -> index + 1 of files, 0: there is none */
	struct map used;  /* path and class */
	struct buf path, key;
	size_t top, tries, fresh;
};

struct want {			   /* a class that is looked for */
	const char *module, *name; /* "a.b" of a.b.Base, and Base */
	size_t module_n, name_n;
	int on;
};

static bool find(struct above *above, struct home *from, const struct want *want, struct base *out);

struct above *
above_new(void)
{
	struct above *above = mem_calloc(1, sizeof *above);

	map_init(&above->known);
	map_init(&above->used);
	buf_init(&above->path, BUF_TEXT);
	buf_init(&above->key, BUF_TEXT);
	return above;
}

static void
forget(struct above *above)
{
	vec_each (struct other **, o, &above->files) {
		home_fini(&(*o)->home);
		items_fini(&(*o)->items);
		source_fini(&(*o)->source);
		buf_fini(&(*o)->text);
		free((*o)->path);
		free(*o);
	}
	vec_fini(&above->files);
	map_fini(&above->known);
}

void
above_free(struct above *above)
{
	if (above == NULL)
		return;
	forget(above);
	map_fini(&above->used);
	buf_fini(&above->path);
	buf_fini(&above->key);
	free(above);
}

void
above_top(struct above *above, size_t top)
{
	above->top = top;
}

void
above_use(struct above *above, const struct base *base)
{
	buf_clear(&above->key);
	buf_printf(&above->key, "%s:%s", base->home->path, base->home->items->at[base->class].name);
	map_slot(&above->used, above->key.s, above->key.len, NULL);
}

bool
above_used(struct above *above, const char *path, const char *class)
{
	buf_clear(&above->key);
	buf_printf(&above->key, "%s:%s", path, class);
	return map_find(&above->used, above->key.s, above->key.len) != NULL;
}

void
above_clear(struct above *above)
{
	above->tries = above->fresh = 0;
	if (above->files.len < MAX_KEPT && above->known.len < MAX_KNOWN)
		return;
	forget(above);
	map_init(&above->known);
}

/* Does the import say the word, or that it takes all? */
static bool
mentions(const struct source *s, const struct import *import, const char *word, size_t n)
{
	size_t len;

	for (size_t at = import->from; (len = source_next_word(s, &at, import->end)) > 0;
	     at += len) {
		if (len == n && memcmp(s->code + at, word, n) == 0)
			return true;
	}
	return import->end > import->to &&
	       memchr(s->code + import->to, '*', import->end - import->to) != NULL;
}

/* A file of which classes may be had; NULL when it cannot be. */
static struct other *
read_file(const struct above *above, const struct framework *f, const char *path)
{
	struct other *o = mem_calloc(1, sizeof *o);
	struct err err = ERR_INIT;

	buf_init(&o->text, MAX_FILE);
	o->path = mem_strdup(path);
	if (!walk_is_plain(path, above->top) || walk_read(path, MAX_FILE, &o->text) != WALK_READ ||
	    utf8_check(o->text.s, o->text.len) != o->text.len || scan_is_minified(&o->text) ||
	    (f->heirs.patterns.len > 0 &&
		!scan_holds_any(&o->text, o->text.len, &f->markers, true))) {
		buf_fini(&o->text);
		free(o->path);
		free(o);
		return NULL;
	}
	source_init(&o->source, f->language, o->text.s, o->text.len);
	if (scan_find(&o->source, f, &o->items, &err)) {
		items_fini(&o->items);
		o->items = (struct items){ 0 };
	}
	home_init(&o->home, f, o->path, &o->source, &o->items);
	return o;
}

/* What is at above->path. */
static struct home *
open_path(struct above *above, const struct framework *f)
{
	size_t *slot;
	bool added;

	struct err err = ERR_INIT;

	if (++above->tries > MAX_TRIES || buf_check(&above->path, "a path", &err))
		return NULL;
	buf_clear(&above->key);
	buf_printf(&above->key, "%s:%s", f->name, above->path.s);
	slot = map_slot(&above->known, above->key.s, above->key.len, &added);
	if (added && above->fresh < MAX_NEW) {
		struct other *o = read_file(above, f, above->path.s);

		if (o) {
			*vec_add(&above->files) = o;
			*slot = above->files.len;
			above->fresh++;
		}
	}
	return *slot ? &above->files.at[*slot - 1]->home : NULL;
}

/* What looking at the import costs; false when nothing more is looked for in this file. */
static bool
may_try(struct above *above, const struct import *i)
{
	above->tries += 1 + (i->end > i->from ? i->end - i->from : 0) / 64;
	return above->tries <= MAX_TRIES;
}

static size_t
directory(const char *path, size_t n)
{
	while (n > 0 && path[n - 1] != '/')
		n--;
	return n;
}

/* The file of a module "a.b", and `more` in it, below the first `dir` bytes of the path. */
static struct home *
open_module(struct above *above, const struct home *from, size_t dir, const struct want *module)
{
	const char *path = from->path, *base = path + directory(path, strlen(path));
	const char *ending = strrchr(base, '.') ? strrchr(base, '.') : "";
	struct home *home;
	size_t len;

	buf_clear(&above->path);
	buf_add(&above->path, path, dir);
	for (size_t i = 0; i < module->module_n; i++)
		buf_char(&above->path, module->module[i] == '.' ? '/' : module->module[i]);
	if (module->module_n > 0 && module->name_n > 0)
		buf_char(&above->path, '/');
	buf_add(&above->path, module->name, module->name_n);
	len = above->path.len;
	buf_str(&above->path, ending);
	home = len > dir ? open_path(above, from->framework) : NULL;
	if (home || from->framework->above != ABOVE_MODULE)
		return home;
	buf_cut(&above->path, len);
	buf_printf(&above->path, "%s__init__%s", len > dir ? "/" : "", ending);
	return open_path(above, from->framework);
}

/* In each directory where the module may be: with dots in front in that one alone. */
static bool
find_in(struct above *above, struct home *from, const struct want *module, const struct want *want,
    struct base *out)
{
	size_t dir = directory(from->path, strlen(from->path)), dots = 0;
	struct want plain = *module;

	for (; plain.module_n > 0 && *plain.module == '.'; dots++)
		plain.module++, plain.module_n--;
	for (size_t i = 1; i < dots && dir > above->top; i++)
		dir = directory(from->path, dir - 1);
	while (plain.module_n > 0 && plain.module[plain.module_n - 1] == '.')
		plain.module_n--;
	for (;;) {
		struct home *home = open_module(above, from, dir, &plain);
		struct want next = { "", want->name, 0, want->name_n, want->on + 1 };

		if (home && home != from &&
		    (home_class(home, want->name, want->name_n, out) ||
			(want->on < MAX_ON && find(above, home, &next, out))))
			return true;
		if (dots > 0 || dir <= above->top)
			return false;
		dir = directory(from->path, dir - 1);
	}
}

/* `from a import b as c`, `import a.b`: the class is in a, in a/b, or in what is written. */
static bool
find_module(struct above *above, struct home *from, const struct want *want, struct base *out)
{
	const struct source *s = from->source;
	size_t first = 0, len;

	while (first < want->module_n && want->module[first] != '.')
		first++;
	vec_each (const struct import *, i, &from->imports) {
		struct want module = { s->code + i->from, "", i->to - i->from, 0, 0 };

		if (!may_try(above, i))
			return false;
		if (!mentions(
			s, i, first ? want->module : want->name, first ? first : want->name_n))
			continue;
		if (find_in(above, from, &module, want, out))
			return true;
		for (size_t at = i->to; first && above->tries <= MAX_TRIES &&
					(len = source_next_word(s, &at, i->end)) > 0;
		     at += len) {
			module.name = s->code + at;
			module.name_n = len;
			if (find_in(above, from, &module, want, out))
				return true;
		}
		module = (struct want){ want->module, "", want->module_n, 0, 0 };
		if (first < want->module_n && find_in(above, from, &module, want, out))
			return true;
	}
	return false;
}

/* Classes have files of their names: as an import says, or in the same directory. */
static bool
find_package(struct above *above, struct home *from, const struct want *want, struct base *out)
{
	const struct source *s = from->source;
	size_t first = 0;
	const char *file = want->module_n ? want->module : want->name;
	struct want near = { ".", file, 1, 0, 0 };

	while (first < want->module_n && want->module[first] != '.')
		first++;
	near.name_n = want->module_n ? first : want->name_n;
	vec_each (const struct import *, i, &from->imports) {
		const char *value = s->code + i->from;
		size_t n = i->to - i->from, last = n;
		struct want module = { value, "", n, 0, 0 };

		if (!may_try(above, i))
			return false;
		while (last > 0 && value[last - 1] != '.')
			last--;
		if (last == n && n > 0)
			module.name = near.name, module.name_n = near.name_n;
		else if (n - last != near.name_n || memcmp(value + last, near.name, n - last) != 0)
			continue;
		if (find_in(above, from, &module, want, out))
			return true;
	}
	return find_in(above, from, &near, want, out);
}

static bool
find(struct above *above, struct home *from, const struct want *want, struct base *out)
{
	home_imports(from);
	return from->framework->above == ABOVE_MODULE ? find_module(above, from, want, out)
						      : find_package(above, from, want, out);
}

bool
above_find(struct above *above, struct home *from, const char *name, size_t n, struct base *out)
{
	struct want want = { name, name, n, n, 0 };

	if (above == NULL || from->framework->above == ABOVE_NO)
		return false;
	while (want.module_n > 0 && name[want.module_n - 1] != '.')
		want.module_n--;
	want.name += want.module_n;
	want.name_n -= want.module_n;
	if (want.module_n > 0)
		want.module_n--;
	if (source_is_keyword(from->source, want.name, want.name_n))
		return false;
	return find(above, from, &want, out);
}
