#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
mark_cut(char *text, size_t size, int wanted)
{
	if (wanted >= 0 && (size_t)wanted >= size)
		memcpy(text + size - 4, "...", 4);
}

enum status
err_set(struct err *err, enum status status, const char *fmt, ...)
{
	va_list ap;
	int n;

	err->status = status;
	va_start(ap, fmt);
	n = vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	mark_cut(err->text, sizeof err->text, n);
	return status;
}

enum status
err_context(struct err *err, const char *fmt, ...)
{
	char context[512], old[sizeof err->text];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(context, sizeof context, fmt, ap);
	va_end(ap);
	mark_cut(context, sizeof context, n);
	memcpy(old, err->text, sizeof old);
	n = snprintf(err->text, sizeof err->text, "%s: %s", context, old);
	mark_cut(err->text, sizeof err->text, n);
	return err->status;
}
