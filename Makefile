# Outpost: build, test and show it. `make help` lists the targets.
SHELL := /bin/bash
.DELETE_ON_ERROR:

# Undeclared imports between targets are errors: the layering is checked by every build. BUILD_FLAGS: more of them.
SWIFT_FLAGS := --explicit-target-dependency-import-check error $(BUILD_FLAGS)
# All tests at once would starve each other of the few threads that run them.
TEST_FLAGS := --experimental-maximum-parallelization-width 12
SOURCES := Package.swift Sources Tests
AGENT ?= claude
SECONDS ?= 60
# What `make install` installs, and where; DESTDIR comes before all of it, for packages.
BINARY ?= .build/release/outpost
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=
export PREFIX SYSCONFDIR DESTDIR

.PHONY: help build release install uninstall image test test-matrix chaos bench check fmt fuzz demo setup \
    setup-tests setup-matrix setup-bench engine
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: setup ## build the outpost binary (.build/debug/outpost)
	swift build $(SWIFT_FLAGS) --product outpost

release: setup ## build what is installed: optimised, and without Swift's own libraries beside it
	swift build $(SWIFT_FLAGS) -c release --static-swift-stdlib --product outpost
	strip --strip-debug .build/release/outpost

install: ## install what make release built; root (PREFIX=/usr/local, SYSCONFDIR=/etc, DESTDIR=)
	@packaging/install.sh install "$(BINARY)"

uninstall: ## remove what was installed; data, settings and keys stay
	@packaging/install.sh uninstall "$(BINARY)"

image: engine ## build the image outpost/server of what make release built
	@DOCKER_HOST="unix://$$(docker/engine.sh ensure)" docker/image.sh "$(BINARY)"

test: setup-tests engine ## set up what is missing, then run every test
	swift build $(SWIFT_FLAGS) --build-tests
	# Once, before tests that run beside each other would all build the same images.
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" .build/debug/outpost agents build --data-dir .build/agents
	# The Swift tests mostly wait, for engines, deadlines and locks: the longest of the others go on meanwhile.
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" Tests/beside.sh \
	    swift test $(SWIFT_FLAGS) --skip-build $(TEST_FLAGS) -- \
	    Tests/terminal/terminal.py Tests/browser/browser.sh 'Tests/chaos/chaos.py --if-possible' \
	    Tests/api/schemathesis.sh
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" Tests/install/install.sh
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" Tests/readme/readme.py

test-matrix: setup-matrix engine ## test on engines of other versions and on Podman; root (ENGINES='sid podman': those)
	swift build $(SWIFT_FLAGS) --build-tests
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" Tests/matrix.sh $(ENGINES)

chaos: build engine ## kill the server and an engine while dispatches run, and count what is lost (CHAOS='--dispatches 1000 --kills 300')
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" Tests/chaos/chaos.py $(CHAOS)

bench: setup-bench engine ## measure a release build beside the engine and the disk (BENCH='--only cold,api --quick'): .build/bench.json
	swift build $(SWIFT_FLAGS) -c release --product outpost
	swift build $(SWIFT_FLAGS) -c release --product outpost-bench
	Tests/support/venv.sh .build/bench-venv Tests/bench/requirements.txt
	DOCKER_HOST="unix://$$(docker/engine.sh ensure)" .build/bench-venv/bin/python Tests/bench/bench.py $(BENCH)

check: ## format, lint, layering, size and safety rules
	@.ci/check

fmt: ## format the sources in place
	swift format format --in-place --recursive --parallel $(SOURCES)

fuzz: ## fuzz the tar reader, what judges its entries, and redaction (SECONDS=60, or RUNS=, each)
	Tests/fuzz/run.sh $(SECONDS)

demo: build engine ## a real agent at work on a sample repository, without a key (AGENT=codex: another one)
	@DOCKER_HOST="unix://$$(docker/engine.sh ensure)" .build/debug/outpost demo $(AGENT)

setup:
	@docker/setup.sh

setup-tests:
	@docker/setup.sh --test

setup-matrix:
	@docker/setup.sh --matrix

setup-bench:
	@docker/setup.sh --bench

# An engine that answers, and an image to build the agents' images on.
engine:
	@DOCKER_HOST="unix://$$(docker/engine.sh ensure)" docker/base-image.sh --offline
