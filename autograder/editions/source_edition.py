"""nbgrader's instructor version of a lesson: ``source/LESSON/LESSON.ipynb``."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course, ExerciseFiles, Lesson
from autograder.editions.release_checks import write_checks

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
DRAWING = "# Drawing"
"""What the reader sees of a folded cell that does not begin with a comment."""
SCHEMA = 3
"""Of nbgrader's cell metadata: what nbgrader 0.9 writes."""


def write_source(course: Course, lesson: Lesson, folder: Path) -> None:
    """Write the notebook and its ``checks/`` into ``folder`` (``…/source/LESSON``). Equal lessons give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    write_notebook(source_notebook(course, lesson), folder / f"{lesson.name}.ipynb")
    write_checks(lesson, folder / "checks")


def source_notebook(course: Course, lesson: Lesson) -> NotebookNode:
    """The lesson with its model answers, one locked check cell an exercise, and ids that stay."""
    cells: list[NotebookNode] = []
    used: Counter[str] = Counter()

    def plain(kind: str, source: str, tags: tuple[str, ...] = ()) -> NotebookNode:
        make = new_markdown_cell if kind == "markdown" else new_code_cell
        metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
        if "drawing" in tags:  # JupyterLab folds the code of such a cell; the figure stays
            metadata["jupyter"] = {"source_hidden": True}
            source = labelled(source)
        return make(source, id=_id(kind, source, used), metadata=metadata)

    for cell in lesson.cells:
        if cell.exercise is not None:
            cells += exercise_cells(lesson.exercise_in(cell.exercise))
        else:
            cells.append(plain(cell.kind, cell.source, cell.tags))
            if len(cells) == 1 and lesson.header.strip():
                cells.append(plain("markdown", lesson.header.strip()))
    metadata = {
        "course": {"built_by": "autograder build", "built_from": course.path_of(lesson)},
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
    }
    return new_notebook(cells=cells, metadata=metadata)


def labelled(source: str) -> str:
    """A drawing cell's code beneath the line that says what is folded: a comment of its own, or ``# Drawing``."""
    return source if source.startswith("#") else f"{DRAWING}\n{source}"


def exercise_cells(files: ExerciseFiles) -> list[NotebookNode]:
    """Prose, answer and check cell of one exercise, by nbgrader's rules."""
    name = files.name
    points = int(files.max_points) if files.max_points == int(files.max_points) else files.max_points
    return [
        new_markdown_cell(files.task.prose, id=f"task-{name}", metadata=_nbgrader(f"task-{name}", locked=True)),
        new_code_cell(files.task.answer, id=name, metadata=_nbgrader(name, solution=True)),
        new_code_cell(
            f'check("{name}")',
            id=f"check-{name}",
            metadata=_nbgrader(f"check-{name}", grade=True, locked=True, points=points),
        ),
    ]


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write valid nbformat 4.5 with \\n line ends; nbformat's silent repairs (of ids, say) are errors here."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nbformat.validate(notebook)
    path.write_bytes((nbformat.writes(notebook, version=4) + "\n").encode())


def _nbgrader(grade_id: str, **marks: Any) -> dict[str, Any]:
    plain = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**plain, "grade_id": grade_id, "schema_version": SCHEMA, **marks}}


def _id(kind: str, source: str, used: Counter[str]) -> str:
    """An id from what the cell says, so that it stays when cells above it come and go; repeats are counted."""
    digest = hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:12]
    used[digest] += 1
    return digest if used[digest] == 1 else f"{digest}-{used[digest]}"
