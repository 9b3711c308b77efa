#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/config.h"
#include "io/file.h"

/* Each test is a process of its own, so it may set variables. */
static char *home, *project;

static void
put(const char *dir, const char *name, const char *text)
{
	struct err err = ERR_INIT;
	char *path = file_join(dir, name), *slash = strrchr(path, '/');

	*slash = '\0';
	ck_assert(file_mkdirs(path, 0700, &err) == ST_OK);
	*slash = '/';
	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	free(path);
}

static void
set_up(void)
{
	char name[] = "/tmp/rsg-unit-XXXXXX";
	struct err err = ERR_INIT;

	ck_assert_ptr_nonnull(mkdtemp(name));
	home = mem_strdup(name);
	project = file_join(home, "project/sub");
	ck_assert(file_mkdirs(project, 0700, &err) == ST_OK);
	setenv("HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("RSG_STORE");
	unsetenv("RSG_COVERAGE_WEAK");
}

static void
tear_down(void)
{
	char *command[] = { "rm", "-rf", home, NULL };

	if (fork() == 0) {
		execvp(command[0], command);
		_exit(1);
	}
	free(project);
	free(home);
}

static struct config *
open_ok(const char *file)
{
	struct config *config = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(config_open(file, project, &config, &err) == ST_OK, "%s", err.text);
	return config;
}

static void
expect(const char *file, double weak, const char *origin)
{
	struct config *config = open_ok(file);

	ck_assert(config_number(config, "coverage.weak") == weak);
	ck_assert_msg(strstr(config_origin(config, "coverage.weak"), origin) != NULL, "%s",
	    config_origin(config, "coverage.weak"));
	config_close(config);
}

START_TEST(a_nearer_place_wins_and_is_named)
{
	struct config *config;
	struct err err = ERR_INIT;
	char *other = file_join(home, "other.yaml");

	expect(NULL, 0.25, "built in");
	put(home, ".config/rsg/config.yaml", "# mine\ncoverage:\n  weak: 0.1\n");
	expect(NULL, 0.1, ".config/rsg/config.yaml:3");
	put(home, "project/.rsg/config.yaml", "coverage.weak: 0.2\n");
	expect(NULL, 0.2, "project/.rsg/config.yaml:1");
	put(home, "other.yaml", "coverage: { weak: 0.4 }\n");
	expect(other, 0.4, "other.yaml:1");
	setenv("RSG_COVERAGE_WEAK", "", 1);
	expect(NULL, 0.2, "project/.rsg/config.yaml:1");
	setenv("RSG_COVERAGE_WEAK", "0.3", 1);
	expect(NULL, 0.3, "RSG_COVERAGE_WEAK");
	config = open_ok(NULL);
	ck_assert(config_set_flag(config, "coverage.weak", "0.5", &err) == ST_OK);
	ck_assert(config_number(config, "coverage.weak") == 0.5);
	ck_assert_str_eq(config_origin(config, "coverage.weak"), "command line");
	ck_assert(config_set_flag(config, "coverage.weak", "2", &err) == ST_USAGE);
	ck_assert(config_number(config, "coverage.weak") == 0.5);
	config_close(config);
	free(other);
}
END_TEST

START_TEST(what_is_wrong_is_named_with_file_line_and_remedy)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "coverage:\n  weka: 1\n",
		    "config.yaml:2: unknown key \"coverage.weka\": did you mean "
		    "coverage.weak?" },
		{ "covered: 1\n", "did you mean coverage.covered?" },
		{ "coverage.weak: 2\n",
		    "config.yaml:1: coverage.weak is \"2\": expected a number from 0 to 1" },
		{ "coverage.weak: high\n", "expected a number" },
		{ "coverage.weak: [1]\n", "expected one value" },
		{ "coverage.weak: {a: 1}\n", "expected one value" },
		{ "retrieval.top: 1.5\n", "expected a whole number from 1 to 1000" },
		{ "phase.timeout: soon\n", "expected a duration" },
		{ "log.format: xml\n", "log.format is \"xml\": expected text|json" },
		{ "- a\n", "expected keys and values" },
		{ "a: [\n", "config.yaml: line 2" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct config *config = NULL;
		struct err err = ERR_INIT;

		put(home, ".config/rsg/config.yaml", cases[i].text);
		ck_assert_msg(config_open(NULL, project, &config, &err) == ST_CONFIG, "accepted %s",
		    cases[i].text);
		ck_assert_int_eq(err.status, ST_CONFIG);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].text, err.text);
	}
}
END_TEST

