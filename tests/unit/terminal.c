/* What counts as a key, on a real pseudo-terminal. */
#include "io/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "unit.h"

#define LINE_BYTES 64

struct typed { /* what the program at the terminal says of it */
	int key, columns, rows;
	char line[LINE_BYTES];
};

/* The program: it has the terminal for itself. */
static void
be(const char *name, int answer, bool line)
{
	struct typed typed = { .key = -100 };
	struct terminal *t = NULL;
	struct err err = ERR_INIT;
	struct buf text;

	setenv("TERM", "xterm", 1);
	if (setsid() < 0 || open(name, O_RDWR) < 0 || terminal_open(&t, &err) != ST_OK)
		_exit(1);
	typed.columns = terminal_columns(t);
	typed.rows = terminal_rows(t);
	if (line) {
		buf_init(&text, LINE_BYTES);
		typed.key = (int)terminal_line(t, &text, &err);
		memcpy(typed.line, text.s, text.len);
		buf_fini(&text);
	} else {
		typed.key = terminal_key(t);
	}
	terminal_close(t);
	if (write(answer, &typed, sizeof typed) != (ssize_t)sizeof typed)
		_exit(1);
	_exit(0);
}

static bool
is_raw(int master)
{
	struct termios mode;

	return tcgetattr(master, &mode) == 0 && !(mode.c_lflag & ICANON);
}

static void
type(int master, const char *keys, size_t n)
{
	ck_assert_int_eq(write(master, keys, n), (ssize_t)n);
}

/* What was typed has reached the terminal when it comes back as its echo, where Enter is two bytes.
 */
static void
await_echo(int master, const char *typed)
{
	size_t n = strlen(typed);
	char echo[LINE_BYTES];
	ssize_t got;

	for (const char *s = typed; *s; s++)
		n += *s == '\r';
	for (; n > 0; n -= (size_t)got) {
		got = read(master, echo, n < sizeof echo ? n : sizeof echo);
		ck_assert(got > 0);
	}
}

struct session {
	int master, slave, answer;
	pid_t pid;
};

/* before: typed before the program has the terminal. */
static struct session
begin(const char *before, bool line)
{
	struct winsize size = { .ws_row = 11, .ws_col = 70 };
	struct session s = { .master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) };
	int ends[2];

	ck_assert(s.master >= 0 && grantpt(s.master) == 0 && unlockpt(s.master) == 0);
	ck_assert_int_eq(ioctl(s.master, TIOCSWINSZ, &size), 0);
	ck_assert_int_eq(pipe(ends), 0);
	s.slave = open(ptsname(s.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ck_assert(s.slave >= 0);
	type(s.master, before, strlen(before));
	if (!line) /* before anybody else writes there */
		await_echo(s.master, before);
	s.pid = fork();
	if (s.pid == 0)
		be(ptsname(s.master), ends[1], line);
	close(ends[1]);
	s.answer = ends[0];
	return s;
}

static struct typed
end(struct session *s)
{
	struct typed typed = { .key = -200 };
	int status = 0;

	ck_assert_int_eq(read(s->answer, &typed, sizeof typed), (ssize_t)sizeof typed);
	ck_assert_int_eq(waitpid(s->pid, &status, 0), s->pid);
	ck_assert_int_eq(status, 0);
	ck_assert_msg(!is_raw(s->master), "the terminal was left as it was not");
	close(s->answer);
	close(s->slave);
	close(s->master);
	return typed;
}

/* before: typed before the program asks. */
static int
key_of(const char *before, const char *keys, size_t n)
{
	struct session s = begin(before, false);

	while (!is_raw(s.master))
		poll(NULL, 0, 1);
	type(s.master, keys, n);
	return end(&s).key;
}

START_TEST(one_key_is_one_key)
{
	static const struct {
		const char *keys;
		size_t n;
		int key;
	} cases[] = {
		{ "y", 1, 'y' },
		{ "?", 1, '?' },
		{ "y\r", 2, 'y' },
		{ "y\n", 2, 'y' },
		{ "\r", 1, '\n' },
		{ "\n", 1, '\n' },
		{ "\xc3\xa4", 2, 0xe4 },
		{ "\033", 1, 27 },
		{ "\033[A", 3, TERMINAL_MANY },
		{ "\033y", 2, TERMINAL_MANY },
		{ "yy", 2, TERMINAL_MANY },
		{ "y\ry", 3, TERMINAL_MANY },
		{ "\r\r\r", 3, TERMINAL_MANY },
		{ "yes\r", 4, TERMINAL_MANY },
		{ "\033[200~y\033[201~", 13, TERMINAL_MANY },
		{ "\004", 1, TERMINAL_END },
		{ "\0", 1, TERMINAL_END },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int key = key_of("", cases[i].keys, cases[i].n);

		ck_assert_msg(key == cases[i].key, "case %zu: %d", i, key);
	}
}
END_TEST

START_TEST(what_was_typed_before_is_thrown_away)
{
	ck_assert_int_eq(key_of("y", "q", 1), 'q');
	ck_assert_int_eq(key_of("y\r", "q", 1), 'q');
	ck_assert_int_eq(key_of("yes\ry", "\r", 1), '\n');
}
END_TEST

START_TEST(a_line_is_read_to_its_end)
{
	struct session s = begin("not good", true);
	struct typed typed;

	type(s.master, " enough\r", 8);
	typed = end(&s);
	ck_assert_int_eq(typed.key, ST_OK);
	ck_assert_str_eq(typed.line, "not good enough");
	ck_assert_int_eq(typed.columns, 70);
	ck_assert_int_eq(typed.rows, 11);
	s = begin("\004", true);
	ck_assert_int_eq(end(&s).key, ST_NO);
}
END_TEST

UNIT_SUITE(terminal)
{
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, one_key_is_one_key);
	tcase_add_test(tc, what_was_typed_before_is_thrown_away);
	tcase_add_test(tc, a_line_is_read_to_its_end);
}
