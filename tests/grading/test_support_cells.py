"""Answers that need other cells: which are taken along, when they run, and what is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.verdicts import Mistaken
from tests.support.graded_answers import DOUBLE, SHIFT, advice, of
from tests.support.grading_course import (
    answer,
    cell,
    notebook,
)


def test_cells_that_an_answer_lacks_are_run_for_a_second_verdict(judged: Any) -> None:
    """A helper in a cell of its own, with what it needs in turn, is found by reading; both verdicts are recorded."""
    cells = [
        cell("def never(): pass\nraise SystemExit"),
        cell("two = 1 + 1"),
        cell("def helper(x):\n    return two * x"),
        cell(answer("double", "helper(x)"), "double"),
        cell(SHIFT, "shift"),
    ]
    graded = judged(notebook(*cells))
    assert 4 == of(graded, "double").points
    assert (
        "double: it uses names from other cells (helper, two). "
        "With those cells it earns 4, without them 0; the better counts." in graded.verdict.repairs
    )
    assert "never" not in str(judged.sandbox.sessions[-1].ran)


REGISTER = "def register(f):\n    TABLE[f.__name__] = f\n    return f"


@pytest.mark.parametrize(
    "cells",
    [
        [cell("TABLE = {}"), cell("TABLE['double'] = lambda x: 2 * x"), cell("double = TABLE['double']", "double")],
        [cell("TABLE = {}"), cell(answer("double", "TABLE['d'](x)"), "double"), cell("TABLE.update(d=lambda x: 2 * x)")],
        [cell("TABLE = {}\n" + answer("double", "TABLE['d'](x)"), "double"), cell("TABLE['d'] = lambda x: 2 * x")],
        [cell(f"TABLE = {{}}\n{REGISTER}"), cell("@register\ndef d(x):\n    return 2 * x"), cell("double = TABLE['d']", "double")],
        [cell("class double:\n    def __new__(cls, x): return cls.of(x)", "double"), cell("double.of = staticmethod(lambda x: 2 * x)")],
    ],
)  # fmt: skip
def test_a_cell_that_fills_what_an_answer_needs_counts(judged: Any, cells: list[Any]) -> None:
    """It binds no name that the answer reads; experiments that change nothing of the answer's do not run."""
    experiment = cell("raise SystemExit")
    graded = judged(notebook(*cells, experiment, cell(SHIFT, "shift")))
    assert 4 == of(graded, "double").points, graded.verdict.repairs
    assert "double: it uses names from other cells (" in graded.verdict.repairs[0]


def test_what_ran_with_an_answer_is_told_beside_it(judged: Any) -> None:
    """In the order in which it ran; cells of ours, other answers and what made nothing better are not told."""
    helper, two, late = "def helper(x):\n    return two * x", "two = table[1]", "def three(x):\n    return x + missing"
    graded = judged(
        notebook(
            cell(answer("double", "helper(x)"), "double"),
            cell(helper),
            cell("1 / 0"),
            cell(two),
            cell(late),
            cell(answer("shift", "three(x)"), "shift"),
        )
    )
    assert {"double": (helper, two, late), "shift": ()} == {e.exercise: e.taken for e in graded.verdict.exercises}
    assert () == of(judged({"double": DOUBLE, "shift": SHIFT}), "double").taken
    spoilt = notebook(cell("two = 2"), cell(answer("double", "two * x"), "double"), cell("two = 3\n" + SHIFT, "shift"))
    assert ("two = 2",) == of(judged(spoilt), "double").taken


def test_what_a_later_cell_spoils_counts_as_it_was_above_the_answer(judged: Any) -> None:
    """An experiment below the answer may empty the table that it looks up when it is called."""
    cells = [cell("TABLE = {}"), cell("TABLE['d'] = 2"), cell(answer("double", "TABLE['d'] * x"), "double")]
    graded = judged(notebook(*cells, cell("TABLE.clear()"), cell(SHIFT, "shift")))
    assert 4 == of(graded, "double").points, graded.verdict.repairs


def test_the_better_verdict_counts(judged: Any) -> None:
    """A cell that is run for a name's sake cannot make an answer worse."""
    cells = [cell("raise SystemExit\nspare = 1"), cell(DOUBLE + "\nspare", "double"), cell(SHIFT, "shift")]
    graded = judged(notebook(*cells))
    assert 4 == of(graded, "double").points
    bad = cell("x0 = 1\nraise SystemExit")
    again = judged(notebook(bad, cell("def double(x):\n    return 4 * x if x else x0", "double"), cell(SHIFT, "shift")))
    assert 1 == of(again, "double").points
    assert "With those cells it earns 1, without them 1; the better counts." in again.verdict.repairs[-1]


