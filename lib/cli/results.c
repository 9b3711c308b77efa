#include "cli/results.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/cli.h"
#include "cli/who.h"
#include "doc/share.h"
#include "io/digest.h"
#include "io/json.h"
#include "store/corpus.h"
#include "store/result.h"
#include "store/store.h"
#include "text/excerpt.h"
#include "text/results_failure.h"
#include "text/results_json.h"
#include "text/results_match.h"

#define NOTES_SAID 5	/* of a report */
#define OUTSIDE_SAID 10 /* failures */

struct report {
	const char *source;
	char sha256[DIGEST_TEXT];
	struct results results;
	struct results_sum sum;
	size_t *found;
	bool known; /* the corpus has it */
};

struct reading {
	struct cli *cli;
	const struct cli_results *args;
	struct corpus *corpus;
	struct results_matcher *matcher; /* NULL without a corpus */
	VEC_OF(int64_t) rows;		 /* of the tests, as the matcher counts them */
	struct strings ids;
	VEC_OF(struct report) reports;
	struct failure_rules *rules; /* args->why */
};

static enum status
add_place(void *arg, const struct corpus_place *place, struct err *err)
{
	struct reading *r = arg;
	const struct results_test test = { place->test, place->file, place->framework, place->line,
		place->end_line };

	(void)err;
	results_matcher_add(r->matcher, &test);
	*vec_add(&r->rows) = place->row;
	strings_add(&r->ids, place->test);
	return ST_OK;
}

static enum status
open_corpus(struct reading *r, struct err *err)
{
	if (r->cli->store == NULL)
		return ST_OK;
	if (corpus_open(r->cli->store, r->args->corpus, &r->corpus, err))
		return err->status;
	r->matcher = results_matcher_new();
	return corpus_places(r->corpus, add_place, r, err);
}

static enum status
check_known(struct reading *r, struct report *report, struct err *err)
{
	struct result_known known;
	char at[TIME_TEXT];
	enum status st;

	if (r->corpus == NULL)
		return ST_OK;
	st = result_find(r->cli->store, corpus_info(r->corpus)->id, report->sha256, &known, err);
	for (size_t i = 0; st == ST_OK && i + 1 < r->reports.len; i++)
		report->known =
		    report->known || strcmp(r->reports.at[i].sha256, report->sha256) == 0;
	if (st == ST_OK && report->known)
		cli_say(
		    r->cli, "%s is the same as a report before it: it counts once", report->source);
	if (st != ST_NO)
		return st;
	report->known = true;
	time_format(known.added_at, at);
	cli_say(r->cli, "%s was read before, on %.10s as %s: it counts once", report->source, at,
	    known.source);
	return ST_OK;
}

static void
say_outside(struct cli *cli, const struct report *report)
{
	size_t said = 0;
	struct buf why;

	buf_init(&why, BUF_TEXT);
	vec_each (const struct results_case *, c, &report->results.cases) {
		if (!c->outside || !results_is_failure(c->status) || said++ >= OUTSIDE_SAID)
			continue;
		buf_clear(&why);
		excerpt_line(&why, c->message, 200);
		cli_warn(cli, "%s: outside of the tests: %.200s%s%s", report->source, c->name,
		    why.len ? ": " : "", why.s);
	}
	buf_fini(&why);
	if (said > OUTSIDE_SAID)
		cli_warn(cli, "%s: and %zu more", report->source, said - OUTSIDE_SAID);
}

static void
say_notes(struct reading *r, struct report *report)
{
	const struct strings *notes = &report->results.notes;

	if (r->args->exit_status >= 0)
		results_check_exit(&report->results, r->args->exit_status);
	for (size_t i = 0; i < notes->len && i < NOTES_SAID; i++)
		cli_warn(r->cli, "%s: %s", report->source, notes->at[i]);
	if (notes->len > NOTES_SAID)
		cli_warn(r->cli, "%s: and %zu more of the kind", report->source,
		    notes->len - NOTES_SAID);
	say_outside(r->cli, report);
}

