#include "unit.h"

#include <math.h>

#include "text/bm25.h"

/* The expected values were worked out by hand from the formulas in bm25.h. */

START_TEST(idf_agrees_with_the_formula)
{
	static const struct {
		size_t tests, df;
		double idf;
	} cases[] = {
		{ 10, 0, 3.091042453358316 },	 /* ln(1 + 10.5 / 0.5) */
		{ 10, 1, 1.9924301646902063 },	 /* ln(1 + 9.5 / 1.5) */
		{ 10, 10, 0.04652001563489282 }, /* ln(1 + 0.5 / 10.5) */
		{ 10, 11, 0.04652001563489282 },
		{ 0, 0, 0.6931471805599453 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_double_eq_tol(bm25_idf(cases[i].tests, cases[i].df), cases[i].idf, 1e-12);
}
END_TEST

START_TEST(saturation_agrees_with_the_formula)
{
	const struct bm25 bm25 = { 1.5, 0.5, { 2, 1, 1 }, { 4, 4, 10 } };
	static const struct {
		uint32_t tf[3], length[3];
		double value;
	} cases[] = {
		{ { 0, 0, 0 }, { 4, 4, 10 }, 0 },
		{ { 0, 0, 1 }, { 4, 4, 10 }, 1 },		/* x = 1: 2.5 / 2.5 */
		{ { 1, 0, 0 }, { 4, 4, 10 }, 5.0 / 3.5 },	/* x = 2 */
		{ { 1, 1, 3 }, { 4, 4, 30 }, 4.5 * 2.5 / 6.0 }, /* x = 2 + 1 + 3 / 2 */
		{ { 0, 2, 0 }, { 4, 2, 10 }, (2 / 0.75) * 2.5 / (2 / 0.75 + 1.5) },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_double_eq_tol(
		    bm25_saturation(&bm25, cases[i].tf, cases[i].length), cases[i].value, 1e-12);
}
END_TEST

START_TEST(more_of_a_term_counts_more_but_never_without_bound)
{
	const struct bm25 bm25 = { 1.5, 0.5, { 2, 1, 1 }, { 4, 0, 10 } };
	const uint32_t length[3] = { 4, 4, 10 };
	double before = 0;

	for (uint32_t tf = 1; tf < 1000; tf *= 2) {
		const uint32_t tfs[3] = { 0, tf, 0 };
		double now = bm25_saturation(&bm25, tfs, length);

		ck_assert_double_gt(now, before);
		ck_assert_double_lt(now, 2.5);
		before = now;
	}
}
END_TEST

UNIT_SUITE(bm25)
{
	tcase_add_test(tc, idf_agrees_with_the_formula);
	tcase_add_test(tc, saturation_agrees_with_the_formula);
	tcase_add_test(tc, more_of_a_term_counts_more_but_never_without_bound);
}
