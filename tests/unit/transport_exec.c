#include "llm/transport.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "io/json.h"
#include "llm/provider.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define MAX 100000

static struct answer answer;
static struct buf deltas;
static volatile sig_atomic_t cancel;
static int heard = -1; /* a named pipe */

/* Each piece of text is answered by a newline, so that a command can wait for it to be heard. */
static void
delta(void *arg, const char *text, size_t n)
{
	(void)arg;
	buf_str(&deltas, deltas.len ? "|" : "");
	buf_add(&deltas, text, n);
	if (heard >= 0)
		ck_assert_int_eq(write(heard, "\n", 1), 1);
}

static void
setup(void)
{
	answer_init(&answer, MAX);
	buf_init(&deltas, MAX);
	cancel = 0;
}

static void
teardown(void)
{
	answer_fini(&answer);
	buf_fini(&deltas);
}

struct ask {
	const char *command, *request;
	bool stream, embed;
	int64_t total_ms;
	size_t max_bytes;
};

static void
ask(const struct ask *a)
{
	struct model model = { .name = (char[]){ "exec:x" },
		.provider = (char[]){ "exec" },
		.kind = provider_find("exec"),
		.id = mem_strdup(a->command) };
	const char *text =
	    a->request ? a->request : "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
	struct transport t = { .model = &model,
		.stream = a->stream,
		.embed = a->embed,
		.total_ms = a->total_ms ? a->total_ms : 60000,
		.max_bytes = a->max_bytes ? a->max_bytes : MAX,
		.cancel = &cancel };
	struct err err = ERR_INIT;
	struct json *request;

	OK(json_parse(text, strlen(text), &request, &err));
	t.request = request;
	if (a->stream)
		answer.delta = delta;
	OK(transport_send(&t, &answer, &err));
	json_free(request);
	free(model.id);
}

#define says(command_text, ...) ask(&(struct ask){ .command = (command_text), __VA_ARGS__ })

START_TEST(what_is_printed_is_the_text)
{
	static const struct {
		const char *command, *text;
	} cases[] = {
		{ "echo hello", "hello" },
		{ "printf 'two\\nlines\\n\\n\\n'", "two\nlines" },
		{ "printf '  spaces stay  \\r\\n'", "  spaces stay  " },
		{ "echo '{\"criteria\": []}'", "{\"criteria\": []}" },
		{ "echo '{\"text\": 1}'", "{\"text\": 1}" },
		{ "echo '{broken'", "{broken" },
		{ "echo '{\"text\": \"in an object\"}'", "in an object" },
		{ "printf 'a\\377b\\000c'", "a\xef\xbf\xbd"
					    "b\xef\xbf\xbd"
					    "c" },
		{ "jq -r '.messages[0].content'", "hi" },
		{ "exec 0<&-; echo deaf", "deaf" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int stream = 0; stream < 2; stream++) {
			says(cases[i].command, .stream = stream);
			ck_assert_str_eq(answer.text.s, cases[i].text);
			ck_assert_int_eq(answer.fault.class, FAULT_NONE);
			ck_assert(answer.complete);
			ck_assert_int_eq(answer.stop, LLM_END);
			ck_assert(!answer.usage.known);
			teardown();
			setup();
		}
	}
}
END_TEST

START_TEST(an_object_may_say_more)
{
	says(
	    "cat >request; echo '"
	    "{\"text\": \"t\", \"stop\": \"length\", \"model\": \"m-1\", \"more\": [], \"usage\": "
	    "{\"input_tokens\": 10, \"cache_read_tokens\": 3, \"output_tokens\": 4}}'; rm request");
	ck_assert_str_eq(answer.text.s, "t");
	ck_assert_int_eq(answer.stop, LLM_LENGTH);
	ck_assert_str_eq(answer.model, "m-1");
	ck_assert(answer.usage.known);
	ck_assert_int_eq(answer.usage.uncached_in, 7);
	ck_assert_int_eq(answer.usage.cache_read, 3);
	ck_assert_int_eq(answer.usage.out, 4);
}
END_TEST

