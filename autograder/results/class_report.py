"""The instructor's page: the class at a glance, its misconceptions, and everything that was not plain grading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.course.lesson import Lesson
from autograder.results.feedback_page import badge, escape_invisible, mistake_name, template_environment
from autograder.verdicts import Broken, ExerciseVerdict, Mistaken, SubmissionVerdict


def render_report(
    lessons: Sequence[Lesson],
    verdicts: Sequence[SubmissionVerdict],
    notes: Mapping[tuple[str, str], Sequence[str]],
    page_of: Callable[[SubmissionVerdict], str | None],
) -> str:
    """The page as HTML. ``notes`` are further sentences by (student, lesson); ``page_of`` links a feedback page."""
    return (
        template_environment()
        .get_template("report.html")
        .render(
            submissions="1 submission was" if len(verdicts) == 1 else f"{len(verdicts)} submissions were",
            levels=", ".join(sorted({v.level for v in verdicts} - {"none"})),
            problems=[
                {"student": v.student, "where": f"{v.lesson}/{e.exercise}", "says": escape_invisible(e.outcome.reason)}
                for v in verdicts
                for e in v.exercises
                if isinstance(e.outcome, Broken)
            ],
            refused=[
                {"student": escape_invisible(v.student), "lesson": escape_invisible(v.lesson), "says": v.refused}
                for v in verdicts
                if v.refused
            ],
            lessons=[_lesson(lesson, [v for v in verdicts if v.lesson == lesson.name], page_of) for lesson in lessons],
            notes=[
                {"student": v.student, "lesson": v.lesson, "says": escape_invisible(says)}
                for v in verdicts
                for says in (*v.repairs, *notes.get((v.student, v.lesson), ()))
            ],
        )
    )


def format_points(verdict: ExerciseVerdict) -> str:
    """What a table's cell says beside the symbol: "2.5/4", nothing for an extra or where there is no grade."""
    if isinstance(verdict.outcome, Broken) or not verdict.max_points:
        return ""
    return f"{round(verdict.points, 2):g}/{round(verdict.max_points, 2):g}"


def short_note(verdict: SubmissionVerdict) -> str:
    """The few words of the table's last column."""
    if verdict.refused:
        return "could not be read"
    words = []
    if verdict.broken:
        words.append("not judged in full")
    if verdict.repairs:
        words.append("mended")
    if verdict.level not in ("protected", "none"):
        words.append(verdict.level)
    return ", ".join(words)


def _lesson(
    lesson: Lesson, verdicts: Sequence[SubmissionVerdict], page_of: Callable[[SubmissionVerdict], str | None]
) -> dict[str, Any]:
    exercises = {files.name: files.exercise for files in lesson.exercises}
    words = {name: {row.name: row.words for row in exercise.active()} for name, exercise in exercises.items()}
    return {
        "name": lesson.name,
        "exercises": [{"name": name, "title": exercise.title} for name, exercise in exercises.items()],
        "rows": [_row(lesson, v, page_of(v)) for v in verdicts],
        "mistakes": _mistakes([e for v in verdicts for e in v.exercises]),
        "taken": [{"name": v.student, "found": found} for v in verdicts if (found := _taken(v))],
        "evidence": [{"name": v.student, "found": found} for v in verdicts if (found := _evidence(v, words))],
    }


def _row(lesson: Lesson, verdict: SubmissionVerdict, page: str | None) -> dict[str, Any]:
    cells = [
        {"symbol": symbol, "word": word, "kind": kind, "points": format_points(e)}
        for e in verdict.exercises
        for symbol, word, kind in [badge(e)]
    ]
    empty = {"symbol": "–", "word": "none", "kind": "none", "points": ""}
    total = "–" if verdict.refused else f"{round(verdict.points, 2):g}/{round(verdict.max_points, 2):g}"
    return {
        "student": escape_invisible(verdict.student),
        "page": page,
        "cells": cells or [empty] * len(lesson.exercises),
        "total": total,
        "note": short_note(verdict),
    }


def _mistakes(verdicts: Sequence[ExerciseVerdict]) -> list[dict[str, Any]]:
    """Recognised mistakes, the most frequent first; the share is of those whose answer was judged."""
    answered = Counter(e.exercise for e in verdicts if badge(e)[1] not in ("Not answered", "Not judged"))
    found = Counter(
        (e.exercise, e.outcome.mistake, e.outcome.misconception)
        for e in verdicts
        if isinstance(e.outcome, Mistaken) and mistake_name(e.outcome.mistake) is not None
    )
    return [
        {
            "exercise": exercise,
            "name": mistake_name(mistake),
            "misconception": misconception,
            "count": count,
            "percent": round(100 * count / max(1, answered[exercise])),
        }
        for (exercise, mistake, misconception), count in found.most_common()
    ]


def _taken(verdict: SubmissionVerdict) -> list[dict[str, Any]]:
    """The cells that ran with an answer besides its own, by exercise."""
    return [
        {"exercise": e.exercise, "texts": [escape_invisible(text) for text in e.taken]}
        for e in verdict.exercises
        if e.taken
    ]


def _evidence(verdict: SubmissionVerdict, words: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """What was seen of each answer that is not right; ``words`` names the rungs of each exercise."""
    return [
        {
            "exercise": e.exercise,
            "says": words[e.exercise].get(e.outcome.rung, e.outcome.rung),
            "case": escape_invisible(e.outcome.evidence.case),
            "received": escape_invisible(e.outcome.evidence.received),
            "expected": escape_invisible(e.outcome.evidence.expected),
        }
        for e in verdict.exercises
        if isinstance(e.outcome, Mistaken)
        and (e.outcome.evidence.case or e.outcome.evidence.received or e.outcome.evidence.expected)
    ]
