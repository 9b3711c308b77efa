#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "signal/imports.h"
#include "text/source.h"

#define READ_BYTES ((size_t)256 * 1024) /* imports stand in front */
#define READ_FILES ((size_t)20000)

struct reading {
	struct retrieval *r;
	VEC_OF(struct imports_file) files;
	struct imports **lists; /* by file; NULL where none were read */
	struct buf text;
	char *go_module;
};

static void
read_imports(struct reading *reading, size_t at)
{
	const char *path = reading->files.at[at].path;
	const struct source_language *language = source_language_for(path);
	struct source source;

	if (language == NULL || !retrieve_text(reading->r, path, &reading->text))
		return;
	if (reading->text.len > READ_BYTES)
		buf_cut(&reading->text, READ_BYTES);
	source_init(&source, language, reading->text.s, reading->text.len);
	reading->lists[at] = mem_calloc(1, sizeof **reading->lists);
	imports_find(&source, reading->lists[at]);
	source_fini(&source);
	reading->files.at[at].language = source_language_name_of(language);
	reading->files.at[at].imports = reading->lists[at];
}

/* module example.org/shop */
static void
read_go_module(struct reading *reading)
{
	const char *at;

	if (!retrieve_text(reading->r, "go.mod", &reading->text))
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
		if (source_language_for(e->live.at[i]))
			vec_add(&reading->files)->path = e->live.at[i];
	}
	for (size_t i = 0; i < e->change.paths.len; i++) {
		char **found = bsearch(&e->change.paths.at[i], e->live.at, e->live.len,
		    sizeof *e->live.at, retrieve_compare_path);

		if (found == NULL)
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
		e->import_of[entry->value] = found[i].changed;
		e->import_by[entry->value] = found[i].through;
	}
}

void
retrieve_imports(struct retrieval *r)
{
	struct evidence *e = &r->evidence;
	struct reading reading = { .r = r };
	struct imports_input in = { .changed = (const char *const *)e->change.paths.at,
		.n_changed = e->change.paths.len };
	struct imports_found *found;

	if (e->files.len == 0 || e->change.paths.len == 0)
		return;
	buf_init(&reading.text, EVIDENCE_FILE_BYTES);
	list_files(&reading);
	reading.lists = mem_calloc(reading.files.len, sizeof(struct imports *));
	for (size_t i = 0; i < reading.files.len; i++)
		read_imports(&reading, i);
	read_go_module(&reading);
	in.files = reading.files.at;
	in.n_files = reading.files.len;
	in.go_module = reading.go_module;
	found = mem_calloc(reading.files.len, sizeof *found);
	imports_signal(&in, found);
	take(e, &reading, found);
	free(found);
	for (size_t i = 0; i < reading.files.len; i++) {
		if (reading.lists[i])
			imports_fini(reading.lists[i]);
		free(reading.lists[i]);
	}
	free(reading.lists);
	free(reading.go_module);
	vec_fini(&reading.files);
	buf_fini(&reading.text);
}
