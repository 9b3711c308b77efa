#include "http_peer.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

/* The length of a whole request at text, 0 while it is not whole. */
static size_t
whole(const char *text, size_t n)
{
	const char *end = strstr(text, "\r\n\r\n"), *length = strstr(text, "Content-Length: ");
	size_t want;

	if (end == NULL)
		return 0;
	want = (size_t)(end - text) + 4 + (length ? strtoul(length + 16, NULL, 10) : 0);
	return n >= want ? want : 0;
}

static void
write_all(int fd, const char *bytes, size_t n)
{
	ssize_t wrote;

	for (; n > 0; bytes += wrote, n -= (size_t)wrote) {
		wrote = write(fd, bytes, n);
		if (wrote <= 0)
			return;
	}
}

static void
serve(const struct peer *peer, int listening, int asked, const char *bytes, size_t n)
{
	static char request[sizeof peer->asked];
	int fd = accept(listening, NULL, NULL);
	size_t len = 0;
	ssize_t got;

	while (whole(request, len) == 0 && len < sizeof request - 1) {
		got = read(fd, request + len, sizeof request - 1 - len);
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	write_all(asked, request, len);
	close(asked);
	write_all(fd, bytes, n);
	if (peer->hold)
		while (read(fd, request, sizeof request) > 0)
			;
	shutdown(fd, SHUT_WR); /* and not a reset */
	while (read(fd, request, sizeof request) > 0)
		;
	_exit(0);
}

void
peer_start(struct peer *peer, const char *bytes, size_t n, bool hold)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof address;
	int listening = socket(AF_INET, SOCK_STREAM, 0), ends[2];

	*peer = (struct peer){ .hold = hold };
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(listening, (struct sockaddr *)&address, size), 0);
	ck_assert_int_eq(listen(listening, 1), 0);
	ck_assert_int_eq(getsockname(listening, (struct sockaddr *)&address, &size), 0);
	ck_assert_int_eq(pipe(ends), 0);
	setenv("no_proxy", "*", 1);
	peer->port = ntohs(address.sin_port);
	snprintf(peer->url, sizeof peer->url, "http://127.0.0.1:%d", peer->port);
	peer->asked_fd = ends[0];
	signal(SIGPIPE, SIG_IGN);
	fflush(NULL);
	pid_t pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		close(ends[0]);
		serve(peer, listening, ends[1], bytes, n);
	}
	peer->pid = pid;
	close(ends[1]);
	close(listening);
}

void
peer_end(struct peer *peer)
{
	size_t len = 0;
	ssize_t got;

	kill(peer->pid, SIGKILL); /* what it was asked it wrote down before it answered */
	waitpid(peer->pid, NULL, 0);
	while ((got = read(peer->asked_fd, peer->asked + len, sizeof peer->asked - 1 - len)) > 0)
		len += (size_t)got;
	close(peer->asked_fd);
}
