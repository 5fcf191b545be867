# cpgraph: `make serve` builds and serves the graph, `make test` proves it; each sets up its own .venv.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
CODE = src tests hatch_build.py $(wildcard bench)
SOURCES = $(shell find data ontology queries src -type f ! -name '*.pyc' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help serve test check build validate lint types bench editor clean

help: ## list the commands
	@grep -hE '^[a-z.]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv: .venv/.runtime ## set up the environment alone (a minute or two, mostly downloads)

.venv/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "cpgraph needs Python 3.11 or newer: set PYTHON=/path/to/python3"; exit 2; }
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

dist/cpgraph.nq: .venv/.runtime $(SOURCES)
	.venv/bin/cpgraph build

build: dist/cpgraph.nq ## write dist/: the graph and the tables (half a minute)

serve: dist/cpgraph.nq ## set up and build what is missing, then serve (HOST=127.0.0.1 PORT=8000)
	.venv/bin/cpgraph serve --host $(HOST) --port $(PORT)

validate: dist/cpgraph.nq ## run every check on the built graph (a minute)
	.venv/bin/cpgraph validate

lint: .venv/.dev ## check style and format (ruff)
	.venv/bin/ruff check $(CODE)
	.venv/bin/ruff format --check $(CODE)

types: .venv/.dev ## check types (mypy, strict)
	.venv/bin/mypy

test: .venv/.dev ## lint, types, and the tests (four minutes)
	$(MAKE) --no-print-directory lint types
	.venv/bin/python -m pytest

check: test validate ## test, validate, and the slow suites: all that CI runs
	.venv/bin/python -m pytest -m slow -n 0 # one after the other: they measure time, memory and processes

bench: .venv/.dev dist/cpgraph.nq ## run the benchmarks (bench/README.md)
	.venv/bin/python -m bench

editor: editor/package-lock.json ## add the query editor, with npm (optional: the page works without)
	cd editor && npm ci --silent
	editor/node_modules/.bin/esbuild editor/editor.js --bundle --minify --format=iife \
		--legal-comments=inline --log-level=warning --outfile=src/cpgraph/web/static/vendor/editor.js

clean: ## remove what was built
	rm -rf dist build .venv
