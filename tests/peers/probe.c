/*
 * probe - try what a sandbox should not allow, and tell what came of it in one line: "done", a
 * number, or the name of the error.  It is linked statically, so that it runs in an empty image.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int
tell(long result)
{
	if (result < 0)
		puts(strerrorname_np(errno));
	else
		puts("done");
	return 0;
}

static long
number(char **argv, int i)
{
	return argv[i] ? strtol(argv[i], NULL, 0) : 0;
}

/* Children that live on, as many as there may be. */
static int
forks(char **argv)
{
	long n = 0, most = number(argv, 0);

	while (n < most) {
		pid_t pid = fork();

		if (pid < 0)
			break;
		if (pid == 0) {
			pause();
			_exit(0);
		}
		n++;
	}
	printf("%ld\n", n);
	return 0;
}

/* Children that end and are not waited for. */
static int
zombies(char **argv)
{
	long n = 0, most = number(argv, 0);

	for (pid_t pid; n < most && (pid = fork()) >= 0; n++) {
		if (pid == 0)
			_exit(0);
	}
	return tell(n);
}

static int
entries(char **argv)
{
	DIR *dir = opendir(argv[0]);
	struct dirent *e;
	long n = 0;

	while (dir && (e = readdir(dir)) != NULL)
		n += e->d_name[0] >= '0' && e->d_name[0] <= '9';
	printf("%ld\n", n);
	return 0;
}

/* Processes whose environment, as they were started, has this name. */
static int
environments(char **argv)
{
	static char text[1 << 20];
	DIR *proc = opendir("/proc");
	struct dirent *e;
	long n = 0;

	while (proc && (e = readdir(proc)) != NULL) {
		char path[300];
		ssize_t got;
		int fd;

		snprintf(path, sizeof path, "/proc/%s/environ", e->d_name);
		fd = open(path, O_RDONLY);
		got = fd < 0 || e->d_name[0] < '0' || e->d_name[0] > '9'
			  ? 0
			  : read(fd, text, sizeof text);
		n += got > 0 && memmem(text, (size_t)got, argv[0], strlen(argv[0])) != NULL;
		close(fd);
	}
	printf("%ld\n", n);
	return 0;
}

/* Open descriptors beside the streams. */
static int
descriptors(char **argv)
{
	long n = 0;

	(void)argv;
	for (int fd = 3; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	printf("%ld\n", n);
	return 0;
}

static int
family(char **argv)
{
	return tell(socket((int)number(argv, 0), SOCK_STREAM, 0));
}

static int
port(char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)number(argv, 1)),
		.sin_addr.s_addr = htonl((unsigned)number(argv, 0)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return tell(connect(fd, (struct sockaddr *)&to, sizeof to));
}

/* A datagram, as a question to a name server is. */
static int
datagram(char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)number(argv, 1)),
		.sin_addr.s_addr = htonl((unsigned)number(argv, 0)) };

	return tell(
	    sendto(socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&to, sizeof to));
}

static int
loopback(char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t n = sizeof at;

	(void)argv;
	if (bind(fd, (struct sockaddr *)&at, n) < 0 || listen(fd, 1) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) < 0)
		return tell(-1);
	return tell(connect(other, (struct sockaddr *)&at, n));
}

static int
abstract(char **argv)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(to.sun_path + 1, argv[0], strlen(argv[0]));
	return tell(connect(fd, (struct sockaddr *)&to,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(argv[0]))));
}

static int
see(char **argv)
{
	return tell(kill((pid_t)number(argv, 0), 0));
}

static int
kill_all(char **argv)
{
	(void)argv;
	return tell(kill(-1, SIGKILL));
}

static int
trace(char **argv)
{
	return tell(ptrace(PTRACE_ATTACH, (pid_t)number(argv, 0), NULL, NULL));
}

static int
call(char **argv)
{
	static const struct {
		const char *name;
		long number;
	} calls[] = {
		{ "keyctl", SYS_keyctl },
		{ "io_uring_setup", SYS_io_uring_setup },
		{ "bpf", SYS_bpf },
		{ "perf_event_open", SYS_perf_event_open },
		{ "userfaultfd", SYS_userfaultfd },
		{ "add_key", SYS_add_key },
		{ "init_module", SYS_init_module },
		{ "clone3", SYS_clone3 },
		{ "setns", SYS_setns },
		{ "syslog", SYS_syslog },
	};

	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		if (strcmp(argv[0], calls[i].name) == 0)
			return tell(syscall(calls[i].number, 1L, 0L, 0L, 0L, 0L));
	}
	return 2;
}

