"""Whether the committed editions are what the lessons give: rebuilt aside, and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.course import Course, Lesson
from autograder.editions.build_lesson import make_editions
from autograder.editions.leak_guard import find_hidden_content
from autograder.editions.manual_edits import files_in, record_digests, record_path
from autograder.editions.reading_edition import reading_notebook, write_reading

MEND = "Run: make build"


def find_differences(course: Course, lesson: Lesson, execute: bool = False) -> list[str]:
    """One sentence for each file that is not as the lesson gives it, and for each finding of the guard; [] is success.

    source/ and release/ are compared byte by byte; of notebooks/ the cells and inputs, for numbers and pixels differ
    between processors. ``execute`` runs the lesson through besides (AuthorFault when it does not run). Writes nothing.
    """
    built_from = course.path_of(lesson)
    reading = course.notebooks_dir / f"{lesson.name}.ipynb"
    with tempfile.TemporaryDirectory() as name:
        aside = Path(name).resolve()
        fresh = make_editions(course, lesson, aside)
        found: list[str] = []
        for place in (course.source_dir / lesson.name, course.release_dir / lesson.name):
            found += _folders(aside / place.parent.name / place.name, place, course.root, built_from)
        stamp = record_path(course.source_dir / lesson.name)
        if not stamp.exists() or stamp.read_bytes() != record_digests(fresh):
            found.append(f"{stamp.relative_to(course.root).as_posix()} differs from {built_from}. {MEND}")
        found += compare_folders(reading, lambda: reading_notebook(fresh, lesson), built_from)
        if execute:
            write_reading(fresh, lesson, aside / reading.name)
    found += [
        str(finding) for finding in find_hidden_content(course, lesson, course.release_dir / lesson.name, reading)
    ]
    return found


def _folders(fresh: Path, place: Path, root: Path, built_from: str) -> list[str]:
    new, old = files_in(fresh), files_in(place)
    where = place.relative_to(root).as_posix()
    found = []
    for name in sorted(set(new) | set(old)):
        if name not in old:
            found.append(f"{where}/{name} is missing, and {built_from} gives it. {MEND}")
        elif name not in new:
            found.append(f"{where}/{name} does not come from {built_from}. {MEND}")
        elif new[name].read_bytes() != old[name].read_bytes():
            found.append(f"{where}/{name} differs from {built_from}. {MEND}")
    return found


def compare_folders(reading: Path, expect: Callable[[], nbformat.NotebookNode], built_from: str) -> list[str]:
    """One sentence when the notebook ``reading`` is not, but for its outputs, the one that ``expect`` gives; else none."""
    where = f"notebooks/{reading.name}"
    if not reading.exists():
        return [f"{where} is missing, and {built_from} gives it. {MEND}"]
    try:
        there = nbformat.read(reading, as_version=4)
    except (ValueError, nbformat.ValidationError):
        return [f"{where} is no notebook. {MEND}"]
    expected = expect()
    if there.metadata.get("course") != expected.metadata["course"]:
        return [f"{where} was executed with an earlier {built_from}. {MEND}"]
    if [_said(cell) for cell in there.cells] != [_said(cell) for cell in expected.cells]:
        return [f"{where} differs from {built_from}. {MEND}"]
    return []


def _said(cell: nbformat.NotebookNode) -> tuple[str, str, str, dict[str, object]]:
    return cell.get("id", ""), cell.cell_type, cell.source, dict(cell.metadata)
