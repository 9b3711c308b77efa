/* deps_native - between the files of deps_native. */
#ifndef DETECT_DEPS_NATIVE_H
#define DETECT_DEPS_NATIVE_H

#include "detect/calls.h"
#include "detect/deps.h"

/* A library under its name in small letters, without a namespace ("GTest::gtest"). */
void deps_native_library(
    struct deps *d, const struct calls_word *word, const char *constraint, const char *path);

void deps_native_makefile(struct deps *d, const char *path);
void deps_native_wrap(struct deps *d, const char *path);
void deps_native_conan(struct deps *d, const char *path);
void deps_native_vcpkg(struct deps *d, const char *path);

#endif
