#include "io/json.h"
#include "review/review_private.h"
#include "store/audit.h"
#include "view/trail.h"

/* What the store has recorded of this run. */
enum status
review_trail(struct review *review, struct buf *out, struct err *err)
{
	struct json *entries = json_new_array();
	enum status st = ST_OK;

	if (review->cli->store)
		st = audit_each(review->cli->store, review->run, trail_add, entries, err);
	if (st == ST_OK && json_len(entries))
		view_trail(entries, &review->view, out);
	else if (st == ST_OK)
		view_text(
		    &review->view, out, STYLE_WARN, "the store has recorded nothing of this run\n");
	json_free(entries);
	return st;
}
