#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "signal/signals.h"

#define MANY 8
#define ZERO "0000000000000000000000000000000000000000"

/* A small world: texts and commits are added, the rest is run with what is set. */
struct world {
	struct lexicon *lexicon;
	const struct document *tests[MANY], *sources[MANY];
	size_t n_tests, n_sources;
	struct past *past;
	struct past_view *view;
	struct change change;
	bool changed;
	const struct signals_blame *blame;
	size_t n_blame;
	const double *imports;
	struct signals_output out;
};

static void
open_world(struct world *w)
{
	*w = (struct world){ .lexicon = lexicon_open() };
	w->past = past_open(w->lexicon);
}

static void
add_cases(struct world *w, const char *path, const char *text, const struct document_case *cases,
    size_t n)
{
	w->tests[w->n_tests++] = document_new(w->lexicon, path, text, strlen(text), cases, n);
}

static void
add_test(struct world *w, const char *path, const char *text)
{
	add_cases(w, path, text, NULL, 0);
}

static void
add_source(struct world *w, const char *path, const char *text)
{
	w->sources[w->n_sources++] = document_new(w->lexicon, path, text, strlen(text), NULL, 0);
}

/* An older commit that touched up to three paths. */
static void
add_commit(struct world *w, const char *message, const char *a, const char *b, const char *c)
{
	const char *const paths[] = { a, b, c };
	struct past_file files[3];
	struct buf terms;
	size_t n = 0;

	for (size_t i = 0; i < 3; i++)
		if (paths[i])
			files[n++] = (struct past_file){ 'M', "1", "2", paths[i] };
	buf_init(&terms, BUF_TEXT);
	past_terms(message, strlen(message), &terms);
	past_add(w->past, &(struct past_commit){ message, terms.s, files, n });
	buf_fini(&terms);
}

static void
change_path(struct world *w, const char *path)
{
	w->changed = true;
	strings_add(&w->change.paths, path);
}

static void
count_ident(struct world *w, struct bag *bag, const char *ident, double n)
{
	w->changed = true;
	*bag_slot(bag, lexicon_ident(w->lexicon, ident, strlen(ident))) += n;
}

static void
compute(struct world *w, const char *request)
{
	past_view_close(w->view);
	w->view = past_view_open(w->past, 0, NULL, 0);
	signals_fini(&w->out);
	signals_compute(
	    &(struct signals_input){
		.lexicon = w->lexicon,
		.tests = w->tests,
		.n_tests = w->n_tests,
		.sources = w->sources,
		.n_sources = w->n_sources,
		.past = w->view,
		.request = request,
		.request_len = strlen(request),
		.change = w->changed ? &w->change : NULL,
		.blame = w->blame,
		.n_blame = w->n_blame,
		.imports = w->imports,
	    },
	    &w->out);
}

static void
close_world(struct world *w)
{
	for (size_t i = 0; i < w->n_tests; i++)
		document_free((struct document *)w->tests[i]);
	for (size_t i = 0; i < w->n_sources; i++)
		document_free((struct document *)w->sources[i]);
	signals_fini(&w->out);
	past_view_close(w->view);
	past_close(w->past);
	change_fini(&w->change);
	lexicon_close(w->lexicon);
}

static void
values_are(const struct world *w, enum signal which, double a, double b, double c)
{
	const double expected[] = { a, b, c };

	ck_assert_ptr_nonnull(w->out.value[which]);
	for (size_t i = 0; i < w->n_tests && i < 3; i++)
		ck_assert_msg(fabs(w->out.value[which][i] - expected[i]) < 1e-9,
		    "%s of test %zu: %.10f, not %.10f", signal_name(which), i,
		    w->out.value[which][i], expected[i]);
}

/* Three tests whose paths say nothing (a term has two letters), of three words each. */
static void
three(struct world *w)
{
	open_world(w);
	add_test(w, "a", "alpha alpha beta");
	add_test(w, "b", "alpha gamma delta");
	add_test(w, "c", "zeta eta theta");
}

START_TEST(body_is_bm25)
{
	struct world w;

	three(&w);
	compute(&w, "alpha");
	/* k1 2, all of mean length: tf 3 / (tf + 2) */
	values_are(&w, SIGNAL_BODY, 1, 1. / 1.5, 0);
	close_world(&w);
}
END_TEST

