/*
 * fail - an LD_PRELOAD library that makes call number FAIL_AT of a kind fail.
 *
 *	FAIL_KIND	memory: malloc, calloc, realloc, posix_memalign, aligned_alloc
 *			write: write, pwrite, writev, ftruncate (not to standard error)
 *			sync: fsync, fdatasync
 *			rename: rename, unlink
 *	FAIL_AT		which one, from 1
 *	FAIL_MARK	a file that is created when it happened
 *
 * Calls before main() are not counted.  Only one call fails: what follows must cope with what is
 * left.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

static const char *kind = "", *mark;
static long at;
static atomic_long count;

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("FAIL_AT");

	if (getenv("FAIL_KIND"))
		kind = getenv("FAIL_KIND");
	mark = getenv("FAIL_MARK");
	at = text ? strtol(text, NULL, 10) : 0;
	atomic_store(&count, 0);
}

static bool
fails(const char *what, int error)
{
	int fd;

	if (at == 0 || strcmp(kind, what) != 0 || atomic_fetch_add(&count, 1) + 1 != at)
		return false;
	fd = mark ? (int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0600) : -1;
	if (fd >= 0)
		syscall(SYS_close, fd);
	errno = error;
	return true;
}

void *
malloc(size_t n)
{
	return fails("memory", ENOMEM) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails("memory", ENOMEM) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails("memory", ENOMEM) ? NULL : __libc_realloc(p, n);
}

void *
aligned_alloc(size_t align, size_t n)
{
	return fails("memory", ENOMEM) ? NULL : __libc_memalign(align, n);
}

int
posix_memalign(void **out, size_t align, size_t n)
{
	if (fails("memory", ENOMEM))
		return ENOMEM;
	*out = __libc_memalign(align, n);
	return *out ? 0 : ENOMEM;
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	return fd != STDERR_FILENO && fails("write", ENOSPC) ? -1
							     : syscall(SYS_write, fd, bytes, n);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	return fails("write", ENOSPC) ? -1 : syscall(SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
	return fails("write", ENOSPC) ? -1 : syscall(SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t
writev(int fd, const struct iovec *parts, int n)
{
	return fd != STDERR_FILENO && fails("write", ENOSPC) ? -1
							     : syscall(SYS_writev, fd, parts, n);
}

int
ftruncate(int fd, off_t n)
{
	return fails("write", EIO) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int
ftruncate64(int fd, off64_t n)
{
	return fails("write", EIO) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int
fsync(int fd)
{
	return fails("sync", EIO) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails("sync", EIO) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *from, const char *to)
{
	return fails("rename", EIO) ? -1
				    : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	return fails("rename", EIO) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
