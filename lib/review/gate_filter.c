#include "review/gate_filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cli/output.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "io/terminal.h"
#include "review/gate_case.h"
#include "review/gate_question.h"
#include "review/gate_wait.h"
#include "review/policy.h"

static enum status
choose_phase(const struct json *doc, const char *wanted, const char **phase, struct err *err)
{
	if (wanted && doc_phase_index(wanted) < 0)
		return err_set(err, ST_USAGE, "there is no phase \"%.60s\"", wanted);
	*phase = wanted;
	json_each (entry, json_get(doc, "phases")) {
		if (wanted == NULL && json_get(entry, "output"))
			*phase = json_key(entry);
	}
	if (*phase == NULL)
		return err_set(err, ST_DATA, "the document has no phase: nothing to approve");
	return ST_OK;
}

/* The very bytes that were read, but for an edit. */
static enum status
pass(const struct gate_case *g, struct err *err)
{
	struct cli *cli = g->cli;

	if (g->edited)
		return cli_emit(cli, g->edited, err);
	if (cli->text.len == 0 || cli->pretty)
		return cli_put(cli, cli->input, err);
	buf_add(&cli->out, cli->text.s, cli->text.len);
	return buf_check(&cli->out, "the output", err);
}

static enum status
write_feedback(const struct gate_case *g, const struct json *gate, struct err *err)
{
	static const char *const copied[] = { "run", "phase", "subject_sha256", "by", "how" };
	struct json *feedback = json_new_object();
	struct buf text;
	enum status st;

	for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
		json_set_string(feedback, copied[i], json_get_string(gate, copied[i]));
	json_set_string(feedback, "at", json_get_string(gate, "decided_at"));
	json_set_string(feedback, "reason", json_get_string(gate, "reason"));
	if (json_get(gate, "rule"))
		json_set_string(feedback, "rule", json_get_string(gate, "rule"));
	buf_init(&text, BUF_DOCUMENT);
	json_print(feedback, &text);
	buf_char(&text, '\n');
	st = file_write(g->args->feedback_out, text.s, text.len, 0644, err);
	buf_fini(&text);
	json_free(feedback);
	return st;
}

static enum status
refuse(const struct gate_case *g, const struct json *gate, struct err *err)
{
	const char *reason = json_get_string(gate, "reason"), *rule = json_get_string(gate, "rule");

	if (g->args->feedback_out && write_feedback(g, gate, err))
		return err->status;
	return err_set(err, ST_NO, "%s of run %s was rejected by %s at %s%s%s%s%s",
	    g->subject.phase, g->subject.run, json_get_string(gate, "by"),
	    json_get_string(gate, "decided_at"), *rule ? ", rule " : "", rule, *reason ? ": " : "",
	    reason);
}

static enum status
pending(const struct gate_case *g, struct err *err)
{
	struct buf command;

	buf_init(&command, BUF_TEXT);
	gate_case_command(g, &command);
	err_set(err, ST_TEMPFAIL, "%s of run %s waits for approval: %s", g->subject.phase,
	    g->subject.run, command.s);
	buf_fini(&command);
	return ST_TEMPFAIL;
}

/* What is decided is followed. */
static enum status
follow(const struct gate_case *g, struct err *err)
{
	struct json *gate = NULL;
	enum status st = g->cli->store ? gate_case_get(g, &gate, err) : ST_NO;
	const char *status = json_get_string(gate, "status");

	if (st == ST_NO || strcmp(status, "pending") == 0)
		st = pending(g, err);
	else if (st == ST_OK)
		st = strcmp(status, "approved") == 0 ? pass(g, err) : refuse(g, gate, err);
	json_free(gate);
	return st;
}

static enum status
read_policy(const char *path, struct json **policy, struct err *err)
{
	struct buf text;
	enum status st;

	buf_init(&text, BUF_TEXT);
	st = file_read(path, &text, err);
	if (st) {
		err->status = ST_CONFIG;
		st = err_context(err, "gates.policy");
	} else {
		st = policy_read(path, text.s, text.len, policy, err);
	}
	buf_fini(&text);
	return st;
}

static enum status
apply(struct gate_case *g, const char *path, const struct json *rule, struct err *err)
{
	const char *name = json_get_string(rule, "name");
	bool approve = strcmp(json_get_string(rule, "decision"), "approve") == 0;
	char *by = mem_printf("policy %.500s for %s", path, gate_case_who(g));
	const struct gate_decision decision = {
		.approve = approve, .by = by, .how = "policy", .rule = name
	};
	enum status st = ST_OK;

	if (g->cli->dry_run)
		cli_say(g->cli, "the rule \"%s\" of %s would %s %s", name, path,
		    approve ? "approve" : "reject", g->subject.phase);
	else
		st = gate_case_decide(g, &decision, err);
	free(by);
	return st == ST_NO ? ST_OK : st; /* somebody was first */
}

static enum status
try_policy(struct gate_case *g, bool *decided, struct err *err)
{
	char *path = config_path(g->cli->config, "gates.policy");
	struct json *policy = NULL;
	const struct json *rule = NULL;
	enum status st = path ? read_policy(path, &policy, err) : ST_OK;

	if (st == ST_OK)
		rule = policy_decide(policy, g->doc, g->subject.phase);
	if (rule)
		st = apply(g, path, rule, err);
	*decided = rule != NULL;
	json_free(policy);
	free(path);
	return st;
}

/* At the terminal; without one it stays pending. */
static enum status
ask(struct gate_case *g, struct err *err)
{
	struct err no_terminal = ERR_INIT;
	struct terminal *t = NULL;
	enum status st = terminal_open(&t, &no_terminal);

	if (st == ST_TEMPFAIL)
		return ST_OK;
	if (st) {
		*err = no_terminal;
		return st;
	}
	st = gate_question(g, t, err);
	terminal_close(t);
	return st;
}

static enum status
get_decided(struct gate_case *g, struct err *err)
{
	bool decided = false;
	enum status st = g->cli->dry_run ? ST_OK : gate_case_ask(g, err);

	if (st == ST_OK)
		st = try_policy(g, &decided, err);
	if (st || decided || g->cli->dry_run)
		return st;
	if (g->args->wait_ms >= 0)
		return gate_wait(g, err);
	return g->cli->no_input ? ST_OK : ask(g, err);
}

static enum status
filter(struct gate_case *g, struct err *err)
{
	struct json *gate = NULL;
	enum status st = g->cli->store ? gate_case_get(g, &gate, err) : ST_NO;
	bool open = st == ST_NO || strcmp(json_get_string(gate, "status"), "pending") == 0;

	json_free(gate);
	if (st != ST_OK && st != ST_NO)
		return st;
	if (open && get_decided(g, err))
		return err->status;
	return follow(g, err);
}

enum status
gate_filter(struct cli *cli, const struct gate_args *args, struct err *err)
{
	const char *phase = NULL;
	struct gate_case g;
	enum status st;

	if (cli->no_store)
		return err_set(err, ST_USAGE, "approvals are in the store: leave out --no-store");
	if (choose_phase(cli->input, args->phase, &phase, err) ||
	    gate_case_init(&g, cli, args, cli->input, phase, err))
		return err->status;
	st = filter(&g, err);
	gate_case_fini(&g);
	return st;
}
