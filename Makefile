# `make demo`: from nothing to a story in the browser.  `make test`: everything that CI runs.
# Both install what they need; neither asks a question. On a bare Debian only `make` and Python 3.11 are needed.

# The many processes of a test run read these modules compiled.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq

.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint types layers journeys pictures messages scale lock bench clean

help:
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.runtime ## from nothing to a story on http://127.0.0.1:8000, with simulated answers
	@$(BIN)/vergezicht demo

test: $(VENV)/.test ## everything that CI runs: lint, types, layers, all tests (with a browser)
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.test ## the quick part: lint, types, layers, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	@VERGEZICHT_SECRET_KEY=check $(BIN)/python -m django makemigrations --check --dry-run --settings vergezicht.website.settings.test

journeys: $(VENV)/.test ## only the tests in a real browser
	$(BIN)/python -m pytest tests/journeys

pictures: $(VENV)/.test ## the screenshots of the walk through the demo, into docs/pictures
	$(BIN)/python -m tests.journeys.walk docs/pictures

messages: ## compile the catalogues of the languages
	@for po in src/vergezicht/languages/*/*/LC_MESSAGES/*.po; do msgfmt $$po -o $${po%.po}.mo; done

bench: $(VENV)/.test ## measure beside others: the story page (needs Debian's nginx) and the estimates (R and peers when there)
	$(BIN)/python -m bench.estimates
	$(BIN)/python -m bench.story

scale: $(VENV)/.test ## the counting step on a local Spark (and on PostgreSQL, when VERGEZICHT_TEST_POSTGRES names one)
	@command -v java >/dev/null || { $(APT) update && $(APT) install -y openjdk-17-jre-headless; }
	$(BIN)/python -m venv --system-site-packages $(VENV)/scale
	$(VENV)/scale/bin/pip install --quiet --editable ".[scale,test]"
	$(VENV)/scale/bin/python -m pytest tests/survey/estimating/test_scale.py

lock: ## lock the newest allowed versions, with hashes, on the oldest Python we promise (Debian 12: 3.11.2)
	$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install -q pip-tools
	$(VENV)/lock/bin/pip-compile -q --upgrade $(LOCK) --extra build -o lock/runtime.txt pyproject.toml
	$(VENV)/lock/bin/pip-compile -q --upgrade $(LOCK) --extra build --extra test -o lock/test.txt pyproject.toml
LOCK := --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean: ## throw away the environment and everything the demo made
	rm -rf $(VENV) var src/vergezicht/website/static/vendor municipalities/*/survey/simulated

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig: zet PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT) update && $(APT) install -y python3-venv; }
	$(PYTHON) -m venv $(VENV)

define install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
endef

$(VENV)/.runtime: lock/runtime.txt pyproject.toml | $(BIN)/python
	@echo "· installeren"
	@$(call install,lock/runtime.txt)
	@touch $@

$(VENV)/.test: lock/test.txt lock/runtime.txt pyproject.toml src/vergezicht/website/vendor.toml | $(BIN)/python
	@$(call install,lock/test.txt)
	@command -v chromium-headless-shell >/dev/null || { $(APT) update && $(APT) install -y chromium-headless-shell; } \
		|| command -v chromium >/dev/null
	@$(BIN)/vergezicht setup --files-only --tests
	@touch $(VENV)/.runtime $@
