#include <stdlib.h>
#include <string.h>

#include "io/git.h"
#include "io/json.h"
#include "phase/eval_private.h"
#include "store/blames.h"

#define DIFF_BYTES ((size_t)16 * 1024 * 1024)

/* ---- the request */

static void
add_word(struct map *words, const char *s)
{
	*map_slot(words, s, strlen(s), NULL) = 1;
}

static void
add_name(struct map *names, const char *path)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

	if (strchr(base, '.'))
		add_word(names, base);
}

/* The message without what gives the answer away; its key says what it asks for. */
static void
make_request(const struct eval_question *q, struct buf *request, char **key, size_t *words)
{
	struct map names, stems;
	struct buf stem, first;

	map_init(&names);
	map_init(&stems);
	buf_init(&stem, BUF_TEXT);
	buf_init(&first, BUF_TEXT);
	for (size_t i = 0; i < q->tree->live.len; i++)
		add_name(&names, q->tree->live.at[i]);
	for (size_t i = 0; i < q->found->sources.len; i++)
		add_name(&names, q->found->sources.at[i]);
	for (size_t i = 0; i < q->tree->paths.len; i++) {
		buf_clear(&stem);
		if (eval_message_stem(q->tree->paths.at[i], &stem))
			add_word(&stems, stem.s);
	}
	eval_message_clean(
	    q->thread->messages, q->found->message, q->found->message_n, &names, &stems, request);
	*words = eval_message_words(request->s, &first);
	*key = buf_take(&first);
	buf_fini(&stem);
	map_fini(&names);
	map_fini(&stems);
}

/* ---- what the parent knew */

static enum status
read_past(struct eval_question *q, struct commits *past, struct past **out, struct err *err)
{
	struct eval_thread *t = q->thread;
	struct strings ids = { 0 };
	VEC_OF(struct past_file) files = { 0 };
	enum status st = git_ids(t->args->git, q->found->parent, t->args->limit, &ids, err);

	*out = past_open(t->lexicon);
	past->at = mem_calloc(ids.len + 1, sizeof *past->at);
	for (size_t i = 0; st == ST_OK && i < ids.len; i++) {
		const struct map_entry *place = map_find(t->places, ids.at[i], strlen(ids.at[i]));
		const struct commits_one *one = place ? &t->commits->at[place->value] : NULL;

		if (one == NULL)
			continue;
		past->at[past->len++] = *one;
		files.len = 0;
		for (size_t k = 0; k < one->n; k++)
			*vec_add(&files) =
			    (struct past_file){ one->files[k].status, one->files[k].old_blob,
				    one->files[k].new_blob, one->files[k].path };
		past_add(*out, &(struct past_commit){ one->id, one->terms, files.at, files.len });
	}
	q->past = past;
	if (st == ST_OK)
		q->view = past_view_open(
		    *out, 0, (const char *const *)q->tree->live.at, q->tree->live.len);
	vec_fini(&files);
	strings_fini(&ids);
	return st;
}

/* ---- the change */

static enum status
read_diff(const struct eval_question *q, struct json **out, size_t *lines, struct err *err)
{
	struct eval_thread *t = q->thread;
	struct git_diff diff = {
		.base = q->found->parent, .head = q->found->id, .paths = &q->found->sources
	};
	struct buf text;
	enum status st;

	buf_init(&text, DIFF_BYTES);
	st = git_diff(t->args->git, &diff, &text, err);
	for (size_t i = 0; i < text.len; i += strcspn(text.s + i, "\n") + 1)
		*lines += text.s[i] == '+' || text.s[i] == '-';
	if (st == ST_OK && *lines <= EVAL_CHANGED + 2 * q->found->sources.len)
		st = t->args->tools->change(t->state, text.s, text.len, out, err);
	buf_fini(&text);
	return st;
}

static bool
is_in_suite(void *arg, const char *path)
{
	const struct map *suite = arg;

	return map_find(suite, path, strlen(path)) != NULL;
}

/* Ranges of one file stand together. */
static enum status
blame_change(
    struct eval_question *q, const struct change *change, struct blames **out, struct err *err)
{
	VEC_OF(struct git_range) ranges = { 0 };
	VEC_OF(struct blames_file) files = { 0 };
	struct blames_args args = {
		.git = q->thread->args->git, .commits = q->past, .head = q->found->parent
	};
	enum status st;

	vec_each (const struct change_range *, range, &change->ranges)
		*vec_add(&ranges) = (struct git_range){ range->from, range->to };
	for (size_t i = 0; i < change->ranges.len; i++) {
		const char *path = change->ranges.at[i].path;

		if (i == 0 || strcmp(vec_last(&files)->path, path) != 0)
			*vec_add(&files) = (struct blames_file){ path, "", ranges.at + i, 0 };
		vec_last(&files)->n++;
	}
	args.files = files.at;
	args.n = files.len;
	st = blames_read(&args, out, err);
	vec_fini(&ranges);
	vec_fini(&files);
	return st;
}

