/*
 * story_parts - what the files story_*.c share; nobody else includes it.
 *
 * Conventions: texts given to the add functions are copied into the story with runs of white space
 * made one space.  Functions named *_read take what they understand and say how much that was.
 */
#ifndef TEXT_STORY_PARTS_H
#define TEXT_STORY_PARTS_H

#include "base/buf.h"
#include "text/story.h"

#define STORY_COLUMNS 16
#define BOLD_LEVEL 7 /* a bold line is below all headings */

struct span { /* a piece of a block's text */
	const char *s;
	size_t n;
	int line;
};

struct story_reader {
	struct story *story;
	const struct lexicon *lexicon;
	const struct gherkin_words *gherkin;
	const struct blocks *blocks;
	const bool *listed; /* for each block: items or rows stand under the same heading */
	size_t at;	    /* the block that is read */
	size_t words;	    /* of the whole story */
	bool has_criteria;  /* the story marks its criteria somewhere */
	bool titled;	    /* the title comes from a heading */
	enum story_section section;
	enum story_section sections[8]; /* by level of heading; [7] for a bold line */
	const char *heading;		/* the last one when it is not a known one, else NULL */
	int requirement;		/* what criteria belong to now, -1 */
	int requirement_level;		/* of its heading, 0 for none */
	int told;			/* the requirement whose story is being told, -1 */
	int open;			/* the criterion whose heading is open, -1 */
	int open_level;
	int owner;		   /* the criterion that steps belong to, -1 for a new one each */
	int depth;		   /* of nested lists */
	struct buf open_text;	   /* what will be the text of the open one */
	const char *scenario_name; /* of the scenario that a heading announced, NULL */
	int scenario_line;
	int columns[STORY_COLUMNS]; /* enum story_column of the table being read */
	const struct block *table;  /* its header, NULL outside */
};

/* story_util.c */
const char *story_copy(struct story *story, const char *s, size_t n); /* white space made single */
struct span span_trim(struct span span);
bool span_line(struct span *rest, struct span *line); /* take the first line off */
bool span_sentence(struct span *rest, struct span *sentence);
bool span_is_blank(struct span span);
size_t word_count(const char *s, size_t n);
void names_add(struct story *story, struct story_names *names, const char *s, size_t n);
void texts_add(
    struct story *story, struct story_texts *texts, struct span span, enum block_check check);
struct story_text *note_add(struct story_reader *r, struct span span, const char *kind);

/* story_ids.c: "AC-1: text", "(AC 3) text", "REQ-4 - text" */
struct story_id {
	const char *s;		 /* as written */
	size_t n, len;		 /* len: the id with what separates it from the text */
	enum story_section kind; /* what its prefix means; SECTION_NONE for an unknown prefix */
};
bool story_id_at(const struct lexicon *lexicon, struct span span, struct story_id *id);
const char *story_id_text(struct story *story, const struct story_id *id);
double story_importance(const struct lexicon *lexicon, const char *s, size_t n, bool *said);

/* story_role.c: true when the text has such a sentence; *used is what it spans. */
struct story_role {
	struct span role, goal, benefit, whole;
	const char *language;
};
bool story_role_find(const struct lexicon *lexicon, struct span span, struct story_role *role);

/* story_headings.c */
enum story_section heading_kind(
    const struct lexicon *lexicon, struct span span, bool loose, struct span *rest);
void heading_read(struct story_reader *r, const struct block *block);
void heading_line(struct story_reader *r, struct span span, int level);
void heading_close(struct story_reader *r, int level);
void section_set(struct story_reader *r, enum story_section section, int level);
void story_survey(struct story_reader *r);

void title_set(struct story_reader *r, struct span span);

/* story_items.c: each gives the index of the new one, -1 when there are too many (then a note). */
int requirement_add(struct story_reader *r, struct span span, const char *kind);
int section_requirement(struct story_reader *r, struct span span); /* functional or not */
int criterion_add(struct story_reader *r, struct span span);
void open_append(struct story_reader *r, struct span span);
size_t item_read(struct story_reader *r, size_t i, size_t stop); /* the index behind what it used */

/* story.c */
size_t block_read(struct story_reader *r, size_t i, size_t stop);      /* the index behind */
void blocks_read(struct story_reader *r, const struct blocks *blocks); /* inside a cell */
struct span block_span(const struct block *block);

/* story_prose.c */
bool role_read(struct story_reader *r, struct span span);
void prose_read(struct story_reader *r, struct span span, bool strong);
void passage_read(struct story_reader *r, struct span span, enum block_check check);
void sentences_read(struct story_reader *r, struct span span);

/* story_steps.c: scenarios from Given/When/Then in prose; the number of blocks used, 0 for none. */
size_t steps_read(struct story_reader *r, size_t i, size_t stop);
bool steps_in(struct story_reader *r, struct span span, enum block_check check);
void scenario_name_drop(struct story_reader *r);

/* story_table.c */
void row_read(struct story_reader *r, const struct block *block);

/* story_feature.c */
bool feature_read(struct story_reader *r, const struct block *code);

/* story_finish.c, story_references.c, story_entities.c, story_warnings.c */
void story_finish(struct story_reader *r);
void story_references(struct story_reader *r);
void story_entities(struct story_reader *r);
void story_warnings(struct story_reader *r);

#endif
