# `make help` lists what there is. HOST and PORT may be set: make run PORT=8080
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
HOST ?= $(or $(GEOSTORIES_HOST),127.0.0.1)
PORT ?= $(or $(GEOSTORIES_PORT),8000)

.PHONY: run test check bench trust sabotage screenshots help lint

run: ## Install what is missing and serve the site with its demo at http://127.0.0.1:8000/
	@scripts/setup.sh
	@GEOSTORIES_HOST='$(HOST)' GEOSTORIES_PORT='$(PORT)' exec .venv/bin/geostories up

test: ## Lint, types, import contract and all tests, with real PostGIS and a real browser
	@scripts/setup.sh --with-browser
	@$(MAKE) --no-print-directory lint
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: ## Lint, types and import contract only
	@scripts/setup.sh
	@$(MAKE) --no-print-directory lint

bench: ## Benchmarks, with their figures
	@scripts/setup.sh --with-browser
	@.venv/bin/python -m tests.bench

trust: ## The long security and fault checks at full figure
	@scripts/setup.sh --with-browser
	@GEOSTORIES_FULL_FIGURES=1 .venv/bin/python -m pytest -m trust

sabotage: ## Break the code in each way of tests/sabotage/ and expect the named check to turn red
	@scripts/setup.sh --with-browser
	@.venv/bin/python -m tests.sabotage

screenshots: ## Picture every page into docs/img/
	@scripts/setup.sh --with-browser
	@.venv/bin/python -m tests.screenshots

help: ## This list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 13

lint:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy geostories
	.venv/bin/lint-imports
	node_modules/.bin/biome check
	if [ -e jsconfig.json ]; then node_modules/.bin/tsc --project jsconfig.json; fi
	.venv/bin/djlint --lint templates
