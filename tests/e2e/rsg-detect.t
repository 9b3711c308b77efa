#!/bin/sh
# rsg-detect: frameworks with their versions, runners, and hostile trees.
. "${0%/*}/lib.sh"

# plant FILE: the tree of tests/data/detect in the working directory, what is expected in the file expected.
cat >"$E2E_BASE/setup.sh" <<'EOT'
plant() {
	awk '/^expect / { print substr($0, 8) >"expected"; next }
		/^--- / {
			close(file)
			file = "tree/" substr($0, 5)
			dir = file
			sub(/\/[^\/]*$/, "", dir)
			system("mkdir -p \"" dir "\"")
			printf "" >file
			next
		}
		{ print >file }' "$1"
}
found() {
	jq -r '.roots[] | .path as $p |
		(.frameworks[] | "\($p) \(.name) \(.version // "-") \(.constraint // "-")")' out | sort >found
	grep -v '^=' expected | sort >wanted
	jq -r '.roots[] | "= \(.path) \(.package_manager // "-") \(.build_tool // "-") \(.capabilities.async) \(.capabilities.types)"' \
		out >abouts
	grep '^=' expected >about
}
EOT
E2E_SETUP=$E2E_BASE/setup.sh
export E2E_SETUP

for E2E_TREE in "$DATA"/detect/*.tree; do
	export E2E_TREE
	name=${E2E_TREE##*/}
	it "knows what is in ${name%.tree}" <<'EOT'
. "$E2E_SETUP"
plant "$E2E_TREE"
cd tree
status 0 rsg-detect --json
cd ..
mv tree/out tree/err .
empty err
found
diff wanted found >&2 || fail 'other frameworks'
grep -qxFf about abouts || fail "$(cat about) is not in $(cat abouts)"
EOT
done
it 'prints a table, and paths of several directories' <<'EOT'
. "$E2E_SETUP"
plant "$DATA/detect/py-poetry-flask.tree"
mv tree one
plant "$DATA/detect/go-gin.tree"
mv tree two
status 0 rsg-detect one two
empty err
[ "$(awk -F '\t' '{ print NF }' out | sort -u)" = 7 ]
has "$(printf 'one\tweb\tflask\t2.2.5\t^2.2\t')" out
has "$(printf 'two\tweb\tgin\t1.9.1\tv1.9.1\t')" out
has 'pyproject.toml:6 pypi:flask' out
cp out first
status 0 rsg-detect one two
same first out
status 66 rsg-detect nowhere
empty out
EOT

it 'wants the directory of a file, and names it' <<'EOT'
mkdir app
echo '{}' >app/package.json
status 66 rsg-detect app/package.json
empty out
has "app/package.json: not a directory: name the project's directory: app" err
status 66 rsg-detect --json app app/package.json
empty out
cd app
status 66 rsg-detect package.json
has 'directory: .' err
ln -s . here
status 0 rsg-detect here
EOT

it 'finds nothing where nothing is, and says so without an error' <<'EOT'
mkdir bare
status 0 rsg-detect --json bare
holds '.roots | length == 1 and .[0].path == "." and .[0].frameworks == [] and .[0].runners == []' out
EOT

it 'gives commands as lists of arguments, with the script in its place' <<'EOT'
mkdir -p tests
printf 'import unittest\nclass X(unittest.TestCase):\n    def test_x(self): pass\n' >tests/test_x.py
status 0 rsg-detect --json
holds '[.roots[].runners[] | select(.framework == "unittest")][0] | .file[2] | startswith("import os")' out
holds '[.roots[].runners[] | select(.framework == "unittest")][0] | .report == "junit" and (has("script") | not)' out
jq -r '.roots[].runners[] | select(.framework == "unittest") | .file[2]' out >script
status 0 python3 script run report.xml tests/test_x.py
status 0 rsg-results --no-store -u report.xml
has 'tests.test_x.X.test_x	passed' out
EOT

it 'calls a program of a workspace where npm put it' <<'EOT'
mkdir -p node_modules/.bin app
: >node_modules/.bin/vitest
echo '{"workspaces": ["app"]}' >package.json
echo '{"devDependencies": {"vitest": "1"}}' >app/package.json
status 0 rsg-detect --json
holds '[.roots[] | select(.path == "app") | .runners[].file[0]] == ["../node_modules/.bin/vitest"]' out
EOT

