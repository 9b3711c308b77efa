"""fits.py SCHEMA <JSON - what does not fit, a line each; 1 when there is something.

The keywords that sarif-2.1.0.json uses; any other in a schema is an error."""
import json
import re
import sys

KINDS = {"object": dict, "array": list, "string": str}
root = json.load(open(sys.argv[1], encoding="utf-8"))


def is_kind(value, kind):
    if kind in ("number", "integer"):
        return (not isinstance(value, bool) and isinstance(value, (int, float))
                and (kind == "number" or value == int(value)))
    return isinstance(value, KINDS[kind])


def check(value, schema, at):
    if "$ref" in schema:
        yield from check(value, root["definitions"][schema["$ref"].rsplit("/", 1)[1]], at)
        return
    for keyword, want in schema.items():
        if keyword == "type" and not is_kind(value, want):
            yield "%s: no %s" % (at, want)
            return
        if keyword == "enum" and value not in want:
            yield "%s: %r is none of %s" % (at, value, want)
        elif keyword == "pattern" and not re.search(want, value):
            yield "%s: %r does not match" % (at, value)
        elif keyword in ("minLength", "minItems") and len(value) < want:
            yield "%s: too short" % at
        elif keyword == "maxItems" and len(value) > want:
            yield "%s: too long" % at
        elif keyword == "minimum" and value < want or keyword == "maximum" and value > want:
            yield "%s: %s is out of range" % (at, value)
        elif keyword == "required":
            yield from ("%s: no %s" % (at, name) for name in want if name not in value)
        elif keyword == "additionalProperties":
            yield from ("%s.%s is unknown" % (at, name) for name in value if name not in schema["properties"])
        elif keyword == "properties":
            for name in value:
                if name in want:
                    yield from check(value[name], want[name], at + "." + name)
        elif keyword == "items":
            for i, item in enumerate(value):
                yield from check(item, want, "%s[%d]" % (at, i))
        elif keyword not in ("type", "enum", "pattern", "minLength", "minItems", "maxItems", "minimum",
                             "maximum", "definitions"):
            sys.exit("fits.py does not know " + keyword)


wrong = list(check(json.load(sys.stdin), root, "$"))
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
