#!/bin/sh
# tidy.sh BUILD FILE.c... - clang-tidy with the Makefile's flags; its chatter only when it finds something.
build=$1
shift
said=$(clang-tidy --quiet "$@" -- -std=c17 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
	-D_DEFAULT_SOURCE -Ilib -I"$build/gen" -include lib/base/banned.h -DRSG_VERSION='""' \
	-DRSG_PREFIX='""' 2>&1) && exit 0
printf '%s\n' "$said" | grep -v 'warnings\{0,1\} generated'
exit 1
