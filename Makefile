# What people do with Plumbline, a word each. Whatever a word needs is installed first, into .venv.

VENV := .venv
PYTHON_IN := $(VENV)/bin/python
PLUMBLINE := $(VENV)/bin/plumbline
PIP := $(PYTHON_IN) -m pip --quiet --disable-pip-version-check --no-input
# Tests of one file, and long ones of one group, share what is costly to start: they go to one worker.
PYTEST := $(PYTHON_IN) -m pytest -n $(or $(WORKERS),2) --durations 20 --durations-min 5
COMPILE := $(VENV)/bin/uv pip compile pyproject.toml --quiet --extra embedded --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

# A stamp is younger than the lock it was installed from; so a second run installs nothing.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
BENCH := $(VENV)/.installed-bench

.DEFAULT_GOAL := help
.PHONY: help run judge test test-long storm real-helpdesk sweep bench messages catalogue format lock clean audit secrets

help: ## Say what each word does
	@awk -F ': .*## ' '/^[a-z-]+: .*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

AS_OF := --as-of 2026-04-01T00:00:00Z
ACME := docs/examples/acme

run: $(RUN) ## Run the service with an invented firm to look at; its data are kept in build/data
	@mkdir -p build
	@PLUMBLINE_LOG_FORMAT=console PLUMBLINE_LOG_LEVEL=warning PLUMBLINE_ZONE=Europe/Warsaw $(PLUMBLINE) serve --data build/data --demo

judge: $(RUN) ## Judge the example shop's tickets and visits from files and print the reports
	@mkdir -p build
	$(PLUMBLINE) check standards/library/contact.yaml standards/library/shop_visit.yaml
	$(PLUMBLINE) judge standards/library/contact.yaml $(ACME)/tickets.jsonl $(AS_OF) --out build/acme.tickets.jsonl
	$(PLUMBLINE) summary build/acme.tickets.jsonl --standard standards/library/contact.yaml
	$(PLUMBLINE) judge standards/library/shop_visit.yaml $(ACME)/visits.jsonl $(AS_OF) --out build/acme.visits.jsonl
	$(PLUMBLINE) summary build/acme.visits.jsonl --standard standards/library/shop_visit.yaml
	$(PLUMBLINE) explain standards/library/contact.yaml $(ACME)/tickets.jsonl --contact zd-acme/ticket/1056 --criterion RSP-01 $(AS_OF)

test: $(DEV) ## Check format, lint, types and import contracts, and run the tests but the long ones
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTEST) --dist loadfile -m "not long"

# pytest ends with 5 when it finds no test at all.
test-long: $(DEV) ## Run the long tests: real processes, large inputs
	$(PYTEST) --dist loadgroup -m long || { code=$$?; test $$code -eq 5 && echo "make test-long: no test is marked long"; }

storm: $(DEV) ## Let a storm rage over two helpdesks: webhooks lost, calls refused, processes killed
	$(PYTHON_IN) -m pytest tests/long/test_storm.py -s

real-helpdesk: $(DEV) ## Install a real django-helpdesk, work in it as agents do, and hold our cards against it
	$(PYTHON_IN) -m pytest tests/long/test_real_helpdesk.py -v

sweep: $(DEV) ## Measure from a deadline that passes in silence to the filed card, beside a million tickets
	$(PYTHON_IN) -m benchmarks sweep $(ARGS)

bench: $(BENCH) ## Measure the speed; rivals are installed for this alone
	$(PYTHON_IN) -m benchmarks $(ARGS)

audit: $(DEV) ## Hold what is locked against known weaknesses, at an advisory service where one answers
	$(PYTHON_IN) .ci/audit.py

secrets: $(DEV) ## Look for secrets in every file that is tracked
	$(PYTHON_IN) .ci/seek_secrets.py

messages: $(RUN) ## Find new messages to translate, and drop those that are gone
	$(PYTHON_IN) -m plugin.translations.update

catalogue: $(RUN) ## Write the pages of the shipped standards anew
	@for file in standards/library/*.yaml; do $(PLUMBLINE) show $$file --into docs/catalogue; done

format: $(DEV) ## Format the code and mend what the linter can
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

lock: $(DEV) ## Pin the newest versions that pyproject.toml allows, for every Python and platform
	$(PIP) install "uv>=0.13,<0.14"
	$(COMPILE) --upgrade --group build --output-file requirements.lock
	$(COMPILE) --upgrade --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --upgrade --group build --group bench --constraint requirements-dev.lock --output-file requirements-bench.lock

clean: ## Take away everything that was installed or made
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/pip:
	sh .ci/preflight
	"$$(sh .ci/preflight --python)" -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what requirements.lock names into $(VENV)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what requirements-dev.lock names into $(VENV)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# One of the rivals comes as source: it is built with the setuptools that is pinned.
$(BENCH): requirements-bench.lock $(RUN)
	@echo "Installing what requirements-bench.lock names into $(VENV)"
	@$(PIP) install --require-hashes --use-pep517 --no-build-isolation -r requirements-bench.lock
	@touch $@
