"""``autograder new``: the folder of a new exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def new(
    address: Annotated[str, typer.Argument(help="LESSON/Name, such as 03_weights/SoftSum")],
    kind: Annotated[str, typer.Option(help="layer or function")] = "layer",
    probe: Annotated[bool, typer.Option("--probe", help="Make a probe.py as well, for a function")] = False,
    place: Annotated[bool, typer.Option("--place", help="Append the exercise at the end of lesson.py")] = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Make a small exercise that works, to be rewritten into your own."""
    from autograder.course import Course
    from autograder.course.percent_format import short_path
    from autograder.editions.exercise_template import make_skeleton

    made = make_skeleton(Course.open(course), address, kind=kind, probe=probe, place=place)
    lesson = made.folder.parent
    text = short_path(lesson / "lesson.py")
    if place:
        where = f"Placed at the end of {text}: {made.marker}"
    else:
        where = f"Put this line into {text}, where the exercise belongs: {made.marker}"
    lines = [
        *(f"Made {short_path(file)}" for file in made.files),
        where,
        f"Rewrite the files, then prove them: autograder verify {lesson.name}",
        "At last build: make build",
    ]
    for line in lines:
        Console(highlight=False, soft_wrap=True).print(line, markup=False)
