#!/bin/sh
# rsg-verify: a command in a sandbox, and what is told of it.  What a command cannot do there is in
# sandbox.t.
# shellcheck disable=SC2016
. "${0%/*}/lib.sh"
. "${0%/*}/sandbox.sh"

it 'tells what each tier can enforce, and why not' <<'EOT'
status '0 1' rsg-verify --probe --json
mv out told
status 0 rsg-check sandbox-probe <told
holds '[.tiers[].tier] == ["container", "bwrap", "native"]' told
holds '[.tiers[] | select(.usable | not) | .why != ""] | all' told
holds '[.tiers[] | select(.usable) | .guarantees | length == 12] | all' told
holds '.tiers[2].guarantees | map({(.name): .holds}) | add | (.network or .files or .others) | not' told
status '0 1' rsg-verify --probe
[ "$(head -n 1 out)" = 'tier	what	holds	by what, or why not' ]
has 'native	network	no	' out
EOT

it 'takes no weaker tier in place of one that cannot be had' <<'EOT'
RSG_SANDBOX_IMAGE='' status 78 rsg-verify --tier container -- true
empty out
has 'set sandbox.image' err
RSG_SANDBOX_IMAGE=localhost/none status 69 rsg-verify --tier container -- true
empty out
has 'not run in the tier container' err
RSG_SANDBOX_IMAGE='' status 1 rsg-verify --probe --tier container
bin=$(mktemp -d /tmp/rsg-e2e-XXXXXX)
chmod 755 "$bin"
printf '#!/bin/sh\necho "bwrap: no namespaces for you" >&2\nexit 1\n' >"$bin/bwrap"
chmod 755 "$bin/bwrap"
PATH=$bin:$PATH status 69 rsg-verify -- sh -c 'touch /tmp/it-ran'
empty out
has 'not run in the tier bwrap: bwrap: no namespaces for you' err
PATH=$bin:$PATH status 1 rsg-verify --probe --json
holds '.tiers[1] | .usable == false and .why == "bwrap: no namespaces for you"' out
rm -r "$bin"
EOT

it 'uses the native tier only where it is accepted and all is committed' <<'EOT'
. "$TOOLS/lib"
status 77 rsg-verify --tier native -- true
has '--accept-native' err
status 77 rsg-verify --tier native --accept-native -- true
has 'not under version control' err
git init -q .
status 77 rsg-verify --tier native --accept-native -- true
has 'nothing is committed' err
rm -r .git
project
status 0 rsg-verify --tier native --accept-native -- ./probe call clone3
holds '.accepted == "--accept-native" and (.guarantees | index("network") == null)' out
RSG_SANDBOX_NATIVE=allow status 0 rsg-verify --tier native -- ./probe call clone3
holds '.accepted == "sandbox.native (RSG_SANDBOX_NATIVE)"' out
echo more >>probe
status 77 rsg-verify --tier native --accept-native -- true
has 'not committed' err
git stash -q
status 0 rsg-verify --tier native --accept-native -- ./probe call clone3
: >.git/info/exclude
echo new >new
status 77 rsg-verify --tier native --accept-native -- true
has 'files that git does not know' err
mkdir .rsg && echo 'sandbox.native: allow' >.rsg/config.yaml && rm new
status 77 rsg-verify --tier native -- true
has 'not trusted' err
EOT

it 'takes commands and lists as they are' <<'EOT'
status 65 rsg-verify
has 'empty input' err
status 2 rsg-verify --probe -- true
status 2 rsg-verify -e 5 -- true
status 2 rsg-verify --tier jail -- true
status 78 rsg-verify --visible / -- true
has 'cannot be made visible' err
status 78 rsg-verify --visible lib -- true
status 2 rsg-verify -m 0 -- true
EOT

tiers 'a command runs on a copy, and the directory stays as it is' bwrap native <<'EOT'
mkdir -p deep
echo one >deep/file
ln -s file deep/link
chmod 640 deep/file
touch -d 2001-02-03 deep/file
mkdir .rsg && echo x >.rsg/x
sandboxed --take deep/new -- sh -c 'cat deep/file; stat -c "%a %Y" deep/file; readlink deep/link
ls -A | grep -v -e out -e err; echo two >deep/file; echo three >deep/new; mkdir .git; echo evil >.git/config; exit 7'
holds '.outcome == "exited" and .status == 7' told
holds '.stdout.text == "one\n640 981158400\nfile\ndeep\nprobe\n"' told
holds '.files == [{"path": "deep/new", "text": "three\n"}]' told
echo one | same - deep/file
[ ! -e deep/new ]
lacks evil .git/config
status 0 rsg-check sandbox-run <told
EOT

