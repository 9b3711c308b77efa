#include "phase/generate_syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"
#include "io/tool.h"
#include "io/yaml.h"
#include "phase/generate_escape.h"
#include "text/gherkin.h"
#include "text/source.h"

#define FILE_NAME "syntax.yaml"
#define FILE_MAX ((size_t)1024 * 1024)
#define MODULES_MAX 20000

struct standard { /* of a language, once asked for */
	char *language;
	bool known;
	struct map names;
};

struct syntax {
	const struct share *share;
	const volatile sig_atomic_t *cancel;
	struct json *tree;
	struct gherkin_words *gherkin; /* NULL until a feature comes */
	VEC_OF(struct standard) standards;
};

/* A project's file of this name is not looked at: it would name commands. */
enum status
syntax_open(const struct share *share, const volatile sig_atomic_t *cancel, struct syntax **out,
    struct err *err)
{
	struct syntax *syntax;
	struct json *tree = NULL;
	struct buf text;
	enum status st;

	buf_init(&text, FILE_MAX);
	st = share_read_trusted(share, FILE_NAME, &text, err);
	if (st == ST_OK && yaml_parse(text.s, text.len, &tree, err)) {
		err->status = ST_CONFIG;
		st = err_context(err, FILE_NAME);
	}
	buf_fini(&text);
	if (st)
		return st;
	syntax = mem_calloc(1, sizeof *syntax);
	*syntax = (struct syntax){ .share = share, .cancel = cancel, .tree = tree };
	*out = syntax;
	return ST_OK;
}

void
syntax_close(struct syntax *syntax)
{
	if (syntax == NULL)
		return;
	vec_each (struct standard *, it, &syntax->standards) {
		free(it->language);
		map_fini(&it->names);
	}
	vec_fini(&syntax->standards);
	gherkin_words_free(syntax->gherkin);
	json_free(syntax->tree);
	free(syntax);
}

static const char *
base_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

const char *
syntax_language_of(const char *file)
{
	static const struct {
		const char *ends, *language;
	} all[] = { { ".py", "python" }, { ".js", "javascript" }, { ".mjs", "javascript" },
		{ ".cjs", "javascript" }, { ".jsx", "javascript" }, { ".ts", "javascript" },
		{ ".tsx", "javascript" }, { ".mts", "javascript" }, { ".cts", "javascript" },
		{ ".go", "go" }, { ".java", "java" }, { ".kt", "kotlin" }, { ".kts", "kotlin" },
		{ ".c", "c" }, { ".h", "c" }, { ".cc", "cpp" }, { ".cpp", "cpp" },
		{ ".cxx", "cpp" }, { ".rb", "ruby" }, { ".rs", "rust" }, { ".php", "php" },
		{ ".sh", "sh" }, { ".bash", "sh" }, { ".bats", "sh" }, { ".t", "sh" },
		{ ".feature", "gherkin" }, { ".test", "tcl" }, { ".tcl", "tcl" } };
	size_t n = strlen(file);

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		size_t len = strlen(all[i].ends);

		if (n > len && strcmp(file + n - len, all[i].ends) == 0)
			return all[i].language;
	}
	return NULL;
}

const struct json *
syntax_language(const struct syntax *syntax, const char *language)
{
	return language ? json_get(json_get(syntax->tree, "languages"), language) : NULL;
}

/* The entry for a file, by its name alone. */
static const struct json *
tool_for(const struct syntax *syntax, const char *file)
{
	const char *base = base_of(file);

	json_each (tool, json_get(syntax->tree, "tools")) {
		json_each (it, json_get(tool, "files")) {
			const char *pattern = json_string(it);

			if (pattern && ignore_glob(pattern, strlen(pattern), base, strlen(base)))
				return tool;
		}
	}
	return NULL;
}

/* The command of an entry over some bytes; false when it could not be asked. */
static enum status
run(const struct syntax *syntax, const struct json *command, const struct tool *what,
    struct command_end *end, struct err *err)
{
	struct strings argv = { 0 };
	struct tool tool = *what;
	enum status st;

