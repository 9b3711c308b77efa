#include "view/trail.h"

#include <string.h>

#include "base/err.h"
#include "io/json.h"
#include "unit.h"
#include "view/table.h"

START_TEST(each_event_says_what_it_is_about)
{
	static const struct {
		const char *event, *phase, *by, *what;
	} cases[] = {
		{ "\"event\":\"run_added\",\"data\":{\"story_sha256\":\"0123456789abcdef\"}", "",
		    "", "story 0123456789ab" },
		{ "\"event\":\"phase_complete\",\"data\":{\"phase\":\"ranking\",\"status\":"
		  "\"executed\",\"engine\":\"builtin\",\"duration_ms\":7,\"execution\":3}",
		    "ranking", "", "builtin, 7 ms" },
		{ "\"event\":\"phase_executed\",\"data\":{\"phase\":\"ranking\",\"status\":"
		  "\"gated\",\"engine\":\"p/m\"}",
		    "ranking", "", "gated, p/m" },
		{ "\"event\":\"error\",\"data\":{\"phase\":\"coverage\",\"status\":75,\"error\":"
		  "\"timed out\"}",
		    "coverage", "", "timed out, status 75" },
		{ "\"event\":\"approval_decision\",\"data\":{\"phase\":\"ranking\",\"gate\":1,"
		  "\"subject_sha256\":\"aa\",\"decision\":\"rejected\",\"by\":\"Jo\",\"how\":"
		  "\"tty\","
		  "\"reason\":\"too few\"}",
		    "ranking", "Jo", "gate 1, decision rejected, how tty, reason too few" },
		{ "\"event\":\"budget\",\"data\":{\"budget\":\"day\",\"limit_usd\":1,\"spent_usd\":"
		  "0.5,\"model\":\"p/m\",\"phase\":\"ranking\"}",
		    "ranking", "", "day, 0.5 USD spent, of 1, p/m" },
		{ "\"event\":\"event_imported\",\"data\":{\"event\":\"approval_decision\",\"at\":"
		  "\"2026-11-20T10:00:00.000Z\",\"data\":{\"phase\":\"ranking\",\"decision\":"
		  "\"approved\",\"by\":\"Jo\"}}",
		    "ranking", "",
		    "approval_decision of 2026-11-20T10:00:00 by Jo: decision approved" },
		{ "\"event\":\"prune\",\"data\":{}", "", "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = ERR_INIT;
		struct json *event = NULL, *entry;
		struct buf text;

		buf_init(&text, BUF_TEXT);
		buf_printf(&text,
		    "{\"seq\":1,\"at\":\"2026-11-20T10:00:00.000Z\",\"run\":\"r\",%s}",
		    cases[i].event);
		ck_assert_msg(json_parse(text.s, text.len, &event, &err) == ST_OK, "%s", err.text);
		entry = trail_entry(event);
		ck_assert_str_eq(json_get_string(entry, "phase"), cases[i].phase);
		ck_assert_str_eq(json_get_string(entry, "by"), cases[i].by);
		ck_assert_str_eq(json_get_string(entry, "what"), cases[i].what);
		ck_assert_uint_eq(json_len(entry), 7);
		buf_fini(&text);
		json_free(entry);
		json_free(event);
	}
}
END_TEST

START_TEST(what_others_said_is_shown_and_not_obeyed)
{
	const struct view terminal = { 100, false, true };
	struct json *entries = json_new_array(), *event = json_new_object();
	struct buf out;

	json_set_string(event, "event", "error");
	json_set_string(json_set_object(event, "data"), "error", "\033[2J\n\xe2\x80\xae");
	json_add(entries, trail_entry(event));
	buf_init(&out, BUF_TEXT);
	view_trail(entries, &terminal, &out);
	ck_assert(strchr(out.s, '\033') == NULL);
	ck_assert(strstr(out.s, "\\x1b[2J") != NULL);
	ck_assert(strstr(out.s, "\\u{202e}") != NULL);
	buf_fini(&out);
	json_free(event);
	json_free(entries);
}
END_TEST

UNIT_SUITE(trail)
{
	tcase_add_test(tc, each_event_says_what_it_is_about);
	tcase_add_test(tc, what_others_said_is_shown_and_not_obeyed);
}