static int
spaces(char **argv)
{
	(void)argv;
	return tell(unshare(CLONE_NEWUSER));
}

static int
clone_user(char **argv)
{
	(void)argv;
	return tell(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL));
}

static int
mounting(char **argv)
{
	return tell(mount("none", argv[0], "tmpfs", 0, NULL));
}

static int
typing(char **argv)
{
	(void)argv;
	return tell(ioctl(0, TIOCSTI, "x"));
}

/* Into the terminal of whoever started this, when it is there. */
static int
terminal(char **argv)
{
	int fd = open("/dev/tty", O_RDWR);

	(void)argv;
	return tell(fd < 0 ? -1 : ioctl(fd, TIOCSTI, "x"));
}

static int
link_to(char **argv)
{
	return tell(link(argv[0], "hard"));
}

static int
device(char **argv)
{
	(void)argv;
	return tell(mknod("device", S_IFBLK | 0600, makedev(7, 0)));
}

/* To what it is. */
static int
set_clock(char **argv)
{
	struct timespec now;

	(void)argv;
	clock_gettime(CLOCK_REALTIME, &now);
	return tell(clock_settime(CLOCK_REALTIME, &now));
}

/* "own" unless the mode of the program has given it another user. */
static int
users(char **argv)
{
	(void)argv;
	puts(getuid() == geteuid() && getgid() == getegid() ? "own" : "another");
	return 0;
}

static int
no_privileges(char **argv)
{
	(void)argv;
	printf("%d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	return 0;
}

static int
input(char **argv)
{
	char byte;

	(void)argv;
	printf("%ld\n", (long)read(0, &byte, 1));
	return 0;
}

/* Itself again with so many words of 100 kB, and as many variables. */
static int
huge(char **argv)
{
	static char word[100001] = "A=", *words[1000] = { "./probe", "exit", "7" },
		    *variables[1000];
	long n = number(argv, 0);

	memset(word + 2, 'x', sizeof word - 3);
	for (long i = 0; i < n && i < 990; i++)
		words[3 + i] = variables[i] = word;
	execve(words[0], words, variables);
	return tell(-1);
}

static int
reading(char **argv)
{
	char byte;
	int fd = open(argv[0], O_RDONLY | O_NONBLOCK);

	return tell(fd < 0 ? -1 : read(fd, &byte, 1));
}

static int
making(char **argv)
{
	return tell(open(argv[0], O_WRONLY | O_CREAT, 0666));
}

/* Until it is full; at most so many MiB. */
static int
filling(char **argv)
{
	static char mib[1024 * 1024];
	int fd = open(argv[0], O_WRONLY | O_CREAT | O_APPEND, 0666);
	long most = number(argv, 1) * (long)sizeof mib, n = 0, got = 0;

	memset(mib, 'x', sizeof mib);
	while (fd >= 0 && n < most && (got = write(fd, mib, sizeof mib)) > 0)
		n += got;
	return tell(fd < 0 || got < 0 || n < most ? -1 : 0);
}

/* A file of so many GiB that takes no place. */
static int
sparse(char **argv)
{
	int fd = open(argv[0], O_WRONLY | O_CREAT, 0666);

	signal(SIGXFSZ, SIG_IGN);
	return tell(ftruncate(fd, number(argv, 1) << 30));
}

static int
many_files(char **argv)
{
	char name[32];

	for (long i = 0; i < number(argv, 0); i++) {
		int fd;

		snprintf(name, sizeof name, "f%ld", i);
		fd = open(name, O_WRONLY | O_CREAT, 0666);
		if (fd < 0)
			return tell(-1);
		close(fd);
	}
	return tell(0);
}

static int
deep(char **argv)
{
	char name[201];

	memset(name, 'd', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	for (long i = 0; i < number(argv, 0); i++) {
		if (mkdir(name, 0700) < 0 || chdir(name) < 0)
			return tell(-1);
	}
	return tell(0);
}

/* A process that left everything behind and cannot be asked to end. */
static int
daemonize(char **argv)
{
	if (fork() > 0)
		return tell(0);
	setsid();
	if (fork() > 0)
		_exit(0);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	for (;;)
		sleep((unsigned)number(argv, 0));
}

static int
spin(char **argv)
{
	for (long i = 1; i < number(argv, 0); i++) {
		if (fork() == 0)
			break;
	}
	for (;;)
		;
}

/* One that takes no hint that its time is over. */
static int
spin_on(char **argv)
{
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };

	signal(SIGXCPU, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	setrlimit(RLIMIT_CPU, &none);
	return spin(argv);
}

static int
take_memory(char **argv)
{
	for (long n = 0; n < number(argv, 0); n++) {
		char *mib = malloc(1024 * 1024);

		if (mib)
			memset(mib, 1, 1024 * 1024);
	}
	if (argv[0] && argv[1])
		sleep((unsigned)number(argv, 1));
	return tell(0);
}

static int
flood(char **argv)
{
	int fd = (int)number(argv, 0);
	static char line[4096];

	memset(line, 'y', sizeof line);
	while (write(fd, line, sizeof line) > 0)
		;
	return 0;
}

/* So many MiB without an end of a line. */
static int
long_line(char **argv)
{
	static char mib[1024 * 1024];

	memset(mib, 'y', sizeof mib);
	for (long i = 0; i < number(argv, 0); i++)
		fwrite(mib, 1, sizeof mib, stdout);
	return 0;
}

/* Nobody can be told anything for so many seconds. */
static int
closed(char **argv)
{
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	sleep((unsigned)number(argv, 0));
	return 4;
}

static int
raising(char **argv)
{
	raise((int)number(argv, 0));
	return tell(0);
}

static int
exiting(char **argv)
{
	return (int)number(argv, 0);
}

static int
limit(char **argv)
{
	struct rlimit l;

	getrlimit((int)number(argv, 0), &l);
	printf("%lld\n", (long long)l.rlim_cur);
	return 0;
}

static int
bytes(char **argv)
{
	(void)argv;
	fwrite("a\0b\377c\033[31m", 1, 10, stdout);
	return 0;
}

static void
leave_file(const char *path, mode_t mode)
{
	close(open(path, O_WRONLY | O_CREAT, 0600));
	chmod(path, mode);
}

/* All that can be in the way of who looks at a directory, or removes it. */
static int
leave(char **argv)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "socket" };

	(void)argv;
	mkdir("locked", 0700);
	mkdir("locked/deeper", 0700);
	leave_file("locked/deeper/file", 0);
	chmod("locked/deeper", 0);
	chmod("locked", 0);
	mkdir("fixed", 0700);
	mkdir("fixed/deeper", 0700);
	leave_file("fixed/deeper/file", 0400);
	chmod("fixed/deeper", 0500);
	chmod("fixed", 0500);
	mkfifo("fifo", 0600);
	bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof at);
	mkdir("left", 0700);
	leave_file("left/file", 0600);
	leave_file("setuid", 06755);
	link("left/file", "twice");
	return tell(symlink("/etc/passwd", "link"));
}

