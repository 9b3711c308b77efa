#include "doc/share.h"
#include "io/json.h"
#include "phase/phase.h"
#include "signal/fuse.h"
#include "signal/sources.h"

#define NAME "weights.json"

enum status
phase_weights(const struct share *share, struct weights *out, struct json **tree, struct err *err)
{
	struct json *json = NULL;
	enum status st = share_yaml(share, NAME, &json, err);

	if (st == ST_OK && weights_read(json, out, err))
		st = err_context(err, share_of_project(share, NAME) ? ".rsg/" NAME : "share/" NAME);
	if (tree)
		*tree = json;
	else
		json_free(json);
	return st;
}

enum status
phase_sources(const struct share *share, struct sources *out, struct err *err)
{
	struct json *tree = NULL;
	enum status st = share_yaml(share, "sources.yaml", &tree, err);

	if (st == ST_OK)
		st = sources_read(tree, out, err);
	json_free(tree);
	return st;
}
