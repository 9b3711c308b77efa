#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/snapshot.h"
#include "doc/schema.h"
#include "io/json.h"
#include "io/tty.h"
#include "review/review_private.h"
#include "store/run.h"

/* An id, the start of one, or "last". */
static bool
names_a_run(const char *word)
{
	size_t n = strlen(word);

	return strcmp(word, "last") == 0 ||
	       (n >= RUN_PREFIX_LEAST && n < UUID_TEXT && strspn(word, "0123456789abcdef-") == n);
}

/* A hook's or a job's stdin may be anything; a document comes through a pipe or from a file. */
static bool
stdin_holds_a_document(void)
{
	struct stat info;

	return fstat(STDIN_FILENO, &info) == 0 &&
	       (S_ISFIFO(info.st_mode) || S_ISREG(info.st_mode) || S_ISSOCK(info.st_mode));
}

static enum status
read_document(struct cli *cli, const char *path, struct err *err)
{
	const struct schema *schema = NULL;
	struct schema_set *set = NULL;
	struct json *doc = NULL;
	enum status st = cli_read(cli, path, &cli->text, err);

	if (st)
		return st;
	st = json_parse(cli->text.s, cli->text.len, &doc, err);
	if (st == ST_OK)
		st = schema_builtin("run-document", &set, &schema, err);
	if (st == ST_OK)
		st = schema_check(schema, doc, err);
	schema_set_free(set);
	if (st) {
		json_free(doc);
		return err_context(err, "%.300s", strcmp(path, "-") == 0 ? "standard input" : path);
	}
	cli->input = doc;
	return ST_OK;
}

enum status
review_document(struct cli *cli, struct err *err)
{
	const char *word = cli->operand_count ? cli->operands[0] : NULL;
	char id[UUID_TEXT];

	if (word == NULL)
		word = cli->run ? cli->run : stdin_holds_a_document() ? "-" : "last";
	if (word != cli->run && !names_a_run(word))
		return read_document(cli, word, err);
	if (cli->store == NULL)
		return err_set(err, ST_USAGE,
		    "the run is in the store: leave out --no-store, or give a run document");
	if (run_find(cli->store, word, id, err))
		return err->status;
	return run_doc(cli->store, id, NULL, &cli->input, err);
}

enum status
review_root(struct review *review, struct err *err)
{
	if (review->root)
		return ST_OK;
	if (review->args->root) {
		review->root = realpath(review->args->root, NULL);
		return review->root ? ST_OK
				    : err_set(err, ST_NOINPUT, "there is no directory %.300s",
					  review->args->root);
	}
	review->root = cli_project_root();
	if (review->root)
		return ST_OK;
	return err_set(err, ST_NOINPUT,
	    "here is no project, neither .rsg nor .git: name its directory with --root");
}
