#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/command.h"
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
		const char *format;
		size_t n;
	} options[] = {
		{ "--pids-limit=%zu", l->processes },
		{ "--memory=%zub", l->memory },
		{ "--memory-swap=%zub", l->memory },
		{ "--ulimit=nofile=%zu", l->open_files },
		{ "--ulimit=nproc=%zu", l->processes },
		{ "--ulimit=fsize=%zu", l->file_bytes },
		{ "--ulimit=cpu=%zu", (size_t)((l->cpu_ms + 999) / 1000) },
	};

	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
		const char *name = options[i].format;
		size_t n = strcspn(name, "%");

		if (options[i].n)
			sandbox_plan_add(
			    plan, "%.*s%zu%s", (int)n, name, options[i].n, name + n + 3);
	}
	sandbox_plan_add(plan, "--shm-size=%zub", tmp < SHARED ? tmp : SHARED);
	sandbox_plan_add(plan, "--tmpfs=/tmp:rw,exec,mode=1777,size=%zu", tmp);
}

static void
add_places(struct sandbox_plan *plan)
{
	const struct sandbox *s = plan->sandbox;
	struct strings environment = { 0 };
	char *work = mem_printf("--volume=%s:/work", s->work);

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
		if (strncmp(environment.at[i], "PATH=", 5) == 0)
			continue; /* the image knows where its programs are */
		strings_add(&plan->argv, "--env");
		strings_add(&plan->argv, environment.at[i]);
	}
	strings_fini(&environment);
}

enum status
sandbox_plan_container(struct sandbox_plan *plan, struct err *err)
{
	static const char *const options[] = { "--pull=never", "--network=none", "--read-only",
		"--cap-drop=all", "--security-opt=no-new-privileges", "--ulimit=core=0",
		"--hostname=sandbox", "--workdir=/work", "--log-driver=none" };
	static atomic_uint made;
	const struct sandbox *s = plan->sandbox;

	if (s->engine == NULL || *s->engine == '\0' || s->image == NULL || *s->image == '\0')
		return err_set(err, ST_CONFIG,
		    "the tier container has no image: set sandbox.image to one that is here");
	add_engine(s, &plan->argv);
	plan->engine_words = plan->argv.len;
	strings_add(&plan->argv, "run");
	snprintf(plan->container, sizeof plan->container, "rsg-%ld-%u", (long)getpid(),
	    atomic_fetch_add(&made, 1));
	sandbox_plan_add(plan, "--name=%s", plan->container);
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		strings_add(&plan->argv, options[i]);
	if (geteuid() == 0)
		sandbox_plan_add(plan, "--user=%u:%u", (unsigned)plan->user, (unsigned)plan->user);
	else
		strings_add(&plan->argv, "--userns=keep-id");
	add_limits(plan);
	add_places(plan);
	strings_add(&plan->argv, "--");
	strings_add(&plan->argv, s->image);
	for (char *const *word = s->argv; *word; word++)
		strings_add(&plan->argv, *word);
	plan->drop = false;
	sandbox_mark_take(&plan->mark);
	plan->guarantees |= 1u << SANDBOX_NETWORK | 1u << SANDBOX_FILES | 1u << SANDBOX_OTHERS |
			    1u << SANDBOX_PRIVILEGES | 1u << SANDBOX_CALLS |
			    1u << SANDBOX_DISK_HELD;
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

bool
sandbox_container_end(const struct sandbox_plan *plan, bool *exhausted)
{
	static const char *const oom[] = { "inspect", "--format", "{{.State.OOMKilled}}", NULL };
	static const char *const away[] = { "rm", "--force", NULL };
	char answer[64];

	*exhausted = ask(plan, oom, answer, sizeof answer) && strncmp(answer, "true", 4) == 0;
	return ask(plan, away, answer, sizeof answer);
}
