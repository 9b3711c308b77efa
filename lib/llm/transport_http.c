#include "llm/transport_private.h"

enum status
transport_http(const struct transport *t, struct answer *answer, struct err *err)
{
	(void)answer;
	return err_set(err, ST_UNAVAILABLE, "%s cannot be reached", t->model->name);
}
