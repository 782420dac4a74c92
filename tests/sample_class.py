"""The sample class: one submission a behaviour, made from the release and the known answers of the exercises.

``make submissions`` writes tests/submissions/ anew after a lesson has changed; the scores that are expected of them
stand in tests/expected_scores.toml, by hand.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from tests.support.paths import ROOT

LESSON = "03_weights"
STYLE = {
    "ScaleShift": "the other order, other names",
    "RunningMean": "keras.Variable and a flattened batch",
    "PenalisedScale": "add_loss in call",
    "tracking_report": "a stack in place of recursion",
    "fix_1": "a Dense inside",
    "fix_2": "the shape by position",
    "fix_3": "made and built in build",
    "fix_4": "TensorFlow inside",
}
MISCONCEPTIONS = {
    "raw_variables": {
        "ScaleShift": "untracked",
        "RunningMean": "untracked",
        "PenalisedScale": "untracked",
        "fix_1": "untracked",
    },
    "made_in_call": {"ScaleShift": "in_call", "fix_3": "not_owned", "fix_4": "in_call"},
    "moves_always": {"RunningMean": "always", "PenalisedScale": "halved"},
    "looks_at_the_surface": {"ScaleShift": "shift_first", "tracking_report": "surface_only"},
}
NOISE = """
import logging, sys, warnings
warnings.warn("a warning that must cost nothing")
print("a line on stderr", file=sys.stderr)
logging.getLogger("student").error("an error that is only logged")
"""
Notebook = Any


def answered(lesson: Lesson, release: Notebook, choose: Callable[[Any], str | None]) -> Notebook:
    """The release with the answer cells filled by ``choose(exercise files)``; None leaves the stub."""
    notebook = copy.deepcopy(release)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for files in lesson.exercises:
        source = choose(files)
        if source is not None:
            cells[files.name].source = source.strip("\n")
    return notebook


def known(files: Any, name: str) -> str:
    """The text of a known answer of the exercise."""
    answers = files.known_answers()
    answer = next(a for a in (*answers.wrongs, *answers.rights) if a.name == name)
    return answer.source(files.task.solution)


def with_mistakes(names: dict[str, str]) -> Callable[[Any], str]:
    return lambda files: known(files, names[files.name]) if files.name in names else files.task.solution


def changed(name: str, old: str, new: str) -> Callable[[Any], str]:
    def choose(files: Any) -> str:
        source = files.task.solution
        assert files.name != name or source.count(old) == 1
        return source.replace(old, new) if files.name == name else source

    return choose


def noisy(notebook: Notebook) -> Notebook:
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source + "\n" + NOISE
    return notebook


def mangled(notebook: Notebook) -> Notebook:
    """The first check cell is deleted, the second stands twice, the last answer cell stands twice (stub first)."""
    checks = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells.remove(checks[0])
    twice = copy.deepcopy(checks[1])
    twice.id = "copied-check"
    twice.source = "assert True"
    notebook.cells.insert(notebook.cells.index(checks[1]) + 1, twice)
    answers = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
    stub = copy.deepcopy(answers[-1])
    stub.id = "copied-stub"
    stub.source = "# YOUR CODE HERE\nraise NotImplementedError()"
    notebook.cells.insert(notebook.cells.index(answers[-1]), stub)
    return notebook


def sample_class(course: Course) -> dict[str, Notebook]:
    """A notebook for each behaviour."""
    lesson = course.lesson(LESSON)
    release = nbformat.read(course.release_dir / LESSON / f"{LESSON}.ipynb", as_version=4)

    def fill(choose: Callable[[Any], str | None]) -> Notebook:
        return answered(lesson, release, choose)

    right = fill(lambda files: files.task.solution)
    first_two = [files.name for files in lesson.exercises][:2]
    return {
        "right": right,
        "right_in_another_style": fill(lambda files: known(files, STYLE[files.name])),
        **{name: fill(with_mistakes(mistakes)) for name, mistakes in MISCONCEPTIONS.items()},
        "half_done": fill(lambda files: files.task.solution if files.name in first_two else None),
        "untouched": copy.deepcopy(release),
        "noisy_on_stderr": noisy(copy.deepcopy(right)),
        "mangles_check_cells": mangled(copy.deepcopy(right)),
        "endless_loop": fill(
            changed(
                "RunningMean", "        if training:\n", "        while True:\n            pass\n        if training:\n"
            )
        ),
        "ends_the_process": fill(
            changed("PenalisedScale", "        return self.scale * inputs", "        import os; os._exit(0)")
        ),
    }


def write(folder: Path = ROOT / "tests" / "submissions") -> None:
    """Write nbgrader's layout, submissions/STUDENT/LESSON/LESSON.ipynb; what stood there goes."""
    made = sample_class(Course.open(ROOT))  # all of it, before anything is thrown away
    shutil.rmtree(folder, ignore_errors=True)
    for student, notebook in made.items():
        place = folder / student / LESSON
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{LESSON}.ipynb")


if __name__ == "__main__":
    write()