START_TEST(body_counts_the_path_and_the_messages)
{
	struct world w;

	open_world(&w);
	add_test(&w, "alpha/x", "beta");
	add_test(&w, "b", "alpha");
	add_test(&w, "c", "gamma");
	compute(&w, "alpha");
	values_are(&w, SIGNAL_BODY, 1, (3. / 3) / (6 * 3. / 8), 0);
	add_commit(&w, "alpha", "c", NULL, NULL);
	compute(&w, "alpha");
	ck_assert_double_gt(w.out.value[SIGNAL_BODY][2], 0);
	ck_assert_double_lt(w.out.value[SIGNAL_BODY][2], w.out.value[SIGNAL_BODY][0]);
	close_world(&w);
}
END_TEST

START_TEST(cosine_is_of_logarithms)
{
	const double a = log(1.5), o = log(3);
	struct world w;
	double first, second;

	three(&w);
	compute(&w, "alpha");
	first = (1 + log(2)) * a;
	first /= sqrt(first * first + o * o);
	second = a / sqrt(a * a + 2 * o * o);
	values_are(&w, SIGNAL_COSINE, 1, second / first, 0);
	close_world(&w);
}
END_TEST

START_TEST(messages_speak_for_what_they_touched)
{
	const double w0 = 1 / sqrt(6), w1 = 1 / sqrt(6) / (1 + 1. / 1000);
	struct world w;

	three(&w);
	add_commit(&w, "epsilon", "b", NULL, NULL);
	add_commit(&w, "epsilon", "a", NULL, NULL);
	compute(&w, "epsilon");
	{ /* length = weight = tf; mean is of three */
		double mean = (w0 + w1) / 3;
		double b = w0 / (w0 + 1.2 * (.5 + .5 * w0 / mean));
		double a = w1 / (w1 + 1.2 * (.5 + .5 * w1 / mean));

		values_are(&w, SIGNAL_MESSAGES, a / b, 1, 0);
	}
	close_world(&w);
}
END_TEST

START_TEST(path_words_of_the_name_count_more_than_folders)
{
	struct world w;

	open_world(&w);
	add_test(&w, "cart/alpha", "");
	add_test(&w, "beta/cart", "");
	add_test(&w, "gamma/delta", "");
	compute(&w, "cart");
	{ /* idf of cart ln 1.5, of the others ln 3 */
		double c = log(1.5), o = log(3);
		double folder = .4 * c * c / sqrt(.16 * c * c + o * o);
		double name = c * c / sqrt(c * c + .16 * o * o);

		values_are(&w, SIGNAL_PATH, folder / name, 1, 0);
	}
	close_world(&w);
}
END_TEST

START_TEST(named_wants_every_word_in_the_first_line)
{
	struct world w;

	open_world(&w);
	add_test(&w, "t/test_cart_total.py", "");
	add_test(&w, "t/test_cart.py", "");
	add_test(&w, "t/test_checkout.py", "");
	compute(&w, "The cart is empty\ncheckout total");
	values_are(&w, SIGNAL_NAMED, 0, 1, 0);
	close_world(&w);
}
END_TEST

START_TEST(prefix_joins_words_that_begin_alike)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "validator here");
	add_test(&w, "b", "valley there");
	compute(&w, "validation");
	values_are(&w, SIGNAL_PREFIX, 1, 0, 0);
	values_are(&w, SIGNAL_BODY, 0, 0, 0);
	close_world(&w);
}
END_TEST

START_TEST(cases_take_the_best_three)
{
	static const char one[] = "alpha x1\nbeta x2\n", two[] = "gamma x3\ngamma x4\n";
	const struct document_case cases[] = { { "", 0, 9 }, { "", 9, 17 } };
	struct world w;

	open_world(&w);
	add_cases(&w, "a", one, cases, 2);
	add_cases(&w, "b", two, cases, 2);
	add_test(&w, "c", "delta x5");
	compute(&w, "alpha gamma");
	/* one case of the first, both of the second: idf is the same, of files */
	values_are(&w, SIGNAL_CASES, 1 / 1.5, 1, 0);
	ck_assert_double_eq(w.out.files[0].near[0], 1);
	ck_assert_double_eq(w.out.files[0].near[1], 0);
	ck_assert_double_eq(w.out.files[1].near[0], 1);
	ck_assert_double_eq(w.out.files[1].near[1], 1);
	close_world(&w);
}
END_TEST

