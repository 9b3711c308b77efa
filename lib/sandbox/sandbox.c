#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/proc.h"
#include "sandbox/sandbox_private.h"
#include "sandbox/tree.h"

#define CLOSE_ON_EXEC 1u /* MFD_CLOEXEC */
#define PLAIN_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* The C library has it, but not under the name of a standard that is asked for here. */
extern int memfd_create(const char *name, unsigned flags);

static const char *const tiers[] = { "container", "bwrap", "native" };
static const char *const guarantees[] = { "network", "files", "processes", "others", "memory",
	"time", "output", "disk", "descriptors", "privileges", "calls", "end" };
static const char *const outcomes[] = { "exited", "signalled", "timeout", "cpu", "memory", "output",
	"disk", "failed", "cancelled" };

_Static_assert(sizeof tiers / sizeof tiers[0] == SANDBOX_TIERS, "a name for each tier");
_Static_assert(
    sizeof guarantees / sizeof guarantees[0] == SANDBOX_GUARANTEES, "a name for each guarantee");
_Static_assert(sizeof outcomes / sizeof outcomes[0] == SANDBOX_OUTCOMES, "a name for each outcome");

const char *
sandbox_tier_name(enum sandbox_tier tier)
{
	return tiers[tier];
}

bool
sandbox_tier_find(const char *name, enum sandbox_tier *out)
{
	for (int i = 0; i < SANDBOX_TIERS; i++) {
		if (strcmp(name, tiers[i]) == 0) {
			*out = (enum sandbox_tier)i;
			return true;
		}
	}
	return false;
}

const char *
sandbox_guarantee_name(enum sandbox_guarantee guarantee)
{
	return guarantees[guarantee];
}

const char *
sandbox_outcome_name(enum sandbox_outcome outcome)
{
	return outcomes[outcome];
}

const char *
sandbox_inside(const struct sandbox *sandbox)
{
	if (sandbox->tier == SANDBOX_NATIVE)
		return sandbox->work;
	for (size_t i = 0; sandbox->visible && i < sandbox->visible->len; i++) {
		const char *dir = sandbox->visible->at[i];

		if (strncmp(dir, "/work", 5) == 0 && (dir[5] == '/' || dir[5] == '\0'))
			return "/rsg-work";
	}
	return "/work";
}

void
sandbox_plan_add(struct sandbox_plan *plan, const char *fmt, ...)
{
	char word[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(word, sizeof word, fmt, ap);
	va_end(ap);
	strings_add(&plan->argv, word);
}

enum status
sandbox_plan_scratch(struct sandbox_plan *plan, struct err *err)
{
	char *path = mem_printf("%s.tmp-XXXXXX", plan->sandbox->work);

	if (mkdtemp(path) == NULL || (plan->drop && chown(path, plan->user, plan->user) < 0)) {
		err_set(err, ST_IO, "cannot make a directory like %s: %s", path, strerror(errno));
		free(path);
		return ST_IO;
	}
	plan->scratch = path;
	return ST_OK;
}

void
sandbox_plan_keep(struct sandbox_plan *plan, int fd)
{
	*vec_add(&plan->kept) = fd;
}

int
sandbox_plan_bytes(struct sandbox_plan *plan, const char *bytes, size_t n)
{
	int fd = memfd_create("rsg", CLOSE_ON_EXEC);

	if (fd >= 0 && pwrite(fd, bytes, n, 0) != (ssize_t)n)
		proc_close(&fd);
	if (fd >= 0)
		sandbox_plan_keep(plan, fd);
	return fd;
}

/* The directories of programs among those that are visible come first. */
static void
add_path(const struct sandbox *sandbox, struct strings *out)
{
	struct buf path;

	buf_init(&path, BUF_TEXT);
	buf_str(&path, "PATH=");
	for (size_t i = 0; sandbox->visible && i < sandbox->visible->len; i++) {
		const char *dir = sandbox->visible->at[i], *base = strrchr(dir, '/');
		char *bin = file_join(dir, "bin");

		if (base && strcmp(base, "/bin") == 0)
			buf_printf(&path, "%s:", dir);
		else if (file_is_dir(bin))
			buf_printf(&path, "%s:", bin);
		free(bin);
	}
	if (file_is_dir("/usr/local/go/bin"))
		buf_str(&path, "/usr/local/go/bin:");
	buf_str(&path, PLAIN_PATH);
	strings_add(out, path.s);
	buf_fini(&path);
}

/* What a toolchain that is visible wants to be told. */
static void
add_homes(const struct sandbox *sandbox, struct strings *out)
{
	static const struct {
		const char *end, *before, *behind;
		size_t levels; /* above it */
	} homes[] = {
		{ "/.rustup", "RUSTUP_HOME=", "", 0 },
		{ "/.cargo/registry", "CARGO_HOME=", "", 1 },
		{ "/go/pkg/mod", "GOMODCACHE=", "", 0 },
		/* split at blanks; which repository an artifact came from says settings.xml, which
		   is not there */
		{ "/.m2/repository", "MAVEN_OPTS=-Dmaven.repo.local=",
		    " -Daether.enhancedLocalRepository.trackingFilename=none", 0 },
		{ "/.gradle/caches/modules-2", "GRADLE_RO_DEP_CACHE=", "", 1 },
	};

	for (size_t i = 0; sandbox->visible && i < sandbox->visible->len; i++) {
		const char *dir = sandbox->visible->at[i];
		size_t n = strlen(dir);

		for (size_t k = 0; k < sizeof homes / sizeof homes[0]; k++) {
			size_t end = strlen(homes[k].end);
			char *word;

			if (n < end || strcmp(dir + n - end, homes[k].end) != 0 ||
			    !file_is_dir(dir) || (homes[k].behind[0] && strchr(dir, ' ')))
				continue;
			if (homes[k].levels)
				n = (size_t)(strrchr(dir, '/') - dir);
			word =
			    mem_printf("%s%.*s%s", homes[k].before, (int)n, dir, homes[k].behind);
			strings_add(out, word);
			free(word);
		}
	}
}

/* NAME=VALUE, in place of an older one: programs take the first. */
static void
set(struct strings *out, const char *word)
{
	size_t n = strcspn(word, "=") + 1;

	for (size_t i = 0; i < out->len; i++) {
		if (strncmp(out->at[i], word, n) == 0) {
			free(out->at[i]);
			out->at[i] = mem_strdup(word);
			return;
		}
	}
	strings_add(out, word);
}

void
sandbox_environment(const struct sandbox *sandbox, const char *tmp, struct strings *out)
{
	static const char *const plain[] = { "LANG=C.UTF-8", "TZ=UTC", "CI=1", "USER=sandbox",
		"LOGNAME=sandbox", "CARGO_NET_OFFLINE=true", "GOPROXY=off", "GOFLAGS=-mod=mod",
		"PYTHONDONTWRITEBYTECODE=1" };
	static const struct {
		const char *name, *below;
	} private[] = { { "HOME", "" }, { "TMPDIR", "" }, { "XDG_CACHE_HOME", "/cache" },
		{ "GOCACHE", "/go-build" }, { "CARGO_TARGET_DIR", "/cargo-target" },
		{ "npm_config_cache", "/npm" } };

	if (sandbox->tier != SANDBOX_CONTAINER) /* an image knows where its programs are */
		add_path(sandbox, out);
	add_homes(sandbox, out);
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		strings_add(out, plain[i]);
	for (size_t i = 0; i < sizeof private / sizeof private[0]; i++) {
		char *word = mem_printf("%s=%s%s", private[i].name, tmp, private[i].below);

		strings_add(out, word);
		free(word);
	}
	for (char *const *e = sandbox->environment; e && *e; e++) {
		if (strchr(*e, '='))
			set(out, *e);
	}
}

static enum status
check(const struct sandbox *s, struct stat *info, struct err *err)
{
	if (s->argv == NULL || s->argv[0] == NULL || s->work == NULL || *s->work != '/')
		return err_set(err, ST_BUG, "a sandbox without a command or a directory");
	if (lstat(s->work, info) < 0 || !S_ISDIR(info->st_mode))
		return err_set(err, ST_NOINPUT, "%.300s is no directory", s->work);
	return ST_OK;
}

/* What all tiers have in common. */
static void
plan_begin(struct sandbox_plan *plan, const struct stat *work)
{
	const struct sandbox_limits *l = &plan->sandbox->limits;
	struct tree_use use = { 0 };
	int dir;

	plan->user = work->st_uid;
	plan->drop = geteuid() == 0 && plan->user != 0;
	if (l->processes && geteuid() != 0)
		plan->already = sandbox_procs_of(geteuid());
	if (l->disk && (dir = open(plan->sandbox->work, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0) {
		tree_use(dir, UINT64_MAX / 2, &use);
		close(dir);
	}
	plan->used = use.bytes;
	if (plan->sandbox->tier != SANDBOX_CONTAINER)
		sandbox_group_open(&plan->group, l->memory, l->processes);
}

static void
plan_judge(struct sandbox_plan *plan)
{
	const struct sandbox_limits *l = &plan->sandbox->limits;
	const struct {
		bool holds;
		enum sandbox_guarantee guarantee;
	} common[] = {
		{ l->processes && (plan->container[0] || plan->drop || geteuid() != 0 ||
				      plan->group.processes),
		    SANDBOX_PROCESSES },
		{ l->memory && (plan->container[0] || plan->group.memory), SANDBOX_MEMORY_HELD },
		{ l->wall_ms && l->cpu_ms && !plan->foreign, SANDBOX_TIME },
		{ l->output > 0, SANDBOX_OUTPUT_HELD },
		{ l->open_files > 0, SANDBOX_DESCRIPTORS },
		{ true, SANDBOX_END },
	};

	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
		if (common[i].holds)
			plan->guarantees |= 1u << common[i].guarantee;
	}
	if (l->disk == 0 || l->file_bytes == 0)
		plan->guarantees &= ~(1u << SANDBOX_DISK_HELD);
}

static void
plan_fini(struct sandbox_plan *plan)
{
	for (size_t i = 0; i < plan->kept.len; i++)
		close(plan->kept.at[i]);
	for (int i = 0; i < 2; i++)
		proc_close(&plan->status[i]);
	vec_fini(&plan->kept);
	vec_each (struct sandbox_mount *, m, &plan->mounts) {
		free(m->from);
		free(m->to);
	}
	vec_fini(&plan->mounts);
	strings_fini(&plan->argv);
	strings_fini(&plan->environment);
	sandbox_mark_fini(&plan->mark);
	sandbox_group_close(&plan->group);
	if (plan->scratch)
		tree_remove(plan->scratch);
	free(plan->scratch);
}

static enum status
make_plan(struct sandbox_plan *plan, const struct stat *work, struct err *err)
{
	enum status st;

	plan_begin(plan, work);
	if (plan->sandbox->tier == SANDBOX_BWRAP)
		st = sandbox_plan_bwrap(plan, err);
	else if (plan->sandbox->tier == SANDBOX_NATIVE)
		st = sandbox_plan_native(plan, err);
	else
		st = sandbox_plan_container(plan, err);
	plan_judge(plan);
	return st;
}

enum status
sandbox_run(const struct sandbox *sandbox, struct sandbox_end *end, struct err *err)
{
	struct sandbox_plan plan = { .sandbox = sandbox, .status = { -1, -1 }, .group.join = -1 };
	struct sandbox_process process;
	struct stat work = { 0 };
	enum status st = check(sandbox, &work, err);

	*end = (struct sandbox_end){ .outcome = SANDBOX_EXITED };
	buf_init(&end->out, SIZE_MAX / 4);
	buf_init(&end->said, SIZE_MAX / 4);
	if (st == ST_OK)
		st = make_plan(&plan, &work, err);
	if (st == ST_OK) {
		end->guarantees = plan.guarantees;
		sandbox_adopt(true);
		st = sandbox_start(&plan, &process, end, err);
		if (sandbox->tier == SANDBOX_BWRAP)
			plan.mark.root = process.pid;
		if (st == ST_OK)
			sandbox_watch(&plan, &process, end);
		sandbox_adopt(false);
	}
	if (end->outcome == SANDBOX_FAILED)
		end->guarantees = 0;
	plan_fini(&plan);
	return st;
}

void
sandbox_end_fini(struct sandbox_end *end)
{
	buf_fini(&end->out);
	buf_fini(&end->said);
}
