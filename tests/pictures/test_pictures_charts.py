"""Charts, grids and tables: each value is drawn where it belongs, and written as it is."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb

import autograder.pictures as pictures
from autograder.pictures import (
    DASHED,
    INK,
    ROSE,
    SKY,
    WIDE,
    Sheet,
    compare_curves,
    curve_panels,
    number_grid,
    number_grids,
    outcome_table,
    plot_bars,
    plot_bars_across,
    plot_curves,
    plot_level,
    plot_points,
)
from autograder.pictures.figure_style import settings
from autograder.pictures.number_text import number_text
from autograder.pictures.palette import BLUE, CREAM, QUIET, RUST, VIOLET, WHITE, YELLOW


def words(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.texts if text.get_text()]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(-1.25, ".1f", "−1.2"), (-0.04, ".1f", "0.0"), (-0.0, "g", "0"), (1e-7, ".0e", "1e−07"), (12000, ",", "12,000"),
     ("a-b", ".1f", "a-b"), (np.float32(0.5), "g", "0.5")],
)  # fmt: skip
def test_a_number_is_written_with_a_true_minus_sign(value: Any, form: str, text: str) -> None:
    """Zero has no sign, and words stay as they are."""
    assert text == number_text(value, form)


def test_a_grid_writes_each_value_in_its_place() -> None:
    """Row i, column j of the matrix is at (j, i)."""
    axes = Sheet().panel
    number_grid(axes, [[1.0, 0.0], [-2.0, 3.0]], "g", span=(-3, 3), zero="·", bold=True, ticks=True, title="W")
    written = {text.get_position(): (text.get_text(), text.get_weight()) for text in axes.texts}
    expected = {(0, 0): ("1", "bold"), (1, 0): ("·", "normal"), (0, 1): ("−2", "bold"), (1, 1): ("3", "bold")}
    assert expected == written
    assert "W" == axes.get_title() and [0, 1] == list(axes.get_xticks())


def test_every_second_pixel_is_framed() -> None:
    """What a stride of 2 keeps has a number and a frame; the others have neither."""
    axes = Sheet().panel
    number_grid(axes, np.arange(36).reshape(6, 6), "d", span=(0, 99), every=2)
    assert ["0", "2", "4", "12", "14", "16", "24", "26", "28"] == words(axes)
    *frames, around_all = axes.patches
    assert 9 == len(frames) and {0.96} == {frame.get_width() for frame in frames}
    assert 6 == around_all.get_width() and not list(axes.get_xticks())


def test_a_grid_frames_its_pixels_not_the_axes() -> None:
    """Claim: one thin frame around all pixels, also where the axes show more, and no spines."""
    axes = Sheet().panel
    number_grid(axes, [[13]], "d", span=(0, 40), xlim=(-0.5, 1.5), ylim=(1.5, -0.5))
    (frame,) = axes.patches
    assert [-0.5, -0.5, 0.5, 0.5] == frame.get_bbox().extents.tolist()
    assert not any(spine.get_visible() for spine in axes.spines.values())


def test_grids_stand_in_rows_with_titles() -> None:
    """Six grids in two rows; each row has a word at its left."""
    grids = [(f"channel {c}", np.full((2, 2), c)) for c in range(6)]
    sheet = number_grids(grids, "d", size=(6, 4), rows=2, left=["above", "beneath"], span=(0, 9))
    assert [title for title, _ in grids] == [axes.get_title() for axes in sheet.axes]
    assert ["above", "", "", "beneath", "", ""] == [axes.get_ylabel() for axes in sheet.axes]


def test_an_outcome_has_a_sign_as_well_as_a_ground() -> None:
    """Rows and columns come in their order; the second line of a text stands by itself."""
    sheet = Sheet()
    cells = {("list", "Add"): (False, "lists\nTypeError"), ("list", "+"): (True, "joins"), ("float", "+"): (True, -1.0)}
    outcome_table(sheet, cells, dashed=(False,), framed=(True,), title="plus")
    axes = sheet.panel
    assert ["✗ lists", "TypeError", "✓ joins", "✓ −1"] == words(axes)
    assert ["Add", "+"] == [text.get_text() for text in axes.get_xticklabels()]
    assert ["list", "float"] == [text.get_text() for text in axes.get_yticklabels()]
    grounds = [patch.get_facecolor()[:3] for patch in axes.patches if patch.get_fill()]
    assert [to_rgb(ROSE), to_rgb(SKY), to_rgb(SKY)] == grounds
    assert 2 == sum(not patch.get_fill() for patch in axes.patches) and "plus" == axes.get_title()


def test_an_outcome_table_may_have_empty_cells() -> None:
    """Two of four pairs have an outcome; the others have an outline and nothing in it."""
    cells = {("array", "in place"): (True, "seen"), ("tensor", "moved"): (False, "silent")}
    sparse, whole = Sheet().panel, Sheet().panel
    outcome_table(sparse, cells)
    outcome_table(whole, cells, empty=True)
    assert (2, 4) == (len(sparse.patches), len(whole.patches))
    assert ["✓ seen", "✗ silent"] == words(sparse) == words(whole)
    assert {(0, 0), (1, 1)} == {text.get_position() for text in whole.texts if text.get_text()}


def test_curves_differ_in_colour_dashes_and_marker() -> None:
    """No two of four curves share one of the three; names are in the curve's colour."""
    sheet = Sheet()
    lines = {name: [1, 2, 3] for name in ("a", "b", "c", "d")}
    plot_curves(sheet, range(3), lines, names={"a": (1, 2), "b": (0, 1, "right", "other")}, legend="best", yscale="log")
    drawn = sheet.panel.lines
    for look in ("get_color", "get_linestyle", "get_marker"):
        assert 4 == len({getattr(line, look)() for line in drawn})
    assert [("a", BLUE), ("other", RUST)] == [(text.get_text(), text.get_color()) for text in sheet.panel.texts]
    assert list(lines) == [text.get_text() for text in sheet.panel.get_legend().get_texts()]
    assert "log" == sheet.panel.get_yscale()


