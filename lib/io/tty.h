/*
 * tty - what is known of the terminal.
 */
#ifndef IO_TTY_H
#define IO_TTY_H

#include <stdbool.h>

bool tty_is(int fd);
int tty_columns(int fd); /* COLUMNS, else what the terminal says, else 80 */
bool tty_is_utf8(void);	 /* the locale's encoding is UTF-8 */

#endif
