#!/usr/bin/env python3
"""discovery.py - how much of what the runners themselves list rsg-scan finds, and what it finds besides.

    discovery.py                  the projects of tests/data/discovery, with each runner that is installed
    discovery.py --mirror DIR     and the repositories in DIR (OWNER+NAME/repo, bare)
    discovery.py --kept           the projects, compared with their kept listings: needs no runner
    discovery.py --keep           write what the runners list into tests/data/discovery/NAME.txt
    discovery.py --only NAME ...  these projects alone      -v  every miss, not the first ten

A test with parameters is one test.  A name with something computed in it (`size ${n}`) is one test too and
stands for all that fit it.  What this system or build leaves out (Go's build constraints) is compared on
neither side.  Documentation tests of Rust are not looked for.  Node.js's packages are taken from build/peers
or RSG_EVAL_NODE, whose node_modules are used.
"""
import argparse, json, os, re, shutil, subprocess, sys, sysconfig, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.path.join(ROOT, 'tests', 'data', 'discovery')
BIN = os.environ.get('RSG_BIN', os.path.join(ROOT, 'bin'))
NODE = os.environ.get('RSG_EVAL_NODE', os.path.join(ROOT, 'build', 'peers'))
HOLE = '\x00'


class Missing(Exception):
    """A runner is not installed, or does not work here."""


def run(command, cwd, timeout=600, env=None, ok=None):
    try:
        r = subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors='replace', timeout=timeout,
                           env=dict(os.environ, NO_COLOR='1', **(env or {})))
    except (FileNotFoundError, PermissionError):
        raise Missing(f'{command[0]} is not installed')
    except subprocess.TimeoutExpired:
        raise Missing(f'{command[0]} took longer than {timeout} s')
    if ok is not None and r.returncode not in ok:
        raise Missing(f'{os.path.basename(command[0])}: {(r.stderr.strip() or r.stdout.strip())[-300:]}')
    return r


def node_tool(name):
    path = os.path.join(NODE, 'node_modules', '.bin', name)
    if not os.path.exists(path):
        raise Missing(f'{name} is not in {NODE}')
    return path


def rel(path, top):
    return os.path.relpath(path, os.path.realpath(top))


# What each runner lists, as a set of names.

def python():
    for exe in ('python3', '/usr/bin/python3'):
        if shutil.which(exe) and subprocess.run([exe, '-c', 'import pytest'], capture_output=True).returncode == 0:
            return exe
    raise Missing('pytest is not installed')


def pytest(top, options=()):
    out = run([python(), '-B', '-m', 'pytest', '-p', 'no:cacheprovider', '--collect-only', '-q', *options], top,
              env={'PYTHONPATH': os.pathsep.join([top, os.path.join(top, 'src')])}).stdout
    names = {re.sub(r'\[.*', '', line, flags=re.S) for line in out.splitlines() if re.match(r'[^\s:]+\.py::', line)}
    if not names:
        raise Missing('pytest collects nothing here: ' + out.strip()[-200:])
    return names


LOADER = '''import sys, unittest, warnings
warnings.simplefilter('ignore')
def flat(suite):
    for t in suite:
        if isinstance(t, unittest.TestSuite):
            yield from flat(t)
        else:
            yield t.id()
for i in flat(unittest.TestLoader().discover(sys.argv[1], sys.argv[2])):
    print('\\nTEST ' + i)
'''


def unittest(top, start='.', pattern='test*.py'):
    out = run([sys.executable, '-B', '-c', LOADER, start, pattern], top, ok=(0,)).stdout
    return {line[5:] for line in out.splitlines() if line.startswith('TEST ') and '_FailedTest' not in line}


def go_env():
    return {'GOFLAGS': '-mod=mod', 'GOPROXY': 'off', 'GOCACHE': os.path.join(tempfile.gettempdir(), 'rsg-eval-go')}


def go(top, packages=('./...',), env=None):
    listed = run(['go', 'list', '-e', '-json', *packages], top, env=env or go_env()).stdout
    names, at, decoder = set(), 0, json.JSONDecoder()
    while at < len(listed.rstrip()):
        p, at = decoder.raw_decode(listed, at)
        at += len(listed[at:]) - len(listed[at:].lstrip())
        where = rel(p['Dir'], top)
        out = run(['go', 'test', '-vet=off', '-list', '.', p['ImportPath']], top, env=env or go_env()).stdout
        names |= {f'{where}::{n}' for n in out.split('\n') if re.match(r'(Test|Benchmark|Fuzz|Example)\w*$', n)}
    return names


def go_left_out(top):
    listed = run(['go', 'list', '-e', '-f', '{{$d := .Dir}}{{range .IgnoredGoFiles}}{{$d}}/{{.}}\n{{end}}', './...'], top,
                 env=go_env()).stdout
    return {rel(f, top) for f in listed.split('\n') if f}


def jest(top):
    out = run([node_tool('jest'), '--json', '--silent', '--testNamePattern', 'no test has this name', '--coverage=false',
               '--rootDir', top], top).stdout
    names = set()
    for f in json.loads(out[out.index('{"num'):])['testResults']:
        names |= {' > '.join([rel(f['name'], top) + '::' + ' > '.join([*t['ancestorTitles'], t['title']])])
                  for t in f['assertionResults']}
    return names