START_TEST(values_have_their_types)
{
	struct config *config;

	put(home, ".config/rsg/config.yaml",
	    "phase.timeout: 250ms\nretrieval.top: 7\ncorpus.name: shop\nlog.format: json\n"
	    "runs.keep: ~\n");
	config = open_ok(NULL);
	ck_assert(config_duration_ms(config, "phase.timeout") == 250);
	ck_assert_int_eq(config_whole(config, "retrieval.top"), 7);
	ck_assert_str_eq(config_text(config, "corpus.name"), "shop");
	ck_assert_int_eq(config_whole(config, "runs.keep"), 1000);
	ck_assert_str_eq(config_origin(config, "runs.keep"), "built in");
	config_close(config);
}
END_TEST

static void
expect_trust(bool trusted, const char *store, double threshold, size_t warnings)
{
	struct config *config = open_ok(NULL);

	ck_assert(config_is_trusted(config) == trusted);
	ck_assert_str_eq(config_text(config, "store.path"), store);
	ck_assert(config_number(config, "generation.threshold") == threshold);
	ck_assert_uint_eq(config_warnings(config)->len, warnings);
	config_close(config);
}

static void
trust(void)
{
	struct config *config = open_ok(NULL);
	struct err err = ERR_INIT;

	ck_assert_msg(config_trust(config, &err) == ST_OK, "%s", err.text);
	config_close(config);
}

START_TEST(a_clone_is_trusted_only_as_it_was_read)
{
	static const char weaker[] = "store.path: /tmp/elsewhere\ngeneration.threshold: 0.1\n";

	put(home, "project/.rsg/config.yaml", "generation.threshold: 0.9\n");
	expect_trust(false, "", 0.9, 0);
	put(home, "project/.rsg/config.yaml", weaker);
	expect_trust(false, "", 0.7, 2);
	trust();
	expect_trust(true, "/tmp/elsewhere", 0.1, 0);
	put(home, "project/.rsg/config.yaml", "store.path: /tmp/else\n");
	expect_trust(false, "", 0.7, 1);
	put(home, "project/.rsg/config.yaml", weaker);
	expect_trust(true, "/tmp/elsewhere", 0.1, 0);
}
END_TEST

START_TEST(a_clone_may_lower_a_limit_and_not_raise_it)
{
	static const struct {
		const char *text;
		double a, b;
		size_t warnings;
	} cases[] = { { "limit.a.requests: 1\nlimit.b.requests: 7\n", 1, 7, 0 },
		{ "limit.a.requests: 3\n", 2, 0, 1 }, { "limit.a.requests: 0\n", 2, 0, 1 },
		{ "limit.b.requests: 0\n", 2, 0, 1 }, { "limit.a.requests: nan\n", 2, 0, 1 } };

	put(home, ".config/rsg/config.yaml", "limit.a.requests: 2\n");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct config *config;

		put(home, "project/.rsg/config.yaml", cases[i].text);
		config = open_ok(NULL);
		ck_assert(config_number(config, "limit.a.requests") == cases[i].a);
		ck_assert(config_number(config, "limit.b.requests") == cases[i].b);
		ck_assert_uint_eq(config_warnings(config)->len, cases[i].warnings);
		config_close(config);
	}
}
END_TEST

