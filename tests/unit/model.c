#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "doc/config.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/secret.h"
#include "llm/model_private.h"

/* Each test is a process of its own, so it may set variables. */
static const char *const variables[] = { "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL",
	"OPENAI_API_KEY", "OPENAI_BASE_URL", "OLLAMA_API_KEY", "OLLAMA_HOST", "VOYAGE_API_KEY" };

static struct share *shared;
static struct config *config;
static char *dir;

static void
set_up(void)
{
	char name[] = "/tmp/rsg-unit-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(name));
	dir = mem_strdup(name);
	setenv("HOME", dir, 1);
	setenv("RSG_SHARE", "share", 1);
	unsetenv("XDG_CONFIG_HOME");
	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
		unsetenv(variables[i]);
	shared = share_open(NULL);
}

static void
tear_down(void)
{
	char *command[] = { "rm", "-rf", dir, NULL };

	if (fork() == 0) {
		execvp(command[0], command);
		_exit(1);
	}
	config_close(config);
	share_close(shared);
	free(dir);
}

/* The user's configuration, from here on. */
static void
configure(const char *text)
{
	char *path = file_join(dir, "config.yaml");
	struct err err = ERR_INIT;

	config_close(config);
	config = NULL;
	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	ck_assert_msg(config_open(path, dir, &config, &err) == ST_OK, "%s", err.text);
	free(path);
}

static struct model *
open_ok(const char *name)
{
	struct model *model = NULL;
	struct err err = ERR_INIT;

	if (config == NULL)
		configure("");
	ck_assert_msg(model_open(name, config, shared, &model, &err) == ST_OK, "%s", err.text);
	return model;
}

static void
refused(const char *name, enum status status, const char *says)
{
	struct model *model = NULL;
	struct err err = ERR_INIT;

	if (config == NULL)
		configure("");
	ck_assert_msg(model_open(name, config, shared, &model, &err) == status,
	    "%s gave %d in place of %d: %s", name, err.status, status, err.text);
	ck_assert_ptr_null(model);
	ck_assert_msg(strstr(err.text, says) != NULL, "%s: %s", name, err.text);
}

static void
expect(const char *name, const char *url, const char *key)
{
	struct model *model = open_ok(name);

	ck_assert_pstr_eq(model->url, url);
	ck_assert_pstr_eq(model->key, key);
	model_close(model);
}

START_TEST(names_without_a_server_are_taken_apart)
{
	struct model *model = open_ok("exec:claude -p --model x/y");

	ck_assert_str_eq(model->provider, "exec");
	ck_assert_str_eq(model->id, "claude -p --model x/y");
	ck_assert_str_eq(model->kind->kind, "exec");
	ck_assert_ptr_null(model->url);
	ck_assert_ptr_null(model->key);
	model_close(model);
	model = open_ok("replay:tapes/a.jsonl");
	ck_assert_str_eq(model->provider, "replay");
	ck_assert_str_eq(model->id, "tapes/a.jsonl");
	model_close(model);
	model = open_ok("builtin");
	ck_assert(model->builtin && model->kind == NULL && model->url == NULL);
	model_close(model);
	model = open_ok("builtin/hash-256");
	ck_assert(model->builtin);
	ck_assert_str_eq(model->id, "hash-256");
	model_close(model);
}
END_TEST

