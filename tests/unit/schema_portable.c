#include "llm/schema_portable.h"

#include <string.h>

#include "unit.h"
#include "wire.h"

static const struct {
	const char *schema, *closed, *strict; /* NULL: it cannot be said so */
} rows[] = {
	{ "{'type':'object','properties':{'a':{'type':'string'}}}",
	    "{'type':'object','properties':{'a':{'type':'string'}},'required':[],"
	    "'additionalProperties':false}",
	    "{'type':'object','properties':{'a':{'anyOf':[{'type':'string'},{'type':'null'}]}},"
	    "'required':['a'],'additionalProperties':false}" },
	/* limits, patterns and defaults become words */
	{ "{'$schema':'x','title':'T','type':'object','additionalProperties':false,'required':['a']"
	  ","
	  "'properties':{'a':{'type':'string','description':'Name.','minLength':1,'pattern':'^a',"
	  "'default':'b'}}}",
	    "{'type':'object','title':'T','properties':{'a':{'type':'string','description':"
	    "'Name. {minLength: 1, pattern: \\u0022^a\\u0022, default: \\u0022b\\u0022}'}},"
	    "'required':['a'],'additionalProperties':false}",
	    "{'type':'object','title':'T','properties':{'a':{'type':'string','description':"
	    "'Name. {minLength: 1, pattern: \\u0022^a\\u0022, default: \\u0022b\\u0022}'}},"
	    "'required':['a'],'additionalProperties':false}" },
	/* formats that are taken, and those that are not */
	{ "{'type':'object','required':['a','b','c'],'properties':{'a':{'type':'string',"
	  "'format':'date'},'b':{'type':'string','format':'uri'},'c':{'type':'string',"
	  "'format':'regex'}}}",
	    "{'type':'object','required':['a','b','c'],'properties':{'a':{'type':'string',"
	    "'format':'date'},'b':{'type':'string','format':'uri'},'c':{'type':'string',"
	    "'description':'{format: \\u0022regex\\u0022}'}},'additionalProperties':false}",
	    "{'type':'object','required':['a','b','c'],'properties':{'a':{'type':'string',"
	    "'format':'date'},'b':{'type':'string','description':'{format: \\u0022uri\\u0022}'},"
	    "'c':{'type':'string','description':'{format: \\u0022regex\\u0022}'}},"
	    "'additionalProperties':false}" },
	/* arrays */
	{ "{'type':'object','required':['a'],'properties':{'a':{'type':'array','minItems':1,"
	  "'maxItems':5,'items':{'type':'number'}}}}",
	    "{'type':'object','required':['a'],'properties':{'a':{'type':'array','minItems':1,"
	    "'items':{'type':'number'},'description':'{maxItems: 5}'}},"
	    "'additionalProperties':false}",
	    "{'type':'object','required':['a'],'properties':{'a':{'type':'array',"
	    "'items':{'type':'number'},'description':'{minItems: 1, maxItems: 5}'}},"
	    "'additionalProperties':false}" },
	/* values and their types */
	{ "{'type':'object','required':['a','b','c','d'],'properties':{'a':{'enum':['x','y']},"
	  "'b':{'const':3},'c':{'type':['string','null'],'enum':['x',null]},'d':{'enum':[1,'x']}}}",
	    "{'type':'object','required':['a','b','c','d'],'properties':{'a':{'type':'string',"
	    "'enum':['x','y']},'b':{'type':'integer','enum':[3]},'c':{'anyOf':[{'type':'string',"
	    "'enum':['x']},{'type':'null'}]},'d':{'anyOf':[{'type':'integer','enum':[1]},"
	    "{'type':'string','enum':['x']}]}},'additionalProperties':false}",
	    "{'type':'object','required':['a','b','c','d'],'properties':{'a':{'type':'string',"
	    "'enum':['x','y']},'b':{'type':'integer','enum':[3]},'c':{'anyOf':[{'type':'string',"
	    "'enum':['x']},{'type':'null'}]},'d':{'anyOf':[{'type':'integer','enum':[1]},"
	    "{'type':'string','enum':['x']}]}},'additionalProperties':false}" },
	/* references are put in place, oneOf is anyOf; null is not added twice */
	{ "{'type':'object','properties':{'a':{'$ref':'#/definitions/n'},"
	  "'b':{'allOf':[{'$ref':'#/definitions/n'}]}},'required':['b'],"
	  "'definitions':{'n':{'oneOf':[{'type':'number'},{'type':'null'}]}}}",
	    "{'type':'object','properties':{'a':{'anyOf':[{'type':'number'},{'type':'null'}]},"
	    "'b':{'anyOf':[{'type':'number'},{'type':'null'}]}},'required':['b'],"
	    "'additionalProperties':false}",
	    "{'type':'object','properties':{'a':{'anyOf':[{'type':'number'},{'type':'null'}]},"
	    "'b':{'anyOf':[{'type':'number'},{'type':'null'}]}},'required':['a','b'],"
	    "'additionalProperties':false}" },
	/* a list is no root of a strict schema */
	{ "{'type':'array','items':{'type':'boolean'}}",
	    "{'type':'array','items':{'type':'boolean'}}", NULL },
	/* what cannot be said */
	{ "true", NULL, NULL },
	{ "{}", NULL, NULL },
	{ "{'type':'object'}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'string'}},'patternProperties':{'x':true}}",
	    NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'object','additionalProperties':"
	  "{'type':'string'}}}}",
	    NULL, NULL },
	{ "{'type':'object','properties':{'a':{}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':true}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'array'}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'array','items':[{'type':'string'}]}}}", NULL,
	    NULL },
	{ "{'type':'object','properties':{'a':{'$ref':'other.json'}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'$ref':'#/definitions/none'}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'$ref':'#'}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'$ref':'#/definitions/r'}},'definitions':{'r':"
	  "{'type':'array','items':{'$ref':'#/definitions/r'}}}}",
	    NULL, NULL },
	{ "{'$ref':'#/definitions/r','definitions':{'r':{'$ref':'#/definitions/r'}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'allOf':[{'type':'string'},{'minLength':1}]}}}",
	    NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':'string'}},'anyOf':[{'required':['a']}]}",
	    NULL, NULL },
	{ "{'type':'object','properties':{'a':{'anyOf':[]}}}", NULL, NULL },
	{ "{'type':'object','properties':{'a':{'type':[]}}}", NULL, NULL },
};