START_TEST(trusting_a_new_version_ends_the_trust_in_the_old)
{
	put(home, "project/.rsg/config.yaml", "store.path: /tmp/old\n");
	trust();
	put(home, "project/.rsg/config.yaml", "store.path: /tmp/new\n");
	trust();
	expect_trust(true, "/tmp/new", 0.7, 0);
	put(home, "project/.rsg/config.yaml", "store.path: /tmp/old\n");
	expect_trust(false, "", 0.7, 1);
}
END_TEST

START_TEST(trust_does_not_move_with_a_copy)
{
	static const char text[] = "store.path: /tmp/elsewhere\n";

	put(home, "project/.rsg/config.yaml", text);
	trust();
	put(home, "project/sub/.rsg/config.yaml", text);
	expect_trust(false, "", 0.7, 1);
	trust();
	expect_trust(true, "/tmp/elsewhere", 0.7, 0);
}
END_TEST

START_TEST(keys_are_sorted_and_their_fallbacks_are_allowed)
{
	struct config *config = open_ok(NULL);
	struct err err = ERR_INIT;

	for (const struct config_key *key = config_keys; key->name; key++) {
		char *variable = config_variable(key->name);
		bool family = key->members != CONFIG_NONE;

		ck_assert_msg(
		    key == config_keys || strcmp(key[-1].name, key->name) < 0, "%s", key->name);
		ck_assert_int_eq(config_set_flag(config, key->name, key->fallback, &err),
		    family ? ST_USAGE : ST_OK);
		ck_assert((strchr(key->name, '*') != NULL) == (key->members != CONFIG_NONE));
		ck_assert(strncmp(variable, "RSG_", 4) == 0 && strchr(variable, '.') == NULL);
		free(variable);
	}
	config_close(config);
}
END_TEST

/* A file gives family member and family; the nearest that is set is chosen. */
START_TEST(a_member_has_its_own_value_or_that_of_its_family)
{
	static const char *const names[] = { "", NULL, "ranking", "openai/gpt-6.2", "openai" };
	struct config *config;
	struct err err = ERR_INIT;

	put(home, ".config/rsg/config.yaml",
	    "timeout:\n  openai: { idle: 3s }\n  openai/gpt-6.2: { idle: 2s }\n"
	    "  default: { connect: 1s }\nlimit.a-b.tokens: 5\nlimit.a_b.tokens: 6\n");
	setenv("RSG_LIMIT_GROQ_TOKENS", "7", 1);
	config = open_ok(NULL);
	ck_assert(config_duration_ms(config, "timeout.openai.idle") == 3000);
	ck_assert(config_duration_ms(config, "timeout.openai/gpt-6.2.idle") == 2000);
	ck_assert(config_duration_ms(config, "timeout.ollama.idle") == 120000);
	ck_assert(config_duration_ms(config, "timeout.ollama.connect") == 5000);
	ck_assert(config_duration_ms(config, "timeout.default.connect") == 1000);
	ck_assert(config_number(config, "limit.a-b.tokens") == 5);
	ck_assert(config_number(config, "limit.a_b.tokens") == 6);
	ck_assert(config_number(config, "limit.groq.tokens") == 7);
	ck_assert_str_eq(config_origin(config, "limit.groq.tokens"), "RSG_LIMIT_GROQ_TOKENS");
	ck_assert_str_eq(
	    config_first(config, "timeout.*.idle", names, 5), "timeout.openai/gpt-6.2.idle");
	ck_assert_str_eq(config_first(config, "timeout.*.idle", names, 3), "timeout.*.idle");
	ck_assert(config_set_flag(config, "limit.groq.tokens", "8", &err) == ST_OK);
	ck_assert(config_number(config, "limit.groq.tokens") == 8);
	config_close(config);
}
END_TEST

