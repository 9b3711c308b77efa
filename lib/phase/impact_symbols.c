#include "phase/impact_symbols.h"

#include <stdlib.h>
#include <string.h>

#include "io/git.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/impact_ctags.h"
#include "phase/impact_git.h"
#include "phase/impact_lines.h"

struct looked { /* a file that is looked into */
	const struct patch_file *file;
	struct json *out; /* its symbols */
	struct language *language;
	struct buf text;
	bool there;
	struct changed changed;
	struct symbols symbols;
	const char *how;
};

struct look {
	const struct impact_options *options;
	VEC_OF(struct looked) files;
	size_t bytes; /* of their texts */
};

/* ---- the texts */

static bool
may_have_symbols(const struct patch_file *file)
{
	return file->hunks.len > 0 && !file->binary && !file->combined &&
	       file->status != PATCH_DELETED;
}

static enum status
take_blob(void *arg, size_t i, const char *bytes, size_t n, struct err *err)
{
	struct look *look = arg;
	struct looked *it = &look->files.at[i];

	(void)err;
	it->there = bytes && look->bytes + n <= SYMBOLS_ALL;
	if (it->there) {
		buf_add(&it->text, bytes, n);
		look->bytes += n;
	}
	return ST_OK;
}

static enum status
read_blobs(struct look *look, struct err *err)
{
	struct strings ids = { 0 };
	enum status st;

	vec_each (struct looked *, it, &look->files)
		strings_add(&ids, it->file->new_blob ? it->file->new_blob : "");
	st = git_blobs(look->options->git->git, &ids, SYMBOLS_TEXT, take_blob, look, err);
	strings_fini(&ids);
	return st;
}

static void
read_tree(struct look *look)
{
	vec_each (struct looked *, it, &look->files) {
		if (look->bytes >= SYMBOLS_ALL)
			return;
		it->there =
		    inside_read(look->options->root, it->file->path, SYMBOLS_TEXT, &it->text);
		look->bytes += it->text.len;
	}
}

static enum status
read_texts(struct look *look, struct impact_remark *stale, struct err *err)
{
	const struct impact_options *options = look->options;

	if (options->git && options->git->to) {
		if (read_blobs(look, err))
			return err->status;
	} else if (options->root) {
		read_tree(look);
	}
	vec_each (struct looked *, it, &look->files) {
		it->there = it->there && changed_lines(it->file, options->text, it->text.s,
					     it->text.len, &it->changed);
		if (!it->there)
			impact_remark(stale, it->file->path);
	}
	return ST_OK;
}

/* ---- what is in them */

static enum status
ask_ctags(struct impact *impact, struct look *look, struct err *err)
{
	struct ctags_file *files = mem_calloc(look->files.len + 1, sizeof *files);
	size_t n = 0;
	enum status st;

	vec_each (struct looked *, it, &look->files) {
		if (it->there) {
			files[n++] = (struct ctags_file){ it->file->path, it->text.s, it->text.len,
				&it->symbols };
			it->how = "ctags";
		}
	}
	st = ctags_run(files, n, look->options->cancel, err);
	if (st == ST_NO)
		json_add_string(impact->missing,
		    "universal-ctags is not there or does not work: symbols are found by patterns");
	free(files);
	return st == ST_NO ? ST_OK : st;
}

static enum status
use_patterns(struct look *look, struct err *err)
{
	vec_each (struct looked *, it, &look->files) {
		if (!it->there || it->symbols.len)
			continue;
		it->how = "pattern";
		if (language_symbols(it->language, it->text.s, it->text.len, &it->symbols, err))
			return err->status;
	}
	return ST_OK;
}

