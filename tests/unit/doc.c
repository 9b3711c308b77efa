#include "unit.h"

#include "doc/doc.h"
#include "io/json.h"

/* What each phase is built on, in the order of the phases: yes, no. */
static const char *const built_on[] = {
	"............", /* ingestion */
	"y...........", /* classification */
	"yy..........", /* embedding */
	"............", /* impact */
	"yyyy........", /* retrieval */
	"yyyyy.......", /* coverage */
	"yyyyyy......", /* ranking */
	"yyyyyyy.....", /* selection */
	"yyyyyyy.....", /* generation: not on the selection */
	"yyyyyyy.y...", /* verification: the same */
	"yyyyyyy.y...", /* healing: nor on a verification, which comes again behind it */
	"yyyyyyyyyyy.", /* audit */
};

START_TEST(a_phase_is_built_on_those_before_it_that_it_looks_at)
{
	for (int i = 0; doc_phases[i]; i++) {
		for (int j = 0; doc_phases[j]; j++) {
			ck_assert_msg(doc_is_built_on(i, j) == (built_on[i][j] == 'y'), "%s on %s",
			    doc_phases[i], doc_phases[j]);
		}
	}
}
END_TEST

START_TEST(a_phase_is_due_when_what_it_is_about_is_there)
{
	static const char *const due[] = { "....y.yy...y", "yyy.yyyyyyyy", "...yy.yy...y",
		"yyyyyyyyyyyy" };

	for (int of = 0; of < 4; of++) {
		struct json *doc = json_new_object();

		if (of & 1)
			json_set_object(doc, "story");
		if (of & 2)
			json_set_object(doc, "change");
		for (int i = 0; doc_phases[i]; i++) {
			ck_assert_msg(
			    doc_is_due(doc, i) == (due[of][i] == 'y'), "%d: %s", of, doc_phases[i]);
		}
		json_free(doc);
	}
}
END_TEST

UNIT_SUITE(doc)
{
	tcase_add_test(tc, a_phase_is_built_on_those_before_it_that_it_looks_at);
	tcase_add_test(tc, a_phase_is_due_when_what_it_is_about_is_there);
}
