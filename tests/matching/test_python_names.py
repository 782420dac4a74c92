"""Telling by reading which names a cell binds and needs."""

from __future__ import annotations

import pytest

from autograder.matching.python_names import defined_names, is_python, late, needed_names


@pytest.mark.parametrize(
    ("source", "binds", "reads"),
    [
        ("import a.b as c\nfrom d import e", {"c", "e"}, set()),
        (
            "class A(B):\n    z = q\n    def f(self, y):\n        return helper(y) + len(self.n)",
            {"A"},
            {"B", "q", "helper"},
        ),
        ("%matplotlib inline\n!ls\nx = y", {"x"}, {"y"}),
        ("%%time\nx = 1", {"x"}, set()),
        ("x?", set(), set()),
        ("await go(x)", set(), {"go", "x"}),
        ("[k for k in ks if k]", set(), {"ks"}),
        ("def f(x):\n    return x\ny: int = f(1)", {"f", "y"}, set()),
        ("def f(:\nclass A\nx = (", {"f", "A", "x"}, set()),
        ("if x == (", set(), set()),
    ],
)
def test_names_are_found_by_reading(source: str, binds: set[str], reads: set[str]) -> None:
    """What a cell binds and needs is known without running it."""
    assert (binds, reads) == (defined_names(source), needed_names(source))


@pytest.mark.parametrize(
    ("source", "looked_up"),
    [
        ("def f(x):\n    return helper(x) + len(x)", {"helper"}),
        ("class A(B):\n    z = q\n    def g(self):\n        return lambda: self.k(C)", {"q", "C"}),
        ("y = helper(1)", set()),
        ("def f(:", set()),
    ],
)
def test_what_a_call_looks_up_is_found_by_reading(source: str, looked_up: set[str]) -> None:
    """A later cell can still change these; what was used when the cell ran is settled."""
    assert looked_up == late(source)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 99_998 + "1",
        "(" * 5_000,
        "a" + ".b" * 49_000,
        "not " * 24_000 + "1",
        "a\0b",
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 7_000,
    ],
)
def test_hostile_text_cannot_stop_the_reader(text: str) -> None:
    """Nesting that defeats the parser is simply not Python that we can read."""
    assert (False, frozenset(), frozenset()) == (is_python(text), defined_names(text), needed_names(text))
    assert frozenset() == late(text)
