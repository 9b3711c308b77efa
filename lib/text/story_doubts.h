/*
 * story_doubts - what a good analyst would ask about one sentence; for story_warnings.c.
 */
#ifndef TEXT_STORY_DOUBTS_H
#define TEXT_STORY_DOUBTS_H

#include "text/story_parts.h"

void doubt(struct story_reader *r, const char *code, int line, const char *about, const char *fmt,
    ...) __attribute__((format(printf, 5, 6)));

void criterion_doubts(struct story_reader *r, const struct story_item *item);
void placeholder_doubts(struct story_reader *r);

#endif
