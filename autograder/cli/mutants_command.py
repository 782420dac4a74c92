"""``autograder mutants``: prove the checks by wrong answers that a machine makes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.cli.level_options import require_linux
from autograder.cli.tables import MUTANT_COUNTS, number_of, print_mutants
from autograder.faults import MachineFault, UsageFault

if TYPE_CHECKING:
    from autograder.course import Course


def mutants(
    lessons: Annotated[list[str] | None, typer.Argument(help="Lessons; by default all of the course")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")] = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Change the model answers piece by piece and judge each; exit code 1 if one is taken for right, or a record is stale."""
    _require_mutmut()
    require_linux()
    from autograder.course import Course

    here = Course.open(course)
    report = score_lessons(here, lessons or here.lessons)
    if as_json:
        typer.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_mutants(report)
    if report["totals"]["survived"] or report["totals"]["broken"] or report["totals"]["stale"]:
        raise typer.Exit(1)


def _require_mutmut() -> None:
    """Raise UsageFault where mutmut is not installed."""
    try:
        import autograder.proof.mutation_score  # noqa: F401
    except ModuleNotFoundError as missing:
        raise UsageFault(
            "Mutants are made with mutmut, which an author's environment has and a student's has not. "
            f"Received: no module {missing.name}. Run `make mutants` in the repository."
        ) from missing


def score_lessons(course: Course, lessons: Iterable[str]) -> dict[str, Any]:
    """The report: one row an exercise, and totals.

    Raises UsageFault for an unknown lesson, MachineFault when no sandbox opens.
    """
    from autograder.grading.workers import WorkerPool
    from autograder.judge import seed
    from autograder.proof.mutants import Mutant
    from autograder.proof.mutation_score import Trial, percent
    from autograder.sandbox.doctor import strongest
    from autograder.sandbox.sandbox import Sandbox
    from autograder.verdicts import Broken, Outcome

    secret = course.secret()
    trials = [
        Trial.of(lesson, files, seed(secret, f"{lesson.name}/{files.name}"))
        for lesson in map(course.lesson, lessons)
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
    totals = {key: sum(number_of(row[key]) for row in rows) for key in (*MUTANT_COUNTS, "stale")}
    score = percent(totals["killed"], totals["mutants"] - totals["equivalent"])
    return {"exercises": rows, "totals": totals | {"score": score}}
