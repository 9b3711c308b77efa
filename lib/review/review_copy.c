#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/json.h"
#include "io/place.h"
#include "io/terminal.h"
#include "review/review_private.h"

/* What terminals take of base64, in bytes before it. */
#define CLIPBOARD_BYTES 74994

/* "GEN-1-test_pay.py": the name says where it is from, whatever the directory. */
static char *
usual_name(const struct json *test)
{
	const char *file = json_get_string(test, "file"), *slash = strrchr(file, '/');

	return mem_printf("%s-%s", json_get_string(test, "id"), slash ? slash + 1 : file);
}

/* Never over another file. */
static enum status
write_new(const char *path, const char *code, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0666);
	enum status st;
	bool closed;

	if (fd < 0)
		return err_set(err, ST_IO, "cannot write %.300s: %s", path,
		    errno == EEXIST ? "it is there already" : strerror(errno));
	st = file_write_fd(fd, code, strlen(code), &closed, err);
	if (close(fd) < 0 && st == ST_OK)
		st = err_set(err, ST_IO, "cannot write %.300s: %s", path, strerror(errno));
	return st;
}

enum status
review_write_out(struct review *review, struct err *err)
{
	const struct json *test = review_test(review, review->test);
	char *usual = usual_name(test), *question = mem_printf("Write to the file [%s]: ", usual);
	struct buf name;
	enum status st = place_check(json_get_string(test, "file"), err);

	buf_init(&name, BUF_TEXT);
	if (st == ST_OK)
		st = review_ask(review, question, &name, err);
	if (st == ST_OK) {
		const char *path = name.len ? name.s : usual;

		st = write_new(path, json_get_string(test, "code"), err);
		if (st == ST_OK)
			review_say(review, STYLE_GOOD, "written to %s", path);
	}
	buf_fini(&name);
	free(question);
	free(usual);
	return st == ST_NO ? ST_OK : st;
}

static bool
has_clipboard(void)
{
	const char *term = getenv("TERM");

	return term && strcmp(term, "linux") != 0 && strcmp(term, "dumb") != 0;
}

/* In a place of its own, since nobody was asked for a name. */
static enum status
write_aside(struct review *review, const struct json *test, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = file_join(tmp && *tmp == '/' ? tmp : "/tmp", "rsg-XXXXXX"), *path;
	char *name = usual_name(test);
	enum status st = place_check(json_get_string(test, "file"), err);

	if (st == ST_OK && mkdtemp(dir) == NULL)
		st = err_set(
		    err, ST_IO, "cannot make a directory like %s: %s", dir, strerror(errno));
	path = file_join(dir, name);
	if (st == ST_OK)
		st = write_new(path, json_get_string(test, "code"), err);
	if (st == ST_OK)
		review_say(review, STYLE_GOOD, "the clipboard cannot take it: written to %s", path);
	free(path);
	free(name);
	free(dir);
	return st;
}

/* In tmux the sequence is passed through to the terminal outside, its escapes doubled. */
static void
add_sequence(struct buf *out, const char *code, size_t n)
{
	const char *tmux = getenv("TMUX");
	bool inside = tmux && *tmux;

	buf_str(out, inside ? "\033Ptmux;\033\033]52;c;" : "\033]52;c;");
	base64_encode(code, n, out);
	buf_str(out, inside ? "\a\033\\" : "\a");
}

enum status
review_copy(struct review *review, struct err *err)
{
	const struct json *test = review_test(review, review->test);
	const char *code = json_get_string(test, "code");
	size_t n = strlen(code);
	struct buf sequence;
	enum status st;

	if (n > CLIPBOARD_BYTES || !has_clipboard())
		return write_aside(review, test, err);
	buf_init(&sequence, BUF_TEXT);
	add_sequence(&sequence, code, n);
	st = terminal_write(review->terminal, sequence.s, sequence.len, err);
	buf_fini(&sequence);
	if (st == ST_OK)
		review_say(review, STYLE_GOOD,
		    "%zu bytes sent to the terminal's clipboard; if it took nothing: w", n);
	return st;
}