/* Outermost first. */
static int
by_place(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
add_symbol(struct json *out, const struct symbol *symbol, const char *how)
{
	struct json *it;

	if (json_len(out) >= SYMBOLS_LISTED)
		return;
	it = json_add_object(out);
	json_set_string(it, "name", symbol->name);
	json_set_string(it, "kind", symbol->kind);
	if (symbol->line > 0) {
		json_set_number(it, "line", (double)symbol->line);
		json_set_number(it, "end_line", (double)symbol->end);
	}
	json_set_string(it, "how", how);
}

static void
add_changed(struct looked *it)
{
	const struct symbol *last = NULL;

	language_ends(it->language, it->text.s, it->text.len, &it->symbols);
	vec_sort(&it->symbols, by_place);
	vec_each (const struct symbol *, symbol, &it->symbols) {
		bool again =
		    last && last->line == symbol->line && strcmp(last->name, symbol->name) == 0;

		if (!again && changed_within(&it->changed, symbol->line, symbol->end))
			add_symbol(it->out, symbol, it->how);
		last = symbol;
	}
}

/* ---- headings */

static bool
has_symbol(const struct json *symbols, const char *name)
{
	json_each (it, symbols) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return true;
	}
	return false;
}

/* What stands before the first bracket, "total" of "static int total(struct cart *", else all. */
static struct symbol
bare_symbol(const char *heading)
{
	size_t to = strcspn(heading, "("), from;

	while (to > 0 && heading[to - 1] == ' ')
		to--;
	from = to;
	while (from > 0 && strchr(" \t*&.:", heading[from - 1]) == NULL)
		from--;
	if (heading[to] == '\0' || from == to) {
		from = 0;
		to = strlen(heading);
	}
	return (struct symbol){ .name = mem_strndup(heading + from, to - from),
		.kind = mem_strdup("heading") };
}

static void
add_headings(const struct patch_file *file, struct language *language, struct json *out)
{
	vec_each (const struct patch_hunk *, hunk, &file->hunks) {
		char *open = mem_printf("%s {", hunk->heading);
		struct symbol symbol = { 0 };

		if (*hunk->heading && json_len(out) < SYMBOLS_LISTED) {
			if (language == NULL || !language_symbol(language, open, &symbol))
				symbol = bare_symbol(hunk->heading);
			symbol.line = hunk->new_start;
			symbol.end = hunk->new_start + hunk->new_lines - (hunk->new_lines > 0);
			if (*symbol.name && !has_symbol(out, symbol.name))
				add_symbol(out, &symbol, "heading");
		}
		free(symbol.name);
		free(symbol.kind);
		free(open);
	}
}

/* Of prose and figures they are a line like any other. */
static bool
has_headings(const char *kind)
{
	return strcmp(kind, "docs") != 0 && strcmp(kind, "lock") != 0 && strcmp(kind, "data") != 0;
}

/* ---- all of it */

static void
collect(struct look *look, struct impact *impact, const struct patch *patch,
    struct languages *languages)
{
	struct json *json = json_first(json_get(impact->change, "files"));

	vec_each (const struct patch_file *, file, &patch->files) {
		struct language *language = languages_of(languages, file->path);
		const char *kind = json_get_string(json, "kind");
		struct json *out = json_get(json, "symbols");

		json = json_next(json);
		if (language && may_have_symbols(file) && look->files.len < SYMBOLS_FILES &&
		    look->options->symbols != IMPACT_HEADINGS) {
			*vec_add(&look->files) =
			    (struct looked){ .file = file, .out = out, .language = language };
			buf_init(&vec_last(&look->files)->text, SYMBOLS_TEXT);
		} else if (has_headings(kind)) {
			add_headings(file, language, out);
		}
	}
}

static enum status
find(struct impact *impact, struct look *look, struct impact_remark *stale, struct err *err)
{
	if (read_texts(look, stale, err))
		return err->status;
	if (look->options->symbols == IMPACT_CTAGS && ask_ctags(impact, look, err))
		return err->status;
	if (use_patterns(look, err))
		return err->status;
	vec_each (struct looked *, it, &look->files) {
		if (it->symbols.len)
			add_changed(it);
		else
			add_headings(it->file, it->language, it->out);
	}
	return ST_OK;
}

enum status
impact_symbols(struct impact *impact, const struct impact_options *options,
    const struct patch *patch, struct languages *languages, struct impact_remark *stale,
    struct err *err)
{
	struct look look = { .options = options };
	enum status st;

	collect(&look, impact, patch, languages);
	st = find(impact, &look, stale, err);
	vec_each (struct looked *, it, &look.files) {
		buf_fini(&it->text);
		changed_fini(&it->changed);
		symbols_fini(&it->symbols);
	}
	vec_fini(&look.files);
	return st;
}
