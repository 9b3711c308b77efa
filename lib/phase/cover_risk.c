#include "phase/cover_risk.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"

#define LEVEL_HIGH 0.5
#define LEVEL_MEDIUM 0.25

struct risk {
	const struct cover_result *result;
	double severity, risk;
};

static int
compare(const void *a, const void *b)
{
	const struct risk *x = a, *y = b;

	if (x->risk != y->risk)
		return x->risk > y->risk ? -1 : 1;
	return strcmp(x->result->id, y->result->id);
}

static const char *
level_of(double risk)
{
	if (risk >= LEVEL_HIGH)
		return "high";
	return risk >= LEVEL_MEDIUM ? "medium" : "low";
}

void
cover_risks(const struct cover_results *results, struct json *out)
{
	VEC_OF(struct risk) risks = { 0 };

	vec_each (struct cover_result *, it, results) {
		struct risk *risk;

		if (it->status == COVER_COVERED)
			continue;
		risk = vec_add(&risks);
		risk->result = it;
		risk->severity = json_round(1 - it->confidence, 4);
		risk->risk = json_round(risk->severity * it->importance, 4);
	}
	vec_sort(&risks, compare);
	vec_each (struct risk *, it, &risks) {
		struct json *entry = json_add_object(out);

		json_set_string(entry, "id", it->result->id);
		json_set_number(entry, "severity", it->severity);
		json_set_number(entry, "importance", it->result->importance);
		json_set_number(entry, "risk", it->risk);
		json_set_string(entry, "level", level_of(it->risk));
	}
	vec_fini(&risks);
}
