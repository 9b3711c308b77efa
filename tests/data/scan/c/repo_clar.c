#include "clar_libgit2.h"

void test_repo_open__initialize(void) { }
void test_repo_open__bare(void)
{
	cl_assert(1);
}
