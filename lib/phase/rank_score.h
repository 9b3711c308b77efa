/*
 * rank_score - may tests be generated for the gaps of this run?
 *
 * The run score is the confidence, 0 to 1, that the story is understood and the corpus is about
 * the same product, so that what looks like a gap is one.  It is the weighted geometric mean of
 * its components, so that none can make up for another that is missing:
 *
 *   story       the story says who wants what and why, has criteria, and they have substance
 *   vocabulary  the part of the story's words, by idf, that the tests know: low for an
 *               unrelated corpus
 *   anchor      how well the best covered criterion is covered: something of the story should
 *               be tested before the rest can be called a gap
 *   clarity     how far the criteria's confidences are from one half
 *
 * Errors: none; what is absent counts as 0.
 */
#ifndef PHASE_RANK_SCORE_H
#define PHASE_RANK_SCORE_H

struct json;

/* Set "score" and "components" of the output from the document. */
void rank_score(const struct json *doc, struct json *output);

#endif
