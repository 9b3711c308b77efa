#include "base/vec.h"
#include "phase/scan.h"

enum status
scan_once(const struct share *share, const char *path, const char *bytes, size_t n, struct buf *out,
    struct err *err)
{
	struct scan_options options = { 0 };
	struct scan *scan;
	enum status st = scan_open(share, &options, &scan, err);

	if (st)
		return st;
	st = scan_bytes(scan, path, bytes, n, out, err);
	if (st == ST_OK)
		st = scan_finish(scan, err);
	scan_close(scan);
	return st;
}
