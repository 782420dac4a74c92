"""``parsons``: an ordering task is answered by letters."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from autograder import open_lesson, parsons, progress
from autograder.student.command import Sentence
from autograder.student.parsons import Pieces
from autograder.student.parsons import parsons as word
from autograder.student.progress_db import store
from tests.support.learner import Learner
from tests.support.ordering_task import mean_task


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    """A learner whose lesson has the task "03.mean", its pieces in a known order."""
    made = Learner(tmp_path, monkeypatch)
    made.content["parsons"] = {"mean": mean_task(tmp_path)}
    made.write()
    with redirect_stdout(StringIO()):
        open_lesson("03_weights")
    return made


ASKED = """\
ordering task: The mean of some numbers
Put the lines in order, so that `mean` returns the *mean*.
The code begins with:
    def mean(numbers):
The pieces, in no order. Not all of them are needed. Each brings its indentation along.
  A)  for number in numbers:
          total = total + number
  B)  numbers = []
  C)  count = len(numbers)
  D)  total = 0
The code ends with:
        return total / count
Write the letters of the pieces, first to last, and run the cell again. For B before A that is \
`parsons("03.mean", order="B A")`. It carries no points.
"""
WRONG = """\
✗ not in order yet: A comes too early
The loop adds to `total`, which must have a value by then.
Your order is C A D. It gives this code, with the letter of its piece before each line:
        | def mean(numbers):
      C |     count = len(numbers)
    ✗ A |     for number in numbers:
    ✗ A |         total = total + number
      D |     total = 0
        |     return total / count
The pieces, in no order. Not all of them are needed. Each brings its indentation along.
  A)  for number in numbers:
          total = total + number
  B)  numbers = []
  C)  count = len(numbers)
  D)  total = 0
Change the letters and run the cell again, as often as you like.
The task again:
The mean of some numbers
Put the lines in order, so that `mean` returns the *mean*.
"""
RIGHT = """\
✓ in order: The mean of some numbers
    def mean(numbers):
        total = 0
        count = len(numbers)
        for number in numbers:
            total = total + number
        return total / count
