/*
 * cli_private - what the modules of cli share.
 *
 * cli.c is the order of events; opts.c reads the command line, help.c prints from the same tables,
 * input.c and output.c are the streams, open.c opens what a program needs, say.c speaks to people,
 * redact.c opens what redacts, timer.c ends what takes too long, signal.c puts an end off, model.c
 * opens models, phase.c is cli_phase(), phase_timeout.c records one that took too long.
 */
#ifndef CLI_CLI_PRIVATE_H
#define CLI_CLI_PRIVATE_H

#include "cli/cli.h"
#include "cli/opts.h"
#include "cli/output.h"

#define CLI_SHARED_OPTS 25

struct llm_options;
struct redactor;
struct schema;
struct schema_set;

struct cli_schema { /* compiled when first used */
	struct schema_set *set;
	const struct schema *schema;
};

struct cli_private {
	struct cmd cmd; /* the program's, with the needs of the flags that are given */
	struct opts opts;
	struct opt shared[CLI_SHARED_OPTS];
	bool help, version, complete, json_log, timeout_given, run_given, require_model;
	const char *output, *config_file, *show_schema;
	struct { /* given by a phase to the process that records its end */
		const char *phase, *input_sha256, *started_ms;
	} timed_out;
	char *store_file; /* the store that is open, or would be */
	struct cli_schema reads, writes;
	struct buf lines; /* bytes read ahead for cli_line() */
	size_t line_from, line_number;
	bool lines_end;
	struct redactor *redactor; /* NULL until it is first used, or the configuration is read */
};

/* help.c */
void cli_shared_opts(struct cli *cli);
void cli_help(struct cli *cli, struct buf *out);
void cli_version(const struct cli *cli, struct buf *out);
void cli_complete(struct cli *cli, struct buf *out);
enum status cli_show_schema(struct cli *cli, struct err *err);

/* open.c */
enum status cli_configure(struct cli *cli, struct err *err);
enum status cli_open(struct cli *cli, struct err *err);
void cli_open_share(struct cli *cli);
enum status cli_find_store(struct cli *cli, struct err *err); /* own->store_file */
enum status cli_open_run(struct cli *cli, struct err *err); /* cli->input from the store, for -r */
void cli_close(struct cli *cli);

/* redact.c */
enum status cli_redact(struct cli *cli, struct err *err);

/* input.c */
enum status cli_input(struct cli *cli, struct err *err);
enum status cli_check(
    struct cli_schema *compiled, const char *name, const struct json *value, struct err *err);
size_t cli_max_input(const struct cli *cli);

/* phase_timeout.c: record that own->timed_out.phase timed out; gives ST_TEMPFAIL. */
enum status cli_record_timeout(struct cli *cli, struct err *err);

/* signal.c */
bool cli_is_cancelled(void);
void cli_die_if_cancelled(void);

/* model.c: does the configuration ask for one in this phase?  Opens nothing. */
bool cli_wants_model(const struct cli *cli, const char *phase);
void cli_llm_options(struct cli *cli, const char *phase, const char *run, struct llm_options *out);

/* output.c */
enum status cli_output(struct cli *cli, struct err *err);

/* say.c */
void cli_report(struct cli *cli, const struct err *err);
/* A message as it is written to stderr, newline included; status 0 is left out. */
void cli_message(
    const struct cli *cli, const char *level, int status, const char *text, struct buf *line);

/* timer.c: after cli->timeout_ms the process says so and ends with ST_TEMPFAIL. */
void cli_timer_start(struct cli *cli, const char *what);
/* The same, and the failure of the phase is recorded in the store that is open. */
void cli_timer_start_phase(
    struct cli *cli, const char *phase, const char *run_id, const char *input_sha256);
void cli_timer_start_record(void);
void cli_timer_stop(void);

#endif
