/* Any bytes are a list of results in every format, or are refused; what is a list can be matched,
   summed and printed as records that fit the schema. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/schema.h"
#include "io/json.h"
#include "text/results_json.h"
#include "text/results_match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct results_test corpus[] = {
	{ "pytest:tests/test_cart.py::TestBasket::test_many", "tests/test_cart.py", "pytest", 7,
	    9 },
	{ "go:cart/cart_test.go::TestTotals", "cart/cart_test.go", "go", 1, 9 },
	{ "jest:js/cart.test.js::cart > adds %i and %i", "js/cart.test.js", "jest", 5, 5 },
	{ "gherkin:fe/shop.feature::Checkout > Signed in > Pays <amount>", "fe/shop.feature",
	    "gherkin", 9, 15 },
};

static struct schema_set *set;
static const struct schema *schema;

static void
check_case(const struct results_case *c, const char *format)
{
	struct err err = ERR_INIT;
	struct json *j;

	if (c->attempts == 0 || utf8_check(c->name, strlen(c->name)) != strlen(c->name) ||
	    utf8_check(c->message, strlen(c->message)) != strlen(c->message))
		abort();
	j = results_case_json(c, "-", format, NULL);
	if (schema_check(schema, j, &err))
		abort();
	json_free(j);
}

static void
check(struct results *r)
{
	struct results_matcher *matcher = results_matcher_new();
	size_t *found = malloc((r->cases.len + 1) * sizeof *found);
	struct results_sum sum;

	for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++)
		results_matcher_add(matcher, &corpus[i]);
	results_check_exit(r, 1);
	results_sum(r, matcher, found, &sum);
	if (sum.lines.len > r->cases.len)
		abort();
	vec_each (const struct results_case *, c, &r->cases)
		check_case(c, r->format);
	results_sum_fini(&sum);
	results_matcher_free(matcher);
	free(found);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const formats[] = { NULL, "junit", "check", "tap", "ctrf", "go",
		"cucumber", "messages", "jest", "mocha", "libtest", "cargo" };

	if (schema == NULL) {
		struct err err = ERR_INIT;

		if (schema_builtin("result", &set, &schema, &err))
			abort();
	}
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct err err = ERR_INIT;
		struct results r;

		if (results_read(formats[i], (const char *)data, n, &r, &err) != ST_OK)
			continue;
		check(&r);
		results_fini(&r);
	}
	return 0;
}
