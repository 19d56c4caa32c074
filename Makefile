# Two commands do everything: `make serve` and `make test`. The rest is their parts.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED = 1
export PATH := $(abspath $(BIN)):$(PATH)

.PHONY: serve test quick lint browser install install-dev lock audit assets dist sbom pictures clean

serve: install  ## install and serve; without configuration the sample newsletter
	$(BIN)/jianbao serve $(ARGS)

test: install-dev browser lint  ## install what the tests need and run them all
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not serial" $(ARGS)
	$(BIN)/python -m pytest -m serial $(ARGS)

quick: install-dev  ## quick tests: each takes seconds, all of them some minutes
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser and not serial" $(ARGS)
	$(BIN)/python -m pytest -m "serial and not slow" $(ARGS)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser:  ## a Chromium for the browser tests: the one that is there, or Debian's
	@sh tests/install_tools.sh

install: $(VENV)/.run
install-dev: $(VENV)/.dev

$(BIN)/python:
	@sh tests/make_venv.sh $(PYTHON) $(VENV)

$(VENV)/.run: $(BIN)/python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(BIN)/python requirements/dev.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@git config merge.built.driver true 2>/dev/null || true  # .gitattributes says for what
	@touch $@ $(VENV)/.run

LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-find-links --no-emit-index-url --no-emit-trusted-host
lock: install-dev  ## write the lock files again, after a change in pyproject.toml
	$(LOCK) --extra fast -o requirements/run.txt pyproject.toml
	$(LOCK) --extra fast --extra mcp -o requirements/mcp.txt pyproject.toml
	$(LOCK) --extra fast --extra mcp --extra dev -o requirements/dev.txt pyproject.toml
	$(MAKE) install-dev
	$(BIN)/python -m tests.install.licences

audit: install-dev  ## known vulnerabilities of what is locked; asks PyPI
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/mcp.txt

assets: install-dev  ## bundle scripts and styles of web/static into web/built, after a change of them
	$(BIN)/python -m tests.web.site.build_assets

dist: install-dev  ## the sdist, and the wheel that is built from it
	$(BIN)/python -m build --no-isolation
	cp requirements/run.txt requirements/mcp.txt dist/

sbom: dist  ## the bill of materials (CycloneDX) of what a release installs
	$(BIN)/python -m venv --without-pip build/released
	$(BIN)/python -m pip --python build/released/bin/python install --quiet --require-hashes -r requirements/mcp.txt
	$(BIN)/cyclonedx-py environment build/released/bin/python --pyproject pyproject.toml \
		--output-reproducible --output-file dist/jianbao.cdx.json

pictures: install-dev browser  ## the README's pictures, from the sample newsletter
	$(BIN)/python -m tests.browser.pictures docs/pictures

clean:
	rm -rf $(VENV) build dist node_modules *.egg-info
