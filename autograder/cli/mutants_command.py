"""``autograder mutants``: prove the checks by wrong answers that a machine makes."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from autograder.cli.level_options import require_linux
from autograder.faults import MachineFault, UsageFault

COUNTS = ("mutants", "killed", "equivalent", "survived", "broken")
TOLD = {
    "survived": "A mutant is refused, or recorded as right after all. Received one that the judge takes for right. Add a "
    "case that tells it from the model answer, or write exercise.equivalent(old, new, reason=…) in hidden.py.",
    "broken": "A mutant gets a verdict. Received none for this one. Mend the check, so that it withstands such an answer.",
}


def command(app: typer.Typer) -> None:
    """Register ``autograder mutants``."""

    @app.command("mutants")
    def mutants(
        lessons: Annotated[list[str] | None, typer.Argument(help="Lessons; by default all of the course")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")] = False,
        course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
    ) -> None:
        """Change the model answers piece by piece and judge each; exit code 1 if one is taken for right, or a record is stale."""
        report = scores(lessons or [], course)
        if as_json:
            typer.echo(json.dumps(report, indent=2, ensure_ascii=False))
        else:
            show(report)
        if report["totals"]["survived"] or report["totals"]["broken"] or report["totals"]["stale"]:
            raise typer.Exit(1)


def scores(lessons: list[str], course: Path | None = None) -> dict[str, Any]:
    """The report: one row an exercise, and totals.

    Raises UsageFault for an unknown lesson and where mutmut is not installed, MachineFault when no sandbox opens.
    """
    try:
        from autograder.proof.mutation_score import Trial, percent
    except ModuleNotFoundError as missing:
        raise UsageFault(
            "Mutants are made with mutmut, which an author's environment has and a student's has not. "
            f"Received: no module {missing.name}. Run `make mutants` in the repository."
        ) from missing
    from autograder.course.course import Course
    from autograder.grading.workers import WorkerPool
    from autograder.judge import seed
    from autograder.proof.mutants import Mutant
    from autograder.sandbox.doctor import strongest
    from autograder.sandbox.sandbox import Sandbox
    from autograder.verdicts import Broken, Outcome

    require_linux()
    here = Course.open(course)
    secret = here.secret()
    trials = [
        Trial.of(lesson, files, seed(secret, f"{lesson.name}/{files.name}"))
        for lesson in map(here.lesson, lessons or here.lessons)
        for files in lesson.exercises
    ]

    def judged(sandbox: Sandbox, task: tuple[Trial, Mutant]) -> Outcome:
        trial, mutant = task
        return trial.judge(sandbox, mutant)

    # The mutants are made from the author's own code, so whatever the machine gives will do.
    open_sandbox = partial(Sandbox, level=strongest("protected", "limited", "unprotected"))
    tasks = [(trial, mutant) for trial in trials for mutant in trial.mutants]
    for (trial, mutant), outcome in WorkerPool(open_sandbox, os.cpu_count() or 1, judged).work(tasks):
        if isinstance(outcome, MachineFault):
            outcome = Broken(str(outcome))
        elif isinstance(outcome, Exception):
            raise outcome
        trial.outcomes[mutant] = outcome
    rows = [trial.score().to_json() for trial in trials]
    totals = {key: sum(_number(row[key]) for row in rows) for key in (*COUNTS, "stale")}
    score = percent(totals["killed"], totals["mutants"] - totals["equivalent"])
    return {"exercises": rows, "totals": totals | {"score": score}}


def show(report: dict[str, Any]) -> None:
    """Print the table, then each mutant that was not refused and each stale record."""
    console = Console(highlight=False)
    for lesson in dict.fromkeys(row["lesson"] for row in report["exercises"]):
        table = Table("exercise", *COUNTS, "score", title=lesson, title_justify="left")
        for row in report["exercises"]:
            if row["lesson"] == lesson:
                table.add_row(row["exercise"], *(str(_number(row[key])) for key in COUNTS), f"{row['score']:g} %")
        console.print(table)
    console.print(f"{report['totals']['score']:g} % of the mutants that are not equivalent were refused.")
    for kind, sentence in TOLD.items():
        if any(row[kind] for row in report["exercises"]):
            console.print(f"\n{sentence}", markup=False, soft_wrap=True)
        for row in report["exercises"]:
            for text in row[kind]:
                console.print(f"{row['lesson']}/{row['exercise']}\n{text}", markup=False, soft_wrap=True)
    for row in report["exercises"]:
        for text in row["stale"]:
            console.print(f"{row['lesson']}/{row['exercise']}: {text}", markup=False, soft_wrap=True)


def _number(value: int | list[Any]) -> int:
    return value if isinstance(value, int) else len(value)
