"""What is read as Python is bounded, and the answers are read first."""

from __future__ import annotations

from autograder.intake import SubmittedCell
from autograder.matching.cells_to_read import MOST_READ, cells_to_read
from autograder.matching.python_names import MOST_PARSED
from autograder.matching.transplant import transplant
from tests.property.bounds import bounded
from tests.support.grading_course import make_course

FULL = MOST_READ // MOST_PARSED


def long(number: int, grade_id: str | None = None) -> SubmittedCell:
    """A cell of as many characters as are parsed, unlike any other."""
    return SubmittedCell("code", f"x{number:05} = 0".ljust(MOST_PARSED, "#"), grade_id)


def test_a_notebook_within_the_bound_stays_as_it_is() -> None:
    """Copies, and cells that are too long to be parsed at all, count for nothing."""
    cells = [*map(long, range(FULL)), *[long(0)] * 50, SubmittedCell("code", "y" * 3 * MOST_PARSED)]
    assert (cells, []) == cells_to_read(cells, {"double"})


def test_beyond_it_cells_are_emptied_and_answers_kept() -> None:
    """The last of the marked cells is the first to be read."""
    cells = [*map(long, range(FULL)), long(100, "double"), long(101, "double"), long(102)]
    kept, says = cells_to_read(cells, {"double"})
    assert ["The cells held more than 500,000 characters; 3 of them were left out."] == says
    assert [FULL - 2, FULL - 1, FULL + 2] == [i for i, cell in enumerate(kept) if not cell.source]
    marked = [long(i, "double") for i in range(FULL + 1)]
    kept, _ = cells_to_read([*marked, long(100)], {"double"})
    assert [0, FULL + 1] == [i for i, cell in enumerate(kept) if not cell.source]


def test_hundreds_of_cells_that_are_slow_to_read_cost_little(tmp_path) -> None:
    """Each is an f-string of thousands of parts, as long as a cell that is parsed."""
    from autograder.intake import Submitted

    lesson = make_course(tmp_path).lesson("01_tiny")
    cells = [SubmittedCell("code", f"f'{i}" + "{x}" * 6_600 + "'") for i in range(190)]
    with bounded(4):
        found = transplant(lesson, Submitted(tuple(cells), "digest"))
    assert any("were left out" in sentence for sentence in found.repairs)