def vitest(top):
    run([node_tool('vitest'), 'list', '--json=' + os.path.join(top, '.list.json')], top, ok=(0,))
    with open(os.path.join(top, '.list.json')) as f:
        return {rel(t['file'], top) + '::' + t['name'] for t in json.load(f)}


def mocha(top, options=()):
    out = run([node_tool('mocha'), '--dry-run', '--reporter', 'json', '--exit', *options], top).stdout
    if '{\n  "stats"' not in out:
        raise Missing('mocha: ' + out[-200:])
    listed = json.loads(out[out.index('{\n  "stats"'):])
    return {rel(t['file'], top) + '::' + t['fullTitle'] for t in listed['tests']}


REPORTER = '''module.exports = async function* (source) {
  for await (const { type, data } of source)
    if (type === 'test:pass' || type === 'test:fail')
      yield JSON.stringify([data.nesting, data.name, data.details.type === 'suite']) + '\\n';
}
'''


def node_paths(events):
    """Paths of tests from events that come when a test ends: what is within it has come before."""
    waiting = {}
    for nesting, name, is_suite in events:
        mine = [] if is_suite else [[name]]
        mine += [[name, *path] for path in waiting.pop(nesting + 1, [])]
        waiting.setdefault(nesting, []).extend(mine)
    return waiting.get(0, [])


def node_test(top):
    reporter = os.path.join(top, '.reporter.cjs')
    with open(reporter, 'w') as f:
        f.write(REPORTER)
    names = set()
    for d, _, files in os.walk(top):
        for file in files:
            if is_node_test(rel(os.path.join(d, file), top)):
                out = run(['node', '--test-reporter', reporter, os.path.join(d, file)], top).stdout
                events = [json.loads(line) for line in out.splitlines() if line.startswith('[')]
                names |= {rel(os.path.join(d, file), top) + '::' + ' > '.join(path) for path in node_paths(events)}
    return names


def is_node_test(path):
    base = os.path.basename(path)
    return bool('/test/' in '/' + path and re.search(r'\.[cm]?js$', base)
                or re.search(r'^(test|test-.*|.*[._-]test)\.[cm]?js$', base))


def cargo(top):
    out = run(['cargo', 'test', '--offline', '--all-targets', '--', '--list'], top,
              env={'CARGO_TARGET_DIR': os.path.join(top, '.target')}, ok=(0,))
    return {line[:-6] for line in out.stdout.splitlines() if line.endswith(': test')}


def rspec(top):
    out = run(['rspec', '--dry-run', '--format', 'json'], top).stdout
    listed = json.loads(out[out.index('{"version"'):])['examples']
    return {os.path.normpath(e['file_path']) + ':' + str(e['line_number']) for e in listed}


MINITEST = '''require 'minitest'
module Minitest; def self.autorun; end; end
Minitest.seed = 1
ARGV.each { |f| begin; load f; rescue LoadError, StandardError, ScriptError => e; warn "#{f}: #{e.message[0, 100]}"; end }
Minitest::Runnable.runnables.each do |c|
  c.runnable_methods.each { |m| m = c.instance_method(m); puts "TEST #{c}##{m.name}\\t#{(m.source_location || ['']).join(':')}" }
end
'''


def minitest(top, include=()):
    files = sorted(os.path.join(d, f) for d, _, names in os.walk(top) for f in names
                   if re.search(r'(_test|^test_.*|_spec)\.rb$', f) and '/features/' not in d)
    out = run(['ruby', *[f'-I{os.path.join(top, d)}' for d in ('.stub', 'lib', 'test', '.')], '-e', MINITEST, *files], top, ok=(0,))
    names = set()
    for line in out.stdout.splitlines():
        if line.startswith('TEST '):
            name, where = line[5:].split('\t')
            file, _, number = where.rpartition(':')
            names.add(f'{rel(file, top)}:{number}' if 'test_0' in name or ' ' in name else name)
    return names


def compile_and_run(top, sources, options, arguments=(), compiler='g++'):
    exe = os.path.join(top, '.program')
    run([compiler, '-w', '-o', exe, *sources, *options], top, ok=(0,))
    return run([exe, *arguments], top).stdout


def gtest(top):
    out = compile_and_run(top, ['cart_test.cc'], ['-lgtest', '-lgtest_main', '-lpthread'], ['--gtest_list_tests'])
    names, suite = set(), ''
    for line in out.splitlines():
        line = line.split('#')[0].rstrip()
        if line and not line.startswith(' ') and line.endswith('.'):
            suite = line[:-1]
            suite = suite.split('/')[0] if suite.split('/')[-1].isdigit() else suite.split('/')[-1]
        elif line.startswith('  '):
            names.add(f'{suite}.{line.strip().split("/")[0]}')
    return names


def catch2(top):
    out = compile_and_run(top, ['cart.cpp'], [], ['--list-test-names-only'])
    out += run([os.path.join(top, '.program'), '--list-test-names-only', '[.]'], top).stdout
    return {re.sub(r' - \w+$', '', re.sub(r'^Scenario: ', '', line.strip())) for line in out.splitlines() if line.strip()}


