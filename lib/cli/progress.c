#include "cli/progress.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/time.h"
#include "cli/cli.h"
#include "io/file.h"
#include "io/tty.h"

#define BAR 30 /* cells */

static void
write_line(const char *s, size_t n)
{
	struct err ignored = ERR_INIT;
	bool closed;

	file_write_fd(STDERR_FILENO, s, n, &closed, &ignored);
}

struct progress
progress_begin(const struct cli *cli)
{
	return (struct progress){ .cli = cli, .from_ms = time_monotonic_ms() };
}

void
progress_show(void *arg, size_t done, size_t of)
{
	struct progress *progress = arg;
	struct buf line;

	if (progress->cli->quiet || of == 0 || !tty_is(STDERR_FILENO) ||
	    time_monotonic_ms() - progress->from_ms < PROGRESS_AFTER_MS)
		return;
	progress->shown = true;
	done = done < of ? done : of;
	buf_init(&line, BUF_TEXT);
	buf_str(&line, "\r\033[K[");
	for (size_t i = 0; i < BAR; i++)
		buf_char(&line, i * of < done * BAR ? '#' : '.');
	buf_printf(&line, "] %zu/%zu", done, of);
	write_line(line.s, line.len);
	buf_fini(&line);
}

void
progress_end(const struct progress *progress)
{
	if (progress->shown)
		write_line("\r\033[K", 4);
}
