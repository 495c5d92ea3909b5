# Parvis: `make run` to see it, `make test` to trust it. `make help` for the rest.
# Needs Python 3.11 or later, nothing else.

PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$python; break; }; done)
VENV := .venv/bin/python
PORT := 8000
export PYTHONPATH := $(CURDIR)/src

.DEFAULT_GOAL := help
.PHONY: help python setup setup-run run test check format lock vendor messages settings bench pictures

help: ## shows this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

python:
	@test -n "$(PYTHON)" || { echo "Parvis needs Python 3.11 or later, and none was found on this machine."; exit 1; }

setup: python ## prepares everything for work on Parvis (in .venv; done again only when needed)
	@"$(PYTHON)" scripts/set_up.py dev

setup-run: python
	@"$(PYTHON)" scripts/set_up.py base

run: setup-run ## sets up and serves the portal with a demonstration (PORT=8000)
	@$(VENV) manage.py run_portal --port $(PORT)

test: setup ## sets up and runs all tests: SQLite, PostgreSQL, browser
	@$(VENV) scripts/test.py

check: setup ## style, types, import contracts, templates, security, migrations, translations
	@$(VENV) scripts/check.py

format: setup ## formats the Python code
	@$(VENV) -m ruff check --fix-only --quiet .
	@$(VENV) -m ruff format .

bench: setup ## runs the benchmarks (BENCH=name for one)
	@$(VENV) -m benchmarks $(BENCH)

messages: setup ## brings the translation files up to date with the source
	@$(VENV) manage.py messages

settings: setup ## writes docs/settings.md from the list of environment variables
	@$(VENV) scripts/settings.py

pictures: setup ## takes the pictures of the documentation again
	@$(VENV) scripts/pictures.py

lock: setup ## locks the requirements anew, with hashes (ARGS=--upgrade for newer versions)
	@$(VENV) scripts/lock.py $(ARGS)

vendor: setup ## fetches the front-end files anew, as vendor.json says (needs npm)
	@$(VENV) scripts/vendor.py
