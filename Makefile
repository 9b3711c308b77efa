# rsg - see README.md.  `make` builds bin/, `make demo` shows it at work, `make check` tests everything.

MODE ?= release
B := build/$(MODE)
BIN := $(if $(filter release,$(MODE)),bin,$(B)/bin)
PREFIX ?= /usr/local
VERSION := 0.1.0

CFLAGS_release := -O2 -g -DNDEBUG
CFLAGS_debug := -O0 -g3
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -Wno-format-nonliteral
CFLAGS_clang := -O1 -Wno-gnu-zero-variadic-macro-arguments -Wno-string-concatenation -Wno-format-nonliteral
CFLAGS_cover := -O0 -g --coverage
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wvla -Wformat=2 -Werror
ALL_CFLAGS := -std=c17 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE $(WARN) $(CFLAGS_$(MODE)) \
	-Ilib -I$(B)/gen -include lib/base/banned.h -DRSG_VERSION='"$(VERSION)"' -DRSG_PREFIX='"$(PREFIX)"' $(CFLAGS)
# From their archives: loading eight shared libraries costs a small filter a third of its time (HACKING.md).
LIBS := -lcjson -l:libsqlite3.a -l:libyaml.a -l:libcmark-gfm-extensions.a -l:libcmark-gfm.a \
	-l:libpcre2-8.a -l:libstemmer.a -l:libexpat.a -l:libseccomp.a -l:libcrypto.a -lm -lpthread
ALL_LDFLAGS := $(CFLAGS_$(MODE)) -Wl,--as-needed $(LDFLAGS)

LIB_SRC := $(sort $(wildcard lib/*/*.c))
CMD_SRC := $(sort $(wildcard cmd/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
SQL := $(sort $(wildcard lib/store/sql/pragmas.sql lib/store/sql/schema/*.sql lib/store/sql/query/*.sql))
SCHEMAS := $(patsubst %,schemas/%.schema.json,$(sort $(patsubst schemas/%.schema.json,%,$(wildcard schemas/*.schema.json))))
GEN := $(B)/gen/sql.h $(B)/gen/sql.c $(B)/gen/schemas.c $(B)/gen/redact.c
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o) $(B)/gen/sql.o $(B)/gen/schemas.o $(B)/gen/redact.o
PROGRAMS := $(CMD_SRC:cmd/%.c=$(BIN)/%)

E2E := $(sort $(wildcard tests/e2e/*.t))
EXAMPLES := $(sort $(wildcard examples/*/run.sh))

all: $(PROGRAMS) $(B)/completions/rsg.bash

# What `make`, `make check` and `make demo` need of a Debian or Ubuntu.
DEBS := build-essential libcjson-dev libsqlite3-dev libyaml-dev check libsubunit-dev \
	libcmark-gfm-dev libcmark-gfm-extensions-dev libssl-dev libpcre2-dev libstemmer-dev \
	libexpat1-dev libcurl4-openssl-dev json-schema-test-suite perl jq sqlite3 mandoc bsdutils man-db git python3 curl openssl \
	libxml2-utils python3-pytest libseccomp-dev bubblewrap

deps:
	@sh tests/deps.sh $(DEBS)

# The main job on a little project.
demo: deps
	@$(MAKE) -s all
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/01-shop/run.sh

# Everything that is tested.  What it leaves behind is in build/.
check: deps
	@$(MAKE) all $(B)/unit
	$(B)/unit
	@$(MAKE) check-fuzz
	@for run in $(EXAMPLES); do echo "sh $$run"; PATH="$(CURDIR)/$(BIN):$$PATH" sh $$run || exit; done
	@$(MAKE) check-e2e

# The inner loop: unit tests, and the end-to-end tests named by T=, say T=rsg-check.
check-quick: all $(B)/unit
	$(B)/unit
	$(if $(T),$(MAKE) check-e2e E2E="$(T:%=tests/e2e/%.t)")

check-e2e: all
	RSG_BIN=$(CURDIR)/$(BIN) RSG_SHARE=$(CURDIR)/share prove -j2 --timer $(E2E)