START_TEST(what_is_no_model_is_said_with_what_was_meant)
{
	configure("providers.groq.kind: openai-chat\nproviders.half.url: https://h.example\n"
		  "providers.bare.kind: openai-chat\n");
	refused("", ST_CONFIG, "no name");
	refused("exec: ", ST_CONFIG, "write exec:COMMAND");
	refused("replay:", ST_CONFIG, "write replay:FILE");
	refused("bultin", ST_CONFIG, "did you mean builtin?");
	refused("claude-sonnet-5-5", ST_CONFIG, "did you mean anthropic/claude-sonnet-5-5?");
	refused("gpt-6-luna", ST_CONFIG, "did you mean openai/gpt-6-luna?");
	refused("whatever", ST_CONFIG, "write PROVIDER/MODEL");
	refused("antropic/claude", ST_CONFIG, "did you mean anthropic?");
	refused("gorq/x", ST_CONFIG, "did you mean groq?");
	refused("somebody/x", ST_CONFIG, "providers.somebody.kind");
	refused("anthropic/", ST_CONFIG, "write PROVIDER/MODEL");
	refused("/x", ST_CONFIG, "write PROVIDER/MODEL");
	refused("a b/x", ST_CONFIG, "write PROVIDER/MODEL");
	refused("openai/a\nb", ST_CONFIG, "write PROVIDER/MODEL");
	refused("half/x", ST_CONFIG, "providers.half.kind is missing");
	refused("bare/x", ST_CONFIG, "providers.bare.url is missing");
	refused("\xff/x", ST_CONFIG, "not UTF-8");
}
END_TEST

START_TEST(the_usual_key_goes_to_the_usual_host)
{
	struct model *model;

	refused("anthropic/claude-x", ST_REFUSED, "set ANTHROPIC_API_KEY");
	setenv("ANTHROPIC_API_KEY", "sk-ant-1", 1);
	setenv("OPENAI_API_KEY", "sk-2", 1);
	model = open_ok("anthropic/claude-x");
	ck_assert_str_eq(model->name, "anthropic/claude-x");
	ck_assert_str_eq(model->id, "claude-x");
	ck_assert_str_eq(model->key, "sk-ant-1");
	ck_assert_str_eq(model->key_source, "ANTHROPIC_API_KEY");
	ck_assert_str_eq(model->url, "https://api.anthropic.com");
	model_close(model);
	expect("openai/gpt-x", "https://api.openai.com/v1", "sk-2");
	expect("openai-chat/gpt-x", "https://api.openai.com/v1", "sk-2");
	expect("ollama/llama3.2:3b", "http://127.0.0.1:11434", NULL);
	setenv("ANTHROPIC_API_KEY", "", 1);
	refused("anthropic/claude-x", ST_REFUSED, "set ANTHROPIC_API_KEY");
}
END_TEST

/* What another place gives as the URL does not get the key that everybody has. */
START_TEST(the_usual_key_goes_nowhere_else)
{
	setenv("ANTHROPIC_API_KEY", "sk-ant-1", 1);
	setenv("OPENAI_API_KEY", "sk-2", 1);
	setenv("OLLAMA_API_KEY", "sk-3", 1);
	setenv("VOYAGE_API_KEY", "pa-4", 1);
	configure("providers:\n"
		  "  anthropic: { url: https://elsewhere.example }\n"
		  "  openai: { url: https://api.openai.com.elsewhere.example/v1 }\n"
		  "  openai-chat: { url: https://elsewhere.example/v1/ }\n"
		  "  ollama: { url: https://elsewhere.example }\n"
		  "  voyage: { url: \"https://api.voyageai.com:8443/v1\" }\n"
		  "  near: { kind: anthropic, url: \"http://127.0.0.1:9\" }\n"
		  "  groq: { kind: openai-chat, url: https://api.groq.example/openai/v1 }\n"
		  "  work: { kind: anthropic }\n"
		  "  plain: { kind: openai, url: \"http://api.openai.com/v1\" }\n");
	refused("anthropic/x", ST_REFUSED, "providers.anthropic.key_variable");
	refused("openai/x", ST_REFUSED, "not meant for that host");
	expect("openai-chat/x", "https://elsewhere.example/v1", NULL);
	expect("ollama/x", "https://elsewhere.example", NULL);
	refused("voyage/x", ST_REFUSED, "providers.voyage.key_variable");
	expect("near/x", "http://127.0.0.1:9", NULL);
	expect("groq/x", "https://api.groq.example/openai/v1", NULL);
	expect("work/x", "https://api.anthropic.com", "sk-ant-1");
	refused("plain/x", ST_REFUSED, "providers.plain.key_variable");
}
END_TEST

