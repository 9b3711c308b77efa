/*
 * kill - an LD_PRELOAD library that kills the process before call number KILL_AT that changes a
 * file: write, pwrite, ftruncate, fsync, fdatasync, rename, unlink, mkdirat, symlinkat, fchmod,
 * futimens.
 *
 * Standard error is not counted.  Every state a kill -9 can leave is one of these, so a test that
 * counts up until the program ends by itself has seen them all.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long left;

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("KILL_AT");

	left = text ? strtol(text, NULL, 10) : 0;
}

static void
count(void)
{
	if (left > 0 && --left == 0)
		raise(SIGKILL);
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	if (fd != STDERR_FILENO)
		count();
	return syscall(SYS_write, fd, bytes, n);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	count();
	return syscall(SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
	count();
	return syscall(SYS_pwrite64, fd, bytes, n, offset);
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	count();
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

int
unlinkat(int dir, const char *path, int flags)
{
	count();
	return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	count();
	return (int)syscall(SYS_mkdirat, dir, path, mode);
}

int
symlinkat(const char *target, int dir, const char *path)
{
	count();
	return (int)syscall(SYS_symlinkat, target, dir, path);
}

int
fchmod(int fd, mode_t mode)
{
	count();
	return (int)syscall(SYS_fchmod, fd, mode);
}

int
futimens(int fd, const struct timespec times[2])
{
	count();
	return (int)syscall(SYS_utimensat, fd, NULL, times, 0);
}

int
ftruncate(int fd, off_t n)
{
	count();
	return (int)syscall(SYS_ftruncate, fd, n);
}

int
ftruncate64(int fd, off64_t n)
{
	count();
	return (int)syscall(SYS_ftruncate, fd, n);
}

int
fsync(int fd)
{
	count();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	count();
	return (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *from, const char *to)
{
	count();
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	count();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
