#include "signal/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "signal/past_private.h"
#include "signal/path.h"

struct telling { /* the terms of a message */
	struct map seen;
	struct buf word, stem, *out;
	size_t start; /* of out */
};

static void
tell(struct telling *t, const char *ident, size_t n)
{
	struct ident_part part = { 0 };

	while (ident_part_next(ident, n, &part)) {
		bool added;

		terms_fold(ident + part.from, part.to - part.from, &t->word);
		if (terms_stop(t->word.s, t->word.len))
			continue;
		buf_clear(&t->stem);
		terms_stem(t->word.s, t->word.len, &t->stem);
		map_slot(&t->seen, t->stem.s, t->stem.len, &added);
		if (!added)
			continue;
		if (t->out->len > t->start)
			buf_char(t->out, ' ');
		buf_str(t->out, t->stem.s);
	}
}

void
past_terms(const char *message, size_t n, struct buf *out)
{
	struct telling t = { .out = out, .start = out->len };
	size_t from = 0, end;

	if (n > PAST_MESSAGE)
		n = PAST_MESSAGE;
	map_init(&t.seen);
	buf_init(&t.word, BUF_TEXT);
	buf_init(&t.stem, BUF_TEXT);
	for (; (end = ident_next(message, n, &from)) != 0; from = end)
		tell(&t, message + from, end - from);
	map_fini(&t.seen);
	buf_fini(&t.word);
	buf_fini(&t.stem);
}

struct past *
past_open(struct lexicon *lexicon)
{
	struct past *past = mem_calloc(1, sizeof *past);

	past->lexicon = lexicon;
	map_init(&past->paths);
	map_init(&past->bases);
	map_init(&past->keys);
	return past;
}

void
past_close(struct past *past)
{
	if (past == NULL)
		return;
	map_fini(&past->paths);
	map_fini(&past->bases);
	map_fini(&past->keys);
	vec_fini(&past->path);
	vec_each (struct past_record *, record, &past->records)
		free(record->id);
	vec_fini(&past->records);
	vec_fini(&past->files);
	vec_fini(&past->terms);
	free(past);
}

static uint32_t
number(struct map *map, const char *text)
{
	bool added;
	size_t *slot = map_slot(map, text, strlen(text), &added);

	if (added)
		*slot = map->len - 1;
	return (uint32_t)*slot;
}

static uint32_t
path_number(struct past *past, const char *path)
{
	size_t before = past->paths.len;
	uint32_t at = number(&past->paths, path);
	struct past_path *of;
	struct buf key;

	if (past->paths.len == before)
		return at;
	buf_init(&key, BUF_TEXT);
	path_key(path, &key);
	of = vec_add(&past->path);
	of->base = number(&past->bases, path_base(path));
	of->key = number(&past->keys, key.s);
	buf_fini(&key);
	return at;
}

uint32_t
past_path(const struct past *past, const char *path)
{
	const struct map_entry *entry = map_find(&past->paths, path, strlen(path));

	return entry ? (uint32_t)entry->value : TERM_NONE;
}

static uint64_t
blob_of(const struct past_file *file)
{
	const char *blob = file->status == 'A'	 ? file->new_blob
			   : file->status == 'D' ? file->old_blob
						 : NULL;

	return blob ? hash_bytes(blob, strlen(blob)) : 0;
}

static void
add_terms(struct past *past, const char *terms)
{
	for (terms += strspn(terms, " "); *terms != '\0'; terms += strspn(terms, " ")) {
		size_t n = strcspn(terms, " ");

		*vec_add(&past->terms) = lexicon_term(past->lexicon, terms, n);
		terms += n;
	}
}

void
past_add(struct past *past, const struct past_commit *commit)
{
	struct past_record *record = vec_add(&past->records);

	record->id = mem_strdup(commit->id ? commit->id : "");
	record->first_file = past->files.len;
	record->n_files = commit->n_files;
	for (size_t i = 0; i < commit->n_files; i++) {
		const struct past_file *file = &commit->files[i];
		uint32_t path = path_number(past, file->path);

		*vec_add(&past->files) = (struct past_entry){
			.path = path,
			.status = file->status,
			.blob = blob_of(file),
		};
	}
	record->first_term = past->terms.len;
	add_terms(past, commit->terms ? commit->terms : "");
	record->n_terms = past->terms.len - record->first_term;
}

const char *
past_id(const struct past *past, size_t number_of)
{
	return past->records.at[number_of].id;
}