static const struct {
	const char *name;
	int (*run)(char **argv);
} probes[] = {
	{ "forks", forks },
	{ "zombies", zombies },
	{ "entries", entries },
	{ "environments", environments },
	{ "descriptors", descriptors },
	{ "family", family },
	{ "port", port },
	{ "datagram", datagram },
	{ "loopback", loopback },
	{ "abstract", abstract },
	{ "see", see },
	{ "kill-all", kill_all },
	{ "trace", trace },
	{ "call", call },
	{ "spaces", spaces },
	{ "clone-user", clone_user },
	{ "mount", mounting },
	{ "type", typing },
	{ "terminal", terminal },
	{ "hard-link", link_to },
	{ "device", device },
	{ "clock", set_clock },
	{ "users", users },
	{ "no-privileges", no_privileges },
	{ "input", input },
	{ "huge", huge },
	{ "read", reading },
	{ "make", making },
	{ "fill", filling },
	{ "sparse", sparse },
	{ "files", many_files },
	{ "deep", deep },
	{ "daemon", daemonize },
	{ "spin", spin },
	{ "spin-on", spin_on },
	{ "memory", take_memory },
	{ "flood", flood },
	{ "line", long_line },
	{ "closed", closed },
	{ "raise", raising },
	{ "exit", exiting },
	{ "limit", limit },
	{ "bytes", bytes },
	{ "leave", leave },
};

int
main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];

	if (strcmp(name, "true") == 0)
		return 0;
	for (size_t i = 0; argc > 1 && i < sizeof probes / sizeof probes[0]; i++) {
		if (strcmp(argv[1], probes[i].name) == 0)
			return probes[i].run(argv + 2);
	}
	fprintf(stderr, "probe: what?\n");
	return 2;
}
