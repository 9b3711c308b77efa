#include <cmocka.h>

static int setup(void **state) { return 0; }
static void split_gives_two(void **state)
{
	assert_int_equal(1, 1);
}
