"""axe-core on the pages that grading writes and on every kind of card, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from autograder import figure, hint, open_lesson, parsons, predict, progress, quiz, reveal
from autograder.exercise.exam import Exam, Rung
from autograder.exercise.ladder import FUNCTION
from autograder.student import hint as hint_module
from autograder.student import open_lesson as opening
from autograder.student import parsons as parsons_module
from autograder.student import prediction
from autograder.student import progress as progress_module
from autograder.student import quiz as quiz_module
from autograder.student.notebook_card import Card
from autograder.student.verdict_card import verdict_card
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Right
from tests.browser.axe import violations
from tests.browser.graded import BLOCK, LESSON
from tests.support.learner import Learner
from tests.support.ordering_task import mean_task

PAGES = {
    "feedback_wrong": f"feedback/made_in_call/{LESSON}/{LESSON}.html",
    "feedback_right": f"feedback/right/{LESSON}/{LESSON}.html",
    "feedback_block": f"feedback/relu_before_sum/{BLOCK}/{BLOCK}.html",
    "report": "report.html",
}
WIDTHS = {"wide": 1000, "narrow": 360}
# A card alone, on the grounds that JupyterLab's two themes give it.
AROUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title><style>
body {{ background: #fff; color: rgba(0, 0, 0, 0.87); font: 14px/1.6 sans-serif; }} code {{ background: #efefef; }}
a {{ color: #0a58ca; }} @media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #fff; }}
code {{ background: #424242; }} }}</style></head><body><main><h1>{name}</h1>{card}</main></body></html>"""

Theme = Literal["light", "dark"]
Keep = Callable[[Page, str], Path]


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    """An empty page."""
    page = chromium.new_page()
    yield page
    page.close()


def looked_at(page: Page, address: str) -> list[str]:
    """axe-core's objections to a page, all its parts opened, and whether it must be scrolled sideways."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return violations(page) + ([f"{wide} pixels wider than the window"] if wide > 0 else [])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_grading_is_accessible(
    course: Path, window: Page, keep: Keep, name: str, width: str, theme: Theme
) -> None:
    """Real verdicts, on a desk's screen and on a telephone's."""
    window.emulate_media(color_scheme=theme)
    window.set_viewport_size({"width": WIDTHS[width], "height": 1400})
    assert looked_at(window, (course / PAGES[name]).as_uri()) == []
    keep(window, f"30_{name}_{width}_{theme}")


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The HTML of every kind of card, by name."""
    learner = Learner(tmp_path, monkeypatch)
    learner.content["parsons"] = {"mean": mean_task(tmp_path)}
    learner.write()
    displayed: list[Card] = []
    for module in (hint_module, opening, parsons_module, prediction, progress_module, quiz_module):
        monkeypatch.setattr(module, "show", displayed.append)
    monkeypatch.setattr("autograder.student.figure._display", displayed.append)
    made: dict[str, str] = {}

    def kept(name: str) -> None:
        made[name] = "".join(card.html() for card in displayed)
        displayed.clear()

    open_lesson("03_weights")
    kept("opened")
    predict("03.P1", ...)
    predict("03.P1", 3, confidence=4)
    reveal("03.P1", 1.0)
    reveal("03.P1", 3)
    kept("prediction")
    quiz("03.exit", answers=["a", "b"])
    quiz("03.exit")
    kept("quiz")
    for order in ("", "C A D", "D C A"):
        parsons("03.mean", order=order)
    kept("parsons")
    hint("Gain")
    kept("hint")
    progress()
    kept("progress")
    drawn()
    kept("figure")
    return made | verdicts()


def drawn() -> None:
    """A figure with a title and its data."""
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    figure(fig, alt="A rising line.", data={"x": [1, 2], "loss": [3.0, 4.0]}, title="Rising")


def verdicts() -> dict[str, str]:
    """The card of check for each kind of outcome; the wrong one with arrays that differ and with printed lines."""
    exam = Exam("function", "f", tuple(Rung(row.name, row.words, 1.0) for row in FUNCTION[:3]), ())
    expected = np.linspace(-2, 2, 21).reshape(7, 3)
    evidence = Evidence("input (7, 3)", arrays={"expected": expected, "received": expected[::-1].copy()})
    images = np.random.default_rng(0).normal(size=(2, 7, 5, 3))
    block = Evidence("block (2, 7, 5, 3)", arrays={"expected": np.maximum(images, 0), "received": images})
    outcomes = {
        "right": Right(),
        "wrong": Mistaken("values", "Advice with `code` in it: look at the brackets in `call`.", evidence=evidence),
        "wrong_in_words": Mistaken("runs", "Return it.", evidence=Evidence("f(2)", "None", "4")),
        "wrong_images": Mistaken("values", "Put a ReLU around the sum.", evidence=block),
        "broken": Broken("The reason."),
    }
    return {
        name: verdict_card(exam, ExerciseVerdict("f", outcome, 1, 3, ("runs",)), 12, "printed\nlines").html()
        for name, outcome in outcomes.items()
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_card_is_accessible(
    cards: dict[str, str], window: Page, keep: Keep, tmp_path: Path, theme: Theme
) -> None:
    """Each as a page of its own, the folded parts opened."""
    window.emulate_media(color_scheme=theme)
    window.set_viewport_size({"width": 900, "height": 1000})
    found = {}
    for name, card in cards.items():
        path = tmp_path / f"{name}.html"
        path.write_text(AROUND.format(name=name, card=card), encoding="utf-8")
        found[name] = looked_at(window, path.as_uri())
        keep(window, f"40_{name}_{theme}")
    assert found == {name: [] for name in cards}
