#include "text/story_doubts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define FEW_WORDS 2

static const char *
language_of(const struct story *story)
{
	return story->language[0] ? story->language : "en";
}

static bool
has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

/* A capital inside a sentence makes a name of a word: "Quick Order". */
static bool
is_name(const char *s, size_t at)
{
	return at > 0 && isupper((unsigned char)s[at]);
}

/* "etc" and its like are vague whatever else is said; the others not where a number says more. */
static bool
is_open_list(const char *s, size_t n)
{
	static const char *const marks[] = { "etc", "and so on", "usw", "und so weiter", "itd",
		"itp", "enz", "ecc", "asap", "and/or" };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (n == strlen(marks[i]) && strncasecmp(s, marks[i], n) == 0)
			return true;
	}
	return false;
}

static void
ambiguous(struct story_reader *r, const struct story_item *item)
{
	const char *language = language_of(r->story);
	size_t n = strlen(item->text), at, end = 0;
	bool measured = has_digit(item->text);

	for (size_t from = 0; from < n; from = end) {
		const struct phrase *found =
		    phrases_find(&r->lexicon->ambiguous, item->text, n, from, &at, &end);

		if (found == NULL)
			return;
		if (strcmp(found->language, language) != 0 || is_name(item->text, at))
			continue;
		if (measured && !is_open_list(item->text + at, end - at))
			continue;
		doubt(r, "ambiguous-wording", item->line, item->id,
		    "%s: \"%.*s\" can be understood in several ways: say how it is measured.",
		    item->id, (int)(end - at), item->text + at);
		return;
	}
}

static bool
is_one_of(const char *s, size_t n, const char *words)
{
	size_t len = 0;

	while (len < n && isalpha((unsigned char)s[len]))
		len++;
	if (len == 0 || len > 10)
		return false;
	for (const char *w = words; *w;) {
		size_t k = strcspn(w, " ");

		if (k == len && strncasecmp(w, s, len) == 0)
			return true;
		w += k + (w[k] == ' ');
	}
	return false;
}

static bool
has_word_of(const char *s, size_t n, const char *words)
{
	for (size_t at = 0; at < n; at++) {
		if ((at == 0 || s[at - 1] == ' ') && is_one_of(s + at, n - at, words))
			return true;
	}
	return false;
}

static bool
is_binding(struct story_reader *r, const char *s, size_t n)
{
	size_t at, end;
	const struct phrase *found = phrases_find(&r->lexicon->obligations, s, n, 0, &at, &end);

	return found && found->value >= IMPORTANCE_SHOULD;
}

/* "The cart is emptied and a receipt is mailed": each side has a subject and a verb. */
static bool
two_clauses(const char *s, size_t at, size_t end, size_t n)
{
	static const char verbs[] = "is are was were can must should shall will has have gets does";
	static const char subjects[] = "the a an it they no each every all this that their its";

	return has_word_of(s, at, verbs) && is_one_of(s + end, n - end, subjects) &&
	       has_word_of(s + end, n - end, verbs);
}

/* "If the cart is empty and the user is a guest, ...": the join is inside the condition. */
static bool
in_condition(const char *s, size_t at)
{
	static const char conditions[] =
	    "if when while where unless once after before given as wenn "
	    "falls si quand lorsque cuando quando se als wanneer "
	    "jeśli gdy";

	return has_word_of(s, at, conditions);
}

/* The clause around a join: from and to a stop. */
static size_t
clause_begin(const char *s, size_t at)
{
	while (at > 0 && !strchr(".;:", s[at - 1]))
		at--;
	return at;
}

static size_t
clause_end(const char *s, size_t n, size_t at)
{
	while (at < n && !strchr(".;:", s[at]))
		at++;
	return at;
}

static void
two_in_one(struct story_reader *r, const struct story_item *item)
{
	const char *s = item->text;
	size_t n = strlen(s), at, end = 0, begin, stop;

	for (size_t from = 0; from < n; from = end) {
		const struct phrase *found =
		    phrases_find(&r->lexicon->joins, s, n, from, &at, &end);

		if (found == NULL)
			return;
		while (end < n && s[end] == ' ')
			end++;
		begin = clause_begin(s, at);
		stop = clause_end(s, n, end);
		if (in_condition(s + begin, at - begin))
			continue;
		if (!(is_binding(r, s + begin, at - begin) && is_binding(r, s + end, stop - end)) &&
		    !two_clauses(s + begin, at - begin, end - begin, stop - begin))
			continue;
		doubt(r, "two-in-one", item->line, item->id,
		    "%s asks for two things: make two criteria of it.", item->id);
		return;
	}
}

