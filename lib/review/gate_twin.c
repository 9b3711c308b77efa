#include "review/gate_twin.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/gates.h"
#include "cli/who.h"
#include "doc/config.h"
#include "review/gate_case.h"
#include "store/run.h"
#include "store/store.h"

#define PREFIX_LEAST 8
#define REASON_BYTES ((size_t)256 * 1024)

static enum status
check_prefix(const char *prefix, struct err *err)
{
	size_t n = prefix ? strlen(prefix) : PREFIX_LEAST;

	for (const char *s = prefix; s && *s; s++) {
		if (!isxdigit((unsigned char)*s))
			n = 0;
	}
	if (n >= PREFIX_LEAST && n < DIGEST_TEXT)
		return ST_OK;
	return err_set(err, ST_USAGE, "--sha256 is \"%.80s\": expected %d to %d hexadecimal digits",
	    prefix, PREFIX_LEAST, DIGEST_TEXT - 1);
}

static enum status
check_subject(const struct gate_args *args, const struct gate_subject *s, struct err *err)
{
	if (args->sha256 == NULL || strncasecmp(s->sha256, args->sha256, strlen(args->sha256)) == 0)
		return ST_OK;
	return err_set(err, ST_NO,
	    "%s of run %s changed: it is %.16s now, not %.64s; look at it: rsg-runs doc %s %s | "
	    "rsg-show %s",
	    s->phase, s->run, s->sha256, args->sha256, s->run, s->phase, s->phase);
}

/* Why, as the options say; free() it.  NULL: no reason. */
static enum status
read_reason(struct cli *cli, const struct gate_args *args, char **out, struct err *err)
{
	struct buf text = { 0 }, clean;
	enum status st = ST_OK;

	*out = NULL;
	if (args->feedback == NULL && (args->reason == NULL || *args->reason == '\0'))
		return ST_OK;
	buf_init(&text, REASON_BYTES);
	if (args->feedback)
		st = cli_read(cli, args->feedback, &text, err);
	else
		buf_str(&text, args->reason);
	if (st == ST_OK)
		st = buf_check(&text, "the reason", err);
	if (st == ST_OK) {
		buf_init(&clean, REASON_BYTES * 3);
		while (text.len && strchr(" \t\r\n", text.s[text.len - 1]))
			buf_cut(&text, text.len - 1);
		utf8_repair(&clean, text.s, text.len);
		*out = buf_take(&clean);
	}
	buf_fini(&text);
	return st;
}

/* What is decided or reopened without a pipe: the work inside the transaction. */
struct twin {
	struct cli *cli;
	const struct gate_args *args;
	char run[UUID_TEXT], *by, *reason;
	struct gate_choice choice;
	int64_t now_ms;
};

static enum status
decide(struct twin *t, struct err *err)
{
	struct store *store = t->cli->store;
	const struct gate_subject *subject = &t->choice.subject;
	const struct gate_decision decision = {
		.approve = t->args->approve, .by = t->by, .how = "flag", .reason = t->reason
	};
	enum status st = ST_OK;

	if (t->choice.doc)
		st = gate_ask(store, t->choice.doc, subject,
		    config_duration_ms(t->cli->config, "gates.timeout"), t->now_ms, err);
	if (st == ST_OK)
		st = gate_decide(store, subject, &decision, t->now_ms, err);
	return st;
}

static enum status
reopen(struct twin *t, struct err *err)
{
	const struct gate_subject *s = &t->choice.subject;

	if (t->choice.doc)
		return err_set(err, ST_NO,
		    "nobody asked about this %s of run %s: there is nothing to reopen", s->phase,
		    s->run);
	return gate_reopen(t->cli->store, s, t->by,
	    config_duration_ms(t->cli->config, "gates.timeout"), t->now_ms, err);
}

/* Choose, check and do in one transaction, so that nobody comes between. */
static enum status
perform(struct twin *t, enum status (*act)(struct twin *, struct err *), struct err *err)
{
	struct db *db = store_db(t->cli->store);
	enum status st;

	t->by = who();
	st = db_begin(db, err);
	if (st)
		return st;
	t->now_ms = cli_gate_now_ms();
	st = gate_choose(t->cli, t->run, t->cli->operands[1], &t->choice, err);
	if (st == ST_OK)
		st = check_subject(t->args, &t->choice.subject, err);
	if (st == ST_OK)
		st = act(t, err);
	if (st || !t->cli->dry_run)
		return db_finish(db, st, err);
	db_rollback(db);
	return ST_OK;
}

static enum status
run_twin(struct cli *cli, const struct gate_args *args,
    enum status (*act)(struct twin *, struct err *), const char *done, struct err *err)
{
	struct twin t = { .cli = cli, .args = args };
	enum status st = check_prefix(args->sha256, err);

	if (st == ST_OK)
		st = read_reason(cli, args, &t.reason, err);
	if (st == ST_OK)
		st = run_find(cli->store, cli->operands[0], t.run, err);
	if (st == ST_OK)
		st = perform(&t, act, err);
	if (st == ST_OK)
		cli_say(cli, "%s of run %s is %s%s: %.16s", t.choice.subject.phase,
		    t.choice.subject.run, done,
		    cli->dry_run ? " (dry run: nothing was changed)" : "", t.choice.subject.sha256);
	gate_choice_fini(&t.choice);
	free(t.by);
	free(t.reason);
	return st;
}

enum status
gate_twin_decide(struct cli *cli, const struct gate_args *args, struct err *err)
{
	return run_twin(cli, args, decide, args->approve ? "approved" : "rejected", err);
}

enum status
gate_twin_reopen(struct cli *cli, const struct gate_args *args, struct err *err)
{
	return run_twin(cli, args, reopen, "pending again", err);
}
