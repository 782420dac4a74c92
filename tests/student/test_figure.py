"""``figure``: no figure without words, and its data as a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest

from autograder import figure
from autograder.pictures import figure_style
from autograder.student.command import Sentence
from autograder.student.figure import MOST_ROWS
from autograder.student.notebook_card import GROUNDS, Picture
from tests.support.learner import Learner


@pytest.fixture
def fig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    Learner(tmp_path, monkeypatch)
    made, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    yield made
    plt.close(made)


def test_a_figure_is_shown_in_words_with_its_data_and_closed(fig: Any, capsys: Any) -> None:
    """A terminal has the title, the alternative and the table; pyplot does not show it a second time."""
    figure(fig, alt=" A rising line. ", data={"x": [1, 2], "loss": (3.0, 0.123456789)}, title="Rising")
    assert capsys.readouterr().out == (
        "Rising\n[Picture] A rising line.\nThe data of this figure as a table:\n  x  loss\n  -  --------\n  1  3\n  2  0.123457\n"
    )
    assert not plt.fignum_exists(fig.number)


RULE = 'Every figure says in words what it shows: figure(fig, alt="Two falling curves; …"). '
TRY = " Add alt= with the one thing that a reader should see."


@pytest.mark.parametrize(
    ("alt", "received"),
    [("", "Received none."), (None, "Received none."), ("  ", "Received blanks."), (7, "Received an int.")],
)
def test_a_figure_without_words_is_refused(fig: Any, alt: Any, received: str) -> None:
    """The rule, what was received, one thing to try."""
    with pytest.raises(Sentence) as raised:
        figure(fig, alt=alt)
    assert str(raised.value) == RULE + received + TRY


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (
            lambda fig: fig.axes[0],
            "figure shows a Matplotlib figure. Received an Axes. Try fig, ax = plt.subplots() and pass fig.",
        ),
        (
            lambda fig: plt,
            "figure shows a Matplotlib figure. Received the module pyplot. Pass plt.gcf(), or better, fig.",
        ),
    ],
)
def test_what_is_no_figure_is_named(fig: Any, thing: Any, sentence: str) -> None:
    """The two things that are passed by mistake."""
    with pytest.raises(Sentence) as raised:
        figure(thing(fig), alt="x")
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"x": [1], "y": []},
            "The columns of a figure's data have one length. Received x: 1, y: 0. Cut or fill the shorter ones.",
        ),
        ([1, 2], 'The data of a figure are columns by name. Received a list. Try data={"x": [1, 2], "y": [3, 4]}.'),
        ({}, 'The data of a figure are columns by name. Received a dict. Try data={"x": [1, 2], "y": [3, 4]}.'),
    ],
)
def test_data_are_columns_of_one_length(fig: Any, data: Any, sentence: str) -> None:
    """Else the table would lie."""
    with pytest.raises(Sentence) as raised:
        figure(fig, alt="x", data=data)
    assert str(raised.value) == sentence


def test_a_long_table_is_cut_and_says_so(fig: Any, capsys: Any) -> None:
    """Two hundred rows are enough to read."""
    figure(fig, alt="x", data={"x": range(500)})
    out = capsys.readouterr().out
    assert "The first 200 of 500 rows.\n" in out
    assert out.splitlines()[-1].strip() == str(MOST_ROWS - 1)


def test_the_alternative_is_escaped_in_its_tag() -> None:
    """Quotation marks in it do not end the attribute."""
    assert 'alt="a &quot;b&quot; &lt;c&gt;"' in Picture(b"", 'a "b" <c>').html()


def test_equal_figures_are_equal_files() -> None:
    """No version and no time stands in the PNG."""
    from autograder.student.figure import _png

    made = []
    for _ in range(2):
        fig, axes = plt.subplots()
        axes.plot([1, 2], [3, 4])
        made.append(_png(fig))
        plt.close(fig)
    assert made[0] == made[1]
    assert b"Software" not in made[0]


# -- the look ---------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", figure_style.COLOURS)
def test_every_line_colour_stands_out_on_white(colour: str) -> None:
    """4.5 to 1, as for text (WCAG 2.2, 1.4.3)."""
    assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("ground", GROUNDS.values())
def test_badges_are_readable_and_edges_visible_in_both_themes(ground: str) -> None:
    """White words on the badge at 4.5 to 1; the edge at 3 to 1 on white and on JupyterLab's dark ground."""
    assert contrast("#ffffff", ground) >= 4.5
    assert contrast(ground, "#ffffff") >= 3
    assert contrast(ground, "#111111") >= 3


def test_no_two_lines_share_their_style() -> None:
    """Colour is never the only code."""
    assert all(a != b for a, b in combinations(figure_style.LINES, 2))
    assert len(figure_style.LINES) == len(figure_style.COLOURS)


def test_the_look_is_applied_to_new_figures() -> None:
    """Readable sizes, in every figure after the lesson was opened."""
    with plt.rc_context():
        figure_style.apply()
        fig, axes = plt.subplots()
        drawn = [axes.plot([0, 1], [0, n])[0] for n in range(2)]
        assert fig.get_size_inches().tolist() == [7.0, 4.0]
        assert [line.get_linestyle() for line in drawn] == ["-", "--"]
        assert plt.rcParams["font.size"] == 12
        plt.close(fig)