START_TEST(the_environment_may_send_its_own_key_elsewhere)
{
	setenv("ANTHROPIC_API_KEY", "sk-ant-1", 1);
	setenv("ANTHROPIC_BASE_URL", "https://proxy.example/a/", 1);
	expect("anthropic/x", "https://proxy.example/a", "sk-ant-1");
	setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:8080", 1);
	expect("anthropic/x", "http://127.0.0.1:8080", "sk-ant-1");
	setenv("ANTHROPIC_BASE_URL", "http://proxy.example", 1);
	refused("anthropic/x", ST_REFUSED, "does not travel over plain http to proxy.example");
	unsetenv("ANTHROPIC_API_KEY");
	refused("anthropic/x", ST_REFUSED, "set ANTHROPIC_API_KEY");
	setenv("ANTHROPIC_BASE_URL", "http://localhost:8080", 1);
	expect("anthropic/x", "http://localhost:8080", NULL);
	setenv("ANTHROPIC_BASE_URL", "https://me:hidden@proxy.example", 1);
	refused("anthropic/x", ST_CONFIG, "ANTHROPIC_BASE_URL is no base URL");
	setenv("OLLAMA_API_KEY", "sk-3", 1);
	setenv("OLLAMA_HOST", "gpu.example", 1);
	expect("ollama/x", "http://gpu.example:11434", NULL);
	setenv("OLLAMA_HOST", "ollama.com", 1);
	expect("ollama/x", "https://ollama.com", "sk-3");
	unsetenv("OLLAMA_API_KEY");
	refused("ollama/x", ST_REFUSED, "set OLLAMA_API_KEY");
}
END_TEST

START_TEST(a_url_with_a_password_is_not_shown)
{
	struct model *model = NULL;
	struct err err = ERR_INIT;

	configure("providers.g: { kind: openai-chat, url: \"https://me:hidden@g.example\" }\n");
	ck_assert(model_open("g/x", config, shared, &model, &err) == ST_CONFIG);
	ck_assert_ptr_null(strstr(err.text, "hidden"));
	configure("providers.g: { kind: openai-chat, url: \"https://g.example/?key=a\" }\n");
	refused("g/x", ST_CONFIG, "providers.g.url is no base URL");
	configure("providers.g: { kind: openai-chat, url: \"file:///etc/passwd\" }\n");
	refused("g/x", ST_CONFIG, "providers.g.url is no base URL");
}
END_TEST

START_TEST(a_key_that_would_write_headers_is_refused)
{
	static const char *const bad[] = { "a\nx-evil: 1", "a b", "a\x01", "\xc3\xa4", "  \t" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		setenv("ANTHROPIC_API_KEY", bad[i], 1);
		refused("anthropic/x", ST_REFUSED, "the key in ANTHROPIC_API_KEY");
	}
	setenv("ANTHROPIC_API_KEY", " sk-ant-1 \t", 1);
	expect("anthropic/x", "https://api.anthropic.com", "sk-ant-1");
}
END_TEST

START_TEST(atlas_keys_go_to_their_own_host)
{
	setenv("VOYAGE_API_KEY", "al-1", 1);
	expect("voyage/voyage-4", "https://ai.mongodb.com/v1", "al-1");
	setenv("VOYAGE_API_KEY", "pa-1", 1);
	expect("voyage/voyage-4", "https://api.voyageai.com/v1", "pa-1");
	configure("providers.v: { kind: voyage, url: https://v.example, key_variable: "
		  "VOYAGE_API_KEY }\n");
	setenv("VOYAGE_API_KEY", "al-1", 1);
	expect("v/voyage-4", "https://v.example", "al-1");
}
END_TEST

static void
put_key(const char *text, mode_t mode)
{
	char *path = file_join(dir, "key");
	struct err err = ERR_INIT;

	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	ck_assert(chmod(path, mode) == 0);
	free(path);
}

