"""``solution``: the model answer, where the lessons are at hand and the learner has tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.student.command import command
from autograder.student.display_card import show
from autograder.student.hint import ORDER, given_hints, has_passed
from autograder.student.lesson_checks import OpenLesson, resolve_address
from autograder.student.notebook_card import Card, Code, Fold, Part, Title, Words
from autograder.student.progress_db import store


@command
def solution(name: str) -> None:
    """Show the model answer of the exercise ``name``: in self-study, after a pass or all hints.

    Where the lessons are not at hand, as in a class, it says when solutions come. Raises Sentence for a name that the
    lesson does not have.
    """
    lesson, exercise = resolve_address(name)
    root = course_root(lesson)
    if root is None:
        show(Card([Title(exercise, "solution"), Words(released_later())]))
        return
    done = store().events(lesson=lesson.name, name=exercise)
    given, hints = given_hints(done), [s for s in ORDER if s in lesson.exercise(exercise).get("hints", {})]
    if not has_passed(done) and given < len(hints):
        show(Card([Title(exercise, "solution"), Words(locked(exercise, len(hints) - given))]))
        return
    files = files_of(root, lesson, exercise)
    if files is None:
        show(Card([Title(exercise, "solution"), Words(released_later())]))
        return
    store().add(lesson.name, "solution", exercise)
    last = Words("One good way of several. Close it, and write your own from memory: that is where the learning is.")
    show(Card([Title(exercise, "solution"), Code(files.task.solution), last, *formula_fold(lesson, exercise)]))


def released_later() -> str:
    """Said in a class, where nothing of the solutions is on the learner's machine."""
    return (
        "Solutions are not on this machine. Your instructor releases them after the due date. Until then, hint helps."
    )


def locked(exercise: str, left: int) -> str:
    """Said in self-study before the learner has tried enough."""
    return (
        f"The solution opens when your check passes, or after all hints. "
        f'{left} hint{"s are" if left > 1 else " is"} left: `hint("{exercise}")`.'
    )


def course_root(lesson: OpenLesson) -> Path | None:
    """The clone above the notebook or above its checks, told by course.toml beside lessons/; None in a class."""
    here = Path.cwd().absolute()
    for folder in (here, *here.parents, *lesson.checks.absolute().parents):
        if (folder / "course.toml").is_file() and (folder / "lessons").is_dir():
            return folder
    return None


def files_of(root: Path, lesson: OpenLesson, exercise: str) -> Any | None:
    """The exercise's files; None where this course does not have the exercise or cannot be read here."""
    try:
        from autograder.course import Course  # only here: a class has neither lessons nor what reads them
    except ImportError:
        return None
    from autograder.faults import UsageFault

    try:
        return Course.open(root).exercise(f"{lesson.name}/{exercise}")[1]
    except UsageFault:
        return None


def formula_fold(lesson: OpenLesson, exercise: str) -> list[Part]:
    """What is shown after a pass, where the author wrote something and the lessons are at hand; else nothing."""
    root = course_root(lesson)
    files = None if root is None else files_of(root, lesson, exercise)
    if files is None or files.exercise.formula_text is None:
        return []
    after_pass = files.exercise.formula_text
    return [
        Fold(
            after_pass.title, [Words("The judge's numbers come from a formula like this one."), Code(after_pass.source)]
        )
    ]
