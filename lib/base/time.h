/*
 * time - the wall clock, RFC 3339 and durations.
 *
 * Units: milliseconds since 1970-01-01 UTC; durations in milliseconds.
 *
 * SOURCE_DATE_EPOCH (seconds), when set, is the time that time_now_ms() tells; the command line
 * library reads it and passes the answer down, so that nothing below looks at a clock.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

int64_t time_now_ms(void);	 /* obeys SOURCE_DATE_EPOCH */
int64_t time_monotonic_ms(void); /* for measuring; obeys nothing */
double time_wall_ms(void);	 /* what processes agree on, with a fraction; obeys nothing */
bool time_is_pinned(void);	 /* SOURCE_DATE_EPOCH is in force */

#define TIME_TEXT 48
/* "2026-11-20T10:00:00.000Z"; out has TIME_TEXT bytes. */
void time_format(int64_t ms, char *out);
bool time_parse(const char *s, int64_t *ms);

/* "250ms", "30s", "5m", "24h", "7d"; a bare number is seconds.  False when malformed. */
bool time_parse_duration(const char *s, int64_t *ms);

#endif
