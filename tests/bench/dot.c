/*
 * dot N - the dot product of one vector with N vectors of 256 floats: what any search by vectors
 * must pay.  The vectors are made before; prints the time in milliseconds.
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DIMENSIONS 256

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	float *v = calloc(n ? n : 1, DIMENSIONS * sizeof *v), query[DIMENSIONS], best = 0;
	double from;

	if (v == NULL || n == 0)
		return 2;
	for (size_t i = 0; i < n * DIMENSIONS; i++)
		v[i] = (float)(i % 17) / 17;
	for (size_t i = 0; i < DIMENSIONS; i++)
		query[i] = (float)(i % 13) / 13;
	from = now_ms();
	for (size_t i = 0; i < n; i++) {
		float sums[8] = { 0 };

		for (size_t d = 0; d < DIMENSIONS; d += 8) {
			for (size_t k = 0; k < 8; k++)
				sums[k] += v[i * DIMENSIONS + d + k] * query[d + k];
		}
		for (size_t k = 1; k < 8; k++)
			sums[0] += sums[k];
		best = sums[0] > best ? sums[0] : best;
	}
	printf("%.3f\n", now_ms() - from);
	free(v);
	return best > 0 ? 0 : 1;
}
