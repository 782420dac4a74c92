"""``autograder grade``: a folder of submissions in; gradebook, feedback pages and a class report out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli.level_options import AcceptLimited, Trust, choose_level
from autograder.cli.tables import print_class
from autograder.cli.visible_text import visible
from autograder.faults import UsageFault
from autograder.verdicts import Broken, SubmissionVerdict

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.grading.graded_batch import Batch
    from autograder.sandbox.process_locks import Level


@dataclass(frozen=True, slots=True)
class GradeOptions:
    """What was asked for beside the submissions and their course: which of them, how they are judged, where results go."""

    lesson: str | None
    student: str | None
    out: Path | None
    json_file: Path | None
    jobs: int
    again: bool
    accept_limited: bool
    trust: bool

    def level(self) -> Level:
        """The level of the sandbox. Raises Fault as ``choose_level`` does."""
        return choose_level(self.accept_limited, self.trust)


def grade(
    submitted: Annotated[
        Path, typer.Argument(metavar="SUBMITTED", help="A folder or zip of STUDENT/LESSON/LESSON.ipynb")
    ],
    lesson: Annotated[str | None, typer.Option(help="Only this lesson")] = None,
    student: Annotated[str | None, typer.Option(help="Only this student")] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; by default the course's folder")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write all verdicts to this file as well")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Sandboxes at work; by default one a core")] = None,
    again: Annotated[bool, typer.Option("--again", help="Judge unchanged submissions again")] = False,
    accept_limited: AcceptLimited = False,
    trust: Trust = False,
    course: Annotated[Path | None, typer.Option(help="The course's folder; by default found upwards")] = None,
) -> None:
    """Grade submissions in the sandbox. Exit code 0: all judged; 1: some not; 2: the command was wrong."""
    from autograder.cli.foreign_course_command import is_foreign
    from autograder.course import Course

    options = GradeOptions(
        lesson=lesson,
        student=student,
        out=out,
        json_file=json_file,
        jobs=jobs or os.cpu_count() or 1,
        again=again,
        accept_limited=accept_limited,
        trust=trust,
    )
    elsewhere = (course or Path.cwd()).resolve()
    if is_foreign(elsewhere):
        complete = _grade_foreign_class(elsewhere, submitted, options)
    else:
        complete = _grade_class(Course.open(course), submitted, options)
    if not complete:
        raise typer.Exit(1)


def _grade_foreign_class(root: Path, submitted: Path, options: GradeOptions) -> bool:
    """Grade in somebody else's nbgrader course at ``root`` and print; False when something was not judged."""
    from autograder.cli.foreign_course_command import grade_foreign
    from autograder.grading.folder_lock import folder_lock
    from autograder.intake import UnpackFolder, class_folder
    from autograder.nbgrader_plugin.nbgrader_course import assignments
    from autograder.results.write_errors import write_errors_as_faults

    level = options.level()
    with UnpackFolder() as unpacked, write_errors_as_faults(root), folder_lock(root, _wait):
        handed_in = class_folder(submitted, assignments(root), unpacked)
        console = Console(soft_wrap=True, highlight=False)
        for name, reason in sorted(handed_in.refused.items()):
            console.print(visible(f"Could not be read: {name}. {reason}"), markup=False)
        return grade_foreign(
            root,
            handed_in.folder,
            assignment=options.lesson,
            student=options.student,
            json_file=options.json_file,
            level=level,
        )


def _grade_class(course: Course, submitted: Path, options: GradeOptions) -> bool:
    """Grade in a course of ours and print; False when something was not judged."""
    from autograder.course.percent_format import short_path
    from autograder.grading.batch import Grader
    from autograder.grading.folder_lock import folder_lock
    from autograder.results.recorder import Recorder
    from autograder.results.write_errors import write_errors_as_faults
    from autograder.sandbox.sandbox import Sandbox
    from autograder.whole_files import write_whole

    target = (options.out or course.root).resolve()
    json_file = options.json_file
    if json_file is not None and not json_file.resolve().parent.is_dir():
        raise UsageFault(f"--json names a file in a folder that exists. Received {json_file}. Make the folder first.")
    recorder = Recorder(course, target)
    for name in course.lessons if options.lesson is None else (options.lesson,):
        recorder.skeleton(course.lesson(name))
    level = options.level()
    grader = Grader(course, target, partial(Sandbox, level=level), frozenset({"protected", level}))
    with grader.unpacked, write_errors_as_faults(target), folder_lock(target, _wait):
        recorder.tidy()
        with _progress() as on_progress:
            batch = grader.run(
                submitted,
                lesson=options.lesson,
                student=options.student,
                workers=options.jobs,
                again=options.again,
                on_progress=on_progress,
            )
        if json_file is not None:
            write_whole(json_file, json.dumps([verdict.to_json() for verdict in batch.verdicts], indent=2) + "\n")
        report = recorder.record(batch)
    print_class(batch.verdicts)
    _print_notes(batch)
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"Class report: {short_path(report)}", markup=False)
    console.print(f"Feedback pages: {short_path(recorder.feedback('STUDENT', 'LESSON'))}", markup=False)
    return not any(verdict.broken for verdict in batch.verdicts)


def _wait(sentence: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, markup=False)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, SubmissionVerdict], None]]:
    """A bar on a terminal; elsewhere one plain line a submission."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        yield lambda done, of, verdict: console.print(
            visible(f"{done}/{of} {verdict.lesson} {verdict.student}"), markup=False
        )
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Grading", total=None)

        def on_progress(done: int, of: int, verdict: SubmissionVerdict) -> None:
            bar.update(task, completed=done, total=of, description=f"Grading: {verdict.student}")

        yield on_progress


def _print_notes(batch: Batch) -> None:
    """What is not in the table, the three kinds of fault apart."""
    console = Console(soft_wrap=True, highlight=False)

    def print_line(text: str) -> None:
        console.print(visible(text), markup=False)

    if batch.kept:
        print_line(
            f"{_many(batch.kept, 'verdict')} of an earlier run still held: nothing had changed. Use --again to judge anew."
        )
    for verdict in batch.verdicts:
        if verdict.refused:
            print_line(f"Could not be read: {verdict.student}, {verdict.lesson}. {verdict.refused}")
    for name in batch.unknown:
        print_line(f"Left alone: {name} is no lesson of this course.")
    for name in batch.beside:
        print_line(f"Left alone: {name}, because the folder of that name beside it counts.")
    for verdict in batch.verdicts:
        for exercise in verdict.exercises:
            if isinstance(exercise.outcome, Broken):
                print_line(
                    f"Not judged, no grade written: {verdict.student}, {verdict.lesson}/{exercise.exercise}. "
                    f"{exercise.outcome.reason}"
                )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
