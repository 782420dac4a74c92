"""Grade ids, by which submissions and gradebook rows find their cells: fixed once a lesson has submissions."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.course import Course, Lesson
from autograder.faults import UsageFault

Ids = dict[str, str]
"""What a cell is to nbgrader ("answer", "check", "locked text") by its grade id."""


def refuse_changes(course: Course, lesson: Lesson, fresh: Path) -> None:
    """Raise UsageFault when ``fresh`` (a new source notebook) has other grade ids than a lesson that has submissions.

    Points may change; ids may not be added, removed, renamed, or come to mean another kind of cell.
    """
    found = submissions(course, lesson)
    if not found:
        return
    before = recorded_ids(course, lesson)
    after = notebook_ids(fresh)
    if not before or before == after:
        return
    changes = [
        *(f"{name} removed" for name in before if name not in after),
        *(f"{name} added" for name in after if name not in before),
        *(
            f"{name} was {before[name]}, is {after[name]}"
            for name in before
            if name in after and before[name] != after[name]
        ),
    ]
    raise UsageFault(
        f"The grade ids of a lesson with submissions stay as they are, for submissions find their cells by them. "
        f"Received for {lesson.name}, which has {found}: {'; '.join(changes)}. "
        "Give the exercise its old name back, or make the change in a copy of the lesson under a new folder name."
    )


def submissions(course: Course, lesson: Lesson) -> str:
    """What submissions the lesson has, in words; empty when it has none."""
    folders = [p for p in (course.root / "submitted").glob(f"*/{lesson.name}") if p.is_dir()]
    if folders:
        return f"{len(folders)} in submitted/"
    rows = _gradebook(course, lesson)[0]
    return f"{rows} in gradebook.db" if rows else ""


def recorded_ids(course: Course, lesson: Lesson) -> Ids:
    """The ids that submissions were made against: those of the gradebook, else of release/, else of source/."""
    ids = _gradebook(course, lesson)[1]
    for folder in (course.release_dir, course.source_dir):
        ids = ids or notebook_ids(folder / lesson.name / f"{lesson.name}.ipynb")
    return ids


def notebook_ids(path: Path) -> Ids:
    """The ids in a notebook; empty when there is none or it cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, ValueError, nbformat.ValidationError):
        return {}
    marks = [cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata]
    return {str(meta["grade_id"]): _kind(meta) for meta in marks if "grade_id" in meta}


def _kind(meta: dict[str, object]) -> str:
    if meta.get("grade"):
        return "a check"
    return "an answer" if meta.get("solution") else "locked text"


def _gradebook(course: Course, lesson: Lesson) -> tuple[int, Ids]:
    """Number of submissions and ids in nbgrader's gradebook; nothing when there is no gradebook or no such lesson."""
    path = course.root / "gradebook.db"
    if not path.exists():
        return 0, {}
    from nbgrader.api import Gradebook, MissingEntry  # here, for it takes 2.5 s

    with Gradebook(f"sqlite:///{path}") as gradebook:
        try:
            assignment = gradebook.find_assignment(lesson.name)
        except MissingEntry:
            return 0, {}
        ids: Ids = {}
        for notebook in assignment.notebooks:
            ids |= {cell.name: "locked text" for cell in notebook.source_cells}
            ids |= {cell.name: "an answer" for cell in notebook.solution_cells}
            ids |= {cell.name: "a check" for cell in notebook.grade_cells}
        return len(assignment.submissions), ids
