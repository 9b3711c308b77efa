#include <string.h>

#include "io/db.h"

struct db_arg
db_null(void)
{
	return (struct db_arg){ .kind = DB_NULL };
}

struct db_arg
db_int(int64_t i)
{
	return (struct db_arg){ .kind = DB_INT, .i = i };
}

struct db_arg
db_real(double d)
{
	return (struct db_arg){ .kind = DB_REAL, .d = d };
}

struct db_arg
db_text(const char *s)
{
	return s ? db_textn(s, strlen(s)) : db_null();
}

struct db_arg
db_textn(const char *s, size_t n)
{
	return (struct db_arg){ .kind = DB_TEXT, .bytes = s, .n = n };
}

struct db_arg
db_blob(const void *bytes, size_t n)
{
	return (struct db_arg){ .kind = DB_BLOB, .bytes = bytes, .n = n };
}
