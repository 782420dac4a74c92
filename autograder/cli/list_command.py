"""``autograder list``: what the course holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.cli.tables import print_exercises

if TYPE_CHECKING:
    from autograder.course import ExerciseFiles


def list_exercises(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table")] = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """List each exercise: lesson, points, minutes, hints, known wrong and right-but-different answers."""
    from autograder.course import Course

    here = Course.open(course)
    rows = [_row(lesson.name, files) for lesson in map(here.lesson, here.lessons) for files in lesson.exercises]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print_exercises(rows)


def _row(lesson: str, files: ExerciseFiles) -> dict[str, Any]:
    known = files.known_answers()
    return {
        "lesson": lesson,
        "exercise": files.name,
        "title": files.exercise.title,
        "points": float(files.max_points),
        "core": files.core,
        "minutes": files.exercise.minutes,
        "difficulty": files.exercise.difficulty,
        "hints": len([text for text in files.task.hints.values() if text.strip()]),
        "wrong": len(known.wrongs),
        "right": len(known.rights),
    }
