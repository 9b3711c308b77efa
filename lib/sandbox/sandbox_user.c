#include "sandbox/sandbox_user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No range of systemd's, of subordinate ids or of accounts reaches there. */
#define HIGH 1879048192u
/* Where few ids are mapped, as in a container: the dynamic ones. */
#define LOW 61184u
#define LOW_RANGE 4000u

/* Are the high ones there in this user namespace? */
static bool
has_high(void)
{
	FILE *map = fopen("/proc/self/uid_map", "re");
	char line[200];
	bool found = map == NULL;

	while (map && fgets(line, sizeof line, map)) {
		char *at = line;
		unsigned long first = strtoul(at, &at, 10), n;

		strtoul(at, &at, 10);
		n = strtoul(at, &at, 10);
		found |= first <= HIGH && n > HIGH - first && n - (HIGH - first) > 1u << 22;
	}
	if (map)
		fclose(map);
	return found;
}

uid_t
sandbox_user(void)
{
	unsigned pid = (unsigned)getpid();

	if (geteuid() != 0)
		return geteuid();
	return has_high() ? HIGH + pid : LOW + pid % LOW_RANGE;
}

static bool
enters(uid_t user, const struct stat *info)
{
	mode_t bit = info->st_uid == user ? S_IXUSR : S_IXOTH;

	return S_ISDIR(info->st_mode) && (info->st_mode & bit) != 0;
}

bool
sandbox_user_reaches(uid_t user, const char *dir)
{
	char *path = realpath(dir, NULL);
	bool reaches = path != NULL;
	struct stat info;

	if (path && user == geteuid())
		reaches = access(path, X_OK) == 0;
	else if (path)
		reaches = stat("/", &info) == 0 && enters(user, &info);
	for (char *at = path; user != geteuid() && reaches && at && *at;) {
		char *end = strchr(at + 1, '/');

		if (end)
			*end = '\0';
		reaches = stat(path, &info) == 0 && enters(user, &info);
		if (end)
			*end = '/';
		at = end;
	}
	free(path);
	return reaches;
}
