#include <string.h>

#include "text/patch_private.h"

static enum patch_status
status_of_both(enum patch_status first, enum patch_status second)
{
	if (second == PATCH_MODIFIED || second == PATCH_MODE)
		return first == PATCH_MODE ? second : first;
	if (first == PATCH_DELETED && second == PATCH_ADDED)
		return PATCH_MODIFIED;
	return second;
}

static void
add_counts(struct patch *patch, size_t to, const struct patch_file *from)
{
	for (enum patch_side side = 0; side < PATCH_SIDES; side++) {
		patch->counts -= from->counts[side].len;
		vec_each (const struct patch_count *, it, &from->counts[side]) {
			struct patch_count *count = patch_count_of(patch, to, side, it->word);

			if (count)
				count->count += it->count;
		}
	}
	patch->strings_listed -= from->strings.len;
	vec_each (const uint32_t *, it, &from->strings)
		patch_string_of(patch, to, *it);
}

/* So that what the others have is added to what the first has. */
static void
mark_again(struct patch *patch, size_t file)
{
	struct patch_file *of = &patch->files.at[file];
	uint32_t number = (uint32_t)file + 1;

	for (enum patch_side side = 0; side < PATCH_SIDES; side++) {
		for (size_t i = 0; i < of->counts[side].len; i++)
			patch->marks[side].at[of->counts[side].at[i].word] =
			    (struct patch_mark){ number, (uint32_t)i };
	}
	vec_each (const uint32_t *, it, &of->strings)
		patch->string_marks.at[*it].file = number;
}

static void
add_file(struct patch *patch, size_t to, struct patch_file *from)
{
	struct patch_file *into = &patch->files.at[to];

	into->status = status_of_both(into->status, from->status);
	if (into->old_path == NULL)
		into->old_path = from->old_path;
	if (into->old_mode == NULL)
		into->old_mode = from->old_mode;
	if (into->old_blob == NULL)
		into->old_blob = from->old_blob;
	if (from->new_mode)
		into->new_mode = from->new_mode;
	if (from->new_blob)
		into->new_blob = from->new_blob;
	into->binary |= from->binary;
	into->combined |= from->combined;
	into->cut |= from->cut;
	into->added += from->added;
	into->removed += from->removed;
	vec_each (const struct patch_hunk *, it, &from->hunks)
		*vec_add(&into->hunks) = *it;
	add_counts(patch, to, from);
}

/* Links the sections of each path; false when all paths differ. */
static bool
link_sections(struct patch *patch, bool *later)
{
	struct map paths; /* to the last section, from 1 */
	bool any = false;

	map_init(&paths);
	for (size_t i = 0; i < patch->files.len; i++) {
		const char *path = patch->files.at[i].path;
		size_t *last = map_slot(&paths, path, strlen(path), NULL);

		if (*last) {
			patch->files.at[*last - 1].next = i;
			any = later[i] = true;
		}
		*last = i + 1;
	}
	map_fini(&paths);
	return any;
}

void
patch_merge(struct patch *patch)
{
	bool *later = mem_calloc(patch->files.len + 1, sizeof *later);
	size_t kept = 0;

	if (link_sections(patch, later)) {
		for (size_t i = 0; i < patch->files.len; i++) {
			size_t next = patch->files.at[i].next;

			if (later[i])
				continue;
			if (next)
				mark_again(patch, i);
			for (; next; next = patch->files.at[next].next)
				add_file(patch, i, &patch->files.at[next]);
		}
		for (size_t i = 0; i < patch->files.len; i++) {
			if (later[i])
				patch_file_fini(&patch->files.at[i]);
			else
				patch->files.at[kept++] = patch->files.at[i];
		}
		patch->files.len = kept;
	}
	free(later);
}
