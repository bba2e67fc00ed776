.PHONY: help demo test lint format bench sweep audit lock
PY := .venv/bin/python
BROWSER := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
NPM := $(shell command -v npm)

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: pyproject.toml constraints.lock
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check -c constraints.lock -e '.[dev]'
	$(PY) -m compileall -q bridge connectors handoff  # pip does so for what it copies, not for an editable one
	touch .venv/ready

demo: .venv/ready  ## bridge, Zendesk sandbox and a demo shop; Ctrl-C stops all
	@$(PY) -m bridge demo

test: .venv/ready browser lint  ## every test, browser tests included
	$(PY) -m pytest -n 2 -q || { [ $$? -eq 1 ] && echo "Once more, alone: what passes now is a race, and is to be mended." \
	  && $(PY) -m pytest -q -x --last-failed --last-failed-no-failures none; }

.PHONY: browser
browser:
	@if [ -z "$(BROWSER)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq chromium >/dev/null; fi
	@if [ -z "$(NPM)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq nodejs npm >/dev/null; fi

lint: .venv/ready  ## ruff, mypy, import contracts, spelling, dependencies
	.venv/bin/ruff format --check -q .
	.venv/bin/ruff check -q .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache > /dev/null || .venv/bin/lint-imports --no-cache
	.venv/bin/codespell -q 3
	.venv/bin/deptry . > /dev/null 2>&1 || .venv/bin/deptry .
	.venv/bin/validate-pyproject pyproject.toml > /dev/null

format: .venv/ready  ## ruff's format and safe fixes
	.venv/bin/ruff format . && .venv/bin/ruff check --fix -q .

bench: .venv/ready  ## figures, each beside a floor of the same run
	$(PY) -m tests.bench

sweep: .venv/ready  ## the long sweeps, at full length
	SWEEP=1 $(PY) -m pytest -q -m sweep --timeout 3600

audit: .venv/ready  ## known vulnerabilities of the locked versions, as PyPI knows them
	.venv/bin/pip-audit --strict -r constraints.lock --no-deps --disable-pip --progress-spinner off

lock: .venv/ready  ## write the versions that are installed now
	$(PY) -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' > constraints.lock
