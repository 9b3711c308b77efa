#include <CUnit/Basic.h>
static void setup(void) { }
void test_first(void) { CU_ASSERT(1); }
static void
helper(void)
{
}