	json_each (it, command) {
		const char *word = json_string(it);

		if (word == NULL)
			continue;
		strings_add(&argv, tool.file && strcmp(word, "{file}") == 0 ? tool.file : word);
	}
	tool.argv = &argv;
	tool.cancel = syntax->cancel;
	if (argv.len == 0)
		*end = (struct command_end){ .how = COMMAND_STOPPED };
	st = argv.len ? tool_run(&tool, end, err)
		      : err_set(err, ST_CONFIG, FILE_NAME ": a tool without a command in run");
	strings_fini(&argv);
	if (st == ST_OK && end->how == COMMAND_CANCELLED)
		st = err_set(err, ST_TEMPFAIL, "interrupted");
	return st;
}

static void
keep_reason(const struct command_end *end, struct syntax_answer *out)
{
	const struct buf *said = end->said.len ? &end->said : &end->out;
	struct buf line;
	const char *stack = strstr(said->s, "\n    at "); /* where in node it was found */
	size_t n = stack ? (size_t)(stack - said->s) : said->len;

	n = n < 800 ? n : 800;
	buf_init(&line, BUF_TEXT);
	escape_clean(&line, said->s, n);
	snprintf(out->why, sizeof out->why, "%s", line.len ? line.s : "it does not parse");
	buf_fini(&line);
}

/* Under each name of `as` until one is taken.  The reason is that of the first. */
static enum status
ask(const struct syntax *syntax, const struct json *tool, const char *bytes, size_t n,
    struct syntax_answer *out, struct err *err)
{
	const struct json *as = json_first(json_get(tool, "as"));
	bool first = true;

	out->verdict = SYNTAX_UNCHECKED;
	do {
		struct tool what = { .in = bytes, .n = n, .file = json_string(as) };
		struct command_end end;
		enum status st = run(syntax, json_get(tool, "run"), &what, &end, err);

		if (st == ST_OK && end.how == COMMAND_DONE) {
			out->verdict = end.status == 0 ? SYNTAX_PARSES : SYNTAX_WRONG;
			if (first && end.status)
				keep_reason(&end, out);
		}
		first = false;
		command_end_fini(&end);
		if (st == ST_NOINPUT || st == ST_IO) { /* not there, or cannot be run */
			*err = (struct err)ERR_INIT;
			return ST_OK;
		}
		if (st || out->verdict == SYNTAX_PARSES)
			return st;
		as = as ? json_next(as) : NULL;
	} while (as);
	return ST_OK;
}

/* Whether the tool takes what is right; if it does not, it is no judge of the rest. */
static enum status
is_fit(const struct syntax *syntax, const struct json *tool, const char *right, bool *fit,
    struct err *err)
{
	const char *probe = json_get_string(tool, "probe");
	struct syntax_answer answer = { 0 };
	enum status st = ask(syntax, tool, probe, strlen(probe), &answer, err);

	if (st == ST_OK && answer.verdict == SYNTAX_PARSES && right)
		st = ask(syntax, tool, right, strlen(right), &answer, err);
	*fit = answer.verdict == SYNTAX_PARSES;
	return st;
}

static enum status
check_gherkin(
    struct syntax *syntax, const struct buf *code, struct syntax_answer *out, struct err *err)
{
	struct json *languages = NULL;
	struct gherkin g;

	if (syntax->gherkin == NULL) {
		enum status st =
		    share_yaml(syntax->share, "gherkin-languages.yaml", &languages, err);

		if (st == ST_OK)
			st = gherkin_words_new(languages, &syntax->gherkin, err);
		json_free(languages);
		if (st)
			return st;
	}
	gherkin_init(&g);
	gherkin_read(&g, syntax->gherkin, code->s, code->len, 1, NULL);
	snprintf(out->by, sizeof out->by, "rsg");
	out->verdict = SYNTAX_PARSES;
	if (g.problems.len > 0) {
		out->verdict = SYNTAX_WRONG;
		snprintf(out->why, sizeof out->why, "line %d does not fit: %.200s",
		    g.problems.at[0].line, g.problems.at[0].text);
	} else if (g.scenarios.len == 0) {
		out->verdict = SYNTAX_WRONG;
		snprintf(out->why, sizeof out->why, "there is no scenario");
	}
	gherkin_fini(&g);
	return ST_OK;
}

