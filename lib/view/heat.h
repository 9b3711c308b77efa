/*
 * heat - the risk heat map: how many criteria are at each severity of the gap and importance.
 *
 * Every cell has its number; shades are drawn beside it, with an ASCII form, and colour comes on
 * top where the terminal has some, of 256 or of 16.
 */
#ifndef VIEW_HEAT_H
#define VIEW_HEAT_H

#include <stddef.h>

#include "base/buf.h"

struct json;
struct view;

#define HEAT_LEVELS 3 /* low, medium, high: below 0.34, below 0.67, the rest */

struct heat {
	size_t count[HEAT_LEVELS][HEAT_LEVELS]; /* [severity][importance] */
};

extern const char *const heat_levels[HEAT_LEVELS];

size_t heat_level(double value); /* of a severity or importance in 0.0-1.0 */
/* How hot a cell is: 0 to 4. */
size_t heat_of(size_t severity, size_t importance);
struct heat heat_count(const struct json *risks); /* of phases.coverage.output.risks */

/* The map, the highest severity first; it takes 37 columns.  Nothing off a terminal. */
void view_heat(const struct json *risks, const struct view *view, struct buf *out);

#endif
