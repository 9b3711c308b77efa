/*
 * ingest_parts - what the files ingest*.c share; nobody else includes it.
 */
#ifndef PHASE_INGEST_PARTS_H
#define PHASE_INGEST_PARTS_H

#include "base/buf.h"
#include "phase/ingest.h"

/* A new story; its text, format, source and sha256 are set when its text is known. */
struct ingest_story *ingest_add(struct ingest *ingest);
void ingest_text(struct ingest_story *story, const char *format,
    const struct ingest_options *options, const char *text, size_t n);

/* ingest_text.c: Markdown, plain text, Gherkin */
void ingest_markdown(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n);
void ingest_plain(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n);
void ingest_gherkin(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n);

/* ingest_csv.c */
enum status ingest_csv(struct ingest *ingest, const struct ingest_options *options,
    const char *text, size_t n, struct err *err);

/* ingest_issue.c: Jira and GitHub */
enum status ingest_issues(struct ingest *ingest, const struct ingest_options *options,
    const char *text, size_t n, struct err *err);

#endif
