"""An ordering task is read with its faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.faults import AuthorFault
from tests.support.ordering_task import LOOP, PLACE, START, TAKES, TOML, changed, read


def test_a_lesson_without_the_file_has_no_ordering_tasks(mini: Path) -> None:
    """Claim: parsons.toml is optional."""
    assert {} == Course.open(mini).lesson("01_mini").parsons


def test_ordering_tasks_are_read_with_their_lesson(mini: Path) -> None:
    """Claim: after, extra and why have defaults; code keeps its indentation."""
    (mini / PLACE).write_text(TOML, encoding="utf-8")
    task = Course.open(mini).lesson("01_mini").parsons["mean"]
    assert [("zero", (), False), ("loop", ("zero",), False), ("count", (), False), ("empty", (), True)] == [
        (piece.name, piece.after, piece.extra) for piece in task.pieces
    ]
    assert f"{START}    total = 0\n{LOOP}    count = len(numbers)\n{TAKES}" == task.assembled(task.wanted)


def test_every_order_that_after_allows_is_right(tmp_path: Path) -> None:
    """Claim: three places for count, and the loop never before zero."""
    task = read(tmp_path)["mean"]
    orders = [[piece.name for piece in order] for order in task.orders()]
    assert [["zero", "loop", "count"], ["zero", "count", "loop"], ["count", "zero", "loop"]] == orders
    assert all(task.allows(order) for order in task.orders())
    assert not task.allows(task.wanted[::-1])


FAULTS = [
    ("[[parsons]]\n", "[parsons\n", "parsons.toml must be valid TOML. Received"),
    ("[[parsons]]\n", "[[other]]\n[[parsons]]\n", "line 1: ordering tasks stand in [[parsons]]. Received: other."),
    ('title = "The mean of some numbers"', "", "line 1: an ordering task has the keys id, title, task, proof, piece"),
    ('title = "The mean of some numbers"', 'title = " "', "none of them empty. Received title = ' '"),
    ('title = "The mean of some numbers"', "title = 3", "title of an ordering task is text. Received title = 3."),
    (
        'id = "mean"',
        'id = "mean"\ncolour = 1',
        "an ordering task has the keys id, title, task, start, end, proof, piece.",
    ),
    ('id = "mean"', 'id = "the mean"', "an id is letters, digits, '_' and '-', as in \"block\". Received: 'the mean'."),
    (TOML[-30:], TOML[-30:] + TOML, "line 34: ids differ. Received 'mean' twice. Rename one of the two."),
    ('name = "loop"', "", "line 15: a piece has the keys name, code, none of them empty. Received name = None."),
    (
        'name = "loop"',
        'name = "loop"\nbefore = []',
        "line 15: a piece has the keys name, code, after, extra, why. Received also",
    ),
    ('after = ["zero"]', 'after = "zero"', "line 15: after of a piece is a list of names. Received after = 'zero'."),
    ('after = ["zero"]', "after = [1]", "line 15: after of a piece is a list of names. Received after = [1]."),
    ("extra = true", 'extra = "yes"', "line 29: extra of a piece is true or false. Received extra = 'yes'."),
    ('name = "count"', 'name = "loop"', "line 24: names of pieces differ within a task. Received 'loop' twice."),
    (
        "    count = len(numbers)",
        "    total = 0 ",
        "line 24: two pieces never hold the same code, for nobody could tell them apart. Received 'zero' and 'count'.",
    ),
    (
        "extra = true",
        'extra = true\nafter = ["zero"]',
        "line 29: an extra piece belongs nowhere, so it has no after. Received 'empty' with after = ['zero'].",
    ),
    (
        'after = ["zero"]',
        'after = ["zer"]',
        "line 15: after names other pieces of the task that are not extra. Received 'zer' for 'loop'. They are: zero, count.",
    ),
    ('after = ["zero"]', 'after = ["loop"]', "Received 'loop' for 'loop'. They are: zero, count."),
    ('after = ["zero"]', 'after = ["empty"]', "Received 'empty' for 'loop'. They are: zero, count."),
    ('after = ["zero"]', "", "line 1: some piece stands after another, or every order is right. Received no after."),
    (
        'code = "    total = 0"',
        'code = "    total = 0"\nafter = ["loop"]',
        "line 11: after makes no circle. Received: zero after loop after zero. Take one of these out.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS, ids=[row[2][:60] for row in FAULTS])
def test_what_an_author_must_mend_is_reported_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """Claim: each way in which the file can be wrong has one sentence, with the file's name."""
    with pytest.raises(AuthorFault) as raised:
        read(tmp_path, changed(old, new))
    assert "parsons.toml" in str(raised.value)
    assert sentence in str(raised.value)


def test_pieces_are_tables(tmp_path: Path) -> None:
    """Claim: a list of texts is told how pieces are written."""
    with pytest.raises(AuthorFault, match=r"pieces stand in \[\[parsons.piece\]\]"):
        read(tmp_path, TOML.partition("[[parsons.piece]]")[0] + 'piece = ["total = 0"]\n')


def test_there_is_a_letter_for_each_piece(tmp_path: Path) -> None:
    """Claim: a 27th piece is refused."""
    more = "".join(f'[[parsons.piece]]\nname = "{n}"\ncode = "x{n} = 1"\n' for n in range(23))
    with pytest.raises(
        AuthorFault, match=r"a task has at most 26 pieces, one for each letter\. Received 27\. Join some\."
    ):
        read(tmp_path, TOML + more)
