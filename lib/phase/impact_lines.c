#include "phase/impact_lines.h"

#include <string.h>

/* A reader of lines that only goes forward. */
struct lines {
	const char *text;
	size_t n, at;
	size_t number; /* of the line that begins at `at`, from 1 */
};

static bool
go_to(struct lines *lines, size_t number)
{
	while (lines->number < number && lines->at < lines->n) {
		const char *end = memchr(lines->text + lines->at, '\n', lines->n - lines->at);

		lines->at = end ? (size_t)(end - lines->text) + 1 : lines->n;
		lines->number++;
	}
	return lines->number == number && lines->at < lines->n;
}

static bool
is_line(struct lines *lines, size_t number, const char *line, size_t n)
{
	const char *s, *end;
	size_t len;

	if (!go_to(lines, number))
		return false;
	s = lines->text + lines->at;
	end = memchr(s, '\n', lines->n - lines->at);
	len = end ? (size_t)(end - s) : lines->n - lines->at;
	if (len && s[len - 1] == '\r')
		len--;
	return len == n && memcmp(s, line, n) == 0;
}

static void
add_line(struct changed *out, size_t line)
{
	if (out->len && !vec_last(out)->gap && vec_last(out)->to + 1 == line)
		vec_last(out)->to = line;
	else
		*vec_add(out) = (struct changed_range){ line, line, false };
}

static void
add_gap(struct changed *out, size_t before)
{
	struct changed_range *last = out->len ? vec_last(out) : NULL;

	if (last && last->to + !last->gap == before + 1)
		return; /* beside lines that were added, or in the same gap */
	*vec_add(out) = (struct changed_range){ before, before + 1, true };
}

static bool
hunk_lines(
    const struct patch_hunk *hunk, const char *diff, struct lines *lines, struct changed *out)
{
	size_t at = hunk->from, number = hunk->new_start + (hunk->new_lines == 0), n;
	const char *line;
	char kind;

	while (patch_line(hunk, diff, &at, &kind, &line, &n)) {
		if (kind == '-') {
			add_gap(out, number - 1);
			continue;
		}
		if (!is_line(lines, number, line, n))
			return false;
		if (kind == '+')
			add_line(out, number);
		number++;
	}
	return true;
}

bool
changed_lines(const struct patch_file *file, const char *diff, const char *text, size_t n,
    struct changed *out)
{
	struct lines lines = { .text = text, .n = n, .number = 1 };

	vec_each (const struct patch_hunk *, hunk, &file->hunks) {
		if (!hunk_lines(hunk, diff, &lines, out))
			return false;
	}
	return true;
}

void
changed_fini(struct changed *changed)
{
	vec_fini(changed);
}

bool
changed_within(const struct changed *changed, size_t from, size_t to)
{
	vec_each (const struct changed_range *, it, changed) {
		if (it->gap ? from <= it->from && it->to <= to : from <= it->to && it->from <= to)
			return true;
	}
	return false;
}
