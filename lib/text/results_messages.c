/* Cucumber's messages: one envelope a line. */

#include <string.h>

#include "base/map.h"
#include "io/json.h"
#include "text/results_cucumber.h"
#include "text/results_private.h"

struct scenario { /* where a node of a feature file stands */
	const struct results_suite *suite;
	int line;
};

struct attempt {       /* a test case that began */
	size_t pickle; /* place + 1; 0: unknown */
	double ms;
	enum results_status status;
	const char *raw, *message;
	bool steps;
};

struct pickle {
	const char *name, *uri;
	struct scenario at;
	size_t result; /* its case + 1 */
};

struct messages {
	struct results *r;
	struct map nodes;  /* id of a scenario -> place in scenarios + 1 */
	struct map cases;  /* id of a test case -> place in pickles + 1 */
	struct map ids;	   /* id of a pickle -> the same */
	struct map starts; /* id of a started test case -> place in attempts + 1 */
	VEC_OF(struct scenario) scenarios;
	VEC_OF(struct pickle) pickles;
	VEC_OF(struct attempt) attempts;
	bool any;
};

static size_t *
slot(struct map *map, const char *id)
{
	return map_slot(map, id, strlen(id), NULL);
}

static size_t
lookup(const struct map *map, const char *id)
{
	const struct map_entry *found = map_find(map, id, strlen(id));

	return found ? found->value : 0;
}

static double
milliseconds(const struct json *duration)
{
	return json_get_number(duration, "seconds") * 1e3 +
	       json_get_number(duration, "nanos") / 1e6;
}

static void
add_children(
    struct messages *m, const struct json *children, const struct results_suite *suite, int level)
{
	json_each (child, children) {
		const struct json *scenario = json_get(child, "scenario"),
				  *rule = json_get(child, "rule");

		if (scenario) {
			*vec_add(&m->scenarios) = (struct scenario){ suite,
				results_int(
				    json_get_number(json_get(scenario, "location"), "line")) };
			*slot(&m->nodes, json_get_string(scenario, "id")) = m->scenarios.len;
		} else if (rule && level == 0) {
			add_children(m, json_get(rule, "children"),
			    results_suite(m->r, suite, json_get_string(rule, "name")), 1);
		}
	}
}

static void
add_feature(struct messages *m, const struct json *document)
{
	const struct json *feature = json_get(document, "feature");

	if (feature)
		add_children(m, json_get(feature, "children"),
		    results_suite(m->r, NULL, json_get_string(feature, "name")), 0);
}

static void
add_pickle(struct messages *m, const struct json *pickle)
{
	struct pickle *p = vec_add(&m->pickles);
	const char *node = json_string(json_first(json_get(pickle, "astNodeIds")));
	size_t at = node ? lookup(&m->nodes, node) : 0;

	p->name = results_name(m->r, json_get_string(pickle, "name"));
	p->uri = results_name(m->r, json_get_string(pickle, "uri"));
	if (at)
		p->at = m->scenarios.at[at - 1];
	*slot(&m->ids, json_get_string(pickle, "id")) = m->pickles.len;
}

static void
start(struct messages *m, const struct json *started)
{
	struct attempt *a = vec_add(&m->attempts);

	*a = (struct attempt){ .raw = "PASSED", .message = "" };
	a->pickle = lookup(&m->cases, json_get_string(started, "testCaseId"));
	*slot(&m->starts, json_get_string(started, "id")) = m->attempts.len;
}

static void
add_step(struct messages *m, const struct json *finished)
{
	size_t at = lookup(&m->starts, json_get_string(finished, "testCaseStartedId"));
	const struct json *result = json_get(finished, "testStepResult");
	const char *message = json_get_string(result, "message");
	enum results_status status = cucumber_status(json_get_string(result, "status"));
	struct attempt *a;

	if (at == 0)
		return;
	a = &m->attempts.at[at - 1];
	a->steps = true;
	a->ms += milliseconds(json_get(result, "duration"));
	if (status > a->status) {
		a->status = status;
		a->raw = results_name(m->r, json_get_string(result, "status"));
		a->message = results_plain(m->r, message, strlen(message), RESULTS_MESSAGE);
	}
}

static void
finish(struct messages *m, const struct json *finished)
{
	size_t at = lookup(&m->starts, json_get_string(finished, "testCaseStartedId"));
	const struct attempt *a = at ? &m->attempts.at[at - 1] : NULL;
	struct pickle *p = a && a->pickle ? &m->pickles.at[a->pickle - 1] : NULL;
	bool again = p && p->result;
	struct results_case *c;

	if (p == NULL)
		return;
	if (!again) {
		results_add(m->r);
		p->result = m->r->cases.len;
	}
	c = &m->r->cases.at[p->result - 1];
	c->attempts += again;
	c->flaky =
	    c->flaky || (again && results_is_failure(c->status) != results_is_failure(a->status));
	c->name = p->name;
	c->suite = p->at.suite;
	c->file = p->uri;
	c->line = p->at.line;
	c->status = a->steps ? a->status : RESULTS_NOTRUN;
	c->raw = a->raw;
	c->message = *a->message || !again ? a->message : c->message;
	c->duration_ms = results_ms(a->ms);
}

static void
read_envelope(struct messages *m, const struct json *j)
{
	const struct json *of;

	if ((of = json_get(j, "gherkinDocument")))
		add_feature(m, of);
	else if ((of = json_get(j, "pickle")))
		add_pickle(m, of);
	else if ((of = json_get(j, "testCase")))
		*slot(&m->cases, json_get_string(of, "id")) =
		    lookup(&m->ids, json_get_string(of, "pickleId"));
	else if ((of = json_get(j, "testCaseStarted")))
		start(m, of);
	else if ((of = json_get(j, "testStepFinished")))
		add_step(m, of);
	else if ((of = json_get(j, "testCaseFinished")))
		finish(m, of);
	else if ((of = json_get(j, "testRunStarted")))
		m->r->started_ms = results_ms(milliseconds(json_get(of, "timestamp")));
	else if ((of = json_get(j, "parseError")))
		results_add_outside(m->r, RESULTS_ERROR,
		    json_get_string(json_get(of, "source"), "uri"), json_get_string(of, "message"));
	else if ((of = json_path(j, "meta.implementation")))
		m->r->tool = results_name(m->r, json_get_string(of, "name"));
}

static void
close_maps(struct messages *m)
{
	map_fini(&m->nodes);
	map_fini(&m->cases);
	map_fini(&m->ids);
	map_fini(&m->starts);
	vec_fini(&m->scenarios);
	vec_fini(&m->pickles);
	vec_fini(&m->attempts);
}

enum status
results_messages(struct results *r, const char *s, size_t n, struct err *err)
{
	struct messages m = { .r = r };
	const char *at = s, *line;
	enum status st = ST_OK;
	size_t len, number = 0;

	map_init(&m.nodes);
	map_init(&m.cases);
	map_init(&m.ids);
	map_init(&m.starts);
	while (st == ST_OK && !r->over && results_line(&at, s + n, &line, &len)) {
		struct json *j = NULL;

		number++;
		if (len == 0)
			continue;
		st = results_json(line, len, &j, err);
		if (st == ST_OK)
			read_envelope(&m, j);
		else
			err_context(err, "line %zu", number);
		json_free(j);
	}
	close_maps(&m);
	return st;
}
