#include "text/highlight_private.h"

#include <string.h>

#define WORDS_C                                                                                    \
	" auto bool break case char const continue default do double else enum extern false "      \
	"float for goto if inline int long register restrict return short signed sizeof static "   \
	"struct switch true typedef union unsigned void volatile while NULL _Bool _Static_assert "
#define WORDS_CPP                                                                                  \
	"alignas alignof catch class concept const_cast consteval constexpr decltype delete "      \
	"dynamic_cast explicit export final friend mutable namespace new noexcept nullptr "        \
	"operator override private protected public reinterpret_cast requires static_cast "        \
	"template this throw try typeid typename using virtual wchar_t co_await co_return "        \
	"co_yield "
#define WORDS_GO                                                                                   \
	" break case chan const continue default defer else fallthrough false for func go goto "   \
	"if import interface iota map nil package range return select struct switch true type "    \
	"var bool byte error float32 float64 int int32 int64 rune string uint uint64 "
#define WORDS_JAVA                                                                                 \
	" abstract assert boolean break byte case catch char class const continue default do "     \
	"double else enum extends false final finally float for goto if implements import "        \
	"instanceof int interface long native new null package private protected public record "   \
	"return sealed short static strictfp super switch synchronized this throw throws "         \
	"transient true try var void volatile while yield permits "
#define WORDS_JS                                                                                   \
	" async await break case catch class const continue debugger default delete do else "      \
	"export extends false finally for from function if import in instanceof let new null "     \
	"of return static super switch this throw true try typeof undefined var void while with "  \
	"yield "
#define WORDS_TS                                                                                   \
	"abstract any as asserts boolean declare enum implements infer interface is keyof "        \
	"namespace never number private protected public readonly satisfies string type unknown "
#define WORDS_KOTLIN                                                                               \
	" abstract as break by catch class companion const constructor continue data do else "     \
	"enum false final finally for fun if import in init inline inner interface internal is "   \
	"it lateinit null object open operator override package private protected public "         \
	"return sealed super suspend this throw true try typealias val var vararg when where "     \
	"while "
#define WORDS_PHP                                                                                  \
	" abstract and array as break callable case catch class clone const continue declare "     \
	"default do echo else elseif enum extends false final finally fn for foreach function "    \
	"global if implements include instanceof int interface match namespace new null or "       \
	"private protected public readonly require require_once return self static string "        \
	"switch this throw trait true try use var void while yield bool float "
#define WORDS_PYTHON                                                                               \
	" and as assert async await break case class continue def del elif else except False "     \
	"finally for from global if import in is lambda match None nonlocal not or pass raise "    \
	"return self cls True try while with yield "
#define WORDS_RUBY                                                                                 \
	" alias and begin break case class def do else elsif end ensure false for if in module "   \
	"next nil not or redo rescue retry return self super then true undef unless until when "   \
	"while yield require require_relative "
#define WORDS_RUST                                                                                 \
	" as async await break const continue crate dyn else enum extern false fn for if impl in " \
	"let loop match mod move mut pub ref return self Self static struct super trait true "     \
	"type union unsafe use where while bool char f32 f64 i32 i64 str u8 u32 u64 usize "
#define WORDS_SH                                                                                   \
	" if then else elif fi for in do done case esac select while until function local "        \
	"export readonly return true false exit set shift break continue test eval exec trap "     \
	"unset "
#define WORDS_TCL                                                                                  \
	" if then else elseif for foreach while proc namespace set return expr incr catch error "  \
	"global upvar uplevel variable switch break continue lappend list lindex package try "     \
	"throw test start_server "
#define TESTS_C                                                                                    \
	" TEST TEST_F TEST_P TYPED_TEST TYPED_TEST_P START_TEST END_TEST Test TestSuite Theory "   \
	"ParameterizedTest BOOST_AUTO_TEST_CASE BOOST_FIXTURE_TEST_CASE TEST_CASE_METHOD "

static const struct highlight_language languages[] = {
	{ " python py ", "python", WORDS_PYTHON, " def class ", " ", 0 },
	{ " javascript js jsx mjs ", "javascript", WORDS_JS, " function class ", " ",
	    HIGHLIGHT_DOLLAR },
	{ " typescript ts tsx ", "javascript", WORDS_JS WORDS_TS,
	    " function class interface enum type namespace ", " ", HIGHLIGHT_DOLLAR },
	{ " go golang ", "go", WORDS_GO, " func type ", " ", HIGHLIGHT_RECEIVER },
	{ " java ", "java", WORDS_JAVA, " class interface enum record ", " ",
	    HIGHLIGHT_TYPED | HIGHLIGHT_DOLLAR },
	{ " kotlin kt ", "kotlin", WORDS_KOTLIN, " fun class interface object typealias ", " ", 0 },
	{ " ruby rb ", "ruby", WORDS_RUBY, " def class module ", " ", HIGHLIGHT_SELF },
	{ " rust rs ", "rust", WORDS_RUST, " fn struct enum trait mod type union ", " ", 0 },
	{ " c ", "c", WORDS_C, " struct union enum define ", TESTS_C,
	    HIGHLIGHT_TYPED | HIGHLIGHT_DIRECTIVE | HIGHLIGHT_BRACED },
	{ " cpp c++ cc cxx ", "cpp", WORDS_C WORDS_CPP,
	    " struct union enum class namespace define ", TESTS_C,
	    HIGHLIGHT_TYPED | HIGHLIGHT_DIRECTIVE | HIGHLIGHT_BRACED },
	{ " sh shell bash bats ", "sh", WORDS_SH, " function ", " ",
	    HIGHLIGHT_COMMAND | HIGHLIGHT_EMPTY },
	{ " tcl ", "tcl", WORDS_TCL, " proc test ", " ", HIGHLIGHT_COMMAND },
	{ " php ", "php", WORDS_PHP, " function class interface trait enum ", " ",
	    HIGHLIGHT_DOLLAR },
	{ " gherkin feature cucumber ", "gherkin", NULL, " ", " ", 0 },
};

bool
highlight_has(const char *words, const char *word, size_t n)
{
	while (n > 0 && words[0] == ' ' && words[1]) {
		size_t len = strcspn(++words, " ");

		if (len == n && memcmp(words, word, n) == 0)
			return true;
		words += len;
	}
	return false;
}

const struct highlight_language *
highlight_language(const char *name)
{
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
		if (highlight_has(languages[i].names, name, strlen(name)))
			return &languages[i];
	}
	return NULL;
}
