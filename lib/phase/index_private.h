/*
 * index_private - what the parts of an index run share.
 */
#ifndef PHASE_INDEX_PRIVATE_H
#define PHASE_INDEX_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "base/worker.h"
#include "io/digest.h"
#include "phase/index.h"
#include "phase/index_text.h"
#include "store/corpus_write.h"
#include "text/embed.h"

/* Another number when terms or vectors come out otherwise: then nothing counts as unchanged. */
#define INDEX_ENGINE "builtin/1"

/* How a test of an earlier run was met in this one. */
enum met { MET_NOT, MET_SAME, MET_CHANGED };

struct index_known {
	int64_t row;
	unsigned char content_sha256[DIGEST_BYTES];
	bool gone;    /* before this run */
	bool leaving; /* there before, not in the input, and within what was indexed */
	enum met met;
};

struct index_added {
	int64_t row;
	unsigned char content_sha256[DIGEST_BYTES];
};

/* A line on its way from the input into the store; the worker reads it. */
struct index_job {
	struct buf line;
	size_t number; /* of the record in the input */
	struct json *record;
	struct index_text text;
	struct strings requirements;
	struct corpus_put put;
	enum status status;
	struct err err;
	int64_t row; /* of a test whose vector is made */
	float vector[EMBED_DIMENSIONS];
};

#define INDEX_JOBS 64
#define INDEX_JOB_BYTES ((size_t)16 * 1024 * 1024) /* of all lines that wait */

struct schema;
struct schema_set;

struct index {
	struct phase_env *env;
	const struct index_args *args;
	struct corpus *corpus;
	struct map lines;		  /* SHA-256 of a line -> place in known */
	VEC_OF(struct index_known) known; /* by row */
	VEC_OF(struct index_added) added;
	struct corpus_rows touched; /* whose text is new */
	struct embed_frequencies *frequencies;
	struct embed_counter *counter; /* into frequencies; NULL unless the corpus was empty */
	bool engine_changed;
	struct embedder *embedder; /* the model, once it is open */
	bool changed, behind; /* this run found something to do; so there may be vectors to make */
	bool anew;	      /* all vectors are to be made */
	bool store_ready, server_ready; /* their vectors were complete before this run */
	struct map repeats;		/* id -> how often it was repeated */
	struct index_job jobs[INDEX_JOBS];
	size_t waiting_bytes;
	struct worker *worker;
	struct words *words; /* the worker's */
	struct schema_set *schemas;
	const struct schema *schema;
	struct index_summary sum;
	bool finished;
};

void index_job_init(struct index_job *job, struct words *words);
void index_job_clear(struct index_job *job);
void index_job_fini(struct index_job *job);
worker_fn index_read; /* arg: the index */

/* Put what still waits into the store. */
enum status index_drain(struct index *index, struct err *err);

/* What went and what came with the same content: the row goes on.  Marks both. */
enum status index_renames(struct index *index, struct err *err);

/* Begin to count document frequencies while the texts are at hand: for a first run. */
void index_count_begin(struct index *index);
void index_count(struct index *index, const struct corpus_put *put);

/* The vectors of what was touched, or of all; info takes the frequencies over.  Vectors of a model,
   or for a server alone, are index_sync()'s. */
enum status index_vectors(struct index *index, struct corpus_info *info, struct err *err);

struct embed_part;
void index_parts(const char *const text[CORPUS_FIELDS], struct embed_part parts[CORPUS_FIELDS]);

/* Are the vectors made inside the transaction? */
bool index_makes_vectors(const struct index *index);

/* What is known of the vectors; *complete: nothing is missing where they are to be. */
enum status index_look(struct index *index, bool *complete, struct err *err);

/* Behind the transaction: bring what a model makes or a server keeps up to date. */
enum status index_sync(struct index *index, struct err *err);

#endif
