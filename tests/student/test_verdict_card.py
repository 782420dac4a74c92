"""The card of a verdict and the difference of two arrays: escaped, the same words everywhere, nothing by colour alone."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from autograder.exercise.exam import Exam, Rung
from autograder.pictures.comparison_grids import section_of
from autograder.student.difference import difference
from autograder.student.verdict_card import unbegun, verdict_card
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Right

# -- the card of a verdict --------------------------------------------------------------------------------------------


def exam(*rungs: str) -> Exam:
    return Exam("function", "f", tuple(Rung(r, f"It does {r} things") for r in rungs), ())


def test_what_a_learner_wrote_is_escaped_in_html() -> None:
    """Evidence may hold anything; a case's label, an error's text and prints are text."""
    evil = '<script>alert("x")</script>'
    outcome = Mistaken("runs", "Use `<b>`.", evidence=Evidence(evil, evil, evil))
    html = verdict_card(exam("runs"), ExerciseVerdict("f", outcome, 0, 1), 1, evil).html()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4
    assert "Use <code>&lt;b&gt;</code>." in html


@pytest.mark.parametrize(
    "outcome",
    [Right(), Broken("The reason."), Mistaken("two", "Advice with `code`.", evidence=Evidence("a", "b", "c"))],
)
def test_html_and_plain_text_hold_the_same_words(outcome: Any) -> None:
    """What a screen reader meets in the notebook is what a terminal prints."""
    from html.parser import HTMLParser

    class Words(HTMLParser):
        section = ""

        def handle_data(self, data: str) -> None:
            self.section += " " + data

    card = verdict_card(exam("one", "two", "three"), ExerciseVerdict("f", outcome, 0, 1, ("one",)), 2)
    reader = Words()
    reader.feed(card.html())
    assert sorted(reader.section.split()) == sorted(str(card).replace("`", " ").replace(": ", " ").split())


@pytest.mark.parametrize(
    ("rung", "mistake", "begun"),
    [
        ("one", "unwritten", "unwritten"),
        ("one", "undefined", "undefined"),
        ("one", None, None),
        ("one", "no_bias", None),
        ("two", "undefined", None),  # it was there, and deleted itself
    ],
)
def test_what_was_not_begun_is_known_by_the_mistakes_name(rung: str, mistake: str | None, begun: str | None) -> None:
    """The sentence may say what it likes."""
    verdict = ExerciseVerdict("f", Mistaken(rung, "Any words.", mistake), 0, 1)
    assert begun == unbegun(exam("one", "two"), verdict)
    assert begun is None or "✗" not in str(verdict_card(exam("one", "two"), verdict, 1))


def test_one_hidden_question_is_counted_in_the_singular() -> None:
    """Passed or not."""
    assert "1 hidden question with fresh numbers is still" in str(
        verdict_card(exam("runs"), ExerciseVerdict("f", Right(), 1, 1), 1)
    )
    failed = ExerciseVerdict("f", Mistaken("runs", "A."), 0, 1)
    assert "1 hidden question is still to come" in str(verdict_card(exam("runs"), failed, 1))


def test_a_check_with_points_shows_its_points_after_its_words() -> None:
    """One point is counted in the singular; a rung of an author's own shows the author's sentence, never its name."""
    own = Exam("function", "f", (Rung("runs", "It can be called", 1), Rung("nested", "It reads nested lists", 1.5)), ())
    card = verdict_card(own, ExerciseVerdict("f", Right(), 1, 1, ("runs", "nested")), 0)
    assert [
        "  ✓ passed  It can be called (1 point in grading)",
        "  ✓ passed  It reads nested lists (1.5 points in grading)",
    ] == str(card).splitlines()[1:3]
    assert "<code>" not in card.html() and "nested<" not in card.html()


# -- the difference ---------------------------------------------------------------------------------------------------


def arrays(expected: Any, received: Any) -> dict[str, np.ndarray]:
    return {"expected": np.asarray(expected, np.float64), "received": np.asarray(received, np.float32)}


def test_the_table_holds_the_first_entries_that_differ() -> None:
    """Equal entries are left out, rounding is no difference, and the count is of all."""
    received = np.zeros((2, 8))
    received[0, 0] = 1e-9
    received[1] = 1
    table, picture = difference(arrays(np.zeros((2, 8)), received), "a case")
    assert table.text().splitlines()[0] == "8 of 16 entries differ; the first 6:"
    assert table.text().splitlines()[3].split() == ["[1,", "0]", "0", "1", "1"]
    assert picture.text() == (
        "[Picture] Three grids, expected, yours and yours minus expected, for a case: 8 of 16 entries differ. The largest "
        "difference is at [1, 0]: expected 0, yours 1."
    )


def test_a_single_number_needs_no_picture() -> None:
    """One entry, one row."""
    (table,) = difference(arrays(2.0, 3.0), "")
    assert table.text().startswith("1 of 1 entry differs:\n")


def test_nan_where_a_number_belongs_is_the_largest_difference() -> None:
    """It is found, told and drawn without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, picture = difference(arrays([1.0, 2.0, 3.0], [1.0, np.nan, np.inf]), "")
    assert "2 of 3 entries differ. The largest difference is at [1]: expected 2, yours nan." in picture.text()


