#!/usr/bin/env python3
"""failures.py - how often the cause of a failure is named rightly: provokes failures in real runners and reads what they print.

    failures.py                  every case whose runner is installed
    failures.py --kept           the outputs kept in tests/data/failures: needs no runner
    failures.py --keep           write what the runners print into tests/data/failures
    failures.py --only WORD      the cases whose name has the word      -v  every output

A failure is useful when its category is right and its line is the one that a person would show: it holds the words given
here with each case.  Jest, Vitest and Mocha are taken from build/peers or RSG_EVAL_NODE, whose node_modules are used.
RSG_EVAL_JUNIT is JUnit's console launcher (Debian: libjunit5-java or junit5).
"""
import argparse, json, os, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.path.join(ROOT, 'tests', 'data', 'failures')
NODE = os.environ.get('RSG_EVAL_NODE', os.path.join(ROOT, 'build', 'peers'))
JUNIT = os.environ.get('RSG_EVAL_JUNIT', '/usr/share/java/junit-platform-console-standalone.jar')
READ = os.path.join(ROOT, 'build', 'release', 'eval', 'failure-read')
LIMIT = 240

CASES = []


def case(name, runner, category, cause, files, command, stage=None, limit=LIMIT):
    CASES.append(dict(name=name, runner=runner, category=category, cause=cause, files=files, command=command, stage=stage,
                      limit=limit))


# Python
CALC_PY = 'def add(a, b):\n    return a + b\n\n\ndef div(a, b):\n    return a / b\n'


