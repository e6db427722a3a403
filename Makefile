# Two commands do everything: `make demo` shows the product, `make test` proves it. The rest are parts of the two.
#
# The workspace is always built as a whole and in one profile, so that nothing is compiled twice with other features.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

export CARGO_TARGET_DIR ?= $(HOME)/.cache/gishe/target
# The reference samples, when the folder stands beside this one; without it the tests that need them say so and are skipped.
export GISHE_SHARED ?= $(realpath ../shared)
ifeq ($(GISHE_SHARED),)
unexport GISHE_SHARED
endif

CARGO ?= cargo
GISHE := $(CARGO_TARGET_DIR)/debug/gishe
PGSERVER := $(CARGO_TARGET_DIR)/debug/pgserver
LOGS := $(CARGO_TARGET_DIR)/test-logs
DEMO_DATA ?= demo-data
DEMO_LISTEN ?= 127.0.0.1:8080
DEMO_ARGS ?=
BENCH ?= counter
BENCH_ARGS ?= --json

# Tests that bring databases of their own: running them again would say nothing new.
OWN_DATABASES := blob disk failover killed lease power wire

say = @printf '\n==> %s\n' $(1)
# Adds up „N passed; M failed“ of cargo and „N passed, M failed“ of the browser tests.
tally = awk '/^test result:|^[0-9]+ passed, [0-9]+ failed$$/ { for (i = 2; i <= NF; i++) { if ($$i ~ /^passed/) p += $$(i-1); if ($$i ~ /^failed/) f += $$(i-1) } } END { printf "%d passed, %d failed\n", p, f }'

.PHONY: help demo test setup build fmt clippy unit unit-postgres e2e shots theme bench

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build, make the sample administration and serve it at http://127.0.0.1:8080.
	@./e2e/setup.sh build
	$(call say,"build (the first time takes some minutes)")
	@$(CARGO) build --workspace --locked
	$(call say,"demo")
	@exec "$(GISHE)" demo --data "$(DEMO_DATA)" --listen "$(DEMO_LISTEN)" $(DEMO_ARGS)

test: ## Everything: set-up, format, lints, unit and sample tests, the same on PostgreSQL, browser tests.
	$(call say,"1/7 set-up")
	@$(MAKE) setup
	$(call say,"2/7 format")
	@$(MAKE) fmt
	$(call say,"3/7 lints")
	@$(MAKE) clippy
	$(call say,"4/7 build")
	@$(MAKE) build
	$(call say,"5/7 unit and sample tests")
	@$(MAKE) unit
	$(call say,"6/7 the same tests on PostgreSQL")
	@$(MAKE) unit-postgres
	$(call say,"7/7 browser tests")
	@$(MAKE) e2e
	$(call say,"all tests")
	@cat "$(LOGS)"/*.log | $(tally)

setup: ## Install what is missing: Debian packages, rustfmt and clippy, packages of the browser tests.
	@./e2e/setup.sh

build: ## Build the program.
	@$(CARGO) build --workspace --locked

fmt: ## Check the format of the code.
	@$(CARGO) fmt --all --check

clippy: ## Lints; a warning is an error.
	@$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

unit: ## Unit tests, the kits' own tests, tests on reference samples.
	@mkdir -p "$(LOGS)"; rm -f "$(LOGS)"/*.log
	@$(CARGO) test --workspace --locked 2>&1 | tee "$(LOGS)/unit.log" || { $(tally) "$(LOGS)/unit.log"; exit 1; }

unit-postgres: ## The integration tests with their rows on a PostgreSQL server of their own (needs `make unit` before).
	@mkdir -p "$(LOGS)"
	@"$(PGSERVER)" $(CARGO) test --workspace --locked --test it -- $(OWN_DATABASES:%=--skip %::) 2>&1 | tee "$(LOGS)/postgres.log" || { $(tally) "$(LOGS)/postgres.log"; exit 1; }

e2e: ## Browser tests; only some with E2E=word (needs `make build` and `make setup` before).
	@mkdir -p "$(LOGS)"
	@cd e2e && node run.mjs $(E2E) 2>&1 | tee "$(LOGS)/e2e.log"

shots: ## Pictures for the README, into docs/images.
	@$(CARGO) build --workspace --locked
	@cd e2e && npm run --silent shots

theme: ## Build crates/web/shell/static/gishe.css from its sources.
	@cd crates/web/shell/theme && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build

bench: ## The promised figures, from an optimised build: BENCH=counter, store or journal; options with BENCH_ARGS.
	@$(CARGO) build -p gishe --release --locked
	@"$(CARGO_TARGET_DIR)/release/gishe" bench $(BENCH) $(BENCH_ARGS)