def check(top):
    out = compile_and_run(top, ['tests/check_cart.c'], ['-lcheck', '-lsubunit', '-lm', '-lrt', '-lpthread'], compiler='gcc')
    return set(re.findall(r'^\S+:\d+:[PFE]:\w+:(\w+):\d+:', out, re.M))


def cunit(top):
    out = compile_and_run(top, ['suite.c'], ['-lcunit'], compiler='gcc')
    with open(os.path.join(top, 'suite.c')) as f:
        text = f.read()
    names = set()
    for shown in re.findall(r'Test: (.*?) \.\.\.', out):
        m = re.search(r'"%s",\s*(\w+)' % re.escape(shown), text)
        names.add(m.group(1) if m else shown)
    return names


def bats(top):
    files = sorted(os.path.join(d, f) for d, _, names in os.walk(top) for f in names if f.endswith('.bats'))
    names = set()
    for file in files:
        out = run(['bats', '--formatter', 'tap', file], top).stdout
        count = int(run(['bats', '--count', file], top, ok=(0,)).stdout)
        got = [re.sub(r' # skip.*', '', n) for n in re.findall(r'^(?:not )?ok \d+ (.*)$', out, re.M)]
        if count != len(got):
            raise Missing(f'bats counts {count} in {file} and runs {len(got)}')
        names |= {rel(file, top) + '::' + n for n in got}
    return names


def sharness(top):
    names = set()
    for f in sorted(os.listdir(os.path.join(top, 't'))):
        if re.match(r't\d+', f):
            out = run(['sh', f], os.path.join(top, 't'), ok=(0,)).stdout
            names |= {f't/{f}::{n}' for n in re.findall(r'^(?:not )?ok \d+ - (.*)$', out, re.M)}
    return names


def ctest(top):
    run(['cmake', '-S', top, '-B', os.path.join(top, '.build')], top, ok=(0,))
    out = run(['ctest', '-N'], os.path.join(top, '.build'), ok=(0,)).stdout
    return set(re.findall(r'^\s*Test\s+#\d+: (.*)$', out, re.M))


def tcltest(top):
    names = set()
    for d, _, files in os.walk(top):
        for f in files:
            if f.endswith('.test'):
                out = run(['tclsh', f, '-verbose', 'pse', '-match', '*'], d).stdout
                names |= {rel(os.path.join(d, f), top) + '::' + n
                          for n in re.findall(r'^(?:\+\+\+\+|====) (\S+) .*?(?:PASSED|SKIPPED|FAILED|start)', out, re.M)}
    if not names:
        raise Missing('tclsh lists nothing')
    return names


REDIS = '''
proc unknown {args} { return 0 }
foreach v {valgrind accurate tls external singledb cluster_mode large_memory} { set ::$v 0 }
proc each {script} {
    set command {}
    foreach line [split $script \\n] {
        append command $line \\n
        if {[info complete $command]} { catch { uplevel 1 $command }; set command {} }
    }
}
proc say {name} { puts "TEST [string map {\\n { }} $name]"; flush stdout }
proc test {name code args} { catch { uplevel 1 [list subst -nocommands $name] } shown; say $name }
foreach p {start_server start_cluster start_multiple_servers tags cluster_setup run_solo} {
    proc $p {args} { uplevel 1 [list each [lindex $args end]] }
}
set f [open [lindex $argv 0]]
each [read $f]
'''


def redis(top):
    names = set()
    for d, _, files in os.walk(os.path.join(top, 'tests')):
        for f in files:
            path = os.path.join(d, f)
            if f.endswith('.tcl') and re.search(r'/(unit|integration)/', path):
                out = os.path.join(top, '.out')
                with open(out, 'w') as f_out:
                    try:
                        subprocess.run(['tclsh', '/dev/stdin', path], input=REDIS.encode(), cwd=top, stdout=f_out,
                                       stderr=subprocess.DEVNULL, timeout=3)
                    except subprocess.TimeoutExpired:
                        pass
                with open(out, errors='replace') as f_out:
                    names |= {rel(path, top) + '::' + line[5:] for line in f_out.read().splitlines() if line.startswith('TEST ')}
    return names


def cucumber(top):
    out = run(['cucumber', '--dry-run', '--format', 'json'], top, env={'LANG': 'C.UTF-8', 'RUBYOPT': '-W0 -EUTF-8'}).stdout
    return {os.path.normpath(f['uri']) + '::' + e['name'] for f in json.loads(out[out.index('['):])
            for e in f.get('elements', []) if e['type'] != 'background'}


