"""``autograder verify``: prove that the checks check."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder.cli.level_options import require_linux
from autograder.cli.tables import PROOF_COLUMNS, print_proofs

if TYPE_CHECKING:
    from autograder.course import Course


def verify(
    lessons: Annotated[list[str] | None, typer.Argument(help="Lessons; by default all of the course")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")] = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Judge the stub, the model answer and all known answers of each exercise; exit code 1 if anything is unproved."""
    require_linux()
    from autograder.course import Course
    from autograder.pages.claims import read_claims

    here = Course.open(course)
    if here.claims is not None and not lessons:
        read_claims(here.claims)  # a link to a lesson's section that is gone is its author's fault
    report = prove_lessons(here, lessons or here.lessons)
    if as_json:
        typer.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        print_proofs(report)
    if report["totals"]["unproved"]:
        raise typer.Exit(1)


def prove_lessons(course: Course, lessons: Iterable[str]) -> dict[str, Any]:
    """The report: one row an exercise, an ordering task or a lesson's text; model answers spoilt and refused by kind; totals.

    Raises UsageFault for an unknown lesson.
    """
    from autograder.grading.workers import WorkerPool
    from autograder.proof.exercise_proof import Proof
    from autograder.proof.lesson_parts import Part, parts, prove_part
    from autograder.sandbox.doctor import strongest
    from autograder.sandbox.sandbox import Sandbox

    secret = course.secret()
    tasks = [part for lesson in map(course.lesson, lessons) for part in parts(lesson)]

    def proved(sandbox: Sandbox, part: Part) -> Proof:
        return prove_part(sandbox, part, secret)

    # The known answers are the author's own code, so whatever the machine gives will do.
    open_sandbox = partial(Sandbox, level=strongest("protected", "limited", "unprotected"))
    found: dict[tuple[str, str], dict[str, Any]] = {}
    # The longest first: the last one must not keep one worker busy while the others have nothing left to do.
    first = sorted(tasks, key=lambda part: part.size, reverse=True)
    for part, proof in WorkerPool(open_sandbox, os.cpu_count() or 1, proved).work(first):
        if isinstance(proof, Exception):
            raise proof
        found[part.lesson.name, part.name] = proof.to_json()
    rows = [found[part.lesson.name, part.name] for part in tasks]
    totals = {key: sum(row[key] for row in rows) for key in PROOF_COLUMNS[2:]}
    spoilt: dict[str, list[int]] = {}
    for row in rows:
        for kind, (made, refused) in row["spoilt"].items():
            before = spoilt.get(kind, [0, 0])
            spoilt[kind] = [before[0] + made, before[1] + refused]
    unproved = sum(len(row["unproved"]) for row in rows)
    return {"exercises": rows, "spoilt": spoilt, "totals": totals | {"unproved": unproved}}