@pytest.mark.parametrize(("spread", "thin", "bands"), [("", 0, 0), ("thin", 2, 0), ("band", 0, 1)])
def test_several_runs_are_drawn_as_their_mean(spread: str, thin: int, bands: int) -> None:
    """Two runs: thin lines beside the mean, or a band from the lowest to the highest."""
    axes = Sheet().panel
    plot_curves(axes, [0, 1], {"loss": [[1.0, 2.0], [3.0, 4.0]]}, spread=spread, markers=False)
    assert thin + 1 == len(axes.lines) and bands == len(axes.collections)
    assert [2.0, 3.0] == list(axes.lines[-1].get_ydata())
    assert "None" == axes.lines[-1].get_marker()


def test_every_third_point_is_marked() -> None:
    """Markers stand apart, and the legend stands to the right of the axes."""
    sheet = Sheet()
    plot_curves(sheet, range(9), {"loss": range(9)}, every=3, legend="beside")
    assert [3] == [line.get_markevery() for line in sheet.panel.lines]
    sheet.draw_without_rendering()
    legend = sheet.panel.get_legend().get_window_extent()
    assert legend.x0 >= sheet.panel.get_window_extent().x1


def test_panels_share_curves_looks_and_words() -> None:
    """Each title has its lines; the first panel alone has the legend and what the height means."""
    panels = {"before": {"a": [1, 2], "b": [2, 1]}, "after": {"a": [1, 1], "b": [2, 2]}}
    sheet = curve_panels(panels, [0, 1], size=(6, 3), ylabel="loss", legend="best", xlabel="epoch")
    assert ["before", "after"] == [axes.get_title() for axes in sheet.axes]
    assert [[[1, 2], [2, 1]], [[1, 1], [2, 2]]] == [[list(x.get_ydata()) for x in axes.lines] for axes in sheet.axes]
    assert [("loss", "epoch"), ("", "epoch")] == [(axes.get_ylabel(), axes.get_xlabel()) for axes in sheet.axes]
    assert [True, False] == [axes.get_legend() is not None for axes in sheet.axes]


def test_compared_curves_stand_above_their_difference() -> None:
    """The second less the first, scaled, over the same x; the first is wide and lies under the second."""
    sheet = compare_curves([0, 1], {"without": [1, 2], "with": [1.5, 2]}, size=(6, 4), scale=100, xlabel="pixel")
    (wide, dashed), (zero, difference) = (axes.lines for axes in sheet.axes)
    assert [50, 0] == list(difference.get_ydata()) and [0, 0] == list(zero.get_ydata())
    assert wide.get_linewidth() > 2 * dashed.get_linewidth() and wide.get_zorder() <= dashed.get_zorder()
    assert ["without", "with"] == [text.get_text() for text in sheet.legends[0].get_texts()]
    assert "pixel" == sheet.axes[1].get_xlabel()


def test_points_and_a_level_join_the_curves() -> None:
    """Points have no line; the level is dotted and has its word."""
    sheet = Sheet()
    plot_points(sheet, [1], [2], "measured", hollow=True)
    plot_level(sheet, 0.1, "guessing", (0, 0.1))
    plot_curves(sheet, [0, 1], {"count": [1, 2]}, steps=True)
    dots, dotted, stairs = sheet.panel.lines
    assert ("None", ":", "steps-post") == (dots.get_linestyle(), dotted.get_linestyle(), stairs.get_drawstyle())
    assert ["guessing"] == words(sheet.panel)


