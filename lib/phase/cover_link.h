/*
 * cover_link - which tests say themselves that they test a criterion.
 *
 * A test names requirements (`@SHOP-12`, a JUnit property, a Gherkin tag).  It is linked to an AC
 * when it names
 *   - a reference of that AC which no other AC has (a ticket of the AC's own), or
 *   - the id of the AC together with the story: "SHOP-12/AC-3", or both "SHOP-12" and "AC-3", or
 *   - the bare id of the AC, or a reference several ACs share, which alone says too little: such a
 *     mention (LINK_HINT) counts where the words agree.
 * Letter case does not matter.  The first COVER_STORY_REFERENCES references of a story count.
 *
 * Ownership: cover_links_init() copies what it needs of the ingestion output, _fini() frees it.
 */
#ifndef PHASE_COVER_LINK_H
#define PHASE_COVER_LINK_H

#include "base/map.h"
#include "base/vec.h"

struct json;

#define COVER_STORY_REFERENCES 32

enum cover_link { LINK_NONE, LINK_HINT, LINK_EXACT };

struct cover_links {
	struct map uses;      /* lower-case reference to how many criteria have it */
	struct strings story; /* references of the story and its requirements */
};

void cover_links_init(struct cover_links *links, const struct json *ingestion);
void cover_links_fini(struct cover_links *links);

/* test: an element of the retrieval's tests. */
enum cover_link cover_link(
    const struct cover_links *links, const struct json *criterion, const struct json *test);

#endif
