/* impact_parts - what the modules of impact share. */
#ifndef PHASE_IMPACT_PARTS_H
#define PHASE_IMPACT_PARTS_H

#include "base/buf.h"
#include "phase/impact.h"
#include "text/patch.h"

/* A remark about files, made into one warning, however many they are. */
struct impact_remark {
	const char *code;
	const char *one, *many; /* "is a binary file: ...", "are binary files: ..." */
	size_t n;
	struct buf names; /* of the first */
};

void impact_warn(struct impact *impact, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void impact_remark(struct impact_remark *remark, const char *path);
/* Adds it to the warnings, if there is one, and ends it. */
void impact_remark_end(struct impact *impact, struct impact_remark *remark);

/* impact_change.c: the files of a diff, and what is to be said of them. */
enum status impact_files(struct impact *impact, const struct impact_options *options,
    struct patch *patch, struct err *err);

#endif
