/*
 * impact_symbols - the functions and classes around changed lines.
 *
 * The file is read where it is as the diff leaves it, and universal-ctags or the patterns of its
 * language say what is in it; else the headings of the hunks have to do.
 *
 * Limits: SYMBOLS_FILES files of SYMBOLS_TEXT bytes are read, the others go by headings;
 * SYMBOLS_LISTED symbols of a file.
 */
#ifndef PHASE_IMPACT_SYMBOLS_H
#define PHASE_IMPACT_SYMBOLS_H

#include "phase/impact_language.h"
#include "phase/impact_parts.h"

#define SYMBOLS_FILES 500
#define SYMBOLS_TEXT ((size_t)1024 * 1024)
#define SYMBOLS_ALL ((size_t)16 * 1024 * 1024)
#define SYMBOLS_LISTED 500

/* Into the `symbols` of change.files; stale gets the files that are not as the diff leaves them. */
enum status impact_symbols(struct impact *impact, const struct impact_options *options,
    const struct patch *patch, struct languages *languages, struct impact_remark *stale,
    struct err *err);

#endif
