/*
 * column - a column of a query as a member of a JSON object.
 */
#ifndef STORE_COLUMN_H
#define STORE_COLUMN_H

struct db_rows;
struct json;

void column_time(struct json *object, const char *key, const struct db_rows *rows, int column);

/* No member where the column is NULL. */
void column_text(struct json *object, const char *key, const struct db_rows *rows, int column);

#endif
