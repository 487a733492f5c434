# make demo | test | lab | lint | format | bench | js | clean — no other program than Python >= 3.11 is needed
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test lab lint format bench js clean machine

demo: .venv/.plain
	$(BIN)/wenger-qda demo demo

lab: .venv/.plain
	$(BIN)/wenger-qda lab .

test: .venv/.dev machine lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: .venv/.dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev machine
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/agreement.py
	$(BIN)/python benchmarks/lab.py

js:
	cd js && npm install --no-save --no-package-lock --silent && npm run --silent build

machine:
	@sh .ci/machine

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "wenger_qda needs Python 3.11 or newer; say which: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.plain: .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up .venv (a minute or two the first time) ..."
	$(PIP) -e .
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up .venv (a minute or two the first time) ..."
	$(PIP) -e ".[dev]"
	@touch $@ .venv/.plain

clean:
	rm -rf .venv demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
