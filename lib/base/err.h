/*
 * err - the status of an operation, and the one sentence that explains a failure.
 *
 * enum status is the exit status of every program (see rsg(7)).  A function that can fail returns
 * one and takes `struct err *err` last; ST_OK leaves *err untouched.
 *
 * Errors: filled once, by err_set(), where the cause is known.  Callers may only put context in
 * front with err_context().  The text has the form "what happened: what to do", without a program
 * name, a newline or a stop.
 *
 * Limits: a text longer than the buffer is cut and ends in "...".  Nothing here allocates.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum status {
	ST_OK = 0,
	ST_NO = 1, /* a clean "no"; also the end of an iteration */
	ST_USAGE = 2,
	ST_DATA = 65,	     /* input is empty, malformed, or does not fit its schema */
	ST_NOINPUT = 66,     /* a named input file cannot be read */
	ST_UNAVAILABLE = 69, /* a provider or server failed for good */
	ST_BUG = 70,
	ST_IO = 74,	  /* reading or writing failed */
	ST_TEMPFAIL = 75, /* try again later */
	ST_PROTOCOL = 76, /* a model never produced output that fits */
	ST_REFUSED = 77,  /* policy, budget, missing approval */
	ST_CONFIG = 78,
};

struct err {
	enum status status;
	char text[1024];
};

#define ERR_INIT                                                                                   \
	{                                                                                          \
		.status = ST_OK, .text = ""                                                        \
	}

/* Fill err and return status, so that a failure is one line: return err_set(err, ST_DATA, ...). */
enum status err_set(struct err *err, enum status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "<context>: " in front of the text; returns err->status. */
enum status err_context(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
