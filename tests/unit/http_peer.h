/*
 * http_peer - a server that says what a test tells it to, once, in a process of its own.
 *
 * It reads one request, writes the bytes it was given and closes the connection, or, with hold,
 * waits until the client does.  What it was asked is kept for peer_end().
 */
#ifndef TESTS_HTTP_PEER_H
#define TESTS_HTTP_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct peer {
	int port, asked_fd;
	pid_t pid;
	bool hold;
	char url[64];
	char asked[65536]; /* after peer_end() */
};

/* hold: it falls silent after these bytes in place of closing. */
void peer_start(struct peer *peer, const char *bytes, size_t n, bool hold);
void peer_end(struct peer *peer);

#endif
