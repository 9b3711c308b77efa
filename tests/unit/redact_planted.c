/* Secrets planted in texts of many forms, none of them real: how many are missed? */

#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "io/yaml.h"
#include "redact/redact_private.h"

#define VARIANTS 20
#define TAIL 12 /* bytes at the end of a token that a variant has of its own */

static uint32_t state;

static uint32_t
dice(uint32_t sides)
{
	state = state * 1664525U + 1013904223U;
	return (state >> 8) % sides;
}

static char
of(const char *alphabet)
{
	return alphabet[dice((uint32_t)strlen(alphabet))];
}

static bool
is_hidden(struct redactor *r, const char *text, const char *secret)
{
	struct buf out;
	bool hidden;

	buf_init(&out, BUF_TEXT);
	hidden = redact_text(r, text, strlen(text), &out) && strstr(out.s, secret) == NULL;
	buf_fini(&out);
	return hidden;
}

/* A token stands anywhere; %s is it. */
static const char *const places[] = { "%s", "TOKEN=%s\n", "x = \"%s\"\n", "['%s', 1]", "see `%s`.",
	"<v>%s</v>", "{\"a\":\"%s\"}", "{\\\"a\\\":\\\"%s\\\"}", "a\\n%s\\n", "?a=%s&b=1",
	"?a%%3D%s", "\x1b[32m%s\x1b[0m", "\xc3\xa9%s\xc3\xa9", "a|%s|b", "_%s ", "# %s", "(%s)",
	"\xff\xfe%s\xff", "k: %s\r\nl: 2", "\t%s", "\\u0022%s\\u0022" };

struct count {
	unsigned planted, missed;
};

static char *
filled(const char *form, const char *a, const char *b)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (const char *p = form; *p; p++) {
		if (*p != '%') {
			buf_char(&out, *p);
			continue;
		}
		p++;
		if (*p == '%')
			buf_char(&out, '%');
		else
			buf_str(&out, *p == 'n' ? a : b);
	}
	return buf_take(&out);
}

static void
plant(
    struct redactor *r, const char *form, const char *name, const char *secret, struct count *count)
{
	char *text = filled(form, name, secret);

	count->planted++;
	if (!is_hidden(r, text, secret)) {
		count->missed++;
		if (getenv("REDACT_SHOW"))
			fprintf(stderr, "missed: %s\n", text);
	}
	free(text);
}

/* Another of its kind: the end has other letters and digits. */
static void
vary(char *token)
{
	size_t n = strlen(token);

	for (size_t i = n > 2 * TAIL ? n - TAIL : n; i < n; i++) {
		char c = token[i];

		if (redact_class(c) == 3)
			token[i] = of("0123456789");
		else if (c >= 'a' && c <= 'f')
			token[i] = of("abcdef");
		else if (redact_class(c) == 1)
			token[i] = of("abcdefghijklmnopqrstuvwxyz");
	}
}

struct first {
	const char *rule;
	size_t at, n;
};

static void
take_first(void *arg, const struct redact_finding *f)
{
	struct first *first = arg;

	if (first->rule == NULL)
		*first = (struct first){ f->rule, f->at, f->length };
}

static bool
stands_alone(struct redactor *r, const char *token)
{
	return is_hidden(r, token, token);
}

/* The token that a rule's test is about, when it is one that needs no words around it. */
static char *
token_of(struct redactor *r, const char *test)
{
	struct first first = { 0 };
	char *text = mem_strdup(test), *cut, *token;

	while ((cut = strstr(text, "<+>")) != NULL)
		memmove(cut, cut + 3, strlen(cut + 3) + 1);
	redact_find(r, text, strlen(text), take_first, &first);
	token = mem_strndup(text + first.at, first.n);
	free(text);
	if (first.rule && strchr(token, '\n') == NULL && stands_alone(r, token))
		return token;
	free(token);
	return NULL;
}

static struct json *
read_rules(void)
{
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	ck_assert(file_read("lib/redact/rules.yaml", &text, &err) == ST_OK);
	ck_assert(yaml_parse(text.s, text.len, &tree, &err) == ST_OK);
	buf_fini(&text);
	return tree;
}

