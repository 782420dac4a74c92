"""The page that a student reads. It says nothing but fixed sentences, points, and their own code, all escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.course.lesson import Lesson
from autograder.exercise.exam import Exam
from autograder.grading.fixed_sentences import NOT_JUDGED
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, Right, SubmissionVerdict

NOT_ANSWERED = ("unwritten", "missing")
# Control characters have no place in HTML, and a bidirectional override could make code read as what it is not.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
CODE = re.compile(r"`([^`]+)`")


def render_page(
    lesson: Lesson, exams: Mapping[str, Exam], verdict: SubmissionVerdict, answers: Mapping[str, str | None]
) -> str:
    """The feedback page of one submission: one self-contained HTML file without scripts."""
    rows = [_row(e, exams[e.exercise], answers.get(e.exercise)) for e in verdict.exercises]
    unjudged = sum(isinstance(e.outcome, Broken) for e in verdict.exercises)
    right = sum(isinstance(e.outcome, Right) for e in verdict.exercises)
    first = next((e.exercise for e in verdict.exercises if isinstance(e.outcome, Mistaken)), None)
    return (
        template_environment()
        .get_template("feedback.html")
        .render(
            student=verdict.student,
            lesson=lesson.name,
            lesson_title=lesson.title,
            level=verdict.level,
            refused=verdict.refused,
            points=verdict.points,
            max_points=verdict.max_points,
            percent=round(100 * verdict.points / verdict.max_points) if verdict.max_points else 0,
            unjudged=unjudged,
            summary=_summary(right, len(verdict.exercises)),
            next=first,
            repairs=verdict.repairs,
            exercises=rows,
        )
    )


@cache
def template_environment() -> Environment:
    """The templates of this package; everything is escaped unless it is marked as ours."""
    made = Environment(
        loader=PackageLoader("autograder.results"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["prose"] = prose
    made.filters["points"] = lambda value: f"{round(value, 2):g}"
    return made


def prose(text: str) -> Markup:
    """A sentence with its `code` marked up, all of it escaped."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(escape_invisible(text)))))


def escape_invisible(text: str) -> str:
    """``text`` without characters that are invisible or reorder what is seen."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def mistake_name(mistake: str | None) -> str | None:
    """The name of a recognised mistake as words; None where there is none, or it is about the cell and no idea."""
    if mistake is None or mistake.startswith("lost_") or mistake in (*NOT_ANSWERED, "undefined"):
        return None
    return mistake.replace("_", " ")


def badge(verdict: ExerciseVerdict) -> tuple[str, str, str]:
    """Symbol, word and kind (right, wrong, none) of a verdict: never told by colour alone."""
    match verdict.outcome:
        case Right():
            return "✓", "Right", "right"
        case Broken():
            return "?", "Not judged", "none"
        case Mistaken(mistake=mistake) if mistake in NOT_ANSWERED:
            return "○", "Not answered", "none"
    return ("◐", "Partly right", "wrong") if verdict.points else ("✗", "Not yet right", "wrong")


def _row(verdict: ExerciseVerdict, exam: Exam, code: str | None) -> dict[str, Any]:
    symbol, word, kind = badge(verdict)
    outcome = verdict.outcome
    mistaken = outcome if isinstance(outcome, Mistaken) else None
    answered = word != "Not answered"
    return {
        "name": verdict.exercise,
        "title": exam.title,
        "symbol": symbol,
        "word": word,
        "kind": kind,
        "right": isinstance(outcome, Right),
        "unjudged": isinstance(outcome, Broken),
        "points": verdict.points,
        "max_points": verdict.max_points,
        "advice": mistaken.advice if mistaken else NOT_JUDGED if isinstance(outcome, Broken) else "",
        "misconception": mistaken.misconception if mistaken else None,
        "mistake": mistake_name(mistaken.mistake) if mistaken else None,
        "ladder": list(_ladder(verdict, exam)) if answered and not isinstance(outcome, Broken) else [],
        "code": None if code is None else escape_invisible(code),
        "taken": [escape_invisible(text) for text in verdict.taken],
    }


def _ladder(verdict: ExerciseVerdict, exam: Exam) -> Any:
    failed = verdict.outcome.rung if isinstance(verdict.outcome, Mistaken) else None
    for rung in exam.rungs:
        if rung.name in verdict.passed or isinstance(verdict.outcome, Right):
            state = ("passed", "✓", "passed")
        elif rung.name == failed:
            state = ("here", "✗", "not passed")
        else:
            state = ("later", "·", "not reached")
        yield {"says": rung.words, "points": rung.points, "state": state[0], "symbol": state[1], "word": state[2]}


def _summary(right: int, number: int) -> str:
    if right == number:
        return "Every exercise is right. Well done." if number != 1 else "The exercise is right. Well done."
    if right == 0:
        return f"None of {number} exercises is right yet; each card below says what to try next."
    return f"{right} of {number} exercises {'is' if right == 1 else 'are'} right."
