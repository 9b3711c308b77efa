/* rsg-check - say whether a document fits its schema.  See rsg-check(1). */

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "doc/schema.h"
#include "io/json.h"

static bool list;

static const struct opt opts[] = {
	{ 'l', "list", NULL, "list the schemas", .flag = &list },
	{ 0 },
};

static void
put_names(struct cli *cli)
{
	for (size_t i = 0; schema_builtin_name(i); i++)
		buf_printf(&cli->out, "%s\n", schema_builtin_name(i));
}

/* The member that says what a record is. */
static const char *
recognise(const struct json *value)
{
	if (json_get(value, "rsg"))
		return "run-document";
	if (json_get(value, "rsg_test"))
		return "test-case";
	return NULL;
}

/* Schemas in use: few, so a list is enough. */
struct compiled {
	const char *name;
	struct schema_set *set;
	const struct schema *schema;
};

struct checker {
	const char *name; /* NULL: recognise each record */
	VEC_OF(struct compiled) compiled;
};

static enum status
compile(struct checker *checker, const char *name, const struct schema **out, struct err *err)
{
	struct compiled *c;

	vec_each (struct compiled *, it, &checker->compiled) {
		if (strcmp(it->name, name) == 0) {
			*out = it->schema;
			return ST_OK;
		}
	}
	if (schema_builtin_text(name, &(size_t){ 0 }) == NULL)
		return err_set(err, ST_USAGE,
		    "there is no schema \"%.60s\": rsg-check --list names them", name);
	c = vec_add(&checker->compiled);
	c->name = name;
	if (schema_builtin(name, &c->set, &c->schema, err))
		return err->status;
	*out = c->schema;
	return ST_OK;
}

static enum status
check_text(struct checker *checker, const char *text, size_t n, struct err *err)
{
	const struct schema *schema = NULL;
	struct json *value = NULL;
	const char *name = checker->name;
	enum status st = json_parse(text, n, &value, err);

	if (st)
		return st;
	if (name == NULL)
		name = recognise(value);
	if (name == NULL)
		st = err_set(err, ST_DATA,
		    "neither a run document nor a test case: name the schema, rsg-check --list "
		    "lists them");
	else
		st = compile(checker, name, &schema, err);
	if (st == ST_OK)
		st = schema_check(schema, value, err);
	json_free(value);
	return st;
}

/* One value over many lines, or a value a line. */
static bool
is_one_value(const struct buf *text)
{
	struct err ignored = ERR_INIT;
	struct json *value = NULL;

	if (json_parse(text->s, text->len, &value, &ignored))
		return false;
	json_free(value);
	return true;
}

static enum status
check_lines(struct checker *checker, const struct buf *text, struct err *err)
{
	size_t number = 0;

	for (size_t at = 0; at < text->len;) {
		const char *line = text->s + at, *end = memchr(line, '\n', text->len - at);
		size_t n = end ? (size_t)(end - line) : text->len - at;

		number++;
		at += n + 1;
		if (n > 0 && check_text(checker, line, n, err))
			return err->status == ST_DATA ? err_context(err, "record %zu", number)
						      : err->status;
	}
	return ST_OK;
}

static bool
looks_like_lines(const struct buf *text)
{
	const char *end = memchr(text->s, '\n', text->len);
	struct buf first = { .s = text->s, .len = end ? (size_t)(end - text->s) : 0 };

	return end && first.len && end + 1 < text->s + text->len && is_one_value(&first);
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct checker checker = { .name = cli->operand_count ? cli->operands[0] : NULL };
	enum status st;

	if (list) {
		put_names(cli);
		return ST_OK;
	}
	st = cli_read(cli, cli->operand_count > 1 ? cli->operands[1] : "-", &cli->text, err);
	if (st == ST_OK && looks_like_lines(&cli->text))
		st = check_lines(&checker, &cli->text, err);
	else if (st == ST_OK)
		st = check_text(&checker, cli->text.s, cli->text.len, err);
	vec_each (struct compiled *, it, &checker.compiled)
		schema_set_free(it->set);
	vec_fini(&checker.compiled);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-check",
	.purpose = "say whether a document fits its schema",
	.synopsis = "[-l] [schema [file]]",
	.opts = opts,
	.needs = CLI_NO_INPUT,
	.max_operands = 2,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
