"""Corpora of submissions: one folder an entry, graded end to end with the real sandbox beside an honest neighbour.

An entry of tests/attacks/redteam, tests/attacks/honest or tests/attacks/mangled is a folder with

* ``entry.toml``: ``says`` (one sentence: what is tried, what must hold), ``family``, ``base`` ("right" fills the exercises
  that the entry leaves alone with the model answers, only those that ``only`` lists where it is there; "stub" leaves
  them empty) and the expectations of its corpus;
* ``EXERCISE.py``: the text of that exercise's answer cell (``ScaleShift.py``), where the entry has one;
* ``before.py``, ``after.py``: an extra cell before the first and after the last cell of the release, cells parted by a
  line ``# %%``; in all of these, ``from tests.attacks.MODULE import …`` is replaced by the text of that module, because
  a submission must work without our tests;
* ``patch.py``: ``patch(folder, notebook)`` may change the notebook's JSON in place and put files into ``folder``, which is
  the submitted STUDENT/LESSON; it may return bytes, which then are the notebook's file, or False: then none is written.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.grading.batch import Grader, OnProgress
from autograder.grading.graded_batch import Batch
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import SubmissionVerdict
from tests.support.paths import ROOT

LESSON = "03_weights"
ENTRANT, NEIGHBOUR = "mallory", "nora"
"""The neighbour comes after the entrant in the alphabet, and so is judged next, by the same fork server."""

SHARED_MODULE = re.compile(r"^from tests\.attacks\.(\w+) import .*\n", re.MULTILINE)

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One folder of a corpus. ``facts`` is its entry.toml."""

    folder: Path
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    def cells(self, which: str) -> list[str]:
        """The cells of before.py or after.py."""
        path = self.folder / f"{which}.py"
        if not path.exists():
            return []
        return [text.strip("\n") for text in attack_text(path).split("\n# %%\n")]

    def notebook(self) -> Notebook:
        """The release, answered as the entry says."""
        made = copy.deepcopy(release())
        cells = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in made["cells"]}
        for files in lesson().exercises:
            path = self.folder / f"{files.name}.py"
            if path.exists():
                cells[files.name]["source"] = attack_text(path).strip("\n")
            elif self.facts["base"] == "right" and files.name in self.facts.get("only", (files.name,)):
                cells[files.name]["source"] = files.task.solution.strip("\n")
        made["cells"][:0] = [code(text, f"before-{i}") for i, text in enumerate(self.cells("before"))]
        made["cells"] += [code(text, f"after-{i}") for i, text in enumerate(self.cells("after"))]
        return made

    def hand_in(self, submitted: Path, student: str = ENTRANT) -> Path:
        """Write STUDENT/LESSON below ``submitted`` and return it."""
        folder = submitted / student / LESSON
        folder.mkdir(parents=True)
        notebook = self.notebook()
        raw = None
        patch = self.folder / "patch.py"
        if patch.exists():
            module = ModuleType(f"patch_{self.name}")
            module.__file__ = str(patch)
            exec(compile(patch.read_text(encoding="utf-8"), str(patch), "exec"), module.__dict__)
            raw = module.patch(folder, notebook)
        real = folder.is_dir() and not folder.is_symlink() and not (folder / f"{LESSON}.ipynb").is_symlink()
        if real and raw is not False:
            path = folder / f"{LESSON}.ipynb"
            if not path.exists():
                path.write_bytes(json.dumps(notebook).encode() if raw is None else raw)
        return folder


def attack_text(path: Path) -> str:
    """The text of an entry's cells, with the modules that it shares with other entries written out in their place."""
    folder = ROOT / "tests" / "attacks"
    return SHARED_MODULE.sub(
        lambda line: (folder / f"{line[1]}.py").read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    )


def entries(corpus: str) -> list[Entry]:
    """All entries of tests/attacks/CORPUS, by name."""
    paths = sorted((ROOT / "tests" / "attacks" / corpus).glob("*/entry.toml"))
    return [Entry(path.parent, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths]


def code(source: str, name: str) -> dict[str, Any]:
    """A code cell as a notebook's JSON has it."""
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def place(notebook: Notebook, name: str) -> int:
    """Where the cell with the id ``name`` stands: an exercise's own, or "task-…" and "check-…" around it."""
    return next(i for i, cell in enumerate(notebook["cells"]) if cell.get("id") == name)


@cache
def course() -> Course:
    return Course.open(ROOT)


@cache
def lesson() -> Lesson:
    return course().lesson(LESSON)


@cache
def release() -> Notebook:
    """The released notebook as plain JSON. Copy it before changing it."""
    path = course().release_dir / LESSON / f"{LESSON}.ipynb"
    made: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return made


def neighbour(submitted: Path, only: Sequence[str] | None = None) -> None:
    """Hand in the model answers under the neighbour's name; to ``only`` these exercises, where some are named."""
    facts = {"base": "right"} | ({} if only is None else {"only": only})
    Entry(ROOT / "tests" / "none", facts).hand_in(submitted, NEIGHBOUR)


class Shared:
    """A sandbox that is open already, lent to a Grader that would open and close one of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __enter__(self) -> Sandbox:
        return self.sandbox

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None


def grade(
    sandbox: Sandbox, submitted: Path, out: Path, on_progress: OnProgress = lambda *_: None, workers: int = 1
) -> Batch:
    """Judge everything below ``submitted`` with ``sandbox``, one submission after the other; further ``workers`` open sandboxes
    of their own. ``on_progress`` hears of each.
    """
    others = itertools.repeat(
        lambda: Shared(sandbox) if workers == 1 else Sandbox(sandbox.preload, sandbox.level, sandbox.limits)
    )
    sandboxes = itertools.chain([lambda: Shared(sandbox)], others)
    grader = Grader(course(), out, lambda: next(sandboxes)(), frozenset({sandbox.level}))  # type: ignore[arg-type, return-value]
    return grader.run(submitted, again=True, on_progress=on_progress, workers=workers)


def chosen(request: pytest.FixtureRequest, test: str) -> list[Entry]:
    """The entries for which this run of pytest calls ``test``, in its order."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    return [item.callspec.params["entry"] for item in items if item.originalname == test]


def verdict_of(batch: Batch, student: str) -> SubmissionVerdict:
    return next(verdict for verdict in batch.verdicts if verdict.student == student)


def points(verdict: SubmissionVerdict) -> dict[str, float]:
    """Points by exercise."""
    return {each.exercise: each.points for each in verdict.exercises}


def digest(folder: Path) -> str:
    """A hash of all names, contents and link targets below ``folder``, which may be a file."""
    digest = hashlib.sha256()
    for path in sorted((folder, *folder.rglob("*"))):
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"))
        if path.is_symlink():
            digest.update(b"link " + str(path.readlink()).encode("utf-8", "surrogateescape"))
        elif path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def unchanged(*folders: Path) -> Iterator[None]:
    """Asserts that nothing below ``folders`` differs afterwards."""
    before = {folder: digest(folder) for folder in folders}
    yield
    changed = [str(folder) for folder in folders if before[folder] != digest(folder)]
    assert not changed, f"changed: {', '.join(changed)}"
