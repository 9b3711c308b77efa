#include <string.h>

#include "doc/schema.h"
#include "io/json.h"
#include "phase/index_private.h"

static void
read_hex(const char *hex, unsigned char out[DIGEST_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		size_t high = (size_t)(strchr(digits, hex[2 * i]) - digits);
		size_t low = (size_t)(strchr(digits, hex[2 * i + 1]) - digits);

		out[i] = (unsigned char)(high << 4 | low);
	}
}

static void
fill(struct index_job *job)
{
	struct corpus_put *put = &job->put;
	const char *content = json_get_string(job->record, "sha256");

	index_text_set(&job->text, job->record);
	put->test = json_get_string(job->record, "id");
	put->file = json_get_string(job->record, "file");
	put->record = job->line.s;
	put->record_bytes = job->line.len;
	memcpy(put->content_sha256, put->line_sha256, DIGEST_BYTES);
	if (digest_check_text(content))
		read_hex(content, put->content_sha256);
	for (int field = 0; field < CORPUS_FIELDS; field++) {
		put->text[field] = job->text.fields[field].s;
		put->text_bytes[field] = job->text.fields[field].len;
		put->terms[field] = job->text.terms[field];
	}
	json_each (item, json_get(job->record, "requirements"))
		strings_add(&job->requirements, json_string(item) ? json_string(item) : "");
	put->requirements = &job->requirements;
}

void
index_read(void *arg, size_t place)
{
	struct index *index = arg;
	struct index_job *job = &index->jobs[place];

	job->status = json_parse(job->line.s, job->line.len, &job->record, &job->err);
	if (job->status == ST_OK)
		job->status = schema_check(index->schema, job->record, &job->err);
	if (job->status)
		err_context(&job->err, "record %zu", job->number);
	else
		fill(job);
	if (job->status == ST_OK)
		index_count(index, &job->put);
}

void
index_job_init(struct index_job *job, struct words *words)
{
	buf_init(&job->line, BUF_DOCUMENT);
	index_text_init(&job->text, words);
}

void
index_job_clear(struct index_job *job)
{
	json_free(job->record);
	job->record = NULL;
	strings_fini(&job->requirements);
	job->put = (struct corpus_put){ 0 };
	job->err = (struct err)ERR_INIT;
	buf_clear(&job->line);
}

void
index_job_fini(struct index_job *job)
{
	index_job_clear(job);
	buf_fini(&job->line);
	index_text_fini(&job->text);
}
