"""The tables that the commands print, each with the sentences below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.cli.visible_text import cells, visible

if TYPE_CHECKING:
    from autograder.nbgrader_plugin.submission_scores import SubmissionScores
    from autograder.verdicts import SubmissionVerdict

EXERCISE_COLUMNS = ("lesson", "exercise", "title", "points", "minutes", "hints", "wrong", "right")
PROOF_COLUMNS = ("lesson", "exercise", "wrong", "refused", "advised", "alike", "right", "accepted")
MUTANT_COUNTS = ("mutants", "killed", "equivalent", "survived", "broken")
MUTANT_SENTENCES = {
    "survived": "A mutant is refused, or recorded as right after all. Received one that the judge takes for right. Add a "
    "case that tells it from the model answer, or write exercise.equivalent(old, new, reason=…) in hidden.py.",
    "broken": "A mutant gets a verdict. Received none for this one. Mend the check, so that it withstands such an answer.",
}


def print_exercises(rows: list[dict[str, Any]]) -> None:
    """One table a lesson: the exercises of the course with their numbers."""
    for name in dict.fromkeys(row["lesson"] for row in rows):
        table = Table(*EXERCISE_COLUMNS[1:], title=Text(name), title_justify="left")
        for row in rows:
            if row["lesson"] == name:
                found = (row[column] for column in EXERCISE_COLUMNS[1:])
                table.add_row(*cells(*(f"{each:g}" if isinstance(each, float) else each for each in found)))
        Console().print(table)


def print_answers(rows: list[dict[str, Any]]) -> None:
    """The verdicts on single answers, a row a file."""
    table = Table("answer", "verdict", "points", "first rung not passed", "advice")
    for row in rows:
        points = f"{row['points']:g} of {row['max_points']:g}"
        table.add_row(*cells(row["file"], row["verdict"], points, row["rung"] or "–", row["advice"] or "–"))
    Console().print(table)


def print_class(verdicts: list[SubmissionVerdict]) -> None:
    """One table a lesson on stdout: a row a student, a column an exercise."""
    from autograder.results.class_report import format_points, short_note
    from autograder.results.feedback_page import badge

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, 160))  # a file has no width to keep to
    for lesson in dict.fromkeys(v.lesson for v in verdicts if not v.refused or v.lesson != "–"):
        rows = [v for v in verdicts if v.lesson == lesson]
        names = next(([e.exercise for e in v.exercises] for v in rows if v.exercises), [])
        table = Table("student", *names, "total", "note", title=Text(visible(lesson)), title_justify="left")
        for verdict in rows:
            marks = [f"{badge(e)[0]} {format_points(e)}".strip() for e in verdict.exercises] or ["–"] * len(names)
            total = "–" if verdict.refused else f"{round(verdict.points, 2):g}/{round(verdict.max_points, 2):g}"
            table.add_row(*cells(verdict.student, *marks, total, short_note(verdict)))
        console.print(table)
    console.print(
        "✓ right  ◐ partly right  ✗ not yet right  ○ not answered  ? not judged  – could not be read", markup=False
    )


def print_foreign_class(assignment: str, results: list[SubmissionScores]) -> None:
    """The scores of one assignment of another course, then its notes, its refusals and what the scores are worth."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table("student", "points", "by hand", "sandbox", title=Text(visible(assignment)), title_justify="left")
    for result in results:
        format_points = "–" if result.refused else f"{result.points:g}/{result.max_points:g}"
        by_hand = sum(score.needs_manual_grade for score in result.scores)
        table.add_row(*cells(result.student, format_points, by_hand, result.level))
    console.print(table)
    for result in results:
        for short_note in result.notes:
            console.print(visible(f"{result.student}: {short_note}"), markup=False)
        if result.refused:
            console.print(visible(f"{result.student}: no score was written. {result.refused}"), markup=False)
    console.print(results[0].trust, markup=False)


def print_proofs(report: dict[str, Any]) -> None:
    """One table a lesson of what ``verify`` proved, one of the spoilt model answers by kind, then a sentence for each thing that is unproved."""
    console = Console(highlight=False)
    for name in dict.fromkeys(row["lesson"] for row in report["exercises"]):
        table = Table(*PROOF_COLUMNS[1:], "unproved", title=Text(name), title_justify="left")
        for row in report["exercises"]:
            if row["lesson"] == name:
                table.add_row(*cells(*(row[column] for column in PROOF_COLUMNS[1:]), len(row["unproved"])))
        console.print(table)
    table = Table("model answers spoilt", "made", "refused")
    for kind, counts in report["spoilt"].items():
        table.add_row(*cells(kind, *counts))
    if table.row_count:
        console.print(table)
    for row in report["exercises"]:
        for sentence in row["unproved"]:
            console.print(visible(f"{row['lesson']}/{row['exercise']}: {sentence}"), markup=False, soft_wrap=True)


def print_mutants(report: dict[str, Any]) -> None:
    """One table a lesson of the mutants' scores, then each mutant that was not refused and each stale record."""
    console = Console(highlight=False)
    for lesson in dict.fromkeys(row["lesson"] for row in report["exercises"]):
        table = Table("exercise", *MUTANT_COUNTS, "score", title=Text(visible(lesson)), title_justify="left")
        for row in report["exercises"]:
            if row["lesson"] == lesson:
                counts = (str(number_of(row[key])) for key in MUTANT_COUNTS)
                table.add_row(*cells(row["exercise"], *counts, f"{row['score']:g} %"))
        console.print(table)
    console.print(f"{report['totals']['score']:g} % of the mutants that are not equivalent were refused.", markup=False)
    for kind, sentence in MUTANT_SENTENCES.items():
        if any(row[kind] for row in report["exercises"]):
            console.print(f"\n{sentence}", markup=False, soft_wrap=True)
        for row in report["exercises"]:
            for text in row[kind]:
                console.print(visible(f"{row['lesson']}/{row['exercise']}\n{text}"), markup=False, soft_wrap=True)
    for row in report["exercises"]:
        for text in row["stale"]:
            console.print(visible(f"{row['lesson']}/{row['exercise']}: {text}"), markup=False, soft_wrap=True)


def number_of(value: int | list[Any]) -> int:
    """A count of the mutants' report, which holds the number or the things themselves."""
    return value if isinstance(value, int) else len(value)