START_TEST(a_key_file_is_the_users_own_and_nobody_elses)
{
	static const mode_t open_to_others[] = { 0640, 0604, 0620, 0644, 0601 };
	char *path = file_join(dir, "key"), *link = file_join(dir, "link");

	configure("providers.anthropic.key_file: ~/key\nproviders.l: { kind: anthropic, key_file: "
		  "~/link }\nproviders.d: { kind: anthropic, key_file: / }\n");
	refused("anthropic/x", ST_REFUSED, "the key file");
	put_key("sk-file\nrest of the file\n", 0600);
	expect("anthropic/x", "https://api.anthropic.com", "sk-file");
	put_key("sk-file\r\n", 0400);
	expect("anthropic/x", "https://api.anthropic.com", "sk-file");
	for (size_t i = 0; i < sizeof open_to_others / sizeof open_to_others[0]; i++) {
		ck_assert(chmod(path, open_to_others[i]) == 0);
		refused("anthropic/x", ST_REFUSED, "chmod 600");
	}
	ck_assert(chmod(path, 0600) == 0 && symlink(path, link) == 0);
	refused("l/x", ST_REFUSED, "symbolic link");
	refused("d/x", ST_REFUSED, "no regular file");
	put_key("\n", 0600);
	refused("anthropic/x", ST_REFUSED, "it is empty");
	ck_assert(unlink(path) == 0 && mkfifo(path, 0600) == 0);
	refused("anthropic/x", ST_REFUSED, "no regular file");
	free(link);
	free(path);
}
END_TEST

START_TEST(a_command_prints_the_key)
{
	configure(
	    "providers:\n"
	    "  a: { kind: anthropic, key_command: \"printf 'sk-cmd\\nmore'\" }\n"
	    "  b: { kind: anthropic, key_command: \"echo sk; exit 3\" }\n"
	    "  c: { kind: anthropic, key_command: \"kill -9 $$\" }\n"
	    "  d: { kind: anthropic, key_command: \"true\" }\n"
	    "  e: { kind: anthropic, key_command: \"yes sk | head -c 900000\" }\n"
	    "  f: { kind: anthropic, key_command: \"yes | tr -d '\\n' | head -c 9000\" }\n"
	    "  g: { kind: anthropic, url: \"http://g.example\", key_command: \"echo k\" }\n"
	    "  h: { kind: openai-chat, url: \"http://127.0.0.1:1\", key_command: \"echo k\" }\n");
	expect("a/x", "https://api.anthropic.com", "sk-cmd");
	refused("b/x", ST_REFUSED, "providers.b.key_command: it ended with status 3");
	refused("c/x", ST_REFUSED, "ended by signal 9");
	refused("d/x", ST_REFUSED, "it is empty");
	expect("e/x", "https://api.anthropic.com", "sk");
	refused("f/x", ST_REFUSED, "longer than any key");
	refused("g/x", ST_REFUSED, "plain http to g.example");
	expect("h/x", "http://127.0.0.1:1", "k");
}
END_TEST

START_TEST(a_command_that_never_ends_is_ended)
{
	char out[SECRET_MAX] = "";
	struct err err = ERR_INIT;
	int64_t from = time_monotonic_ms();

	ck_assert(secret_command("echo sk; exec sleep 60", 200, out, &err) == ST_REFUSED);
	ck_assert(time_monotonic_ms() - from < 20000);
	ck_assert(secret_command("echo sk; exec sleep 60 >&-", 200, out, &err) == ST_REFUSED);
	ck_assert_str_eq(out, "");
	ck_assert(time_monotonic_ms() - from < 40000);
}
END_TEST