JARS = '/usr/share/java'
LISTER = '''import org.junit.platform.launcher.*;
import org.junit.platform.launcher.core.*;
import org.junit.platform.engine.discovery.*;
import org.junit.platform.engine.support.descriptor.*;
import java.nio.file.*;
import java.util.*;
public class Lister {
  public static void main(String[] a) throws Exception {
    TestPlan plan = LauncherFactory.create().discover(LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Paths.get(a[0])))).build());
    for (TestIdentifier root : plan.getRoots())
      for (TestIdentifier t : plan.getDescendants(root))
        t.getSource().ifPresent(s -> {
          if (s instanceof MethodSource m) System.out.println("TEST " + className(plan, t, m) + "." + m.getMethodName().replaceAll("\\\\[.*", ""));
        });
  }
  static String className(TestPlan plan, TestIdentifier t, MethodSource m) {
    for (Optional<TestIdentifier> p = plan.getParent(t); p.isPresent(); p = plan.getParent(p.get()))
      if (p.get().getSource().orElse(null) instanceof ClassSource c) return c.getClassName();
    return m.getClassName();
  }
}
'''
NGLISTER = '''import org.testng.*;
import java.util.*;
public class Lister {
  public static void main(String[] a) throws Exception {
    TestNG ng = new TestNG();
    ng.setUseDefaultListeners(false);
    ng.setVerbose(0);
    List<Class<?>> all = new ArrayList<>();
    for (int i = 1; i < a.length; i++) all.add(Class.forName(a[i]));
    ng.setTestClasses(all.toArray(new Class<?>[0]));
    ng.addListener(new IInvokedMethodListener() {
      public void afterInvocation(IInvokedMethod m, ITestResult r) {
        if (m.isTestMethod()) System.out.println("TEST " + r.getTestClass().getName() + "." + r.getMethod().getMethodName());
      }
      public void beforeInvocation(IInvokedMethod m, ITestResult r) { }
    });
    ng.run();
  }
}
'''


def java(top, lister, jars, sources, arguments):
    classes = os.path.join(top, '.classes')
    found = [os.path.join(JARS, j) for j in os.listdir(JARS) if re.match(jars, j)] if os.path.isdir(JARS) else []
    if not found:
        raise Missing('no JUnit or TestNG in ' + JARS)
    with open(os.path.join(top, 'Lister.java'), 'w') as f:
        f.write(lister)
    files = [os.path.join(d, f) for s in sources for d, _, names in os.walk(os.path.join(top, s)) for f in names
             if f.endswith('.java') and f not in ('module-info.java', 'package-info.java')]
    path = ':'.join(found)
    r = run(['javac', '-nowarn', '-encoding', 'UTF-8', '-d', classes, '-cp', path, *files, os.path.join(top, 'Lister.java')], top, ok=(0,))
    names = [rel(os.path.join(d, f), classes)[:-6].replace('/', '.') for d, _, fs in os.walk(classes) for f in fs
             if f.endswith('.class') and '$' not in f and f != 'Lister.class']
    r = run(['java', '-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-cp', f'{classes}:{path}', 'Lister', classes, *(names if arguments else [])], top, ok=(0,))
    return {line[5:] for line in r.stdout.splitlines() if line.startswith('TEST ')}


COMMON_JARS = r'(junit4|hamcrest[\w-]*|junit-(jupiter|platform|vintage)[\w-]*|opentest4j|apiguardian-api|univocity-parsers)\.jar$'


def junit(top, jars=COMMON_JARS, sources=('src/test/java',)):
    return java(top, LISTER, '(?!.*(standalone|suite-engine|console))(' + jars + ')', sources, False)


def testng(top):
    return java(top, NGLISTER, r'(testng|jcommander|bsh|slf4j-(api|nop)|jquery|guice|snakeyaml)\.jar$', ['src/test/java'], True)


# Real trees: how their runner is brought to list them without their own installation.

def replace(top, ending, words):
    """For the versions of libraries that are installed here."""
    for d, _, names in os.walk(top):
        for f in names:
            if f.endswith(ending):
                with open(os.path.join(d, f)) as old:
                    text = old.read()
                new = text
                for word, other in words.items():
                    new = new.replace(word, other)
                if new != text:
                    with open(os.path.join(d, f), 'w') as out:
                        out.write(new)


def cobra_env(top):
    return dict(go_env(), GO111MODULE='off', GOFLAGS='', GOPATH=os.path.join(top, '.go') + ':/usr/share/gocode')


def cobra(top):
    place = os.path.join(top, '.go', 'src')
    os.makedirs(os.path.join(place, 'github.com', 'spf13'))
    os.makedirs(os.path.join(place, 'go.yaml.in', 'yaml'))
    home = os.path.join(place, 'github.com', 'spf13', 'cobra')
    shutil.copytree(top, home, ignore=shutil.ignore_patterns('.go', '.git'))
    os.symlink('/usr/share/gocode/src/gopkg.in/yaml.v3', os.path.join(place, 'go.yaml.in', 'yaml', 'v3'))
    replace(home, '.go', {'ParseErrorsAllowlist': 'ParseErrorsWhitelist'})                # as the packaged pflag has it
    return go(home, env=cobra_env(top))


BLACK_SITE = '''import sys, types
try:
    import pathspec.patterns.gitignore
except ImportError:
    m = types.ModuleType('pathspec.patterns.gitignore')
    m.__getattr__ = lambda name: type(name, (Exception,), {})
    sys.modules[m.__name__] = m
for name in ('_black_version', 'pytokens'):
    m = types.ModuleType(name)
    m.__getattr__ = lambda name: type(name, (Exception,), {})
    sys.modules[name] = m
sys.modules['_black_version'].version = '0'
'''


def black(top):
    with open(os.path.join(top, 'src', 'sitecustomize.py'), 'w') as f:
        f.write(BLACK_SITE)
    names = pytest(top, ['-W', 'ignore', 'tests'])
    if len(names) < 100:
        raise Missing('black cannot be imported with the packages that are installed')
    return names


