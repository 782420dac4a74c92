"""``autograder list``: what the course holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

COLUMNS = ("lesson", "exercise", "title", "points", "minutes", "hints", "wrong", "right")


def command(app: typer.Typer) -> None:
    """Register ``autograder list``."""

    @app.command("list")
    def listing(
        as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table")] = False,
        course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
    ) -> None:
        """List each exercise: lesson, points, minutes, hints, known wrong and right-but-different answers."""
        rows = exercises(course)
        if as_json:
            typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return
        for name in dict.fromkeys(row["lesson"] for row in rows):
            table = Table(*COLUMNS[1:], title=name, title_justify="left")
            for row in rows:
                if row["lesson"] == name:
                    table.add_row(*(f"{row[c]:g}" if isinstance(row[c], float) else str(row[c]) for c in COLUMNS[1:]))
            Console().print(table)


def exercises(course: Path | None = None) -> list[dict[str, Any]]:
    """One row an exercise, in the order of the course."""
    from autograder.course.course import Course

    here = Course.open(course)
    return [
        {
            "lesson": lesson.name,
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
        for lesson in map(here.lesson, here.lessons)
        for files in lesson.exercises
        for known in [files.known_answers()]
    ]
