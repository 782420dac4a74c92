"""``progress``: how far the learner has come, lesson by lesson."""

from __future__ import annotations

from autograder.student.command import command
from autograder.student.display_card import show
from autograder.student.notebook_card import Card, Table, Title, Words
from autograder.student.progress_db import Event, store

COLUMNS = ("lesson", "exercises passed", "hints used", "predictions made", "quiz questions answered")
ORDERING = "ordering tasks solved"
"""A column that only appears when an opened lesson has ordering tasks."""


@command
def progress() -> None:
    """Show a table of the lessons opened so far. It counts what was done on this machine; grades are another matter."""
    events = store().events()
    opened = {e.lesson: e for e in events if e.kind == "opened"}
    if not opened:
        show(Card([Title("Progress"), Words("No lesson has been opened yet. The set-up cell of a lesson opens it.")]))
        return
    rows = [_row(opened[name], events) for name in sorted(opened)]
    columns: tuple[str, ...] = (*COLUMNS, ORDERING)
    if not any(event.data.get("parsons") for event in opened.values()):
        columns, rows = COLUMNS, [row[:-1] for row in rows]
    show(
        Card(
            [
                Title("Progress"),
                Table(columns, rows),
                Words("Counted on this machine; grading asks more than the checks here do."),
            ]
        )
    )


def _row(opened: Event, events: list[Event]) -> tuple[str, ...]:
    mine = [e for e in events if e.lesson == opened.lesson]
    number = opened.lesson.partition("_")[0]
    exercises, quizzes = opened.data.get("exercises", []), opened.data.get("quizzes", {})
    passed = {e.name for e in mine if e.kind == "check" and e.data.get("passed")} & set(exercises)
    hints = sum(e.kind == "hint" for e in mine)
    predicted = {e.name for e in events if e.lesson == number and e.kind == "prediction"}
    answered = {(e.data.get("table"), e.name) for e in mine if e.kind == "quiz"}
    ordering = opened.data.get("parsons", [])
    ordered = {e.name for e in mine if e.kind == "parsons" and e.data.get("right")} & set(ordering)
    return (
        str(opened.data.get("title", opened.lesson)),
        f"{len(passed)} of {len(exercises)}",
        str(hints),
        str(len(predicted)),
        f"{len(answered)} of {sum(quizzes.values())}",
        f"{len(ordered)} of {len(ordering)}",
    )
