"""``quiz``: questions with lettered options, answered by typing letters."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from types import EllipsisType
from typing import Any

from autograder.student.command import Sentence, command, type_name
from autograder.student.display_card import show
from autograder.student.lesson_checks import OpenLesson, current
from autograder.student.notebook_card import Card, Options, Part, Prose, Title, Words
from autograder.student.progress_db import store

TITLES = {"exit": "Exit quiz", "retrieval": "Before you begin", "mixed": "Mixed quiz"}


@command
def quiz(address: str, answers: Sequence[str | EllipsisType] | None = None) -> None:
    """Show the questions of ``address`` ("03.exit", "03.retrieval") and mark the letters in ``answers``.

    One letter for each question; "" or ... leaves one open. Raises Sentence for an unknown address, another number of
    answers, or a letter that no option has.
    """
    lesson, table = _addressed(address)
    questions = lesson.quizzes[table]
    letters = _letters(address, questions, answers)
    parts: list[Part] = [Title(f"{TITLES.get(table, table)}, lesson {lesson.number}", "quiz")]
    if not any(letters):
        blank = ", ".join(['"a"', *["..." for _ in questions[1:]]])
        parts.append(
            Words(
                f"Write one letter for each question, in quotation marks, and run the cell again: "
                f'`quiz("{address}", answers=[{blank}])`.'
            )
        )
    for number, (question, letter) in enumerate(zip(questions, letters, strict=True), 1):
        parts += _question(number, question)
        if letter:
            parts += _marked(question, letter)
            right = ascii_lowercase.index(letter) == question["answer"]
            store().add(lesson.name, "quiz", str(question["id"]), table=table, letter=letter, right=right)
    if any(letters):
        parts.append(Words(_count(questions, letters)))
    show(Card(parts))


def _question(number: int, question: dict[str, Any]) -> list[Part]:
    options = list(zip(ascii_lowercase, question["options"], strict=False))
    return [Title(f"Question {number}"), Prose(question["question"]), Options(options)]


def _marked(question: dict[str, Any], letter: str) -> list[Part]:
    index = ascii_lowercase.index(letter)
    right = index == question["answer"]
    badge = "✓ right" if right else "✗ not so"
    return [Title(f"your answer: {letter}", badge, "good" if right else "unmet"), Prose(question["why"][index])]


def _count(questions: list[dict[str, Any]], letters: list[str]) -> str:
    given = [(q, letter) for q, letter in zip(questions, letters, strict=True) if letter]
    right = sum(ascii_lowercase.index(letter) == q["answer"] for q, letter in given)
    opened = len(questions) - len(given)
    left = f" {opened} still open." if opened else ""
    return f"{right} of {len(given)} right.{left} A quiz carries no points; change a letter and run the cell as often as you like."


def _addressed(address: Any) -> tuple[OpenLesson, str]:
    lesson = current()
    if not isinstance(address, str):
        raise Sentence(
            f'A quiz is addressed by text, as in "{lesson.number}.exit". Received {type_name(address)}. Use quotation marks.'
        )
    number, _, table = address.strip().rpartition(".")
    known = ", ".join(f'"{lesson.number}.{t}"' for t in lesson.quizzes) or "none"
    if number != lesson.number or table not in lesson.quizzes:
        raise Sentence(f'The quizzes of this lesson are {known}. Received "{address}". Copy one of these.')
    return lesson, table


def _letters(address: str, questions: list[dict[str, Any]], answers: Any) -> list[str]:
    if answers is None:
        return [""] * len(questions)
    blank = ", ".join('""' for _ in questions)
    if not isinstance(answers, list | tuple):
        raise Sentence(
            f"Answers are a list with one letter for each question. Received {type_name(answers)}. Try answers=[{blank}]."
        )
    if len(answers) != len(questions):
        raise Sentence(
            f"{address} has {len(questions)} questions. Received {len(answers)} answers. Try answers=[{blank}]."
        )
    letters = []
    for number, (given, question) in enumerate(zip(answers, questions, strict=True), 1):
        given = "" if given is ... else given
        letter = given.strip().rstrip(").").lower() if isinstance(given, str) else None
        allowed = ascii_lowercase[: len(question["options"])]
        if letter is None or (letter != "" and (len(letter) != 1 or letter not in allowed)):
            raise Sentence(
                f'Question {number} has the options a to {allowed[-1]}. Received {given!r}. Write one of these letters, or "" to '
                f"leave it open."
            )
        letters.append(letter)
    return letters
