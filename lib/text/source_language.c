#include "text/source_language.h"

#include <string.h>

#define STR SOURCE_STRING
#define COM SOURCE_COMMENT
#define QUOTE(flags)                                                                               \
	{                                                                                          \
		"\"", "\"", STR, RULE_ESCAPE | (flags)                                             \
	}
#define APOSTROPHE(flags)                                                                          \
	{                                                                                          \
		"'", "'", STR, RULE_ESCAPE | (flags)                                               \
	}
#define SLASHES                                                                                    \
	{                                                                                          \
		"//", "\n", COM, 0                                                                 \
	}
#define STARS                                                                                      \
	{                                                                                          \
		"/*", "*/", COM, RULE_LINES                                                        \
	}
#define HASH                                                                                       \
	{                                                                                          \
		"#", "\n", COM, 0                                                                  \
	}
#define TRIPLE(flags)                                                                              \
	{                                                                                          \
		"\"\"\"", "\"\"\"", STR, RULE_LINES | (flags)                                      \
	}

#define WORDS_C                                                                                    \
	" auto bool break case char const continue default do double else enum extern false "      \
	"float "                                                                                   \
	"for goto if inline int long register return short signed sizeof static struct switch "    \
	"true "                                                                                    \
	"typedef union unsigned void volatile while NULL class public private protected using "    \
	"namespace template typename new delete this nullptr override virtual "
#define WORDS_JAVA                                                                                 \
	" abstract assert boolean break byte case catch char class const continue default do "     \
	"double "                                                                                  \
	"else enum extends false final finally float for if implements import instanceof int "     \
	"interface long native new null package private protected public return short static "     \
	"super switch synchronized this throw throws true try void volatile while var val fun "    \
	"override when object is in as internal open data companion string readonly foreach "      \
	"async await using namespace "
#define WORDS_JS                                                                                   \
	" async await break case catch class const continue default delete do else export "        \
	"extends "                                                                                 \
	"false finally for from function if import in instanceof let new null of return static "   \
	"super switch this throw true try typeof undefined var void while yield require "
#define WORDS_PYTHON                                                                               \
	" and as assert async await break class continue def del elif else except False finally "  \
	"for from global if import in is lambda None nonlocal not or pass raise return self cls "  \
	"True try while with yield "
#define WORDS_RUBY                                                                                 \
	" alias and begin break case class def do else elsif end ensure false for if in module "   \
	"next nil not or redo rescue retry return self super then true undef unless until when "   \
	"while yield "
#define WORDS_GO                                                                                   \
	" break case chan const continue default defer else fallthrough false for func go goto "   \
	"if "                                                                                      \
	"import interface map nil package range return select struct switch true type var "
#define WORDS_RUST                                                                                 \
	" as async await break const continue crate dyn else enum false fn for if impl in let "    \
	"loop match mod move mut pub ref return self static struct super trait true type unsafe "  \
	"use where while "
#define WORDS_SH                                                                                   \
	" if then else elif fi for in do done case esac while until function local export return " \
	"true false exit set shift "
#define WORDS_TCL                                                                                  \
	" if then else elseif for foreach while proc set return expr incr catch global upvar "     \
	"lindex "
#define WORDS_PHP                                                                                  \
	" array as break case catch class const continue default do echo else elseif extends "     \
	"false final finally fn for foreach function if implements instanceof int interface "      \
	"namespace new null private protected public return self static string switch this throw " \
	"true try use var void while bool "

