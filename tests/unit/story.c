/* Small texts, one point each; whole stories are in stories.c. */

#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/share.h"
#include "io/json.h"
#include "text/adf.h"
#include "text/story_forms.h"
#include "text/story_parts.h"

static struct lexicon *lexicon;
static struct gherkin_words *gherkin;

static struct json *
yaml(const char *name)
{
	struct err err = ERR_INIT;
	struct share *share;
	struct json *tree = NULL;

	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	ck_assert_msg(share_yaml(share, name, &tree, &err) == ST_OK, "%s", err.text);
	share_close(share);
	return tree;
}

static void
lexicon_open(void)
{
	struct json *headings = yaml("headings.yaml"), *said = yaml("story-words.yaml");
	struct json *languages = yaml("gherkin-languages.yaml");
	struct err err = ERR_INIT;

	ck_assert_int_eq(lexicon_new(headings, said, &lexicon, &err), ST_OK);
	ck_assert_int_eq(gherkin_words_new(languages, &gherkin, &err), ST_OK);
	json_free(headings);
	json_free(said);
	json_free(languages);
}

static void
lexicon_close(void)
{
	lexicon_free(lexicon);
	gherkin_words_free(gherkin);
}

static struct span
span_of(const char *s)
{
	return (struct span){ s, strlen(s), 1 };
}

static void
read_markdown(struct story *story, const char *text)
{
	struct blocks blocks;

	story_init(story);
	blocks_init(&blocks);
	markdown_read(&blocks, text, strlen(text), 1);
	story_read(story, lexicon, gherkin, &blocks);
	blocks_fini(&blocks);
}

