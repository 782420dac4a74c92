"""``autograder judge``: single answer cells against the hidden checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.cli.level_options import AcceptLimited, Trust, choose_level
from autograder.cli.tables import print_answers
from autograder.cli.visible_text import visible
from autograder.faults import UsageFault

if TYPE_CHECKING:
    from autograder.verdicts import ExerciseVerdict

MOST_BYTES = 1_000_000


def judge(
    address: Annotated[str, typer.Argument(help="LESSON/Name, such as 03_weights/ScaleShift")],
    answers: Annotated[list[Path], typer.Argument(help="Python files, each the text of one answer cell")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table")] = False,
    seed: Annotated[
        str | None, typer.Option(metavar="HEX", help="Ask the questions of a stored verdict again: its seed")
    ] = None,
    accept_limited: AcceptLimited = False,
    trust: Trust = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Judge single answers of one exercise, each in a sandboxed fork of its own. Exit code 0: all judged; 1: some not."""
    from autograder.course import Course
    from autograder.grading.one_answer import verdict_in_any_case
    from autograder.judge import seed as drawn
    from autograder.sandbox.sandbox import Sandbox

    here = Course.open(course)
    lesson, files = here.exercise(address)
    sources = [_read(path) for path in answers]  # all are read before the first is judged
    chosen_seed = drawn(here.secret(), f"{lesson.name}/{files.name}") if seed is None else _seed(seed)
    exam = files.exercise.exam(chosen_seed, files.max_points)
    with Sandbox(level=choose_level(accept_limited, trust)) as sandbox:
        rows = [
            _row(path, verdict_in_any_case(sandbox, lesson, files, exam, source))
            for path, source in zip(answers, sources, strict=True)
        ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print_answers(rows)
    if any(row["verdict"] == "broken" for row in rows):
        raise typer.Exit(1)


def _seed(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != 32:
        raise UsageFault(
            f"--seed takes the 64 hexadecimal digits that a stored verdict holds under replay. Received {len(text)} "
            f"characters that are none. Copy them from verdicts/STUDENT/LESSON.json."
        )
    return value


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageFault(f"An answer is a Python file. Received {path}: {error.strerror}. Check the path.") from None
    if len(raw) > MOST_BYTES:
        raise UsageFault(
            f"An answer file holds at most {MOST_BYTES:,} bytes. Received {path}: {len(raw):,}. Send one cell only."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageFault(f"An answer file is UTF-8 text. Received {path}, which is not. Save it as UTF-8.") from None


def _row(path: Path, verdict: ExerciseVerdict) -> dict[str, Any]:
    document = verdict.to_json()
    wanted = ("exercise", "verdict", "points", "max_points", "rung", "advice", "mistake", "misconception")
    return {"file": visible(path)} | {key: document[key] for key in wanted}
