# One command a job. `make run` is all that a newcomer needs; `make check` is what must pass before a commit.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
PYTHON ?=
PYTEST_ARGS ?=
SIZES ?= 20000,200000
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.done
PIP := PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --quiet
PYTEST := $(BIN)/pytest -n 2 --dist worksteal $(PYTEST_ARGS)
LOCK := $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host

.PHONY: help install run test test-js test-postgres check bench campaign vendor lock format install-dev

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

# Each stamp is younger than what it was made from, so that a second run installs nothing.
$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(DONE)/run: requirements-build.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installation de Palier (une fois, une à deux minutes)..."
	@mkdir -p $(DONE)
	@$(PIP) --require-hashes -r requirements-build.txt
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DONE)/dev: requirements-dev.txt $(DONE)/run
	@echo "Installing the tools of development..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(DONE)/browser: tools/test_needs.sh | $(DONE)/run
	@tools/test_needs.sh
	@touch $@

$(DONE)/node: package-lock.json | $(DONE)/run
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

install: $(DONE)/run ## Make .venv and install Palier in it

install-dev: $(DONE)/dev $(DONE)/browser

run: $(DONE)/run ## Start Palier with invented data [PORT=8000]
	@exec $(BIN)/palier demo --port $(PORT)

test: install-dev test-js ## Every test, on SQLite, in a real browser [PYTEST_ARGS="-k word"]
	$(PYTEST)

# Python needs no Node; only the types and the tests of our JavaScript modules do.
ifneq ($(shell command -v npm),)
test-js: $(DONE)/node
	npx --no-install tsc --noEmit -p tsconfig.json
	npx --no-install tsc --noEmit -p tsconfig.worker.json
	node --test $$(git ls-files 'tests/js/*.test.js' 'tests/js/*.test.mjs')
else
test-js:
	@echo "npm was not found: the tests of the JavaScript modules are left out." >&2
endif

test-postgres: install-dev ## Every test, on a private PostgreSQL or on PALIER_TEST_DATABASE_URL
	@if [ -n "$${PALIER_TEST_DATABASE_URL:-}" ]; then set -x; $(PYTEST) --ignore tests/project; \
	else set -x; $(BIN)/python -m tools.private_postgres -- $(PYTEST) --ignore tests/project; fi

check: install-dev ## Format, lint, types, import contracts, then every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet palier
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

bench: $(DONE)/dev ## Measure what the product promises, and print the figures [SIZES=20000,200000]
	$(BIN)/python -m tools.private_postgres -- bash -c \
	  '$(BIN)/python -m tests.bench.search_bench --sizes $(SIZES) --database both --url "$$PALIER_TEST_DATABASE_URL"'
	@for file in $$(git ls-files 'tests/bench/*_bench.py' ':!tests/bench/search_bench.py'); do \
	  module=$${file%.py}; (set -x; $(BIN)/python -m "$${module//\//.}"); done

campaign: $(DONE)/dev ## Play the long proofs (kills, faults planted), and print the figures
	@for file in $$(git ls-files 'tests/campaign/*_campaign.py'); do \
	  module=$${file%.py}; (set -x; $(BIN)/python -m "$${module//\//.}"); done

vendor: $(DONE)/dev ## Copy the browser libraries of the npm lock into palier/static/vendor
	$(BIN)/python tools/vendor.py

lock: $(DONE)/dev ## Lock the newest versions that requirements*.in allow
	$(LOCK) --upgrade -o requirements.txt requirements.in
	$(LOCK) --upgrade -o requirements-dev.txt requirements-dev.in
	$(LOCK) --upgrade -o requirements-build.txt requirements-build.in

format: $(DONE)/dev ## Rewrite the Python files in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
