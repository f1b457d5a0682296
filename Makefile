# `make run` does the main job, `make test` tests all of it; both set themselves up in .venv/.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps

.PHONY: looter writers stories run check types quick test kills coordinates bench pictures sheets format lock help clean qgis
.DEFAULT_GOAL := help

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The lock file has parts; only what the job at hand needs is fetched.
.venv/run: requirements.lock pyproject.toml package-lock.json hatch_build.py
	@echo "Setting up .venv (once; a minute or two) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@sed '/^# --- part: test/,$$d' requirements.lock > .venv/part-run.txt
	@$(PIP) --require-hashes -r .venv/part-run.txt
	@if ! command -v npm > /dev/null; then \
	  sed -n '/^# --- part: node/,$$p' requirements.lock > .venv/part-node.txt; \
	  $(PIP) --require-hashes -r .venv/part-node.txt; fi
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/run requirements.lock
	@sed -n '/^# --- part: test/,/^# --- part: node/p' requirements.lock > .venv/part-test.txt
	@$(PIP) --require-hashes -r .venv/part-test.txt
	@touch $@

run: .venv/run ## set up, take in the surveys of data/raw, publish the maps (through Prefect)
	@$(BIN)/python -m flows.rebuild_all

check: .venv/test ## the gate for a commit: format, lint, types, import contracts, fast tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types quick

types: .venv/test
	@$(BIN)/mypy

quick: .venv/test
	@$(BIN)/pytest -q -n 2 -m "not (slow or browser or process or postgis or prefect or soak)"

test: check ## the gate, then the slow, browser, PostGIS and Prefect tests
	@scripts/install_test_servers.sh
	@$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "(slow or browser or process or postgis or prefect) and not soak"

kills: .venv/test ## kill the main job, submit, withdraw and merge at many moments, and fill their disk (root), an hour
	@scripts/install_test_servers.sh
	@$(BIN)/pytest -q -s -m soak tests/register/test_killed_commands.py
	@$(BIN)/pytest -q -s -m soak tests/register/test_full_disk.py
	@$(BIN)/pytest -q -s -m soak tests/process/test_kills.py

writers: .venv/test ## eight writers at once, fifty surveys each, on both databases, some half an hour
	@scripts/install_test_servers.sh
	@$(BIN)/pytest -q -s -m soak tests/register/test_writers.py

stories: .venv/test ## 50 random stories of submit, replace, withdraw, merge, split and undo (HERITAGE_SEQUENCES)
	@scripts/install_test_servers.sh
	@HERITAGE_SEQUENCES=$${HERITAGE_SEQUENCES:-50} $(BIN)/pytest -q -n 2 -m slow tests/register/test_one_journal.py
	@$(BIN)/pytest -q -m soak tests/register/test_ways_to_one_edition.py

looter: .venv/test ## play the looter on ten editions of 1,000 made-up sites, and print what remains possible, ten minutes
	@$(BIN)/pytest -q -s -m soak tests/looter/test_looter.py

coordinates: .venv/test ## 100,000 coordinates written and read back, 500 damaged ones, 40 files, some twenty minutes
	@$(BIN)/pytest -q -s -m soak tests/conform tests/surveys tests/pipeline/test_row_blocks.py

hostile: .venv/test ## read 106 hostile inputs, and print what came of each, some ten minutes
	@scripts/install_test_servers.sh
	@$(BIN)/pytest -q -s -m soak tests/hostile/test_hostile_inputs.py
	@$(BIN)/pytest -q -m "soak or slow" tests/browser/test_hostile_texts_in_chromium.py

fuzz: .venv/test ## any text to every parser, changed bytes to every reader (HERITAGE_FUZZ_MINUTES, 20)
	@$(BIN)/pytest -q -s -m soak tests/hostile/test_fuzz_texts.py tests/hostile/test_fuzz_readers.py

bench: .venv/test ## 100,000 records beside ogr2ogr, and through the whole job
	@$(BIN)/python benchmarks/compare_ogr2ogr.py
	@$(BIN)/python benchmarks/run_home.py

pictures: .venv/test ## take the pictures of the README anew
	@scripts/install_test_servers.sh
	@$(BIN)/python scripts/take_pictures.py

sheets: .venv/test ## open a marked workbook in LibreOffice, and take its pictures
	@scripts/install_libreoffice.sh
	@$(BIN)/python scripts/show_sheets.py

qgis: .venv/run ## open the register in QGIS, list its layers, hold it while a survey comes in
	@scripts/install_qgis.sh
	@/usr/bin/python3 scripts/show_in_qgis.py

format: .venv/test ## put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## renew requirements.lock and package-lock.json (needs uv and npm)
	@$(PYTHON) scripts/lock.py
	@npm install --package-lock-only

clean: ## delete what can be made again
	@rm -rf .venv node_modules maps data/processed heritage_gis/publish/assets/vendor