@pytest.mark.parametrize(("upright", "fixed"), [(False, "get_ydata"), (True, "get_xdata")])
def test_a_level_lies_or_stands(upright: bool, fixed: str) -> None:
    """Lying it has one height, upright one x; its word is where it was put."""
    axes = Sheet().panel
    plot_level(axes, 29.5, "the jump", (30, 0.2), upright=upright)
    (line,) = axes.lines
    assert [29.5, 29.5] == list(getattr(line, fixed)())
    assert [("the jump", (30, 0.2))] == [(text.get_text(), text.get_position()) for text in axes.texts]


def test_bars_stand_side_by_side_with_their_values() -> None:
    """Two series in two groups: four bars, none on another, with room above the highest for its number."""
    sheet = Sheet()
    plot_bars(sheet, ["one", "two"], {"A": [1, 2], "B": [3, 4000]}, "{name}: {value:,}", legend="best")
    places = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in sheet.panel.patches)
    assert all(right <= left for (_, right), (left, _) in pairwise(places))
    assert ["A: 1", "A: 2", "B: 3", "B: 4,000"] == words(sheet.panel)
    assert 4000 < sheet.panel.get_ylim()[1]


def test_stacked_bars_write_their_sum() -> None:
    """Each stands on the one before, and the sum is written once."""
    axes = Sheet().panel
    plot_bars(axes, ["one", "two"], {"A": [1, 2], "B": [3, 4]}, "{value:g}", stacked=True)
    assert ["4", "6"] == words(axes)
    assert [0, 0, 1, 2] == [bar.get_y() for bar in axes.patches]


def test_counts_stay_counts_when_they_are_stacked() -> None:
    """The sum of whole numbers is written without a decimal point."""
    axes = Sheet().panel
    plot_bars(axes, ["one"], {"A": [400_000], "B": [32_274]}, "{value:,}", stacked=True)
    assert ["432,274"] == words(axes)


def test_bars_across_begin_at_the_top() -> None:
    """The first name is on top, and each bar has its value at its end."""
    axes = Sheet().panel
    plot_bars_across(axes, {"right": 0.0, "wrong": 41.0}, "{value:.0f} %", xlabel="difference")
    assert ["0 %", "41 %"] == words(axes) and axes.yaxis_inverted()
    assert "difference" == axes.get_xlabel() and 41 < axes.get_xlim()[1]


def test_a_sheet_has_its_panels_and_words() -> None:
    """Panels row by row, and words above and beneath."""
    sheet = Sheet(2, 3, title="above", beneath="under", share="y", widths=[2, 1, 1])
    assert 6 == len(sheet.axes) and sheet.axes[0] is sheet.panel
    assert ("above", "under") == (sheet.get_suptitle(), sheet.get_supxlabel())


def test_one_legend_serves_all_panels() -> None:
    """It names the curves of the last panel, and no panel has a legend of its own."""
    sheet = Sheet(1, 2)
    plot_curves(sheet.axes[0], range(2), {"right": [1, 2]}, [WIDE])
    plot_curves(sheet.axes[1], range(2), {"right": [1, 2], "wrong": [2, 1]}, [WIDE, DASHED])
    sheet.legend_beneath()
    (legend,) = sheet.legends
    assert ["right", "wrong"] == [text.get_text() for text in legend.get_texts()]
    assert [None, None] == [axes.get_legend() for axes in sheet.axes]


def test_the_wide_line_shows_beneath_another() -> None:
    """It is more than twice as broad as the figure style's lines, and differs in lightness from white and from ink."""
    assert 2 * settings()["lines.linewidth"] < WIDE["linewidth"]
    wide = luminance(WIDE["color"]) + 0.05
    assert 3 <= 1.05 / wide and 3 <= wide / (luminance(INK) + 0.05)


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("ground", [SKY, CREAM, YELLOW, ROSE, WHITE])
@pytest.mark.parametrize("text", [INK, QUIET, BLUE, RUST, VIOLET])
def test_words_can_be_read_on_every_ground(text: str, ground: str) -> None:
    """4.5 to 1, as WCAG 2.1 asks for text."""
    assert 4.5 <= (luminance(ground) + 0.05) / (luminance(text) + 0.05)


def test_each_name_of_the_package_is_there() -> None:
    """What __all__ lists can be imported, none is a module in disguise, and another name is an error."""
    for name in pictures.__all__:
        assert type(getattr(pictures, name)) is not type(pictures)
    with pytest.raises(AttributeError):
        _ = pictures.triangles


def test_the_package_is_imported_without_matplotlib() -> None:
    """A picture costs half a second only where one is drawn."""
    line = "import sys, autograder.pictures; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", line], check=True)
