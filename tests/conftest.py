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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, the others in their order; a test that asks for a heavy fixture is heavy itself."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONGEST)))
    for item in items:
        if HEAVY_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """``make quick`` promises to do without TensorFlow: a test that fetched it is not marked as it should be."""
    if session.config.getoption("markexpr") == "not heavy" and "tensorflow" in sys.modules:
        pytest.exit(
            "A test that is not marked heavy imported TensorFlow. Mark its module: pytestmark = pytest.mark.heavy", 1
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
