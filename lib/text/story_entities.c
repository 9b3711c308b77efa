#include <string.h>

#include "text/story_parts.h"

void
story_entities(struct story_reader *r)
{
	(void)r;
}