tiers 'outcomes are told apart' bwrap native container <<'EOT'
sandboxed -- ./probe raise 0
holds '.outcome == "exited" and .status == 0' told
sandboxed -- ./probe nothing
holds '.outcome == "exited" and .status == 2 and .stderr.text == "probe: what?\n"' told
sandboxed -w 600ms -- ./probe spin 1
outcome timeout
holds '.wall_ms >= 600' told
EOT

tiers 'a command that is not there was not run, and every status may be its own' bwrap native container <<'EOT'
[ "$tier" != native ] || set -- --accept-native
status 69 rsg-verify --tier "$tier" "$@" -- /nowhere/at/all
empty out
has "not run in the tier $tier" err
for code in 125 126 127; do
	sandboxed -- ./probe exit $code
	holds ".outcome == \"exited\" and .status == $code" told
done
EOT

tiers 'a process left behind that writes on holds nothing up' native <<'EOT'
sandboxed -w 20s -- sh -c '(while echo more; do :; done) & exit 3'
holds '.outcome == "exited" and .status == 3' told
EOT

tiers 'a signal is told from an exit' bwrap native <<'EOT'
sandboxed -- ./probe raise 11
holds '.outcome == "signalled" and .signal == 11' told
sandboxed -w 300ms -- ./probe raise 19
outcome timeout
EOT

tiers 'only what is visible can be read, and not written' bwrap <<'EOT'
mkdir -p "$HOME/tools/bin"
printf '#!/bin/sh\necho "a tool"\n' >"$HOME/tools/bin/tool"
chmod +x "$HOME/tools/bin/tool"
chmod 777 "$HOME/tools"
sandboxed --visible "$HOME/tools" --visible "$HOME/none" -- tool
[ "$(jq -r .stdout.text told)" = 'a tool' ] || fail "$(cat told)"
RSG_SANDBOX_VISIBLE='~/tools' sandboxed -- sh -c 'tool; echo $PATH; echo x >'"$HOME/tools/x"
holds '.stdout.text | startswith("a tool\n" + env.HOME + "/tools/bin:")' told
[ ! -e "$HOME/tools/x" ]
EOT

tiers 'what builds have fetched is there, and no password beside it' bwrap <<'EOT'
for file in .m2/repository/a .gradle/caches/modules-2/b .cargo/registry/c .cargo/git/d go/pkg/mod/e \
	.sdkman/candidates/gradle/8.5/bin/gradle; do
	mkdir -p "$HOME/${file%/*}"
	echo "echo in ${file##*/}" >"$HOME/$file"
done
chmod +x "$HOME/.sdkman/candidates/gradle/8.5/bin/gradle"
ln -s 8.5 "$HOME/.sdkman/candidates/gradle/current"
for file in .m2/settings.xml .m2/settings-security.xml .gradle/gradle.properties \
	.cargo/credentials.toml .cargo/config.toml .netrc .npmrc; do
	echo secret >"$HOME/$file"
done
sandboxed -- sh -c 'cd "$1" && find . -type f | sort; cat .m2/repository/a .gradle/caches/modules-2/b; gradle; env' sh "$HOME"
jq -r .stdout.text told >inside
lacks secret inside
has "MAVEN_OPTS=-Dmaven.repo.local=$HOME/.m2/repository " inside
has "GRADLE_RO_DEP_CACHE=$HOME/.gradle/caches" inside
has "CARGO_HOME=$HOME/.cargo" inside
has "GOMODCACHE=$HOME/go/pkg/mod" inside
head -n 9 inside >files
same - files <<-END
	./.cargo/git/d
	./.cargo/registry/c
	./.gradle/caches/modules-2/b
	./.m2/repository/a
	./.sdkman/candidates/gradle/current/bin/gradle
	./go/pkg/mod/e
	echo in a
	echo in b
	in gradle
END
sandboxed -- sh -c 'for d in .m2/repository .cargo/registry go/pkg/mod; do echo x >"$1/$d/x"; done' sh "$HOME"
[ "$(jq -r .stderr.text told | grep -c 'Read-only file system')" = 3 ] || fail "$(cat told)"
mkdir "$HOME/a b" && mv "$HOME/.m2" "$HOME/a b"
sandboxed --visible "$HOME/a b/.m2/repository" -- env
lacks MAVEN_OPTS told
EOT

tiers 'what builds have fetched is there for the image too' container <<'EOT'
mkdir -p "$HOME/.m2/repository"
echo secret >"$HOME/.m2/settings.xml"
echo fetched >"$HOME/.m2/repository/a"
chmod 755 "$HOME" "$HOME/.."
answers done read "$HOME/.m2/repository/a"
answers ENOENT read "$HOME/.m2/settings.xml"
EOT

