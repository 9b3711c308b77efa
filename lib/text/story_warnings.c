#include "text/story_parts.h"

void
story_warnings(struct story_reader *r)
{
	(void)r;
}