START_TEST(schemas_become_portable)
{
	for (int style = SCHEMA_CLOSED; style <= SCHEMA_STRICT; style++) {
		const char *wanted = style == SCHEMA_CLOSED ? rows[_i].closed : rows[_i].strict;
		struct json *schema = wire_json(rows[_i].schema);
		struct json *got = schema_portable(schema, (enum schema_style)style);
		struct json *want = wanted ? wire_json(wanted) : NULL;
		struct buf text;

		buf_init(&text, BUF_TEXT);
		if (got)
			json_print(got, &text);
		ck_assert_msg(wanted ? json_equal(got, want) : got == NULL, "%s:\n%s\n%s",
		    rows[_i].schema, text.s, wanted ? wanted : "none");
		buf_fini(&text);
		json_free(schema);
		json_free(got);
		json_free(want);
	}
}
END_TEST

/* A nested schema of n levels, and many properties. */
START_TEST(depth_and_size_have_bounds)
{
	static const struct {
		int levels, properties;
		bool closed, strict;
	} bounds[] = {
		{ 8, 1, true, true },
		{ 12, 1, true, false },
		{ 25, 1, false, false },
		{ 1, 900, true, true },
		{ 1, 1100, false, false },
	};

	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		struct json *schema = wire_json("{'type':'object','properties':{'leaf':"
						"{'type':'string'}},'required':['leaf']}");
		struct json *closed, *strict;
		char name[20];

		for (int k = 1; k < bounds[i].properties; k++) {
			snprintf(name, sizeof name, "p%d", k);
			json_set(
			    json_get(schema, "properties"), name, wire_json("{'type':'string'}"));
		}
		for (int k = 1; k < bounds[i].levels; k++) {
			struct json *outer =
			    wire_json("{'type':'object','properties':{},'required':['in']}");

			json_set(json_get(outer, "properties"), "in", schema);
			schema = outer;
		}
		closed = schema_portable(schema, SCHEMA_CLOSED);
		strict = schema_portable(schema, SCHEMA_STRICT);
		ck_assert_int_eq(closed != NULL, bounds[i].closed);
		ck_assert_int_eq(strict != NULL, bounds[i].strict);
		json_free(closed);
		json_free(strict);
		json_free(schema);
	}
}
END_TEST