START_TEST(the_first_source_that_is_there_counts)
{
	configure("providers.anthropic:\n  key_variable: MY_KEY\n  key_file: ~/key\n"
		  "  key_command: echo from-command\n");
	put_key("from-file", 0600);
	setenv("MY_KEY", "from-variable", 1);
	setenv("ANTHROPIC_API_KEY", "usual", 1);
	expect("anthropic/x", "https://api.anthropic.com", "from-variable");
	unsetenv("MY_KEY");
	expect("anthropic/x", "https://api.anthropic.com", "from-file");
	configure("providers.anthropic:\n  key_variable: MY_KEY\n");
	refused("anthropic/x", ST_REFUSED, "set MY_KEY");
}
END_TEST

START_TEST(a_model_opens_without_its_key)
{
	struct model *model = NULL;
	struct err err = ERR_INIT;

	configure("providers.anthropic.key_command: touch ran; exit 1\n");
	ck_assert(model_open_keyless("anthropic/x", config, shared, &model, &err) == ST_OK);
	ck_assert_ptr_null(model->key);
	ck_assert(!file_exists("ran"));
	ck_assert(model_read_key(model, config, &err) == ST_REFUSED);
	ck_assert(file_exists("ran") && unlink("ran") == 0);
	model_close(model);
}
END_TEST

