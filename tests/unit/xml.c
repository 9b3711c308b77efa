#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "io/xml.h"

START_TEST(elements_attributes_and_text_are_read)
{
	static const char text[] = "<?xml version='1.0'?>\n<a:x xmlns:a='u' n='1 &lt; 2'>\n  one"
				   "<y/><![CDATA[ <two> ]]>\n<y b='&#233;'>deep</y></a:x>";
	struct err err = ERR_INIT;
	struct xml xml;
	const struct xml_node *y;

	ck_assert_msg(xml_parse(text, sizeof text - 1, &xml, &err) == ST_OK, "%s", err.text);
	ck_assert_str_eq(xml.root->name, "x");
	ck_assert_str_eq(xml_get(xml.root, "n"), "1 < 2");
	ck_assert_str_eq(xml_get(xml.root, "none"), "");
	ck_assert_str_eq(xml.root->text, "one <two>");
	y = xml_child(xml.root, "y");
	ck_assert_int_eq(y->line, 3);
	ck_assert_str_eq(xml_get(y->next, "b"), "\xc3\xa9");
	ck_assert_str_eq(y->next->text, "deep");
	ck_assert_str_eq(xml_text(xml.root, "y"), "");
	ck_assert_int_eq(y->next->line, 4);
	ck_assert(xml_child(NULL, "y") == NULL && *xml_get(NULL, "a") == '\0');
	xml_fini(&xml);
}
END_TEST

START_TEST(bad_documents_are_refused_with_their_place)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "no element" },
		{ "<a>", "no element" },
		{ "<a>\n</b>", "line 2" },
		{ "<a/><b/>", "junk" },
		{ "<a>\xff</a>", "not well-formed" },
		{ "<a>&b;</a>", "undefined entity" },
		{ "<!DOCTYPE a [<!ENTITY b 'cc'>]><a>&b;</a>", "document type" },
		{ "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct xml xml;

		ck_assert_msg(
		    xml_parse(cases[i].text, strlen(cases[i].text), &xml, &err) == ST_DATA,
		    "accepted %s", cases[i].text);
		ck_assert_msg(strstr(err.text, cases[i].says), "%s: %s", cases[i].text, err.text);
	}
}
END_TEST

START_TEST(depth_is_bounded)
{
	struct err err = ERR_INIT;
	struct xml xml;
	struct buf text;

	for (int depth = 64; depth <= 10000; depth += 9936) {
		buf_init(&text, BUF_TEXT);
		for (int i = 0; i < depth; i++)
			buf_str(&text, "<a>");
		for (int i = 0; i < depth; i++)
			buf_str(&text, "</a>");
		if (depth == 64) {
			ck_assert(xml_parse(text.s, text.len, &xml, &err) == ST_OK);
			xml_fini(&xml);
		} else {
			ck_assert(xml_parse(text.s, text.len, &xml, &err) == ST_DATA);
			ck_assert(strstr(err.text, "64 levels") != NULL);
		}
		buf_fini(&text);
	}
}
END_TEST

UNIT_SUITE(xml)
{
	tcase_add_test(tc, elements_attributes_and_text_are_read);
	tcase_add_test(tc, bad_documents_are_refused_with_their_place);
	tcase_add_test(tc, depth_is_bounded);
}
