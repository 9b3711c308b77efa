/*
 * letters - which code points make words, and their simple case folding.
 *
 * Own tables, so that a word is the same word in every locale and the index stays readable when
 * the locale changes.
 *
 * Source: Unicode 14.0, general categories L, M, Nl, Nd and CaseFolding (statuses C and S).
 */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stdint.h>

enum letter {
	LETTER_NONE,
	LETTER_LOWER, /* and letters without case, and combining marks */
	LETTER_UPPER,
	LETTER_DIGIT,
	LETTER_IDEOGRAPH /* of a script that is written without spaces */
};

enum letter letter_class(uint32_t c);
uint32_t letter_fold(uint32_t c);

#endif
