#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "signal/imports.h"
#include "text/source.h"

#define READ_BYTES ((size_t)256 * 1024) /* imports stand in front */
#define READ_FILES ((size_t)20000)
#define BETWEEN 200 /* files between a test and what changed, that are looked for */

struct reading {
	struct retrieval *r;
	VEC_OF(struct imports_file) files;
	struct imports **lists; /* by file; NULL where none were read */
	struct strings words;	/* one of them stands in every file that is worth reading */
	bool all;		/* or every file is */
	struct buf text;
	char *go_module;
};

/* What an import of this file has to name: its name, or its folder's where that stands for it. */
static void
add_word(struct reading *reading, const char *path)
{
	static const char *const folders[] = { "index", "__init__", "mod", "lib", "main" };
	const char *name = strrchr(path, '/'), *ending = strrchr(path, '.');
	const char *from = name ? name + 1 : path;
	bool folder = ending && strcmp(ending, ".go") == 0;
	char *word = mem_strndup(from, strcspn(from, "."));

	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		folder |= strcmp(word, folders[i]) == 0;
	free(word);
	if (*from == '.') /* nobody imports it */
		return;
	if (!folder) {
		strings_addn(&reading->words, from, strcspn(from, "."));
		return;
	}
	if (name == NULL) {
		reading->all = true;
		return;
	}
	for (from = name; from > path && from[-1] != '/';)
		from--;
	strings_addn(&reading->words, from, (size_t)(name - from));
}

static bool
is_worth_it(const struct reading *reading)
{
	for (size_t i = 0; !reading->all && i < reading->words.len; i++) {
		if (strstr(reading->text.s, reading->words.at[i]))
			return true;
	}
	return reading->all;
}

static void
read_imports(struct reading *reading, size_t at)
{
	const char *path = reading->files.at[at].path;
	const struct source_language *language = source_language_for(path);
	struct source source;

	if (language == NULL || reading->lists[at] ||
	    !retrieve_text(reading->r, path, true, &reading->text))
		return;
	if (reading->text.len > READ_BYTES)
		buf_cut(&reading->text, READ_BYTES);
	if (!is_worth_it(reading))
		return;
	source_init(&source, language, reading->text.s, reading->text.len);
	reading->lists[at] = mem_calloc(1, sizeof **reading->lists);
	imports_find(&source, reading->lists[at]);
	source_fini(&source);
	reading->files.at[at].imports = reading->lists[at];
}

/* module example.org/shop */
static void
read_go_module(struct reading *reading)
{
	const char *at;

	if (!retrieve_text(reading->r, "go.mod", false, &reading->text))
		return;
	at = strncmp(reading->text.s, "module ", 7) == 0 ? reading->text.s
							 : strstr(reading->text.s, "\nmodule ");
	if (at == NULL)
		return;
	at += strcspn(at, " ") + 1;
	at += strspn(at, " \t\"");
	reading->go_module = mem_strndup(at, strcspn(at, " \t\r\n\""));
}

/* The files of the tree that have a language, and what is gone with the change. */
static void
list_files(struct reading *reading)
{
	const struct evidence *e = &reading->r->evidence;

	for (size_t i = 0; i < e->live.len && reading->files.len < READ_FILES; i++) {
		const struct source_language *language = source_language_for(e->live.at[i]);

		if (language)
			*vec_add(&reading->files) = (struct imports_file){ .path = e->live.at[i],
				.language = source_language_name_of(language) };
	}
	for (size_t i = 0; i < e->change.paths.len; i++) {
		if (!retrieve_is_one(&e->live, e->change.paths.at[i]))
			vec_add(&reading->files)->path = e->change.paths.at[i];
	}
}

static void
take(struct evidence *e, const struct reading *reading, const struct imports_found *found)
{
	e->imports = mem_calloc(e->files.len, sizeof *e->imports);
	e->import_of = mem_calloc(e->files.len, sizeof *e->import_of);
	e->import_by = mem_calloc(e->files.len, sizeof *e->import_by);
	for (size_t i = 0; i < reading->files.len; i++) {
		const char *path = reading->files.at[i].path;
		const struct map_entry *entry = map_find(&e->index, path, strlen(path));

		if (entry == NULL || found[i].value <= 0)
			continue;
		e->imports[entry->value] = found[i].value;
		if (found[i].value < 0.5) /* it is in the same package */
			continue;
		e->import_of[entry->value] = found[i].changed;
		e->import_by[entry->value] = found[i].through;
	}
}

static void
read_all(struct reading *reading, struct imports_found *found)
{
	const struct strings *changed = &reading->r->evidence.change.paths;
	const struct imports_input in = { .files = reading->files.at,
		.n_files = reading->files.len,
		.changed = (const char *const *)changed->at,
		.n_changed = changed->len,
		.go_module = reading->go_module };

	for (size_t i = 0; i < reading->files.len; i++)
		read_imports(reading, i);
	imports_signal(&in, found);
}

/* First what may import a changed file, then what may import one of those. */
static void
find_imports(struct reading *reading)
{
	struct evidence *e = &reading->r->evidence;
	struct imports_found *found = mem_calloc(reading->files.len + 1, sizeof *found);
	size_t between = 0;

	for (size_t i = 0; i < e->change.paths.len; i++)
		add_word(reading, e->change.paths.at[i]);
	read_all(reading, found);
	strings_fini(&reading->words);
	for (size_t i = 0; i < reading->files.len; i++) {
		if (found[i].value < 1 || between == BETWEEN)
			continue;
		add_word(reading, reading->files.at[i].path);
		between++;
	}
	if (between)
		read_all(reading, found);
	take(e, reading, found);
	free(found);
}

void
retrieve_imports(struct retrieval *r)
{
	struct reading reading = { .r = r };

	if (r->evidence.files.len == 0 || r->evidence.change.paths.len == 0)
		return;
	buf_init(&reading.text, EVIDENCE_FILE_BYTES);
	list_files(&reading);
	reading.lists = mem_calloc(reading.files.len + 1, sizeof(struct imports *));
	read_go_module(&reading);
	find_imports(&reading);
	for (size_t i = 0; i < reading.files.len; i++) {
		if (reading.lists[i])
			imports_fini(reading.lists[i]);
		free(reading.lists[i]);
	}
	free(reading.lists);
	free(reading.go_module);
	strings_fini(&reading.words);
	vec_fini(&reading.files);
	buf_fini(&reading.text);
}
