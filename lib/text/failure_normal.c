#include "text/failure_private.h"

#include <string.h>

#include "io/regex.h"

#define MESSAGE_MAX ((size_t)8 * 1024)
#define FLAGS (REGEX_BYTES | REGEX_LIGHT | REGEX_MULTILINE)

struct kind {
	const char *as, *pattern;
};

/* What changes from run to run, in the order in which it is looked for. */
static const struct kind strict[] = {
	{ "<url>", "\\b[a-z][a-z0-9+.-]{1,15}://[^\\s\"'<>)]+" },
	{ "<email>", "\\b[\\w.+-]{1,64}@[\\w-]{1,64}\\.[\\w.-]{1,64}" },
	{ "<uuid>", "(?i)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b" },
	{ "<tmp>", "(?<![\\w/])/(?:private/)?(?:tmp|var/tmp|var/folders|dev/shm|run/user)/"
		   "[^\\s:\"'`),;]+" },
	{ "<date>", "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:Z|[ "
		    "]?[+-]\\d\\d:?"
		    "\\d\\d)?)?\\b" },
	{ "<date>", "\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} +\\d{1,2}|\\d{1,2} "
		    "[A-Z][a-z]{2})"
		    "[ ,][^\\n]{0,30}?\\d{4}\\b" },
	{ "<time>", "\\b\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b" },
	{ "<ip>", "\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b|\\blocalhost:\\d+" },
	{ "<port>", "(?i)\\bport[ :=]+\\K\\d+|:::\\d+" },
	{ "<hash>", "\\bh[0-9a-f]{16}\\b|\\b[0-9a-f]{32,128}\\b" },
	{ "<hex>", "(?i)\\b0x[0-9a-f]+" },
	{ "<id>", "(?i)\\b(?:pid|tid|process|thread|goroutine)[ :=#]*\\K\\d+|thread '[^'\\n]*' "
		  "\\(\\K\\d+" },
	{ "<duration>", "(?<![\\w.])\\d+(?:\\.\\d+)? "
			"?(?:ns|us|ms|s|secs?|seconds?|milliseconds?|minutes?)\\b" },
	{ "<place>", "\\.[A-Za-z]{1,5}\\K:\\d+(?::\\d+)?\\b|(?i)\\bline \\K\\d+" },
};

/* Values of a comparison; names in quotes stay. */
static const struct kind loose[] = {
	{ "<text>",
	    "(?:[=<>(\\[{,]|\\b(?i:got|want|wanted|was|is|expected|actual|received|left|right|to "
	    "equal|and|not)\\b:?)[ \\t]*\\K(?:\"[^\"\\n]*\"|'[^'\\n]*'|`[^`\\n]*`|<[^<>\\n]*>)" },
	{ "<text>", "\"(?![A-Za-z_.@/~][\\w.\\/@:-]*\")[^\"\\n]*\"|(?<!\\w)'(?![A-Za-z_.@/"
		    "~][\\w.\\/@:-]*')[^"
		    "'\\n]*'(?!\\w)" },
	{ "<number>", "(?<![\\w.])[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?(?![\\w])" },
	{ "<bool>", "(?:[=(:,]|\\b(?:got|want|was|is)\\b:?)[ \\t]*\\K(?i:true|false)\\b" },
};

#define STRICT (sizeof strict / sizeof strict[0])
#define LOOSE (sizeof loose / sizeof loose[0])

enum status
failure_normal_init(struct failure_rules *rules, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < STRICT; i++)
		st = regex_compile(strict[i].pattern, FLAGS, vec_add(&rules->strict), err);
	for (size_t i = 0; st == ST_OK && i < LOOSE; i++)
		st = regex_compile(loose[i].pattern, FLAGS, vec_add(&rules->loose), err);
	return st;
}

void
failure_normal_fini(struct failure_rules *rules)
{
	vec_each (struct regex **, re, &rules->strict)
		regex_free(*re);
	vec_each (struct regex **, re, &rules->loose)
		regex_free(*re);
	vec_fini(&rules->strict);
	vec_fini(&rules->loose);
}

static void
replace(const struct regex *re, const char *with, struct buf *text, struct buf *other)
{
	struct err none = ERR_INIT;
	struct regex_match m;
	struct buf swap;
	size_t at = 0;

	buf_clear(other);
	while (regex_match(re, text->s, text->len, at, &m, &none) == ST_OK && m.to[0] > m.from[0]) {
		buf_add(other, text->s + at, m.from[0] - at);
		buf_str(other, with);
		at = m.to[0];
	}
	buf_add(other, text->s + at, text->len - at);
	swap = *text;
	*text = *other;
	*other = swap;
}

/* Runs of white space are one space. */
static void
squeeze(const char *s, struct buf *out)
{
	for (; *s && out->len < MESSAGE_MAX; s++) {
		if (strchr(" \t\n", *s) == NULL)
			buf_char(out, *s);
		else if (out->len && out->s[out->len - 1] != ' ')
			buf_char(out, ' ');
	}
	while (out->len && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

static void
drop_root(const char *s, const char *root, struct buf *out)
{
	size_t n = root ? strlen(root) : 0;
	const char *hit;

	while (n > 1 && root[n - 1] == '/')
		n--;
	while (n > 1 && (hit = strstr(s, root)) != NULL) {
		buf_add(out, s, (size_t)(hit - s));
		buf_str(out, "<ws>");
		s = hit + n;
	}
	buf_str(out, s);
}

void
failure_normal(const struct failure_rules *rules, bool is_loose, const char *root, const char *s,
    struct buf *out)
{
	struct buf text, other;

	buf_init(&text, BUF_TEXT);
	buf_init(&other, BUF_TEXT);
	drop_root(s, root, &other);
	squeeze(other.s, &text);
	for (size_t i = 0; i < STRICT; i++)
		replace(rules->strict.at[i], strict[i].as, &text, &other);
	for (size_t i = 0; is_loose && i < LOOSE; i++)
		replace(rules->loose.at[i], loose[i].as, &text, &other);
	buf_add(out, text.s, text.len);
	buf_fini(&text);
	buf_fini(&other);
}
