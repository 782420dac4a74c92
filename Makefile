# Few words run everything, the same here and in CI. Each sets up what it needs first.
#   make demo    grade the sample class and say where the pages are
#   make quick   checks, and the tests that need neither TensorFlow nor a browser: the inner loop
#   make test    all checks and tests
#   make lab     JupyterLab, where a student would begin
#   make build   lessons/ -> source/, release/, notebooks/
#   make check   format, lint, types
#   make verify  prove the checks: wrong answers refused, right ones accepted
#   make mutants prove them by wrong answers that a machine makes, and print the score
#   make bench   speed beside stock nbgrader, both sides in one run
#   make fuzz    ten thousand new examples for each reader of strangers' bytes; some minutes
#   make soak    no answer is refused or accepted by chance under two hundred seeds; hours

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
UV_VERSION := 0.13.8
UV := .boot/bin/uv
BIN := .venv/bin
SYNCED := .venv/.synced

export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export TF_CPP_MIN_LOG_LEVEL := 3
export TF_ENABLE_ONEDNN_OPTS := 0

.PHONY: demo quick test lab build check verify mutants bench fuzz soak setup system browser submissions environment clean

demo: setup system
	$(BIN)/autograder grade tests/submissions --out demo --again

quick: setup system check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not heavy"

# Two workers, a module each at a time; modules share what is dear to make (a graded class, a warm sandbox).
test: setup browser check
	$(BIN)/autograder build --check --execute
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lab: setup
	$(BIN)/python -m autograder.student.lab

build: setup
	$(BIN)/autograder build

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

verify: setup system
	$(BIN)/autograder verify

mutants: setup system
	$(BIN)/autograder mutants

bench: setup system
	$(BIN)/python -m tests.bench.overhead
	$(BIN)/python -m tests.bench.sandbox
	$(BIN)/python -m tests.bench.judging

FUZZ := $(BIN)/python -m pytest --hypothesis-profile=fuzz --timeout=1800
fuzz: setup
	@$(FUZZ) tests/property/test_wire.py & wire=$$!; code=0; \
	$(FUZZ) tests/property --ignore=tests/property/test_wire.py || code=1; \
	wait $$wire || code=1; exit $$code

soak: setup system
	$(BIN)/python -m tests.soak

submissions: setup
	$(BIN)/python -m tests.sample_class

setup: $(SYNCED)

$(SYNCED): pyproject.toml uv.lock $(UV)
	$(UV) sync --locked --all-extras --compile-bytecode --quiet --python "$$(tools/find_python)"
	touch $@

$(UV):
	"$$(tools/find_python)" -m venv .boot
	.boot/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

system:
	tools/system_packages

browser:
	tools/system_packages --browser

clean:
	rm -rf .venv .boot demo work bench .mypy_cache .ruff_cache .pytest_cache
