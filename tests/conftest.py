"""What several test modules share: answers judged in this process, and one warm sandbox for the whole session."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support.miniature_course import write_course
from tests.support.paths import AUTOGRADER, ROOT

# Always the same examples, so that a red run can be repeated; --hypothesis-profile=fuzz (make fuzz) draws new ones.
# Time is bounded by the tests themselves, in CPU-seconds: the wall clock measures whoever else is at work.
settings.register_profile("ci", max_examples=150, derandomize=True, print_blob=True, deadline=None)
settings.register_profile("fuzz", max_examples=10_000, print_blob=True, deadline=None)
settings.load_profile("ci")

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

LONGEST = (
    "test_course_proved.py", "test_nbgrader_release.py", "test_authoring.py", "test_killed_runs.py", "test_claims_proved.py",
    "test_private_lesson.py", "test_formgrader.py", "test_determinism.py", "test_locked_gradebooks.py", "test_killed_sandboxes.py",
    "test_redteam.py",
)  # fmt: skip
"""Modules that take minutes come first: the last one of a run with two workers should not keep one of them waiting."""


HEAVY_FIXTURES = {"ask_of", "warm_sandbox", "graded_class"}
"""What brings TensorFlow along, in this process or in a sandbox."""
HEAVY_FOLDERS = {"attacks", "browser", "lessons", "nbgrader_plugin", "sandbox"}
HEAVY_MODULES = {
    "cli/test_commands.py", "cli/test_grade_command.py", "cli/test_mutants_command.py", "cli/test_new_command.py",
    "editions/test_build_refusals.py", "editions/test_reading_edition.py", "editions/test_release_checks.py",
    "editions/test_release_edition.py", "editions/test_source_edition.py", "editions/test_up_to_date.py",
    "engine/test_compat.py", "exercise/test_numpy_layers.py", "grading/test_full_disks.py",
    "grading/test_killed_runs.py", "grading/test_killed_sandboxes.py", "grading/test_locked_gradebooks.py",
    "judge/test_adding_a_rung.py", "probes/test_argument_watch.py", "probes/test_dispatch.py", "probes/test_library_functions.py", "probes/test_random_states.py", "probes/test_untracked_variables.py", "proof/test_shared_fork.py", "proof/test_soak.py",
    "results/test_database.py", "results/test_gradebook.py", "student/test_check.py", "student/test_hint.py",
    "student/test_kernel.py", "student/test_prediction.py", "student/test_wheel.py",
}  # fmt: skip
"""Below tests/: what imports TensorFlow, opens a sandbox or a browser, starts whole programs, or takes many seconds."""


def _is_heavy(path: Path) -> bool:
    inner = path.relative_to(ROOT / "tests").as_posix()
    return inner.partition("/")[0] in HEAVY_FOLDERS or inner in HEAVY_MODULES


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A quick run does not even import the heavy modules: TensorFlow alone takes longer than all its tests."""
    quick = config.getoption("markexpr") == "not heavy"
    return True if quick and collection_path.suffix == ".py" and _is_heavy(collection_path) else None


def pytest_report_header(config: pytest.Config) -> str | None:
    """What a quick run leaves out is said."""
    if config.getoption("markexpr") != "not heavy":
        return None
    heavy = [path for path in (ROOT / "tests").glob("*/test_*.py") if _is_heavy(path)]
    return f"quick: {len(heavy)} heavy modules, and the tests that judge real answers, are left to `make test`"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, the others in their order; what needs TensorFlow, a browser or minutes is heavy."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))
    for item in items:
        if _is_heavy(item.path) or HEAVY_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """``make quick`` promises to do without TensorFlow: a module that fetches it stands in HEAVY_MODULES."""
    if session.config.getoption("markexpr") == "not heavy" and "tensorflow" in sys.modules:
        pytest.exit(
            "A test that is not heavy imported TensorFlow. Add its module to HEAVY_MODULES of tests/conftest.py.", 1
        )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The root of a fresh course in miniature."""
    return write_course(tmp_path / "course")


@pytest.fixture
def ask_of() -> Callable[..., Any]:
    """``ask_of(code)``: an ``ask`` that reaches the answer defined by ``code``, in this process."""
    import keras
    import numpy as np
    import tensorflow as tf

    from autograder.probes import dispatch
    from autograder.reply import Reply

    def reach(code: str, probes: dict[str, Any] | None = None) -> Callable[..., Reply]:
        namespace: dict[str, Any] = {"keras": keras, "np": np, "tf": tf}
        exec(code, namespace)  # the tests' own answers

        def ask(op: str, facts: dict[str, Any], arrays: dict[str, Any]) -> Reply:
            return Reply(*dispatch.answer_question(op, facts, arrays, namespace, probes or {}))

        return ask

    return reach


@pytest.fixture(scope="session")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The output folder and what the command printed, after one run over the sample class, tests/submissions.

    Of several workers the first one that asks makes it for all of them.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    out, printed = shared / "graded", shared / "graded.json"
    line = [AUTOGRADER, "grade", "tests/submissions", "--out", str(out)]
    with (shared / "graded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            out.mkdir(exist_ok=True)  # a worker before this one may have failed
            done = subprocess.run([*line, "--json", str(out / "all.json")], cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            printed.write_text(json.dumps([done.stdout, done.stderr]))
    return out, subprocess.CompletedProcess(line, 0, *json.loads(printed.read_text()))


@pytest.fixture(scope="session")
def warm_sandbox() -> Iterator[Any]:
    """One sandbox with TensorFlow imported, for all tests that need a real one."""
    from autograder.sandbox.sandbox import Sandbox

    with Sandbox() as sandbox:
        yield sandbox