it 'takes the command of Maven or of Gradle' <<'EOT'
. "$E2E_SETUP"
plant "$DATA/detect/java-maven-junit5.tree"
status 0 rsg-detect --json tree
holds '[.roots[].runners[] | select(.framework == "junit") | .file[0]] == ["mvn"]' out
rm -r tree
plant "$DATA/detect/java-gradle-lock.tree"
status 0 rsg-detect --json tree
holds '[.roots[].runners[] | select(.framework == "junit") | .file[0]] == ["gradle"]' out
echo '<project></project>' >tree/pom.xml
echo "plugins { id 'java' }" >>tree/build.gradle
status 0 rsg-detect --json tree
holds '[.roots[] | .build_tool, (.frameworks[] | select(.kind == "build") | .name)] == ["gradle", "gradle", "maven"]' out
holds '[.roots[].runners[] | select(.framework == "junit") | .file[0]] == ["gradle"]' out
EOT

it 'has no command of CMake for a project that is built with something else' <<'EOT'
. "$E2E_SETUP"
plant "$DATA/detect/c-autotools-check.tree"
status 0 rsg-detect --json tree
holds '[.roots[].frameworks[].name] | index("check") != null' out
holds '[.roots[].runners[].framework] | index("check") == null' out
echo 'cmake_minimum_required(VERSION 3.20)' >tree/CMakeLists.txt
status 0 rsg-detect --json tree
holds '[.roots[].runners[] | select(.framework == "check") | .build[0][0]] == ["cmake"]' out
EOT

it 'takes no command from a project that is not trusted' <<'EOT'
mkdir -p .rsg/frameworks tests
printf 'detect: {kind: test, files: ["*.mine"]}\nrun: {file: [evil], test: [evil], report: tap, at: stdout}\n' \
	>.rsg/frameworks/mine.yaml
printf 'detect: {kind: test, files: ["*.mine"]}\nrun: {file: [evil], test: [evil], report: tap, at: stdout}\n' \
	>.rsg/frameworks/pytest.yaml
: >a.mine
status 0 rsg-detect --json
lacks evil out
holds '[.roots[].frameworks[].name] == ["mine", "pytest"]' out
holds '[.roots[].runners[] | .framework] == ["pytest"]' out
has "the project's frameworks/mine.yaml" err
has "the project's frameworks/pytest.yaml" err
echo '{}' >.rsg/config.yaml
status 0 rsg-config --trust
status 0 rsg-detect --json
holds '[.roots[].runners[] | .file[0]] == ["evil", "evil"]' out
empty err
EOT

it 'says of wrong data where it is, and asks nobody to report it' <<'EOT'
mkdir -p .rsg/frameworks
: >a.mine
while read -r data says; do
	printf '%s' "$data" | tr '~' ' ' >.rsg/frameworks/mine.yaml
	status 78 rsg-detect
	empty out
	has frameworks/mine.yaml err
	has "$says" err
	lacks report err
done <<'EOF'
detect:~3 expected a table of keys
detect:~{kind:~web,~fles:~[x]} detect.fles: there is no such key
detect:~{kind:~strange,~files:~["*.mine"]} kind: expected one of
detect:~{kind:~web,~source:~[{files:~["*.mine"],~pattern:~"("}]} detect
EOF
printf 'title: %0100d
detect: {kind: web, files: ["*.mine"]}
' 0 >.rsg/frameworks/mine.yaml
status 78 rsg-detect
has title err
printf 'detect: {kind: test, files: ["*.mine"]}
run: {file: [evil], report: tap, at: stdout}
' >.rsg/frameworks/mine.yaml
echo '{}' >.rsg/config.yaml
status 0 rsg-config --trust
status 78 rsg-detect
has 'frameworks/mine.yaml: run: ' err
EOT

it 'passes over manifests that it cannot understand, and says which' <<'EOT'
echo '{"dependencies": {"react": ' >package.json
printf '[project\nname = 1\n' >pyproject.toml
echo '<project><a></project>' >pom.xml
printf 'pytest\n' >requirements.txt
status 0 rsg-detect --json
has 'package.json: ' err
has 'pyproject.toml: line 1' err
has 'pom.xml: ' err
holds '[.roots[].frameworks[].name] | index("pytest") != null' out
EOT

it 'follows nothing out of the project, and loops nowhere' <<'EOT'
mkdir -p out.d in/sub
echo '{"dependencies": {"react": "1.0.0"}}' >out.d/package.json
printf 'django==1.0\n' >out.d/requirements.txt
cd in
ln -s ../out.d/package.json package.json
ln -s ../out.d linked
ln -s .. sub/up
printf -- '-r ../out.d/requirements.txt\n-r requirements.txt\n-r /etc/passwd\nflask\n' >requirements.txt
mkfifo fifo.py
status 0 rsg-detect --json
holds '[.roots[].frameworks[].name] == ["flask"]' out
EOT

