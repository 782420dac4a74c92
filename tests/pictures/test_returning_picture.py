"""The picture that returns: its numbers are worked out, and the lit part is marked by more than colour."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.text import Text

from autograder.pictures.residual_block_numbers import BlockNumbers, block_numbers
from autograder.pictures.returning_picture import (
    BACKWARD,
    FORWARD,
    INK,
    LIGHT,
    PALE,
    PARTS,
    QUIET,
    picture_alt,
    picture_data,
    returning_picture,
)

LESSONS = range(len(PARTS))


def words(lit: int) -> list[str]:
    return [text.get_text() for text in returning_picture(lit).findobj(Text) if text.get_text()]


def slope_of(value: np.ndarray, loss_at: Callable[[np.ndarray], BlockNumbers]) -> np.ndarray:
    """Central differences of the loss, entry by entry."""
    slope, step = np.zeros_like(value), 1e-6
    for place in np.ndindex(value.shape):
        ahead, behind = value.copy(), value.copy()
        ahead[place] += step
        behind[place] -= step
        slope[place] = (loss_at(ahead).loss - loss_at(behind).loss) / (2 * step)
    return slope


def test_the_gradients_are_the_slopes_of_the_loss() -> None:
    """Each gradient in the picture equals a finite difference of the forward pass."""
    n = block_numbers()
    np.testing.assert_allclose(n.d_x, slope_of(n.x, lambda v: block_numbers(x=v)), atol=1e-8)
    np.testing.assert_allclose(n.d_w1, slope_of(n.w1, lambda v: block_numbers(w1=v)), atol=1e-8)
    np.testing.assert_allclose(n.d_w2, slope_of(n.w2, lambda v: block_numbers(w2=v)), atol=1e-8)


def test_the_gradient_at_x_is_the_sum_of_both_paths() -> None:
    """The shortcut hands on the gradient of the sum, the branch adds its own."""
    n = block_numbers()
    np.testing.assert_allclose(n.d_total + n.w1 @ n.d_hidden, n.d_x)


def test_no_value_stands_at_a_kink() -> None:
    """A ReLU at exactly 0 has no slope, so no number in the picture may sit there."""
    n = block_numbers()
    assert np.abs(np.concatenate([n.hidden, n.total])).min() > 0.5


def test_one_relu_in_the_picture_cuts_a_gradient() -> None:
    """A learner sees one channel stopped by the ReLU."""
    n = block_numbers()
    assert n.d_active[1] != 0
    assert n.d_hidden[1] == 0


@pytest.mark.parametrize("lit", LESSONS)
def test_the_drawn_words_hold_the_computed_numbers(lit: int) -> None:
    """The forward and the backward number of x, of F(x) and of y stand in the drawing."""
    drawn = words(lit)
    for text_drawn in ("1, 2", "2, −0.5", "2, −1", "2, 0", "1, −1", "2, 1", "1, −2\n0.5, 0.5", "gradient\n2, −2\n0, 0"):
        assert text_drawn in drawn


@pytest.mark.parametrize("lit", LESSONS)
def test_the_lit_lesson_is_named_in_words(lit: int) -> None:
    """The heading names the lesson, and the word "today" stands once beside its number."""
    drawn = words(lit)
    assert f"today, lesson {lit:02d}:  {PARTS[lit][1]}" in drawn
    assert drawn.count("today") == 1


@pytest.mark.parametrize("lit", LESSONS)
def test_every_lesson_has_its_number_in_the_picture(lit: int) -> None:
    """Thirteen numbers, each once, whichever part is lit."""
    numbers = [word for word in words(lit) if word.isdigit() and len(word) == 2]
    assert [f"{lesson:02d}" for lesson in LESSONS] == sorted(numbers)


@pytest.mark.parametrize("lit", LESSONS)
def test_the_legend_shows_a_circle_as_the_picture_draws_it(lit: int) -> None:
    """Legend and numbers share one shape, one size of type and one colour."""
    texts = {text.get_text(): text for text in returning_picture(lit).findobj(Text)}
    legend, other = texts["nn"], texts["04" if lit != 4 else "05"]

    def look(text: Text) -> tuple[object, ...]:
        box = text.get_bbox_patch()
        assert box is not None
        return type(box.get_boxstyle()), text.get_fontsize(), text.get_color(), box.get_edgecolor(), box.get_linewidth()

    assert look(legend) == look(other)


def test_every_text_can_be_read_at_the_size_at_which_it_is_shown() -> None:
    """At least 9 points where a notebook shows the picture 820 pixels wide (96 to the inch)."""
    figure = returning_picture(3)
    scale = 820 / 96 / figure.get_figwidth()
    for text in figure.findobj(Text):
        if text.get_text():
            assert text.get_fontsize() * scale >= 9, text


@pytest.mark.parametrize("lit", LESSONS)
def test_the_lit_part_has_a_thick_outline(lit: int) -> None:
    """Colour is not the only sign: a thick line goes with it."""
    figure = returning_picture(lit)
    widths = [shape.get_linewidth() for shape in figure.findobj(FancyBboxPatch) + figure.findobj(Circle)]
    widths += [line.get_linewidth() for axes in figure.axes for line in axes.lines]
    assert max(widths) >= 2.8


@pytest.mark.parametrize("lit", LESSONS)
def test_everything_drawn_lies_within_the_figure(lit: int) -> None:
    """No word is cut off at an edge."""
    figure = returning_picture(lit)
    figure.canvas.draw()
    edges = figure.bbox
    for text in figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            assert edges.x0 <= box.x0 and box.x1 <= edges.x1 and edges.y0 <= box.y0 and box.y1 <= edges.y1, text


@pytest.mark.parametrize("lit", LESSONS)
def test_no_two_words_overlap(lit: int) -> None:
    """Each word can be read: boxes of text keep clear of each other."""
    figure = returning_picture(lit)
    figure.canvas.draw()
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    boxes = [text.get_window_extent() for text in texts]
    for i, one in enumerate(boxes):
        for j in range(i + 1, len(boxes)):
            assert not one.overlaps(boxes[j]), (texts[i].get_text(), texts[j].get_text())


@pytest.mark.parametrize("lit", [-1, 13])
def test_an_unknown_lesson_is_refused_with_the_range(lit: int) -> None:
    """The rule, what was received, one thing to try."""
    with pytest.raises(ValueError) as caught:
        returning_picture(lit)
    assert f"The lessons are numbered from 0 to 12. Received lit={lit}. Try lit=3." == str(caught.value)


def test_the_picture_has_a_description() -> None:
    """The alternative text holds the forward and the backward result and the lesson."""
    alt = picture_alt(3)
    for piece in ("y = (2, 1)", "at x it is (2, −0.5)", "lesson 03", "who owns the weights"):
        assert piece in alt


def test_the_table_holds_what_is_drawn() -> None:
    """One row a place, with the same numbers as the drawing."""
    table = picture_data()
    assert list(table) == ["where", "forward", "gradient"]
    rows = list(zip(*table.values(), strict=True))
    assert ("x", "1, 2", "2, −0.5") in rows
    assert ("W2", "0.5, −0.5; 1, 0.5", "2, −2; 0, 0") in rows


@pytest.mark.parametrize("ground", ["#ffffff", PALE, LIGHT])
@pytest.mark.parametrize("text", [INK, FORWARD, BACKWARD, QUIET])
def test_the_contrast_of_every_text_is_enough(ground: str, text: str) -> None:
    """WCAG 2, 1.4.3: at least 4.5 to 1 on each ground that is used."""

    def luminance(colour: str) -> float:
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    light, dark = sorted((luminance(ground), luminance(text)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
