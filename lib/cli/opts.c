#include "cli/opts.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/time.h"

/* The command line as it is walked. */
struct line {
	int argc, at;
	char **argv;
};

static bool
is_end(const struct opt *opt)
{
	return opt->name == NULL;
}

const struct opt *
opts_by_letter(const struct opts *opts, char letter)
{
	for (int i = 0; i < OPTS_TABLES; i++) {
		for (const struct opt *o = opts->tables[i]; o && !is_end(o); o++) {
			if (o->letter && o->letter == letter)
				return o;
		}
	}
	return NULL;
}

const struct opt *
opts_by_name(const struct opts *opts, const char *name, size_t n)
{
	for (int i = 0; i < OPTS_TABLES; i++) {
		for (const struct opt *o = opts->tables[i]; o && !is_end(o); o++) {
			if (strlen(o->name) == n && memcmp(o->name, name, n) == 0)
				return o;
		}
	}
	return NULL;
}

static enum status
unknown_long(const struct opts *opts, const char *name, size_t n, struct err *err)
{
	size_t least = NEAR_MAX * 2;
	const char *nearest = NULL;
	char *given = mem_strndup(name, n);
	enum status st;

	for (int i = 0; i < OPTS_TABLES; i++) {
		for (const struct opt *o = opts->tables[i]; o && !is_end(o); o++) {
			size_t distance = near_distance(given, o->name);

			if (o->help && distance < least && near_enough(distance, given, o->name)) {
				least = distance;
				nearest = o->name;
			}
		}
	}
	if (nearest)
		st = err_set(
		    err, ST_USAGE, "unknown option --%.60s: did you mean --%s?", given, nearest);
	else
		st = err_set(err, ST_USAGE, "unknown option --%.60s: --help lists them", given);
	free(given);
	return st;
}

static enum status
bad_argument(const struct opt *opt, const char *text, const char *expected, struct err *err)
{
	return err_set(err, ST_USAGE, "--%s is \"%.100s\": expected %s", opt->name, text, expected);
}

static bool
read_number(const char *text, double *out)
{
	char *end;

	errno = 0;
	*out = strtod(text, &end);
	return end != text && *end == '\0' && errno == 0 && isfinite(*out);
}

static bool
read_whole(const char *text, int *out)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (end == text || *end || errno || n > INT_MAX || n < INT_MIN)
		return false;
	*out = (int)n;
	return true;
}

/* opt->arg is set and text is its argument. */
static enum status
store(struct opts *opts, const struct opt *opt, const char *text, struct err *err)
{
	if (opt->key) {
		*vec_add(&opts->given) = (struct opts_given){ opt, text };
		return ST_OK;
	}
	if (opt->num && !read_number(text, opt->num))
		return bad_argument(opt, text, "a number", err);
	if (opt->whole && !read_whole(text, opt->whole))
		return bad_argument(opt, text, "a whole number", err);
	if (opt->ms && !time_parse_duration(text, opt->ms))
		return bad_argument(opt, text, "a duration such as 30s, 5m or 24h", err);
	if (opt->str)
		*opt->str = text;
	if (opt->list)
		strings_add(opt->list, text);
	return ST_OK;
}

/* One with a key turns on what is configured. */
static void
take_flag(struct opts *opts, const struct opt *opt)
{
	*opt->flag = true;
	if (opt->key)
		*vec_add(&opts->given) = (struct opts_given){ opt, "true" };
}

static enum status
take_argument(struct opts *opts, const struct opt *opt, struct line *line, struct err *err)
{
	if (line->at + 1 >= line->argc)
		return err_set(err, ST_USAGE, "--%s needs an argument: --%s %s", opt->name,
		    opt->name, opt->arg);
	return store(opts, opt, line->argv[++line->at], err);
}

static enum status
take_long(struct opts *opts, struct line *line, struct err *err)
{
	const char *name = line->argv[line->at] + 2;
	size_t n = strcspn(name, "=");
	const struct opt *opt = opts_by_name(opts, name, n);

	if (opt == NULL)
		return unknown_long(opts, name, n, err);
	if (opt->absent && name[n] != '=')
		return store(opts, opt, opt->absent, err);
	if (opt->arg == NULL) {
		if (name[n] == '=')
			return err_set(err, ST_USAGE, "--%s takes no argument", opt->name);
		take_flag(opts, opt);
		return ST_OK;
	}
	if (name[n] == '=')
		return store(opts, opt, name + n + 1, err);
	return take_argument(opts, opt, line, err);
}

static enum status
take_short(struct opts *opts, struct line *line, struct err *err)
{
	for (const char *p = line->argv[line->at] + 1; *p; p++) {
		const struct opt *opt = opts_by_letter(opts, *p);

		if (opt == NULL)
			return err_set(err, ST_USAGE, "unknown option -%c: --help lists them", *p);
		if (opt->absent)
			return store(opts, opt, p[1] ? p + 1 : opt->absent, err);
		if (opt->arg && p[1])
			return store(opts, opt, p + 1, err);
		if (opt->arg)
			return take_argument(opts, opt, line, err);
		take_flag(opts, opt);
	}
	return ST_OK;
}

static void
take_rest(struct opts *opts, struct line *line)
{
	for (; line->at < line->argc; line->at++)
		*vec_add(&opts->operands) = line->argv[line->at];
}

enum status
opts_parse(struct opts *opts, int argc, char **argv, struct err *err)
{
	struct line line = { .argc = argc, .at = 1, .argv = argv };

	for (; line.at < argc; line.at++) {
		const char *arg = argv[line.at];
		enum status st = ST_OK;

		if (strcmp(arg, "--") == 0) {
			line.at++;
			take_rest(opts, &line);
		} else if (arg[0] != '-' || arg[1] == '\0') {
			*vec_add(&opts->operands) = argv[line.at];
			if (opts->stop_at_operand) {
				line.at++;
				take_rest(opts, &line);
			}
		} else if (arg[1] == '-') {
			st = take_long(opts, &line, err);
		} else {
			st = take_short(opts, &line, err);
		}
		if (st)
			return st;
	}
	return ST_OK;
}

void
opts_fini(struct opts *opts)
{
	vec_fini(&opts->operands);
	vec_fini(&opts->given);
}