START_TEST(a_word_in_the_name_of_a_case_counts_three)
{
	static const char text[] = "alpha x1\nbeta x2\n";
	const struct document_case cases[] = { { "beta", 0, 9 }, { "zeta", 9, 17 } };
	struct world w;

	open_world(&w);
	add_cases(&w, "a", text, cases, 2);
	add_test(&w, "b", "x3");
	compute(&w, "beta");
	/* of tokens 2 + 3 each; 3 of tf against 1: tf 2.5 / (tf + norm), the same norm */
	{
		double norm = 1.5 * (.5 + .5 * 5 / (11. / 3));

		ck_assert_double_eq(w.out.files[0].near[0], 1);
		ck_assert_double_eq_tol(
		    w.out.files[0].near[1], (1 / (1 + norm)) / (3 / (3 + norm)), 1e-12);
	}
	compute(&w, "nothing");
	ck_assert_double_eq(w.out.files[0].near[0], 1); /* nothing tells them apart */
	ck_assert_double_eq(w.out.files[0].near[1], 1);
	close_world(&w);
}
END_TEST

START_TEST(pairs_are_neighbours_in_order)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "empty cart");
	add_test(&w, "b", "cart empty");
	add_test(&w, "c", "empty cart empty cart");
	compute(&w, "the empty of cart");
	values_are(&w, SIGNAL_PAIRS, (1 / 2.2) / (2 / 3.2), 0, 1);
	close_world(&w);
}
END_TEST

START_TEST(recent_fades)
{
	struct world w;

	three(&w);
	add_commit(&w, "x", "b", NULL, NULL);
	add_commit(&w, "y", "other", NULL, NULL); /* counts in the age */
	add_commit(&w, "z", "a", "c", NULL);
	compute(&w, "");
	values_are(&w, SIGNAL_RECENT, exp(-.2) / sqrt(2), 1, exp(-.2) / sqrt(2));
	close_world(&w);
}
END_TEST

START_TEST(likely_sources_lead_to_tests)
{
	struct world w;

	three(&w);
	add_test(&w, "t/money_test", "nothing");
	add_source(&w, "src/money.c", "int discount;\nint alpha;\n");
	add_source(&w, "src/other.c", "int nothing;\n");
	add_commit(&w, "unsaid", "c", "src/money.c", NULL);
	add_commit(&w, "unsaid", "b", "src/other.c", NULL);
	compute(&w, "discount");
	ck_assert_uint_eq(w.out.n_sources, 1);
	ck_assert_str_eq(w.out.sources[0].path, "src/money.c");
	ck_assert_double_eq(w.out.sources[0].weight, 1);
	values_are(&w, SIGNAL_SOURCE_JOINT, 0, 0, 1);
	values_are(&w, SIGNAL_SOURCE_CHANGE, 0, 0, 1);
	values_are(&w, SIGNAL_SOURCE_PATH, 0, 0, 0);
	ck_assert_double_eq(w.out.value[SIGNAL_SOURCE_PATH][3], 1);
	ck_assert_double_eq(w.out.value[SIGNAL_SOURCE_NAMES][3], 1);
	/* the piece around discount has alpha, twice in the first test, once in the second */
	ck_assert_double_eq(w.out.value[SIGNAL_SOURCE_PIECES][0], 1);
	ck_assert_double_gt(w.out.value[SIGNAL_SOURCE_PIECES][1], .5);
	ck_assert_double_eq(w.out.value[SIGNAL_SOURCE_PIECES][2], 0);
	ck_assert_uint_eq(w.out.files[2].together, 1);
	ck_assert_uint_eq(w.out.files[2].commits[0].commit, 0);
	ck_assert_str_eq(w.out.files[2].commits[0].paths[0], "src/money.c");
	ck_assert_uint_eq(w.out.files[1].together, 0);
	close_world(&w);
}
END_TEST

START_TEST(weights_of_sources_fall_with_the_cube)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "x1");
	add_source(&w, "c", "discount discount");
	add_source(&w, "b", "discount nothing");
	add_source(&w, "d", "nothing nothing");
	compute(&w, "discount");
	ck_assert_uint_eq(w.out.n_sources, 2);
	ck_assert_str_eq(w.out.sources[0].path, "c");
	/* k1 1.5: 2 / 3.5 against 1 / 2.5 */
	ck_assert_double_eq_tol(w.out.sources[1].weight, pow(.7, 3), 1e-12);
	close_world(&w);
}
END_TEST

