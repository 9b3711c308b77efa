#include "cli/who.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

static void
is(const char *wanted)
{
	char *name = who();

	ck_assert_str_eq(name, wanted);
	free(name);
}

static void
set_git(const char *name, const char *email)
{
	setenv("GIT_CONFIG_COUNT", "2", 1);
	setenv("GIT_CONFIG_KEY_0", "user.name", 1);
	setenv("GIT_CONFIG_VALUE_0", name, 1);
	setenv("GIT_CONFIG_KEY_1", "user.email", 1);
	setenv("GIT_CONFIG_VALUE_1", email, 1);
}

START_TEST(rsg_user_is_who_it_says)
{
	setenv("RSG_USER", "Jo Tester <jo@example.org>", 1);
	set_git("Git", "git@example.org");
	is("Jo Tester <jo@example.org>");
}
END_TEST

START_TEST(what_a_terminal_would_obey_is_left_out)
{
	char longer[1000];
	char *name;

	setenv("RSG_USER", "\033[31mJo\nTester\t\x7f\xe2\x80\xae\xc2\x9b!", 1);
	is("[31mJoTester!");
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	setenv("RSG_USER", longer, 1);
	name = who();
	ck_assert_uint_eq(strlen(name), WHO_BYTES);
	free(name);
}
END_TEST

START_TEST(else_git_says_who)
{
	setenv("RSG_USER", "", 1);
	set_git("Jo Tester", "jo@example.org");
	is("Jo Tester <jo@example.org>");
	set_git("Jo Tester", "");
	is("Jo Tester");
	set_git("", "jo@example.org");
	is("jo@example.org");
}
END_TEST

START_TEST(else_the_login_name)
{
	char *name;

	unsetenv("RSG_USER");
	setenv("PATH", "/nonexistent", 1);
	name = who();
	ck_assert(*name != '\0' && strchr(name, '@') == NULL);
	free(name);
}
END_TEST

UNIT_SUITE(who)
{
	tcase_add_test(tc, rsg_user_is_who_it_says);
	tcase_add_test(tc, what_a_terminal_would_obey_is_left_out);
	tcase_add_test(tc, else_git_says_who);
	tcase_add_test(tc, else_the_login_name);
}
