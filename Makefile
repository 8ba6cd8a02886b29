# Every target sets up what it needs. GNU make 3.81 or newer.
# PYTHON=/path/to/python3 chooses the interpreter, PYTEST_ARGS="-k name" the tests.

PYTEST_ARGS ?=
BENCH_ARGS ?=
RUNS ?= 50
BIN := .venv/bin
STAMP := .venv/.promspec-stamp

.DEFAULT_GOAL := help
.NOTPARALLEL: # several steps write out/
.PHONY: help setup render check prove repeat test fmt lint types arch drift golden schema bench tools \
        wheelhouse lock demo ci fmt-check clean

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## create .venv from requirements.lock

$(STAMP): requirements.lock pyproject.toml .ci/setup
	@PYTHON="$(PYTHON)" .ci/setup
	@touch $@

render: $(STAMP) ## write out/ from specs/
	$(BIN)/promspec render

check: $(STAMP) ## check the specs and what they render
	$(BIN)/promspec check

prove: $(STAMP) ## run the tests of the alerts, and see what they would miss
	@.ci/tools --quiet
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(BIN)/promspec prove

repeat: $(STAMP) ## run every generated test 50 times, or RUNS=n times: always one result
	@.ci/tools --quiet
	$(BIN)/python tests/bench/repeat.py --runs $(RUNS)

test: $(STAMP) ## run the whole test suite
	@.ci/tools --quiet || echo 'tests that need the missing tools will be skipped' >&2
	$(BIN)/pytest -n auto $(PYTEST_ARGS)

fmt: $(STAMP) ## format the code and apply safe lint fixes
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lint: $(STAMP) ## lint the code
	$(BIN)/ruff check .

types: $(STAMP) ## check the types
	$(BIN)/mypy

arch: $(STAMP) ## check that imports follow the layers
	$(BIN)/lint-imports --no-logo

drift: $(STAMP) ## render and fail unless out/ is what is committed
	.ci/drift

golden: $(STAMP) ## rewrite the expected files of the tests
	$(BIN)/pytest -q --update-golden

schema: render ## write the JSON Schemas of the spec language, with the rest of out/

bench: $(STAMP) ## measure the speed; BENCH_ARGS=--long renders 10,000 SLOs, too
	$(BIN)/python tests/bench/bench.py $(BENCH_ARGS)

tools: ## fetch promtool, prometheus, amtool and alertmanager into .tools/
	@.ci/tools

wheelhouse: $(STAMP) ## download every locked package for set-up without network
	rm -rf wheelhouse.part
	$(BIN)/pip download -q --no-deps --only-binary :all: --require-hashes -r requirements.lock -d wheelhouse.part
	rm -rf wheelhouse
	mv wheelhouse.part wheelhouse

lock: $(STAMP) ## resolve requirements.lock anew from pyproject.toml
	.ci/lock

demo: $(STAMP) ## see rules and routes at work, fast; SCENARIO=errors lets that happen
	@.ci/tools --quiet
	@$(BIN)/python tests/demo/demo.py $(if $(SCENARIO),--scenario $(SCENARIO))

fmt-check: $(STAMP)
	$(BIN)/ruff format --check .

ci: fmt-check lint types arch drift test ## everything a pull request must pass

clean: ## remove caches and build results; .venv, .tools and wheelhouse stay
	rm -rf build dist htmlcov .coverage .hypothesis .import_linter_cache .mypy_cache \
	    .pytest_cache .ruff_cache
	find generator templates tests -name __pycache__ -type d -prune -exec rm -rf {} +
