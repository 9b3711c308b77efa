#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/index_private.h"

/*
 * Two passes pair tests that went with tests that came.  The first asks for the same content and
 * the same name within the file (the file moved); the second only for content that one went with
 * and one came with (the test was renamed in place).
 */

struct side { /* a test on one side: gone ones carry a pointer into index->known */
	int64_t row;
	struct index_known *known;
	struct index_added *added;
};

struct pairing {
	struct index *index;
	bool by_name;
	struct map gone; /* key -> place in `sides`, or AMBIGUOUS */
	VEC_OF(struct side) sides;
	struct buf key, file;
};

#define AMBIGUOUS SIZE_MAX

/* Content, and the id without its file when pairing by name. */
static enum status
make_key(struct pairing *p, int64_t row, const unsigned char content[DIGEST_BYTES], struct err *err)
{
	struct buf test;
	const char *at;
	enum status st;

	buf_clear(&p->key);
	buf_add(&p->key, content, DIGEST_BYTES);
	if (!p->by_name)
		return ST_OK;
	buf_clear(&p->file);
	buf_init(&test, BUF_TEXT);
	st = corpus_where(p->index->corpus, row, &test, &p->file, err);
	at = p->file.len ? strstr(test.s, p->file.s) : NULL;
	if (at) {
		buf_add(&p->key, test.s, (size_t)(at - test.s));
		buf_str(&p->key, at + p->file.len);
	} else {
		buf_str(&p->key, test.s);
	}
	buf_fini(&test);
	return st;
}

static enum status
list_gone(struct pairing *p, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < p->index->known.len; i++) {
		struct index_known *known = &p->index->known.at[i];
		size_t *slot;
		bool fresh;

		if (!known->leaving)
			continue;
		st = make_key(p, known->row, known->content_sha256, err);
		if (st)
			return st;
		slot = map_slot(&p->gone, p->key.s, p->key.len, &fresh);
		*slot = fresh ? p->sides.len : AMBIGUOUS;
		*vec_add(&p->sides) = (struct side){ .known = known };
	}
	return st;
}

/* The one test that came for each that went; several make the pair void. */
static enum status
list_added(struct pairing *p, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < p->index->added.len; i++) {
		struct index_added *added = &p->index->added.at[i];
		const struct map_entry *found;
		struct side *side;

		if (added->row == 0)
			continue;
		st = make_key(p, added->row, added->content_sha256, err);
		found = st ? NULL : map_find(&p->gone, p->key.s, p->key.len);
		if (found == NULL || found->value == AMBIGUOUS)
			continue;
		side = &p->sides.at[found->value];
		side->row = side->added ? -1 : added->row;
		side->added = added;
	}
	return st;
}

static enum status
join(struct pairing *p, struct err *err)
{
	struct index_summary *sum = &p->index->sum;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < p->sides.len; i++) {
		struct side *side = &p->sides.at[i];

		if (side->row <= 0)
			continue;
		st = corpus_rename(p->index->corpus, side->row, side->known->row, err);
		side->known->leaving = false;
		*vec_add(&p->index->touched) = side->known->row;
		side->added->row = 0;
		sum->added--;
		sum->renamed++;
	}
	return st;
}

static enum status
pass(struct index *index, bool by_name, struct err *err)
{
	struct pairing p = { .index = index, .by_name = by_name };
	enum status st;

	map_init(&p.gone);
	buf_init(&p.key, BUF_TEXT);
	buf_init(&p.file, BUF_TEXT);
	st = list_gone(&p, err);
	if (st == ST_OK && p.sides.len > 0)
		st = list_added(&p, err);
	if (st == ST_OK)
		st = join(&p, err);
	map_fini(&p.gone);
	vec_fini(&p.sides);
	buf_fini(&p.key);
	buf_fini(&p.file);
	return st;
}

enum status
index_renames(struct index *index, struct err *err)
{
	enum status st;

	if (index->added.len == 0 || index->known.len == 0)
		return ST_OK;
	st = pass(index, true, err);
	return st ? st : pass(index, false, err);
}
