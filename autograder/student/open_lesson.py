"""``open_lesson``: the last line of a lesson's set-up cell."""

from __future__ import annotations

from autograder.student.command import Sentence, command, type_name
from autograder.student.display_card import show
from autograder.student.lesson_checks import find_checks, match_keras, remember
from autograder.student.notebook_card import Card, Title, Words
from autograder.student.progress_db import store


@command
def open_lesson(name: str) -> None:
    """Open the lesson ``name``, such as "03_weights", for this kernel, and set the look of its figures.

    Says in two lines what lies ahead. Raises Sentence when its checks are not there, cannot be read, or were made for
    another minor version of Keras.
    """
    from autograder.pictures import figure_style

    if not isinstance(name, str):
        raise Sentence(
            f'A lesson is named by text, as in open_lesson("03_weights"). Received {type_name(name)}. Use quotation marks.'
        )
    lesson = find_checks(name)
    match_keras(lesson)
    remember(lesson)
    figure_style.apply()
    counted = {key: len(items) for key, items in lesson.quizzes.items()}
    exercises, ordering = list(lesson.exercises), list(lesson.parsons)
    store().add(lesson.name, "opened", title=lesson.title, exercises=exercises, quizzes=counted, parsons=ordering)
    show(Card([Title(lesson.title, "● open"), Words(ahead(len(lesson.exercises), lesson.hidden_questions))]))


def ahead(exercises: int, hidden: int) -> str:
    """The sentence on what a lesson holds and what its own checks leave open."""
    if not exercises:
        return "This lesson has no exercises."
    count = f"{exercises} exercise{'s' if exercises > 1 else ''}, each with a check beneath it."
    if not hidden:
        return count
    return (
        f"{count} Each exercise is asked again, with fresh numbers: {hidden} hidden "
        f"question{'s are' if hidden > 1 else ' is'} still to come in grading, so nbgrader's Validate and its Success are not the last word."
    )
