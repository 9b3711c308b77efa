#include "llm/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "doc/config.h"
#include "io/file.h"
#include "io/json.h"
#include "redact/redact.h"

#define MOST_TEXT 300
#define MICRO 1e6

struct llm_log {
	struct redactor *redactor;
	char *name;
	int fd;
	bool own;    /* the descriptor is ours to close */
	int failure; /* errno of the write that failed; 0 */
};

/* A descriptor that the program's parent gave: what we opened ourselves has FD_CLOEXEC, and may be
   the store. */
static enum status
take_descriptor(struct llm_log *log, const char *number, struct err *err)
{
	char *end;
	long fd = strtol(number, &end, 10);
	int flags, mode;

	if (end == number || *end || fd < 2 || fd > 1023)
		return err_set(err, ST_CONFIG,
		    "log.calls is fd:%.40s: expected a number from 2 to 1023", number);
	flags = fcntl((int)fd, F_GETFD);
	mode = fcntl((int)fd, F_GETFL);
	if (flags < 0 || (flags & FD_CLOEXEC) || (mode & O_ACCMODE) == O_RDONLY)
		return err_set(err, ST_CONFIG,
		    "log.calls is fd:%ld, which is not open for writing: redirect it, as in "
		    "%ld>FILE",
		    fd, fd);
	log->fd = (int)fd;
	return ST_OK;
}

static enum status
open_log_file(struct llm_log *log, const struct config *config, struct err *err)
{
	char *path = config_path(config, "log.calls");
	struct stat st;

	log->own = true;
	log->fd =
	    open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	if (log->fd < 0)
		err_set(err, ST_IO, "log.calls: %s cannot be opened: %s", path,
		    errno == ELOOP ? "it is a symbolic link" : strerror(errno));
	else if (fstat(log->fd, &st) != 0 || !S_ISREG(st.st_mode))
		err_set(err, ST_IO, "log.calls: %s is no regular file", path);
	free(path);
	return err->status;
}

enum status
log_open(
    const struct config *config, struct redactor *redactor, struct llm_log **out, struct err *err)
{
	const char *target = config_text(config, "log.calls");
	struct llm_log *log;
	struct err why = ERR_INIT;

	*out = NULL;
	if (*target == '\0')
		return ST_OK;
	log = mem_calloc(1, sizeof *log);
	log->name = mem_strdup(target);
	log->redactor = redactor;
	log->fd = -1;
	if (strcmp(target, "stderr") == 0)
		log->fd = STDERR_FILENO;
	else if (strncmp(target, "fd:", 3) == 0)
		take_descriptor(log, target + 3, &why);
	else
		open_log_file(log, config, &why);
	if (why.status == ST_OK) {
		*out = log;
		return ST_OK;
	}
	log_close(log);
	*err = why;
	return err->status;
}

/* Redacted before it is cut: half a secret might not be known for one. */
static void
put_text(const struct llm_log *log, struct json *line, const char *name, const char *text)
{
	struct buf clean;
	char *safe;

	if (text == NULL || *text == '\0')
		return;
	safe = redact_string(log->redactor, text);
	buf_init(&clean, BUF_TEXT);
	utf8_repair(&clean, safe, strnlen(safe, MOST_TEXT));
	free(safe);
	json_set_string(line, name, clean.s);
	buf_fini(&clean);
}

static void
put_number(struct json *line, const char *name, int64_t n)
{
	if (n < 0)
		json_set(line, name, json_new_null());
	else
		json_set_number(line, name, (double)n);
}

static void
put_result(struct json *j, const struct log_line *line)
{
	put_number(j, "input_tokens", line->input_tokens);
	put_number(j, "output_tokens", line->output_tokens);
	if (line->cost_micro < 0)
		json_set(j, "cost_usd", json_new_null());
	else
		json_set_number(j, "cost_usd", (double)line->cost_micro / MICRO);
	put_number(j, "latency_ms", line->latency_ms);
}

static struct json *
make_line(const struct llm_log *log, const struct log_line *line)
{
	static const char *const events[] = { "sent", "ended", "cached", "retry", "fallback",
		"breaker", "limit", "budget" };
	struct json *j = json_new_object();
	char at[TIME_TEXT];

	time_format(time_now_ms(), at);
	json_set_string(j, "timestamp", at);
	json_set_string(j, "event", events[line->event]);
	put_text(log, j, "call", line->call);
	put_text(log, j, "provider", line->provider);
	put_text(log, j, "model", line->model);
	put_text(log, j, "run", line->run);
	put_text(log, j, "phase", line->phase);
	if (line->attempt)
		json_set_number(j, "attempt", line->attempt);
	if (line->prompt_chars)
		put_number(j, "prompt_chars", line->prompt_chars);
	if (line->event == LOG_ENDED || line->event == LOG_CACHED)
		put_result(j, line);
	if (line->event == LOG_RETRY || line->event == LOG_LIMIT)
		put_number(j, "wait_ms", line->wait_ms);
	put_text(log, j, "status", line->status);
	if (line->http_status)
		json_set_number(j, "http_status", line->http_status);
	if (line->retries || line->event == LOG_ENDED)
		json_set_number(j, "retries", line->retries);
	put_text(log, j, "reason", line->reason);
	return j;
}

void
log_write(struct llm_log *log, const struct log_line *line)
{
	struct err err = ERR_INIT;
	struct json *j;
	struct buf text;
	bool closed;

	if (log == NULL || log->failure)
		return;
	j = make_line(log, line);
	buf_init(&text, BUF_TEXT);
	json_print(j, &text);
	buf_char(&text, '\n');
	errno = 0;
	if (file_write_fd(log->fd, text.s, text.len, &closed, &err))
		log->failure = errno ? errno : EIO;
	buf_fini(&text);
	json_free(j);
}

enum status
log_check(const struct llm_log *log, struct err *err)
{
	if (log == NULL || log->failure == 0)
		return ST_OK;
	return err_set(
	    err, ST_IO, "log.calls: %s is not complete: %s", log->name, strerror(log->failure));
}

void
log_close(struct llm_log *log)
{
	if (log == NULL)
		return;
	if (log->own && log->fd >= 0)
		close(log->fd);
	free(log->name);
	free(log);
}
