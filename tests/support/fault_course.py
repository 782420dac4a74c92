"""A tiny course whose grading is disturbed: the real command in a process of its own, the real sandbox, nbgrader's database.

Only TensorFlow is missing from the sandbox, because importing it would take longer than all the rest: the course's own
nbgrader_config.py, which is a program, makes sandboxes without it, and the lesson's set-up cell puts a stand-in in its
place.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from autograder.course.course import Course
from autograder.editions.source_edition import write_source
from tests.support.grading_course import LESSON, LESSON_PY, answer, hand_in, make_course, released
from tests.support.paths import BIN
from tests.support.term import CONFIG

DOUBLE, SHIFT = answer("double", "2 * x"), answer("shift", "x + 1")
SLOW = "import time\ntime.sleep({})\n"
SETUP = """import math, sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

class StandIn:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in ("tensorflow", "keras") else None

    def create_module(self, spec):
        return MagicMock(__spec__=spec)

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, StandIn())"""
LIGHT = """
from functools import partialmethod
from autograder.sandbox.sandbox import Sandbox
Sandbox.__init__ = partialmethod(Sandbox.__init__, preload=("numpy", "IPython", "unittest.mock"))
"""
STUDENTS: dict[str, dict[str, str | None]] = {
    "ann": {"double": DOUBLE, "shift": SHIFT},
    "bob": {"double": answer("double", "4 * x"), "shift": SHIFT},
    "cid": {"double": None, "shift": SHIFT},
    "dot": {"double": "import os\nos._exit(0)", "shift": SHIFT},
    "eve": {"double": DOUBLE, "shift": answer("shift", "x + 2")},
    "fay": {"double": None, "shift": None},
    "gus": {"double": answer("double", "undefined_name"), "shift": SHIFT},
    "hal": {"double": "def double(x:", "shift": SHIFT},
}
POINTS = {"ann": 6, "bob": 3, "cid": 2, "dot": 2, "eve": 5, "fay": 0, "gus": 2, "hal": 2}
SLEEP = 0.06  # seconds a student, so that judging takes long enough to be hit in its middle
Row = tuple[float | None, float | None, bool, str | None, str | None]


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str


class FaultCourse:
    """A course in ``root`` with a class of eight. ``out`` is where its results go: by default beside it."""

    def __init__(self, root: Path, out: Path | None = None, config: str = "") -> None:
        self.root, self.out = root, out or root.parent / "out"
        self.submitted = root / "submitted"
        make_course(root)
        lesson = root / "lessons" / LESSON / "lesson.py"
        lesson.write_text(LESSON_PY.replace("import math", SETUP))
        (root / "nbgrader_config.py").write_text(LIGHT + CONFIG + config)
        # An optional part of jsonschema that nobody here needs takes a third of the command's start.
        (root / "absent").mkdir()
        (root / "absent" / "rfc3987_syntax.py").write_text("raise ImportError")
        toml = root / "course.toml"
        toml.write_text(toml.read_text() + "due = 2099-01-01\n")  # one more thing to be written at each run
        course = Course.open(root)
        course.secret()
        shutil.rmtree(course.source_dir / LESSON)
        write_source(course, course.lesson(LESSON), course.source_dir / LESSON)
        self.stubs = {files.name: files.task.stub for files in course.lesson(LESSON).exercises}
        self.hand_in(STUDENTS)

    def hand_in(self, answers: dict[str, dict[str, str | None]], sleep: float = SLEEP) -> None:
        """Write submissions by student."""
        for student, given in answers.items():
            text = {name: None if source is None else SLOW.format(sleep) + source for name, source in given.items()}
            hand_in(self.submitted, student, released(text, self.stubs))

    @property
    def environment(self) -> dict[str, str]:
        """The command's."""
        first = {"PATH": str(BIN), "PYTHONPATH": str(self.root / "absent")}
        rest = {name: [os.environ[name]] if os.environ.get(name) else [] for name in first}
        return os.environ | {name: os.pathsep.join([folder, *rest[name]]) for name, folder in first.items()}

    def line(self, *wishes: str) -> list[str]:
        """The command that grades the class."""
        line = [str(BIN / "autograder"), "grade", str(self.submitted), "--course", str(self.root), "--jobs", "1"]
        return [*line, "--out", str(self.out), *wishes]

    def start(self, *wishes: str, before: list[str] | None = None) -> Started:
        """Start the command, ``before`` it the words of a program that starts it."""
        return Started([*(before or []), *self.line(*wishes)], self.root.parent, self.environment)

    def run(self, *wishes: str, before: list[str] | None = None) -> Done:
        """Run the command to its end."""
        return self.start(*wishes, before=before).end()

    def run_undisturbed(self) -> None:
        """Run it for the first time. Asserts that everybody has the right points, whatever stands in for TensorFlow."""
        done = self.run()
        assert done.code == 0, done.err
        assert POINTS == points(self.out)