@pytest.mark.parametrize("pair", [{}, arrays([1.0], [1.0]), arrays([1.0], [1.0, 2.0]), arrays([], [])])
def test_nothing_is_shown_where_there_is_nothing_to_compare(pair: dict[str, np.ndarray]) -> None:
    """Equal, missing, empty or of other shape."""
    assert difference(pair, "") == []


def test_of_images_one_channel_of_one_is_drawn_and_named() -> None:
    """The one with the largest difference, height by width; the table keeps the first entries of all."""
    expected = np.zeros((2, 7, 5, 3))
    received = expected.copy()
    received[0, 0, 0, 0], received[1, 5, 2, 1] = 0.5, -3
    table, picture = difference(arrays(expected, received), "a case")
    assert table.text().splitlines()[3].split() == ["[0,", "0,", "0,", "0]", "0", "0.5", "0.5"]
    assert picture.text() == (
        "[Picture] Three grids of image 1, channel 1, height by width, expected, yours and yours minus expected, for a "
        "case: 2 of 210 entries differ. The largest difference is at [1, 5, 2, 1]: expected 0, yours -3."
    )
    section = section_of((1, 5, 2, 1), (2, 7, 5, 3))
    assert (section.mark, section.cut) == ((5, 2), False)
    np.testing.assert_array_equal(section.grid(received), received[1, :, :, 1])


def test_the_part_of_a_large_image_that_is_drawn_holds_the_largest_difference() -> None:
    """Near the last corner and near the first, it is never cut away."""
    image = np.arange(64 * 64.0).reshape(1, 64, 64, 1)
    for row, column in ((63, 60), (1, 2), (30, 33)):
        section = section_of((0, row, column, 0), image.shape)
        drawn = section.grid(image)
        assert (drawn.shape, section.cut) == ((24, 32), True)
        assert drawn[row - section.top, column - section.left] == image[0, row, column, 0]


def test_images_with_more_axes_are_named_by_their_place() -> None:
    """Frames of a film, say: the two axes before the last are drawn."""
    section = section_of((1, 2, 3, 0, 1), (2, 3, 4, 5, 2))
    assert section.describe() == "[1, 2, :, :, 1]"
    assert section.shape == (4, 5)


def test_the_picture_is_a_png_and_leaves_pyplot_alone() -> None:
    """Large arrays are cut to what can be read; the learner's current figure stays theirs."""
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    big = np.random.default_rng(0).normal(size=(9, 40, 50))
    _, picture = difference(arrays(big, big + 1), "big")
    assert picture.png.startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert plt.get_fignums() == before
