/*
 * progress - how far it is, in one line on a terminal, once somebody has waited for two seconds.
 *
 * Nothing off a terminal and with -q.  progress_end() wipes the line.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRESS_AFTER_MS 2000

struct cli;

struct progress {
	const struct cli *cli;
	int64_t from_ms;
	bool shown;
};

struct progress progress_begin(const struct cli *cli);
void progress_show(void *progress, size_t done, size_t of);
void progress_end(const struct progress *progress);

#endif