def numpy(top):
    names, texts = pytest(top, ['-W', 'ignore', '--rootdir', top, 'numpy']), {}
    for file in {n.split('::')[0] for n in names}:
        with open(os.path.join(top, file)) as f:
            texts[file] = f.read()
    written = {n for n in names if n.count('::') == 1 or re.search(r'class\s+%s\b' % n.split('::')[1], texts[n.split('::')[0]])}
    print(f'           numpy: {len(names) - len(written)} tests of classes that are made at run time are left out')
    return written


GO_PACKAGES = 'bytes container/list encoding/csv encoding/json fmt html/template net/http net/url sort strconv strings text/template'.split()


def go_std(top):
    return go('/usr/share/go-1.19/src', GO_PACKAGES, dict(go_env(), GOFLAGS=''))


def copy_go_std(top):
    for p in GO_PACKAGES:
        shutil.copytree(os.path.join('/usr/share/go-1.19/src', p), os.path.join(top, p),
                        ignore=lambda d, names: [n for n in names if os.path.isdir(os.path.join(d, n))])
    run(['sh', '-c', 'rm -f go.mod'], top)


def go_std_left_out(top):
    listed = run(['go', 'list', '-e', '-f', '{{$d := .Dir}}{{range .IgnoredGoFiles}}{{$d}}/{{.}}\n{{end}}', *GO_PACKAGES],
                 '/usr/share/go-1.19/src', env=dict(go_env(), GOFLAGS='')).stdout
    return {os.path.relpath(f, os.path.realpath('/usr/share/go-1.19/src')) for f in listed.split('\n') if f}


def gson(top):
    home = os.path.join(top, 'gson')
    jars = COMMON_JARS[:-7] + r'|guava|guava-testlib|truth|error_prone_annotations)\.jar$'
    template_java = os.path.join(home, 'src', 'main', 'java-templates')
    for d, _, names in os.walk(template_java):
        for f in names:
            with open(os.path.join(d, f)) as src:
                text = src.read().replace('${project.version}', '0')
            with open(os.path.join(d, f), 'w') as out:
                out.write(text)
    replace(os.path.join(home, 'src', 'test'), '.java', {'isSameInstanceAs': 'isSameAs', 'isNotSameInstanceAs': 'isNotSameAs'})
    names = junit(home, jars, ('src/main/java', 'src/main/java-templates', 'src/test/java'))
    return {n for n in names if n.startswith('com.google.gson')}    # the others are suites of guava-testlib, made at run time


def express(top):
    modules = os.path.join(NODE, 'node_modules')
    if not os.path.isdir(os.path.join(modules, 'express-session')):
        raise Missing(f'what express needs for its tests is not in {NODE}')
    os.symlink(modules, os.path.join(top, 'node_modules'))
    return mocha(top, ['--require', 'test/support/env', 'test/', 'test/acceptance/'])


GLOBALS = 'globalThis.before = beforeAll; globalThis.after = afterAll;\n'


def express_jest(top):
    os.symlink(os.path.join(NODE, 'node_modules'), os.path.join(top, 'node_modules'))
    with open(os.path.join(top, '.globals.js'), 'w') as f:
        f.write(GLOBALS)
    with open(os.path.join(top, 'jest.config.json'), 'w') as f:
        json.dump({'setupFilesAfterEnv': ['<rootDir>/.globals.js'], 'testMatch': ['<rootDir>/test/*.js', '<rootDir>/test/acceptance/*.js']}, f)
    return jest(top)


def express_vitest(top):
    os.symlink(os.path.join(NODE, 'node_modules'), os.path.join(top, 'node_modules'))
    with open(os.path.join(top, '.globals.js'), 'w') as f:
        f.write(GLOBALS)
    with open(os.path.join(top, 'vitest.config.mjs'), 'w') as f:
        f.write("export default { test: { globals: true, setupFiles: ['./.globals.js'], include: ['test/*.js', 'test/acceptance/*.js'] } }\n")
    return vitest(top)


def libgit2(top):
    names = set()
    for suite in ('libgit2', 'util'):
        home = os.path.join(top, 'tests', suite)
        out = os.path.join(top, '.clar')
        os.makedirs(out, exist_ok=True)
        run([sys.executable, '-B', os.path.join(top, 'deps', 'clar', 'generate.py'), '-o', out, '-f', home], top, ok=(0,))
        with open(os.path.join(out, 'clar.suite')) as f:
            names |= set(re.findall(r'&test_(\w+)', f.read()))
    return {n for n in names if not n.endswith(('__initialize', '__cleanup'))}


SAFE_YAML = '''module SafeYAML
  OPTIONS = {}
  def self.load(*) = {}
  def self.load_file(*) = {}
end
'''


def jekyll(top):
    for name, text in (('minitest/profile.rb', ''), ('safe_yaml/load.rb', SAFE_YAML)):
        os.makedirs(os.path.join(top, '.stub', os.path.dirname(name)), exist_ok=True)
        with open(os.path.join(top, '.stub', name), 'w') as f:
            f.write(text)
    return {n for n in minitest(top) if not n.endswith('#test_dir')}    # a helper whose name makes it one


