#include "phase/generate_test.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/generate_about.h"
#include "phase/generate_nearest.h"
#include "phase/generate_steps.h"
#include "phase/phase.h"

#define NEAREST_MAX 3
#define STORY_CHARS 40 /* of a file's or class's name */
#define TRIES 1000

/* Everything a template may name. */
struct texts {
	struct buf name, title, group, group_title, unit, package, file, why, about, steps, imports,
	    gherkin;
};

static void
each_text(struct texts *t, void (*fn)(struct buf *b))
{
	struct buf *const all[] = { &t->name, &t->title, &t->group, &t->group_title, &t->unit,
		&t->package, &t->file, &t->why, &t->about, &t->steps, &t->imports, &t->gherkin };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		fn(all[i]);
}

static void
init_text(struct buf *b)
{
	buf_init(b, BUF_TEXT);
}

void
writer_init(struct writer *writer, struct models *models)
{
	*writer = (struct writer){ .models = models, .root = models->root };
	writer->ingestion = doc_output(models->env->doc, "ingestion");
	writer->story = json_get(models->env->doc, "story");
	writer->score = json_get_number(models->ranking, "score");
	map_init(&writer->files);
	map_init(&writer->names);
	json_each (it, json_get(models->retrieval, "tests")) {
		const char *file = json_get_string(it, "file"), *tail;
		size_t n;

		map_slot(&writer->files, file, strlen(file), NULL);
		tail = model_tail(json_get_string(it, "name"), &n);
		map_slot(&writer->names, tail, n, NULL);
	}
}

void
writer_fini(struct writer *writer)
{
	map_fini(&writer->files);
	map_fini(&writer->names);
}

/* A name out of the title; of the id when the title has no letters, or to make it unlike others. */
static void
make_name(
    struct buf *out, const char *prefix, const char *words, const char *id, enum name_style style)
{
	size_t from;

	buf_str(out, prefix);
	from = out->len;
	name_make(out, words, style, NAME_CHARS);
	if (out->len == from)
		name_make(out, id, style, NAME_CHARS);
	if (out->len == from)
		name_make(out, "criterion", style, NAME_CHARS);
	if (from == 0 && out->s[0] >= '0' && out->s[0] <= '9') {
		char *rest = buf_take(out);

		name_make(out, "criterion", style, NAME_CHARS);
		buf_printf(out, "%s%s", style == NAME_KEBAB ? "-" : "_", rest);
		free(rest);
	}
}

/* Names in Java and unittest follow the nearest test's; elsewhere the framework decides. */
static void
choose_style(const struct model *model, const char **prefix, enum name_style *style)
{
	const struct skeleton *s = model->skeleton;
	enum name_style seen;
	size_t n;
	const char *tail = model_tail(json_get_string(model->test, "name"), &n);

	*prefix = s->prefix;
	*style = s->name;
	if (model->test == NULL)
		return;
	seen = name_style_of(tail, n, s->name);
	if (s->name == NAME_CAMEL && seen == NAME_SNAKE) {
		*style = NAME_SNAKE;
	} else if (s->name == NAME_SNAKE && seen == NAME_CAMEL && strcmp(s->prefix, "test_") == 0) {
		*prefix = "test";
		*style = NAME_PASCAL;
	}
}

static bool
take(struct map *taken, const struct buf *name)
{
	bool added;

	map_slot(taken, name->s, name->len, &added);
	return added;
}

/* One word alone may be a keyword of the language. */
static bool
has_two_words(const char *s)
{
	const char *space = strchr(s, ' ');

	return space && space[1];
}

static const char *
skip_article(const char *s)
{
	static const char *const articles[] = { "a ", "an ", "the " };

	for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
		size_t n = strlen(articles[i]);

		if (strncasecmp(s, articles[i], n) == 0)
			return s + n;
	}
	return s;
}

static void
choose_name(struct writer *w, const struct model *model, const char *id, struct texts *t)
{
	const char *prefix;
	enum name_style style;
	struct buf words;

	choose_style(model, &prefix, &style);
	if (style == NAME_STYLES) {
		buf_str(&t->name, t->title.s);
		return;
	}
	buf_init(&words, BUF_TEXT);
	name_title(&words, skip_article(t->title.s), NAME_CHARS - strlen(prefix));
	if (!has_two_words(words.s))
		buf_printf(&words, " %s", id);
	make_name(&t->name, prefix, words.s, id, style);
	for (int i = 2; !take(&w->names, &t->name) && i < TRIES; i++) {
		buf_clear(&t->name);
		make_name(&t->name, prefix, words.s, id, style);
		buf_printf(&t->name, "_%d", i);
	}
	buf_fini(&words);
}

static bool
is_free(struct writer *w, const struct buf *file)
{
	bool on_disk = false;

	if (w->root) {
		char *path = file_join(w->root, file->s);

		on_disk = file_exists(path);
		free(path);
	}
	return !on_disk && take(&w->files, file);
}

/* "tests/test_guest_checkout_ac_7.py": the story, the criterion, in the manner of the nearest. */
static enum status
choose_file(
    struct writer *w, const struct model *model, const char *id, struct texts *t, struct err *err)
{
	const struct skeleton *s = model->skeleton;
	const char *nearest = model->test ? json_get_string(model->test, "file") : "features/";
	const char *slash = strrchr(nearest, '/'), *base = slash ? slash + 1 : nearest;
	char *dir = mem_strndup(nearest, (size_t)(base - nearest));
	struct buf like, words;
	int i;

