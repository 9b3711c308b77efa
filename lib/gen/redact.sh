#!/bin/sh
# redact.sh OUT.c RULES.yaml - the rules of redaction as a C array, in the order of the file, for redact/redact_private.h.
#
# Reads the narrow form of YAML the file is written in, and ends with 1 at a line it does not know; a unit test
# compares the result with what io/yaml reads.  What stands below `tests:` is for the tests.
set -eu
out=$1
# shellcheck disable=SC2016 # the dollars are awk's
awk -v q="'" '
	function fail(what) {
		printf "%s:%d: %s\n", FILENAME, FNR, what >"/dev/stderr"
		failed = 1
		exit 1
	}
	function scalar(s, c) {
		c = substr(s, 1, 1)
		if (c == q) {
			if (length(s) < 2 || substr(s, length(s)) != q)
				fail("a text does not end")
			s = substr(s, 2, length(s) - 2)
			gsub(q q, q, s)
		} else if (c == "\"") {
			s = substr(s, 2, length(s) - 2)
			if (s ~ /[\\"]/)
				fail("no escapes here")
		} else if (s ~ /: |[#{}\[\]&*!|>]/) {
			fail("put it in quotes")
		}
		return s
	}
	function quoted(s) {
		gsub(/\\/, "\\\\\\\\", s)
		gsub(/"/, "\\\\\"", s)
		return "\"" s "\""
	}
	# [a, "b, c"]: the words, each ended by a newline
	function words(s, all, one, at, c) {
		if (s !~ /^\[.*\]$/)
			fail("expected a list in one line")
		s = substr(s, 2, length(s) - 2)
		all = ""
		while (s != "") {
			c = substr(s, 1, 1)
			if (c == q || c == "\"") {
				for (at = 2; at <= length(s); at++) {
					if (substr(s, at, 1) != c)
						continue
					if (c == q && substr(s, at + 1, 1) == q)
						at++
					else
						break
				}
				one = substr(s, 1, at)
				s = substr(s, at + 1)
			} else {
				at = index(s ",", ",")
				one = substr(s, 1, at - 1)
				s = substr(s, at)
			}
			if (s != "" && s !~ /^, /)
				fail("a list that cannot be read")
			s = substr(s, 3)
			all = all tolower(scalar(one)) "\n"
		}
		gsub(/\\/, "\\\\\\\\", all)
		gsub(/"/, "\\\\\"", all)
		gsub(/\n/, "\\\\n", all)
		return "\"" all "\""
	}
	function done() {
		if (open)
			print "\t},"
		open = 0
	}
	/^ *(#|$)/ || /^rules:$/ { next }
	/^  - id: [a-z0-9-]+$/ {
		done()
		printf "\t{\n\t\t.id = \"%s\",\n", $3
		open = 1
		tests = 0
		next
	}
	/^    tests:$/ { tests = 1; next }
	tests && /^      / { next }
	/^    [a-z]+: / {
		tests = 0
		name = $1
		sub(/:$/, "", name)
		value = $0
		sub(/^    [a-z]+: /, "", value)
		if (name ~ /^(finds|pattern|unless|near|check)$/)
			printf "\t\t.%s = %s,\n", name, quoted(scalar(value))
		else if (name == "keywords")
			printf "\t\t.keywords = %s,\n", words(value)
		else if (name ~ /^(entropy|before)$/ && value ~ /^[0-9.]+$/)
			printf "\t\t.%s = %s,\n", name, value
		else if (name ~ /^(personal|anywhere)$/ && value ~ /^(true|false)$/)
			printf "\t\t.%s = %s,\n", name, value
		else
			fail("unknown member")
		next
	}
	BEGIN {
		print "#include \"redact/redact_private.h\""
		print "const struct redact_rule redact_rules[] = {"
	}
	{ fail("not in the form of the other lines") }
	END {
		if (failed)
			exit 1
		done()
		print "\t{ .id = NULL },"
		print "};"
	}' "$2" >"$out.tmp"
mv "$out.tmp" "$out"