def jekyll_features(top):
    with open(os.path.join(top, '.nothing.rb'), 'w'):
        pass
    out = run(['cucumber', '--dry-run', '--format', 'json', '-P', '-r', '.nothing.rb', 'features'], top,
              env={'LANG': 'C.UTF-8', 'RUBYOPT': '-W0 -EUTF-8'}).stdout
    return {os.path.normpath(f['uri']) + '::' + e['name'] for f in json.loads(out[out.index('['):])
            for e in f.get('elements', []) if e['type'] != 'background'}


CRATES = '/usr/share/cargo/registry'


def crates(top):
    """Crates without dependencies, each compiled as its own test program."""
    names = set()
    for crate in sorted(os.listdir(top)):
        with open(os.path.join(top, crate, 'Cargo.toml')) as f:
            manifest = f.read()
        edition = re.search(r'^edition = "(\d+)"', manifest, re.M)
        exe = os.path.join(top, crate, '.program')
        r = run(['rustc', '--test', '--edition', edition.group(1) if edition else '2015', '--cfg', 'feature="std"', '--cap-lints',
                 'allow', '-o', exe, 'src/lib.rs'], os.path.join(top, crate))
        if r.returncode:
            shutil.rmtree(os.path.join(top, crate))
            continue
        out = run([exe, '--list'], top).stdout
        names |= {f'{crate}::{line[:-6]}' for line in out.splitlines() if line.endswith(': test')}
    if not names:
        raise Missing('no crate compiles')
    return names


def copy_crates(top):
    if not os.path.isdir(CRATES):
        raise Missing('no crates in ' + CRATES)
    for crate in os.listdir(CRATES):
        if os.path.exists(os.path.join(CRATES, crate, 'src', 'lib.rs')):
            shutil.copytree(os.path.join(CRATES, crate, 'src'), os.path.join(top, crate, 'src'))
            shutil.copy(os.path.join(CRATES, crate, 'Cargo.toml'), os.path.join(top, crate))


def copy_package(name):
    def fill(top):
        for place in ('/usr/lib/python3/dist-packages',):
            if os.path.isdir(os.path.join(place, name)):
                shutil.copytree(os.path.join(place, name), os.path.join(top, name))
                return
        raise Missing(f'the package {name} is not installed')
    return fill


def copy_python_tests(top):
    place = os.path.join(sysconfig.get_paths()['stdlib'], 'test')
    if not os.path.exists(os.path.join(place, 'test_textwrap.py')):
        raise Missing('this Python has no tests of its own')
    for f in sorted(os.listdir(place)):
        if re.match(r'test_[a-m]\w*\.py$', f) and not re.match(r'test_(asyncio|gdb|idle|embed|importlib|concurrent|multiprocess|fork)', f):
            shutil.copy(os.path.join(place, f), top)


ONE_BY_ONE = LOADER[:LOADER.index('for i in')] + '''import glob, os
for file in sorted(glob.glob('*.py')):
    os.chdir(sys.argv[1])
    try:
        names = list(flat(unittest.defaultTestLoader.loadTestsFromName(file[:-3])))
    except BaseException:
        names = []
    for i in names:
        print('\\nTEST ' + i)
'''
WRITTEN = r'''import inspect, re
texts = {}
def flat(suite):
    """A documentation test has no method; a method that no class of the test has by its name was made at run time."""
    for t in suite:
        if isinstance(t, unittest.TestSuite):
            yield from flat(t)
            continue
        name, found = getattr(t, '_testMethodName', None), False
        for c in type(t).__mro__:
            file = getattr(sys.modules.get(c.__module__), '__file__', None)
            if file and file not in texts:
                texts[file] = open(file, errors='replace').read()
            found |= bool(file and re.search(r'\bdef\s+%s\b' % re.escape(name or ''), texts[file]))
        if found and name != 'runTest':
            yield t.id()
        else:
            print('\nMADE ' + t.id())
'''


def python_tests(top):
    out = run([sys.executable, '-B', '-c', ONE_BY_ONE.replace('for file in', WRITTEN + 'for file in', 1), top], top,
              env={'PYTHONPATH': top}).stdout
    names, made = ({line[5:] for line in out.splitlines() if line.startswith(word) and '_FailedTest' not in line}
                   for word in ('TEST ', 'MADE '))
    for f in os.listdir(top):                                       # what cannot be loaded here
        if not any(n.startswith(f[:-2]) for n in names) and f.endswith('.py'):
            os.remove(os.path.join(top, f))
    place = os.path.join(sysconfig.get_paths()['stdlib'], 'test')
    os.makedirs(os.path.join(top, 'test'))                          # what the tests import, under the name they have for it
    for f in sorted(os.listdir(place)):
        if f.endswith('.py') and f not in os.listdir(top):
            shutil.copy(os.path.join(place, f), os.path.join(top, 'test'))

    def counted(names):
        return {n for n in names if '<locals>' not in n and os.path.exists(os.path.join(top, n.split('.')[0] + '.py'))}

    print(f'           python: {len(counted(made))} tests that are made at run time or are documentation are left out')
    return counted(names)