def pytest(name, category, cause, text, **more):
    case('pytest-' + name, 'pytest', category, cause, {'calc.py': CALC_PY, 'test_a.py': text, **more.pop('files', {})},
         [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-q'] + more.pop('args', ['test_a.py']), **more)


pytest('assert', 'assertion', 'assert 3 == 4', 'from calc import add\n\n\ndef test_a():\n    assert add(1, 2) == 4\n')
pytest('assert-message', 'assertion', 'three is four', 'def test_a():\n    x = [1, 2]\n    assert x == [1, 3], "three is four"\n')
pytest('raises', 'assertion', 'DID NOT RAISE',
       'import pytest\nfrom calc import add\n\n\ndef test_a():\n    with pytest.raises(ValueError):\n        add(1, 2)\n')
pytest('exception', 'assertion', 'division by zero', 'from calc import div\n\n\ndef test_a():\n    assert div(1, 0) == 0\n')
pytest('own-exception', 'assertion', 'OutOfStock: none left',
       'class OutOfStock(Exception):\n    pass\n\n\ndef test_a():\n    raise OutOfStock("none left")\n')
pytest('syntax', 'compile', "'(' was never closed", 'from calc import add\n\n\ndef test_a():\n    assert add(1, 2 == 4\n')
pytest('indent', 'compile', 'IndentationError', 'def test_a():\nassert 1 == 1\n')
pytest('no-module', 'import', "No module named 'nothere'", 'import nothere\n\n\ndef test_a():\n    assert nothere\n')
pytest('no-name', 'import', "cannot import name 'sub'", 'from calc import sub\n\n\ndef test_a():\n    assert sub(2, 1) == 1\n')
pytest('undefined', 'import', "name 'add' is not defined", 'def test_a():\n    assert add(1, 2) == 3\n')
pytest('attribute', 'import', "has no attribute 'sub'", 'import calc\n\n\ndef test_a():\n    assert calc.sub(2, 1) == 1\n')
pytest('bad-call', 'compile', 'missing 1 required positional', 'from calc import add\n\n\ndef test_a():\n    assert add(1) == 1\n')
pytest('no-fixture', 'fixture', "fixture 'db' not found", 'def test_a(db):\n    assert db\n')
pytest('setup', 'fixture', 'no database',
       'import pytest\n\n\n@pytest.fixture\ndef db():\n    raise RuntimeError("no database")\n\n\ndef test_a(db):\n    assert db\n')
pytest('setup-connect', 'fixture', 'Connection refused',
       'import pytest, socket\n\n\n@pytest.fixture\ndef db():\n    return socket.create_connection(("127.0.0.1", 1))\n\n\n'
       'def test_a(db):\n    assert db\n')
pytest('called-fixture', 'fixture', 'called directly',
       'import pytest\n\n\n@pytest.fixture\ndef db():\n    return 1\n\n\ndef test_a():\n    assert db() == 1\n')
pytest('scope', 'fixture', 'ScopeMismatch',
       'import pytest\n\n\n@pytest.fixture\ndef one():\n    return 1\n\n\n@pytest.fixture(scope="session")\ndef two(one):\n'
       '    return one\n\n\ndef test_a(two):\n    assert two\n')
pytest('parametrize', 'fixture', "function uses no argument 'b'",
       'import pytest\n\n\n@pytest.mark.parametrize("a,b", [(1, 2)])\ndef test_a(a):\n    assert a\n')
pytest('connect', 'environment', 'Connection refused',
       'import socket\n\n\ndef test_a():\n    socket.create_connection(("127.0.0.1", 1))\n')
pytest('no-file', 'environment', "No such file or directory: 'data.json'", 'def test_a():\n    assert open("data.json").read()\n')
pytest('variable', 'environment', "'SHOP_TOKEN'", 'import os\n\n\ndef test_a():\n    assert os.environ["SHOP_TOKEN"]\n')
pytest('expired', 'timeout', 'timed out after',
       'import subprocess\n\n\ndef test_a():\n    subprocess.run(["sleep", "5"], timeout=0.1)\n')
pytest('async-timeout', 'timeout', 'TimeoutError',
       'import asyncio\n\n\ndef test_a():\n    asyncio.run(asyncio.wait_for(asyncio.sleep(5), 0.05))\n')
pytest('hang', 'timeout', '', 'def test_a():\n    while True:\n        pass\n', stage='timeout', limit=4)
pytest('not-there', 'environment', 'file or directory not found', '', args=['test_b.py'])
pytest('conftest', 'import', "No module named 'nothere'", 'def test_a():\n    assert True\n', files={'conftest.py': 'import nothere\n'})
pytest('nested-call', 'assertion', 'KeyError', 'def read(d):\n    return d["price"]\n\n\ndef test_a():\n    assert read({}) == 1\n')


def unittest(name, category, cause, text, **more):
    case('unittest-' + name, 'unittest', category, cause, {'calc.py': CALC_PY, 'test_a.py': 'import unittest\n' + text},
         [sys.executable, '-m', 'unittest', 'test_a'], **more)


unittest('equal', 'assertion', '1 != 2', 'class A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 2)\n')
unittest('in', 'assertion', "'x' not found in", 'class A(unittest.TestCase):\n    def test_a(self):\n        self.assertIn("x", ["y"])\n')
unittest('raises', 'assertion', 'ValueError not raised',
         'class A(unittest.TestCase):\n    def test_a(self):\n        with self.assertRaises(ValueError):\n            pass\n')
unittest('setup', 'fixture', 'no database',
         'class A(unittest.TestCase):\n    def setUp(self):\n        raise RuntimeError("no database")\n\n    def test_a(self):\n        pass\n')
unittest('setup-class', 'fixture', 'no database',
         'class A(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        raise RuntimeError("no database")\n\n'
         '    def test_a(self):\n        pass\n')
unittest('no-module', 'import', "No module named 'nothere'", 'import nothere\n')
unittest('syntax', 'compile', 'SyntaxError', 'class A(unittest.TestCase)\n    pass\n')
unittest('exception', 'assertion', 'division by zero',
         'from calc import div\n\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        div(1, 0)\n')

# JavaScript
CALC_MJS = 'export function add(a, b) { return a + b; }\nexport function read(o) { return o.a.b; }\n'
CALC_CJS = 'exports.add = (a, b) => a + b;\nexports.read = (o) => o.a.b;\n'


def node(name, category, cause, text, **more):
    case('node-' + name, 'node-test', category, cause,
         {'calc.mjs': CALC_MJS, 'a.test.mjs': "import test, { before, beforeEach } from 'node:test';\n"
          "import assert from 'node:assert/strict';\n" + text}, ['node', '--test', 'a.test.mjs'], **more)


node('equal', 'assertion', 'Expected values to be strictly equal',
     "import { add } from './calc.mjs';\ntest('a', () => { assert.equal(add(1, 2), 4); });\n")
node('deep', 'assertion', 'Expected values to be strictly deep-equal', "test('a', () => { assert.deepEqual({ a: 1 }, { a: 2 }); });\n")
node('message', 'assertion', 'three is four', "test('a', () => { assert.ok(false, 'three is four'); });\n")
node('throws', 'assertion', 'Missing expected exception', "test('a', () => { assert.throws(() => 1); });\n")
node('syntax', 'compile', 'SyntaxError', "test('a', () => { assert.equal(1, 2;\n")
node('no-module', 'import', "Cannot find module", "import './nothere.mjs';\ntest('a', () => {});\n")
node('no-package', 'import', "Cannot find package 'nothere'", "import 'nothere';\ntest('a', () => {});\n")
node('no-export', 'import', "does not provide an export named 'sub'", "import { sub } from './calc.mjs';\ntest('a', () => sub());\n")
node('undefined', 'import', 'sub is not defined', "test('a', () => { sub(1); });\n")
node('no-function', 'import', 'is not a function', "import * as calc from './calc.mjs';\ntest('a', () => { calc.sub(1); });\n")
node('exception', 'assertion', 'Cannot read properties of undefined',
     "import { read } from './calc.mjs';\ntest('a', () => { read({}); });\n")
node('hook', 'fixture', 'no database', "before(() => { throw new Error('no database'); });\ntest('a', () => {});\n")
node('timeout', 'timeout', 'timed out after', "test('a', { timeout: 50 }, async () => { await new Promise((r) => setTimeout(r, 3000)); });\n")
node('connect', 'environment', 'ECONNREFUSED',
     "import net from 'node:net';\ntest('a', async () => { await new Promise((y, n) => net.connect(1).on('error', n)); });\n")
node('no-file', 'environment', 'ENOENT', "import fs from 'node:fs';\ntest('a', () => { fs.readFileSync('nothere.txt'); });\n")
node('pending', 'timeout', 'still pending', "test('a', () => new Promise(() => {}));\n")


def js(tool, name, category, cause, text, command, files=None, stage=None):
    case(f'{tool}-{name}', tool, category, cause, {'package.json': '{"private":true}', 'calc.js': CALC_CJS, **(files or {}),
         'a.test.js': text}, command, stage)


def jest(name, category, cause, text, **more):
    js('jest', name, category, cause, text, ['{node}/jest', '--ci', '--cache=false', '--runInBand'], **more)


jest('equal', 'assertion', 'expect(received).toBe(expected)', "const { add } = require('./calc');\ntest('a', () => { expect(add(1, 2)).toBe(4); });\n")
jest('throw', 'assertion', 'expect(received).toThrow', "test('a', () => { expect(() => 1).toThrow('x'); });\n")
jest('syntax', 'compile', 'SyntaxError', "test('a', () => { expect(1).toBe(2; });\n")
jest('esm', 'compile', 'Cannot use import statement outside a module|Must use import to load ES Module', "import { add } from './calc';\ntest('a', () => {});\n",
     files={'package.json': '{"private":true,"jest":{"transform":{}}}'})
jest('no-module', 'import', "Cannot find module './nothere'", "require('./nothere');\ntest('a', () => {});\n")
jest('undefined', 'import', 'sub is not defined', "test('a', () => { sub(); });\n")
jest('no-function', 'import', 'is not a function', "const { sub } = require('./calc');\ntest('a', () => { sub(); });\n")
jest('exception', 'assertion', 'Cannot read properties of undefined', "const { read } = require('./calc');\ntest('a', () => { read({}); });\n")
jest('timeout', 'timeout', 'Exceeded timeout of 50 ms', "test('a', () => new Promise(() => {}), 50);\n")
jest('hook', 'fixture', 'no database', "beforeEach(() => { throw new Error('no database'); });\ntest('a', () => {});\n")
jest('none', 'fixture', 'must contain at least one test', "const a = 1;\n")
jest('dom', 'environment', 'document is not defined', "test('a', () => { document.title = 'x'; });\n")


def vitest(name, category, cause, text, **more):
    js('vitest', name, category, cause, "import { test, expect, beforeAll } from 'vitest';\n" + text,
       ['{node}/vitest', 'run', '--globals=false'], files={'calc.js': CALC_MJS, 'package.json': '{"private":true,"type":"module"}'}, **more)


vitest('equal', 'assertion', 'expected 3 to be 4', "import { add } from './calc';\ntest('a', () => { expect(add(1, 2)).toBe(4); });\n")
vitest('syntax', 'compile', '', "test('a', () => { expect(1).toBe(2; });\n")
vitest('no-module', 'import', './nothere', "import './nothere';\ntest('a', () => {});\n")
vitest('no-function', 'import', 'is not a function', "import { sub } from './calc';\ntest('a', () => { sub(); });\n")
vitest('timeout', 'timeout', 'Test timed out in 50ms', "test('a', () => new Promise(() => {}), 50);\n")
vitest('hook', 'fixture', 'no database', "beforeAll(() => { throw new Error('no database'); });\ntest('a', () => {});\n")
vitest('dom', 'environment', 'document is not defined', "test('a', () => { document.title = 'x'; });\n")


def mocha(name, category, cause, text, **more):
    js('mocha', name, category, cause, "const assert = require('assert');\n" + text, ['{node}/mocha', '--timeout', '200', 'a.test.js'], **more)


mocha('equal', 'assertion', 'strictly equal', "const { add } = require('./calc');\nit('a', () => { assert.strictEqual(add(1, 2), 4); });\n")
mocha('syntax', 'compile', 'SyntaxError', "it('a', () => { assert(1;\n")
mocha('no-module', 'import', "Cannot find module './nothere'", "require('./nothere');\n")
mocha('timeout', 'timeout', 'Timeout of 200ms exceeded', "it('a', (done) => {});\n")
mocha('hook', 'fixture', 'no database', "before(() => { throw new Error('no database'); });\nit('a', () => {});\n")
mocha('connect', 'environment', 'ECONNREFUSED', "it('a', (done) => { require('net').connect(1).on('error', done); });\n")

# Go
CALC_GO = 'package calc\n\nfunc Add(a, b int) int { return a + b }\n\nfunc At(l []int, i int) int { return l[i] }\n'


def go(name, category, cause, body, imports='"testing"', extra='', args=(), **more):
    lines = ''.join(f'\t{i}\n' for i in imports.split())
    text = f'package calc\n\nimport (\n{lines})\n\n{extra}func TestA(t *testing.T) {{\n{body}\n}}\n'
    case('go-' + name, 'go', category, cause, {'go.mod': 'module example.com/calc\n\ngo 1.19\n', 'calc.go': CALC_GO, 'a_test.go': text},
         ['go', 'test', '-vet=off', *args, './...'], **more)


go('errorf', 'assertion', 'Add(1, 2) = 3, want 4', '\tif got := Add(1, 2); got != 4 {\n\t\tt.Errorf("Add(1, 2) = %d, want 4", got)\n\t}')
go('subtest', 'assertion', 'got 3', '\tt.Run("one", func(t *testing.T) {\n\t\tt.Fatalf("got %d", Add(1, 2))\n\t})')
go('panic', 'assertion', 'index out of range', '\tAt([]int{1}, 5)')
go('compile', 'compile', 'cannot use "1"', '\tAdd("1", 2)')
go('unused', 'compile', '"fmt"', '\tAdd(1, 2)', imports='"testing" "fmt"')
go('undefined', 'import', 'undefined: Sub', '\tSub(1, 2)')
go('no-package', 'import', 'example.com/nothere', '\tnothere.A()', imports='"testing" "example.com/nothere"')
go('no-std', 'import', 'nothere', '\tnothere.A()', imports='"testing" "nothere"')
go('syntax', 'compile', 'missing condition in if statement', '\tif {')
go('timeout', 'timeout', 'test timed out after', '\ttime.Sleep(9 * time.Second)', imports='"testing" "time"', args=('-timeout=1s',))
go('deadlock', 'timeout', 'test timed out after', '\t<-make(chan int)', args=('-timeout=1s',))
go('no-file', 'environment', 'no such file or directory', '\tif _, err := os.ReadFile("nothere"); err != nil {\n\t\tt.Fatal(err)\n\t}',
   imports='"testing" "os"')
go('connect', 'environment', 'connection refused', '\tif _, err := net.Dial("tcp", "127.0.0.1:1"); err != nil {\n\t\tt.Fatal(err)\n\t}',
   imports='"testing" "net"')
go('main', 'fixture', 'no database', '\tAdd(1, 2)', extra='func TestMain(m *testing.M) { panic("no database") }\n\n')

# Rust
CALC_RS = 'pub fn add(a: i32, b: i32) -> i32 { a + b }\npub fn at(l: &[i32], i: usize) -> i32 { l[i] }\n'


def rust(name, category, cause, body, use='use calc::*;', **more):
    case('rust-' + name, 'rust', category, cause,
         {'Cargo.toml': '[package]\nname = "calc"\nversion = "0.1.0"\nedition = "2021"\n' + more.pop('toml', ''), 'src/lib.rs': CALC_RS,
          'tests/a.rs': f'{use}\n\n#[test]\n{more.pop("mark", "")}fn a() {{\n{body}\n}}\n'}, ['cargo', 'test', '--offline', '--test', 'a'], **more)


rust('equal', 'assertion', 'left == right', '    assert_eq!(add(1, 2), 4);')
rust('assert', 'assertion', 'three is four', '    assert!(add(1, 2) == 4, "three is four");')
rust('panic', 'assertion', 'index out of bounds', '    at(&[1], 5);')
rust('should-panic', 'assertion', 'did not panic', '    add(1, 2);', mark='#[should_panic]\n')
rust('types', 'compile', 'mismatched types', '    add("1", 2);')
rust('syntax', 'compile', 'error', '    let a = ;')
rust('no-import', 'import', 'unresolved import', '    add(1, 2);', use='use calc::{add, sub};')
rust('undefined', 'import', 'cannot find function `sub`', '    sub(1, 2);')
rust('no-crate', 'import', 'nothere', '    nothere::a();', use='')
rust('no-file', 'environment', 'NotFound', '    std::fs::read("nothere").unwrap();', use='')
rust('dependency', 'environment', 'nothere', '    add(1, 2);', toml='[dev-dependencies]\nnothere-at-all = "1"\n')

# C: CTest, Check
CMAKE = ('cmake_minimum_required(VERSION 3.10)\nproject(t C)\nenable_testing()\nadd_executable(t t.c)\n{more}add_test(NAME t COMMAND {run})\n'
         'set_tests_properties(t PROPERTIES TIMEOUT 1)\n')


def ctest(name, category, cause, text, run='t', more='', **rest):
    case('ctest-' + name, 'ctest', category, cause, {'CMakeLists.txt': CMAKE.format(run=run, more=more), 't.c': text},
         ['sh', '-c', 'cmake -S . -B b >cmake.log 2>&1 || { cat cmake.log; exit 1; }; cmake --build b 2>&1 && cd b && ctest --output-on-failure 2>&1'],
         **rest)


ctest('assert', 'assertion', "Assertion `1 + 2 == 4' failed", '#include <assert.h>\nint main(void) { assert(1 + 2 == 4); return 0; }\n')
ctest('exit', 'assertion', '***Failed', 'int main(void) { return 1; }\n')
ctest('crash', 'assertion', 'SegFault', '#include <stddef.h>\nint main(void) { volatile int *p = NULL; return *p; }\n')
ctest('timeout', 'timeout', '***Timeout', 'int main(void) { for (;;) ; }\n')
ctest('syntax', 'compile', "error: expected", 'int main(void) { return 0 }\n')
ctest('header', 'import', 'nothere.h', '#include "nothere.h"\nint main(void) { return 0; }\n')
ctest('undeclared', 'import', "'sub' undeclared|‘sub’ undeclared", 'int main(void) { return sub; }\n')
ctest('link', 'import', 'undefined reference', 'int sub(int);\nint main(void) { return sub(1); }\n')
ctest('not-run', 'environment', 'nothere', 'int main(void) { return 0; }\n', run='${CMAKE_BINARY_DIR}/nothere')
ctest('package', 'environment', 'CMake Error', 'int main(void) { return 0; }\n', more='find_package(Nothere REQUIRED)\n')


def check(name, category, cause, body, setup='', fixture='', **rest):
    text = ('#include <check.h>\n#include <stdlib.h>\n#include <unistd.h>\n' + setup + 'START_TEST(test_a)\n{\n' + body + '\n}\nEND_TEST\n'
            'int main(void)\n{\n\tSuite *s = suite_create("s");\n\tTCase *tc = tcase_create("core");\n\tSRunner *r;\n' + fixture +
            '\ttcase_set_timeout(tc, 1);\n\ttcase_add_test(tc, test_a);\n\tsuite_add_tcase(s, tc);\n\tr = srunner_create(s);\n'
            '\tsrunner_run_all(r, CK_NORMAL);\n\treturn srunner_ntests_failed(r) != 0;\n}\n')
    case('check-' + name, 'check', category, cause, {'t.c': text}, ['sh', '-c', 'cc -o t t.c -lcheck -lsubunit -lrt -lm -lpthread && ./t'], **rest)


check('equal', 'assertion', "Assertion '1 + 2 == 4' failed", '\tck_assert_int_eq(1 + 2, 4);')
check('signal', 'assertion', 'Received signal 11', '\tvolatile int *p = NULL;\n\t*p = 1;')
check('exit', 'assertion', 'Early exit', '\texit(3);')
check('timeout', 'timeout', 'Test timeout expired', '\tpause();')
check('compile', 'compile', 'error', '\tint a = ;')
check('setup', 'fixture', 'no database', '\tck_assert(1);', setup='static void setup(void) { ck_abort_msg("no database"); }\n',
      fixture='\ttcase_add_checked_fixture(tc, setup, NULL);\n')


# bats
def bats(name, category, cause, text, **rest):
    case('bats-' + name, 'bats', category, cause, {'a.bats': text}, ['bats', '--tap', 'a.bats'], **rest)


bats('equal', 'assertion', '= 4 ]', '@test "a" {\n  [ "$(expr 1 + 2)" = 4 ]\n}\n')
bats('status', 'assertion', '[ "$status" -eq 0 ]', '@test "a" {\n  run false\n  [ "$status" -eq 0 ]\n}\n')
bats('function', 'assertion', 'check_it', 'check_it() {\n  test "$1" = b\n}\n\n@test "a" {\n  check_it a\n}\n')
bats('command', 'environment', 'nothere-at-all: command not found', '@test "a" {\n  nothere-at-all\n}\n')
bats('setup', 'fixture', 'false', 'setup() {\n  false\n}\n\n@test "a" {\n  true\n}\n')
bats('syntax', 'compile', 'syntax error', '@test "a" {\n  if true; then\n}\n')
bats('load', 'import', 'nothere', 'load nothere\n\n@test "a" {\n  true\n}\n')
bats('source', 'import', 'nothere.sh', '@test "a" {\n  . ./nothere.sh\n}\n')


# JUnit
CALC_JAVA = 'class Calc {\n  static int add(int a, int b) { return a + b; }\n  static int div(int a, int b) { return a / b; }\n}\n'


def junit(name, category, cause, body, extra='', **rest):
    text = ('import org.junit.jupiter.api.*;\nimport static org.junit.jupiter.api.Assertions.*;\n\nclass ATest {\n' + extra +
            '  @Test void adds() throws Exception {\n    ' + body + '\n  }\n}\n')
    case('junit-' + name, 'junit', category, cause, {'Calc.java': CALC_JAVA, 'ATest.java': text},
         ['sh', '-c', f'javac -cp {JUNIT} -d o *.java && java -jar {JUNIT} -cp o --scan-classpath --disable-banner --disable-ansi-colors'], **rest)


junit('equal', 'assertion', 'expected: <4> but was: <3>', 'assertEquals(4, Calc.add(1, 2));')
junit('throws', 'assertion', 'Expected java.lang.IllegalStateException to be thrown', 'assertThrows(IllegalStateException.class, () -> Calc.add(1, 2));')
junit('exception', 'assertion', '/ by zero', 'Calc.div(1, 0);')
junit('compile', 'compile', "';' expected", 'int a = 1')
junit('types', 'compile', 'incompatible types', 'int a = "b";')
junit('symbol', 'import', 'cannot find symbol', 'Calc.sub(1, 2);')
junit('package', 'import', 'package com.nothere does not exist', 'new com.nothere.A();')
junit('timeout', 'timeout', 'timed out after', 'Thread.sleep(3000);', extra='  @BeforeEach void b() { }\n  @Timeout(value = 100, unit = java.util.concurrent.TimeUnit.MILLISECONDS)\n')
junit('setup', 'fixture', 'no database', 'assertTrue(true);', extra='  @BeforeEach void setUp() { throw new IllegalStateException("no database"); }\n')
junit('parameter', 'fixture', 'ParameterResolutionException', 'assertTrue(true);', extra='  @Test void b(int a) { }\n')
junit('no-file', 'environment', 'NoSuchFileException', 'java.nio.file.Files.readString(java.nio.file.Path.of("nothere"));')
junit('connect', 'environment', 'Connection refused', 'new java.net.Socket("127.0.0.1", 1);')
case('maven-offline', 'junit', 'environment', 'offline', {'pom.xml': '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId>'
     '<artifactId>a</artifactId><version>1</version></project>\n'}, ['mvn', '-o', '-B', '-Dmaven.repo.local=m2', 'test'])

# Ruby
CALC_RB = "module Calc\n  def self.add(a, b)\n    a + b\n  end\n\n  def self.div(a, b)\n    a / b\n  end\nend\n"


def ruby(tool, name, category, cause, text, **rest):
    command = ['rspec', '--no-color', 'a_spec.rb'] if tool == 'rspec' else ['ruby', '-I.', 'test_a.rb']
    case(f'{tool}-{name}', tool, category, cause, {'calc.rb': CALC_RB, 'a_spec.rb' if tool == 'rspec' else 'test_a.rb': text}, command, **rest)


def rspec(name, category, cause, body, before='', **rest):
    ruby('rspec', name, category, cause, f"require './calc'\n{before}\nRSpec.describe 'calc' do\n{body}\nend\n", **rest)


def mini(name, category, cause, body, before='', **rest):
    ruby('minitest', name, category, cause, f"require 'minitest/autorun'\nrequire './calc'\n{before}\nclass TestA < Minitest::Test\n{body}\nend\n", **rest)


rspec('equal', 'assertion', 'expected: 4', "  it('a') { expect(Calc.add(1, 2)).to eq(4) }")
rspec('raise', 'assertion', 'but nothing was raised', "  it('a') { expect { Calc.add(1, 2) }.to raise_error(ArgumentError) }")
rspec('exception', 'assertion', 'divided by 0', "  it('a') { Calc.div(1, 0) }")
rspec('load', 'import', 'nothere', "  it('a') { }", before="require 'nothere'")
rspec('undefined', 'import', 'undefined method `sub|undefined method \'sub', "  it('a') { Calc.sub(1, 2) }")
rspec('constant', 'import', 'uninitialized constant', "  it('a') { Shop.new }")
rspec('arguments', 'compile', 'wrong number of arguments', "  it('a') { Calc.add(1) }")
rspec('syntax', 'compile', 'syntax error', "  it('a') { (1 }")
rspec('hook', 'fixture', 'no database', "  before(:all) { raise 'no database' }\n  it('a') { }")
rspec('before-each', 'fixture', 'no database', "  before(:each) { raise 'no database' }\n  it('a') { }")
rspec('no-file', 'environment', 'ENOENT', "  it('a') { File.read('nothere') }")
rspec('timeout', 'timeout', 'execution expired', "  it('a') { Timeout.timeout(0.05) { sleep 3 } }", before="require 'timeout'")
mini('equal', 'assertion', 'Expected: 4', "  def test_a\n    assert_equal 4, Calc.add(1, 2)\n  end")
mini('raise', 'assertion', 'expected but nothing was raised', "  def test_a\n    assert_raises(ArgumentError) { Calc.add(1, 2) }\n  end")
mini('exception', 'assertion', 'divided by 0', "  def test_a\n    Calc.div(1, 0)\n  end")
mini('undefined', 'import', 'undefined method', "  def test_a\n    Calc.sub(1, 2)\n  end")
mini('setup', 'fixture', 'no database', "  def setup\n    raise 'no database'\n  end\n\n  def test_a\n  end")
mini('connect', 'environment', 'ECONNREFUSED', "  def test_a\n    TCPSocket.new('127.0.0.1', 1)\n  end", before="require 'socket'")
mini('syntax', 'compile', 'syntax error', "  def test_a\n    (1\n  end")


def provoke(c):
    """What the runner prints, or None when it is not installed."""
    command = [a.replace('{node}', os.path.join(NODE, 'node_modules', '.bin')) for a in c['command']]
    if shutil.which(command[0]) is None or 'junit' == c['runner'] and not os.path.exists(JUNIT):
        return None, None
    with tempfile.TemporaryDirectory(prefix='rsg-failures-') as top:
        work = os.path.join(top, 'work')
        for name, text in c['files'].items():
            path = os.path.join(work, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w') as f:
                f.write(text)
        if command[0].startswith(NODE):
            os.symlink(os.path.join(NODE, 'node_modules'), os.path.join(work, 'node_modules'))
        # little of this machine: a runner may print its environment
        env = dict(NO_COLOR='1', GOFLAGS='-mod=mod', GOPROXY='off', PYTHONDONTWRITEBYTECODE='1', LC_ALL='C.UTF-8',
                   CARGO_TARGET_DIR=os.path.join(top, 'target'), HOME=top, PATH=os.environ['PATH'])
        if c['runner'] in ('go', 'rust'):
            env = dict(os.environ, **{k: v for k, v in env.items() if k != 'HOME'})
        if c['runner'] == 'pytest':
            env['PATH'] = '/usr/bin:/bin'
        try:
            r = subprocess.run(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=c['limit'], env=env)
            out = r.stdout
        except subprocess.TimeoutExpired as e:
            out = e.stdout or b''
        text = out.decode(errors='replace').replace(os.path.relpath(NODE, work), '.').replace(NODE, work)
        return text.replace(top, '/tmp/rsg'), '/tmp/rsg/work'


def read(text, runner, stage, root):
    env = dict(os.environ, RSG_SHARE=os.path.join(ROOT, 'share'))
    r = subprocess.run([READ, runner, stage or '-', root], input=text.encode(), capture_output=True, env=env)
    if r.returncode:
        sys.exit(r.stderr.decode())
    return json.loads(r.stdout)


def is_right(c, got):
    return (got['category'] == c['category'], any(w in got['line'] for w in c['cause'].split('|')))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--kept', action='store_true')
    p.add_argument('--keep', action='store_true')
    p.add_argument('--only', default='')
    p.add_argument('-v', action='store_true')
    args = p.parse_args()
    subprocess.run(['make', '-s', '-C', ROOT, os.path.relpath(READ, ROOT)], check=True)
    seen, by, misses, missing, table = 0, {}, [], set(), []
    for c in CASES:
        if args.only not in c['name']:
            continue
        if args.kept:
            path = os.path.join(DATA, c['name'] + '.txt')
            text, root = (open(path).read(), '/tmp/rsg/work') if os.path.exists(path) else (None, None)
        else:
            text, root = provoke(c)
        if text is None:
            missing.add(c['runner'])
            continue
        got = read(text, c['runner'], c['stage'], root)
        category, line = is_right(c, got)
        seen += 1
        n = by.setdefault(c['runner'], [0, 0, 0, 0])
        n[0] += 1
        n[1] += category
        n[2] += line
        n[3] += category and line
        if not (category and line):
            misses.append((c, got))
        if args.v or not (category and line) and not args.kept:
            print(f"--- {c['name']}\n{text}\n=> {json.dumps(got)}\n", file=sys.stderr)
        if args.keep:
            os.makedirs(DATA, exist_ok=True)
            with open(os.path.join(DATA, c['name'] + '.txt'), 'w') as f:
                f.write(text)
        table.append(dict(name=c['name'], runner=c['runner'], category=c['category'], cause=c['cause'].split('|'), stage=c['stage']))
    if args.keep and not args.only:
        with open(os.path.join(DATA, 'cases.json'), 'w') as f:
            f.write('[\n' + ',\n'.join(json.dumps(t) for t in table) + '\n]\n')
    print(f"{'runner':12}{'cases':>6}{'category':>10}{'line':>6}{'useful':>8}")
    for name, n in by.items():
        print(f'{name:12}{n[0]:6}{n[1]:10}{n[2]:6}{n[3]:8}')
    total = [sum(n[i] for n in by.values()) for i in range(4)]
    print(f"{'all':12}{total[0]:6}{total[1]:10}{total[2]:6}{total[3]:8}  {100 * total[3] / max(1, seen):.1f} %")
    for c, got in misses:
        print(f"  {c['name']}: {got['category']} ({c['category']}), {got.get('rule', '-')}: {got['line'][:90]}")
    for name in sorted(missing):
        print(f'  {name}: not installed or not kept')
    return 0


if __name__ == '__main__':
    sys.exit(main())
