"""A lesson: its text, in order, with the places of its exercises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course.exercise_files import ExerciseFiles, read_exercise
from autograder.course.parsons_file import Parsons, read_parsons
from autograder.course.percent_format import PercentCell, read_cells, short_path
from autograder.course.quiz_file import read_quizzes
from autograder.faults import AuthorFault, UsageFault

TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
MINUTES = re.compile(r"\b(\d+)\s*(?:minutes|min)\b")


@dataclass(frozen=True, slots=True)
class LessonCell:
    """A cell of lesson.py. ``kind`` is "markdown", "code" or "exercise"; ``exercise`` then names the folder."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()
    exercise: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """All that the lesson's folder says, with the instructor's wishes of course.toml."""

    name: str
    folder: Path
    title: str
    minutes: int
    due: datetime | None
    header: str
    cells: tuple[LessonCell, ...]
    exercises: tuple[ExerciseFiles, ...]
    setup: str
    quizzes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    parsons: dict[str, Parsons] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """lesson.py itself."""
        return self.folder / "lesson.py"

    def exercise_in(self, folder: str) -> ExerciseFiles:
        """The exercise whose folder is called ``folder``."""
        return next(files for files in self.exercises if files.folder.name == folder)


def read_lesson(folder: Path, points: dict[str, float], due: datetime | None = None, header: str = "") -> Lesson:
    """The lesson in ``folder``.

    Raises AuthorFault, with file and line, for what its author must mend; UsageFault when ``points`` (the instructor's)
    name an exercise that the lesson does not have.
    """
    path = folder / "lesson.py"
    cells = tuple(_cell(cell, path) for cell in read_cells(path))
    exercises = _exercises(cells, folder, points)
    unknown = sorted(set(points) - {files.name for files in exercises})
    if unknown:
        raise UsageFault(
            f"course.toml gives points to exercises that lesson {folder.name} has. Received: {', '.join(unknown)}. "
            f"It has {', '.join(files.name for files in exercises) or 'none'}."
        )
    title, minutes = _opening(cells, path)
    return Lesson(
        name=folder.name,
        folder=folder,
        title=title,
        minutes=minutes,
        due=due,
        header=header,
        cells=cells,
        exercises=exercises,
        setup=_setup(cells, path),
        quizzes=read_quizzes(folder / "quiz.toml"),
        parsons=read_parsons(folder / "parsons.toml"),
    )


def _cell(cell: PercentCell, path: Path) -> LessonCell:
    tags = cell.metadata.get("tags", [])
    exercise = cell.metadata.get("exercise")
    known = {"tags", "exercise"}
    if set(cell.metadata) - known or not isinstance(tags, list) or not isinstance(exercise, str | None):
        raise AuthorFault(
            f'{short_path(path)}, line {cell.line}: a cell may say tags=["…"] or exercise="folder". Received: {cell.metadata}.'
        )
    if exercise is not None and (cell.kind != "code" or cell.source.strip()):
        raise AuthorFault(
            f'{short_path(path)}, line {cell.line}: the cell exercise="{exercise}" only marks a place and stays empty. '
            f"Received a {cell.kind} cell with text. Put that into {exercise}/task.py."
        )
    kind = "exercise" if exercise is not None else cell.kind
    return LessonCell(kind, cell.source, tuple(str(tag) for tag in tags), exercise, cell.line)


def _exercises(cells: tuple[LessonCell, ...], folder: Path, points: dict[str, float]) -> tuple[ExerciseFiles, ...]:
    path = folder / "lesson.py"
    found: dict[str, ExerciseFiles] = {}
    for cell in cells:
        if cell.exercise is None:
            continue
        if not (folder / cell.exercise).is_dir() or "/" in cell.exercise:
            there = ", ".join(sorted(p.parent.name for p in folder.glob("*/task.py"))) or "none"
            raise AuthorFault(
                f"{short_path(path)}, line {cell.line}: exercise= names a folder of the lesson. Received '{cell.exercise}'. "
                f"Folders with a task.py: {there}."
            )
        files = read_exercise(folder / cell.exercise, points)
        twice = files.folder.name in {f.folder.name for f in found.values()}
        if twice or files.name in found:
            raise AuthorFault(
                f"{short_path(path)}, line {cell.line}: an exercise stands once in a lesson. Received {files.name} again. "
                "Take one of the two out, or rename it."
            )
        found[files.name] = files
    return tuple(found.values())


def _opening(cells: tuple[LessonCell, ...], path: Path) -> tuple[str, int]:
    first = cells[0].source if cells and cells[0].kind == "markdown" else ""
    title, minutes = TITLE.search(first), MINUTES.search(first)
    if title is None or minutes is None:
        raise AuthorFault(
            f"{short_path(path)}, line 1: the first cell is markdown with a title ('# …') and the time needed ('60 minutes'). "
            f"Received {'no title' if title is None else 'no minutes'}."
        )
    return title.group(1), int(minutes.group(1))


def _setup(cells: tuple[LessonCell, ...], path: Path) -> str:
    tagged = [cell for cell in cells if "setup" in cell.tags]
    first = next((cell for cell in cells if cell.kind != "markdown"), None)
    if len(tagged) != 1 or tagged[0] is not first:
        raise AuthorFault(
            f'{short_path(path)}, line {tagged[-1].line if tagged else 1}: the first code cell, and it alone, has tags=["setup"]. '
            f"Received {len(tagged)} such cells{' in another place' if len(tagged) == 1 else ''}."
        )
    return tagged[0].source
