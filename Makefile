# make volumes   the samples in sources/ become volumes in output/
# make test      every test, with what the tests need
# make hostile   every bad input beside the project by itself: outcome, time and memory
# make fuzz      random inputs for SECONDS=600
# make reading-systems FOLDER=output/volumes   every volume there in every reading system and checker (some minutes)
# make faults    what kills, full disks and refusals do to a library, at length (tests/faults; some minutes)
# make format | lint | types | benchmark | drawings | clean
#
# All set-up happens in .venv, on the first run and whenever pyproject.toml has changed. Needed: Python 3.11 or later.

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
BROWSER := tests/reading_systems/browser

.PHONY: volumes test reading-systems hostile fuzz faults format lint types benchmark drawings clean

# Exit code 1 is a success here: the samples hold a missing and a damaged picture, and the report says so.
volumes: .venv/ready
	$(BIN)/packager build sources -o output; code=$$?; test $$code -le 1 || exit $$code

test: .venv/ready-test $(BROWSER)/node_modules/ready
	$(BIN)/pytest $(TESTS)

FOLDER ?= output/volumes
reading-systems: .venv/ready-test $(BROWSER)/node_modules/ready
	$(BIN)/python -m tests.reading_systems $(FOLDER) --shots build/reading-systems

hostile: .venv/ready-test
	bad=$$(mktemp -d) && $(BIN)/python ../shared/bad-inputs/make_bad.py $$bad && \
		$(BIN)/python -m tests.hostile.score $$bad --alone; code=$$?; rm -rf $$bad; exit $$code

SECONDS ?= 600
fuzz: .venv/ready-test
	$(BIN)/python -m tests.fuzz.run $(SECONDS)

faults: .venv/ready-test
	FAULTS=1 $(BIN)/pytest tests/faults

format: .venv/ready-test
	$(BIN)/ruff format

lint: .venv/ready-test
	$(BIN)/ruff check

types: .venv/ready-test
	$(BIN)/mypy

# For instance: make benchmark PAGES="200 1000"
PAGES ?= 50 200 500 1000
# Saved pages on which the cost of an article alone is measured.
CORPUS ?= ../shared/corpus/fundus-news
benchmark: .venv/ready-benchmark
	$(BIN)/python -m benchmarks.measure $(PAGES)
	$(BIN)/python -m benchmarks.warc
	$(BIN)/python -m benchmarks.library 1000 100000
	$(BIN)/python -m benchmarks.pictures
	@test ! -d $(CORPUS) || $(BIN)/python -m benchmarks.extraction $(CORPUS)

drawings: .venv/ready
	$(BIN)/python -m benchmarks.drawings sources benchmarks/collected
	$(BIN)/python -m benchmarks.packed sources

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis $(BROWSER)/node_modules
	find output -mindepth 1 ! -name .gitkeep -delete

# pip is renewed first: version 23 stops at two packages that spell one extra of lxml differently.
.venv/pip:
	@test -n "$(PYTHON)" || { echo "make: there is no Python 3.11 or later; install one, or name it: make PYTHON=..."; exit 2; }
	$(PYTHON) -m venv .venv
	$(PIP) install --upgrade "pip>=24" "setuptools>=77"
	touch $@

# Compiled at once, so that no child process has to, also where Python may not write what it compiles.
.venv/ready: pyproject.toml .venv/pip
	$(PIP) install --editable .
	$(BIN)/python -m compileall -q packager
	touch $@

.venv/ready-test: pyproject.toml .venv/pip
	$(PIP) install --editable ".[test]"
	$(BIN)/python -m compileall -q packager
	touch $@ .venv/ready

.venv/ready-benchmark: benchmarks/requirements.txt .venv/ready-test
	$(PIP) install --requirement benchmarks/requirements.txt
	touch $@

# Without their scripts, which would fetch browsers. Without npm the tests that need the packages are skipped, in CI they fail.
$(BROWSER)/node_modules/ready: $(BROWSER)/package-lock.json
	@if command -v npm >/dev/null; then \
		npm ci --prefix $(BROWSER) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "npm is not installed: no reading systems in the browser"; fi