START_TEST(ids_are_found_in_every_style)
{
	static const struct {
		const char *text, *id, *rest; /* id NULL: none */
	} cases[] = {
		{ "AC-1: text", "AC-1", "text" },
		{ "AC1. text", "AC1", "text" },
		{ "(AC 3) text", "AC-3", "text" },
		{ "[AC-3] text", "AC-3", "text" },
		{ "AC 3: text", "AC-3", "text" },
		{ "ac-4: text", "ac-4", "text" },
		{ "AC-2 text", "AC-2", "text" },
		{ "REQ-4 - text", "REQ-4", "text" },
		{ "REQ-4.2 \xe2\x80\x93 text", "REQ-4.2", "text" },
		{ "FR-2a) text", "FR-2a", "text" },
		{ "SHOP-12: text", "SHOP-12", "text" },
		{ "AC-1", "AC-1", "" },
		{ "UTF-8: text", NULL, NULL },
		{ "SHOP-12 text", NULL, NULL },
		{ "R 2 units are shown", NULL, NULL },
		{ "US 5 dollars", NULL, NULL },
		{ "AC text", NULL, NULL },
		{ "3: text", NULL, NULL },
		{ "AC-1x2y text", NULL, NULL },
		{ "", NULL, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct story_id id;
		struct story story;
		bool found = story_id_at(lexicon, span_of(cases[i].text), &id);

		ck_assert_msg(found == (cases[i].id != NULL), "%s", cases[i].text);
		if (!found)
			continue;
		story_init(&story);
		ck_assert_str_eq(story_id_text(&story, &id), cases[i].id);
		ck_assert_str_eq(cases[i].text + id.len, cases[i].rest);
		story_fini(&story);
	}
}
END_TEST

START_TEST(importance_is_in_the_words)
{
	static const struct {
		const char *text;
		double importance;
	} cases[] = {
		{ "The user must log in", 1 },
		{ "The user shall not pass", 1 },
		{ "The page should be fast", 0.6 },
		{ "The user may skip it", 0.3 },
		{ "The user may not skip it", 1 },
		{ "Agreed on 3 May", 0.8 },
		{ "The cart is kept", 0.8 },
		{ "It could, and it must", 1 },
		{ "The user must log in (could)", 0.3 },
		{ "Keep the cart [P1]", 1 },
		{ "Keep the cart (Priority: low)", 0.3 },
		{ "Der Link muss ablaufen", 1 },
		{ "mustard is kept", 0.8 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(story_importance(lexicon, cases[i].text, strlen(cases[i].text),
				  NULL) == cases[i].importance,
		    "%s", cases[i].text);
}
END_TEST

START_TEST(who_wants_what_is_found_in_eight_languages)
{
	static const struct {
		const char *text, *role, *goal, *benefit;
	} cases[] = {
		{ "As a user, I want to pay, so that I am done.", "user", "pay", "I am done" },
		{ "As an admin I can lock users.", "admin", "lock users", "" },
		{ "As a user\nI want a list\nso that I see it", "user", "a list", "I see it" },
		{ "In order to pay, as a guest I want a form", "guest", "a form", "pay" },
		{ "As a user I want it.  So that it is there.", "user", "it", "it is there" },
		{ "Als Gast m\xc3\xb6"
		  "chte ich zahlen, damit es weitergeht.",
		    "Gast", "zahlen", "es weitergeht" },
		{ "En tant qu'invit\xc3\xa9, je veux payer afin de finir", "invit\xc3\xa9", "payer",
		    "finir" },
		{ "Como cliente quiero pagar para que llegue", "cliente", "pagar", "llegue" },
		{ "Como cliente eu quero pagar para que chegue", "cliente", "pagar", "chegue" },
		{ "Come cliente voglio pagare in modo da finire", "cliente", "pagare", "finire" },
		{ "Als klant wil ik betalen zodat ik klaar ben", "klant", "betalen",
		    "ik klaar ben" },
		{ "Jako klient chc\xc4\x99 zap\xc5\x82"
		  "aci\xc4\x87, aby sko\xc5\x84"
		  "czy\xc4\x87",
		    "klient",
		    "zap\xc5\x82"
		    "aci\xc4\x87",
		    "sko\xc5\x84"
		    "czy\xc4\x87" },
		{ "As you know, the cart is kept.", NULL, NULL, NULL },
		{ "Als der Kunde kam, war es sp\xc3\xa4t.", NULL, NULL, NULL },
		{ "As soon as it rains I want an umbrella.", NULL, NULL, NULL },
		{ "", NULL, NULL, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct story_role role;
		bool found = story_role_find(lexicon, span_of(cases[i].text), &role);

		ck_assert_msg(found == (cases[i].role != NULL), "%s", cases[i].text);
		if (!found)
			continue;
		ck_assert_msg(role.role.n == strlen(cases[i].role) &&
				  memcmp(role.role.s, cases[i].role, role.role.n) == 0,
		    "%s: %.*s", cases[i].text, (int)role.role.n, role.role.s);
		ck_assert_msg(role.goal.n == strlen(cases[i].goal) &&
				  memcmp(role.goal.s, cases[i].goal, role.goal.n) == 0,
		    "%s: %.*s", cases[i].text, (int)role.goal.n, role.goal.s);
		ck_assert_uint_eq(role.benefit.n, strlen(cases[i].benefit));
		if (role.benefit.n > 0)
			ck_assert_msg(memcmp(role.benefit.s, cases[i].benefit, role.benefit.n) == 0,
			    "%s: %.*s", cases[i].text, (int)role.benefit.n, role.benefit.s);
	}
}
END_TEST

START_TEST(headings_mean_something_in_any_dress)
{
	static const struct {
		const char *text;
		enum story_section kind;
	} cases[] = {
		{ "ACCEPTANCE CRITERIA:", SECTION_CRITERIA },
		{ "2.1 Acceptance-Criteria", SECTION_CRITERIA },
		{ "\xe2\x9c\x85 Acceptance criteria", SECTION_CRITERIA },
		{ "Acceptance criteria for the cart", SECTION_CRITERIA },
		{ "Crit\xc3\xa8res d\xe2\x80\x99"
		  "acceptation",
		    SECTION_CRITERIA },
		{ "Out of scope", SECTION_OUT },
		{ "Scope", SECTION_IN },
		{ "Non-functional requirements", SECTION_NONFUNCTIONAL },
		{ "Functional requirements", SECTION_REQUIREMENTS },
		{ "Offene Fragen", SECTION_QUESTIONS },
		{ "Scenario 2: no stock", SECTION_SCENARIOS },
		{ "The scope of a variable is shown in the list of names", SECTION_NONE },
		{ "Cart", SECTION_NONE },
		{ "", SECTION_NONE },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct span rest;

		ck_assert_msg(
		    heading_kind(lexicon, span_of(cases[i].text), true, &rest) == cases[i].kind,
		    "%s", cases[i].text);
	}
}
END_TEST

START_TEST(sentences_end_where_a_reader_thinks)
{
	static const struct {
		const char *text;
		size_t count;
	} cases[] = { { "One. Two! Three?", 3 }, { "Use e.g. this. Then that.", 2 },
		{ "Version 1.2 is out. Yes.", 2 }, { "See No. 5 for it", 1 },
		{ "He said \"no.\" Then left.", 2 }, { "z.B. hier. Und da.", 2 }, { "", 0 } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct span rest = span_of(cases[i].text), sentence;
		size_t count = 0;

		while (span_sentence(&rest, &sentence))
			count++;
		ck_assert_msg(count == cases[i].count, "%s: %zu", cases[i].text, count);
	}
}
END_TEST

/* Criteria that deserve a warning, and such that do not. */
START_TEST(warnings_come_where_a_reader_would_ask)
{
	static const struct {
		const char *criterion, *code; /* code NULL: none */
	} cases[] = {
		{ "The page loads fast", "ambiguous-wording" },
		{ "The page loads fast, within 2 seconds", NULL },
		{ "The list shows names, dates etc.", "ambiguous-wording" },
		{ "The button Quick Order opens the form", NULL },
		{ "The cart is kept and the user is told", "two-in-one" },
		{ "The user must pay and must confirm", "two-in-one" },
		{ "The name and the address are shown", NULL },
		{ "If the cart is empty and the user is new, help is shown", NULL },
		{ "The search and filter bar stays visible", NULL },
		{ "The user feels safe here", "not-testable" },
		{ "It works as expected here", "not-testable" },
		{ "Layout", "not-testable" },
		{ "The price is TBD", "placeholder" },
		{ "A todo can be ticked off", NULL },
		{ "The cart shows ??? items", "placeholder" },
		{ "Given a cart When I pay Then it is paid When I wait Then it is shipped",
		    "two-in-one" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct story story;
		struct buf text;

		buf_init(&text, BUF_TEXT);
		buf_printf(&text,
		    "As a user I want x so that y.\n\n## Acceptance criteria\n\n- %s\n",
		    cases[i].criterion);
		read_markdown(&story, text.s);
		ck_assert_msg(story.warnings.len == (cases[i].code != NULL), "%s: %zu",
		    cases[i].criterion, story.warnings.len);
		if (cases[i].code)
			ck_assert_str_eq(story.warnings.at[0].code, cases[i].code);
		story_fini(&story);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(ids_are_unique_and_those_of_the_text_stay)
{
	struct story story;

	read_markdown(&story,
	    "## Acceptance criteria\n- the first one\n- AC-1: the second one\n- AC-1: the third "
	    "one\n- AC-2: the fourth one\n");
	ck_assert_uint_eq(story.criteria.len, 4);
	ck_assert_str_eq(story.criteria.at[0].id, "AC-3");
	ck_assert_str_eq(story.criteria.at[1].id, "AC-1");
	ck_assert_str_eq(story.criteria.at[2].id, "AC-1-2");
	ck_assert_str_eq(story.criteria.at[3].id, "AC-2");
	story_fini(&story);
}
END_TEST

START_TEST(a_heading_below_the_criteria_groups_them)
{
	struct story story;

	read_markdown(&story, "# T\n\n## Acceptance criteria\n\n### Cart\n\n- It is kept for a "
			      "day\n\n### Checkout\n\n"
			      "- It asks for an address\n\n## Other\n\n- This is a remark\n");
	ck_assert_uint_eq(story.requirements.len, 2);
	ck_assert_str_eq(story.requirements.at[0].text, "Cart");
	ck_assert_uint_eq(story.criteria.len, 2);
	ck_assert_int_eq(story.criteria.at[0].requirement, 0);
	ck_assert_int_eq(story.criteria.at[1].requirement, 1);
	ck_assert_uint_eq(story.notes.len, 1);
	ck_assert_str_eq(story.notes.at[0].section, "Other");
	story_fini(&story);
}
END_TEST

START_TEST(answered_questions_are_not_open)
{
	struct story story;

	read_markdown(&story,
	    "As a user I want x so that y.\n\n## Acceptance criteria\n\n- The cart is kept\n\n"
	    "## Questions\n\n- [x] Which cart\n- [ ] Which shop\n");
	ck_assert_uint_eq(story.questions.len, 2);
	ck_assert_uint_eq(story.warnings.len, 1);
	ck_assert_str_eq(story.warnings.at[0].text, "A question is not answered yet.");
	ck_assert_int_eq(story.warnings.at[0].line, 10);
	story_fini(&story);
}
END_TEST

START_TEST(a_sentence_without_end_is_read_in_pieces)
{
	struct story_role role;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_str(&text, "As a user I want ");
	for (int i = 0; i < 3000; i++)
		buf_str(&text, "more ");
	ck_assert(story_role_find(lexicon, (struct span){ text.s, text.len, 1 }, &role));
	ck_assert_uint_ge(role.goal.n, 3900);
	ck_assert_uint_le(role.goal.n, 4100);
	ck_assert_int_eq(role.goal.s[role.goal.n - 1], 'e');
	buf_fini(&text);
}
END_TEST

START_TEST(entities_are_what_the_story_is_about)
{
	static const char *const wanted[] = { "PayGate", "cart", "thank you", "save()" };
	struct story story;

	read_markdown(&story, "## Acceptance criteria\n- The cart is sent to PayGate (SHOP-1)\n- "
			      "The empty cart shows "
			      "\"thank you\"\n- `save()` is called when the cart changes\n");
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		bool found = false;

		vec_each (const struct story_entity *, it, &story.entities)
			found = found || strcmp(it->name, wanted[i]) == 0;
		ck_assert_msg(found, "%s", wanted[i]);
	}
	vec_each (const struct story_entity *, it, &story.entities)
		ck_assert_str_ne(it->name, "SHOP-1");
	ck_assert_str_eq(story.entities.at[0].name, "cart");
	story_fini(&story);
}
END_TEST

START_TEST(wiki_markup_becomes_markdown)
{
	static const struct {
		const char *wiki, *markdown;
	} cases[] = {
		{ "h2. Scope", "\n## Scope\n\n" },
		{ "* a\n** b\n# c", "- a\n    - b\n1. c\n" },
		{ "*bold* and {{code}}", "**bold** and `code`\n" },
		{ "[text|http://x]", "[text](<http://x>)\n" },
		{ "||a||b||\n|1|2|", "| a | b |\n|---|---|\n| 1 | 2 |\n" },
		{ "{code:json}\n{}\n{code}", "\n```json\n{}\n```\n" },
		{ "2 * 3 * 4", "2 * 3 * 4\n" },
		{ "{color:red}x{color}", "x\n" },
		{ "{noformat}\nopen", "\n```\nopen\n```\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		story_wiki(cases[i].wiki, strlen(cases[i].wiki), &out);
		ck_assert_str_eq(out.s, cases[i].markdown);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(lines_of_an_atlassian_document_are_lines_of_its_text)
{
	static const char doc[] =
	    "{\"type\":\"doc\",\"content\":["
	    "{\"type\":\"heading\",\"attrs\":{\"level\":2},\"content\":[{\"type\":\"text\","
	    "\"text\":"
	    "\"One\"}]},"
	    "{\"type\":\"orderedList\",\"content\":[{\"type\":\"listItem\",\"content\":[{\"type\":"
	    "\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"Two\"},{\"type\":"
	    "\"hardBreak\"},"
	    "{\"type\":\"text\",\"text\":\"lines\"}]},{\"type\":\"paragraph\",\"content\":[{"
	    "\"type\":"
	    "\"text\",\"text\":\"Three\"}]}]}]},"
	    "{\"type\":\"panel\",\"content\":[{\"type\":\"unknown\",\"content\":[{\"type\":"
	    "\"text\","
	    "\"text\":\"Four\"}]}]}]}";
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	struct blocks blocks;
	struct buf text;
	int line = 1;

	ck_assert_int_eq(json_parse(doc, strlen(doc), &tree, &err), ST_OK);
	ck_assert(adf_is(tree));
	blocks_init(&blocks);
	buf_init(&text, BUF_TEXT);
	adf_read(&blocks, &text, &line, tree);
	ck_assert_str_eq(text.s, "## One\n\n1. Two\n   lines\nThree\n\nFour\n");
	ck_assert_uint_eq(blocks.len, 4);
	ck_assert_int_eq(blocks.at[1].line, 3);
	ck_assert_int_eq(blocks.at[1].end_line, 4);
	ck_assert_int_eq(blocks.at[2].line, 5);
	ck_assert_int_eq(blocks.at[2].level, 1);
	ck_assert_int_eq(blocks.at[3].line, 7);
	ck_assert_int_eq(line, 8);
	buf_fini(&text);
	blocks_fini(&blocks);
	json_free(tree);
}
END_TEST

START_TEST(markdown_is_a_flat_list_of_blocks)
{
	static const char text[] = "# A *b*\n\n- [x] one\n  two\n  1. `three`\n\n**Bold:**\n\n"
				   "| h |\n|---|\n| c |\n\n```x\ncode\n```\n<!-- note -->\n"
				   "<role> wants [it](http://u)\n";
	static const struct {
		enum block_kind kind;
		int level, line, end_line;
		const char *text;
	} wanted[] = {
		{ BLOCK_HEADING, 1, 11, 11, "A b" },
		{ BLOCK_ITEM, 1, 13, 14, "one\ntwo" },
		{ BLOCK_ITEM, 2, 15, 15, "three" },
		{ BLOCK_PARAGRAPH, 0, 17, 17, "Bold:" },
		{ BLOCK_ROW, 0, 19, 19, "" },
		{ BLOCK_ROW, 0, 21, 21, "" },
		{ BLOCK_CODE, 0, 23, 25, "code\n" },
		{ BLOCK_HTML, 0, 26, 26, " note \n" },
		{ BLOCK_PARAGRAPH, 0, 27, 27, "<role> wants it" },
	};
	struct blocks blocks;

	blocks_init(&blocks);
	markdown_read(&blocks, text, strlen(text), 11);
	ck_assert_uint_eq(blocks.len, sizeof wanted / sizeof wanted[0]);
	for (size_t i = 0; i < blocks.len; i++) {
		ck_assert_int_eq(blocks.at[i].kind, wanted[i].kind);
		ck_assert_int_eq(blocks.at[i].level, wanted[i].level);
		ck_assert_int_eq(blocks.at[i].line, wanted[i].line);
		ck_assert_int_eq(blocks.at[i].end_line, wanted[i].end_line);
		ck_assert_str_eq(blocks.at[i].text, wanted[i].text);
	}
	ck_assert_int_eq(blocks.at[1].check, CHECK_DONE);
	ck_assert_int_eq(blocks.at[2].number, 1);
	ck_assert_uint_eq(blocks.at[3].strong, 5);
	ck_assert(blocks.at[4].header);
	ck_assert_str_eq(blocks.at[5].cells[0], "c");
	ck_assert_str_eq(blocks.codes.at[0].text, "three");
	ck_assert_str_eq(blocks.links.at[0].url, "http://u");
	blocks_fini(&blocks);
}
END_TEST

UNIT_SUITE(story)
{
	tcase_add_unchecked_fixture(tc, lexicon_open, lexicon_close);
	tcase_add_test(tc, ids_are_found_in_every_style);
	tcase_add_test(tc, importance_is_in_the_words);
	tcase_add_test(tc, who_wants_what_is_found_in_eight_languages);
	tcase_add_test(tc, headings_mean_something_in_any_dress);
	tcase_add_test(tc, sentences_end_where_a_reader_thinks);
	tcase_add_test(tc, warnings_come_where_a_reader_would_ask);
	tcase_add_test(tc, ids_are_unique_and_those_of_the_text_stay);
	tcase_add_test(tc, a_heading_below_the_criteria_groups_them);
	tcase_add_test(tc, answered_questions_are_not_open);
	tcase_add_test(tc, a_sentence_without_end_is_read_in_pieces);
	tcase_add_test(tc, entities_are_what_the_story_is_about);
	tcase_add_test(tc, wiki_markup_becomes_markdown);
	tcase_add_test(tc, lines_of_an_atlassian_document_are_lines_of_its_text);
	tcase_add_test(tc, markdown_is_a_flat_list_of_blocks);
}
