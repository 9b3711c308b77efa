/*
 * cli - what every program does: options, streams, store, checks, messages, exit status.
 *
 * A program is a `struct cmd` and a call of cli_main().  cli_main() does what no program may
 * forget: shared options, operand count, configuration, opening what .needs says, reading and
 * checking the input, run, checking the output, writing and closing stdout and looking at the
 * result, the message, the exit status, signals.  cli_phase() does what no phase may forget:
 * prerequisites, hashes, the record of the execution and its event, timing, timeout, the error.
 *
 * Output: a program appends to cli->out (or calls cli_emit()); stdout gets it once run returned
 * ST_OK, or ST_NO or ST_TEMPFAIL with cli->out_on_no set.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "phase/phase.h"

struct config;
struct json;
struct share;
struct store;
struct words;
struct cli;

/* One option.  Exactly one target is set; it decides how the argument is read.  With `key`, the
   configuration (or RSG_*) gives the value when the flag is absent, and its bounds are checked. */
struct opt {
	char letter;	  /* 0 for none */
	const char *name; /* "weak" */
	const char *arg;  /* "score"; NULL for a flag */
	const char *help; /* one line, no capital, no stop */
	bool *flag;
	double *num;
	int *whole;
	const char **str;
	int64_t *ms;
	struct strings *list; /* may be given more than once */
	const char *key;
	int needs; /* of a flag, or a text but "-": what is needed then, in place of cmd.needs */
	const char *absent; /* --name=arg or --name alone, which is then --name=absent */
};

enum cli_needs {
	CLI_STORE = 1,	    /* open the store for writing, creating it; --no-store leaves it NULL */
	CLI_STORE_READ = 2, /* the store must be there; read only without CLI_STORE */
	CLI_SHARE = 4,
	CLI_WORDS = 8,
	CLI_RAW_INPUT = 16,	   /* stdin is the program's own business: bytes in cli->text */
	CLI_LINES = 32,		   /* stdin is JSON Lines: cli_line() */
	CLI_NO_INPUT = 64,	   /* stdin is not read */
	CLI_TABLE = 128,	   /* default output is a table: --json exists */
	CLI_NO_CONFIG_CHECK = 256, /* no configuration is read: cli->config is NULL */
	CLI_STOP_AT_OPERAND = 512, /* what follows the first operand is not this program's */
	CLI_FILE_OPERAND = 1024,   /* the last of max_operands names what is read, not stdin */
	CLI_MODEL = 2048, /* cli_phase() may open what is configured; --require-model exists */
	CLI_STORE_MAYBE = 4096, /* open the store for reading where there is one, else it is NULL */
	CLI_KEEP_TEXT = 8192,	/* cli->text holds the bytes of cli->input too, when it was read */
	CLI_OPERANDS_ARE_COMMAND = 32768, /* with operands nothing is read, no store opened */
	CLI_INPUT_MAYBE = 16384, /* a terminal or /dev/null on stdin is no input, and no error */
};

/* What a program does when its first operand says so ("rsg-runs show RUN").  The verb is taken off
   cli->operands; needs, count of operands and run are the verb's. */
struct verb {
	const char *name, *operands, *help; /* "show", "run", one line as of an option */
	int needs, min_operands, max_operands;
	enum status (*run)(struct cli *cli, struct err *err);
};

struct cmd {
	const char *name;	/* "rsg-cover" */
	const char *purpose;	/* one line, as in the manual's NAME section */
	const char *synopsis;	/* options of its own and operands, "[-k score] [-w score]" */
	const char *reads;	/* schema of stdin, or of each line; NULL when not JSON */
	const char *writes;	/* schema of stdout, or of each line; NULL when not JSON */
	const struct opt *opts; /* ends with a zero entry */
	int needs;		/* enum cli_needs, or-ed */
	int min_operands, max_operands; /* max -1: any number */
	enum status (*run)(struct cli *cli, struct err *err);
	const struct verb *verbs; /* ends with a zero entry; NULL when there are none */
};

struct cli {
	const struct cmd *cmd;
	struct config *config;
	struct store *store;
	struct share *share;
	struct words *words;
	struct json *input; /* the document from stdin or, with -r RUN, from the store */
	struct buf text;    /* CLI_RAW_INPUT, CLI_KEEP_TEXT */
	const char *source; /* where the input came from: a file's name, or "-" */
	struct buf out;
	bool out_on_no; /* out is printed with ST_NO and ST_TEMPFAIL too */
	bool empty_ok;	/* cli_line(): an input without a byte is the end, not an error */
	char **operands;
	int operand_count;
	const char *run; /* -r or RSG_RUN; NULL */
	bool quiet, verbose, dry_run, pretty, json, no_color, no_input, no_store;
	int64_t now_ms, timeout_ms;
	struct cli_private *own;
};

int cli_main(const struct cmd *cmd, int argc, char **argv);
/* An error of a program that did not get as far as cli_main(); gives its exit status. */
int cli_fail(const struct cmd *cmd, int argc, char **argv, const struct err *err);

/*
 * Run a phase over cli->input and put the document with its entry on cli->out.  audit is called
 * inside the store's transaction, so that what it writes is part of it; others say with env->keep
 * what is written in it.  rsg-ingest and rsg-impact make the document in cli->input first.
 */
enum status cli_phase(
    struct cli *cli, const char *phase, phase_fn *fn, const void *args, struct err *err);

/* The next line of JSON Lines input without its newline, lent until the next; ST_NO at the end. */
enum status cli_line(struct cli *cli, const char **line, size_t *n, struct err *err);
/* Parse a line and check it against .reads; the error names the line. */
enum status cli_parse_line(
    struct cli *cli, const char *line, size_t n, struct json **out, struct err *err);

/* A file given by name ("-" is stdin), bounded by limits.*_bytes; empty is ST_DATA.  A zeroed
   buf is initialised. */
enum status cli_read(struct cli *cli, const char *path, struct buf *out, struct err *err);
/* The raw input is a document after all. */
enum status cli_take_document(struct cli *cli, struct err *err);

/* The id for a new run: -r or RSG_RUN where given, else a fresh one.  out has UUID_TEXT bytes. */
enum status cli_new_run_id(struct cli *cli, char *out, struct err *err);

/* Check a value against .writes and append it to cli->out, one line or pretty as asked. */
enum status cli_emit(struct cli *cli, const struct json *value, struct err *err);
enum status cli_flush(struct cli *cli, struct err *err); /* write cli->out now, but for -o */

/* Say something to a person on stderr; -q silences it.  Control characters are shown. */
void cli_say(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cli_warn(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cli_debug(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

int cli_color(const struct cli *cli);	/* how many colours stdout may have; 0: none */
bool cli_unicode(void);			/* bars and heat maps may use it */
int cli_columns(const struct cli *cli); /* 0: not a terminal, never cut */

#endif
