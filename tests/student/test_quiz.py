"""``quiz``: letters are enough, and every chosen option has its reason."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from autograder import open_lesson, quiz
from autograder.student.command import Sentence
from autograder.student.progress_db import store
from autograder.student.quiz import quiz as word
from tests.support.learner import QUESTION, Learner


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    made = Learner(tmp_path, monkeypatch)
    with redirect_stdout(StringIO()):
        open_lesson("03_weights")
    return made


QUESTIONS = "Question {n}\nWhat is `1 + 1`?\n  a)  1\n  b)  *two*\n  c)  11\n"


@pytest.mark.parametrize("answers", [None, ["", ""], [..., ...]])
def test_a_blank_quiz_shows_its_questions_only(learner: Learner, capsys: Any, answers: Any) -> None:
    """As plain text, with the line to write."""
    quiz("03.exit", answers=answers)
    assert capsys.readouterr().out == (
        'quiz: Exit quiz, lesson 03\nWrite one letter for each question, in quotation marks, and run the cell again: `quiz("03.exit", answers=["a", ...])`.\n'
        "\n" + QUESTIONS.format(n=1) + "\n" + QUESTIONS.format(n=2)
    )
    assert store().events(kind="quiz") == []


def test_a_letter_is_answered_with_its_own_reason(learner: Learner, capsys: Any) -> None:
    """Right or wrong, the chosen option's sentence stands beneath it."""
    quiz("03.exit", answers=["B)", " c "])
    out = capsys.readouterr().out
    assert "\n✓ right: your answer: b\nOne and one is `two`.\n" in out
    assert "\n✗ not so: your answer: c\nThat joins the digits.\n" in out
    assert out.endswith(
        "1 of 2 right. A quiz carries no points; change a letter and run the cell as often as you like.\n"
    )
    assert [(e.name, e.data["right"]) for e in store().events(kind="quiz")] == [("03.E1", True), ("03.E2", False)]


def test_an_open_question_stays_open(learner: Learner, capsys: Any) -> None:
    """One answered, one left."""
    quiz("03.exit", answers=["b", ""])
    assert "1 of 1 right. 1 still open. A quiz carries no points" in capsys.readouterr().out


def test_a_quiz_over_several_lessons_has_its_own_title(learner: Learner, capsys: Any) -> None:
    """After some lessons only, so most have none."""
    learner.content["quizzes"]["mixed"] = [QUESTION | {"id": "03.M1"}]
    learner.write()
    open_lesson("03_weights")
    quiz("03.mixed", answers=["b"])
    assert "quiz: Mixed quiz, lesson 03\n" in capsys.readouterr().out


def test_retrieval_questions_have_their_own_title(learner: Learner, capsys: Any) -> None:
    """They ask of earlier lessons."""
    quiz("03.retrieval")
    assert capsys.readouterr().out.startswith("quiz: Before you begin, lesson 03\n")


@pytest.mark.parametrize(
    ("address", "answers", "sentence"),
    [
        ("03.exit", ["b"], '03.exit has 2 questions. Received 1 answers. Try answers=["", ""].'),
        (
            "03.exit",
            ["d", ""],
            "Question 1 has the options a to c. Received 'd'. Write one of these letters, or \"\" to leave it open.",
        ),
        (
            "03.exit",
            ["a", 2],
            'Question 2 has the options a to c. Received 2. Write one of these letters, or "" to leave it open.',
        ),
        (
            "03.exit",
            ["a", "ab"],
            "Question 2 has the options a to c. Received 'ab'. Write one of these letters, or \"\" to leave it open.",
        ),
        (
            "03.exit",
            "ab",
            'Answers are a list with one letter for each question. Received a str. Try answers=["", ""].',
        ),
        (
            "04.exit",
            None,
            'The quizzes of this lesson are "03.exit", "03.retrieval". Received "04.exit". Copy one of these.',
        ),
        (3, None, 'A quiz is addressed by text, as in "03.exit". Received an int. Use quotation marks.'),
    ],
)
def test_a_quiz_says_what_it_takes(learner: Learner, address: Any, answers: Any, sentence: str) -> None:
    """Counts, letters and addresses each have one sentence, and nothing is stored."""
    with pytest.raises(Sentence) as raised:
        quiz(address, answers=answers)
    assert str(raised.value) == sentence
    assert store().events(kind="quiz") == []


def test_a_lesson_without_quizzes_says_none(learner: Learner) -> None:
    """There is nothing to copy."""
    learner.content["quizzes"] = {}
    learner.write()
    open_lesson("03_weights")
    with pytest.raises(Sentence, match="The quizzes of this lesson are none"):
        quiz("03.exit")


def test_html_in_a_question_is_shown_and_not_obeyed(learner: Learner, monkeypatch: Any) -> None:
    """An author's Markdown is rendered; tags in it are text."""
    cards: list[Any] = []
    monkeypatch.setitem(word.__wrapped__.__globals__, "show", cards.append)  # type: ignore[attr-defined]
    learner.content["quizzes"]["exit"] = [QUESTION | {"question": "<img src=x> **bold**"}]
    learner.write()
    open_lesson("03_weights")
    quiz("03.exit")
    html = cards[-1].html()
    assert "&lt;img src=x&gt; <strong>bold</strong>" in html
    assert "<em>two</em>" in html