START_TEST(identifiers_are_exact)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "getCart");
	add_test(&w, "b", "get_cart getcart GetCart cart");
	add_test(&w, "c", "cart");
	change_path(&w, "x.c");
	compute(&w, "getCart of cart");
	values_are(&w, SIGNAL_IDENTIFIERS, 1, 0, 0);
	close_world(&w);
}
END_TEST

START_TEST(changed_words_find_tests)
{
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	count_ident(&w, &w.change.lines, "gamma", 2);
	count_ident(&w, &w.change.lines, "the", 9); /* a stop word */
	count_ident(&w, &w.change.context, "zeta", 1);
	compute(&w, "");
	values_are(&w, SIGNAL_DIFF_COSINE, 0, 1, 0);
	values_are(&w, SIGNAL_DIFF_CASES, 0, 1, 0);
	values_are(&w, SIGNAL_CONTEXT, 0, 0, 1);
	values_are(&w, SIGNAL_BODY, 0, 0, 0);
	ck_assert_uint_eq(w.out.files[1].n_terms, 1);
	ck_assert_str_eq(w.out.files[1].terms[0], "gamma");
	ck_assert_ptr_null(w.out.value[SIGNAL_CASES]);
	close_world(&w);
}
END_TEST

START_TEST(headings_count_as_changed_lines)
{
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	count_ident(&w, &w.change.headings, "gamma", 1);
	compute(&w, "");
	values_are(&w, SIGNAL_DIFF_COSINE, 0, 1, 0);
	close_world(&w);
}
END_TEST

START_TEST(only_the_twenty_rarest_words_of_a_diff_count)
{
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	for (int i = 0; i < 20; i++) {
		char word[8];

		snprintf(word, sizeof word, "zz%c%c", 'a' + i, 'k');
		count_ident(&w, &w.change.lines, word, 5);
	}
	count_ident(&w, &w.change.lines, "gamma", 1);
	compute(&w, "");
	values_are(&w, SIGNAL_DIFF_COSINE, 0, 1, 0); /* words of no test do not count */
	add_test(&w, "d",
	    "zzak zzbk zzck zzdk zzek zzfk zzgk zzhk zzik zzjk zzkk zzlk zzmk zznk zzok zzpk "
	    "zzqk zzrk zzsk zztk");
	compute(&w, "");
	ck_assert_double_eq(w.out.value[SIGNAL_DIFF_COSINE][1], 0);
	ck_assert_double_eq(w.out.value[SIGNAL_DIFF_COSINE][3], 1);
	close_world(&w);
}
END_TEST

START_TEST(names_and_paths_of_changed_files)
{
	struct world w;

	open_world(&w);
	add_test(&w, "tests/test_cart.py", "nothing");
	add_test(&w, "tests/test_other.py", "cart cart");
	add_test(&w, "tests/test_third.py", "nothing");
	change_path(&w, "src/cart.py");
	compute(&w, "");
	values_are(&w, SIGNAL_SAME_STEM, 1, 0, 0);
	values_are(&w, SIGNAL_NEAR_PATH, 1, 0, 0);
	ck_assert_double_gt(w.out.value[SIGNAL_NAMES][0], w.out.value[SIGNAL_NAMES][1]);
	ck_assert_double_gt(w.out.value[SIGNAL_NAMES][1], 0);
	ck_assert_double_eq(w.out.value[SIGNAL_NAMES][2], 0);
	close_world(&w);
}
END_TEST

START_TEST(near_path_is_the_square_of_the_cosine)
{
	const double r = log(3. / 2), o = log(3);
	struct world w;

	open_world(&w);
	add_test(&w, "x/alpha", "");
	add_test(&w, "x/alpha_beta", ""); /* alpha beta alpha_beta */
	add_test(&w, "x/gamma", "");
	change_path(&w, "y/alpha");
	compute(&w, "");
	values_are(&w, SIGNAL_NEAR_PATH, 1, r * r / (r * r + 2 * o * o), 0);
	close_world(&w);
}
END_TEST

START_TEST(strings_hold_identifiers)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "E_CART");
	add_test(&w, "b", "with foo");
	add_test(&w, "c", "e_cart");
	change_path(&w, "x.c");
	strings_add(&w.change.strings, "E_CART: with foo");
	compute(&w, "");
	values_are(&w, SIGNAL_STRINGS, 1, 0, 0); /* a stop word, and a short one */
	close_world(&w);
}
END_TEST

