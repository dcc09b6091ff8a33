# One command for each thing that a person does here; `make` lists them.

UV_VERSION := 0.13.9
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/uv/bin/uv)
PYTHON := .venv/bin/python
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.12 --custom-compile-command "make lock" pyproject.toml

# Python keeps what it compiled, whatever the machine says: the tests start it a hundred times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: bench help install demo run test check fix coverage messages lock upgrade

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

install: .venv/.dev ## install everything for working on the code

bench: .venv/.dev ## measure reading, and the pages of the staff, on invented records (ARGS="--incidents 100000")
	@$(PYTHON) -m bench $(ARGS)
	@exec $(PYTHON) -m bench.staff

demo: .venv/.demo ## set up and serve the whole site on http://127.0.0.1:8000 (PORT=… for another)
	@exec $(PYTHON) -m config.demo

run: .venv/.dev ## serve from the working copy, reloading at every change
	@DEBUG=true exec $(PYTHON) manage.py runserver $(PORT)

test: .venv/.dev ## run all tests, four at a time (ARGS="tests/review -x" for some; -n0 one by one)
	@exec $(PYTHON) -m pytest $(if $(findstring no:xdist,$(ARGS)),,-n4 --dist=worksteal) $(ARGS)

check: .venv/.dev ## style, types, import direction, templates, migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	git ls-files -z '*.html' | xargs -0r .venv/bin/djade --check
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy
	$(PYTHON) manage.py makemigrations --check --dry-run

fix: .venv/.dev ## mend what can be mended by itself
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	git ls-files -z '*.html' | xargs -0r .venv/bin/djade

coverage: .venv/.dev ## run all tests and say which branches none of them takes
	.venv/bin/coverage run -m pytest $(ARGS)
	.venv/bin/coverage report

messages: .venv/.dev ## collect what the interface says into locale/uk, and compile it (gettext is needed)
	$(PYTHON) manage.py makemessages
	msgfmt --check-format --output-file=locale/uk/LC_MESSAGES/django.mo locale/uk/LC_MESSAGES/django.po
	msgfmt --check-format --output-file=locale/uk/LC_MESSAGES/djangojs.mo locale/uk/LC_MESSAGES/djangojs.po

lock: | $(filter .tools/%,$(UV)) ## write requirements/*.txt anew from pyproject.toml
	$(LOCK) --group dev --extra localdb -o requirements/dev.txt $(UPGRADE)
	$(LOCK) --extra localdb -c requirements/dev.txt -o requirements/demo.txt
	$(LOCK) -c requirements/dev.txt -o requirements/production.txt

upgrade: UPGRADE := --upgrade
upgrade: lock ## the same with the newest versions that pyproject.toml allows

# What is installed says so by a file in .venv, younger than the list it was installed from.
.venv/.%: requirements/%.txt | $(filter .tools/%,$(UV)) .venv/bin/python
	$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r $<
	@touch $@

.venv/bin/python: | $(filter .tools/%,$(UV))
	@$(UV) venv --quiet --clear .venv 2>/dev/null \
	|| $(UV) venv --quiet --clear --python '>=3.12' .venv \
	|| { echo 'Python 3.12 or newer is needed: install it, or put it first on PATH.' >&2; exit 1; }

.tools/uv/bin/uv:
	@python3 -m venv .tools/uv \
	|| { echo 'python3 with its venv module is needed (Debian: apt-get install python3-venv).' >&2; exit 1; }
	.tools/uv/bin/python -m pip install --quiet uv==$(UV_VERSION)
