/*
 * ingest - a story read, found out, and taken apart.
 *
 * Two steps: ingest_open() makes of the bytes one or more stories, each with the `story` object of
 * its run document and its blocks; phase_ingest() makes the output of the phase from one of them.
 *
 * The `story` object: text is what lines count in.  For Markdown, Gherkin, plain text and CSV that
 * is the input; for Jira and GitHub it is the issue written out as Markdown, and
 * metadata.input_sha256 is the digest of the bytes that were read.
 *
 * Ownership: ingest_open() gives, ingest_close() ends.
 * Errors: ST_DATA for text that is not UTF-8, has NUL bytes, or is not the format asked for.
 */
#ifndef PHASE_INGEST_H
#define PHASE_INGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"
#include "io/markdown.h"
#include "phase/phase.h"
#include "text/story_detect.h"

struct redactor;

struct ingest_options {
	enum story_format format;
	const char *name;   /* of the file, NULL for standard input: helps to find the format */
	const char *source; /* what story.source says */
	bool split;	    /* each story of the text is one of its own */
	bool repair;	    /* bytes that are not UTF-8 become U+FFFD */
	struct redactor *redactor; /* what is read is redacted before anything else; NULL: not */
};

struct ingest_story {
	struct json *story; /* ingest_close() frees it unless it was taken */
	struct blocks blocks;
	struct strings references; /* ids that the source gives beside the text */
	const char *priority;	   /* what the source says, "" for nothing; lent by story */
	bool repaired;
	const struct ingest *ingest;
};

struct ingest {
	struct lexicon *lexicon;
	struct gherkin_words *gherkin;
	struct ingest_story **stories;
	size_t len, cap;
};

enum status ingest_open(const struct share *share, const char *text, size_t n,
    const struct ingest_options *options, struct ingest **out, struct err *err);
void ingest_close(struct ingest *ingest);

/* args: the struct ingest_story. */
enum status phase_ingest(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