START_TEST(null_that_stands_for_absent_is_taken_out)
{
	static const struct {
		const char *schema, *value, *left;
	} cases[] = {
		{ "{'properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['b']}",
		    "{'a':null,'b':null}", "{'b':null}" },
		{ "{'properties':{'a':{'type':['string','null']}}}", "{'a':null}", "{'a':null}" },
		{ "{'properties':{'a':{'enum':['x',null]},'b':{'enum':['x']},'c':{'const':1}}}",
		    "{'a':null,'b':null,'c':null}", "{'a':null}" },
		{ "{'properties':{'a':{},'b':true,'c':{'anyOf':[{'type':'null'},{'type':'string'}]}"
		  ","
		  "'d':{'oneOf':[{'type':'number'},{'type':'string'}]}}}",
		    "{'a':null,'b':null,'c':null,'d':null,'e':null}",
		    "{'a':null,'b':null,'c':null,'e':null}" },
		{ "{'properties':{'l':{'type':'array','items':{'$ref':'#/definitions/i'}}},"
		  "'definitions':{'i':{'properties':{'a':{'$ref':'#/definitions/s'}}},"
		  "'s':{'type':'string'}}}",
		    "{'l':[{'a':null},{'a':'x'}]}", "{'l':[{},{'a':'x'}]}" },
		{ "{'anyOf':[{'properties':{'k':{'const':1},'a':{'type':'string'}}},"
		  "{'properties':{'b':{'type':'string'}}}]}",
		    "{'k':1,'a':null}", "{'k':1}" },
		{ "{'anyOf':[{'properties':{'a':{'type':'string'}}},"
		  "{'properties':{'a':{'type':['string','null']},'b':{'type':'string'}}}]}",
		    "{'a':null,'b':'x'}", "{'a':null,'b':'x'}" },
		{ "{'$ref':'#/definitions/r','definitions':{'r':{'properties':{'in':"
		  "{'$ref':'#/definitions/r'},'a':{'type':'integer'}}}}}",
		    "{'in':{'in':{'a':null},'a':null},'a':null}", "{'in':{'in':{}}}" },
		{ "{'$ref':'#/definitions/r','definitions':{'r':{'$ref':'#/definitions/r'}}}",
		    "{'a':null}", "{'a':null}" },
		{ "true", "{'a':null}", "{'a':null}" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct json *schema = wire_json(cases[i].schema),
			    *value = wire_json(cases[i].value);
		struct json *left = wire_json(cases[i].left);

		schema_portable_undo(schema, value);
		ck_assert_msg(json_equal(value, left), "%s", cases[i].schema);
		json_free(schema);
		json_free(value);
		json_free(left);
	}
}
END_TEST

UNIT_SUITE(schema_portable)
{
	tcase_add_loop_test(tc, schemas_become_portable, 0, sizeof rows / sizeof *rows);
	tcase_add_test(tc, depth_and_size_have_bounds);
	tcase_add_test(tc, null_that_stands_for_absent_is_taken_out);
}