START_TEST(co_change_counts_what_changed_together)
{
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	add_commit(&w, "x", "a", "src/x.c", NULL);
	add_commit(&w, "y", "b", "src/y.c", NULL);
	add_commit(&w, "z", "c", "src/x.c", "src/y.c");
	compute(&w, "");
	{
		double a = 1 / 4., c = 1 / 5. / (1 + 2. / 100);
		double plain_a = 1 / log2(3), plain_c = 1 / log2(4) / (1 + 2. / 300);

		values_are(&w, SIGNAL_CO_CHANGE, 1, 0, c / a);
		values_are(&w, SIGNAL_CO_CHANGE_PLAIN, 1, 0, plain_c / plain_a);
	}
	{ /* nothing like the request, so half of the likeness of files alone; to the third power */
		double age = 1 + 2. / 300, like = sqrt(4.) / sqrt(5.);

		values_are(&w, SIGNAL_JOINT, 1, 0, pow(like, 3) / age);
	}
	ck_assert_uint_eq(w.out.files[0].together, 1);
	ck_assert_uint_eq(w.out.files[1].together, 0);
	ck_assert_uint_eq(w.out.files[2].n_commits, 1);
	ck_assert_uint_eq(w.out.files[2].commits[0].commit, 2);
	ck_assert_uint_eq(w.out.files[2].commits[0].n_paths, 1);
	close_world(&w);
}
END_TEST

START_TEST(joint_listens_to_messages_too)
{
	struct world w;

	three(&w);
	change_path(&w, "src/none.c");
	add_commit(&w, "discount", "a", NULL, NULL);
	add_commit(&w, "shipping", "b", NULL, NULL);
	compute(&w, "discount");
	values_are(&w, SIGNAL_JOINT, 1, 0, 0);
	close_world(&w);
}
END_TEST

START_TEST(churn_divides)
{
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	add_commit(&w, "x", "a", "b", "src/x.c");
	add_commit(&w, "y", "b", NULL, NULL);
	compute(&w, "");
	values_are(&w, SIGNAL_CO_CHANGE, 1, pow(3. / 4, .25), 0);
	values_are(&w, SIGNAL_CO_CHANGE_PLAIN, 1, sqrt(3. / 4), 0);
	close_world(&w);
}
END_TEST

START_TEST(blame_leads_to_the_tests_of_that_commit)
{
	static const struct signals_blame blame[] = { { 2, 1 }, { 0, 3 }, { 2, 2 }, { 9, 5 },
		{ 1, 7 } };
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	add_commit(&w, "x", "a", NULL, NULL);
	add_commit(&w, "y", "other", NULL, NULL);
	add_commit(&w, "z", "b", "c", NULL);
	w.blame = blame;
	w.n_blame = 5;
	compute(&w, "");
	{ /* three lines of each */
		double b = 1 / sqrt(2) / log2(3);

		values_are(&w, SIGNAL_BLAME, 1, b, b);
	}
	close_world(&w);
}
END_TEST

START_TEST(imports_are_the_callers)
{
	const double imports[] = { 0, 2, 1 };
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	compute(&w, "");
	values_are(&w, SIGNAL_IMPORTS, 0, 0, 0);
	w.imports = imports;
	compute(&w, "");
	values_are(&w, SIGNAL_IMPORTS, 0, 1, .5);
	close_world(&w);
}
END_TEST

START_TEST(evidence_is_the_rarest_as_written)
{
	struct world w;

	open_world(&w);
	add_test(&w, "tests/a", "the cookies session getCookies common");
	add_test(&w, "tests/b", "cookies common");
	add_test(&w, "tests/c", "common");
	compute(&w, "The session of Cookies is common to getCookies");
	ck_assert_uint_eq(w.out.files[0].n_terms, 2);
	ck_assert_str_eq(w.out.files[0].terms[0], "getCookies");
	ck_assert_str_eq(w.out.files[0].terms[1], "session"); /* cookies are in two of three */
	ck_assert_uint_eq(w.out.files[2].n_terms, 0);
	close_world(&w);
}
END_TEST