"""


@pytest.mark.parametrize("order", [..., None, "", "  ", []])
def test_an_unanswered_task_shows_its_pieces_and_how_to_answer(learner: Learner, capsys: Any, order: Any) -> None:
    """Claim: task, fixed code, lettered pieces and the line to write, as plain text; nothing is kept."""
    parsons("03.mean", order=order)
    assert ASKED == capsys.readouterr().out
    assert [] == store().events(kind="parsons")


def test_a_wrong_order_shows_its_code_and_the_reason(learner: Learner, capsys: Any) -> None:
    """Claim: the verdict, the code under the letters that were given, and the pieces again."""
    parsons("03.mean", order="C A D")
    assert WRONG == capsys.readouterr().out


@pytest.mark.parametrize("order", ["D C A", "d,c,a", "DCA", " D; C A ", ["D", "c", "A"], ("D", "C", "A")])
def test_letters_may_be_written_in_any_way(learner: Learner, capsys: Any, order: Any) -> None:
    """Claim: spaces, commas, case and lists are one."""
    parsons("03.mean", order=order)
    assert RIGHT == capsys.readouterr().out


@pytest.mark.parametrize("order", ["DAC", "DCA", "CDA"])
def test_any_order_that_after_allows_is_in_order(learner: Learner, capsys: Any, order: str) -> None:
    """Claim: count may stand anywhere."""
    parsons("03.mean", order=order)
    assert capsys.readouterr().out.startswith("✓ in order: ")


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("D B A C", "B does not belong into this code\nThat throws the numbers away.\n"),
        ("A B D C", "A comes too early\nThe loop adds"),
        ("B A D C", "B does not belong into this code\n"),
        (
            "D C",
            "1 piece is missing\nWhat you have is in a right order so far. Look for what the code does not do yet.\n",
        ),
        ("A", "2 pieces are missing\n"),
        ("D D A C", "D comes twice\nA piece is used once at most. Take one of the two out.\n"),
        ("D K A", "there is no piece K\nThe pieces have the letters A to D. Write one of these in the place of `K`.\n"),
        ("A K D", "A comes too early\n"),
    ],
)
def test_the_first_thing_that_is_wrong_is_reported(learner: Learner, capsys: Any, order: str, sentence: str) -> None:
    """Claim: in reading order, and one thing at a time."""
    parsons("03.mean", order=order)
    assert capsys.readouterr().out.startswith(f"✗ not in order yet: {sentence}")


def test_a_piece_waits_for_what_its_own_needs_wait_for(learner: Learner, capsys: Any) -> None:
    """Claim: where the piece between two is missing, the outer two still have an order."""
    pieces = learner.content["parsons"]["mean"]["pieces"]
    pieces[2] |= {"after": ["loop"], "why": "Count when the loop is done."}
    learner.write()
    open_lesson("03_weights")
    capsys.readouterr()
    parsons("03.mean", order="C D")
    assert "C comes too early\nCount when the loop is done.\n" in capsys.readouterr().out


def test_a_task_may_need_all_of_its_pieces_and_no_fixed_code(learner: Learner, capsys: Any) -> None:
    """Claim: what is not there is not announced."""
    task = learner.content["parsons"]["mean"]
    task |= {"start": "", "end": "", "pieces": [piece for piece in task["pieces"] if not piece["extra"]]}
    learner.write()
    open_lesson("03_weights")
    capsys.readouterr()
    parsons("03.mean")
    out = capsys.readouterr().out
    assert "All of them are needed." in out
    assert "The code begins" not in out and "The code ends" not in out


def test_answers_are_kept_and_counted_by_progress(learner: Learner, capsys: Any) -> None:
    """Claim: each try is an event, a solved task counts once, and only lessons with tasks have the column."""
    for order in ("A", "DAC", "D C A"):
        parsons("03.mean", order=order)
    assert [("A", False), ("DAC", True), ("DCA", True)] == [
        (event.data["order"], event.data["right"]) for event in store().events(kind="parsons", name="mean")
    ]
    capsys.readouterr()
    progress()
    out = capsys.readouterr().out
    assert "  quiz questions answered  ordering tasks solved\n" in out
    assert "  0 of 3                   1 of 1\n" in out


def test_a_lesson_made_before_there_were_ordering_tasks_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claim: its lesson.json is read as before, and there is nothing to copy."""
    Learner(tmp_path, monkeypatch)
    open_lesson("03_weights")
    with pytest.raises(Sentence) as raised:
        parsons("03.mean")
    assert 'The ordering tasks of this lesson are none. Received "03.mean". Copy one of these.' == str(raised.value)


@pytest.mark.parametrize(
    ("address", "order", "sentence"),
    [
        ("04.mean", None, 'The ordering tasks of this lesson are "03.mean". Received "04.mean". Copy one of these.'),
        (
            3,
            None,
            'An ordering task is addressed by text; those of this lesson are "03.mean". Received an int. Use quotation marks.',
        ),
        (
            "03.mean",
            7,
            'The order is text with the letters of the pieces, or a list of letters. Received an int. Try order="B A".',
        ),
        (
            "03.mean",
            ["A", 2],
            "The order is text with the letters of the pieces, or a list of letters. Received a list that holds an int. "
            'Try order="B A".',
        ),
    ],
)
def test_the_word_says_what_it_takes(learner: Learner, address: Any, order: Any, sentence: str) -> None:
    """Claim: each wrong use has one sentence, and nothing is kept."""
    with pytest.raises(Sentence) as raised:
        parsons(address, order=order)
    assert sentence == str(raised.value)
    assert [] == store().events(kind="parsons")


def test_code_is_shown_and_not_obeyed_in_html(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claim: pieces are a list of code blocks with letters in text; tags in code are text."""
    cards: list[Any] = []
    monkeypatch.setitem(word.__wrapped__.__globals__, "show", cards.append)  # type: ignore[attr-defined]
    parsons("03.mean")
    html = cards[-1].html()
    assert 4 == html.count("<li ") == html.count(")</strong> <pre ")
    assert "<code>numbers = []</code>" in html
    assert "&lt;b&gt;" in Pieces([("A", "<b>")]).html()
