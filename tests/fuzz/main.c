/*
 * main - replays a fuzz target over files and directories: what `make check` does with
 * tests/fuzz/seeds.
 *
 * A target is tests/fuzz/NAME.c, which defines LLVMFuzzerTestOneInput(), takes any bytes, gives
 * back 0 and frees everything.  It calls abort() where a promise is broken (what was printed is not
 * read back, an accepted text gives no tree).  Its seeds are tests/fuzz/seeds/NAME: small, real,
 * one of each kind; an input that once failed is added there.  Nothing else has to be written down:
 * `make check` replays the seeds, `make fuzz` builds the target with libFuzzer and runs it for
 * FUZZ_SECONDS.
 */

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MAX_SEED ((size_t)4 << 20)

static int
replay(const char *path)
{
	uint8_t *data = malloc(MAX_SEED), *exact;
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL || data == NULL) {
		fprintf(stderr, "fuzz: cannot open %s\n", path);
		free(data);
		return 0;
	}
	n = fread(data, 1, MAX_SEED, f);
	fclose(f);
	exact = malloc(n ? n : 1); /* so that reading past the end is seen */
	if (exact) {
		memcpy(exact, data, n);
		LLVMFuzzerTestOneInput(exact, n);
	}
	free(exact);
	free(data);
	return 1;
}

static int
replay_all(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int n = 0;

	if (d == NULL)
		return replay(path);
	while ((e = readdir(d)) != NULL) {
		char file[4096];

		if (e->d_name[0] == '.')
			continue;
		if (snprintf(file, sizeof file, "%s/%s", path, e->d_name) < (int)sizeof file)
			n += replay(file);
	}
	closedir(d);
	return n;
}

int
main(int argc, char **argv)
{
	int n = 0;

	for (int i = 1; i < argc; i++)
		n += replay_all(argv[i]);
	printf("%s: %d inputs\n", argv[0], n);
	return n ? 0 : 1;
}