START_TEST(evidence_has_an_end)
{
	struct world w;

	open_world(&w);
	add_test(&w, "a", "alpha beta gamma delta zeta eta theta iota");
	add_test(&w, "b", "iota eta");
	add_test(&w, "c", "kappa");
	add_test(&w, "d", "kappa");
	for (int i = 0; i < 5; i++)
		add_commit(&w, "x", "a", "src/x.c", NULL);
	change_path(&w, "src/x.c");
	compute(&w, "iota eta theta zeta delta gamma beta alpha");
	ck_assert_uint_eq(w.out.files[0].n_terms, SIGNALS_TERMS);
	ck_assert_str_eq(w.out.files[0].terms[0], "alpha");
	ck_assert_str_eq(w.out.files[0].terms[4], "theta");
	ck_assert_uint_eq(w.out.files[0].n_commits, SIGNALS_COMMITS);
	ck_assert_uint_eq(w.out.files[0].commits[2].commit, 2);
	ck_assert_uint_eq(w.out.files[0].together, 5);
	close_world(&w);
}
END_TEST

/* Everything at once, with the tests in the given order and a lexicon that has heard other words.
 */
static void
whole(struct world *w, const size_t order[3], bool other_words)
{
	static const char *const paths[] = { "t/test_cart.py", "t/test_total.py", "u/money.py" };
	static const char *const texts[] = { "def test_empty(): cart total", "total of cart items",
		"discount getTotal money" };

	open_world(w);
	if (other_words)
		for (const char *s = "money discount zz total"; *s;
		     s += strcspn(s, " "), s += *s == ' ')
			lexicon_ident(w->lexicon, s, strcspn(s, " "));
	for (size_t i = 0; i < 3; i++)
		add_test(w, paths[order[i]], texts[order[i]]);
	add_commit(w, "Cart totals", "t/test_cart.py", "src/cart.py", NULL);
	add_commit(w, "Discount", "u/money.py", "t/test_total.py", "src/cart.py");
	add_commit(w, "Money of carts", "u/money.py", "src/money.py", NULL);
	change_path(w, "src/cart.py");
	count_ident(w, &w->change.lines, "getTotal", 2);
	count_ident(w, &w->change.lines, "discount", 1);
	compute(w, "Cart with a discount\ntotal money");
}

static void
same_terms(const struct signals_file *a, const struct signals_file *b)
{
	ck_assert_uint_eq(a->n_terms, b->n_terms);
	for (size_t i = 0; i < a->n_terms; i++)
		ck_assert_str_eq(a->terms[i], b->terms[i]);
}

START_TEST(the_order_of_input_is_no_matter)
{
	static const size_t orders[][3] = { { 0, 1, 2 }, { 2, 0, 1 }, { 1, 2, 0 } };
	struct world first;

	whole(&first, orders[0], false);
	for (size_t k = 0; k < 3; k++) {
		struct world other;

		whole(&other, orders[k], k > 0);
		for (size_t s = 0; s < SIGNALS; s++)
			for (size_t i = 0; i < 3 && first.out.value[s]; i++)
				ck_assert_double_eq(
				    other.out.value[s][i], first.out.value[s][orders[k][i]]);
		for (size_t i = 0; i < 3; i++)
			same_terms(&other.out.files[i], &first.out.files[orders[k][i]]);
		close_world(&other);
	}
	close_world(&first);
}
END_TEST

START_TEST(the_best_of_every_signal_is_one)
{
	static const size_t order[] = { 0, 1, 2 };
	struct world w;

	whole(&w, order, false);
	for (size_t s = 0; s < SIGNALS; s++) {
		double best = 0;

		ck_assert_int_eq(w.out.value[s] != NULL, signal_on((enum signal)s, TRACK_CHANGE));
		for (size_t i = 0; i < 3 && w.out.value[s]; i++) {
			ck_assert_double_ge(w.out.value[s][i], 0);
			best = fmax(best, w.out.value[s][i]);
		}
		ck_assert(best == 0 || best == 1);
	}
	close_world(&w);
}
END_TEST

START_TEST(nothing_gives_nothing)
{
	struct signals_output out;
	struct lexicon *lexicon = lexicon_open();
	struct world w;

	signals_compute(&(struct signals_input){ .lexicon = lexicon }, &out);
	ck_assert_uint_eq(out.n_tests, 0);
	ck_assert_uint_eq(out.n_sources, 0);
	signals_fini(&out);
	lexicon_close(lexicon);
	three(&w);
	signals_compute(
	    &(struct signals_input){ .lexicon = w.lexicon, .tests = w.tests, .n_tests = 3 }, &out);
	for (size_t s = 0; s < SIGNALS; s++)
		for (size_t i = 0; i < 3 && out.value[s]; i++)
			ck_assert_double_eq(out.value[s][i], 0);
	signals_fini(&out);
	close_world(&w);
}
END_TEST

