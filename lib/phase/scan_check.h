/*
 * scan_check - every record is held against its schema before it is printed, on a second thread.
 *
 * Ownership: scan_check_open() gives, scan_check_close() ends; the records are copied.
 * Errors: scan_check_end() tells of the first record that does not fit, as ST_BUG.
 */
#ifndef PHASE_SCAN_CHECK_H
#define PHASE_SCAN_CHECK_H

#include <stddef.h>

#include "base/err.h"

struct scan_check;

enum status scan_check_open(struct scan_check **out, struct err *err);
void scan_check_close(struct scan_check *check); /* NULL is fine */

void scan_check_add(struct scan_check *check, const char *line, size_t n);
enum status scan_check_end(struct scan_check *check, struct err *err);

#endif
