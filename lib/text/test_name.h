/* test_name - the name of a test as its runner has it, taken apart. */
#ifndef TEXT_TEST_NAME_H
#define TEXT_TEST_NAME_H

/* Its last part: "test_total" of "a.py::TestCart::test_total", "adds up" of "cart > adds up",
   "pays" of "CartTest#pays"; all of it where it has one part.  Lent by name. */
const char *test_name_last(const char *name);

#endif