tiers 'Maven finds what it has fetched, from whatever repository' bwrap <<'EOT'
command -v mvn >out || skip 'no mvn'
place=$HOME/.m2/repository/org/example/parent/1
mkdir -p "$place" app
pom='<modelVersion>4.0.0</modelVersion><packaging>pom</packaging>'
id='<groupId>org.example</groupId><artifactId>parent</artifactId><version>1</version>'
echo "<project>$pom$id<description>the parent</description></project>" >"$place/parent-1.pom"
echo 'parent-1.pom>of-the-company=' >"$place/_remote.repositories"
echo "<project>$pom<parent>$id<relativePath/></parent><artifactId>app</artifactId></project>" >pom.xml
sandboxed -- mvn -o -q -B validate
holds '.outcome == "exited" and .status == 0' told
rm -r "$HOME/.m2"
sandboxed -- mvn -o -q -B validate
holds '.status == 1 and (.stdout.text | contains("parent:pom:1"))' told
EOT

tiers 'Go finds what it has fetched' bwrap <<'EOT'
command -v go >out || skip 'no go'
place=$HOME/proxy/example.org/dep/@v
mkdir -p "$place" "$HOME/go" "example.org/dep@v1.0.0"
echo v1.0.0 >"$place/list"
echo '{"Version": "v1.0.0"}' >"$place/v1.0.0.info"
echo 'module example.org/dep' | tee "$place/v1.0.0.mod" >example.org/dep@v1.0.0/go.mod
echo 'package dep' >example.org/dep@v1.0.0/dep.go
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for name in "go.mod", "dep.go":
        z.write("example.org/dep@v1.0.0/" + name)' "$place/v1.0.0.zip"
rm -r example.org
printf 'module example.org/app\n\ngo 1.18\n\nrequire example.org/dep v1.0.0\n' >go.mod
printf 'package app\n\nimport _ "example.org/dep"\n' >app.go
GOPROXY=file://$HOME/proxy GOSUMDB=off GOFLAGS=-modcacherw go mod download example.org/dep >said 2>&1 || fail "$(cat said)"
rm -r "$HOME/proxy"
sandboxed -- go list -deps -f '{{.Dir}}' ./...
holds '.status == 0 and (.stdout.text | contains("/go/pkg/mod/example.org/dep@v1.0.0\n"))' told
EOT

tiers 'the environment is its own' bwrap native <<'EOT'
SECRET=hidden sandboxed -e GIVEN=yes -- sh -c 'env'
jq -r .stdout.text told >env
has 'GIVEN=yes' env
has 'HOME=' env
lacks SECRET env
lacks E2E_DIR env
EOT

tiers 'a variable that is given takes the place of another' bwrap native <<'EOT'
sandboxed -e CI=0 -e GIVEN=1 -e GIVEN=2 -- env
jq -r .stdout.text told | grep -e ^CI= -e ^GIVEN= >env
printf 'CI=0\nGIVEN=2\n' | same - env
EOT

tiers 'a signal ends the command too' bwrap native <<'EOT'
n=$((90000 + $$))
ways=
[ "$tier" != native ] || ways=--accept-native
rsg-verify --tier "$tier" $ways -- ./probe daemon $n >out 2>err || fail "$(cat err)"
E2E_PEER=$E2E_DIR/signalled
rsg-verify --tier "$tier" $ways -- ./probe spin 1 $n >out 2>err &
pid=$!
E2E_pid=$pid
try 10 pgrep -f "^./probe spin 1 $n"
kill -TERM $pid
got=0
{ wait $pid || got=$?; } 2>said
[ "$got" -eq 143 ]
pgrep -f "^./probe spin 1 $n" >left || true
empty left
EOT

tiers 'a project of any kind is copied' bwrap <<'EOT'
mkdir -p a/.git a/.rsg a/b
mkfifo a/pipe
ln -s /etc/passwd a/out
ln -s nowhere a/dangling
touch a/b/c a/.git/x a/.rsg/x left
printf 'x' >"a/b/$(printf 'odd\n\033name')"
status 0 rsg-verify --leave left --leave probe -- sh -c 'find a | wc -l; readlink a/out; ls a'
holds '.stdout.text == "7\n/etc/passwd\nb\ndangling\nout\n"' out
holds '.copy.skipped == 1' out
has '1 files are not copied' err
EOT

tiers 'a directory that TMPDIR is in is copied without the copy' bwrap <<'EOT'
chmod 711 .
mkdir tmp && chmod 711 tmp
TMPDIR=$PWD/tmp sandboxed -- sh -c 'find . | wc -l'
holds '.copy.files < 10' told
EOT

finish