static void
scenario_doubts(struct story_reader *r, const struct story_item *item)
{
	const struct story_scenario *scenario = &r->story->scenarios.at[item->scenario];
	bool then = false, again = false;

	vec_each (const struct story_step *, it, &scenario->steps) {
		if (it->kind == GHERKIN_WHEN && then)
			again = true;
		then = then || it->kind == GHERKIN_THEN || it->kind == GHERKIN_STAR;
	}
	if (again)
		doubt(r, "two-in-one", scenario->line, item->id,
		    "%s acts again after its outcome: make two scenarios of it.", item->id);
	if (!then)
		doubt(r, "no-outcome", scenario->line, item->id,
		    "%s has no Then: nobody can see whether it passed.", item->id);
}

static void
not_testable(struct story_reader *r, const struct story_item *item)
{
	size_t n = strlen(item->text), at, end;

	if (word_count(item->text, n) <= FEW_WORDS) {
		doubt(r, "not-testable", item->line, item->id,
		    "%s is too short to test: say what can be observed.", item->id);
		return;
	}
	if (has_digit(item->text) ||
	    !phrases_find(&r->lexicon->unobservable, item->text, n, 0, &at, &end))
		return;
	doubt(r, "not-testable", item->line, item->id,
	    "%s: nobody can observe \"%.*s\": say what is to be seen.", item->id, (int)(end - at),
	    item->text + at);
}

void
criterion_doubts(struct story_reader *r, const struct story_item *item)
{
	size_t at, end;

	ambiguous(r, item);
	if (item->scenario >= 0) {
		scenario_doubts(r, item);
		return;
	}
	if (!phrases_find(&r->lexicon->placeholders, item->text, strlen(item->text), 0, &at, &end))
		not_testable(r, item);
	two_in_one(r, item);
}

/* "todo" is a thing of many stories, "TODO" is a mark. */
static bool
is_mark(const char *s, size_t n)
{
	if (memchr(s, ' ', n) || strncasecmp(s, "tb", 2) == 0)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (islower((unsigned char)s[i]))
			return false;
	}
	return true;
}

static bool
placeholder_in(struct story_reader *r, const char *s, int line, const char *about)
{
	size_t n = strlen(s), at, end = 0;
	const char *what;

	for (size_t from = 0; from < n; from = end) {
		if (!phrases_find(&r->lexicon->placeholders, s, n, from, &at, &end))
			break;
		if (!is_mark(s + at, end - at))
			continue;
		doubt(r, "placeholder", line, about, "\"%.*s\": something is still to be written.",
		    (int)(end - at), s + at);
		return true;
	}
	what = strstr(s, "???");
	if (what)
		doubt(r, "placeholder", line, about, "\"???\": something is still to be written.");
	return what != NULL;
}

static void
template_left(struct story_reader *r, const char *s)
{
	if (s[0] == '<' || s[0] == '[')
		doubt(r, "placeholder", r->story->role_line, NULL,
		    "\"%.60s\" is left over from a template.", s);
}

void
placeholder_doubts(struct story_reader *r)
{
	struct story *story = r->story;

	template_left(r, story->role);
	template_left(r, story->goal);
	template_left(r, story->benefit);
	vec_each (const struct story_item *, it, &story->requirements) {
		if (strcmp(it->kind, "story") != 0)
			placeholder_in(r, it->text, it->line, it->id);
	}
	vec_each (const struct story_item *, it, &story->criteria) {
		if (!it->derived)
			placeholder_in(r, it->text, it->line, it->id);
	}
	vec_each (const struct story_text *, it, &story->notes) {
		if (it->kind == NULL)
			placeholder_in(r, it->text, it->line, NULL);
	}
	vec_each (const struct story_text *, it, &story->in)
		placeholder_in(r, it->text, it->line, NULL);
}
