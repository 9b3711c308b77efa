#include "snapshot/entries.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MAGIC "rsg-snapshot 1"

void
entries_init(struct entries *entries)
{
	*entries = (struct entries){ 0 };
	arena_init(&entries->texts);
}

void
entries_fini(struct entries *entries)
{
	vec_fini(&entries->all);
	arena_fini(&entries->texts);
}

static char
type_of(mode_t mode)
{
	return S_ISDIR(mode) ? 'd' : S_ISREG(mode) ? 'f' : S_ISLNK(mode) ? 'l' : 'o';
}

struct entry *
entries_add(struct entries *entries, const char *path, const struct stat *info)
{
	struct entry *e = vec_add(&entries->all);

	e->path = arena_strdup(&entries->texts, path);
	e->target = "";
	e->type = type_of(info->st_mode);
	e->mode = e->type == 'l' ? 0 : info->st_mode & 07777;
	e->mtime = (struct moment){ info->st_mtim.tv_sec, info->st_mtim.tv_nsec };
	e->ctime = (struct moment){ info->st_ctim.tv_sec, info->st_ctim.tv_nsec };
	e->size = e->type == 'f' ? (uint64_t)info->st_size : 0;
	e->dev = info->st_dev;
	e->ino = info->st_ino;
	return e;
}

int
path_compare(const char *a, const char *b)
{
	int x, y;

	while (*a && *a == *b) {
		a++;
		b++;
	}
	x = *a == '\0' ? -1 : *a == '/' ? 0 : (unsigned char)*a;
	y = *b == '\0' ? -1 : *b == '/' ? 0 : (unsigned char)*b;
	return x - y;
}

bool
path_is_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return n == 0 ? *path != '\0' : strncmp(path, dir, n) == 0 && path[n] == '/';
}

const struct entry *
entries_find(const struct entries *entries, const char *path)
{
	size_t low = 0, high = entries->all.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = path_compare(path, entries->all.at[middle].path);

		if (order == 0)
			return &entries->all.at[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool
moment_same(const struct moment *a, const struct moment *b)
{
	return a->s == b->s && a->ns == b->ns;
}

bool
entry_same_content(const struct entry *a, const struct entry *b)
{
	return a->type == b->type && strcmp(a->sha, b->sha) == 0 &&
	       strcmp(a->target, b->target) == 0;
}

bool
entry_same(const struct entry *a, const struct entry *b)
{
	return entry_same_content(a, b) && a->mode == b->mode && moment_same(&a->mtime, &b->mtime);
}

static void
put(struct buf *out, const char *text)
{
	buf_add(out, text, strlen(text) + 1);
}

void
entries_write(const struct entries *entries, const struct snapshot *snapshot, struct buf *out)
{
	char sha[DIGEST_TEXT];

	put(out, MAGIC);
	put(out, snapshot->id);
	put(out, snapshot->why);
	buf_printf(out, "%lld %lld %zu %zu %zu %llu %zu", (long long)snapshot->number,
	    (long long)snapshot->created_ms, snapshot->directories, snapshot->files,
	    snapshot->links, (unsigned long long)snapshot->bytes, entries->all.len);
	buf_char(out, '\0');
	vec_each (const struct entry *, e, &entries->all) {
		buf_printf(out, "%c %u %lld %ld %llu %s ", e->type, e->mode, (long long)e->mtime.s,
		    e->mtime.ns, (unsigned long long)e->size, *e->sha ? e->sha : "-");
		put(out, e->path);
		put(out, e->target);
	}
	digest_text(out->s, out->len, sha);
	put(out, sha);
}

struct reader {
	const char *s, *end;
	bool bad;
};

static const char *
next_text(struct reader *r)
{
	const char *text = r->s, *end = memchr(r->s, '\0', (size_t)(r->end - r->s));

	if (end == NULL) {
		r->bad = true;
		return "";
	}
	r->s = end + 1;
	return text;
}

/* A number and the blank behind it. */
static long long
number(const char **s)
{
	char *end;
	long long n = strtoll(*s, &end, 10);

	*s = *end == ' ' ? end + 1 : end;
	return n;
}

static size_t
read_head(struct reader *r, struct snapshot *snapshot)
{
	const char *s;

	*snapshot = (struct snapshot){ 0 };
	r->bad = r->bad || strcmp(next_text(r), MAGIC) != 0;
	snprintf(snapshot->id, sizeof snapshot->id, "%s", next_text(r));
	snprintf(snapshot->why, sizeof snapshot->why, "%s", next_text(r));
	s = next_text(r);
	snapshot->number = number(&s);
	snapshot->created_ms = number(&s);
	snapshot->directories = (size_t)number(&s);
	snapshot->files = (size_t)number(&s);
	snapshot->links = (size_t)number(&s);
	snapshot->bytes = (uint64_t)number(&s);
	return (size_t)number(&s);
}

/* Below the root, and nothing of what a snapshot leaves out of it. */
static bool
is_path(const char *path)
{
	const size_t top = strcspn(path, "/");

	if (top == 4 && (memcmp(path, ".git", 4) == 0 || memcmp(path, ".rsg", 4) == 0))
		return false;
	for (const char *s = path; *path; s++) {
		size_t n = strcspn(s, "/");

		if (n == 0 || (n == 1 && *s == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
			return false;
		s += n;
		if (*s == '\0')
			return true;
	}
	return true;
}

static void
read_entry(struct reader *r, struct entries *entries)
{
	const char *s = next_text(r), *target = next_text(r);
	struct entry *e = vec_add(&entries->all);

	e->type = *s;
	s += *s ? 1 : 0;
	s += *s == ' ';
	e->mode = (unsigned)number(&s) & 07777;
	e->mtime.s = number(&s);
	e->mtime.ns = (long)number(&s);
	e->size = (uint64_t)number(&s);
	if (*s == '-')
		s++;
	else if (strlen(s) > DIGEST_TEXT - 1)
		s = memcpy(e->sha, s, DIGEST_TEXT - 1) ? s + DIGEST_TEXT - 1 : s;
	e->path = arena_strdup(&entries->texts, *s == ' ' ? s + 1 : "/");
	e->target = arena_strdup(&entries->texts, target);
	r->bad = r->bad || !is_path(e->path) || e->type == '\0' || !strchr("dflo", e->type) ||
		 (e->type == 'f' && !digest_check_text(e->sha));
	if (entries->all.len > 1)
		r->bad = r->bad || path_compare(e[-1].path, e->path) >= 0;
}

enum status
entries_damaged(struct err *err)
{
	return err_set(err, ST_IO, "the snapshot is damaged: drop it");
}

enum status
entries_read(
    const struct buf *bytes, struct snapshot *snapshot, struct entries *entries, struct err *err)
{
	struct reader r = { bytes->s, bytes->s + bytes->len, bytes->len < DIGEST_TEXT };
	char sha[DIGEST_TEXT];
	size_t n;

	if (!r.bad) {
		r.end -= DIGEST_TEXT;
		digest_text(bytes->s, bytes->len - DIGEST_TEXT, sha);
		r.bad = memcmp(sha, r.end, DIGEST_TEXT) != 0;
	}
	n = r.bad ? 0 : read_head(&r, snapshot);
	for (size_t i = 0; entries && i < n && !r.bad; i++)
		read_entry(&r, entries);
	return r.bad ? entries_damaged(err) : ST_OK;
}