it 'stays small on hostile manifests' <<'EOT'
python3 - <<'PY'
import json, os
json.dump({"dependencies": {"d%d" % i: "^1.0.%d" % i for i in range(40000)}}, open("package.json", "w"))
open("Cargo.toml", "w").write("".join("[[a]]\n[[b]]\n[a.x]\n[b.x]\n" for i in range(12000)) )
p = "".join("<p%d>%s</p%d>" % (i, "${p%d}" % (i + 1) * 1000, i) for i in range(12))
open("pom.xml", "w").write("<project><properties>%s</properties><dependencies><dependency><groupId>${p0}</groupId>"
    "<artifactId>x</artifactId></dependency></dependencies></project>" % p)
open("CMakeLists.txt", "w").write("f(" * 300000)
open("requirements.txt", "w").write("x" * 900000)
open("build.gradle", "w").write('a "$' * 200000)
open("t_test.go", "w").write("func " * 50000)
PY
status 0 timeout 60 rsg-detect --json
holds '.roots | length == 1' out
EOT

it 'does not look through a manifest again for each of its lines' <<'EOT'
python3 - <<'PY'
import os
# The sanitizer has string functions read to the end of the text.
part = 50 if os.environ.get("ASAN_OPTIONS") else 1
def put(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    open(path, "w").write(text)
deps = "".join("<d><artifactId>x</artifactId><groupId>g%d</groupId></d>" % i for i in range(8000 // part))
put("pom.xml", "<project><dependencyManagement><dependencies>%s</dependencies></dependencyManagement>"
    "<dependencies>%s</dependencies></project>" % (deps, deps))
put("CMakeLists.txt", "pkg_check_modules(a b c d e f g h i j k l m n o p q r s t u v w x y z)\n" * (14000 // part))
put("meson.build", "dependency(a)\n" * (70000 // part))
put("requirements.txt", "pytest\n" * (140000 // part))
put("gradle/libs.versions.toml", "[bundles]\nx = [" + '"a",' * 900000 + "]\n[libraries]\n" +
    "".join('k%d = "a:b:1"\n' % i for i in range(1900)))
put("build.gradle", "implementation libs.bundles.x\n" * (30000 // part))
keys = "".join("a%d=1\n" % i for i in range(1900))
put("Cargo.toml", "".join("[l%s]\n" % (".l" * i) + keys for i in range(20)) + ("[l" + ".l" * 20 + "]\n") * 45000)
PY
status 0 timeout 20 rsg-detect --json
has 'too many tables' err
EOT

it 'takes no name that no registry would' <<'EOT'
printf '{"dependencies": {"@nestjs/%020000d": "1"}}' 0 >package.json
status 0 rsg-detect --json
holds '.roots[0].frameworks == []' out
empty err
EOT

it 'takes the lock file that the package manager writes, and none of another project' <<'EOT'
mkdir -p packages/a examples/b old/node
lock() { printf '{"packages": {"node_modules/react": {"version": "%s"}}}' "$1"; }
dep() { printf '{%s "dependencies": {"react": "^18.0.0"}}' "$1"; }
versions() {
	rm -f out err
	rsg-detect --json >out 2>err
	jq -r '.roots[] | "\(.path) \(.frameworks[] | select(.name == "react") | .version // "-") \(.package_manager)"' out
}
dep '"packageManager": "pnpm@9.0.0", "workspaces": ["./packages/*/", "examples/*", "!examples/b"],' >package.json
dep '' | tee packages/a/package.json examples/b/package.json old/package.json >old/node/package.json
lock 18.1.0 >package-lock.json
printf 'importers:\n  .:\n    dependencies:\n      react: {specifier: ^18.0.0, version: 18.2.0}\n' >pnpm-lock.yaml
versions >one
printf '%s\n' '. 18.2.0 pnpm' 'examples/b - pnpm' 'old - pnpm' 'old/node - pnpm' 'packages/a 18.2.0 pnpm' >wanted
diff wanted one >&2 || fail 'other versions'
lock 18.3.0 >old/package-lock.json
printf '{"workspaces": {"packages": ["node"]}, "dependencies": {"react": "^18.0.0"}}' >old/package.json
versions >two
has 'old 18.3.0 npm' two
has 'old/node 18.3.0 npm' two
has 'packages/a 18.2.0 pnpm' two
lock 18.1.0 | sed 's/react/none/' >packages/a/package-lock.json
sed -i 's/pnpm@9.0.0/npm@10.0.0/' package.json
versions >npm
has '. 18.1.0 npm' npm
has 'packages/a - npm' npm
has 'examples/b - pnpm' npm
rm packages/a/package-lock.json
versions >member
has 'packages/a 18.1.0 npm' member
dep '' >package.json
rm pnpm-lock.yaml
printf 'packages: ["packages/**", "!packages/a"]\n' >pnpm-workspace.yaml
versions >three
has '. 18.1.0 pnpm' three
has 'packages/a - pnpm' three
EOT

it 'reads bun.lock with its comments and commas' <<'EOT'
mkdir -p packages/m
printf '{"workspaces": ["packages/*"], "devDependencies": {"vitest": "^1.0.0", "vue": "^3.0.0", "react": "npm:react-other@9"}}' >package.json
printf '{"name": "@x/m", "dependencies": {"vue": "^2.0.0", "@nestjs/core": "10"}}' >packages/m/package.json
cat >bun.lock <<'EOF'
{ // written by bun, says "bun"
  "lockfileVersion": 1, /* , } */
  "workspaces": { "": { "name": "x", }, "packages/m": { "name": "@x/m", "a": ["http://x", "\\", "\"//"], }, },
  "packages": {
    "vitest": ["vitest@1.6.0", "", { "dependencies": { "a": "1", }, }, "sha512-//=="],
    "vue": ["vue@3.4.1", "", {}, ""],
    "@nestjs/core": ["@nestjs/core@10.3.8", "", {}, ""],
    "vitest/vue": ["vue@1.0.0", "", {}, ""],
    "react": ["react-other@9.0.0", "", {}, ""],
    "@x/m/vue": ["vue@2.7.16", "", {}, ""],
    "@x/m": ["@x/m@workspace:packages/m"],
  },
}
EOF
status 0 rsg-detect --json
empty err
holds '[.roots[] | select(.path == ".") | .frameworks[] | {(.name): .version}] | add == {react: null, vitest: "1.6.0", vue: "3.4.1"}' out
holds '[.roots[] | select(.path == "packages/m") | .frameworks[] | {(.name): .version}] | add == {nestjs: "10.3.8", vue: "2.7.16"}' out
holds '[.roots[].package_manager] == ["bun", "bun"]' out
for bad in '{"a": 1' '{"a": "/*}' '{"packages": }' '{,}x' '{"a": /* x'; do
	printf '%s' "$bad" >bun.lock
	status 0 rsg-detect --json
	has 'bun.lock: not JSON' err
	[ "$(grep -c bun.lock err)" = 1 ]
done
EOT

it 'reads a lock file once for all its roots' <<'EOT'
python3 - <<'PY'
import json, os
n = 120 if not os.environ.get("ASAN_OPTIONS") else 20
for i in range(n):
    os.makedirs("c%d" % i)
    open("c%d/Cargo.toml" % i, "w").write('[package]\nname = "c"\nrust-version.workspace = true\n[dependencies]\naxum = "0.7"\n')
open("c1/lib.rs", "w").write('#[test]\nfn a() {}\n')
open("Cargo.toml", "w").write('[workspace]\nmembers = ["c*"]\n[workspace.package]\nrust-version = "1.75"\n')
open("Cargo.lock", "w").write("".join('[[package]]\nname = "p%d"\nversion = "1.0.%d"\ndependencies = [%s]\n' %
    (i, i, ", ".join('"d%d"' % k for k in range(40))) for i in range(5000)) + '[[package]]\nname = "axum"\nversion = "0.7.5"\n' +
    "bad\n")
PY
status 0 timeout 30 rsg-detect --json
[ "$(grep -c Cargo.lock err)" = 1 ]
sed -i '$d' Cargo.lock
status 0 timeout 30 rsg-detect --json
empty err
holds '[.roots[].frameworks[] | select(.name == "rust") | .constraint] == ["1.75"]' out
holds '[.roots[].frameworks[] | select(.name == "axum") | .version] | length > 19 and unique == ["0.7.5"]' out
EOT

it 'takes what a root says over what is said below it' <<'EOT'
mkdir -p c/a/b p j/test r/test w/sub e s q g
echo "project('x', 'c', meson_version: '>= 0.60', default_options: [])" >c/meson.build
echo "project('y', 'c', meson_version: '>=0.30')" >c/a/meson.build
echo "dependency('check', version : '>= 0.11.0')" >>c/meson.build
printf 'all:\n\tcc x.c -lcunit\n' >c/a/b/Makefile
printf '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "x"\n' >p/pyproject.toml
echo 'raise SystemExit' >p/setup.py
echo '{"devDependencies": {"vitest": "^2", "jest-environment-jsdom": "^29"}}' >j/package.json
printf '# from minitest/assertions.rb\nrequire "test/unit"\nclass X < Test::Unit::TestCase\n' >r/test/test_x.rb
echo "gem 'rake'" >r/Gemfile
echo "<project><dependencyManagement><dependencies><d><groupId>org.junit</groupId><artifactId>junit-bom</artifactId><version>5.10.1</version><type>pom</type><scope>import</scope>" \
	"</d></dependencies></dependencyManagement><dependencies><d><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version></d>" \
	"<d><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId></d></dependencies></project>" >w/pom.xml
printf 'set(X "(char|short(")\nmessage("%s")\nenable_testing()\n' 'http://x#( \"(' >e/CMakeLists.txt
printf '[metadata]\nname = x\npython_requires = >=3.9 \n' >s/setup.cfg
printf 'from unittest import TestCase\nclass A(TestCase):\n' | tee s/test_a.py >q/test_a.py
printf 'from setuptools import setup\nsetup(python_requires=">=3.8", name="x")\n' >q/setup.py
echo 'setup()' >s/setup.py
printf "gem 'railties', '~> 7.0'\n" >g/Gemfile
status 0 rsg-detect --json c p j r w e s q g
holds '[.roots[] | select(.path == "e") | .frameworks[].name] | index("ctest") != null' out
holds '[.roots[] | select(.path == "s" or .path == "q") | .frameworks[] | select(.name == "unittest") | .constraint] | sort == [">=3.8", ">=3.9"]' out
holds '[.roots[] | select(.path == "g") | .frameworks[] | {(.name): .constraint}] == [{rails: "~> 7.0"}]' out
holds '[.roots[] | select(.path == "c") | .frameworks[] | {(.name): (.constraint // "-")}] | add == {meson: ">=0.60", check: ">=0.11.0", cunit: "-"}' out
holds '[.roots[] | select(.path == "p") | .frameworks[].name] == ["hatchling"]' out
holds '[.roots[] | select(.path == "j") | .frameworks[].name] == ["vitest"]' out
holds '[.roots[] | select(.path == "r") | .frameworks[].name] == []' out
holds '[.roots[] | select(.path == "w") | .frameworks[] | select(.name == "junit") | .version] == ["5.10.1"]' out
EOT

it 'takes the nearest word, and the line as it is written' <<'EOT'
mkdir -p m/sub a p r
managed() {
	echo "<dependencyManagement><dependencies><d><groupId>junit</groupId><artifactId>junit</artifactId>" \
		"<version>$1</version></d></dependencies></dependencyManagement>"
}
echo "<project>$(managed 4.11)</project>" >m/pom.xml
echo "<project><parent><artifactId>m</artifactId></parent>$(managed 4.13)<dependencies><d><groupId>junit</groupId>" \
	"<artifactId>junit</artifactId></d></dependencies></project>" >m/sub/pom.xml
echo 'PKG_CHECK_MODULES([CHECK], [check >= 0.9])' >a/configure.in
printf '# of the web\nFlask==2.0\n' >p/requirements.txt
echo "gem 'rspec'" >r/Gemfile
printf 'GEM\n  specs:\n      rspec (1.0)\n    rspec (3.12.0)\n' >r/Gemfile.lock
status 0 rsg-detect --json m a p r
holds '[.roots[] | select(.path == "m/sub") | .frameworks[] | .version] | index("4.13") != null' out
holds '[.roots[] | select(.path == "a") | .frameworks[] | select(.name == "check") | .constraint] == [">=0.9"]' out
holds '[.roots[] | select(.path == "p") | .frameworks[] | select(.name == "flask") | .evidence[0].line] == [2]' out
holds '[.roots[] | select(.path == "r") | .frameworks[] | select(.name == "rspec") | .version] == ["3.12.0"]' out
EOT

it 'shows no control character of a project' <<'EOT'
printf '{"dependencies": {"react": "\\u001b[31m1"}}' >package.json
status 0 rsg-detect
if grep -q "$(printf '\033')" out; then fail 'an escape reached the output'; fi
has react out
EOT
finish