START_TEST(the_request_is_one_line)
{
	says("wc -l | tr -d ' '", .request = "{\"messages\": [{\"role\": \"user\",\n"
					     "\"content\": \"two\\nlines\"}]}");
	ck_assert_str_eq(answer.text.s, "1");
}
END_TEST

START_TEST(a_large_request_and_a_large_answer_do_not_lock)
{
	struct buf request;

	buf_init(&request, BUF_DOCUMENT);
	buf_str(&request, "{\"messages\": [{\"role\": \"user\", \"content\": \"");
	for (int i = 0; i < 40000; i++)
		buf_str(&request, "0123456789");
	buf_str(&request, "\"}]}");
	says("tee /dev/stderr | cut -c 1-90000", .request = request.s);
	ck_assert_uint_eq(answer.text.len, 90000);
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	says("echo no need to read", .request = request.s);
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	buf_fini(&request);
}
END_TEST

/* Each part is printed when the one before has been handed out, or else it never comes. */
START_TEST(text_is_handed_out_as_it_comes)
{
	char dir[] = "/tmp/rsg-unit-XXXXXX", path[64], command[256];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/heard", dir);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	heard = open(path, O_RDWR);
	snprintf(command, sizeof command,
	    "exec 3<%s; printf 'one '; read x <&3; printf 'tw\\303'; read x <&3; "
	    "printf '\\266\\n\\n'; read x <&3; echo three",
	    path);
	says(command, .stream = true);
	ck_assert_str_eq(answer.text.s, "one tw\xc3\xb6\n\nthree");
	ck_assert_str_eq(deltas.s, "one |tw|\xc3\xb6|\n\nthree");
	ck_assert(answer.delivered);
	close(heard);
	heard = -1;
	unlink(path);
	rmdir(dir);
}
END_TEST

START_TEST(an_object_is_not_handed_out_before_it_is_whole)
{
	says("printf ' {\"text\": '; sleep 0.1; echo '\"whole\"}'", .stream = true);
	ck_assert_str_eq(deltas.s, "whole");
}
END_TEST

