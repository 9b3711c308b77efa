#include "view/heat.h"

#include "io/json.h"
#include "view/table.h"

#define CELL 9

const char *const heat_levels[HEAT_LEVELS] = { "low", "medium", "high" };

size_t
heat_level(double value)
{
	return value < 0.34 ? 0 : value < 0.67 ? 1 : 2;
}

size_t
heat_of(size_t severity, size_t importance)
{
	return severity + importance;
}

struct heat
heat_count(const struct json *risks)
{
	struct heat heat = { 0 };

	json_each (risk, risks) {
		size_t severity = heat_level(json_get_number(risk, "severity"));

		heat.count[severity][heat_level(json_get_number(risk, "importance"))]++;
	}
	return heat;
}

static void
cell(const struct view *view, struct buf *out, size_t heat, size_t count)
{
	static const char *const shades[] = { "░", "░", "▒", "▓", "█" };
	static const char *const letters[] = { ".", ".", "-", "+", "#" };
	static const char *const rich[] = { "48;5;22", "48;5;22", "48;5;58", "48;5;94",
		"48;5;124" };
	static const char *const few[] = { "42;30", "42;30", "43;30", "43;30", "41;30" };
	const char *shade = view->unicode ? shades[heat] : letters[heat];

	if (count == 0) {
		buf_printf(out, "%*d", CELL, 0);
		return;
	}
	buf_char(out, ' ');
	if (view->color)
		buf_printf(out, "\033[%sm", view->color >= 256 ? rich[heat] : few[heat]);
	buf_printf(out, " %s%s%s%*zu", shade, shade, shade, CELL - 5, count);
	if (view->color)
		buf_str(out, "\033[0m");
}

void
view_heat(const struct json *risks, const struct view *view, struct buf *out)
{
	struct heat heat = heat_count(risks);

	if (view->columns == 0)
		return;
	buf_printf(out, "%-10s", "");
	for (size_t i = 0; i < HEAT_LEVELS; i++)
		buf_printf(out, "%*s", CELL, heat_levels[i]);
	buf_char(out, '\n');
	for (size_t severity = HEAT_LEVELS; severity-- > 0;) {
		buf_printf(out, "  %-8s", heat_levels[severity]);
		for (size_t i = 0; i < HEAT_LEVELS; i++)
			cell(view, out, heat_of(severity, i), heat.count[severity][i]);
		buf_char(out, '\n');
	}
}