START_TEST(a_variable_sets_every_member_that_leads_to_it)
{
	struct config *config;

	put(home, ".config/rsg/config.yaml", "limit.a-b.tokens: 5\nlimit.a/b.tokens: 6\n");
	setenv("RSG_LIMIT_A_B_TOKENS", "9", 1);
	setenv("RSG_LIMIT_ALL_TOKENS", "3", 1);
	setenv("RSG_MODELS_RANKIN", "x/y", 1);
	setenv("RSG_MODELS_RANKING", "x/z", 1);
	setenv("RSG_PROVIDERS_ALL_URL", "https://all", 1);
	config = open_ok(NULL);
	ck_assert(config_number(config, "limit.a-b.tokens") == 9);
	ck_assert(config_number(config, "limit.a/b.tokens") == 9);
	ck_assert(config_number(config, "limit.a.b.tokens") == 9);
	ck_assert(config_number(config, "limit.all.tokens") == 3);
	ck_assert(config_number(config, "limit.c.tokens") == 0);
	ck_assert_str_eq(config_text(config, "models.ranking"), "x/z");
	ck_assert_str_eq(config_text(config, "models.coverage"), "");
	ck_assert_str_eq(config_text(config, "providers.all.url"), "https://all");
	ck_assert_str_eq(config_text(config, "providers.other.url"), "");
	config_close(config);
}
END_TEST

START_TEST(what_may_stand_for_the_star_is_bounded)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "models.rankin: x\n",
		    "unknown key \"models.rankin\": did you mean models.ranking?" },
		{ "providers.*.url: x\n", "put a name for the *" },
		{ "providers.a b.url: x\n", "unknown key \"providers.a b.url\"" },
		{ "providers.a.b.url: x\n", "unknown key" },
		{ "providers: { groq: { ulr: x } }\n", "did you mean providers.groq.url?" },
		{ "providers.g.kind: soap\n", "expected anthropic|openai|" },
		{ "limit.*.requests: 1\n", "put a name for the *" },
		{ "limit.x.request: 1\n", "did you mean limit.x.requests?" },
		{ "limit..requests: 1\n", "unknown key" },
		{ "limit.x.requests: {a: 1}\n", "limit.x.requests is a list or a mapping" },
		{ "limit.x.requests: -1\n", "limit.x.requests is \"-1\"" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct config *config = NULL;
		struct err err = ERR_INIT;

		put(home, ".config/rsg/config.yaml", cases[i].text);
		ck_assert_msg(config_open(NULL, project, &config, &err) == ST_CONFIG, "accepted %s",
		    cases[i].text);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].text, err.text);
	}
}
END_TEST

START_TEST(a_relative_path_is_meant_from_where_it_was_written)
{
	struct config *config;
	char *want = file_join(home, "project/here.db"), *path;

	put(home, "project/.rsg/config.yaml", "cache.path: here.db\n");
	trust();
	setenv("RSG_CASSETTE", "there.jsonl", 1);
	config = open_ok(NULL);
	path = config_path(config, "cache.path");
	ck_assert_str_eq(path, want);
	free(path);
	path = config_path(config, "cassette");
	ck_assert_str_eq(path, "there.jsonl");
	free(path);
	ck_assert_ptr_null(config_path(config, "store.path"));
	config_close(config);
	free(want);
}
END_TEST

UNIT_SUITE(config)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_nearer_place_wins_and_is_named);
	tcase_add_test(tc, what_is_wrong_is_named_with_file_line_and_remedy);
	tcase_add_test(tc, values_have_their_types);
	tcase_add_test(tc, a_clone_is_trusted_only_as_it_was_read);
	tcase_add_test(tc, a_clone_may_lower_a_limit_and_not_raise_it);
	tcase_add_test(tc, trusting_a_new_version_ends_the_trust_in_the_old);
	tcase_add_test(tc, trust_does_not_move_with_a_copy);
	tcase_add_test(tc, a_member_has_its_own_value_or_that_of_its_family);
	tcase_add_test(tc, a_variable_sets_every_member_that_leads_to_it);
	tcase_add_test(tc, what_may_stand_for_the_star_is_bounded);
	tcase_add_test(tc, a_relative_path_is_meant_from_where_it_was_written);
	tcase_add_test(tc, keys_are_sorted_and_their_fallbacks_are_allowed);
}
