# make run: the demo on http://127.0.0.1:8000 (PORT=8010 for another port); make help: the rest.
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Another interpreter: make setup PYTHON=python3.12
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)
# Settings as in production; the address is never connected to.
PRODUCTION := DEBUG=false DATABASE_URL=postgres://unused \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

.PHONY: help setup run test check fix bench bench-million lock messages

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

setup: $(VENV)/.installed ## Install what the lock names into .venv

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. \
	Install it, or name it: make setup PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make \
	virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is \
	too old: Python 3.11 or later is needed." >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)

$(VENV)/.installed: requirements-dev.txt | $(BIN)/python
	@echo "Installing the locked packages into $(VENV); this takes a minute."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-dev.txt
	@touch $@

run: setup ## Start the demo with its own database
	@exec $(BIN)/python manage.py demo --port $(PORT)

test: setup ## Run the tests (ARGS="-k import" for some of them)
	@exec $(BIN)/python -m pytest -n auto --basetemp .data/test $(ARGS)

check: setup ## Lint, missing migrations, settings of production
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

fix: setup ## Let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure with 22,000 companies; see benchmarks/README.md
	@$(BIN)/python -m benchmarks 22000
	@BENCH_SIZE=22000 DJANGO_SETTINGS_MODULE=benchmarks.settings $(BIN)/python benchmarks/exports.py
	@$(BIN)/python -m benchmarks.imports 22000

bench-million: setup ## Measure with 1,000,000 companies; an hour or more
	@$(BIN)/python -m benchmarks 1000000
	@$(BIN)/python -m benchmarks.into_many
	@$(BIN)/python -m benchmarks.beside 1000000

lock: setup ## Resolve pyproject.toml into the locks (UPGRADE=1 for newer versions)
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --group pyproject.toml:dev --group pyproject.toml:bench --output-file requirements-dev.txt

messages: setup ## Collect strings to translate (needs gettext)
	@command -v xgettext >/dev/null || { echo "gettext is missing. \
	On Debian and Ubuntu: apt-get install gettext" >&2; exit 1; }
	$(BIN)/python manage.py makemessages --locale de --extension html,jinja,py,txt --add-location file --no-wrap \
		--ignore .venv --ignore tests
