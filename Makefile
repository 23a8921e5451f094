# `make run` starts the academy, `make test` proves it. Both need Python 3.11 or newer and nothing else;
# on Debian, whatever else is missing is installed (as root) or named (as anybody else).

PORT ?= 8000
PYTHON ?= python3
python := .venv/bin/python

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help run setup test lint bench lock messages python3 environment

help:
	@echo "make run       install what is missing and start the academy (PORT=$(PORT))"
	@echo "make test      run the tests (ARGS=\"-k quiz\" goes to pytest)"
	@echo "make lint      style, types, who may import whom, migrations, production settings, translations"
	@echo "make setup     what \`make run\` does before it starts"
	@echo "make messages  compile the message catalogues"
	@echo "make bench     measure speed"
	@echo "make lock      pin requirements*.in anew, with hashes"

run: python3
	@$(PYTHON) -m academy.port $(PORT)
	@$(MAKE) --no-print-directory setup
	@$(python) manage.py serve --port $(PORT) --stop-with-parent

setup: environment messages
	@$(python) manage.py prepare

test: environment messages
	@$(python) scripts/debian.py chromium chromium --optional "The journeys (tests in a real browser) are skipped."
	@$(python) -m pytest $(ARGS)

lint: environment messages
	@$(PYTHON) scripts/environment.py requirements-lint.txt
	@$(python) scripts/debian.py xgettext gettext
	@sh scripts/lint

bench: environment messages
	@PYTHONPATH=. $(python) bench $(ARGS)

lock: environment
	@sh scripts/lock

messages: environment
	@$(python) -m academy.catalogues

environment: python3
	@$(PYTHON) scripts/environment.py requirements.txt

python3:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and this is $$($(PYTHON) -V). Another one: make PYTHON=python3.12 …"; exit 1; }
