#include "text/forms.h"

#include <stdlib.h>
#include <string.h>

#define MAX_FORM 15
#define IFICATION "ification"

struct form {
	char form[MAX_FORM + 1], base[MAX_FORM - 3];
};

/* Sorted. */
static const struct form forms[] = {
	{ "acquisition", "acquire" },
	{ "acquisitions", "acquire" },
	{ "added", "add" },
	{ "adding", "add" },
	{ "addition", "add" },
	{ "additions", "add" },
	{ "admission", "admit" },
	{ "admissions", "admit" },
	{ "analysis", "analyse" },
	{ "analyze", "analyse" },
	{ "analyzed", "analyse" },
	{ "analyzer", "analyse" },
	{ "analyzers", "analyse" },
	{ "analyzes", "analyse" },
	{ "analyzing", "analyse" },
	{ "appendices", "appendix" },
	{ "assumption", "assume" },
	{ "assumptions", "assume" },
	{ "became", "become" },
	{ "began", "begin" },
	{ "begun", "begin" },
	{ "behaviour", "behavior" },
	{ "behavioural", "behavior" },
	{ "behaviours", "behavior" },
	{ "bought", "buy" },
	{ "broke", "break" },
	{ "broken", "break" },
	{ "brought", "bring" },
	{ "built", "build" },
	{ "catalogue", "catalog" },
	{ "catalogues", "catalog" },
	{ "caught", "catch" },
	{ "centre", "center" },
	{ "centred", "center" },
	{ "centres", "center" },
	{ "children", "child" },
	{ "choice", "choose" },
	{ "choices", "choose" },
	{ "chose", "choose" },
	{ "chosen", "choose" },
	{ "collision", "collide" },
	{ "collisions", "collide" },
	{ "colour", "color" },
	{ "coloured", "color" },
	{ "colouring", "color" },
	{ "colours", "color" },
	{ "comparison", "compare" },
	{ "comparisons", "compare" },
	{ "competition", "compete" },
	{ "competitions", "compete" },
	{ "composition", "compose" },
	{ "compositions", "compose" },
	{ "conclusion", "conclude" },
	{ "conclusions", "conclude" },
	{ "consumption", "consume" },
	{ "conversion", "convert" },
	{ "conversions", "convert" },
	{ "criteria", "criterion" },
	{ "decision", "decide" },
	{ "decisions", "decide" },
	{ "deduction", "deduce" },
	{ "deductions", "deduce" },
	{ "definition", "define" },
	{ "definitions", "define" },
	{ "denial", "deny" },
	{ "denials", "deny" },
	{ "description", "describe" },
	{ "descriptions", "describe" },
	{ "destruction", "destroy" },
	{ "dialogue", "dialog" },
	{ "dialogues", "dialog" },
	{ "division", "divide" },
	{ "divisions", "divide" },
	{ "drawn", "draw" },
	{ "drew", "draw" },
	{ "driven", "drive" },
	{ "drove", "drive" },
	{ "erred", "err" },
	{ "erring", "err" },
	{ "exclusion", "exclude" },
	{ "exclusions", "exclude" },
	{ "expansion", "expand" },
	{ "expansions", "expand" },
	{ "expiry", "expire" },
	{ "explanation", "explain" },
	{ "explanations", "explain" },
	{ "failure", "fail" },
	{ "failures", "fail" },
	{ "fallen", "fall" },
	{ "favourite", "favorite" },
	{ "favourites", "favorite" },
	{ "fell", "fall" },
	{ "felt", "feel" },
	{ "forgot", "forget" },
	{ "forgotten", "forget" },
	{ "found", "find" },
	{ "froze", "freeze" },
	{ "frozen", "freeze" },
	{ "goes", "go" },
	{ "gone", "go" },
	{ "got", "get" },
	{ "gotten", "get" },
	{ "grew", "grow" },
	{ "grey", "gray" },
	{ "greyed", "gray" },
	{ "grown", "grow" },
	{ "heard", "hear" },
	{ "held", "hold" },
	{ "hid", "hide" },
	{ "hidden", "hide" },
	{ "inclusion", "include" },
	{ "inclusions", "include" },
	{ "indices", "index" },
	{ "intrusion", "intrude" },
	{ "intrusions", "intrude" },
	{ "inversion", "invert" },
	{ "inversions", "invert" },
	{ "kept", "keep" },
	{ "knew", "know" },
	{ "known", "know" },
	{ "lent", "lend" },
	{ "licence", "license" },
	{ "licences", "license" },
	{ "loss", "lose" },
	{ "losses", "lose" },
	{ "lost", "lose" },
	{ "made", "make" },
	{ "maintenance", "maintain" },
	{ "matrices", "matrix" },
	{ "meant", "mean" },
	{ "men", "man" },
	{ "met", "meet" },
	{ "neighbour", "neighbor" },
	{ "neighbouring", "neighbor" },
	{ "neighbours", "neighbor" },
	{ "occurrence", "occur" },
	{ "occurrences", "occur" },
	{ "omission", "omit" },
	{ "omissions", "omit" },
	{ "paid", "pay" },
	{ "parentheses", "parenthesis" },
	{ "payment", "pay" },
	{ "payments", "pay" },
	{ "people", "person" },
	{ "permission", "permit" },
	{ "permissions", "permit" },
	{ "proven", "prove" },
	{ "ran", "run" },
	{ "rang", "ring" },
	{ "recognition", "recognize" },
	{ "redemption", "redeem" },
	{ "redemptions", "redeem" },
	{ "reduction", "reduce" },
	{ "reductions", "reduce" },
	{ "repetition", "repeat" },
	{ "repetitions", "repeat" },
	{ "response", "respond" },
	{ "responses", "respond" },
	{ "resumption", "resume" },
	{ "rung", "ring" },
	{ "saw", "see" },
	{ "seen", "see" },
	{ "sent", "send" },
	{ "shipment", "ship" },
	{ "shipments", "ship" },
	{ "shown", "show" },
	{ "sold", "sell" },
	{ "spent", "spend" },
	{ "stole", "steal" },
	{ "stolen", "steal" },
	{ "stood", "stand" },
	{ "stuck", "stick" },
	{ "submission", "submit" },
	{ "submissions", "submit" },
	{ "subscription", "subscribe" },
	{ "subscriptions", "subscribe" },
	{ "success", "succeed" },
	{ "successes", "succeed" },
	{ "successful", "succeed" },
	{ "successfully", "succeed" },
	{ "suspension", "suspend" },
	{ "suspensions", "suspend" },
	{ "taken", "take" },
	{ "taught", "teach" },
	{ "theft", "steal" },
	{ "thought", "think" },
	{ "threw", "throw" },
	{ "thrown", "throw" },
	{ "told", "tell" },
	{ "took", "take" },
	{ "transcription", "transcribe" },
	{ "transcriptions", "transcribe" },
	{ "transmission", "transmit" },
	{ "transmissions", "transmit" },
	{ "understood", "understand" },
	{ "unsubscription", "unsubscribe" },
	{ "vertices", "vertex" },
	{ "went", "go" },
	{ "woke", "wake" },
	{ "woken", "wake" },
	{ "women", "woman" },
	{ "written", "write" },
	{ "wrote", "write" },
};

static int
compare(const void *key, const void *form)
{
	return strcmp(key, ((const struct form *)form)->form);
}

/* "notification" is of "notify": n is without the plural's s. */
static bool
is_ification(const char *word, size_t n)
{
	size_t end = sizeof IFICATION - 1;

	return n > end && memcmp(word + n - end, IFICATION, end) == 0;
}

const char *
forms_base(const char *word, size_t n, char buf[FORMS_BYTES])
{
	const struct form *found;
	size_t one = n > 0 && word[n - 1] == 's' ? n - 1 : n;

	if (n >= FORMS_BYTES)
		return NULL;
	memcpy(buf, word, n);
	buf[n] = '\0';
	if (is_ification(word, one)) {
		size_t stem = one - (sizeof IFICATION - 1);

		memcpy(buf + stem, "ify", sizeof "ify");
		return buf;
	}
	found = bsearch(buf, forms, sizeof forms / sizeof forms[0], sizeof forms[0], compare);
	return found ? found->base : NULL;
}