# Servers written by others that some end-to-end tests talk to; without them those are skipped, or fail
# where RSG_PEERS=required.  Needs node 20.15 or later and npm's registry.
peers:
	sh tests/peers/install build/peers

# How good the ranking and the gaps are, on real requirements and, given a mirror, on real changes (tests/eval).
EVAL_DATA ?= ../shared/eval
EVAL_CHANGE = EVAL_SCORES=$(CURDIR)/build/eval-rankings.jsonl sh tests/eval/change.sh $(EVAL_DATA) $(EVAL_MIRROR)

eval: all
	@[ -d $(EVAL_DATA)/mozilla ] || { echo "make eval: no data in $(EVAL_DATA): name its place, EVAL_DATA=DIR"; exit 1; }
	python3 -B tests/eval/mozilla.py $(EVAL_DATA) --scores build/eval-scores.jsonl
	python3 -B tests/eval/calibrate.py build/eval-scores.jsonl
	$(if $(EVAL_MIRROR),rm -f build/eval-rankings.jsonl)
	$(if $(EVAL_MIRROR),$(EVAL_CHANGE) story $(EVAL_LIMIT))
	$(if $(EVAL_MIRROR),$(EVAL_CHANGE) impact $(EVAL_LIMIT))
	$(if $(EVAL_MIRROR),python3 -B tests/eval/recall.py $(EVAL_DATA)/dev-cases.jsonl build/eval-rankings.jsonl)
	python3 -B tests/eval/discovery.py $(if $(EVAL_MIRROR),--mirror $(EVAL_MIRROR))

