"""``autograder grade``: a folder of submissions in; gradebook, feedback pages and a class report out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder.cli.level_options import AcceptLimited, Trust, chosen
from autograder.faults import UsageFault
from autograder.verdicts import Broken, SubmissionVerdict


def command(app: typer.Typer) -> None:
    """Register ``autograder grade``."""

    @app.command("grade")
    def grade(
        submitted: Annotated[
            Path, typer.Argument(metavar="SUBMITTED", help="A folder or zip of STUDENT/LESSON/LESSON.ipynb")
        ],
        lesson: Annotated[str | None, typer.Option(help="Only this lesson")] = None,
        student: Annotated[str | None, typer.Option(help="Only this student")] = None,
        out: Annotated[Path | None, typer.Option(help="Where results go; by default the course's folder")] = None,
        json_file: Annotated[
            Path | None, typer.Option("--json", help="Write all verdicts to this file as well")
        ] = None,
        jobs: Annotated[int | None, typer.Option(min=1, help="Sandboxes at work; by default one a core")] = None,
        again: Annotated[bool, typer.Option("--again", help="Judge unchanged submissions again")] = False,
        accept_limited: AcceptLimited = False,
        trust: Trust = False,
        course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
    ) -> None:
        """Grade submissions in the sandbox. Exit code 0: all judged; 1: some not; 2: the command was wrong."""
        code = grade_folder(submitted, lesson, student, out, json_file, jobs, again, accept_limited, trust, course)
        raise typer.Exit(code)


def grade_folder(
    submitted: Path,
    lesson: str | None = None,
    student: str | None = None,
    out: Path | None = None,
    json_file: Path | None = None,
    jobs: int | None = None,
    again: bool = False,
    accept_limited: bool = False,
    trust: bool = False,
    course: Path | None = None,
) -> int:
    """Grade and print. Returns 0 when everything was judged, 1 when something was not. Raises Fault."""
    from autograder.cli.foreign_course_command import grade_foreign, is_foreign
    from autograder.course.course import Course
    from autograder.grading.batch import Grader
    from autograder.grading.folder_lock import folder_lock
    from autograder.intake.submissions import class_folder
    from autograder.intake.unpack_folder import Unpacked
    from autograder.nbgrader_plugin.nbgrader_course import assignments
    from autograder.results.recorder import Recorder
    from autograder.results.write_errors import refusals
    from autograder.sandbox.sandbox import Sandbox
    from autograder.whole_files import write_whole

    elsewhere = (course or Path.cwd()).resolve()
    if is_foreign(elsewhere):
        level = chosen(accept_limited, trust)
        with Unpacked() as unpacked, refusals(elsewhere), folder_lock(elsewhere, _wait):
            folder = class_folder(submitted, assignments(elsewhere), unpacked)
            return grade_foreign(elsewhere, folder, lesson, student, json_file, level=level)
    here = Course.open(course)
    target = (out or here.root).resolve()
    if json_file is not None and not json_file.resolve().parent.is_dir():
        raise UsageFault(f"--json names a file in a folder that exists. Received {json_file}. Make the folder first.")
    recorder = Recorder(here, target)
    for name in here.lessons if lesson is None else (lesson,):
        recorder.skeleton(here.lesson(name))
    level = chosen(accept_limited, trust)
    grader = Grader(here, target, partial(Sandbox, level=level), frozenset({"protected", level}))
    with grader.unpacked, refusals(target), folder_lock(target, _wait):
        recorder.tidy()
        with _progress() as on_progress:
            batch = grader.run(
                submitted,
                lesson=lesson,
                student=student,
                workers=jobs or os.cpu_count() or 1,
                again=again,
                on_progress=on_progress,
            )
        if json_file is not None:
            write_whole(json_file, json.dumps([verdict.to_json() for verdict in batch.verdicts], indent=2) + "\n")
        report = recorder.record(batch, grader)
    _show(batch.verdicts)
    _print_notes(batch.kept, batch.unknown, batch.beside, batch.verdicts)
    Console(soft_wrap=True, highlight=False).print(f"Class report: {_short(report)}", markup=False)
    Console(soft_wrap=True, highlight=False).print(
        f"Feedback pages: {_short(recorder.feedback('STUDENT', 'LESSON'))}", markup=False
    )
    return 1 if any(verdict.broken for verdict in batch.verdicts) else 0


def _wait(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, markup=False)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, SubmissionVerdict], None]]:
    """A bar on a terminal; elsewhere one plain line a submission."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        yield lambda done, of, verdict: console.print(f"{done}/{of} {verdict.lesson} {verdict.student}", markup=False)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Grading", total=None)

        def on_progress(done: int, of: int, verdict: SubmissionVerdict) -> None:
            bar.update(task, completed=done, total=of, description=f"Grading: {verdict.student}")

        yield on_progress


def _show(verdicts: list[SubmissionVerdict]) -> None:
    """One table a lesson on stdout: a row a student, a column an exercise."""
    from autograder.results.class_report import note, points
    from autograder.results.feedback_page import badge

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, 160))  # a file has no width to keep to
    for lesson in dict.fromkeys(v.lesson for v in verdicts if not v.refused or v.lesson != "–"):
        rows = [v for v in verdicts if v.lesson == lesson]
        names = next(([e.exercise for e in v.exercises] for v in rows if v.exercises), [])
        table = Table("student", *names, "total", "note", title=lesson, title_justify="left")
        for verdict in rows:
            cells = [f"{badge(e)[0]} {points(e)}".strip() for e in verdict.exercises] or ["–"] * len(names)
            total = "–" if verdict.refused else f"{round(verdict.points, 2):g}/{round(verdict.max_points, 2):g}"
            table.add_row(verdict.student, *cells, total, note(verdict))
        console.print(table)
    console.print(
        "✓ right  ◐ partly right  ✗ not yet right  ○ not answered  ? not judged  – could not be read", markup=False
    )


def _print_notes(kept: int, unknown: list[str], beside: list[str], verdicts: list[SubmissionVerdict]) -> None:
    """What is not in the table, the three kinds of fault apart."""
    console = Console(soft_wrap=True, highlight=False)

    def print_line(text: str) -> None:
        console.print(text, markup=False)

    if kept:
        print_line(
            f"{_many(kept, 'verdict')} of an earlier run still held: nothing had changed. Use --again to judge anew."
        )
    for verdict in verdicts:
        if verdict.refused:
            print_line(f"Could not be read: {verdict.student}, {verdict.lesson}. {verdict.refused}")
    for name in unknown:
        print_line(f"Left alone: {name} is no lesson of this course.")
    for name in beside:
        print_line(f"Left alone: {name}, because the folder of that name beside it counts.")
    for verdict in verdicts:
        for exercise in verdict.exercises:
            if isinstance(exercise.outcome, Broken):
                print_line(
                    f"Not judged, no grade written: {verdict.student}, {verdict.lesson}/{exercise.exercise}. "
                    f"{exercise.outcome.reason}"
                )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short(path: Path) -> str:
    """The path from the current folder where it lies below it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
