"""The first minutes: what ``make lab`` opens, and the first exercise, wrong at first. In this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.notebook import Notebook, opened
from tests.browser.server import TOKEN

ANSWER = '''def first_sum(x, y):
    """The sum of x and y."""
    return x {} y
'''
Keep = Callable[[Page, str], Path]


@pytest.fixture(scope="module")
def notebook(laboratory: str, chromium: Browser) -> Iterator[Notebook]:
    """The notebook that ``make lab`` opens, in a workspace where nothing was opened before."""
    with opened(chromium, f"{laboratory}/?token={TOKEN}&reset") as notebook:
        yield notebook


def test_the_desk_opens_on_the_first_lesson(notebook: Notebook, keep: Keep) -> None:
    """The promise stands at the top."""
    assert "/tree/00_start/00_start.ipynb" in notebook.page.url
    assert "The promise, and the tools" in notebook.page.locator(".jp-Notebook h1").inner_text()
    keep(notebook.page, "60_start")


def test_run_all_shows_the_two_curves_and_stops_at_the_first_exercise(notebook: Notebook, keep: Keep) -> None:
    """The learner sees the promise kept, with a text for each picture."""
    notebook.menu("Run", "Run All Cells")
    check = notebook.cell('check("first_sum")')
    assert notebook.await_output(check).endswith("Not yet: first_sum waits to be written.")
    assert notebook.page.locator(".jp-Notebook img:not([alt])").count() == 0
    notebook.show(notebook.figure("Two curves of the share of images read correctly"))
    keep(notebook.page, "61_promise")


def test_the_wrong_line_that_the_text_proposes_is_refused_with_the_reason(notebook: Notebook, keep: Keep) -> None:
    """This is how a learner meets advice for the first time."""
    answer, check = notebook.cell("def first_sum("), notebook.cell('check("first_sum")')
    notebook.write(answer, ANSWER.format("-"))
    notebook.run(answer)
    card = notebook.run(check)
    assert "✗ not yet first_sum" in card
    assert "The task asks for the sum. Yours is the difference, x minus y. Change the sign between the two." in card
    notebook.show(check)
    keep(notebook.page, "62_first_advice")


def test_the_first_pass_says_what_is_still_to_come(notebook: Notebook, keep: Keep) -> None:
    """A lesson without points has hidden questions all the same."""
    answer, check = notebook.cell("def first_sum("), notebook.cell('check("first_sum")')
    notebook.write(answer, ANSWER.format("+"))
    notebook.run(answer)
    card = notebook.run(check)
    assert "✓ passed here first_sum" in card
    assert "hidden" in card
    notebook.show(check)
    keep(notebook.page, "63_first_pass")
    assert [] == violations(notebook.page, check.locator(".jp-OutputArea").element_handle())
