"""``autograder new``: the folder of a new exercise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def command(app: typer.Typer) -> None:
    """Register ``autograder new``."""

    @app.command("new")
    def new(
        address: Annotated[str, typer.Argument(help="LESSON/Name, such as 03_weights/SoftSum")],
        kind: Annotated[str, typer.Option(help="layer or function")] = "layer",
        probe: Annotated[bool, typer.Option("--probe", help="Make a probe.py as well, for a function")] = False,
        place: Annotated[bool, typer.Option("--place", help="Append the exercise at the end of lesson.py")] = False,
        course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
    ) -> None:
        """Make a small exercise that works, to be rewritten into your own."""
        for line in made(address, kind, probe, place, course):
            Console(highlight=False, soft_wrap=True).print(line, markup=False)


def made(address: str, kind: str, probe: bool, place: bool, course: Path | None = None) -> list[str]:
    """Make the exercise; returns what to tell of it, and what comes next."""
    from autograder.course import Course
    from autograder.editions.exercise_template import make_skeleton

    here = Course.open(course)
    skeleton = make_skeleton(here, address, kind, probe, place)
    lesson = skeleton.folder.parent
    text = _short(lesson / "lesson.py")
    lines = [f"Made {_short(file)}" for file in skeleton.files]
    if place:
        lines.append(f"Placed at the end of {text}: {skeleton.marker}")
    else:
        lines.append(f"Put this line into {text}, where the exercise stands: {skeleton.marker}")
    return [*lines, f"Rewrite the files, then prove them: autograder verify {lesson.name}", "At last build: make build"]


def _short(path: Path) -> str:
    """The path from the current folder where it lies below it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