	buf_init(&like, BUF_TEXT);
	buf_init(&words, BUF_TEXT);
	skeleton_place(s, dir, &like);
	buf_str(&like, base);
	name_make(&words, t->group_title.s, NAME_SNAKE, STORY_CHARS);
	for (i = 1; i < TRIES; i++) {
		size_t n = words.len;

		buf_printf(&words, " %s", id);
		if (i > 1)
			buf_printf(&words, " %d", i);
		buf_clear(&t->file);
		name_file(&t->file, like.s, &s->files, words.s, s->words);
		buf_cut(&words, n);
		if (is_free(w, &t->file))
			break;
	}
	buf_fini(&words);
	buf_fini(&like);
	free(dir);
	if (i == TRIES)
		return err_set(
		    err, ST_DATA, "no free name for a file like %s: remove some", t->file.s);
	return ST_OK;
}

static void
put_unit(const struct buf *file, struct buf *out)
{
	const char *slash = strrchr(file->s, '/'), *base = slash ? slash + 1 : file->s;

	buf_add(out, base, strcspn(base, "."));
}

static enum status
put_code(const struct model *model, const struct texts *t, struct json *to, struct err *err)
{
	const struct skeleton_value values[] = {
		{ "name", t->name.s, model->skeleton->name != NAME_STYLES },
		{ "group", t->group.s, true },
		{ "unit", t->unit.s, true },
		{ "package", t->package.s, true },
		{ "gherkin", t->gherkin.s, true },
		{ "title", t->title.s, false },
		{ "group_title", t->group_title.s, false },
		{ "why", t->why.s, false },
		{ "about", t->about.s, false },
		{ "steps", t->steps.s, false },
		{ "imports", t->imports.s, false },
	};
	char *code = model_code(model);
	struct buf out;
	enum status st;

	buf_init(&out, BUF_TEXT);
	st = skeleton_fill(code, values, sizeof values / sizeof values[0], &out, err);
	if (st == ST_OK) {
		while (out.len > 1 && out.s[out.len - 2] == '\n')
			buf_cut(&out, out.len - 1);
		json_set_string(to, "code", out.s);
	} else {
		err_context(err, "skeletons/%s.yaml", model->skeleton->framework);
	}
	buf_fini(&out);
	free(code);
	return st;
}

static void
put_conditioning(struct writer *w, const char *id, const struct json *coverage, struct json *to)
{
	struct json *conditioning = json_set_object(to, "conditioning"), *list;
	const struct json *missing = json_get(coverage, "missing");
	size_t n = 0;

	json_set_number(conditioning, "ranking_score", w->score);
	json_set_number(conditioning, "coverage_score", json_get_number(coverage, "score"));
	if (missing)
		json_set(conditioning, "missing", json_copy(missing));
	else
		json_set_array(conditioning, "missing");
	list = json_set_array(conditioning, "nearest");
	json_each (match, json_get(models_query(w->models, id), "matches")) {
		struct json *it;

		if (n++ == NEAREST_MAX)
			break;
		it = json_add_object(list);
		json_set_string(it, "test", json_get_string(match, "test"));
		json_set_number(it, "score", json_get_number(match, "score"));
	}
}

static void
put_members(const struct model *model, const struct texts *t, const char *id,
    const struct json *coverage, struct json *to)
{
	const struct skeleton *s = model->skeleton;
	const char *language = json_get_string(model->test, "language");

	json_set_string(to, "kind", "skeleton");
	json_set_string(to, "criterion", id);
	json_set_string(to, "status", json_get_string(coverage, "status"));
	json_set_string(to, "framework", s->framework);
	json_set_string(to, "language", *language ? language : s->language);
	json_set_string(to, "name", t->name.s);
	json_set_string(to, "file", t->file.s);
	json_set_string(to, "insert", "new");
	json_set_string(to, "pending", s->pending);
	if (*s->note)
		json_set_string(to, "note", s->note);
}

enum status
writer_write(struct writer *w, const struct model *model, const struct json *criterion,
    const struct json *coverage, struct json *to, struct err *err)
{
	const char *id = json_get_string(criterion, "id");
	struct steps steps = steps_new(w->ingestion, criterion);
	const struct explanation about = { w->models->env->words, w->story, criterion, coverage,
		model };
	struct texts t;
	enum status st;

	each_text(&t, init_text);
	name_title(&t.group_title, json_get_string(w->ingestion, "title"), STORY_CHARS * 2);
	make_name(&t.group, "", t.group_title.s, "story", NAME_PASCAL);
	buf_str(&t.title, steps.title);
	explain_about(&about, &t.about);
	explain_why(&about, t.group_title.s, &t.why);
	explain_imports(&about, &t.imports);
	steps_text(&steps, &t.steps);
	choose_name(w, model, id, &t);
	st = choose_file(w, model, id, &t, err);
	put_unit(&t.file, &t.unit);
	model_package(model, t.file.s, &t.package);
	steps_gherkin(&steps, t.group_title.len ? t.group_title.s : id, t.about.s, &t.gherkin);
	put_members(model, &t, id, coverage, to);
	if (st == ST_OK)
		st = put_code(model, &t, to, err);
	json_set_string(to, "gherkin", t.gherkin.s);
	put_conditioning(w, id, coverage, to);
	each_text(&t, buf_fini);
	steps_free(&steps);
	return st;
}
