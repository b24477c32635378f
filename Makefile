# Begin with `make demo` or `make test`. Each target sets up what it needs in $(VENV).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := acme/support-gemstone-7b

.PHONY: demo test lint types snapshots docs pictures man constraints clean

demo: $(VENV)/.core
	@$(BIN)/provenance audit --hub sample_manifests/hub --exit-zero $(DEMO)
	@mkdir -p demo
	@$(BIN)/provenance aibom --hub sample_manifests/hub $(DEMO) -o demo/support-gemstone-7b.cdx.json
	@echo "AIBOM: demo/support-gemstone-7b.cdx.json"

# Tests start many processes; without stored bytecode each one compiles the package again.
unexport PYTHONDONTWRITEBYTECODE

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not alone"
	$(BIN)/python -m pytest -m alone $(shell grep -rl --include='test_*.py' mark.alone tests)

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.lint
	$(BIN)/mypy

# Re-creates the stored snapshots of every format; look at the diff before you commit it.
snapshots: $(VENV)/.test
	PROVENANCE_SNAPSHOTS=renew $(BIN)/python -m pytest tests/conformance tests/formats tests/dossier

$(VENV)/.core: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $(VENV)/.core $@

$(VENV)/.lint: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test,lint]"
	@touch $(VENV)/.core $(VENV)/.test $@

# The documentation site, in build/site; a broken link is an error.
docs: $(VENV)/.docs
	$(BIN)/python -m mkdocs build --strict

# The pictures of README and docs, from real output of the sample hub.
pictures: $(VENV)/.core
	$(BIN)/python ci/pictures.py docs/pictures

$(VENV)/.docs: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $(VENV)/.core $@

# The manual pages of all commands, in man/.
man: $(VENV)/.core
	$(BIN)/python ci/man_pages.py man

# What the action and the image install: the newest of everything, as a fresh environment gets it.
constraints:
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --disable-pip-version-check .
	sed -i '1!d' ci/constraints.txt
	build/constraints/bin/python -m pip freeze --exclude provenance >> ci/constraints.txt

clean:
	rm -rf $(VENV) demo man build *.egg-info .mypy_cache .ruff_cache .pytest_cache