/* In JSX, text between tags is neither code nor string. */
static bool
may_hold_markup(const char *file)
{
	size_t n = strlen(file);

	return n > 4 && (strcmp(file + n - 4, ".jsx") == 0 || strcmp(file + n - 4, ".tsx") == 0);
}

static void
check_halves(const char *file, const struct buf *code, struct syntax_answer *out)
{
	const char *language = syntax_language_of(file);
	struct source source = { 0 };
	size_t at;

	if (language == NULL || may_hold_markup(file))
		return;
	source_init(&source, source_language(language), code->s, code->len);
	at = source_unbalanced(&source);
	if (at < code->len) {
		out->verdict = SYNTAX_WRONG;
		snprintf(out->why, sizeof out->why, "line %zu: a %c without its other half",
		    source_line(&source, at), code->s[at]);
	}
	source_fini(&source);
}

enum status
syntax_check(struct syntax *syntax, const char *file, const struct buf *code, const char *right,
    struct syntax_answer *out, struct err *err)
{
	const char *language = syntax_language_of(file);
	const struct json *tool = tool_for(syntax, file);
	bool fit = true;
	enum status st;

	*out = (struct syntax_answer){ .verdict = SYNTAX_UNCHECKED };
	if (language && strcmp(language, "gherkin") == 0)
		return check_gherkin(syntax, code, out, err);
	if (tool) {
		st = ask(syntax, tool, code->s, code->len, out, err);
		if (st == ST_OK && out->verdict == SYNTAX_WRONG)
			st = is_fit(syntax, tool, right, &fit, err);
		if (st)
			return st;
		if (fit && out->verdict != SYNTAX_UNCHECKED) {
			snprintf(out->by, sizeof out->by, "%s", json_get_string(tool, "name"));
			return ST_OK;
		}
	}
	*out = (struct syntax_answer){ .verdict = SYNTAX_UNCHECKED };
	check_halves(file, code, out);
	return ST_OK;
}

static void
take_lines(const struct buf *text, struct map *names)
{
	for (const char *s = text->s; *s && names->len < MODULES_MAX;) {
		size_t n = strcspn(s, "\r\n");

		if (n > 0)
			map_slot(names, s, n, NULL);
		s += n + strspn(s + n, "\r\n");
	}
}

enum status
syntax_standard(
    struct syntax *syntax, const char *language, const struct map **out, struct err *err)
{
	const struct json *command = json_get(syntax_language(syntax, language), "standard");
	struct standard *standard = NULL;
	struct command_end end;
	enum status st;

	*out = NULL;
	if (command == NULL)
		return ST_OK;
	vec_each (struct standard *, it, &syntax->standards) {
		if (strcmp(it->language, language) == 0)
			standard = it;
	}
	if (standard == NULL) {
		standard = vec_add(&syntax->standards);
		standard->language = mem_strdup(language);
		map_init(&standard->names);
		st = run(syntax, command, &(struct tool){ .in = "" }, &end, err);
		standard->known = st == ST_OK && end.how == COMMAND_DONE && end.status == 0;
		if (standard->known)
			take_lines(&end.out, &standard->names);
		command_end_fini(&end);
		if (st == ST_NOINPUT || st == ST_IO)
			*err = (struct err)ERR_INIT;
		else if (st)
			return st;
	}
	if (standard->known && standard->names.len > 0)
		*out = &standard->names;
	return ST_OK;
}

enum status
syntax_once(const struct share *share, const volatile sig_atomic_t *cancel, const char *file,
    const struct buf *code, struct syntax_answer *out, struct err *err)
{
	struct syntax *syntax = NULL;
	enum status st = syntax_open(share, cancel, &syntax, err);

	if (st == ST_OK)
		st = syntax_check(syntax, file, code, NULL, out, err);
	syntax_close(syntax);
	return st;
}
