"""Diagrams: nodes know their edges, and arrows lead from edge to edge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

from autograder.pictures import ROSE, SKY, Diagram, Sheet, align_shapes, diagrams
from autograder.pictures.diagram import Node


def blank() -> Diagram:
    return Diagram(Sheet(size=(4, 4)).panel, (0, 10), (0, 10))


def words(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


def arrows(d: Diagram) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """From where to where each arrow leads, in the diagram's own coordinates."""
    found = [text for text in d.axes.texts if isinstance(text, Annotation)]
    return [(tuple(text.xyann), tuple(text.xy)) for text in found]


@pytest.mark.parametrize(
    ("towards", "edge"), [((9, 2), (4, 2)), ((-9, 2), (0, 2)), ((2, 9), (2, 3)), ((4, 3), (4, 3)), ((6, 4), (4, 3))]
)
def test_a_node_is_left_at_its_edge(towards: Any, edge: Any) -> None:
    """The straight line from the centre leaves a box of 4 by 2 where it meets the outline."""
    np.testing.assert_allclose(Node(2, 2, 2, 1).edge(towards), edge)


def test_a_node_without_a_size_is_its_centre() -> None:
    """Words and plus signs keep arrows away by points, not by a box."""
    assert (2, 3) == Node(2, 3).edge((9, 9))


def test_an_arrow_leads_from_edge_to_edge_and_meets_points_exactly() -> None:
    """Between two boxes it spans the gap; a point is where it says."""
    d = blank()
    first, second = d.box("conv", (2, 5), (2, 1)), d.box("ReLU", (7, 5), (2, 1))
    d.arrow(first, second)
    d.arrow((0, 0), (1, 1))
    assert [((3, 5), (6, 5)), ((0, 0), (1, 1))] == arrows(d)


def test_a_chain_joins_each_node_to_the_next() -> None:
    """Four nodes have three arrows between them."""
    d = blank()
    d.chain(d.text("x", (0, 5)), d.box("F", (3, 5)), d.plus((6, 5)), d.text("y", (9, 5)))
    np.testing.assert_allclose(arrows(d), [((0, 5), (2.1, 5)), ((3.9, 5), (6, 5)), ((6, 5), (9, 5))])
    assert ["x", "F", "+", "y"] == words(d.axes)


def test_a_word_stands_beside_the_middle_of_its_arrow() -> None:
    """To the right of an upright arrow, above another; where one end keeps away, half of that further on."""
    d = blank()
    d.arrow((2, 9), (2, 1), word="down")
    d.arrow((1, 5), (9, 5), word="across")
    plus = d.plus((8, 1), diameter=20)
    d.arrow((8, 9), plus, word="to the plus")
    beside = {text.get_text(): text for text in d.axes.texts if isinstance(text, Annotation)}
    placed = {word: (beside[word].xy, beside[word].xyann) for word in ("down", "across", "to the plus")}
    expected = {"down": ((2, 5), (6, 0)), "across": ((5, 5), (0, 4)), "to the plus": ((8, 5), (6, 5))}
    assert expected == placed


def test_a_line_around_a_branch_ends_with_its_head() -> None:
    """The corners lie on one line; the head points into the last node."""
    d = blank()
    d.line((1, 0), (1, 3), (6, 3), d.box("", (6, 0), (1, 1)), head=True)
    (path,) = d.axes.lines
    assert [(1, 0), (1, 3), (6, 3)] == [tuple(point) for point in path.get_xydata()[:3]]
    ((start, end),) = arrows(d)
    assert start[0] == end[0] == 6 and start[1] > end[1] == 0.5


def test_cells_stand_in_a_row_with_their_values() -> None:
    """One box for each value, one pitch apart, with a true minus sign and a ground for each."""
    d = blank()
    nodes = d.cells([0.5, -1, -0.0], (2, 4), fill=[SKY, ROSE, SKY], label="g", dashed=[True], pitch=2)
    assert [(2, 4), (4, 4), (6, 4)] == [(node.x, node.y) for node in nodes]
    assert ["g", "0.5", "−1", "0"] == words(d.axes)
    assert ["--", "-", "-"] == [patch.get_linestyle() for patch in d.axes.patches]


def test_cells_of_a_matrix_stand_in_rows_downwards() -> None:
    """Row i is i pitches beneath the first, column j is j pitches to the right; all have one look."""
    d = blank()
    nodes = d.cells(np.array([[1, -2], [3, 4]]), (2, 8), form=".1f", pitch=2, edge=ROSE)
    assert [(2, 8), (4, 8), (2, 6), (4, 6)] == [(node.x, node.y) for node in nodes]
    assert ["1.0", "−2.0", "3.0", "4.0"] == words(d.axes)
    assert {to_rgb(ROSE)} == {patch.get_edgecolor()[:3] for patch in d.axes.patches}


def test_a_sheet_has_a_diagram_in_each_panel() -> None:
    """Titles say how many there are; a title too few is an error."""
    made = diagrams(Sheet(1, 2), ["left", "right"], (0, 1), (0, 1))
    assert ["left", "right"] == [d.axes.get_title() for d in made]
    with pytest.raises(ValueError):
        diagrams(Sheet(1, 2), ["left"], (0, 1), (0, 1))


@pytest.mark.parametrize(
    ("a", "b", "sizes", "outcome"),
    [
        ((4, 1, 3), (2, 3), "4 1 3 1 2 3 4 2 3", "✓ fits: (4, 2, 3)"),
        ((3,), (3, 1), "1 3 3 1 3 3", "✓ fits: (3, 3)"),
        ((2, 3), (2,), "2 3 1 2 2 ✗", "✗ does not fit: error"),
        ((0,), (1,), "0 1 0", "✓ fits: (0,)"),
    ],
)
def test_shapes_are_aligned_as_numpy_does(a: Any, b: Any, sizes: str, outcome: str) -> None:
    """A missing axis is 1 and dashed; where sizes do not fit, as in NumPy, there is a cross."""
    axes = Sheet().panel
    align_shapes(axes, a, b)
    assert sizes.split() == [word for word in words(axes) if word not in ("a", "b", "a + b")]
    assert f"{a} + {b}\n{outcome}" == axes.get_title()
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert abs(len(a) - len(b)) == sum(patch.get_linestyle() == "--" for patch in boxes)
    try:
        assert outcome.endswith(str(np.broadcast_shapes(a, b)))
    except ValueError:
        assert outcome.endswith("error")
