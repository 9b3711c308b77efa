#include "text/forms.h"

#include <string.h>

#include "text/words.h"
#include "unit.h"

static const char *
base_of(const char *word)
{
	static char buf[FORMS_BYTES];

	return forms_base(word, strlen(word), buf);
}

START_TEST(forms_have_the_word_they_are_of)
{
	static const char *const cases[][2] = {
		{ "acquisition", "acquire" },
		{ "added", "add" },
		{ "addition", "add" },
		{ "chosen", "choose" },
		{ "indices", "index" },
		{ "people", "person" },
		{ "unsubscription", "unsubscribe" },
		{ "written", "write" },
		{ "notification", "notify" },
		{ "notifications", "notify" },
		{ "specification", "specify" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_str_eq(base_of(cases[i][0]), cases[i][1]);
}
END_TEST

START_TEST(other_words_are_left_to_the_stemmer)
{
	static const char *const words[] = { "", "s", "a", "add", "addend", "closure", "receipt",
		"ification", "ifications", "zzz", "notificationx", "notificationss",
		"a-word-that-is-longer-than-any-form-that-is-looked-up" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		ck_assert_ptr_null(base_of(words[i]));
}
END_TEST

/* A form cut from a longer text must not be read beyond its end. */
START_TEST(only_the_bytes_of_the_word_count)
{
	char buf[FORMS_BYTES];

	ck_assert_str_eq(forms_base("sentry", 4, buf), "send");
	ck_assert_ptr_null(forms_base("sentry", 6, buf));
}
END_TEST

START_TEST(a_form_has_the_stem_of_its_word)
{
	static const char *const same[][2] = { { "adding", "adds" }, { "sent", "sending" },
		{ "verification", "verifies" }, { "behaviour", "behaviors" },
		{ "successful", "succeeded" }, { "definition", "define" } };
	struct words *words = words_open();

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		size_t n, m;
		char first[64] = "";
		const char *stem = words_stem(words, same[i][0], strlen(same[i][0]), &n);

		memcpy(first, stem, n);
		stem = words_stem(words, same[i][1], strlen(same[i][1]), &m);
		ck_assert_uint_eq(n, m);
		ck_assert_int_eq(memcmp(first, stem, n), 0);
	}
	words_close(words);
}
END_TEST

UNIT_SUITE(forms)
{
	tcase_add_test(tc, forms_have_the_word_they_are_of);
	tcase_add_test(tc, other_words_are_left_to_the_stemmer);
	tcase_add_test(tc, only_the_bytes_of_the_word_count);
	tcase_add_test(tc, a_form_has_the_stem_of_its_word);
}