static const struct source_language languages[] = {
	{ "c", { SLASHES, STARS, QUOTE(0), APOSTROPHE(0) }, SPECIAL_IF_0, WORDS_C },
	{ "cmake",
	    { { "#[[", "]]", COM, RULE_LINES }, { "#[=[", "]=]", COM, RULE_LINES },
		{ "[[", "]]", STR, RULE_LINES }, { "[=[", "]=]", STR, RULE_LINES },
		{ "[==[", "]==]", STR, RULE_LINES }, HASH, QUOTE(RULE_LINES) },
	    0, " if else elseif endif foreach endforeach set function macro " },
	{ "cpp", { SLASHES, STARS, QUOTE(0), APOSTROPHE(0) }, SPECIAL_IF_0 | SPECIAL_RAW_PAREN,
	    WORDS_C },
	{ "csharp",
	    { SLASHES, STARS, TRIPLE(0), { "$@\"", "\"", STR, RULE_LINES | RULE_DOUBLED },
		{ "@\"", "\"", STR, RULE_LINES | RULE_DOUBLED }, QUOTE(0), APOSTROPHE(0) },
	    0, WORDS_JAVA },
	{ "dart",
	    { SLASHES, STARS, TRIPLE(RULE_ESCAPE | RULE_DOLLAR),
		{ "'''", "'''", STR, RULE_LINES | RULE_ESCAPE | RULE_DOLLAR }, QUOTE(RULE_DOLLAR),
		APOSTROPHE(RULE_DOLLAR) },
	    0, WORDS_JS },
	{ "gherkin", { { "\"\"\"", "\"\"\"", STR, RULE_LINES }, { "#", "\n", COM, RULE_WORD } }, 0,
	    " " },
	{ "go", { SLASHES, STARS, QUOTE(0), APOSTROPHE(0), { "`", "`", STR, RULE_LINES } }, 0,
	    WORDS_GO },
	{ "java", { SLASHES, STARS, TRIPLE(RULE_ESCAPE), QUOTE(0), APOSTROPHE(0) }, 0, WORDS_JAVA },
	{ "javascript",
	    { SLASHES, STARS, QUOTE(0), APOSTROPHE(0),
		{ "`", "`", STR, RULE_LINES | RULE_ESCAPE | RULE_DOLLAR } },
	    SPECIAL_SLASH_REGEX, WORDS_JS },
	{ "kotlin",
	    { SLASHES, { "/*", "*/", COM, RULE_LINES | RULE_NEST }, TRIPLE(RULE_DOLLAR),
		QUOTE(RULE_DOLLAR), { "'", "'", STR, RULE_ESCAPE | RULE_CHAR } },
	    0, WORDS_JAVA },
	{ "php",
	    { { "#[", "", SOURCE_CODE, 0 }, SLASHES, STARS, HASH, QUOTE(RULE_LINES | RULE_DOLLAR),
		APOSTROPHE(RULE_LINES) },
	    SPECIAL_HEREDOC_PHP, WORDS_PHP },
	{ "python",
	    { HASH, TRIPLE(RULE_ESCAPE), { "'''", "'''", STR, RULE_LINES | RULE_ESCAPE }, QUOTE(0),
		APOSTROPHE(0) },
	    0, WORDS_PYTHON },
	{ "ruby",
	    { { "=begin", "=end", COM, RULE_LINES | RULE_COLUMN_1 }, HASH,
		QUOTE(RULE_LINES | RULE_HASH), APOSTROPHE(RULE_LINES),
		{ "`", "`", STR, RULE_ESCAPE | RULE_HASH } },
	    SPECIAL_SLASH_REGEX | SPECIAL_HEREDOC_RUBY | SPECIAL_PERCENT | SPECIAL_END,
	    WORDS_RUBY },
	{ "rust",
	    { SLASHES, { "/*", "*/", COM, RULE_LINES | RULE_NEST }, QUOTE(RULE_LINES),
		{ "'", "'", STR, RULE_ESCAPE | RULE_CHAR } },
	    SPECIAL_RAW_HASH, WORDS_RUST },
	{ "sh",
	    { { "#", "\n", COM, RULE_WORD }, { "$'", "'", STR, RULE_LINES | RULE_ESCAPE },
		{ "'", "'", STR, RULE_LINES }, QUOTE(RULE_LINES | RULE_DOLLAR | RULE_PAREN) },
	    SPECIAL_HEREDOC_SH | SPECIAL_BACKSLASH | SPECIAL_BRACES_ONLY, WORDS_SH },
	{ "swift",
	    { SLASHES, { "/*", "*/", COM, RULE_LINES | RULE_NEST }, TRIPLE(RULE_ESCAPE), QUOTE(0) },
	    0, WORDS_JAVA },
	{ "tcl",
	    { { "#", "\n", COM, RULE_COMMAND },
		{ "\"", "\"", STR, RULE_LINES | RULE_ESCAPE | RULE_WORD | RULE_BRACE } },
	    SPECIAL_BACKSLASH | SPECIAL_BRACES_ONLY, WORDS_TCL },
	{ "text", { { 0 } }, 0, " " },
};

#define COUNT (sizeof languages / sizeof languages[0])

const struct source_language *
source_language(const char *name)
{
	for (size_t i = 0; i < COUNT; i++) {
		if (strcmp(languages[i].name, name) == 0)
			return &languages[i];
	}
	return NULL;
}

static const char *const endings[][2] = {
	{ "c", " c h " },
	{ "cmake", " cmake " },
	{ "cpp", " cc cpp cxx c++ hh hpp hxx h++ mm ipp " },
	{ "csharp", " cs csx " },
	{ "dart", " dart " },
	{ "gherkin", " feature " },
	{ "go", " go " },
	{ "java", " java groovy scala " },
	{ "javascript", " js jsx mjs cjs ts tsx mts cts vue svelte " },
	{ "kotlin", " kt kts " },
	{ "php", " php phpt inc " },
	{ "python", " py pyi pyw " },
	{ "ruby", " rb rake gemspec " },
	{ "rust", " rs " },
	{ "sh", " sh bash bats ksh zsh t " },
	{ "swift", " swift " },
	{ "tcl", " tcl test exp " },
};

const struct source_language *
source_language_for(const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
	size_t n = dot && strchr(dot, ' ') == NULL ? strlen(dot + 1) : 0;

	for (size_t i = 0; n > 0 && i < sizeof endings / sizeof endings[0]; i++) {
		const char *at = endings[i][1];

		while ((at = strstr(at, dot + 1)) != NULL && (at[-1] != ' ' || at[n] != ' '))
			at++;
		if (at)
			return source_language(endings[i][0]);
	}
	return NULL;
}

const char *
source_language_name(size_t i)
{
	return i < COUNT ? languages[i].name : NULL;
}

const char *
source_language_of(const struct source *source)
{
	return source->language->name;
}

const char *
source_language_name_of(const struct source_language *language)
{
	return language->name;
}
