# Livret. `make help` lists every target.
# Everything written while running lives below VAR; the demo and a site of your own have one each.

PORT ?= 8000
DEMO ?= 1
LEARNERS ?= 10000
VENV := .venv
PY := $(VENV)/bin/python
RUN_VAR := $(if $(filter 0,$(DEMO)),var/site,var/demo)
READY := $(VENV)/.ready-run
READY_DEV := $(VENV)/.ready-dev
SHELL := /bin/bash

export UV_PYTHON_DOWNLOADS := never
export PYTHONUNBUFFERED := 1

# Two processes share the files, in their order: the short ones of the last rooms end together.
PYTEST = $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
SUITE = LIVRET_VAR=var/test $(PYTEST)
# Two browsers, each with a demo of its own.
E2E = LIVRET_VAR=var/test-e2e $(PYTEST)
FAILED_WALKS = LIVRET_VAR=var/test-e2e $(PY) -m pytest tests/e2e --collect-only -q \
	--last-failed --last-failed-no-failures none | sed -n 's/::.*//p' | sort -u

.DEFAULT_GOAL := help
.PHONY: help run demo test test-sqlite test-fast test-postgres e2e e2e-again lint types guards check bench bench-cohort load migrations build lock clean

help: ## list the targets
	@echo "Livret : les commandes (make CIBLE)"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Réglages : PORT=8000  DEMO=1 (0 : site vide)  LEARNERS=10000 (bench)"

define say
	@printf '\n\033[1m→ %s\033[0m\n' "$(1)"
endef

$(VENV)/bin/uv:
	$(call say,Environnement Python (.venv))
	@command -v python3 >/dev/null || { echo "Il manque Python : apt install python3 python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "Il faut Python 3.11, 3.12 ou 3.13 : apt install python3 python3-venv"; exit 1; }
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "Il manque le paquet python3-venv : apt install python3-venv"; exit 1; }
	@python3 -m venv $(VENV)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check "uv>=0.13,<0.14" || rm -f $(VENV)/bin/uv

define install
	$(call say,Bibliothèques de $(1), vérifiées par empreinte)
	@if [ -x $(VENV)/bin/uv ]; then $(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
	else $(VENV)/bin/pip install --disable-pip-version-check --require-hashes -r $(1); fi
	@touch $@
endef

$(READY): requirements/run.txt | $(VENV)/bin/uv
	$(call install,requirements/run.txt)

$(READY_DEV): requirements/dev.txt | $(VENV)/bin/uv
	$(call install,requirements/dev.txt)
	@touch $(READY)

run: $(READY) ## start the site on 127.0.0.1:PORT with the demo (DEMO=0: an empty site of your own)
	@LIVRET_VAR=$(RUN_VAR) LIVRET_DEMO=$(DEMO) LIVRET_URL=http://127.0.0.1:$(PORT) $(PY) manage.py serve --port $(PORT)

demo: $(READY) ## rebuild the demo from nothing
	@rm -rf var/demo
	@LIVRET_VAR=var/demo LIVRET_DEMO=1 $(PY) manage.py prepare

test: test-sqlite e2e ## run the whole suite on SQLite (and in Chromium where it is installed)

test-sqlite: $(READY_DEV) ## run the suite without Chromium, migrations and guards included
	$(call say,Suite de tests)
	@$(SUITE) tests --ignore tests/e2e

test-fast: $(READY_DEV) ## run the suite without Chromium and without the migrations
	@$(SUITE) tests --ignore tests/e2e -m "not migrations"

# Who gets in where hangs on no database, nor does a server or a migration with a file of its own:
# those run on SQLite, what each may see on both.
test-postgres: $(READY_DEV) ## run the suite on PostgreSQL (DATABASE_URL=postgres://…)
	$(call say,Suite de tests sur PostgreSQL)
	@test -n "$$DATABASE_URL" || { echo "Donnez DATABASE_URL=postgres://utilisateur@machine/base"; exit 1; }
	@LIVRET_VAR=var/test-pg $(PYTEST) tests --ignore tests/e2e -m "not migrations" \
		--ignore tests/architecture/test_actor_matrix.py --ignore tests/lms/test_serve_command.py

e2e: $(READY_DEV) ## run the tests in a real Chromium only
	$(call say,Tests dans Chromium)
	@$(E2E) tests/e2e

# A machine that stood still for a while is no fault of the site; failing twice is. Both are shown.
e2e-again: $(READY_DEV) ## walk again, on a new site, the files of the walks that just failed (three at most)
	@files=$$($(FAILED_WALKS)); count=$$(echo $$files | wc -w); \
	test $$count -ge 1 -a $$count -le 3 || { echo "Pas de seconde fois : $$count fichiers en échec"; exit 1; }; \
	printf '\n→ Une seconde fois, sur un site neuf : %s\n' "$$files"; \
	$(E2E) $$files

lint: $(READY_DEV) ## style of Python and of templates
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .
	@$(VENV)/bin/djlint templates --lint --quiet

types: $(READY_DEV) ## type check
	@LIVRET_VAR=var/test $(VENV)/bin/mypy .

guards: $(READY_DEV) ## import contracts and house rules
	@$(VENV)/bin/lint-imports
	@LIVRET_VAR=var/test $(PY) -m pytest -q tests/architecture

check: lint types guards ## lint, types and guards

bench: $(READY_DEV) ## cost of each main page against a bare view, at 100 and LEARNERS learners
	@LIVRET_VAR=var/bench $(PY) -m tests.benchmarks --learners $(LEARNERS)

bench-cohort: $(READY_DEV) ## one cohort of 1,000 learners × 200 sessions: totals, weeks, files
	@LIVRET_VAR=var/bench $(PY) -m tests.benchmarks.wide

load: $(READY_DEV) ## four people at once for 30 seconds on a site of 1,000 learners, on this machine only
	@LIVRET_VAR=var/load $(PY) -m tests.benchmarks.crowd

migrations: $(READY_DEV) ## write missing migrations
	@LIVRET_VAR=var/test $(PY) manage.py makemigrations

build: $(READY) ## compress and fingerprint the static files for production
	@LIVRET_STATIC_BUILT=1 $(PY) manage.py collectstatic --noinput

lock: | $(VENV)/bin/uv ## write the lock files again from pyproject.toml
	@$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements/run.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## remove what was installed and written
	@rm -rf $(VENV) var
