"""Lesson 08 in JupyterLab: a wrong block, the right one, the puzzle, Validate. One learner's session, in this order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from autograder.course.course import Course
from tests.browser.axe import violations
from tests.browser.graded import BLOCK
from tests.browser.notebook import Notebook, opened
from tests.browser.server import TOKEN
from tests.sample_class import known

ORDER = ("keep", "first", "bend", "second", "plus", "out")
"""The names of the puzzle's pieces, in a right order."""
Keep = Callable[[Page, str], Path]


@pytest.fixture(scope="module")
def notebook(laboratory: str, chromium: Browser) -> Iterator[Notebook]:
    """The notebook of lesson 08, its kernel idle and nothing run."""
    # A workspace of its own: the other lessons' notebooks are not open in it.
    with opened(chromium, f"{laboratory}/lab/workspaces/block/tree/{BLOCK}/{BLOCK}.ipynb?token={TOKEN}") as notebook:
        yield notebook


@pytest.fixture(scope="module")
def blocks(root: Path) -> dict[str, str]:
    """The text of two answers: "wrong" takes the ReLU before the sum, "right" is the model answer."""
    files = next(files for files in Course.open(root).lesson(BLOCK).exercises if files.name == "BasicBlock")
    return {"wrong": known(files, "relu_before_sum"), "right": files.task.solution}


@pytest.fixture(scope="module")
def letters(root: Path) -> Callable[..., str]:
    """``letters(*names)``: the letters that the released puzzle gives these pieces."""
    lesson = json.loads((root / "release" / BLOCK / "checks" / "lesson.json").read_text(encoding="utf-8"))
    names = [piece["name"] for piece in lesson["parsons"]["block"]["pieces"]]
    return lambda *chosen: " ".join(chr(ord("A") + names.index(name)) for name in chosen)


def block_cells(notebook: Notebook) -> tuple[Locator, Locator]:
    """The answer cell of the block, and its check."""
    return notebook.cell("class BasicBlock("), notebook.cell('check("BasicBlock")')


def test_run_all_draws_the_figures_and_stops_at_the_first_stub(notebook: Notebook, keep: Keep) -> None:
    """The networks of the lesson have been trained; each picture has its text."""
    notebook.menu("Run", "Run All Cells")
    check = notebook.cell('check("ResidualDense")')
    assert notebook.await_output(check).endswith("Not yet: ResidualDense waits to be written.")
    assert notebook.page.locator(".jp-Notebook img:not([alt])").count() == 0
    notebook.show(check)
    keep(notebook.page, "50_block_stub")


def test_a_relu_before_the_sum_gets_its_advice_its_numbers_and_its_picture(
    notebook: Notebook, keep: Keep, blocks: dict[str, str]
) -> None:
    """The advice comes first; then the checks, the first entries that differ, and one channel of one image."""
    answer, check = block_cells(notebook)
    notebook.write(answer, blocks["wrong"])
    assert notebook.run(answer) == ""
    card = notebook.run(check)
    notebook.show(check)
    keep(notebook.page, "51_block_wrong")
    notebook.show(check.locator("img"))
    keep(notebook.page, "52_block_picture")
    assert card.startswith("✗ not yet BasicBlock · the residual block First add, then ReLU: ReLU(x + F(x)).")
    assert "✗ failed Its numbers are those of the formula" in card
    assert "entries differ; the first 6:" in card
    assert "entry expected yours yours − expected [0, 0, 0, 0]" in card
    assert check.locator("img").is_visible()
    alt = check.locator("img").get_attribute("alt") or ""
    assert alt.startswith("Three grids of image 0, channel ")
    assert "BasicBlock(filters=3) on input (batch 2, height 7, width 5, channels 3)" in alt


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_the_card_of_the_wrong_block_is_accessible(notebook: Notebook, keep: Keep, theme: str) -> None:
    """axe-core, with the picture, in JupyterLab's own colours."""
    notebook.menu("Settings", "Theme", f"JupyterLab {theme}")
    notebook.page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {theme}']", state="attached")
    _, check = block_cells(notebook)
    notebook.show(check)
    keep(notebook.page, f"53_block_{theme.lower()}")
    assert violations(notebook.page, check.locator(".jp-OutputArea").element_handle()) == []


def test_the_model_answer_passes_and_announces_what_is_to_come(
    notebook: Notebook, keep: Keep, blocks: dict[str, str]
) -> None:
    """Every check; how many hidden questions; and the block in NumPy, which no answer sees before it has passed."""
    answer, check = block_cells(notebook)
    assert "The block in twelve lines of NumPy" not in notebook.output(check)
    notebook.write(answer, blocks["right"])
    notebook.run(answer)
    card = notebook.run(check)
    notebook.show(check)
    keep(notebook.page, "54_block_right")
    assert card.startswith("✓ passed here BasicBlock · the residual block")
    assert "✗" not in card
    assert "39 hidden questions with fresh numbers are still to come in grading." in card
    assert "The block in twelve lines of NumPy" in card
    assert violations(notebook.page, check.locator(".jp-OutputArea").element_handle()) == []


def test_the_puzzle_names_the_piece_that_comes_too_early_and_takes_a_right_order(
    notebook: Notebook, keep: Keep, letters: Callable[..., str]
) -> None:
    """Without the ReLU between them, two Dense layers are one; then "in order", with the code put together."""
    puzzle = notebook.cell('parsons("08.block"')
    early = ("keep", "first", "second", "bend", "plus", "out")
    for name, order, alt in (
        ("55_puzzle_wrong", early, f"✗ not in order yet {letters('second')} comes too early The second Dense reads"),
        ("56_puzzle_right", ORDER, "✓ in order A dense block with a ReLU after the plus class Block("),
    ):
        notebook.write(puzzle, f'parsons("08.block", order="{letters(*order)}")')
        card = notebook.run(puzzle)
        notebook.show(puzzle)
        keep(notebook.page, name)
        assert card.startswith(alt)
        assert violations(notebook.page, puzzle.locator(".jp-OutputArea").element_handle()) == []


def test_validate_names_what_waits_and_not_the_block_that_passed(notebook: Notebook, keep: Keep) -> None:
    """nbgrader's own button, with the block saved in the notebook."""
    card = notebook.validate()
    keep(notebook.page, "57_block_validate")
    assert "Not yet: ResidualDense waits to be written." in card
    assert "BasicBlock" not in card
    notebook.page.get_by_role("button", name="Ok", exact=True).click()


def test_the_page_logged_no_error(notebook: Notebook) -> None:
    """In the whole session above."""
    assert notebook.errors == []
