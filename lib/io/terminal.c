#include "io/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "io/file.h"
#include "io/terminal_private.h"
#include "io/tty.h"

#define KEY_BYTES 64
#define TOGETHER_MS 25 /* bytes that come so close are one key, or a paste */
#define QUIET_MS 200   /* behind several: the rest of a paste comes no later */
#define MOST_MS 5000   /* of it that are swallowed in one go */
#define END_OF_INPUT 4 /* ^D */

#ifndef TIOCGDEV /* asm-generic/ioctls.h; the C library's header has it for _GNU_SOURCE only */
#define TIOCGDEV _IOR('T', 0x32, unsigned int)
#endif

/* The terminal's own device, so that a lock on it is a lock on this terminal only. */
static int
open_device(int fd)
{
	char path[32];
	unsigned int device = 0;
	struct stat info;
	int own;

	if (ioctl(fd, TIOCGDEV, &device) < 0)
		return -1;
	snprintf(path, sizeof path, "/dev/pts/%u", (device & 0xff) | ((device >> 12) & 0xfff00));
	own = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (own >= 0 && fstat(own, &info) == 0 && info.st_rdev == (dev_t)device)
		return own;
	if (own >= 0)
		close(own);
	return -1;
}

enum status
terminal_open(struct terminal **out, struct err *err)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct terminal *t;

	if (fd < 0)
		return err_set(err, ST_TEMPFAIL, "there is no terminal to ask on");
	t = mem_alloc(sizeof *t);
	*t = (struct terminal){ .fd = fd, .lock_fd = open_device(fd) };
	while (flock(t->lock_fd >= 0 ? t->lock_fd : fd, LOCK_EX) < 0) {
		if (errno != EINTR) {
			terminal_close(t);
			return err_set(
			    err, ST_IO, "the terminal cannot be locked: %s", strerror(errno));
		}
	}
	*out = t;
	return ST_OK;
}

void
terminal_close(struct terminal *t)
{
	if (t == NULL)
		return;
	if (t->lock_fd >= 0)
		close(t->lock_fd);
	close(t->fd);
	free(t);
}

enum status
terminal_write(struct terminal *t, const char *bytes, size_t n, struct err *err)
{
	bool closed;
	struct err cause = ERR_INIT;

	if (file_write_fd(t->fd, bytes, n, &closed, &cause) == ST_OK)
		return ST_OK;
	return err_set(err, ST_IO, "cannot write to the terminal: %s", strerror(errno));
}

int
terminal_columns(const struct terminal *t)
{
	return tty_columns(t->fd);
}

int
terminal_rows(const struct terminal *t)
{
	struct winsize size;

	return ioctl(t->fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

/* Signals that would leave the terminal without its usual mode. */
static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGALRM };
#define ENDING (sizeof ending / sizeof ending[0])

static volatile sig_atomic_t came; /* the last of them; only while a key is waited for */

static void
note(int signal)
{
	came = signal;
}

struct watch {
	struct sigaction old[ENDING];
	sigset_t mask;
};

/* They are held back but for the moments in which we wait, so that none slips through between. */
static void
watch_begin(struct watch *w)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t held;

	came = 0;
	sigemptyset(&held);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ENDING; i++)
		sigaddset(&held, ending[i]);
	sigprocmask(SIG_BLOCK, &held, &w->mask);
	for (size_t i = 0; i < ENDING; i++) {
		sigaction(ending[i], NULL, &w->old[i]);
		if (w->old[i].sa_handler != SIG_IGN)
			sigaction(ending[i], &action, NULL);
	}
}

/* What came is delivered to whoever handled it before us. */
static void
watch_end(struct watch *w)
{
	for (size_t i = 0; i < ENDING; i++)
		sigaction(ending[i], &w->old[i], NULL);
	if (came)
		raise(came);
	sigprocmask(SIG_SETMASK, &w->mask, NULL);
}

/* More bytes behind the first ones, should they come at once; 0 when there is nothing. */
static size_t
read_within(int fd, char *bytes, size_t n, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t got = 0;

	if (poll(&p, 1, ms) > 0 && (p.revents & POLLIN))
		got = read(fd, bytes, n);
	return got > 0 ? (size_t)got : 0;
}

static size_t
drain(int fd, char *bytes, size_t n)
{
	size_t more = 1;

	for (; more && n < KEY_BYTES; n += more)
		more = read_within(fd, bytes + n, KEY_BYTES - n, TOGETHER_MS);
	return n;
}

/* A paste over a slow line comes in pieces, none of which is an answer. */
static void
swallow(int fd)
{
	int64_t until_ms = time_monotonic_ms() + MOST_MS;
	char bytes[KEY_BYTES];

	while (read_within(fd, bytes, sizeof bytes, QUIET_MS) && time_monotonic_ms() < until_ms)
		;
}

/* Bytes that came at once, as one key. */
static int
one_key(char *bytes, size_t n)
{
	size_t len = 1;
	int key;

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\r')
			bytes[i] = '\n';
	}
	if (n > 1 && bytes[n - 1] == '\n')
		n--;
	key = (int)utf8_next(bytes, n, &len);
	if (n != len)
		return TERMINAL_MANY;
	return key == END_OF_INPUT || key <= 0 ? TERMINAL_END : key;
}

static int
wait_for_key(struct terminal *t, const sigset_t *mask)
{
	char bytes[KEY_BYTES];
	fd_set readable;
	ssize_t got;
	int key;

	FD_ZERO(&readable);
	FD_SET(t->fd, &readable);
	if (pselect(t->fd + 1, &readable, NULL, NULL, NULL, mask) < 0)
		return errno == EINTR ? TERMINAL_AGAIN : TERMINAL_END;
	got = read(t->fd, bytes, sizeof bytes);
	if (got <= 0)
		return got < 0 && errno == EINTR ? TERMINAL_AGAIN : TERMINAL_END;
	key = one_key(bytes, drain(t->fd, bytes, (size_t)got));
	if (key == TERMINAL_MANY)
		swallow(t->fd);
	return key;
}

/* Where the terminal knows it, a paste comes in brackets, and so is never a single key. */
static void
set_brackets(const struct terminal *t, bool on)
{
	const char *term = getenv("TERM"), *text = on ? "\033[?2004h" : "\033[?2004l";
	struct err ignored = ERR_INIT;
	bool closed;

	if (term && *term && strcmp(term, "dumb") != 0)
		file_write_fd(t->fd, text, strlen(text), &closed, &ignored);
}

int
terminal_key(struct terminal *t)
{
	struct termios usual, now;
	struct watch watch;
	int key;

	if (tcgetattr(t->fd, &usual) < 0)
		return TERMINAL_END;
	now = usual;
	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	watch_begin(&watch);
	set_brackets(t, true);
	tcsetattr(t->fd, TCSAFLUSH, &now);
	key = wait_for_key(t, &watch.mask);
	tcsetattr(t->fd, TCSADRAIN, &usual);
	set_brackets(t, false);
	watch_end(&watch);
	return key;
}

enum status
terminal_line(struct terminal *t, struct buf *out, struct err *err)
{
	char c;
	ssize_t got;

	while ((got = read(t->fd, &c, 1)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, ST_IO, "cannot read the terminal: %s", strerror(errno));
		if (c == '\n')
			return buf_check(out, "the line", err);
		buf_char(out, c);
	}
	return ST_NO;
}