START_TEST(a_renamed_test_keeps_its_past)
{
	const struct past_file move[] = { { 'D', "1", ZERO, "old/a_test.py" },
		{ 'A', ZERO, "1", "a" } };
	struct world w;

	three(&w);
	past_add(w.past, &(struct past_commit){ "move", "", move, 2 });
	add_commit(&w, "epsilon", "old/a_test.py", NULL, NULL);
	compute(&w, "epsilon");
	values_are(&w, SIGNAL_MESSAGES, 1, 0, 0);
	close_world(&w);
}
END_TEST

START_TEST(a_file_under_two_names_is_one)
{
	const struct past_file move[] = { { 'D', "1", ZERO, "src/old.c" },
		{ 'A', ZERO, "1", "src/x.c" } };
	struct world w;

	three(&w);
	change_path(&w, "src/x.c");
	past_add(w.past, &(struct past_commit){ "move", "", move, 2 });
	add_commit(&w, "x", "a", "src/x.c", "src/old.c");
	add_commit(&w, "x", "b", "src/x.c", "other");
	compute(&w, "");
	values_are(&w, SIGNAL_CO_CHANGE, 1, 1 / (1 + 2. / 100) * (1 + 1. / 100), 0);
	ck_assert_uint_eq(w.out.files[0].commits[0].n_paths, 1);
	close_world(&w);
}
END_TEST

START_TEST(a_test_under_two_names_is_touched_once)
{
	const struct past_file move[] = { { 'D', "1", ZERO, "old" }, { 'A', ZERO, "1", "a" } };
	struct world w;

	three(&w);
	add_commit(&w, "x", "b", NULL, NULL);
	past_add(w.past, &(struct past_commit){ "move", "", move, 2 });
	add_commit(&w, "x", "a", "old", NULL);
	compute(&w, "");
	values_are(&w, SIGNAL_RECENT, 1, 1 / (exp(-.1) + exp(-.2)), 0);
	close_world(&w);
}
END_TEST

UNIT_SUITE(signals)
{
	tcase_add_test(tc, body_is_bm25);
	tcase_add_test(tc, body_counts_the_path_and_the_messages);
	tcase_add_test(tc, cosine_is_of_logarithms);
	tcase_add_test(tc, messages_speak_for_what_they_touched);
	tcase_add_test(tc, path_words_of_the_name_count_more_than_folders);
	tcase_add_test(tc, named_wants_every_word_in_the_first_line);
	tcase_add_test(tc, prefix_joins_words_that_begin_alike);
	tcase_add_test(tc, cases_take_the_best_three);
	tcase_add_test(tc, a_word_in_the_name_of_a_case_counts_three);
	tcase_add_test(tc, pairs_are_neighbours_in_order);
	tcase_add_test(tc, recent_fades);
	tcase_add_test(tc, likely_sources_lead_to_tests);
	tcase_add_test(tc, weights_of_sources_fall_with_the_cube);
	tcase_add_test(tc, identifiers_are_exact);
	tcase_add_test(tc, changed_words_find_tests);
	tcase_add_test(tc, headings_count_as_changed_lines);
	tcase_add_test(tc, only_the_twenty_rarest_words_of_a_diff_count);
	tcase_add_test(tc, names_and_paths_of_changed_files);
	tcase_add_test(tc, near_path_is_the_square_of_the_cosine);
	tcase_add_test(tc, strings_hold_identifiers);
	tcase_add_test(tc, co_change_counts_what_changed_together);
	tcase_add_test(tc, joint_listens_to_messages_too);
	tcase_add_test(tc, churn_divides);
	tcase_add_test(tc, blame_leads_to_the_tests_of_that_commit);
	tcase_add_test(tc, imports_are_the_callers);
	tcase_add_test(tc, evidence_is_the_rarest_as_written);
	tcase_add_test(tc, evidence_has_an_end);
	tcase_add_test(tc, the_order_of_input_is_no_matter);
	tcase_add_test(tc, the_best_of_every_signal_is_one);
	tcase_add_test(tc, nothing_gives_nothing);
	tcase_add_test(tc, a_file_under_two_names_is_one);
	tcase_add_test(tc, a_test_under_two_names_is_touched_once);
	tcase_add_test(tc, a_renamed_test_keeps_its_past);
}
