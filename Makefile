# Needs cargo, make, python3 and a C and C++ compiler. Nothing needs root, and the only network use is cargo fetching crates
# and pip fetching pinned tools.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

TARGET   := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
LLMGUARD := $(TARGET)/release/llmguard
CATALOG  := $(wildcard crates/llmguard-catalog/catalog/*.toml)
POLICIES := $(wildcard crates/llmguard-policy/policies/*.toml)
SHARED   := ../shared
BENCHES  := benches/Cargo.toml
SECONDS_A_TARGET := 60
ROUNDS   := 10
# benches and fuzz are workspaces of their own, but there is no reason to compile every dependency again for them.
export CARGO_TARGET_DIR := $(TARGET)
export LLMGUARD_SHARED ?= $(abspath $(SHARED))

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: test
# A change is judged by what it does: property tests draw the same cases each time. `make soak` draws others.
test: export PROPTEST_RNG_SEED ?= 1
# Nothing here is measured, and optimising across crates takes a minute for each library and command.
test: export CARGO_PROFILE_RELEASE_LTO = off
test: format clippy release unit lint policies doc capi python bench-test skipped ## everything that must hold before a commit

.PHONY: format
format: ## rustfmt --check on every .rs file
	@echo '== format: every .rs file that git tracks or would track'
	git ls-files -co --exclude-standard '*.rs' | while read -r file; do if [ -e "$$file" ]; then echo "$$file"; fi; done \
	  | xargs rustfmt --check --edition 2024

.PHONY: clippy
clippy: ## all lints, warnings are errors
	@echo '== clippy: all crates, all targets'
	cargo clippy --workspace --all-targets -- -D warnings

.PHONY: release
release: ## the llmguard command, optimised
	@echo '== release: the llmguard command'
	cargo build --release -p llmguard-cli

.PHONY: unit
unit: release ## unit, integration, documentation and README tests
	@echo '== test: unit, integration, documentation, README, fuzz bodies'
	cargo test --workspace --no-fail-fast

.PHONY: lint
lint: release ## every built-in detector finds its own vectors
	@echo '== lint: the vectors of $(words $(CATALOG)) detector families'
	@test -n '$(CATALOG)' || { echo 'no detector file found'; exit 1; }
	$(LLMGUARD) detectors lint $(CATALOG)

.PHONY: policies
policies: release ## every embedded policy is linted and passes its own tests
	@echo '== policies: lint and tests of $(words $(POLICIES)) policies'
	@test -n '$(POLICIES)' || { echo 'no policy found'; exit 1; }
	for file in $(POLICIES); do $(LLMGUARD) policy lint "$$file" && $(LLMGUARD) policy test "$$file"; done

.PHONY: doc
doc: ## documentation without a broken link
	@echo '== doc: rustdoc, warnings are errors'
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps

.PHONY: capi
capi: ## the C and C++ doors: golden cases, samples, sanitizers, valgrind, consumers of an installed library
	@echo '== capi: C and C++'
	bindings/capi/tests/run.sh

.PHONY: python
python: ## the Python door: wheel, sdist, wheel from sdist, tests against the installed wheel
	@echo '== python: the wheel'
	python/test.sh

.PHONY: install
install: ## libraries, headers, llmguard.pc and CMake package into PREFIX, without root
	@test -n '$(PREFIX)' || { echo 'usage: make install PREFIX=/path'; exit 2; }
	cargo build --release -p llmguard-capi
	bindings/capi/install.sh '$(PREFIX)'

.PHONY: bench-test
bench-test: ## every engine without a peer counts what benches/definitions say
	@echo '== bench-test: counts of every engine and corpus'
	if cargo fetch -q --manifest-path $(BENCHES); then \
	  cargo clippy --manifest-path $(BENCHES) --workspace --all-targets -- -D warnings; \
	  cargo build --manifest-path $(BENCHES) --workspace --bins; \
	  $(TARGET)/debug/bench test own rust; \
	else echo '== bench-test: SKIPPED, its crates cannot be fetched'; fi

.PHONY: skipped
skipped:
	@echo '== not run by make test:'
	@echo '   make bench  measures, so it wants a quiet machine; so does make bench-python'
	@echo '   make fuzz   needs cargo-fuzz; the fuzz bodies themselves ran as tests above'
	@echo '   make soak   draws new cases for the property tests, without end if one likes'
	@echo '   make eval   needs the evaluation data in $(SHARED), which is not part of this repository'

.PHONY: bench
bench: bench-peers ## llmguard and its peers, side by side; then criterion and the C door
	@echo '== bench: engines and corpora'
	cargo test --manifest-path $(BENCHES) --workspace --lib --bin bench
	cargo build --release --manifest-path $(BENCHES) --bins
	$(TARGET)/release/bench test own rust peer
	$(TARGET)/release/bench run own rust peer
	@echo '== bench: floods'
	$(TARGET)/release/floods
	@echo '== bench: criterion'
	cargo bench --manifest-path $(BENCHES)
	@echo '== bench: what the C door costs'
	$(TARGET)/release/door
	if [ -x $(TARGET)/capi/plain/bench ]; then LD_LIBRARY_PATH=$(TARGET)/capi/prefix/lib $(TARGET)/capi/plain/bench; \
	else echo '   SKIPPED: make capi builds it'; fi

.PHONY: bench-peers
bench-peers:
	@for peer in dd-sds datafog-core; do \
	  echo "== bench: peer $$peer"; \
	  cargo build --release --manifest-path benches/engines/$$peer/Cargo.toml || \
	    { rm -f $(TARGET)/release/engine-$$peer; echo "== bench: SKIPPED $$peer, it cannot be fetched or built"; }; \
	done; \
	echo '== bench: peer hyperscan'; \
	mkdir -p $(TARGET)/release; \
	rm -f $(TARGET)/release/engine-hyperscan; \
	if pkg-config --exists libhs; then \
	  $(CC) -std=c11 -O2 -Wall -Wextra $$(pkg-config --cflags libhs) benches/engines/hyperscan/hyperscan.c \
	    -o $(TARGET)/release/engine-hyperscan $$(pkg-config --libs libhs); \
	else echo '== bench: SKIPPED hyperscan, there is no libhs (Debian: libhyperscan-dev or libvectorscan-dev)'; fi

.PHONY: bench-python
bench-python: ## llmguard and the tools Python has, side by side; needs PyPI
	@echo '== bench-python: a venv in $(TARGET)/bench-python'
	python3 -m venv $(TARGET)/bench-python
	grep -v '^#' benches/engines/python/requirements.txt | while read -r package; do \
	  $(TARGET)/bench-python/bin/pip install -q --disable-pip-version-check "$$package" || \
	    echo "== bench-python: SKIPPED $$package, it cannot be installed"; \
	done
	cargo build --release --manifest-path $(BENCHES) --bins
	$(TARGET)/release/bench test own rust python
	$(TARGET)/release/bench run own python

.PHONY: fuzz
fuzz: ## every fuzz target for SECONDS_A_TARGET=60 seconds
	@if ! cargo fuzz --version >/dev/null 2>&1; then \
	  echo 'skipped: cargo-fuzz is not installed; `cargo install cargo-fuzz` installs it'; exit 0; fi; \
	echo '== fuzz: seeds'; \
	cargo run -q --manifest-path fuzz/Cargo.toml --example seeds; \
	for target in $$(cargo fuzz list); do \
	  echo "== fuzz: $$target, $(SECONDS_A_TARGET) s"; \
	  RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none "$$target" -- \
	    -max_total_time=$(SECONDS_A_TARGET) -timeout=10 -max_len=4096 -print_final_stats=1; \
	done

.PHONY: soak
soak: ## every property test ROUNDS=10 times with cases never drawn before; says the seed of a round that fails
	@for round in $$(seq $(ROUNDS)); do \
	  export PROPTEST_RNG_SEED=$${RANDOM}$${RANDOM}; \
	  echo "== soak: round $$round, PROPTEST_RNG_SEED=$$PROPTEST_RNG_SEED"; \
	  cargo test -q --workspace --no-fail-fast; \
	done

.PHONY: names
names: ## the weights of the name tagger, trained again and compared with those that are committed; then their figures
	@if ! [ -d $(SHARED)/data/train ]; then echo 'SKIPPED: no training data in $(SHARED)/data/train'; exit 0; fi; \
	cargo run --release -q -p llmguard-names-train -- check $(SHARED) crates/llmguard-names/weights.bin; \
	cargo run --release -q -p llmguard-names-train -- evaluate $(SHARED) crates/llmguard-names/weights.bin

.PHONY: eval
eval: ## recall, precision and reliability on the data in ../shared; JSON=file keeps the figures, AGAINST=file compares
	@if ! [ -d $(SHARED)/data ] || ! [ -d $(SHARED)/tools ]; then \
	  echo 'SKIPPED: no evaluation data in $(SHARED)/data, no figures'; exit 0; fi; \
	if ! command -v python3 >/dev/null; then echo 'SKIPPED: no python3, no figures'; exit 0; fi; \
	$(MAKE) --no-print-directory release; \
	echo '== eval: personal data'; \
	python3 python/evaluate.py $(if $(JSON),--json '$(JSON)') $(if $(AGAINST),--against '$(AGAINST)'); \
	echo '== eval: secrets.jsonl.gz'; \
	python3 $(SHARED)/tools/score_secrets.py $(SHARED)/data/secrets.jsonl.gz --cmd '$(LLMGUARD) scan --jsonl'
