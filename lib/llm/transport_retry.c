/* What a server says of trying again. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/http.h"
#include "llm/transport_private.h"

#define MOST_MS (1000.0 * 60 * 60 * 24 * 366)

/* A number that is finite and not negative, times unit; -1 for anything else. */
static int64_t
read_number(const char *text, double unit)
{
	char *end;
	double d;

	if (*text < '0' || *text > '9') /* strtod() takes "inf" and "0x1" too */
		return -1;
	d = strtod(text, &end);
	if (strspn(text, "0123456789.eE+-") != strlen(text) || *end != '\0' || !isfinite(d))
		return -1;
	d *= unit;
	return (int64_t)(d < MOST_MS ? d : MOST_MS);
}

/* "Fri, 29 Sep 2023 16:26:57 GMT" (RFC 9110, IMF-fixdate), the only form that may be sent. */
static bool
read_date(const char *text, int64_t *ms)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char rfc3339[32], month[4] = "";
	const char *at;

	if (strlen(text) != 29 || memcmp(text + 3, ", ", 2) != 0 || strcmp(text + 25, " GMT") != 0)
		return false;
	memcpy(month, text + 8, 3);
	at = strstr(months, month);
	if (at == NULL || (at - months) % 3 != 0)
		return false;
	snprintf(rfc3339, sizeof rfc3339, "%.4s-%02d-%.2sT%.8sZ", text + 12,
	    (int)(at - months) / 3 + 1, text + 5, text + 17);
	return time_parse(rfc3339, ms);
}

/* Both clocks may be wrong, so a date is compared with that of the reply where it has one. */
static int64_t
read_wait(const struct http_reply *reply, int64_t now_ms)
{
	const char *ms = http_header(reply, "retry-after-ms");
	const char *after = http_header(reply, "retry-after"), *date = http_header(reply, "date");
	int64_t wait = ms ? read_number(ms, 1) : -1, until;

	if (wait < 0 && after)
		wait = read_number(after, 1000);
	if (wait >= 0 || after == NULL || !read_date(after, &until))
		return wait;
	if (date)
		read_date(date, &now_ms);
	return until > now_ms ? until - now_ms : -1;
}

void
transport_retry(struct fault *fault, const struct http_reply *reply, int64_t now_ms)
{
	const char *should = http_header(reply, "x-should-retry");

	fault->retry_after_ms = read_wait(reply, now_ms);
	fault->do_retry = should && strcmp(should, "true") == 0;
	fault->no_retry = should && strcmp(should, "false") == 0;
}
