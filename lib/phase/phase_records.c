#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "phase/phase.h"

enum status
phase_records(const struct phase_env *env, phase_scan_fn *scan, const char *path,
    const struct buf *code, struct json *records, struct err *err)
{
	struct buf lines;
	enum status st;

	buf_init(&lines, BUF_DOCUMENT);
	st = scan(env->share, path, code->s, code->len, &lines, err);
	for (const char *s = lines.s; st == ST_OK && *s;) {
		size_t n = strcspn(s, "\n");
		struct json *record = NULL;

		st = json_parse(s, n, &record, err);
		if (st == ST_OK)
			json_add(records, record);
		s += n + (s[n] == '\n');
	}
	buf_fini(&lines);
	return st;
}
