#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "phase/impact_git.h"
#include "phase/impact_kind.h"
#include "phase/impact_parts.h"
#include "phase/impact_symbols.h"
#include "store/corpus.h"

enum remark {
	REMARK_BINARY,
	REMARK_COMBINED,
	REMARK_CUT,
	REMARK_OUTSIDE,
	REMARK_STALE,
	REMARK_UNTRACKED,
	REMARK_WIDE,
	REMARKS
};

struct making {
	struct impact *impact;
	const struct impact_options *options;
	const struct patch *patch;
	struct kinds *kinds;
	struct languages *languages;
	struct map tests; /* files of the corpus */
	struct impact_remark remarks[REMARKS];
};

static const struct impact_remark remarks[REMARKS] = {
	[REMARK_BINARY] = { .code = "binary",
	    .one = "is binary: what changed in it is not known",
	    .many = "are binary, and what changed in them is not known" },
	[REMARK_COMBINED] = { .code = "combined",
	    .one =
		"is shown as a merge: its lines are not read; take the difference from one parent, "
		"git diff MERGE^ MERGE",
	    .many =
		"are shown as a merge, and their lines are not read; take the difference from one "
		"parent, git diff MERGE^ MERGE" },
	[REMARK_CUT] = { .code = "large",
	    .one = "has more words, strings or hunks than are kept: the rest is left out",
	    .many = "have more words, strings or hunks than are kept, and the rest is left out" },
	[REMARK_OUTSIDE] = { .code = "outside",
	    .one = "is no path below the repository: it is not looked at",
	    .many = "are no paths below the repository, and are not looked at" },
	[REMARK_STALE] = { .code = "stale",
	    .one = "is not here as the diff leaves it: its symbols are those of headings",
	    .many =
		"are not here as the diff leaves them, and their symbols are those of headings" },
	[REMARK_UNTRACKED] = { .code = "untracked",
	    .one = "is not tracked by git and left out: git add -N makes it count",
	    .many = "are not tracked by git and left out (git add -N makes them count)" },
	[REMARK_WIDE] = { .code = "wide",
	    .one = "may matter to any test",
	    .many = "may matter to any test" },
};

static bool
is_outside(const char *path)
{
	if (*path == '/' || *path == '\0')
		return true;
	for (const char *at = path; at; at = strchr(at, '/')) {
		at += *at == '/';
		if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
			return true;
	}
	return false;
}

static void
set_known(struct json *out, const char *key, const char *text)
{
	if (text)
		json_set_string(out, key, text);
}

static struct json *
hunks_of(const struct patch_file *file)
{
	struct json *out = json_new_array();

	vec_each (const struct patch_hunk *, hunk, &file->hunks) {
		struct json *it = json_add_object(out);

		json_set_number(it, "old_start", (double)hunk->old_start);
		json_set_number(it, "old_lines", (double)hunk->old_lines);
		json_set_number(it, "new_start", (double)hunk->new_start);
		json_set_number(it, "new_lines", (double)hunk->new_lines);
		json_set_string(it, "heading", hunk->heading);
	}
	return out;
}

static struct json *
counts_of(const struct patch *patch, const struct patch_file *file)
{
	static const char *const names[] = { "added", "removed", "context", "headings" };
	struct json *out = json_new_object();

	for (int side = 0; side < PATCH_SIDES; side++) {
		struct json *counts = json_set_object(out, names[side]);

		vec_each (const struct patch_count *, it, &file->counts[side])
			json_set_new(
			    counts, patch->words.at[it->word].key, json_new_number(it->count));
	}
	return out;
}

static struct json *
strings_of(const struct patch *patch, const struct patch_file *file)
{
	struct json *out = json_new_array();
	struct buf text;

	buf_init(&text, BUF_TEXT);
	vec_each (const uint32_t *, it, &file->strings) {
		const struct map_entry *string = &patch->strings.at[*it];

		buf_clear(&text);
		utf8_repair(&text, string->key, string->key_len);
		json_add_string(out, text.s);
	}
	buf_fini(&text);
	return out;
}

static void
remark(struct making *m, enum remark which, const char *path)
{
	impact_remark(&m->remarks[which], path);
}

