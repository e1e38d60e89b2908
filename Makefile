# `make help` lists what can be done. What each needs is got on the first call.
.DEFAULT_GOAL := help
.PHONY: help run demo test test-quick check chaos bench bench-readers messages install install-all lock

# On the command line or in the environment: make run LAN=1 PORT=9000 DATA_DIR=~/school
export LAN PORT DATA_DIR DATABASE_URL REDIS_URL

python := .venv/bin/python
tests ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## start Astro Numbers on this machine; LAN=1 lets tablets on the network in
	@exec $(python) manage.py run

demo: install ## the same with a school full of children at work, in a database of its own
	@exec $(python) manage.py demo

test: install-all ## every test, from nothing; tests=PATH for some
	@scripts/test-needs.sh
	@scripts/test.sh $(tests)

test-quick: install-all ## the tests that need neither a browser nor other servers
	$(python) -m pytest -n 2 --dist loadgroup -m "not browser and not scaled" $(tests)

fuzz: install-all ## look for cases that break a rule, other ones each time; tests=PATH for some
	FUZZ=1 $(python) -m pytest -n 2 -m "not browser and not scaled" $(or $(tests),tests/classroom/test_fuzz_doors.py tests/classroom/test_shelf.py tests/classroom/test_rules.py tests/recognition)

check: install-all ## style, types, migrations, settings, licences, locks, import arrows
	@scripts/check.sh

bench: install-all ## measure what docs/measurements.md states, and write it
	$(python) -m bench

chaos: install-all ## break a running school in every way of docs/chaos.md; seed=7 only=C4,C11 form=sqlite for some
	@scripts/test-needs.sh
	$(python) -m chaos $(if $(seed),--seed $(seed)) $(if $(only),--only $(only)) $(if $(form),--form $(form))

load: install-all ## a school at work, by Locust; form=scaled, workers, storm, limit, rolling; seconds=60 for a short one
	@scripts/test-needs.sh
	$(python) -m load $(form) $(if $(seconds),--seconds $(seconds)) $(if $(rate),--rate $(rate))

bench-readers: install-all ## measure the reader beside others on pens it has not seen; needs ../shared/data
	$(python) -m training bench-readers --docs docs/measurements-eye.md

install: ## what a school runs, into .venv
	@scripts/install.sh server

install-all: ## that and TensorFlow, tests, checks
	@scripts/install.sh all

messages: install-all ## gather the words of the pages into locale/ and compile them (needs gettext)
	$(python) manage.py messages

lock: install-all ## write the locks anew from the .in files
	@scripts/lock.sh
