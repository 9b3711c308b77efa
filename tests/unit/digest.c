#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "io/digest.h"

START_TEST(known_messages_have_their_known_digests)
{
	char text[DIGEST_TEXT];

	digest_text("", 0, text); /* FIPS 180-4 examples */
	ck_assert_str_eq(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest_text("abc", 3, text);
	ck_assert_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	ck_assert(digest_check_text(text));
	text[3] = 'X';
	ck_assert(!digest_check_text(text));
	ck_assert(!digest_check_text("abc"));
}
END_TEST

START_TEST(base64_reads_back_what_it_wrote)
{
	static const char *const plain[] = { "", "f", "fo", "foo", "foob", "fooba", "foobar" };
	static const char *const coded[] = { "", "Zg==", "Zm8=", "Zm9v",
		"Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" }; /* RFC 4648, section 10 */
	static const char *const bad[] = { "Z", "Zg=", "Zg=a", "====", "Z===", "Zm 9", "Zg==Zg==" };
	struct buf b;

	buf_init(&b, BUF_TEXT);
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		buf_clear(&b);
		base64_encode(plain[i], strlen(plain[i]), &b);
		ck_assert_str_eq(b.s, coded[i]);
		buf_clear(&b);
		ck_assert(base64_decode(coded[i], strlen(coded[i]), &b));
		ck_assert_str_eq(b.s, plain[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		buf_clear(&b);
		ck_assert_msg(!base64_decode(bad[i], strlen(bad[i]), &b), "accepted %s", bad[i]);
	}
	buf_fini(&b);
}
END_TEST

UNIT_SUITE(digest)
{
	tcase_add_test(tc, known_messages_have_their_known_digests);
	tcase_add_test(tc, base64_reads_back_what_it_wrote);
}
