# Hemväg. `make demo` to look round, `make test` for the whole suite, `make help` for the rest.
# The rules are thin; what they do is in scripts/.

SHELL := /bin/bash
MANAGE := .venv/bin/python manage.py
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo demo-data walkthrough run test test-quick check format messages shell requirements worker bench rounds walk clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Install what is missing, fill in demo data, run the server (HEMVAG_ADDRESS=127.0.0.1:8000)
	@scripts/demo.sh serve

demo-data: ## The same without running the server (WEEKS=104: two years)
	@scripts/demo.sh prepare

run: .venv/ready ## Run the development server (reloads when a file changes)
	@$(MANAGE) migrate --verbosity 0 && $(MANAGE) runserver $(ARGS)

worker: .venv/ready ## Run a Celery worker with beat (needs CELERY_BROKER_URL)
	@.venv/bin/celery -A homeless_project worker --beat --loglevel info $(ARGS)

test: ## Install and start what it takes; the whole suite on SQLite and PostgreSQL (ARGS=... to pytest)
	@scripts/test.sh $(ARGS)

test-quick: .venv/ready ## SQLite only, no browser: make test-quick ARGS="tests/cases -k name"
	@.venv/bin/pytest -q -n auto -m "not browser" $(ARGS)

walkthrough: .venv/ready ## With `make demo` running: a newcomer's first visit in a real Chromium, key presses counted
	@.venv/bin/python scripts/walkthrough.py

check: ## Lint, types, layers, templates, migrations, translations, compose file
	@scripts/check.sh

format: .venv/ready ## Format Python and sort imports
	@.venv/bin/ruff check --quiet --fix-only . && .venv/bin/ruff format .

messages: .venv/ready ## Gather texts into locale/ (needs gettext) and compile them
	@$(MANAGE) makemessages -l sv --no-obsolete --no-location -i .venv -i var -i staticfiles -i node_modules
	@.venv/bin/python scripts/compile_catalogues.py

screenshots: .venv/ready ## Take the pictures in docs/images anew, from the demo (needs Chromium)
	@.venv/bin/python scripts/screenshots.py

bench: .venv/ready ## Figures and pages against the least they could cost, as ratios (DATABASE_URL=... for PostgreSQL)
	@mkdir -p var && export DATABASE_URL="$${DATABASE_URL:-sqlite:///var/bench.sqlite3}" && \
	$(MANAGE) migrate --verbosity 0 && .venv/bin/python -m bench.figures $(or $(ARGS),--households 20000) && \
	.venv/bin/python -m bench.pages $(or $(ARGS),--households 20000)

rounds: ## Many at once on one decision, flat, note, assessment, plan: 1 000 times on each engine (ARGS="--rounds 50")
	@scripts/rounds.sh $(ARGS)

walk: .venv/ready ## Every page of the filled demo: its queries and its time (WEEKS=104 make demo-data first)
	@DJANGO_SETTINGS_MODULE=homeless_project.settings.demo \
	DATABASE_URL="$${DATABASE_URL:-sqlite:///$(CURDIR)/var/demo.sqlite3}" .venv/bin/python -m bench.walk $(ARGS)

shell: .venv/ready ## Django shell with the models loaded
	@$(MANAGE) shell

requirements: .venv/ready ## Recompile requirements*.txt from pyproject.toml (ARGS=--upgrade for newer ones)
	@scripts/requirements.sh $(ARGS)

clean: ## Remove caches and what the tests left; keeps databases and .venv
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results var/test staticfiles
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# The developer's environment; quick when nothing changed.
.PHONY: .venv/ready
.venv/ready:
	@scripts/system-packages.sh demo && scripts/venv.sh dev && .venv/bin/python scripts/compile_catalogues.py
