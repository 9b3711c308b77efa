#include "base/time.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_DURATION_MS ((double)100 * 365 * 86400 * 1000)

static bool
pinned_ms(int64_t *ms)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds;

	if (s == NULL || *s == '\0')
		return false;
	errno = 0;
	seconds = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0' || seconds < 0 || seconds > 253402300799)
		return false;
	*ms = (int64_t)seconds * 1000;
	return true;
}

bool
time_is_pinned(void)
{
	int64_t ms;

	return pinned_ms(&ms);
}

int64_t
time_now_ms(void)
{
	struct timespec ts;
	int64_t ms;

	if (pinned_ms(&ms))
		return ms;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

double
time_wall_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

int64_t
time_monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Days since 1970-01-01 of a Gregorian date.  Source: Hinnant, "chrono-compatible date algorithms".
 */
static int64_t
days_from_civil(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* The Gregorian date of a day since 1970-01-01; same source. */
static void
civil_from_days(int64_t days, int64_t *y, int *m, int *d)
{
	int64_t era, doe, yoe, doy, mp;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*y = yoe + era * 400 + (*m <= 2);
}

/* gmtime_r() reads the file of the time zone first, which is no matter here. */
void
time_format(int64_t ms, char *out)
{
	int64_t days = ms / 86400000, rest = ms % 86400000, y;
	int m, d, in_day;

	if (rest < 0) {
		rest += 86400000;
		days--;
	}
	civil_from_days(days, &y, &m, &d);
	in_day = (int)rest;
	snprintf(out, TIME_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)(y % 10000), m, d,
	    in_day / 3600000, in_day / 60000 % 60, in_day / 1000 % 60, in_day % 1000);
}

/* n digits at *s as a number; moves *s behind them. */
static bool
digits(const char **s, int n, int *out)
{
	*out = 0;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return true;
}

static bool
expect(const char **s, char c)
{
	return *(*s)++ == c;
}

bool
time_parse(const char *s, int64_t *ms)
{
	int y, mo, d, h, mi, sec, milli = 0;

	if (!digits(&s, 4, &y) || !expect(&s, '-') || !digits(&s, 2, &mo) || !expect(&s, '-') ||
	    !digits(&s, 2, &d) || !expect(&s, 'T') || !digits(&s, 2, &h) || !expect(&s, ':') ||
	    !digits(&s, 2, &mi) || !expect(&s, ':') || !digits(&s, 2, &sec))
		return false;
	if (*s == '.') {
		s++;
		if (!digits(&s, 3, &milli))
			return false;
	}
	if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || sec > 60 ||
	    strcmp(s, "Z") != 0)
		return false;
	*ms = ((days_from_civil(y, mo, d) * 24 + h) * 60 + mi) * 60000 + sec * 1000 + milli;
	return true;
}

bool
time_parse_duration(const char *s, int64_t *ms)
{
	static const struct {
		const char *unit;
		double ms;
	} units[] = { { "", 1000 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 },
		{ "d", 86400000 } };
	char *end;
	double n;

	if (*s < '0' || *s > '9')
		return false;
	n = strtod(s, &end);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (strcmp(end, units[i].unit) == 0 && n * units[i].ms <= MAX_DURATION_MS) {
			*ms = (int64_t)(n * units[i].ms);
			return true;
		}
	}
	return false;
}
