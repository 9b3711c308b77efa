add_test(NAME in_include COMMAND true)