class Started:
    """A command that runs. What it says goes to files, so that nothing waits for a reader."""

    def __init__(self, line: list[str], folder: Path, environment: dict[str, str]) -> None:
        number = len(list(folder.glob("*.err")))
        self.stderr, self.stdout = folder / f"{number}.err", folder / f"{number}.txt"
        with self.stderr.open("wb") as err, self.stdout.open("wb") as out:
            self.process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment)
        self.begun = time.monotonic()

    @property
    def progress(self) -> int:
        """How many submissions it has told of."""
        return self.stderr.read_text().count(f"/{len(STUDENTS)} {LESSON} ")

    def until(self, reached: Callable[[Started], Any], seconds: float = 120) -> Any:
        """Wait until ``reached`` is true, or the command has ended. Returns what it gave."""
        ends = time.monotonic() + seconds
        while not (found := reached(self)) and self.process.poll() is None:
            assert time.monotonic() < ends, self.stderr.read_text()
            time.sleep(0.01)
        return found

    def kill(self) -> int:
        """kill -9. Returns how it ended: -9, or its exit code if it was quicker."""
        self.process.kill()
        return self.process.wait()

    def end(self, seconds: float = 240) -> Done:
        """Wait for its end."""
        code = self.process.wait(seconds)
        return Done(code, self.stdout.read_text(), self.stderr.read_text())


def book(out: Path) -> dict[str, dict[str, Row]]:
    """All scores and comments: automatic and manual score, "needs a person", automatic and manual comment."""
    found: dict[str, dict[str, Row]] = {}
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        for student in gradebook.students:
            for submission in student.submissions:
                (notebook,) = submission.notebooks
                comments = {c.name: c for c in notebook.comments}
                rows = {}
                for grade in notebook.grades:
                    note = comments[grade.name.removeprefix("check-")]
                    rows[note.name] = (
                        grade.auto_score,
                        grade.manual_score,
                        bool(grade.needs_manual_grade),
                        note.auto_comment,
                        note.manual_comment,
                    )
                assert student.id not in found
                found[student.id] = rows
    return found


def points(out: Path) -> dict[str, float]:
    """Each student's automatic points in the gradebook."""
    return {student: sum(row[0] or 0 for row in rows.values()) for student, rows in book(out).items()}


def verdicts(out: Path) -> dict[str, bytes]:
    """The stored verdicts, byte for byte."""
    return {p.parent.name: p.read_bytes() for p in sorted((out / "verdicts").glob(f"*/{LESSON}.json"))}


def sound(out: Path) -> None:
    """Asserts that what is there is whole: verdicts, pages, notebooks, report and database."""
    for raw in verdicts(out).values():
        assert {"key", "points", "exercises"} <= json.loads(raw).keys()
    for page in [*out.glob("pages/*/*/*.html"), *out.glob("feedback/*/*/*.html"), *out.glob("report.html")]:
        assert page.read_text().rstrip().endswith("</html>"), page
    for path in out.glob("autograded/*/*/*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    path = out / "gradebook.db"
    if path.exists():
        with sqlite3.connect(path) as connection:
            assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
            # Else a later nbgrader could not bring it up to date.
            assert 1 == len(connection.execute("SELECT version_num FROM alembic_version").fetchall())
        connection.close()
        assert book(out) is not None


def litter(out: Path) -> list[str]:
    """Names below ``out`` that are no results: temporary files, locks, journals."""
    results = {"gradebook.db", "report.html"}
    kinds = {".json", ".html", ".ipynb"}
    files = (p for p in out.rglob("*") if p.is_file())
    return sorted(str(p.relative_to(out)) for p in files if p.name not in results and p.suffix not in kinds)


def enter_by_hand(out: Path, student: str = "bob") -> None:
    """What an instructor writes into formgrader."""
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("check-double", LESSON, LESSON, student).manual_score = 3.5
        gradebook.find_comment("double", LESSON, LESSON, student).manual_comment = "Well argued."
        gradebook.db.commit()


def one_sentence(done: Done) -> str:
    """What the command said when it could not go on: asserts that it is short, no traceback, and not success."""
    assert done.code not in (0, None)
    assert "Traceback" not in done.err
    stdout = [line for line in done.err.splitlines() if f"{LESSON} " not in line.split("/")[-1][:20]]
    (sentence,) = [line for line in stdout if line.startswith("autograder: ")]
    assert stdout[-1] == sentence
    return sentence


def as_root() -> bool:
    return os.geteuid() == 0
