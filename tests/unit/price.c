#include "llm/price.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "llm/model.h"
#include "llm/provider.h"
#include "store_dir.h"
#include "unit.h"

#define K ((int64_t)1000)

static struct store_dir dir;
static struct share *share;
static struct prices *prices;
static struct err err;
static int64_t now_ms;

static void
write_user(const char *text)
{
	char *path = mem_printf("%s/rsg/prices.json", dir.path);
	char *parent = mem_printf("%s/rsg", dir.path);

	ck_assert(file_mkdirs(parent, 0700, &err) == ST_OK);
	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	free(path);
	free(parent);
}

static enum status
open_all(void)
{
	prices_close(prices);
	prices = NULL;
	share_close(share);
	share = share_open(NULL);
	return prices_open(share, NULL, &prices, &err);
}

static void
setup(void)
{
	dir = store_dir_new();
	err = (struct err)ERR_INIT;
	setenv("XDG_CONFIG_HOME", dir.path, 1);
	setenv("RSG_SHARE", "share", 1);
	time_parse("2026-11-20T12:00:00Z", &now_ms);
	ck_assert_msg(open_all() == ST_OK, "%s", err.text);
}

static void
teardown(void)
{
	prices_close(prices);
	share_close(share);
	store_dir_free(&dir);
}

/* "anthropic/claude-x", or "corp=anthropic/claude-x" for a provider that speaks a dialect. */
static struct price
find(const char *name, const char *url)
{
	char *copy = mem_strdup(name), *id = strchr(copy, '/'), *kind;
	struct provider provider = { 0 };
	struct model model = { .provider = copy, .kind = &provider };
	struct price price;

	*id++ = '\0';
	kind = strchr(copy, '=');
	if (kind)
		*kind++ = '\0';
	provider.kind = kind ? kind : copy;
	model.id = id;
	model.url = url ? mem_strdup(url) : NULL;
	prices_find(prices, &model, now_ms, &price);
	free(model.url);
	free(copy);
	return price;
}

