/*
 * detect - what a project is made of and made with: languages, frameworks, versions, runners.
 *
 * A tree has one root or several: the directories that hold a manifest.  What says which framework
 * is there is data: the key `detect` of share/frameworks, and share/detect.yaml.  See
 * rsg-detect(1).
 *
 * Nothing of the project is run, and nothing outside of it is read.
 *
 * Errors: ST_NOINPUT for a tree that is no directory or cannot be read, ST_CONFIG for data that is
 * wrong.  What cannot be understood of the project goes to `warn` and is passed over.
 * Limits: 200,000 files, 200 roots, 300 sources a rule, 256 KiB of a source.
 */
#ifndef DETECT_DETECT_H
#define DETECT_DETECT_H

#include "base/err.h"

struct json;
struct share;

typedef void detect_warn(void *arg, const char *text);

/* All roots of a tree, by path: an array of roots of schemas/detection.schema.json. */
enum status detect_tree(const struct share *share, const char *tree, detect_warn *warn, void *arg,
    struct json **out, struct err *err);

/*
 * One root after the other, each looked at when it is asked for and once; the tree is read at the
 * start.  Ownership: detector_open() gives, detector_close() ends what was lent; tree and share
 * last as long.
 */
struct detector;

enum status detector_open(const struct share *share, const char *tree, detect_warn *warn, void *arg,
    struct detector **out, struct err *err);
void detector_close(struct detector *detector); /* NULL is fine */

/* The nearest root above a path of the tree, be it there or not; the top where there is none. */
enum status detector_root(
    struct detector *detector, const char *file, const struct json **out, struct err *err);

#endif
