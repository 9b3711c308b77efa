#include "store/vectors_chroma.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/uuid.h"
#include "io/db.h"
#include "io/digest.h"
#include "io/http.h"
#include "io/json.h"
#include "sql.h"
#include "store/store.h"

#define USUAL_BATCH 1000
/* Of the server's index: twice the usual, since what it misses nobody finds. */
#define MAX_NEIGHBORS 32
#define EF 200
#define TRIES 5 /* at a name that nobody has */

struct known { /* a row of table vector_server */
	char *remote_name;
	struct vectors_collection collection;
};

static void
set_headers(struct vectors *vectors)
{
	strings_add(&vectors->head, "content-type: application/json");
	strings_add(&vectors->head, "accept: application/json");
	if (vectors->key) {
		char *line = mem_printf("x-chroma-token: %s", vectors->key);

		strings_add(&vectors->head, line);
		explicit_bzero(line, strlen(line));
		free(line);
	}
}

static enum status
check_url(const struct vectors *vectors, struct err *err)
{
	struct http_url url;

	if (!http_url_read(vectors->url, &url))
		return err_set(err, ST_CONFIG,
		    "vectors: \"%.200s\" is no address of a server: expected "
		    "chroma:http://HOST:PORT",
		    vectors->url);
	if (strpbrk(vectors->url, "?#"))
		return err_set(err, ST_CONFIG,
		    "vectors: \"%.200s\" has a query or a fragment: leave that out", vectors->url);
	if (vectors->key && strcmp(url.scheme, "https") != 0 && !http_url_is_local(&url))
		return err_set(err, ST_REFUSED,
		    "the token of the vector server would travel to %.200s in the clear: use https",
		    vectors->url);
	if (vectors->key && strpbrk(vectors->key, "\r\n"))
		return err_set(err, ST_REFUSED,
		    "the token of the vector server has a line end in it: look at the variable");
	return ST_OK;
}

enum status
vectors_chroma_open(struct vectors *vectors, struct err *err)
{
	struct json *limits = NULL, *version = NULL;
	double batch;
	enum status st = check_url(vectors, err);

	if (st)
		return st;
	set_headers(vectors);
	st = chroma_call(vectors, "GET", "!/pre-flight-checks", NULL, &limits, err);
	if (st == ST_OK)
		st = chroma_call(vectors, "GET", "!/version", NULL, &version, err);
	batch = json_get_number(limits, "max_batch_size");
	vectors->max_batch = batch >= 1 && batch <= 1e6 ? (size_t)batch : USUAL_BATCH;
	vectors->takes_base64 = json_get_bool(limits, "supports_base64_encoding");
	if (json_string(version))
		snprintf(vectors->version, sizeof vectors->version, "%s", json_string(version));
	json_free(limits);
	json_free(version);
	if (st == ST_NO)
		st = err_set(err, ST_UNAVAILABLE,
		    "%.200s is no Chroma server that speaks REST v2: look at the address, or "
		    "upgrade it",
		    vectors->url);
	return st;
}

/* ST_NO: the store knows of none. */
static enum status
known_get(struct vectors *vectors, const char *name, struct known *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(vectors->store), SQL_VECTOR_SERVER_GET,
	    DB_ARGS(db_text(vectors->url), db_text(name)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		struct vectors_collection *c = &out->collection;

		out->remote_name = mem_strdup(db_get_text(rows, 0, NULL));
		snprintf(c->remote, sizeof c->remote, "%s", db_get_text(rows, 1, NULL));
		snprintf(c->engine, sizeof c->engine, "%s", db_get_text(rows, 2, NULL));
		c->dimensions = (size_t)db_get_int(rows, 3);
		c->ready = db_get_int(rows, 4) != 0;
		if (!uuid_check(c->remote)) /* it becomes part of an address */
			st = err_set(err, ST_DATA,
			    "%s has no id for the collection \"%.100s\" of the vector server: put "
			    "a backup in its place",
			    db_path(store_db(vectors->store)), name);
	}
	db_done(rows);
	return st;
}

