"""Courses of other people: one that was made to be awkward, nbgrader's example, and what grading them gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.nbgrader_plugin import foreign_course
from autograder.nbgrader_plugin.submission_scores import SubmissionScores
from autograder.sandbox.sandbox import Sandbox

Scores = dict[str, float | None]


ANSWERS = {
    "right": "def right(): return 4",
    "wrong": "def wrong(): return 5",
    "half": "def half(): return 0.5",
    "raises": "def raises(): return 4\nraise ValueError('after the definition')",
    "syntax": "def syntax(: return 4",
    "warns": "import warnings\ndef warns():\n    warnings.warn('careful')\n    return 4",
    "deprecated": "def deprecated():\n    warnings.warn('old', DeprecationWarning, stacklevel=2)\n    return 4",
    "noisy": "import sys\ndef noisy():\n    print('hm', file=sys.stderr)\n    return 4",
    "prints": "def prints():\n    print('x' * 2_000_000)\n    return 4",
    "shows": "from IPython.display import HTML, display\ndef shows():\n    display(HTML('<script>1</script>'))\n    return 4",
    "asks": "def asks(): return int(input())",
    "reads": "def reads(): return len(open('beside/data.txt').read())",
    "imports": "from helper import imports",
    "magics": "%matplotlib inline\n%time 1\n!echo hello\ndef magics(): return 4",
    "awaits": "import asyncio\nawait asyncio.sleep(0)\ndef awaits(): return 4",
    "leaves": "def leaves(): return 4\nimport sys\nsys.exit(0)",
    "graded": "import os\ndef graded(): return 4 if os.environ['NBGRADER_EXECUTION'] == 'autograde' else 5",
    "loops": "def loops(): return 4\nwhile True: pass",
    "hangs": "def hangs():\n    while True: pass",
    "deleted": "def deleted(): return 4",
    "skips": "def skips(): return 5",
    "waits": "import time\ndef waits():\n    time.sleep(5)\n    return 4",
    "descriptor": "def descriptor():\n    os.write(2, b'hm')\n    return 4",
}
TESTS = {name: "half()" if name == "half" else f"assert {name}() == 4" for name in ANSWERS}
ENDS = {"right": ANSWERS["right"], "raises": "import os\nos._exit(0)", "waits": "def waits(): return 4"}

DIFFERENT: dict[str, tuple[str, float | None, float | None]] = {
    # cell: the row of docs/other-courses.md, nbgrader's own score, the sandbox's
    "many/skips": ("skips", 1.0, 0.0),
    "many/waits": ("waits", 0.0, 1.0),
    "many/descriptor": ("descriptor", 0.0, 1.0),
    "ends/right": ("ends", None, 1.0),
    "ends/waits": ("ends", None, 1.0),
    **{f"ends/{name}": ("ends", None, 0.0) for name in ANSWERS if name not in ("right", "waits")},
    "links/right": ("links", 1.0, None),
    **{f"links/{name}": ("links", 0.0, None) for name in ANSWERS if name != "right"},
}
TIMEOUT = 4
"""Seconds: nbgrader's own limit is by the clock, and the machine may be busy."""


def code(source: str, name: str | None = None, points: float | None = None, tags: tuple[str, ...] = ()) -> Any:
    made = new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
    if name:
        test = points is not None
        marks = {
            "grade": test,
            "solution": not test,
            "locked": test,
            "grade_id": name,
            "schema_version": 3,
            "task": False,
        }
        made.metadata["nbgrader"] = {**marks, "points": points} if test else marks
    return made


def odd(answers: dict[str, str]) -> Any:
    """The awkward notebook with these answers; the tag and the deleted test are in each copy but the source's."""
    cells = []
    for name, test in TESTS.items():
        cells.append(code(answers.get(name, "pass"), f"answer-{name}"))
        if name != "deleted" or answers is not ANSWERS:
            cells.append(code(test, name, 1.0, ("skip-execution",) if name == "skips" and answers is ANSWERS else ()))
    return made(cells)


def made(cells: list[Any], language: str = "python") -> Any:
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": language}}
    )


def write(root: Path, name: str, notebook: Any) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def awkward_course(root: Path) -> None:
    write(root, "source/odd/odd.ipynb", odd(dict.fromkeys(TESTS, "pass")))
    (root / "source/odd/beside").mkdir()
    (root / "source/odd/beside/data.txt").write_text("1234")
    (root / "source/odd/helper.py").write_text("def imports(): return 4\n")
    write(root, "submitted/many/odd/odd.ipynb", odd(ANSWERS))
    write(root, "submitted/ends/odd/odd.ipynb", odd(ENDS))
    patched = {"right": "get_ipython().showtraceback = lambda *a, **k: None\ndef right(): return 5"}
    write(root, "submitted/silences/odd/odd.ipynb", odd(patched))
    write(root, "submitted/links/odd/odd.ipynb", odd({"right": ANSWERS["right"]}))
    (root / "submitted/links/odd/secret.txt").symlink_to(root / "gradebook.db")
    (root / "nbgrader_config.py").write_text(f"c = get_config()\nc.ExecutePreprocessor.timeout = {TIMEOUT}\n")


def example_course(root: Path) -> None:
    """The example that lies in nbgrader's own package."""
    found = find_spec("nbgrader")
    assert found is not None and found.submodule_search_locations
    guide = Path(found.submodule_search_locations[0]) / "docs/source/user_guide"
    shutil.copytree(guide / "source/ps1", root / "source/ps1")
    shutil.copytree(guide / "submitted", root / "submitted")


def nbgrader(root: Path, *words: str) -> str:
    """Run a command of nbgrader's in the course; its log. ipykernel looks for pytest's variable and then acts otherwise."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    command = [sys.executable, "-m", "nbgrader", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True).stderr


def stock(root: Path, assignment: str) -> tuple[Scores, str]:
    """Let unmodified nbgrader enter and grade the assignment; the scores and the log."""
    nbgrader(root, "generate_assignment", assignment)
    log = nbgrader(root, "autograde", assignment)
    return recorded(root, assignment), log


def recorded(root: Path, assignment: str) -> Scores:
    """What the gradebook holds: automatic scores by student, notebook where there are several, and cell."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            f"{submission.student.id}/{grade.name}": grade.auto_score
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def returned(rows: list[SubmissionScores]) -> Scores:
    return {f"{row.student}/{score.cell}": score.auto_score for row in rows for score in row.scores}


class Graded:
    """A course graded twice: by nbgrader alone, and in the sandbox."""

    def __init__(self, root: Path, scores: Scores, rows: list[SubmissionScores]) -> None:
        self.root, self.stock, self.rows = root, scores, rows

    def row(self, student: str) -> SubmissionScores:
        return next(row for row in self.rows if row.student == student)


def grade(root: Path, sandbox: Sandbox | None, assignment: str = "hw", **options: Any) -> SubmissionScores:
    [row] = foreign_course.grade_course(root, root / "submitted", assignment, sandbox=sandbox, **options)
    return row
