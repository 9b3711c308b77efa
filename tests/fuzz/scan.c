/* What is found in any file is a list of JSON objects with an id and sensible lines. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/share.h"
#include "io/json.h"
#include "phase/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const paths[] = { "test_a.py", "a.test.js", "a_test.go", "A.java", "A.kt",
	"a_spec.rb", "a_test.rb", "a.rs", "a.c", "a.cc", "a.bats", "t/t1.sh", "a.test",
	"tests/a.tcl", "ATest.php", "a.feature", "test/a.mjs", "a.cy.js" };

static void
check_records(const struct buf *out)
{
	struct err err = ERR_INIT;

	for (const char *at = out->s, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
		struct json *j = NULL;

		if (json_parse(at, (size_t)(end - at), &j, &err) ||
		    *json_get_string(j, "id") == '\0' || *json_get_string(j, "title") == '\0' ||
		    json_get_number(j, "line") < 1 ||
		    json_get_number(j, "end_line") < json_get_number(j, "line")) {
			fprintf(stderr, "%.*s\n%s\n", (int)(end - at), at, err.text);
			abort();
		}
		json_free(j);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct share *share;
	static struct scan *scan;
	static const struct scan_options options;
	struct err err = ERR_INIT;
	struct buf out;

	if (n == 0)
		return 0;
	if (scan == NULL) {
		setenv("RSG_SHARE", "share", 0);
		share = share_open(NULL);
		if (scan_open(share, &options, &scan, &err))
			abort();
	}
	buf_init(&out, SIZE_MAX / 4);
	if (scan_bytes(scan, paths[data[0] % (sizeof paths / sizeof paths[0])],
		(const char *)data + 1, n - 1, &out, &err) == ST_OK)
		check_records(&out);
	buf_fini(&out);
	return 0;
}