START_TEST(costs_are_what_a_hand_computes)
{
	static const struct {
		const char *name;
		struct llm_usage usage;
		int64_t micro;
	} cases[] = {
		/* 1000*2 + 500*10 */
		{ "anthropic/claude-sonnet-5-5", { 1000, 0, 0, 0, 500, 0, true }, 7000 },
		/* 100*2 + 20000*0.1 + 3000*2.5 + 1000*4 + 10*10 */
		{ "anthropic/claude-sonnet-5-5", { 100, 20 * K, 3 * K, K, 10, 5, true }, 13800 },
		/* 0.1 a token: 1 token costs a whole micro-dollar, 7 + 1*0.5 -> 0.7 + 0.5 */
		{ "anthropic/claude-haiku-5-5", { 1, 0, 0, 0, 0, 0, true }, 1 },
		{ "anthropic/claude-haiku-5-5", { 7, 0, 0, 0, 1, 0, true }, 2 },
		/* 100000*0.1 at the threshold; 100001*0.5 + 1000*2.5 above, reads and writes
		   counted */
		{ "anthropic/claude-haiku-5-5", { 100 * K, 0, 0, 0, 0, 0, true }, 10 * K },
		{ "anthropic/claude-haiku-5-5", { 100001, 0, 0, 0, 1000, 0, true }, 52501 },
		/* 1000*0.5 + 98000*0.05 + 1000*0.625 + 1000*1 */
		{ "anthropic/claude-haiku-5-5", { K, 98 * K, K, K, 0, 0, true }, 7025 },
		/* cache_read unknown: 10*2 + 90*2 + 4*10 */
		{ "openai/gpt-6.2-sol", { 10, 90, 0, 0, 4, 0, true }, 240 },
		/* cache_write unknown above 272000: 272001*4 + 1000*4 */
		{ "openai/gpt-6.1-sol", { 272001, 0, 1000, 0, 0, 0, true }, 1092004 },
		/* 300*0.02, 1*0.02 */
		{ "openai/text-embedding-3-small", { 300, 0, 0, 0, 0, 0, true }, 6 },
		{ "voyage/voyage-4-lite", { 1, 0, 0, 0, 0, 0, true }, 1 },
		{ "openai/gpt-4o-mini", { 0, 0, 0, 0, 0, 0, true }, 0 },
		{ "openai/gpt-4o-mini", { 5, 0, 0, 0, 0, 0, false }, -1 },
		{ "openai/no-such-model", { 5, 0, 0, 0, 0, 0, true }, -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct price price = find(cases[i].name, NULL);

		ck_assert_msg(price_cost(&price, &cases[i].usage) == cases[i].micro,
		    "%zu: %s: %lld", i, cases[i].name,
		    (long long)price_cost(&price, &cases[i].usage));
	}
}
END_TEST

START_TEST(the_most_is_never_less_than_what_it_costs)
{
	struct price price = find("anthropic/claude-sonnet-5-5", NULL);
	const struct llm_usage dear = { 0, 0, 1000, 0, 100, 0, true };

	ck_assert_int_eq(price_most(&price, 1000, 100), 3500); /* 1000*2.5 + 100*10 */
	ck_assert_int_ge(price_most(&price, 1000, 100), price_cost(&price, &dear));
	price = find("openai/gpt-6-sol", NULL);
	ck_assert_int_eq(price_most(&price, 300000, 0), 1500000); /* 300000*5, all of it long */
	price = find("openai/no-such-model", NULL);
	ck_assert_int_eq(price_most(&price, 1, 1), -1);
	price = find("ollama/m", "http://127.0.0.1");
	ck_assert_int_eq(price_most(&price, 1, 1), 0);
}
END_TEST

START_TEST(ten_tenths_are_one)
{
	struct price price = { .known = true, .in = 0.1, .out = 0.7 };

	for (int64_t n = 10; n <= 1000000; n *= 10) {
		const struct llm_usage usage = { n, 0, 0, 0, n, 0, true };

		ck_assert_int_eq(price_cost(&price, &usage), n / 10 * 8);
	}
	price = (struct price){ .known = true, .in = 0.1, .out = 0.5, .cache_read = 0.01 };
	/* 1.4 + 1.5 + 0.1, which as doubles is more than 3. */
	ck_assert_int_eq(
	    price_cost(&price, &(struct llm_usage){ 14, 10, .out = 3, .known = true }), 3);
}
END_TEST

START_TEST(a_name_finds_its_row)
{
	static const struct {
		const char *name, *row; /* NULL: unknown */
	} cases[] = {
		{ "anthropic/claude-sonnet-4-5-20250929", "claude-sonnet-4-5" },
		{ "openai/gpt-4o-2024-08-06", "gpt-4o" },
		{ "openai/gpt-4o-mini-2024-07-18", "gpt-4o-mini" },
		{ "openai/gpt-5", "gpt-5" },
		{ "openai/gpt-5-chat-latest", "gpt-5" },
		{ "openai/gpt-5-mini-0000", "gpt-5-mini" },
		{ "openai/gpt-5-pro", NULL },
		{ "openai/gpt-5-pro-2025-10-06", NULL },
		{ "openai/gpt-5.9", NULL },
		{ "openai/gpt-50", NULL },
		{ "openai/gpt-4oxlatest", NULL },
		{ "openai/gpt", NULL },
		{ "anthropic/claude-opus-5-9", NULL },
		{ "anthropic/claude-opus-5-latest", "claude-opus-5" },
		{ "anthropic/claude-opus-5-5", "claude-opus-5-5" },
		{ "openai-chat/openai/gpt-4.1", "gpt-4.1" },
		{ "corp=anthropic/claude-opus-5", "claude-opus-5" },
		{ "corp=openai-chat/claude-opus-5", NULL },
		{ "anthropic/gpt-4o", NULL },
		{ "exec/claude-opus-5", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct price price = find(cases[i].name, NULL);

		ck_assert_msg(price.known == (cases[i].row != NULL), "%s", cases[i].name);
		ck_assert_str_eq(price.model, cases[i].row ? cases[i].row : "");
		ck_assert((price.row != NULL) == price.known);
	}
}
END_TEST

START_TEST(the_row_in_force_counts)
{
	static const struct {
		const char *day;
		double read;
	} cases[] = { { "2026-01-01", 0.2 }, { "2026-09-28", 0.2 }, { "2026-10-06", 0.2 },
		{ "2026-10-07", 0.1 }, { "2030-01-01", 0.1 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *at = mem_printf("%sT23:59:59Z", cases[i].day);
		struct price price;

		ck_assert(time_parse(at, &now_ms));
		price = find("anthropic/claude-sonnet-5-5", NULL);
		ck_assert_msg(price.known && price.cache_read == cases[i].read, "%s", at);
		free(at);
	}
}
END_TEST

START_TEST(what_runs_here_is_free_and_what_runs_elsewhere_is_unknown)
{
	const struct llm_usage unknown = { 0 };
	struct price price = find("ollama/qwen3:8b", "http://127.0.0.1:11434");

	ck_assert(price.known && price.row == NULL);
	ck_assert_int_eq(price_cost(&price, &unknown), 0);
	ck_assert(find("box=ollama/qwen3:8b", "http://localhost:1").known);
	ck_assert(find("ollama/qwen3:8b", "http://[::1]:1").known);
	ck_assert(!find("ollama/qwen3:8b", "http://localhost.example.org:1").known);
	ck_assert(!find("ollama/qwen3:8b", "https://ollama.example.org").known);
	ck_assert(find("replay/calls.jsonl", NULL).known);
	ck_assert(!find("openai-chat/local", "http://127.0.0.1:8080").known);
	ck_assert(!find("exec/claude -p", NULL).known);
}
END_TEST

START_TEST(a_users_rows_come_before_ours)
{
	struct price price;

	write_user(
	    "{\"models\":["
	    "{\"id\":\"gpt-4o\",\"provider\":\"openai\",\"usd_per_mtok\":{\"input\":7,"
	    "\"output\":8}},"
	    "{\"id\":\"gpt-4.1\",\"provider\":\"openai\",\"effective_from\":\"2027-01-01\","
	    "\"usd_per_mtok\":{\"input\":7,\"output\":8}},"
	    "{\"id\":\"*\",\"provider\":\"exec\",\"usd_per_mtok\":{\"input\":0,\"output\":0}},"
	    "{\"id\":\"*\",\"provider\":\"house\",\"usd_per_mtok\":{\"input\":1,\"output\":1}},"
	    "{\"id\":\"claude-opus-5\",\"provider\":\"corp\",\"usd_per_mtok\":{\"input\":9,"
	    "\"output\":9}}]}");
	ck_assert_msg(open_all() == ST_OK, "%s", err.text);
	price = find("openai/gpt-4o-2024-08-06", NULL);
	ck_assert(price.in == 7 && price.cache_read == 7 && price.out == 8);
	ck_assert(find("openai/gpt-4.1", NULL).in == 2);
	ck_assert(find("openai/gpt-4o-mini", NULL).in == 0.15);
	ck_assert(find("exec/claude -p", NULL).known);
	ck_assert(find("corp=anthropic/claude-opus-5", NULL).in == 9);
	ck_assert(find("corp=anthropic/claude-opus-5-5", NULL).in == 4);
	ck_assert(find("house=anthropic/claude-opus-5-5", NULL).in == 1);
	ck_assert(find("anthropic/claude-opus-5", NULL).in == 5);
	ck_assert_str_eq(prices_date(prices), "2026-11-20");
}
END_TEST

START_TEST(a_table_that_makes_no_sense_is_refused_by_place)
{
	static const char *const rows[][2] = {
		{ "{\"provider\":\"p\"}", "id" },
		{ "{\"id\":\"m\"}", "input" },
		{ "{\"id\":\"m\",\"usd_per_mtok\":{\"input\":1}}", "output" },
		{ "{\"id\":\"m\",\"usd_per_mtok\":{\"input\":-1,\"output\":1}}", "input" },
		{ "{\"id\":\"m\",\"usd_per_mtok\":{\"input\":1,\"output\":\"1\"}}", "output" },
		{ "{\"id\":\"m\",\"usd_per_mtok\":{\"input\":1,\"output\":1,\"cache_read\":-1}}",
		    "cache_read" },
		{ "{\"id\":\"m\",\"effective_from\":\"soon\",\"usd_per_mtok\":{\"input\":1,"
		  "\"output\":1}}",
		    "effective_from" },
		{ "{\"id\":\"m\",\"usd_per_mtok\":{\"input\":1,\"output\":1},\"long_context\":{}}",
		    "over_tokens" },
		{ "7", "id" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = mem_printf("{\"models\":[%s]}", rows[i][0]);

		write_user(text);
		ck_assert_int_eq(open_all(), ST_CONFIG);
		ck_assert_msg(
		    strstr(err.text, "rsg/prices.json: models[0]") && strstr(err.text, rows[i][1]),
		    "%s", err.text);
		free(text);
	}
	write_user("{");
	ck_assert_int_eq(open_all(), ST_CONFIG);
	write_user("[]");
	ck_assert_int_eq(open_all(), ST_CONFIG);
}
END_TEST

START_TEST(our_table_says_when_and_where_from)
{
	struct json *table = NULL;
	struct buf text;
	int n = 0;

	buf_init(&text, BUF_DOCUMENT);
	ck_assert(file_read("share/prices.json", &text, &err) == ST_OK);
	ck_assert(json_parse(text.s, text.len, &table, &err) == ST_OK);
	json_each (row, json_get(table, "models")) {
		const struct json *usd = json_get(row, "usd_per_mtok");
		const char *id = json_get_string(row, "id");

		n++;
		ck_assert_msg(strlen(json_get_string(row, "effective_from")) == 10, "%s", id);
		ck_assert_msg(*json_get_string(row, "source"), "%s", id);
		ck_assert_msg(*json_get_string(row, "provider"), "%s", id);
		ck_assert_msg(json_get_number(usd, "input") > 0, "%s", id);
		ck_assert_msg(
		    json_get_number(usd, "cache_read") <= json_get_number(usd, "input"), "%s", id);
	}
	ck_assert_int_gt(n, 40);
	json_free(table);
	buf_fini(&text);
}
END_TEST

START_TEST(an_estimate_is_generous_and_not_wild)
{
	static const struct {
		const char *text;
		int tokens; /* as tokenizers of 2024 and later count them, about */
	} cases[] = { { "", 0 }, { "The quick brown fox jumps over the lazy dog.", 10 },
		{ "if (json_get(doc, \"story\") == NULL)\n\treturn ST_DATA;\n", 20 },
		{ "{\"id\": 12345678, \"ok\": true}", 14 },
		{ "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe7\xac\xa6", 4 },
		{ "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", 3 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t n = tokens_estimate(cases[i].text, strlen(cases[i].text));

		ck_assert_msg(n >= cases[i].tokens && n <= 2 * cases[i].tokens + 1, "%zu: %lld", i,
		    (long long)n);
	}
}
END_TEST

UNIT_SUITE(price)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, costs_are_what_a_hand_computes);
	tcase_add_test(tc, the_most_is_never_less_than_what_it_costs);
	tcase_add_test(tc, ten_tenths_are_one);
	tcase_add_test(tc, a_name_finds_its_row);
	tcase_add_test(tc, the_row_in_force_counts);
	tcase_add_test(tc, what_runs_here_is_free_and_what_runs_elsewhere_is_unknown);
	tcase_add_test(tc, a_users_rows_come_before_ours);
	tcase_add_test(tc, a_table_that_makes_no_sense_is_refused_by_place);
	tcase_add_test(tc, our_table_says_when_and_where_from);
	tcase_add_test(tc, an_estimate_is_generous_and_not_wild);
}
