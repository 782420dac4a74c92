"""Mending the text of a cell: conflicts, fences, splits. What could be read in two ways stays as it is."""

from __future__ import annotations

import pytest

from autograder.matching.repair import join_parts, settle_conflict, strip_fences

OURS, THEIRS = "a = 1", "a = 2"
CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other"
THREE = "<<<<<<< ours\n{}\n||||||| base\na = 0\n=======\n{}\n>>>>>>> theirs"
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@pytest.mark.parametrize("form", [CONFLICT, THREE])
@pytest.mark.parametrize(
    ("ours", "theirs", "counts"),
    [
        (OURS, THEIRS, THEIRS),
        (OURS, "a = (", OURS),
        (OURS, STUB, OURS),
        (STUB, THEIRS, THEIRS),
        (STUB, STUB, STUB),
        (OURS, "", ""),
        ("a = (", "b = )", None),
    ],
)
def test_the_later_side_counts_unless_it_is_no_answer(form: str, ours: str, theirs: str, counts: str | None) -> None:
    """A side that is no Python, or still the stub, yields to the other."""
    made = None if counts is None else f"x = 1\n{counts}\ny = 2"
    assert made == settle_conflict(f"x = 1\n{form.format(ours, theirs)}\ny = 2")


def test_several_conflicts_are_settled_to_one_side() -> None:
    """Halves of two versions need not fit together."""
    source = f"{CONFLICT.format('a = 1', 'b = 1')}\n{CONFLICT.format('f(a)', 'f(b)')}"
    assert "b = 1\nf(b)" == settle_conflict(source)


@pytest.mark.parametrize(
    "source",
    [
        "a = 1",
        "a = (",
        'a = """\n<<<<<<< HEAD\n=======\n>>>>>>> x\n"""',
        "<<<<<<< HEAD\na = 1",
        "=======\n<<<<<<< HEAD\n>>>>>>> x",
        "<<<<<<< HEAD\na = 1\n>>>>>>> x",
        "<<<<<<< HEAD\n<<<<<<< HEAD\na = 1\n=======\n>>>>>>> x",
        "<<<<<<<<< a\n=======\n>>>>>>> x",
    ],
    ids=["none", "other error", "in a string", "open", "order", "no middle", "nested", "longer mark"],
)
def test_what_is_no_whole_conflict_is_left_alone(source: str) -> None:
    """Python that holds such lines in a string is Python."""
    assert settle_conflict(source) is None


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("```python\na = 1\n```", "a = 1"),
        ("\n```\na\nb\n```\n", "a\nb"),
        ("text\n```\na\n```", None),
        ("```\na\n```\ntext\n```\nb\n```", None),
        ("```", None),
        ("a", None),
    ],
)
def test_only_a_text_that_is_one_fenced_block_is_taken_out_of_it(source: str, code: str | None) -> None:
    """Several blocks, or words around them, are a text."""
    assert (source if code is None else code) == strip_fences(source)


def test_no_more_than_eight_parts_are_joined() -> None:
    """Hostile text must not make the reader parse for ever."""
    head, part = "def f():", ("    x = 1", True)
    assert 8 == join_parts(head, [part] * 20)[1]
    assert ("x = 1", 0) == join_parts("x = 1", [("y = 2", True)])
