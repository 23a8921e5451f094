# `make run` starts the academy, `make test` proves it. Both need Python 3.11 or newer and nothing else;
# on Debian, whatever else is missing is installed (as root) or named (as anybody else).

PORT ?= 8000
WORKERS ?= auto
PYTHON ?= python3
python := .venv/bin/python

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help run setup test lint bench backup restore lock messages python3 environment

help:
	@echo "make run       install what is missing and start the academy (PORT=$(PORT))"
	@echo "make test      run the tests (ARGS=\"-k quiz\" goes to pytest; WORKERS=$(WORKERS) beside each other)"
	@echo "make lint      style, types, who may import whom, migrations, production settings, translations"
	@echo "make setup     what \`make run\` does before it starts"
	@echo "make backup    database, uploads and secrets into a new folder: TO=/backup/monday"
	@echo "make restore   and back: FROM=/backup/monday (YES=1 overwrites what is there)"
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
	@$(python) -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: environment messages
	@$(PYTHON) scripts/environment.py requirements-lint.txt
	@$(python) scripts/debian.py xgettext gettext
	@sh scripts/lint

bench: environment messages
	@$(python) -m bench $(ARGS)

backup: environment
	@test -n "$(TO)" || { echo "Say where to: make backup TO=/backup/monday"; exit 2; }
	@$(python) manage.py backup "$(TO)"

restore: environment
	@test -n "$(FROM)" || { echo "Say what from: make restore FROM=/backup/monday"; exit 2; }
	@$(python) manage.py restore "$(FROM)" $(if $(filter 1,$(YES)),--yes)

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