START_TEST(failures_have_a_class_and_words)
{
	static const struct {
		const char *command;
		enum fault_class class;
		const char *words;
	} cases[] = {
		{ "echo nope >&2; exit 3", FAULT_COMMAND, "status 3: nope" },
		{ "exit 75", FAULT_OVERLOADED, "status 75" },
		{ "no-such-program-at-all", FAULT_COMMAND, "status 127" },
		{ "kill -9 $$", FAULT_COMMAND, "status 137" },
		{ "true", FAULT_EMPTY, "nothing" },
		{ "printf ' \\n'", FAULT_EMPTY, "nothing" },
		{ "echo '{\"text\": \"\"}'", FAULT_EMPTY, "empty" },
		{ "yes", FAULT_TOO_LARGE, "more than" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		says(cases[i].command);
		ck_assert_int_eq(answer.fault.class, cases[i].class);
		ck_assert_msg(
		    strstr(answer.fault.text, cases[i].words) != NULL, "%s", answer.fault.text);
		teardown();
		setup();
	}
}
END_TEST

START_TEST(the_end_of_what_it_said_is_kept)
{
	says("seq 1 100000 >&2; echo the end >&2; exit 1");
	ck_assert_ptr_nonnull(strstr(answer.fault.text, "the end"));
	ck_assert_ptr_null(strstr(answer.fault.text, "status 1: 1\n"));
}
END_TEST

START_TEST(time_up_ends_the_whole_group)
{
	int64_t start = time_monotonic_ms();
	char command[200], path[] = "/tmp/rsg-unit-XXXXXX";
	int fd = mkstemp(path);
	long pid = 0;
	FILE *f;

	ck_assert_int_ge(fd, 0);
	snprintf(command, sizeof command, "trap '' TERM; sleep 1000 & echo $! >%s; wait; sleep 99",
	    path);
	says(command, .total_ms = 300);
	ck_assert_int_eq(answer.fault.class, FAULT_TIMEOUT);
	ck_assert_int_ge(time_monotonic_ms() - start, 300);
	ck_assert_int_lt(time_monotonic_ms() - start, 20000);
	f = fdopen(fd, "r");
	ck_assert_int_eq(fscanf(f, "%ld", &pid), 1);
	fclose(f);
	unlink(path);
	for (int i = 0; kill((pid_t)pid, 0) == 0 && i < 1000; i++) /* init has to reap it */
		usleep(10000);
	ck_assert_int_ne(kill((pid_t)pid, 0), 0);
}
END_TEST

static void
set_cancel(int sig)
{
	(void)sig;
	cancel = 1;
}

START_TEST(cancel_ends_it_soon)
{
	int64_t start = time_monotonic_ms();

	signal(SIGALRM, set_cancel);
	ualarm(100000, 0);
	says("sleep 1000");
	ck_assert_int_eq(answer.fault.class, FAULT_CANCELLED);
	ck_assert_int_lt(time_monotonic_ms() - start, 10000);
}
END_TEST

START_TEST(what_it_leaves_behind_is_not_waited_for)
{
	int64_t start = time_monotonic_ms();

	says("sleep 20 & echo done");
	ck_assert_str_eq(answer.text.s, "done");
	ck_assert_int_lt(time_monotonic_ms() - start, 15000);
}
END_TEST

START_TEST(a_command_that_closed_its_output_is_waited_for)
{
	says("echo out; exec >&- 2>&-; sleep 0.1; exit 9");
	ck_assert_int_eq(answer.fault.class, FAULT_COMMAND);
}
END_TEST

START_TEST(embeddings_are_numbers_one_row_a_text)
{
	static const char *const request = "{\"input\": [\"a\", \"b\"]}";
	static const char *const bad[] = { "[[1, 2]]", "[[1, 2], [3]]", "[[1, 2], [3, \"4\"]]",
		"[[], []]", "[1, 2]", "[[1, 2], [3, 1e300]]", "{}" };
	char command[100];

	says("echo '{\"embeddings\": [[1, 0.5], [-1, 2]]}'", .request = request, .embed = true);
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	ck_assert_uint_eq(answer.vector_n, 2);
	ck_assert_uint_eq(answer.dimensions, 2);
	ck_assert(answer.vectors[1] == 0.5f && answer.vectors[2] == -1);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		teardown();
		setup();
		snprintf(command, sizeof command, "echo '{\"embeddings\": %s}'", bad[i]);
		says(command, .request = request, .embed = true);
		ck_assert_msg(answer.fault.class == FAULT_PARSE, "%s", bad[i]);
		ck_assert_ptr_null(answer.vectors);
	}
}
END_TEST

UNIT_SUITE(transport_exec)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_is_printed_is_the_text);
	tcase_add_test(tc, an_object_may_say_more);
	tcase_add_test(tc, the_request_is_one_line);
	tcase_add_test(tc, a_large_request_and_a_large_answer_do_not_lock);
	tcase_add_test(tc, text_is_handed_out_as_it_comes);
	tcase_add_test(tc, an_object_is_not_handed_out_before_it_is_whole);
	tcase_add_test(tc, failures_have_a_class_and_words);
	tcase_add_test(tc, the_end_of_what_it_said_is_kept);
	tcase_add_test(tc, time_up_ends_the_whole_group);
	tcase_add_test(tc, cancel_ends_it_soon);
	tcase_add_test(tc, what_it_leaves_behind_is_not_waited_for);
	tcase_add_test(tc, a_command_that_closed_its_output_is_waited_for);
	tcase_add_test(tc, embeddings_are_numbers_one_row_a_text);
}