static enum status
read_report(struct reading *r, const char *path, struct err *err)
{
	struct report *report;
	struct buf text = { 0 };
	struct results results;
	enum status st = cli_read(r->cli, path, &text, err);

	if (st == ST_OK && results_read(r->args->format, text.s, text.len, &results, err))
		st = err_context(err, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
	if (st == ST_OK) {
		report = vec_add(&r->reports);
		*report = (struct report){ .source = path, .results = results };
		digest_text(text.s, text.len, report->sha256);
		report->found = mem_calloc(results.cases.len + 1, sizeof *report->found);
		results_sum(&report->results, r->matcher, report->found, &report->sum);
		say_notes(r, report);
		st = check_known(r, report, err);
	}
	if (text.max)
		buf_fini(&text);
	return st;
}

static enum status
keep_report(struct reading *r, const struct report *report, const char *by, struct err *err)
{
	struct result_entry *entries = mem_calloc(report->sum.lines.len + 1, sizeof *entries);
	int64_t now = r->cli->now_ms, at = report->results.started_ms;
	struct result_batch batch = { .corpus = corpus_info(r->corpus)->id,
		.sha256 = report->sha256,
		.source = report->source,
		.format = report->results.format,
		.at = at < 0 || at > now ? now : at,
		.commit = r->args->commit,
		.label = r->args->label,
		.by = by,
		.entries = entries,
		.count = report->sum.lines.len };
	enum status st;

	for (size_t i = 0; i < batch.count; i++) {
		const struct results_line_of *line = &report->sum.lines.at[i];

		entries[i] = (struct result_entry){
			.test_case = line->test == SIZE_MAX ? 0 : r->rows.at[line->test],
			.name = line->name,
			.status = results_status_name(line->status),
			.message = *line->message ? line->message : NULL,
			.duration_ms = line->duration_ms,
			.instances = line->instances,
			.attempts = line->attempts,
			.flaky = line->flaky,
			.ambiguous = line->ambiguous,
		};
	}
	st = result_add(r->cli->store, &batch, now, err);
	free(entries);
	return st;
}

static enum status
keep_all(struct reading *r, struct err *err)
{
	char *by = who();
	enum status st = db_begin(store_db(r->cli->store), err);

	vec_each (const struct report *, report, &r->reports) {
		if (st == ST_OK && !report->known)
			st = keep_report(r, report, by, err);
	}
	free(by);
	return db_finish(store_db(r->cli->store), st, err);
}

static void
add_row(struct json *rows, const struct report *report)
{
	struct json *row = json_add_object(rows);
	struct results_counts n;

	results_count(&report->results, &n);
	json_set_string(row, "source", report->source);
	json_set_string(row, "format", report->results.format);
	json_set_number(row, "tests", (double)n.tests);
	json_set_number(row, "passed", (double)n.of[RESULTS_PASSED]);
	json_set_number(row, "failed", (double)n.of[RESULTS_FAILED]);
	json_set_number(row, "error",
	    (double)(n.of[RESULTS_ERROR] + n.of[RESULTS_TIMEOUT] + n.of[RESULTS_CRASH]));
	json_set_number(row, "skipped", (double)n.of[RESULTS_SKIPPED]);
	json_set_number(row, "other",
	    (double)(n.of[RESULTS_XFAIL] + n.of[RESULTS_XPASS] + n.of[RESULTS_TODO] +
		     n.of[RESULTS_NOTRUN]));
	json_set_number(row, "outside", (double)n.outside);
	json_set_number(row, "duration_ms", (double)n.duration_ms);
	json_set_number(row, "matched", (double)report->sum.matched);
	json_set_number(row, "unknown", (double)(report->sum.unknown + report->sum.ambiguous));
}

/* The framework is that of the test, which its id begins with. */
static struct json *
why(const struct reading *r, const struct report *report, const struct results_case *c,
    const char *test)
{
	size_t n = test ? strcspn(test, ":") : 0;
	char *framework = n ? mem_strndup(test, n) : NULL;
	struct failure failure;
	struct json *j;

	results_failure(r->rules, &report->results, c,
	    (struct failure_ask){ .framework = framework, .test = test ? test : c->name },
	    &failure);
	j = failure_json(&failure);
	failure_fini(&failure);
	free(framework);
	return j;
}

static enum status
open_rules(struct reading *r, struct err *err)
{
	struct json *tree = NULL;

	if (!r->args->why)
		return ST_OK;
	if (share_yaml(r->cli->share, FAILURE_FILE, &tree, err))
		return err->status;
	return failure_rules_read(tree, &r->rules, err);
}

static void
add_cases(const struct reading *r, const struct report *report, struct json *cases)
{
	for (size_t i = 0; i < report->results.cases.len; i++) {
		const struct results_case *c = &report->results.cases.at[i];
		const char *test =
		    report->found[i] == SIZE_MAX ? NULL : r->ids.at[report->found[i]];

		bool failed = results_is_failure(c->status) && !c->group;
		struct json *j;

		if (r->args->unknown && (test || c->group || c->outside))
			continue;
		if (r->args->why && !r->cli->json && !failed)
			continue;
		j = json_add(
		    cases, results_case_json(c, report->source, report->results.format, test));
		if (r->args->why && failed)
			json_set(j, "failure", why(r, report, c, test));
	}
}

static void
say_unknown(const struct reading *r)
{
	size_t unknown = 0, ambiguous = 0;

	if (r->matcher == NULL)
		return;
	vec_each (const struct report *, report, &r->reports) {
		unknown += report->sum.unknown;
		ambiguous += report->sum.ambiguous;
	}
	if (unknown)
		cli_warn(r->cli, "%zu %s of no test of corpus \"%s\"%s", unknown,
		    unknown == 1 ? "result is" : "results are", r->args->corpus,
		    r->args->unknown ? "" : ": --unknown lists them");
	if (ambiguous)
		cli_warn(r->cli, "%zu %s of several tests of corpus \"%s\" at once%s", ambiguous,
		    ambiguous == 1 ? "result is" : "results are", r->args->corpus,
		    r->args->unknown ? "" : ": --unknown lists them");
}

static void
close_reading(struct reading *r)
{
	vec_each (struct report *, report, &r->reports) {
		results_sum_fini(&report->sum);
		results_fini(&report->results);
		free(report->found);
	}
	vec_fini(&r->reports);
	vec_fini(&r->rows);
	strings_fini(&r->ids);
	results_matcher_free(r->matcher);
	failure_rules_free(r->rules);
	corpus_close(r->corpus);
}

enum status
cli_results_read(struct cli *cli, const struct cli_results *args, struct json **reports,
    struct json **cases, struct err *err)
{
	struct reading r = { .cli = cli, .args = args };
	enum status st = open_corpus(&r, err);

	if (st == ST_OK)
		st = open_rules(&r, err);
	for (int i = 0; st == ST_OK && i < cli->operand_count; i++)
		st = read_report(&r, cli->operands[i], err);
	if (st == ST_OK && cli->operand_count == 0)
		st = read_report(&r, "-", err);
	if (st == ST_OK && r.corpus && !cli->dry_run)
		st = keep_all(&r, err);
	if (st == ST_OK) {
		say_unknown(&r);
		*reports = json_new_array();
		*cases = json_new_array();
		vec_each (const struct report *, report, &r.reports) {
			add_row(*reports, report);
			if (args->cases)
				add_cases(&r, report, *cases);
		}
	}
	close_reading(&r);
	return st;
}
