#include "store/column.h"

#include "base/time.h"
#include "io/db.h"
#include "io/json.h"

void
column_time(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	char text[TIME_TEXT];

	time_format(db_get_int(rows, column), text);
	json_set_string(object, key, text);
}

void
column_text(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	if (!db_is_null(rows, column))
		json_set_string(object, key, db_get_text(rows, column, NULL));
}