static void
set_kind(struct making *m, const struct patch_file *file, struct json *out)
{
	struct kind kind = kinds_of(m->kinds, file->path);
	const struct language *language = languages_of(m->languages, file->path);

	if (map_find(&m->tests, file->path, strlen(file->path)))
		kind.name = "test";
	json_set_string(out, "kind", kind.name ? kind.name : language ? "source" : "other");
	if (language)
		json_set_string(out, "language", language_name(language));
	if (kind.wide) {
		struct json *wide = json_add_object(m->impact->wide);

		json_set_string(wide, "path", file->path);
		json_set_string(wide, "reason", kind.wide);
		remark(m, REMARK_WIDE, file->path);
	}
}

static void
add_file(struct making *m, const struct patch_file *file, struct json *files)
{
	struct json *out = json_add_object(files);

	json_set_string(out, "path", *file->path ? file->path : "?");
	if (file->old_path && *file->old_path)
		json_set_string(out, "old_path", file->old_path);
	json_set_string(out, "status", patch_status_names[file->status]);
	set_kind(m, file, out);
	if (file->binary)
		json_set_bool(out, "binary", true);
	set_known(out, "old_mode", file->old_mode);
	set_known(out, "new_mode", file->new_mode);
	set_known(out, "old_blob", file->old_blob);
	set_known(out, "new_blob", file->new_blob);
	json_set_number(out, "added", (double)file->added);
	json_set_number(out, "removed", (double)file->removed);
	json_set(out, "hunks", hunks_of(file));
	json_set_array(out, "symbols");
	json_set(out, "identifiers", counts_of(m->patch, file));
	json_set(out, "strings", strings_of(m->patch, file));
	if (file->cut)
		json_set_bool(out, "cut", true);
	if (file->binary)
		remark(m, REMARK_BINARY, file->path);
	if (file->combined)
		remark(m, REMARK_COMBINED, file->path);
	if (file->cut)
		remark(m, REMARK_CUT, file->path);
	if (is_outside(file->path))
		remark(m, REMARK_OUTSIDE, file->path);
}

/* Without a store or a corpus patterns have to do. */
static enum status
read_tests(struct making *m, struct err *err)
{
	const struct impact_options *options = m->options;
	struct corpus *corpus = NULL;
	enum status st;

	if (options->store == NULL)
		return ST_OK;
	st = corpus_open(options->store, options->corpus, &corpus, err);
	if (st == ST_DATA)
		return ST_OK;
	if (st == ST_OK)
		st = corpus_files(corpus, &m->tests, err);
	corpus_close(corpus);
	return st;
}

/* What is to be said of the change as a whole. */
static void
warn_of_all(struct making *m)
{
	struct impact *impact = m->impact;
	size_t left_out = m->patch->left_out;

	if (left_out)
		impact_warn(impact, "large",
		    "%zu files more have changed than the %d that are kept", left_out, PATCH_FILES);
	if (m->options->form == IMPACT_PATHS)
		impact_warn(impact, "no-hunks",
		    "Only paths were given: nothing is known of what changed in the files.");
	if (m->patch->files.len == 0)
		impact_warn(
		    impact, "no-change", "There is no difference to %s.", m->options->git->base);
}

enum status
impact_files(struct impact *impact, const struct impact_options *options, struct patch *patch,
    struct err *err)
{
	struct making m = { .impact = impact, .options = options, .patch = patch };
	struct json *files = json_set_array(impact->change, "files");

	enum status st;

	memcpy(m.remarks, remarks, sizeof remarks);
	map_init(&m.tests);
	st = read_tests(&m, err);
	if (st == ST_OK)
		st = kinds_load(options->share, &m.kinds, err);
	if (st == ST_OK)
		st = languages_load(options->share, &m.languages, err);
	if (st == ST_OK) {
		vec_each (const struct patch_file *, file, &patch->files)
			add_file(&m, file, files);
		st = impact_symbols(
		    impact, options, patch, m.languages, &m.remarks[REMARK_STALE], err);
	}
	for (size_t i = 0; options->git && i < options->git->untracked.len; i++)
		remark(&m, REMARK_UNTRACKED, options->git->untracked.at[i]);
	for (int i = 0; i < REMARKS; i++)
		impact_remark_end(impact, &m.remarks[i]);
	if (st == ST_OK)
		warn_of_all(&m);
	map_fini(&m.tests);
	kinds_free(m.kinds);
	languages_free(m.languages);
	return st;
}