BINDIR := $(DESTDIR)$(PREFIX)/bin
SHAREDIR := $(DESTDIR)$(PREFIX)/share
COMPLETIONS := $(SHAREDIR)/bash-completion/completions
MAN := $(sort $(wildcard man/*.[157]))
SHARE := $(sort $(shell find share -type f -not -path 'share/completions/*' 2>/dev/null))

install: all
	install -d $(BINDIR) $(SHAREDIR)/rsg
	install -m 755 $(PROGRAMS) $(BINDIR)
	for f in $(MAN); do d=$(SHAREDIR)/man/man$${f##*.}; install -d $$d; install -m 644 $$f $$d; done
	for f in $(SHARE:share/%=%); do install -D -m 644 share/$$f $(SHAREDIR)/rsg/$$f; done
	install -D -m 644 $(B)/completions/_rsg $(SHAREDIR)/zsh/site-functions/_rsg
	install -D -m 644 $(B)/completions/rsg.fish $(SHAREDIR)/fish/vendor_completions.d/rsg.fish
	install -D -m 644 $(B)/completions/rsg.bash $(COMPLETIONS)/rsg
	for p in $(notdir $(filter-out %/rsg,$(PROGRAMS))); do ln -sf rsg $(COMPLETIONS)/$$p; done

uninstall:
	rm -f $(PROGRAMS:$(BIN)/%=$(BINDIR)/%)
	for f in $(MAN:man/%=%); do rm -f $(SHAREDIR)/man/man$${f##*.}/$$f; done
	rm -rf $(SHAREDIR)/rsg
	rm -f $(SHAREDIR)/zsh/site-functions/_rsg $(SHAREDIR)/fish/vendor_completions.d/rsg.fish
	rm -f $(PROGRAMS:$(BIN)/%=$(COMPLETIONS)/%)

$(B)/librsg.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BIN)/%: $(B)/cmd/%.o $(B)/librsg.a
	@mkdir -p $(@D)
	@[ $(MODE) = release ] || ln -sfn $(CURDIR)/share $(CURDIR)/man $(B)/
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(B)/librsg.a $(LIBS)

$(B)/unit: $(UNIT_SRC:%.c=$(B)/%.o) $(B)/librsg.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcheck -lsubunit -lrt $(LIBS)

$(B)/tests/%.o: tests/%.c | $(GEN)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Wno-pedantic -Itests/unit -MMD -MP -c -o $@ $<

$(B)/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/sql.h $(B)/gen/sql.c &: $(SQL) lib/gen/sql.sh lib/gen/bytes.sh
	@mkdir -p $(@D)
	sh lib/gen/sql.sh $(@D) $(SQL)

$(B)/gen/schemas.c: $(SCHEMAS) lib/gen/schemas.sh lib/gen/bytes.sh
	@mkdir -p $(@D)
	sh lib/gen/schemas.sh $@ $(SCHEMAS)

$(B)/gen/redact.c: lib/redact/rules.yaml lib/gen/redact.sh
	@mkdir -p $(@D)
	sh lib/gen/redact.sh $@ lib/redact/rules.yaml

# Everything a tool can judge: format, layers, sizes, manuals, scripts, two analysers, a second compiler.
lint: $(LIB_OBJ)
	@sh tests/lint/run $(B)
	@+$(MAKE) -s MODE=clang CC=clang lint-compile && echo 'ok clang'

lint-compile: $(LIB_OBJ) $(CMD_SRC:%.c=$(B)/%.o) $(UNIT_SRC:%.c=$(B)/%.o)

# Every test again under AddressSanitizer and UBSan; a leak is a failure.
asan: export ASAN_OPTIONS = detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
asan: export UBSAN_OPTIONS = print_stacktrace=1
asan:
	@+$(MAKE) -s MODE=asan all build/asan/unit
	build/asan/unit
	@+$(MAKE) -s MODE=asan check-fuzz
	@+$(MAKE) -s MODE=asan check-e2e

# Make calls fail one after the other; the example pipeline under valgrind.
TORTURE_DENSE ?= 120
torture: all $(B)/fail.so
	TORTURE_DENSE=$(TORTURE_DENSE) sh tests/torture/run $(BIN) $(B)/fail.so
	python3 -B tests/torture/gates.py $(BIN) 200
	python3 -B tests/torture/gate-bytes.py $(BIN) 5000

$(B)/fail.so: tests/torture/fail.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -O1 -g -Wall -Wextra -Werror -fPIC -shared -o $@ $<

valgrind: all
	sh tests/torture/valgrind $(BIN)

# Fuzz targets (tests/fuzz/main.c says how one is added): replayed in `make check`, run in `make fuzz`.
FUZZ := $(filter-out main,$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
FUZZ_SECONDS ?= 20
FUZZ_LIMIT ?= -max_total_time=$(FUZZ_SECONDS)

$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(if $(filter fuzz,$(MODE)),,$(B)/tests/fuzz/main.o) $(B)/librsg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) -o $@ $^ $(LIBS)

$(B)/eval/%: $(B)/tests/eval/%.o $(B)/librsg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

check-fuzz: $(FUZZ:%=$(B)/fuzz/%)
	@for t in $(FUZZ); do $(B)/fuzz/$$t tests/fuzz/seeds/$$t || exit; done

fuzz-run: $(FUZZ:%=$(B)/fuzz/%)
	@for t in $(FUZZ); do \
		mkdir -p $(B)/corpus/$$t && echo "fuzz $$t, $(FUZZ_LIMIT)" && \
		$(B)/fuzz/$$t $(FUZZ_LIMIT) -timeout=30 -rss_limit_mb=2048 -max_len=16384 \
			-print_final_stats=1 -verbosity=0 -artifact_prefix=$(B)/corpus/$$t- \
			$(B)/corpus/$$t tests/fuzz/seeds/$$t || exit; \
	done

fuzz:
	@+$(MAKE) -s MODE=fuzz CC=clang fuzz-run

$(B)/completions/rsg.bash: share/completions/generate $(PROGRAMS)
	sh share/completions/generate $(BIN) $(@D)

clean:
	rm -rf build bin

-include $(shell find build -name '*.d' 2>/dev/null)
# Ratios against what the same work costs with other tools; tests/bench/run.sh says which.
BENCH := $(patsubst tests/bench/%.c,%,$(wildcard tests/bench/*.c))

$(B)/bench/%: $(B)/tests/bench/%.o $(B)/librsg.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

bench: all $(BENCH:%=$(B)/bench/%)
	sh tests/bench/run.sh $(B)/bench $(BENCH_ONLY)

.PHONY: all deps check check-quick check-e2e peers install uninstall clean eval
.PHONY: bench lint lint-compile asan torture valgrind check-fuzz fuzz fuzz-run
.DELETE_ON_ERROR:
.SECONDARY:
