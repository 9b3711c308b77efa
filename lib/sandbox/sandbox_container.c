#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/command.h"
#include "io/digest.h"
#include "io/file.h"
#include "sandbox/sandbox_private.h"

#define ENGINE_MS 30000
#define SAYS_BYTES 4096
#define SHARED ((size_t)64 * 1024 * 1024)
#define UNLIMITED_TMP ((size_t)1024 * 1024 * 1024)

/* "podman --runtime runc": words, without quotes. */
static void
add_engine(const struct sandbox *s, struct strings *out)
{
	for (const char *at = s->engine; *at;) {
		size_t n = strcspn(at, " ");

		if (n)
			strings_addn(out, at, n);
		at += n + (at[n] == ' ');
	}
}

static void
add_limits(struct sandbox_plan *plan)
{
	const struct sandbox_limits *l = &plan->sandbox->limits;
	size_t tmp = l->disk ? l->disk : UNLIMITED_TMP;
	const struct {
		const char *option;
		size_t n;
	} options[] = {
		{ "--pids-limit", l->processes },
		{ "--memory", l->memory },
		{ "--memory-swap", l->memory },
		{ "--ulimit=nofile", l->open_files },
		{ "--ulimit=nproc", l->processes },
		{ "--ulimit=fsize", l->file_bytes },
		{ "--ulimit=cpu", (size_t)((l->cpu_ms + 999) / 1000) },
	};

	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		if (options[i].n)
			sandbox_plan_add(plan, "%s=%zu", options[i].option, options[i].n);
	}
	sandbox_plan_add(plan, "--shm-size=%zub", tmp < SHARED ? tmp : SHARED);
	sandbox_plan_add(plan, "--tmpfs=/tmp:rw,exec,mode=1777,size=%zu", tmp);
}

static void
add_places(struct sandbox_plan *plan)
{
	const struct sandbox *s = plan->sandbox;
	struct strings environment = { 0 };
	char *work = mem_printf("--volume=%s:%s", s->work, sandbox_inside(s));

	strings_add(&plan->argv, work);
	free(work);
	for (size_t i = 0; s->visible && i < s->visible->len; i++) {
		const char *dir = s->visible->at[i];
		char *volume = mem_printf("--volume=%s:%s:ro", dir, dir);

		if (*dir == '/' && dir[1] && strchr(dir, ':') == NULL && file_is_dir(dir))
			strings_add(&plan->argv, volume);
		free(volume);
	}
	sandbox_environment(s, "/tmp", &environment);
	for (size_t i = 0; i < environment.len; i++) {
		strings_add(&plan->argv, "--env");
		strings_add(&plan->argv, environment.at[i]);
	}
	strings_fini(&environment);
}

/* A name that no other process gives, in whatever namespace it counts its processes. */
static void
add_name(struct sandbox_plan *plan)
{
	unsigned char random[8];
	unsigned long long number = 0;

	random_bytes(random, sizeof random);
	memcpy(&number, random, sizeof random);
	snprintf(plan->container, sizeof plan->container, "rsg-%016llx", number);
	sandbox_plan_add(plan, "--name=%s", plan->container);
}

/* The owner of the copy; docker knows no mapping of the one who calls it. */
static void
add_user(struct sandbox_plan *plan)
{
	const char *engine = plan->argv.at[0], *slash = strrchr(engine, '/');

	plan->foreign = strcmp(slash ? slash + 1 : engine, "docker") == 0;
	if (geteuid() == 0 || plan->foreign)
		sandbox_plan_add(plan, "--user=%u:%u", (unsigned)plan->user,
		    (unsigned)(geteuid() == 0 ? plan->user : getegid()));
	else
		strings_add(&plan->argv, "--userns=keep-id");
}

enum status
sandbox_plan_container(struct sandbox_plan *plan, struct err *err)
{
	static const char *const options[] = { "--pull=never", "--network=none", "--read-only",
		"--cap-drop=all", "--security-opt=no-new-privileges", "--ulimit=core=0",
		"--hostname=sandbox", "--log-driver=none", "--stop-signal=KILL" };
	const struct sandbox *s = plan->sandbox;

	if (s->engine == NULL || *s->engine == '\0' || s->image == NULL || *s->image == '\0')
		return err_set(err, ST_CONFIG,
		    "the tier container has no image: set sandbox.image to one that is here");
	add_engine(s, &plan->argv);
	plan->engine_words = plan->argv.len;
	strings_add(&plan->argv, "run");
	add_name(plan);
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		strings_add(&plan->argv, options[i]);
	add_user(plan);
	add_limits(plan);
	add_places(plan);
	sandbox_plan_add(plan, "--workdir=%s", sandbox_inside(s));
	strings_add(&plan->argv, "--");
	strings_add(&plan->argv, s->image);
	for (char *const *word = s->argv; *word; word++)
		strings_add(&plan->argv, *word);
	plan->drop = false;
	sandbox_mark_take(&plan->mark);
	plan->guarantees |= 1u << SANDBOX_NETWORK | 1u << SANDBOX_FILES | 1u << SANDBOX_OTHERS |
			    1u << SANDBOX_PRIVILEGES | 1u << SANDBOX_DISK_HELD;
	return ST_OK;
}

/* What the engine answers to a few words about our container; true when it succeeded. */
static bool
ask(const struct sandbox_plan *plan, const char *const *words, char *answer, size_t size)
{
	struct strings argv = { 0 };
	struct command_end end = { 0 };
	struct err ignored = ERR_INIT;
	bool good;

	for (size_t i = 0; i < plan->engine_words; i++)
		strings_add(&argv, plan->argv.at[i]);
	for (; *words; words++)
		strings_add(&argv, *words);
	strings_add(&argv, plan->container);
	*vec_add(&argv) = NULL;
	good = command_run(
		   &(struct command){
		       .argv = argv.at, .max_bytes = SAYS_BYTES, .total_ms = ENGINE_MS },
		   &end, &ignored) == ST_OK &&
	       end.how == COMMAND_DONE && end.status == 0;
	snprintf(answer, size, "%s", good ? end.out.s : "");
	command_end_fini(&end);
	strings_fini(&argv);
	return good;
}

/* One that was not started has no time of it: what the engine's status tells may be the command's.
 */
bool
sandbox_container_end(const struct sandbox_plan *plan, bool *started, bool *exhausted)
{
	static const char *const state[] = { "inspect", "--format",
		"{{.State.OOMKilled}} {{.State.StartedAt}}", NULL };
	static const char *const away[] = { "rm", "--force", NULL };
	char answer[64];
	const char *at = ask(plan, state, answer, sizeof answer) ? strchr(answer, ' ') : NULL;

	*exhausted = strncmp(answer, "true", 4) == 0;
	*started = at && strncmp(at + 1, "0001-", 5) != 0;
	return ask(plan, away, answer, sizeof answer);
}