static enum status
rank_change(struct eval_question *q, struct map *suite, const struct json *json,
    struct eval_case *out, struct err *err)
{
	struct change change = { 0 };
	struct blames *blames = NULL;
	struct signals_blame *blame = NULL;
	enum status st;

	change_read(&change, q->thread->lexicon, json, is_in_suite, suite);
	st = blame_change(q, &change, &blames, err);
	if (st == ST_OK) {
		blame = mem_calloc(blames->len + 1, sizeof *blame);
		for (size_t i = 0; i < blames->len; i++)
			blame[i] =
			    (struct signals_blame){ blames->at[i].commit, blames->at[i].lines };
		q->change = &change;
		q->blame = blame;
		q->n_blame = blames->len;
		eval_rank(q, TRACK_CHANGE, out);
		q->change = NULL;
	}
	free(blame);
	blames_free(blames);
	change_fini(&change);
	return st;
}

/* ---- all of it */

static void
set_cost(const struct eval_question *q, double *cost)
{
	const struct map *known = q->thread->args->cost;
	double sum = 0;
	size_t n = q->tree->paths.len, have = 0;

	for (size_t i = 0; i < n; i++) {
		const char *path = q->tree->paths.at[i];
		const struct map_entry *entry = known ? map_find(known, path, strlen(path)) : NULL;

		cost[i] = entry ? (double)entry->value : -1;
		sum += entry ? cost[i] : 0;
		have += entry != NULL;
	}
	for (size_t i = 0; i < n; i++) {
		if (cost[i] < 0)
			cost[i] = have && sum > 0 ? sum / (double)have : 1;
	}
}

static size_t
find_relevant(const struct eval_question *q, const struct map *suite, size_t *relevant)
{
	size_t n = 0;

	for (size_t i = 0; i < q->found->tests.len; i++) {
		const char *path = q->found->tests.at[i];
		const struct map_entry *entry = map_find(suite, path, strlen(path));

		if (entry)
			relevant[n++] = entry->value;
	}
	return n;
}

static enum status
rank_tracks(struct eval_question *q, struct map *suite, const struct json *change,
    struct eval_case *out, struct err *err)
{
	const struct eval_args *args = q->thread->args;
	struct commits past = { 0 };
	struct past *memory = NULL;
	double *cost = mem_calloc(q->tree->paths.len + 1, sizeof *cost);
	enum status st = read_past(q, &past, &memory, err);

	set_cost(q, cost);
	q->cost = cost;
	if (st == ST_OK && args->tracks[TRACK_STORY])
		eval_rank(q, TRACK_STORY, out);
	if (st == ST_OK && args->tracks[TRACK_CHANGE])
		st = rank_change(q, suite, change, out, err);
	past_view_close(q->view);
	past_close(memory);
	q->view = NULL;
	q->past = NULL;
	q->cost = NULL;
	free(past.at);
	free(cost);
	return st;
}

static enum status
try_case(struct eval_question *q, struct map *suite, struct eval_result *out, struct err *err)
{
	size_t words = 0, lines = 0, relevant[EVAL_TESTS];
	struct json *change = NULL;
	struct buf request;
	enum status st = ST_OK;

	buf_init(&request, 4 * EVAL_MESSAGE_MAX + q->found->message_n);
	q->n_relevant = find_relevant(q, suite, relevant);
	q->relevant = relevant;
	if (q->tree->tests.len < EVAL_SUITE || q->n_relevant == 0)
		goto out;
	make_request(q, &request, &out->key, &words);
	q->request = request.s;
	q->request_n = request.len;
	if (words < EVAL_WORDS)
		goto out;
	st = read_diff(q, &change, &lines, err);
	if (st || change == NULL)
		goto out;
	st = rank_tracks(q, suite, change, &out->it, err);
	out->taken = st == ST_OK;
out:
	q->relevant = NULL;
	q->request = NULL;
	json_free(change);
	buf_fini(&request);
	return st;
}

enum status
eval_one(struct eval_thread *thread, const struct eval_found *found, struct eval_result *out,
    struct err *err)
{
	struct eval_tree tree;
	struct eval_question q = { .thread = thread, .found = found, .tree = &tree };
	struct map suite;
	enum status st;

	*out = (struct eval_result){ .it.id = mem_strdup(found->id) };
	map_init(&suite);
	st = eval_tree_read(thread, found->parent, thread->args->tracks[TRACK_STORY], &tree, err);
	for (size_t i = 0; i < tree.paths.len; i++)
		*map_slot(&suite, tree.paths.at[i], strlen(tree.paths.at[i]), NULL) = i;
	out->it.suite = tree.paths.len;
	if (st == ST_OK)
		st = try_case(&q, &suite, out, err);
	eval_tree_fini(&tree);
	map_fini(&suite);
	return st;
}

void
eval_case_fini(struct eval_case *it)
{
	for (size_t track = 0; track < EVAL_TRACKS; track++) {
		for (size_t s = 0; s < SIGNALS; s++)
			free(it->values[track].value[s]);
		free(it->values[track].relevant);
	}
	free(it->id);
}
