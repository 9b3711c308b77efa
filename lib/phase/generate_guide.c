#include "phase/generate_guide.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "detect/detect.h"
#include "detect/guide.h"
#include "io/json.h"
#include "phase/generate_skeleton.h"

#define CONSTRAINT 64

struct guides {
	const struct share *share;
	const char *root;
	struct detector *detector; /* NULL: not yet, or there is no root */
};

struct guides *
guides_new(const struct share *share, const char *root)
{
	struct guides *guides = mem_calloc(1, sizeof *guides);

	*guides = (struct guides){ .share = share, .root = root };
	return guides;
}

void
guides_free(struct guides *guides)
{
	if (guides == NULL)
		return;
	detector_close(guides->detector);
	free(guides);
}

static enum status
open_root(struct guides *guides, struct err *err)
{
	struct err why = ERR_INIT;

	if (guides->root == NULL || guides->detector)
		return ST_OK;
	if (detector_open(guides->share, guides->root, NULL, NULL, &guides->detector, &why) ==
	    ST_CONFIG)
		return err_set(err, ST_CONFIG, "%s", why.text);
	if (guides->detector == NULL)
		guides->root = NULL;
	return ST_OK;
}

/* What is known of the version of the test's framework, in the nearest root that says something. */
static enum status
own_framework(struct guides *guides, const char *framework, const char *file,
    const struct json **out, struct err *err)
{
	const char *at = file;

	while (guides->detector && strcmp(at, ".") != 0) {
		const struct json *root = NULL;

		if (detector_root(guides->detector, at, &root, err))
			return err->status;
		json_each (it, json_get(root, "frameworks")) {
			if (strcmp(json_get_string(it, "name"), framework) == 0 &&
			    (json_get(it, "version") || json_get(it, "constraint"))) {
				*out = it;
				return ST_OK;
			}
		}
		at = json_get_string(root, "path");
	}
	return ST_OK;
}

/* Are there but numbers and signs in it, so that it says nothing else? */
static bool
is_plain(const char *constraint)
{
	size_t n = strlen(constraint);

	return n <= CONSTRAINT && strpbrk(constraint, "0123456789") &&
	       strspn(constraint, "0123456789.<>=~^!*|,-()[] ") == n;
}

static void
put_head(const struct guide *guide, const char *constraint, struct buf *out)
{
	buf_str(out, guide->title);
	if (*guide->version)
		buf_printf(out, " %s", guide->version);
	else if (is_plain(constraint))
		buf_printf(out, ", its version is not known, the project asks for %s", constraint);
	else
		buf_str(out, ", its version is not known");
	buf_str(out, ":\n");
}

/* Its lines, as far as there is room. */
static void
put(struct told *out, const char *framework, const struct guide *guide, const char *constraint)
{
	struct json *texts = json_new_array(), *record;
	struct buf lines;

	buf_init(&lines, BUF_TEXT);
	put_head(guide, constraint, &lines);
	for (size_t i = 0; i < guide->texts.len; i++) {
		const char *text = guide->texts.at[i];

		if (out->text.len + lines.len + strlen(text) + 3 > TOLD_BYTES) {
			out->left_out++;
			continue;
		}
		buf_printf(&lines, "- %s\n", text);
		json_add_string(texts, text);
	}
	if (json_len(texts) > 0) {
		buf_add(&out->text, lines.s, lines.len);
		record = json_add_object(out->record);
		json_set_string(record, "framework", framework);
		if (*guide->version)
			json_set_string(record, "version", guide->version);
		json_set(record, "texts", texts);
	} else {
		json_free(texts);
	}
	buf_fini(&lines);
}

/* found: what is known of it, NULL for nothing.  *any: something is known of it here. */
static enum status
tell_one(const struct guides *guides, const char *framework, const struct json *found,
    struct told *out, bool *any, struct err *err)
{
	struct guide guide;
	enum status st =
	    guide_read(guides->share, framework, json_get_string(found, "version"), &guide, err);

	if (st)
		return st;
	*any = guide.texts.len > 0;
	if (*any)
		put(out, framework, &guide, json_get_string(found, "constraint"));
	guide_fini(&guide);
	return ST_OK;
}

static const char *
family(const char *language)
{
	static const char *const families[][2] = { { "typescript", "javascript" },
		{ "kotlin", "java" } };

	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		if (strcmp(families[i][0], language) == 0)
			return families[i][1];
	}
	return language;
}

/* Is it something that tests of this language are written for? */
static bool
is_beside(const struct json *found, const char *language)
{
	const char *kind = json_get_string(found, "kind");

	return strcmp(kind, "test") != 0 && strcmp(kind, "build") != 0 &&
	       strcmp(family(json_get_string(found, "language")), family(language)) == 0;
}

static enum status
tell_beside(struct guides *guides, const char *language, const char *file, struct told *out,
    struct err *err)
{
	const struct json *root = NULL;
	int left = TOLD_BESIDE;

	if (guides->detector && detector_root(guides->detector, file, &root, err))
		return err->status;
	json_each (it, json_get(root, "frameworks")) {
		bool any;

		if (left == 0 || !is_beside(it, language))
			continue;
		if (tell_one(guides, json_get_string(it, "name"), it, out, &any, err))
			return err->status;
		left -= any;
	}
	return ST_OK;
}

enum status
guides_tell(struct guides *guides, const struct skeleton *skeleton, const char *file,
    struct told *out, struct err *err)
{
	struct told told = { .record = json_new_array() };
	const struct json *own = NULL;
	enum status st = open_root(guides, err);
	bool any;

	buf_init(&told.text, BUF_TEXT);
	if (st == ST_OK)
		st = own_framework(guides, skeleton->framework, file, &own, err);
	if (st == ST_OK)
		st = tell_one(guides, skeleton->framework, own, &told, &any, err);
	if (st == ST_OK && !json_get_bool(skeleton->tree, "alone"))
		st = tell_beside(guides, skeleton->language, file, &told, err);
	if (st)
		told_fini(&told);
	else
		*out = told;
	return st;
}

void
told_fini(struct told *told)
{
	buf_fini(&told->text);
	json_free(told->record);
	*told = (struct told){ .left_out = 0 };
}
