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
SECONDS_A_TARGET := 60
# benches and fuzz are workspaces of their own, but there is no reason to compile every dependency again for them.
export CARGO_TARGET_DIR := $(TARGET)

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: test
test: format clippy release unit lint policies doc capi python benches-compile skipped ## everything that must hold before a commit

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
	cargo test --workspace

.PHONY: lint
lint: release ## every built-in detector finds its own vectors
	@echo '== lint: the vectors of $(words $(CATALOG)) detector families'
	@test -n '$(CATALOG)' || { echo 'no detector file found'; exit 1; }
	$(LLMGUARD) detectors lint $(CATALOG)

.PHONY: policies
policies: release ## every embedded policy passes its own tests
	@echo '== policies: the tests embedded in $(words $(POLICIES)) policies'
	@test -n '$(POLICIES)' || { echo 'no policy found'; exit 1; }
	for file in $(POLICIES); do $(LLMGUARD) policy test "$$file"; done

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

.PHONY: benches-compile
benches-compile: ## the benchmarks compile
	@echo '== benches: they compile'
	if cargo fetch -q --manifest-path benches/Cargo.toml; then \
	  cargo clippy --manifest-path benches/Cargo.toml --all-targets -- -D warnings; \
	else echo '== benches: SKIPPED, their crates cannot be fetched'; fi

.PHONY: skipped
skipped:
	@echo '== not run by make test:'
	@echo '   make bench  measures, so it wants a quiet machine'
	@echo '   make fuzz   needs cargo-fuzz; the fuzz bodies themselves ran as tests above'
	@echo '   make eval   needs the evaluation data in $(SHARED), which is not part of this repository'

.PHONY: bench
bench: ## build time of a guard, throughput of scan and check
	@echo '== bench: throughput, then criterion'
	cargo run --release --manifest-path benches/Cargo.toml --bin throughput
	cargo bench --manifest-path benches/Cargo.toml
	@echo '== bench: what the C door costs'
	cargo run --release --manifest-path benches/Cargo.toml --bin door
	if [ -x $(TARGET)/capi/plain/bench ]; then LD_LIBRARY_PATH=$(TARGET)/capi/prefix/lib $(TARGET)/capi/plain/bench; \
	else echo '   SKIPPED: make capi builds it'; fi

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

.PHONY: eval
eval: ## recall and precision on the evaluation data in ../shared
	@if ! [ -d $(SHARED)/data ] || ! [ -d $(SHARED)/tools ]; then \
	  echo 'SKIPPED: no evaluation data in $(SHARED)/data, no figures'; exit 0; fi; \
	if ! command -v python3 >/dev/null; then echo 'SKIPPED: no python3, no figures'; exit 0; fi; \
	$(MAKE) --no-print-directory release; \
	for set in identifiers.jsonl prompts.jsonl benign.jsonl.gz; do \
	  echo "== eval: $$set"; \
	  python3 $(SHARED)/tools/score_pii.py "$(SHARED)/data/$$set" --cmd '$(LLMGUARD) scan --jsonl'; \
	done; \
	echo '== eval: secrets.jsonl.gz'; \
	python3 $(SHARED)/tools/score_secrets.py $(SHARED)/data/secrets.jsonl.gz --cmd '$(LLMGUARD) scan --jsonl'
