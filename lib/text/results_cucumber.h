/* results_cucumber - the words for a status that both of Cucumber's formats use, in either case. */
#ifndef TEXT_RESULTS_CUCUMBER_H
#define TEXT_RESULTS_CUCUMBER_H

#include "text/results.h"

enum results_status cucumber_status(const char *word);

#endif
