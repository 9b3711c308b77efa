/*
 * compare - what is another between two run documents, as a tester asks it.
 *
 * {"a", "b", "same", "story", "change", "criteria", "coverage_percent", "score", "ranking"}: the
 * ids of the runs; whether nothing below differs; story "same" or "changed", and so change where
 * there is one; criteria {"id", "change", "from", "to", "text"} with change added, removed, status
 * or text (the words changed, the status may have too); coverage_percent and score {"from", "to"},
 * each absent where there is none; ranking
 * {"test", "change", "from", "to"} with change in, out, up or down and the ranks.
 *
 * A test has moved when it is none of the longest series that kept its order, so that one test that
 * comes in at the top moves no other.
 *
 * Ownership: the result is the caller's, json_free() it.
 * Source: longest increasing subsequence, M. L. Fredman, "On computing the length of longest
 * increasing subsequences", Discrete Mathematics 11 (1975).
 */
#ifndef DOC_COMPARE_H
#define DOC_COMPARE_H

struct json;

struct json *doc_compare(const struct json *a, const struct json *b);

#endif