# What rsg-scan lists, in the words of the runner; None where the runner would not list it.

def whole_name(r):
    return r['name']


def file_and_path(r):
    return r['id'].split(':', 1)[1]


def go_name(r):
    name = file_and_path(r).split('::', 1)[1]
    return None if '/' in name else (os.path.dirname(r['file']) or '.') + '::' + name


def file_and_name(r):
    return r['file'] + '::' + r['name']


def file_and_line(r):
    return f'{r["file"]}:{r["line"]}'


def ruby_name(r):
    return re.sub(r'#\d+$', '', r['name']) if re.match(r'[\w:]+#test_', r['name']) else file_and_line(r)


def rust_name(r):
    return r['name']


RUNNERS = {
    'pytest': (pytest, ['pytest', 'unittest'], file_and_path),
    'unittest': (unittest, ['unittest', 'pytest'], lambda r: r['name'] if r['framework'] == 'unittest' else None),
    'go': (go, ['go'], go_name),
    'jest': (jest, ['jest', 'mocha', 'jasmine'], file_and_path),
    'vitest': (vitest, ['vitest'], lambda r: None if {'skip', 'todo'} & set(r['tags']) else file_and_path(r)),
    'mocha': (mocha, ['mocha', 'jest', 'jasmine'], file_and_name),
    'node-test': (node_test, ['node-test'], file_and_path),
    'junit5': (junit, ['junit', 'junit3'], whole_name),
    'junit4': (junit, ['junit', 'junit3'], whole_name),
    'testng': (testng, ['testng'], whole_name),
    'rspec': (rspec, ['rspec'], file_and_line),
    'minitest': (minitest, ['minitest', 'rspec'], ruby_name),
    'rust': (cargo, ['rust'], rust_name),
    'check': (check, ['check'], whole_name),
    'cunit': (cunit, ['cunit'], whole_name),
    'gtest': (gtest, ['gtest'], whole_name),
    'catch2': (catch2, ['catch2'], whole_name),
    'bats': (bats, ['bats'], file_and_path),
    'shell': (sharness, ['sharness'], file_and_path),
    'ctest': (ctest, ['ctest'], whole_name),
    'tcl': (tcltest, ['tcltest'], file_and_path),
    'redis': (redis, ['redis-tcl'], file_and_path),
    'gherkin': (cucumber, ['gherkin'], lambda r: r['file'] + '::' + r['name']),
}


def clar_name(r):
    return r['name'].replace('::', '__')


def crate_name(r):
    return r['file'].split('/')[0] + '::' + rust_name(r)


def dotted_name(r):
    """A file that pytest could run too has pytest's names; functions outside classes are not unittest's."""
    if '/' in r['file']:
        return None
    if r['framework'] == 'unittest':
        return r['name']
    return r['name'].replace('.py::', '.').replace('::', '.') if r['name'].count('::') > 1 else None


def below(prefix, key):
    return lambda r: key(dict(r, file=r['file'], id=r['id'])) if r['file'].startswith(prefix) else None


# name: (repository or what fills the folder, runner, frameworks, key)
TREES = {
    'flask': ('pallets+flask', pytest, ['pytest', 'unittest'], below('tests/', file_and_path)),
    'black': ('psf+black', black, ['pytest', 'unittest'], below('tests/', file_and_path)),
    'numpy': (copy_package('numpy'), numpy, *RUNNERS['pytest'][1:]),
    'python': (copy_python_tests, python_tests, ['unittest', 'pytest'], dotted_name),
    'cobra': ('spf13+cobra', cobra, *RUNNERS['go'][1:]),
    'go-std': (copy_go_std, go_std, *RUNNERS['go'][1:]),
    'gson': ('google+gson', gson, ['junit', 'junit3'], below('gson/', whole_name)),
    'express-mocha': ('expressjs+express', express, RUNNERS['mocha'][1], below('test/', file_and_name)),
    'express-jest': ('expressjs+express', express_jest, RUNNERS['jest'][1], below('test/', file_and_path)),
    'express-vitest': ('expressjs+express', express_vitest, RUNNERS['jest'][1], below('test/', file_and_path)),
    'libgit2': ('libgit2+libgit2', libgit2, ['clar'], clar_name),
    'jekyll': ('jekyll+jekyll', jekyll, *RUNNERS['minitest'][1:]),
    'jekyll-features': ('jekyll+jekyll', jekyll_features, *RUNNERS['gherkin'][1:]),
    'redis': ('redis+redis', redis, ['redis-tcl'], below(('tests/unit/', 'tests/integration/'), file_and_path)),
    'crates': (copy_crates, crates, ['rust'], crate_name),
}


def scan(top, frameworks, key):
    r = run([os.path.join(BIN, 'rsg-scan'), '.'], top, ok=(0,))
    names = {}
    for line in r.stdout.splitlines():
        record = json.loads(line)
        if record['framework'] in frameworks:
            name = key(record)
            if name is not None:
                again = re.search(r'#\d+$', record['id'])       # the second of a name
                if again and name.endswith(again[0]) and not record['name'].endswith(again[0]):
                    name = name[:again.start() - again.end()]
                names.setdefault(name, record)
    return names


# Comparing.

