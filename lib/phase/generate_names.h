/*
 * generate_names - names of tests and files, in the style of those that are there.
 *
 * Names are ASCII letters, digits, '_' and '-' only, whatever the story holds: accents are taken
 * off, other scripts leave nothing behind.
 *
 * Limits: NAME_CHARS characters, cut between words.
 */
#ifndef PHASE_GENERATE_NAMES_H
#define PHASE_GENERATE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

#define NAME_CHARS 64

enum name_style { NAME_SNAKE, NAME_KEBAB, NAME_CAMEL, NAME_PASCAL, NAME_STYLES };

/* "snake", "kebab", "camel", "pascal"; NAME_STYLES for anything else. */
enum name_style name_style_parse(const char *s);

/* The style a name shows; `otherwise` when it shows none. */
enum name_style name_style_of(const char *s, size_t n, enum name_style otherwise);

/* Append the words of a text as a name; nothing when it has none. */
void name_make(struct buf *out, const char *text, enum name_style style, size_t max_chars);

/* The first max_chars of a text, cut between words, no stop words left dangling. */
void name_title(struct buf *out, const char *text, size_t max_chars);

/*
 * A file beside `file` (dir/test_cart.py) whose name fits the same pattern: patterns have one '*'
 * ("test_*.py"); the first is taken when none fits.  words is what '*' stands for.
 */
void name_file(struct buf *out, const char *file, const struct strings *patterns, const char *words,
    enum name_style otherwise);

#endif
