#include "view/views.h"

#include <string.h>

#include "doc/doc.h"
#include "doc/generated.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/verification.h"

const struct view_of views[] = {
	{ "summary", NULL, "ranking", NULL, view_summary, porcelain_summary },
	{ "ingestion", "story", "ingestion", NULL, view_ingestion, porcelain_ingestion },
	{ "classification", NULL, "classification", NULL, view_classification,
	    porcelain_classification },
	{ "embedding", NULL, "embedding", NULL, view_embedding, porcelain_embedding },
	{ "impact", "change", "impact", NULL, view_impact, porcelain_impact },
	{ "retrieval", NULL, "retrieval", "queries", view_retrieval, porcelain_retrieval },
	{ "coverage", NULL, "coverage", "criteria", view_coverage, porcelain_coverage },
	{ "ranking", "suite", "ranking", "suite", view_ranking, porcelain_ranking },
	{ "selection", NULL, "selection", "suite", view_selection, porcelain_selection },
	{ "generation", NULL, "generation", "tests", view_generation, porcelain_generation },
	{ "verification", NULL, "verification", "verified", view_verification,
	    porcelain_verification },
	{ "healing", NULL, "healing", "healed", view_healing, porcelain_healing },
	{ "audit", NULL, "audit", NULL, view_audit, porcelain_audit },
	{ 0 },
};

const struct view_of *
view_find(const char *name)
{
	for (const struct view_of *it = views; it->name; it++) {
		if (strcmp(it->name, name) == 0 || (it->alias && strcmp(it->alias, name) == 0))
			return it;
	}
	return NULL;
}

enum status
view_pick(const struct view_of *of, const struct json *doc, const char *id,
    const struct json **item, struct err *err)
{
	const struct json *output;

	if (view_need(doc, of->phase, &output, err))
		return ST_DATA;
	if (id && of->items == NULL)
		return err_set(
		    err, ST_USAGE, "the view %s is of the whole: it takes no id", of->name);
	if (id && strcmp(of->items, "suite") == 0)
		output = suite_row_of(doc, id);
	else if (id && strcmp(of->items, "verified") == 0)
		output = verification_of(doc, id);
	else if (id && strcmp(of->items, "healed") == 0)
		output = doc_healed(doc, id);
	else if (id)
		output = doc_by_id(json_get(output, of->items), id);
	if (output == NULL)
		return err_set(err, ST_USAGE,
		    "the view %s has no \"%.200s\": rsg-show %s lists them", of->name, id,
		    of->name);
	*item = output;
	return ST_OK;
}
