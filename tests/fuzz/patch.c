/* A diff is read or refused; the lines of its hunks are given again, as many as were counted. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "phase/impact_lines.h"
#include "text/patch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_file(const struct patch *patch, const struct patch_file *file, const char *text)
{
	size_t added = 0, removed = 0, len;
	const char *line;
	char kind;

	if (utf8_check(file->path, strlen(file->path)) != strlen(file->path) ||
	    strlen(file->path) > PATCH_PATH)
		abort();
	vec_each (const struct patch_hunk *, hunk, &file->hunks) {
		size_t at = hunk->from, old = 0, new = 0;

		while (patch_line(hunk, text, &at, &kind, &line, &len)) {
			old += kind != '+';
			new += kind != '-';
			added += kind == '+';
			removed += kind == '-';
		}
		if (old != hunk->old_lines || new != hunk->new_lines)
			abort();
	}
	if (added != file->added || removed != file->removed)
		abort();
	for (int side = 0; side < PATCH_SIDES; side++) {
		vec_each (const struct patch_count *, it, &file->counts[side]) {
			if (it->count == 0 || it->word >= patch->words.len ||
			    patch->words.at[it->word].key_len > PATCH_WORD)
				abort();
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	struct err err = ERR_INIT;
	struct patch patch;

	patch_init(&patch);
	if (patch_read(&patch, text, text, n, &err) == ST_OK) {
		vec_each (const struct patch_file *, file, &patch.files) {
			struct changed changed = { 0 };

			check_file(&patch, file, text);
			changed_lines(file, text, text, n, &changed);
			changed_fini(&changed);
		}
	} else if (err.status != ST_DATA || strncmp(err.text, "line ", 5) != 0) {
		abort();
	}
	patch_fini(&patch);
	return 0;
}
