/* failure-read FRAMEWORK STAGE ROOT <TEXT - what lib/text/failure.h says, as JSON, for failures.py.
 * "-" is none. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "text/failure.h"

static const char *
given(const char *s)
{
	return strcmp(s, "-") == 0 ? NULL : s;
}

static enum status
tell(char **argv, struct buf *text, struct buf *out, struct err *err)
{
	struct share *share = share_open(NULL);
	struct failure_rules *rules = NULL;
	struct json *tree = NULL, *j;
	struct failure failure;

	if (share_yaml(share, FAILURE_FILE, &tree, err) || failure_rules_read(tree, &rules, err) ||
	    file_read_fd(0, "standard input", text, err))
		return err->status;
	failure_read(rules,
	    &(struct failure_ask){
		text->s, text->len, given(argv[1]), given(argv[2]), NULL, given(argv[3]) },
	    &failure);
	j = failure_json(&failure);
	json_print(j, out);
	json_free(j);
	failure_fini(&failure);
	failure_rules_free(rules);
	share_close(share);
	return ST_OK;
}

int
main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct buf text, out;

	if (argc != 4)
		return ST_USAGE;
	buf_init(&text, BUF_DOCUMENT);
	buf_init(&out, BUF_TEXT);
	if (tell(argv, &text, &out, &err))
		fprintf(stderr, "failure-read: %s\n", err.text);
	else
		puts(out.s);
	buf_fini(&text);
	buf_fini(&out);
	return (int)err.status;
}