/* What envconfig.Host of ollama makes of them, as a client. */
START_TEST(ollama_host_is_read_as_ollama_does)
{
	static const struct {
		const char *text, *url;
	} cases[] = {
		{ "", "http://127.0.0.1:11434" },
		{ "1.2.3.4", "http://1.2.3.4:11434" },
		{ "1.2.3.4:1234", "http://1.2.3.4:1234" },
		{ ":1234", "http://127.0.0.1:1234" },
		{ "example.com", "http://example.com:11434" },
		{ "example.com:", "http://example.com:11434" },
		{ "http://example.com", "http://example.com:80" },
		{ "https://example.com", "https://example.com:443" },
		{ "https://example.com:1234", "https://example.com:1234" },
		{ "https://example.com:99999", "https://example.com:443" },
		{ "example.com:66000", "http://example.com:11434" },
		{ "example.com/ollama", "http://example.com:11434/ollama" },
		{ "https://example.com/a/b", "https://example.com:443/a/b" },
		{ "0.0.0.0", "http://127.0.0.1:11434" },
		{ "[::1]", "http://[::1]:11434" },
		{ "[::]:1337", "http://[::1]:1337" },
		{ "::1", "http://[::1]:11434" },
		{ " \"0.0.0.0:80\" ", "http://127.0.0.1:80" },
		{ "ollama.com", "https://ollama.com" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *url = model_ollama_url(cases[i].text);

		ck_assert_msg(strcmp(url, cases[i].url) == 0, "%s: %s", cases[i].text, url);
		free(url);
	}
}
END_TEST

static struct model_caps
caps_of(const char *name)
{
	struct model *model = NULL;
	struct err err = ERR_INIT;
	struct model_caps caps;

	ck_assert_msg(
	    model_open_keyless(name, config, shared, &model, &err) == ST_OK, "%s", err.text);
	caps = model->caps;
	model_close(model);
	return caps;
}

START_TEST(what_a_model_takes_is_data_and_unknown_ones_are_treated_with_care)
{
	struct model_caps c;

	configure("providers.groq: { kind: openai-chat, url: https://g.example }\n");
	c = caps_of("anthropic/claude-sonnet-5-5");
	ck_assert(!c.sampling && c.effort && c.stop && c.cache_prompt && !c.seed);
	ck_assert(c.context == 1000000 && c.max_output == 128000);
	ck_assert(c.schema == MODEL_SCHEMA_NATIVE && c.streaming);
	c = caps_of("anthropic/claude-haiku-4-5-20251001");
	ck_assert(c.sampling && !c.effort && c.context == 200000 && c.max_output == 64000);
	c = caps_of("anthropic/claude-opus-4-7");
	ck_assert(!c.sampling && c.context == 1000000);
	c = caps_of("anthropic/never-heard-of");
	ck_assert(!c.sampling && !c.effort && c.context == 0 && c.max_output == 0);
	c = caps_of("openai/never-heard-of");
	ck_assert(!c.sampling && !c.stop && !c.effort && c.schema == MODEL_SCHEMA_NATIVE);
	c = caps_of("openai/gpt-6.2-sol");
	ck_assert(!c.sampling && c.effort && c.context == 1050000);
	c = caps_of("openai/gpt-6-luna");
	ck_assert(c.context == 922000 && c.max_output == 128000);
	c = caps_of("openai/gpt-4.1-mini");
	ck_assert(c.sampling && !c.effort);
	c = caps_of("openai/text-embedding-3-large");
	ck_assert(c.dimensions == 3072 && c.batch == 2048);
	c = caps_of("openai-chat/gpt-5-mini");
	ck_assert(!c.sampling && !c.stop && c.schema == MODEL_SCHEMA_NATIVE);
	ck_assert_str_eq(c.max_tokens, "max_completion_tokens");
	c = caps_of("groq/llama");
	ck_assert(c.sampling && c.stop && c.schema == MODEL_SCHEMA_PROMPT);
	ck_assert_str_eq(c.max_tokens, "max_tokens");
	c = caps_of("ollama/llama3.2:3b");
	ck_assert(c.sampling && c.seed && c.schema == MODEL_SCHEMA_NATIVE && c.context == 8192);
	c = caps_of("ollama/gpt-oss:120b-cloud");
	ck_assert(c.schema == MODEL_SCHEMA_PROMPT && c.effort);
	c = caps_of("voyage/voyage-3-lite");
	ck_assert(c.dimensions == 512 && c.batch == 128);
}
END_TEST

static void
put_table(const char *text)
{
	char *below = file_join(dir, ".config/rsg"), *path = file_join(below, "models.yaml");
	struct err err = ERR_INIT;

	ck_assert(file_mkdirs(below, 0700, &err) == ST_OK);
	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	share_close(shared);
	shared = share_open(NULL);
	free(path);
	free(below);
}

START_TEST(a_users_own_table_is_read_and_its_mistakes_are_named)
{
	static const char *const bad[] = { "sampling: 1", "contexts: 5", "context: many",
		"context: -1", "schema: maybe", "max_tokens: most" };

	configure("");
	put_table("models:\n- { match: '*z*', context: 7, stop: true }\n"
		  "- { match: 'ollama/*', context: 5 }\n");
	ck_assert(caps_of("ollama/z").context == 5 && caps_of("ollama/z").stop);
	ck_assert(caps_of("openai/z").context == 7 && !caps_of("voyage/a").stop);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		char *text = mem_printf("models:\n- { match: 'ollama/*', %s }\n", bad[i]);

		put_table(text);
		refused("ollama/x", ST_CONFIG, "models.yaml: ollama/*: ");
		free(text);
	}
}
END_TEST

UNIT_SUITE(model)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, names_without_a_server_are_taken_apart);
	tcase_add_test(tc, what_is_no_model_is_said_with_what_was_meant);
	tcase_add_test(tc, the_usual_key_goes_to_the_usual_host);
	tcase_add_test(tc, the_usual_key_goes_nowhere_else);
	tcase_add_test(tc, the_environment_may_send_its_own_key_elsewhere);
	tcase_add_test(tc, a_url_with_a_password_is_not_shown);
	tcase_add_test(tc, a_key_that_would_write_headers_is_refused);
	tcase_add_test(tc, atlas_keys_go_to_their_own_host);
	tcase_add_test(tc, a_key_file_is_the_users_own_and_nobody_elses);
	tcase_add_test(tc, a_command_prints_the_key);
	tcase_add_test(tc, a_command_that_never_ends_is_ended);
	tcase_add_test(tc, the_first_source_that_is_there_counts);
	tcase_add_test(tc, a_model_opens_without_its_key);
	tcase_add_test(tc, ollama_host_is_read_as_ollama_does);
	tcase_add_test(tc, what_a_model_takes_is_data_and_unknown_ones_are_treated_with_care);
	tcase_add_test(tc, a_users_own_table_is_read_and_its_mistakes_are_named);
}
