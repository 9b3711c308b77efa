# history.awk - a project with a past, as git fast-import reads it: awk -v commits=5000 -f history.awk | git fast-import
#
# 1,000 modules with a test file of ten cases each, in twenty folders.  The first commit makes them; each of the others changes
# three modules and about half of their tests, and every twentieth moves a module and its test to another name.  The same for
# the same number, everywhere.

function random(n) {
	seed = (seed * 1103515245 + 12345) % 2147483648
	return int(seed / 65536) % n
}

function word(i,	s) {
	i = i * 7919 % 20011
	do {
		s = s syllable[i % 20]
		i = int(i / 20)
	} while (i > 0)
	return s
}

function name() {
	return word(random(3000)) "_" word(random(3000))
}

function place(kind, k) {
	return kind "/d" k % 20 "/" (kind == "tests" ? "test_" : "") "m" k (moved[k] ? "_" moved[k] : "") ".py"
}

function put(path, text) {
	printf "M 100644 inline %s\ndata %d\n%s\n", path, length(text), text
}

function put_source(k, version,	i, s) {
	s = "# module " k ", version " version "\n"
	for (i = 0; i < 40; i++)
		s = s "def " word(k) "_" word(k * 41 + i) "(a, b):\n    x = " name() "(a) + " name() "\n    return x\n\n"
	put(place("src", k), s)
}

function put_test(k, version,	i, s) {
	s = "from src.d" k % 20 ".m" k " import *\n\n"
	for (i = 0; i < 10; i++) {
		s = s "def test_" word(k) "_" word(k * 41 + i) "():\n    r = " word(k) "_" word(k * 41 + i) "(" name() ", " version + i ")\n"
		s = s "    assert r == " name() "\n    assert " name() " in r\n\n"
	}
	put(place("tests", k), s)
}

function commit(number, message) {
	printf "commit refs/heads/main\nmark :%d\ncommitter T <t@example.org> %d +0000\n", number, 1600000000 + number * 3600
	printf "data %d\n%s\n", length(message), message
	if (number > 1)
		printf "from :%d\n", number - 1
}

function move(k) {
	printf "D %s\nD %s\n", place("src", k), place("tests", k)
	moved[k]++
}

BEGIN {
	n = split("ba co de fi gu la me no pi ra so ti ul va we xo ya ze chi tro", parts, " ")
	for (i = 1; i <= n; i++)
		syllable[i - 1] = parts[i]
	seed = 42
	for (c = 1; c <= commits; c++) {
		commit(c, word(random(3000)) " " word(random(3000)) " in " word(random(1000)) "\n\n" word(random(3000)) " " name() \
			" now " word(random(3000)) "\n")
		for (j = 0; j < (c == 1 ? 1000 : 3); j++) {
			k = c == 1 ? j : random(1000)
			if (c > 1 && c % 20 == 0 && j == 0)
				move(k)
			put_source(k, c)
			if (c == 1 || random(2) || (c % 20 == 0 && j == 0))
				put_test(k, c)
		}
		print ""
	}
}
