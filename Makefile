# One command each. `make help` lists them; ARGS="..." hands arguments on.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format bench pins clean

BIN := .venv/bin

# PORT=9000 make run, or make run PORT=9000; REDRESS_DATA and the other settings pass through as they are.
ifdef PORT
export REDRESS_PORT := $(PORT)
endif

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## bring this machine to where Redress runs: libraries, .venv, packages
	@.ci/setup run

setup-dev:
	@.ci/setup dev

run: setup ## fresh machine to running service with a demonstration authority (PORT=8000, REDRESS_DATA=./var)
	@$(BIN)/redress migrate
	@$(BIN)/redress demo --if-empty >/dev/null
	@exec $(BIN)/redress serve

test: setup-dev ## all tests, on SQLite, PostgreSQL and Redis of their own (ARGS="tests/standards -x")
	@$(BIN)/pytest -n 2 $(ARGS)

check: setup-dev ## style, types, import contracts and the house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest -q tests/architecture

format: setup-dev ## put the code into its agreed shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev ## the measurements that need no outside data (BENCH=name ARGS="..." for one of them)
	@if [ -n "$(BENCH)" ]; then exec $(BIN)/python benchmarks/$(BENCH).py $(ARGS); fi; \
	for program in benchmarks/*.py; do \
		echo "== $$program"; \
		status=0; $(BIN)/python $$program $(ARGS) || status=$$?; \
		if [ $$status = 2 ]; then echo "   wants arguments: make bench BENCH=$$(basename $$program .py) ARGS=..."; \
		elif [ $$status != 0 ]; then exit $$status; fi; \
	done

pins: setup-dev ## renew constraints.txt with the newest versions pyproject.toml allows
	@rm -rf build/pins && $(BIN)/python -m venv build/pins
	@build/pins/bin/python -m pip install -q -U pip
	@build/pins/bin/python -m pip install -q '.[postgres,fast,heic]' --group dev
	@{ grep '^#' constraints.txt; build/pins/bin/python -m pip freeze --all --exclude setuptools | grep -E '^[A-Za-z0-9._-]+=='; } >build/pins.txt
	@mv build/pins.txt constraints.txt && rm -rf build/pins

clean: ## remove what was made, but not the data in var/
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