/* A write of one statement, in a transaction of its own. */
static enum status
write_one(struct vectors *vectors, int sql, const struct db_arg *args, size_t n, struct err *err)
{
	struct db *db = store_db(vectors->store);
	enum status st = db_begin(db, err);

	if (st == ST_OK)
		st = db_run(db, sql, args, n, NULL, err);
	if (st == ST_OK)
		return db_commit(db, err);
	db_rollback(db);
	return st;
}

static enum status
known_put(struct vectors *vectors, const struct vector_kind *kind, const char *remote_name,
    const char *remote_id, struct err *err)
{
	return write_one(vectors, SQL_VECTOR_SERVER_PUT,
	    DB_ARGS(db_text(vectors->url), db_text(kind->name), db_text(remote_name),
		db_text(remote_id), db_text(kind->run), db_text(kind->engine),
		db_int((int64_t)kind->dimensions), db_int(vectors->now_ms)),
	    err);
}

static enum status
known_delete(struct vectors *vectors, const char *name, struct err *err)
{
	return write_one(
	    vectors, SQL_VECTOR_SERVER_DELETE, DB_ARGS(db_text(vectors->url), db_text(name)), err);
}

static void
by_name(const char *remote_name, struct buf *path)
{
	buf_str(path, "/collections/");
	for (const unsigned char *p = (const unsigned char *)remote_name; *p; p++) {
		if (strchr("/?#%\\ ", *p) || *p < 0x21 || *p > 0x7e)
			buf_printf(path, "%%%02X", *p);
		else
			buf_char(path, (char)*p);
	}
}

/* Is what has our name there the one we made?  ST_NO when there is none, or another one. */
static enum status
still_ours(struct vectors *vectors, const struct known *known, struct err *err)
{
	struct json *reply = NULL;
	struct buf path;
	enum status st;

	buf_init(&path, BUF_TEXT);
	by_name(known->remote_name, &path);
	st = chroma_call(vectors, "GET", path.s, NULL, &reply, err);
	if (st == ST_OK && strcmp(json_get_string(reply, "id"), known->collection.remote) != 0)
		st = ST_NO;
	buf_fini(&path);
	json_free(reply);
	return st;
}

static enum status
find(struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err)
{
	struct known known = { 0 };
	enum status st = known_get(vectors, name, &known, err);

	if (st == ST_OK)
		st = still_ours(vectors, &known, err);
	if (st == ST_OK)
		*out = known.collection;
	free(known.remote_name);
	return st;
}

static enum status
known(struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err)
{
	struct known row = { 0 };
	enum status st = known_get(vectors, name, &row, err);

	if (st == ST_OK)
		*out = row.collection;
	free(row.remote_name);
	return st;
}

static enum status
drop(struct vectors *vectors, const struct known *known, struct err *err)
{
	struct buf path;
	enum status st = still_ours(vectors, known, err);

	if (st)
		return st;
	buf_init(&path, BUF_TEXT);
	by_name(known->remote_name, &path);
	st = chroma_call(vectors, "DELETE", path.s, NULL, NULL, err);
	buf_fini(&path);
	return st;
}

static enum status
remove_all(struct vectors *vectors, const char *name, struct err *err)
{
	struct known known = { 0 };
	enum status there, st = known_get(vectors, name, &known, err);

	if (st)
		return st;
	there = drop(vectors, &known, err);
	free(known.remote_name);
	if (there != ST_OK && there != ST_NO)
		return there;
	st = known_delete(vectors, name, err);
	return st ? st : there;
}

static struct json *
creation(const struct vector_kind *kind, const char *remote_name)
{
	struct json *body = json_new_object(), *metadata, *hnsw;

	json_set_string(body, "name", remote_name);
	metadata = json_set_object(body, "metadata");
	json_set_number(metadata, "rsg", 1);
	json_set_string(metadata, "name", kind->name);
	json_set_string(metadata, "engine", kind->engine);
	json_set_number(metadata, "dimensions", (double)kind->dimensions);
	if (kind->run)
		json_set_string(metadata, "run", kind->run);
	hnsw = json_set_object(json_set_object(body, "configuration"), "hnsw");
	json_set_string(hnsw, "space", "cosine");
	json_set_number(hnsw, "max_neighbors", MAX_NEIGHBORS);
	json_set_number(hnsw, "ef_construction", EF);
	json_set_number(hnsw, "ef_search", EF);
	json_set_bool(body, "get_or_create", false);
	return body;
}