def test_a_cell_that_answers_two_exercises_runs_once(judged: Any) -> None:
    """Both have their points from it."""
    both = f"{DOUBLE}\n\n{SHIFT}"
    graded = judged(notebook(cell(both, "double"), cell("# see above", "shift")))
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)
    assert [["import math", both]] == [session.ran for session in judged.sandbox.sessions]


def test_a_deadly_answer_in_a_shared_cell_stays_for_the_other(judged: Any) -> None:
    """Leaving the cell out would take the other's points as well; a cell that ends the process takes both."""
    both = f"def double(x):\n    raise SystemExit\n\n{SHIFT}"
    graded = judged(notebook(cell(both, "double")))
    assert (0, 2) == (of(graded, "double").points, of(graded, "shift").points)
    graded = judged(notebook(cell(f"{DOUBLE}\n{SHIFT}\nraise SystemExit", "double")))
    assert ["ended the Python process" in advice(graded, name) for name in ("double", "shift")] == [True, True]
    assert 1 == len(judged.sandbox.sessions)


HELPED = "def helper(x):\n    return {}\n\ndef {}(x):\n    return helper(x)"


def test_a_helper_that_a_later_answer_takes_over_costs_nothing(judged: Any) -> None:
    """Each answer was right when the student ran the check beneath it; both verdicts are recorded."""
    graded = judged({"double": HELPED.format("2 * x", "double"), "shift": HELPED.format("x + 1", "shift")})
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)
    assert (
        "double: later cells give another meaning to names that it uses (helper). "
        "Without those cells it earns 4, with them 1; the better counts.",
    ) == graded.verdict.repairs


def test_what_a_later_answer_takes_over_is_reported_only_where_it_matters(judged: Any) -> None:
    """A wrong answer is wrong with its own helper, too, and hears of its own mistake; a right one is not asked again."""
    graded = judged({"double": HELPED.format("4 * x", "double"), "shift": HELPED.format("x + 1", "shift")})
    found = of(graded, "double")
    assert isinstance(found.outcome, Mistaken)
    assert (1, "twice", ()) == (found.points, found.outcome.mistake, graded.verdict.repairs)
    judged({"double": "x = 1\n" + DOUBLE, "shift": "x = 2\n" + SHIFT})
    assert 1 == len(judged.sandbox.sessions)


def test_a_helper_from_another_cell_counts_as_it_was_above_the_answer(judged: Any) -> None:
    """Where a support cell and a later answer define the same name, the one above is what the student had."""
    cells = [cell("import numpy\ndef helper(x):\n    return 2 * x"), cell(answer("double", "helper(x)"), "double")]
    graded = judged(notebook(*cells, cell(HELPED.format("x + 1", "shift"), "shift")))
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)


def test_names_wiped_by_a_later_answer_are_there_for_the_earlier_one(judged: Any) -> None:
    """``%reset -f`` is a habit of some; what it does cannot be told by reading."""
    wipe = "for name in list(globals()):\n    if name[0] != '_' and name != 'check':\n        globals().pop(name)\n"
    graded = judged({"double": DOUBLE, "shift": wipe + SHIFT})
    assert (4, 2) == (of(graded, "double").points, of(graded, "shift").points)


def test_an_answer_that_was_rewritten_in_a_later_cell_counts(judged: Any) -> None:
    """The first try was left standing in the answer's own cell; the text that is kept is the one that counted."""
    cells = [cell(answer("double", "x"), "double"), cell("import numpy\n" + DOUBLE), cell(SHIFT, "shift")]
    graded = judged(notebook(cell("def double(x): pass"), *cells))
    assert 4 == of(graded, "double").points
    assert "import numpy\n" + DOUBLE == graded.answers["double"]
    assert (
        "double: a later cell defines it anew. With that cell it earns 4, without it 1; the better counts.",
    ) == graded.verdict.repairs


def test_a_worse_or_needless_rewriting_is_not_heard_of(judged: Any) -> None:
    """A right answer stays right, and of two wrong ones the answer's own cell counts."""
    for given in (DOUBLE, answer("double", "4 * x")):
        cells = [cell(given, "double"), cell(answer("double", "x")), cell(SHIFT, "shift")]
        graded = judged(notebook(*cells))
        assert (given, ()) == (graded.answers["double"], graded.verdict.repairs)


def test_our_own_experiments_serve_for_names(judged: Any) -> None:
    """An answer may lean on what the lesson's text defined."""
    assert 4 == of(judged({"double": answer("double", "table[1] * x"), "shift": SHIFT}), "double").points