HOLES = re.compile(r'\$\{[^}]*\}|#\{[^}]*\}|\$\w[\w.:]*|%[-+#\d.]*[a-zA-Z%]|\{\d*\}|["\']\s*\+\s*[^"\']*?(?:\+\s*["\']|$)|(?:^|(?<=::)|(?<=> ))[\w.]+\s*\+\s*["\']')


def template(name):
    parts = HOLES.split(name)
    if len(parts) == 1 or not re.search(r'\w', ''.join(re.sub(r'^.*?::', '', p) for p in parts)):
        return None
    return re.compile('.*'.join(re.escape(p) for p in parts) + r'\Z', re.S)


def one_line(name):
    return re.sub(r'[\t\r\n]', ' ', name)


def compare(want, got):
    """The names that only the runner has, and those that only rsg-scan has."""
    want, got = {one_line(n) for n in want}, {one_line(n) for n in got}
    left = want - got
    extra = []
    for name in sorted(got - want):
        pattern = template(name)
        fit = {w for w in want if pattern.match(w)} if pattern else set()
        left -= fit
        if not fit:
            extra.append(name)
    return sorted(left), extra


def report(project, runner, want, got, show):
    left, extra = compare(want, got)
    precision = 1 - len(extra) / len(got) if got else 1.0
    recall = 1 - len(left) / len(want) if want else 1.0
    print(f'{runner:<10} {project:<22} {len(want):>7} {len(got):>7} {precision:>9.3f} {recall:>7.3f}')
    for sign, names in (('-', left), ('+', extra)):
        for name in names[:show]:
            print(f'    {sign} {name}')
        if len(names) > show:
            print(f'    {sign} and {len(names) - show} more')
    return precision, recall


def copy(source, scratch):
    top = os.path.join(scratch, os.path.basename(source))
    shutil.copytree(source, top)
    return top


def runner_of(project):
    return project if project in RUNNERS else re.sub(r'-(settings|toml)$', '', project)


def projects(a, scratch):
    worst = []
    for project in sorted(os.listdir(DATA)):
        if not os.path.isdir(os.path.join(DATA, project)) or (a.only and project not in a.only):
            continue
        runner = runner_of(project)
        list_all, frameworks, key = RUNNERS[runner]
        kept = os.path.join(DATA, project + '.txt')
        top = copy(os.path.join(DATA, project), scratch)
        got = scan(top, frameworks, key)
        try:
            if a.kept:
                with open(kept) as f:
                    want = set(f.read().splitlines())
                left_out = {n[2:] for n in want if n.startswith('! ')}
                want -= {'! ' + f for f in left_out}
            else:
                want = list_all(top)
                left_out = go_left_out(top) if runner == 'go' else set()
        except (Missing, ValueError, KeyError, OSError) as e:
            print(f'{runner:<10} {project:<22} skipped: {e}')
            continue
        got = {n: r for n, r in got.items() if r['file'] not in left_out}
        if a.keep:
            with open(kept, 'w') as f:
                f.writelines(n + '\n' for n in sorted(want | {'! ' + n for n in left_out}))
        worst.append((*report(project, runner, want, got, a.show), project))
    return worst


def checkout(a, source, top):
    place = os.path.join(a.mirror or '', source, 'repo')
    if not a.mirror or not os.path.isdir(place):
        raise Missing('its repository is not in a mirror (--mirror)')
    run(['git', 'clone', '-q', '--depth', '1', 'file://' + os.path.realpath(place), top], '/', ok=(0,))


def trees(a, scratch):
    for name, (source, list_all, frameworks, key) in TREES.items():
        if a.only and name not in a.only:
            continue
        top = os.path.join(scratch, name)
        runner = list_all.__name__
        try:
            if callable(source):
                os.makedirs(top)
                source(top)
            else:
                checkout(a, source, top)
            prior = None if name in ('crates', 'python') else scan(top, frameworks, key)
            want = list_all(top)
            got = scan(top, frameworks, key) if prior is None else prior
            left_out = go_std_left_out(top) if name == 'go-std' else go_left_out(top) if name == 'cobra' else ()
            got = {n: r for n, r in got.items() if r['file'] not in left_out}
            report(name, frameworks[0], want, got, a.show)
        except (Missing, ValueError, KeyError, OSError) as e:
            print(f'{frameworks[0]:<10} {name:<22} skipped: {e}')
        shutil.rmtree(top, ignore_errors=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--mirror')
    p.add_argument('--kept', action='store_true')
    p.add_argument('--keep', action='store_true')
    p.add_argument('--only', nargs='*')
    p.add_argument('-v', dest='show', action='store_const', const=10 ** 6, default=10)
    a = p.parse_args()
    print(f'{"runner":<10} {"project":<22} {"lists":>7} {"rsg":>7} {"precision":>9} {"recall":>7}')
    with tempfile.TemporaryDirectory(prefix='rsg-discovery-') as scratch:
        scores = projects(a, os.path.realpath(scratch))
        if not a.kept and not a.keep:
            trees(a, os.path.realpath(scratch))
    bad = [s for s in scores if min(s[:2]) < 0.98]
    if a.kept and bad:
        sys.exit('below 0.98: ' + ', '.join(s[2] for s in bad))


if __name__ == '__main__':
    main()