/* ST_NO: somebody has that name. */
static enum status
create(struct vectors *vectors, const struct vector_kind *kind, const char *remote_name,
    struct err *err)
{
	struct json *body = creation(kind, remote_name), *reply = NULL;
	enum status st = chroma_call(vectors, "POST", "/collections", body, &reply, err);
	const char *id = json_get_string(reply, "id");

	if (st == ST_OK && !uuid_check(id))
		st = err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s gives a collection no id: is it a Chroma server?",
		    vectors->url);
	if (st == ST_OK)
		st = known_put(vectors, kind, remote_name, id, err);
	json_free(body);
	json_free(reply);
	return st;
}

/* Under its own name, or where another store has that one, with something behind it. */
static enum status
create_somewhere(struct vectors *vectors, const struct vector_kind *kind, struct err *err)
{
	unsigned char random[4];
	enum status st = ST_NO;
	struct buf name;

	buf_init(&name, BUF_TEXT);
	for (int i = 0; st == ST_NO && i < TRIES; i++) {
		char *own = NULL;

		if (i > 0) {
			random_bytes(random, sizeof random);
			own = mem_printf("%.*s.%02x%02x%02x%02x", 400, kind->name, random[0],
			    random[1], random[2], random[3]);
		}
		buf_clear(&name);
		chroma_name(own ? own : kind->name, &name);
		st = create(vectors, kind, name.s, err);
		free(own);
	}
	buf_fini(&name);
	if (st == ST_NO)
		st = err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s makes no collection \"%.100s\": look at its log",
		    vectors->url, kind->name);
	return st;
}

static bool
fits(const struct known *known, const struct vector_kind *kind)
{
	return known->collection.dimensions == kind->dimensions &&
	       strncmp(known->collection.engine, kind->engine,
		   sizeof known->collection.engine - 1) == 0;
}

static enum status
make(struct vectors *vectors, const struct vector_kind *kind, struct vectors_collection *out,
    struct err *err)
{
	struct known row = { 0 };
	bool fresh;
	enum status st = known_get(vectors, kind->name, &row, err);

	if (st == ST_OK && fits(&row, kind)) {
		st = still_ours(vectors, &row, err);
	} else if (st == ST_OK) {
		st = drop(vectors, &row, err);
		st = st == ST_OK ? ST_NO : st;
	}
	free(row.remote_name);
	fresh = st == ST_NO;
	if (st == ST_OK)
		st = vectors_ready(vectors, kind->name, false, err);
	else if (fresh)
		st = create_somewhere(vectors, kind, err);
	if (st == ST_OK)
		st = known(vectors, kind->name, out, err);
	out->fresh = fresh;
	return st;
}

static enum status
ready(struct vectors *vectors, const char *name, bool is_ready, struct err *err)
{
	return write_one(vectors, SQL_VECTOR_SERVER_READY,
	    DB_ARGS(db_text(vectors->url), db_text(name), db_int(is_ready)), err);
}

static enum status
count(struct vectors *vectors, const struct vectors_collection *collection, int64_t *out,
    struct err *err)
{
	struct json *reply = NULL;
	char path[120];
	enum status st;

	chroma_path(collection, "count", path, sizeof path);
	st = chroma_call(vectors, "GET", path, NULL, &reply, err);
	if (st == ST_OK)
		*out = (int64_t)json_number(reply);
	json_free(reply);
	return st;
}

const struct vectors_backend vectors_chroma = {
	.find = find,
	.known = known,
	.make = make,
	.remove_all = remove_all,
	.ready = ready,
	.count = count,
	.put = chroma_put,
	.remove = chroma_remove,
	.get = chroma_get,
	.each = chroma_each,
	.labels = chroma_labels,
	.near = chroma_near,
};
