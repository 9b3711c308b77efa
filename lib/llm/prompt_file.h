/*
 * prompt_file - a prompt taken apart: front matter, system part, user part.
 *
 * Ownership: prompt_file_parse() fills, prompt_file_fini() ends; also after an error.
 * Errors: ST_CONFIG with the name of the file and what is wrong with it.
 */
#ifndef LLM_PROMPT_FILE_H
#define LLM_PROMPT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"
#include "io/digest.h"

#define PROMPT_FILE_MAX ((size_t)1024 * 1024)

struct prompt_file {
	struct strings takes;
	char *gives, *told, *user;
	char sha256[DIGEST_TEXT];
};

enum status prompt_file_parse(
    const char *file, const char *text, size_t n, struct prompt_file *out, struct err *err);
void prompt_file_fini(struct prompt_file *prompt);

/* The next {{name}} of a part; *at moves behind it.  False at the end, and then what is left is
   text.  n is 0 for braces that hold no name. */
struct prompt_place {
	const char *text; /* before it */
	size_t text_n;
	const char *name;
	size_t n;
};
bool prompt_place_next(const char **at, struct prompt_place *place);

#endif
