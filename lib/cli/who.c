#include "cli/who.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/command.h"

#define GIT_MS 5000
#define GIT_BYTES 4096

/* One line of plain text of at most WHO_BYTES; empty when nothing is left. */
static char *
clean(const char *s)
{
	struct buf out;
	size_t n = strlen(s), len;

	buf_init(&out, WHO_BYTES + 1);
	for (size_t i = 0; i < n; i += len) {
		unsigned char c = (unsigned char)s[i];
		struct buf shown;

		utf8_next(s + i, n - i, &len);
		if (c < 0x20 || c == 0x7f || out.len + len > WHO_BYTES)
			continue;
		buf_init(&shown, 64);
		utf8_visible(&shown, s + i, len, false);
		if (shown.len == len) /* shown as it is: no control */
			buf_add(&out, shown.s, shown.len);
		buf_fini(&shown);
	}
	return buf_take(&out);
}

/* What git says to one question, or "". */
static char *
git(const char *key)
{
	char program[] = "git", verb[] = "config", *copy = mem_strdup(key), *said;
	char *argv[] = { program, verb, copy, NULL };
	struct command command = { .argv = argv, .max_bytes = GIT_BYTES, .total_ms = GIT_MS };
	struct command_end end = { 0 };
	struct err unsaid = ERR_INIT;
	enum status st = command_run(&command, &end, &unsaid);

	said = clean(st == ST_OK && end.how == COMMAND_DONE && end.status == 0 ? end.out.s : "");
	command_end_fini(&end);
	free(copy);
	return said;
}

static char *
git_identity(void)
{
	char *name = git("user.name"), *email = git("user.email"), *both;

	if (*name && *email)
		both = mem_printf("%s <%s>", name, email);
	else
		both = mem_strdup(*name ? name : email);
	free(name);
	free(email);
	return both;
}

static char *
login(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user ? clean(user->pw_name) : mem_printf("uid %lu", (unsigned long)getuid());
}

char *
who(void)
{
	const char *user = getenv("RSG_USER");
	char *name = clean(user ? user : "");

	if (*name == '\0') {
		free(name);
		name = git_identity();
	}
	if (*name == '\0') {
		free(name);
		name = login();
	}
	return name;
}