START_TEST(tokens_are_found_wherever_they_stand)
{
	struct redactor *r = redact_open(false);
	struct json *tree = read_rules();
	struct count count = { 0 };
	unsigned tokens = 0;

	state = 4;
	json_each (rule, json_get(tree, "rules")) {
		char *token = token_of(r, json_string(json_first(json_path(rule, "tests.found"))));

		tokens += token != NULL;
		for (int v = 0; token && v < VARIANTS; v++) {
			for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
				plant(r, places[i], "", token, &count);
			vary(token);
		}
		free(token);
	}
	json_free(tree);
	redact_close(r);
	printf("redact: %u of %u planted tokens of %u kinds missed\n", count.missed, count.planted,
	    tokens);
	ck_assert_uint_ge(tokens, 50);
	ck_assert_msg(
	    count.missed * 1000 <= count.planted, "%u of %u missed", count.missed, count.planted);
}
END_TEST

static const char *const forms[] = { "%n=%s\n", "%n=\"%s\"", "%n = \"%s\";", "%n: \"%s\"",
	"%n: %s\n", "\"%n\": \"%s\",", "'%n' => '%s',", "%n := \"%s\"", "export %n=%s\n",
	"--%n=%s ", "<%n>%s</%n>", "{\\\"%n\\\":\\\"%s\\\"}", "%n = '%s'",
	"setenv(\"%n\", \"%s\", 1)", "%n=%s&x=1", "os.environ['%n'] = '%s'", "%n: str = \"%s\"" };

static void
random_text(const char *alphabet, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = of(alphabet);
	out[n] = '\0';
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static void
plant_named(struct redactor *r, const char *const *names, const char *alphabet, size_t length,
    struct count *count)
{
	char secret[80];

	for (; *names; names++) {
		for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
			for (int v = 0; v < VARIANTS; v++) {
				random_text(alphabet, length, secret);
				plant(r, forms[f], *names, secret, count);
			}
		}
	}
}

START_TEST(random_secrets_are_found_by_their_names)
{
	static const char *const names[] = { "client_secret", "API_KEY", "apiKey", "access_token",
		"authToken", "secret_key", "SLACK_TOKEN", "private-key", "signingKey", NULL };
	struct redactor *r = redact_open(false);
	struct count count = { 0 };

	state = 5;
	plant_named(r, names, LETTERS DIGITS, 24, &count);
	plant_named(r, names, LETTERS DIGITS, 40, &count);
	plant_named(r, names, "0123456789abcdef", 32, &count);
	plant_named(r, names, LETTERS DIGITS "+/", 44, &count);
	redact_close(r);
	printf(
	    "redact: %u of %u planted secrets with a name missed\n", count.missed, count.planted);
	ck_assert_msg(
	    count.missed * 100 <= count.planted, "%u of %u missed", count.missed, count.planted);
}
END_TEST

START_TEST(passwords_are_found_by_their_names)
{
	static const char *const names[] = { "password", "DB_PASSWORD", "passwd", "userPassword",
		"spring.datasource.password", "PGPASSWORD", "passphrase", NULL };
	struct redactor *r = redact_open(false);
	struct count count = { 0 };

	state = 6;
	plant_named(r, names, LETTERS DIGITS DIGITS "!#%^*-_+?~", 12, &count);
	plant_named(r, names, LETTERS DIGITS DIGITS, 16, &count);
	redact_close(r);
	printf("redact: %u of %u planted passwords missed\n", count.missed, count.planted);
	ck_assert_msg(
	    count.missed * 50 <= count.planted, "%u of %u missed", count.missed, count.planted);
}
END_TEST

UNIT_SUITE(redact_planted)
{
	tcase_add_test(tc, tokens_are_found_wherever_they_stand);
	tcase_add_test(tc, random_secrets_are_found_by_their_names);
	tcase_add_test(tc, passwords_are_found_by_their_names);
}
