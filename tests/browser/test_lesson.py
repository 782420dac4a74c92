"""Lesson 03 in JupyterLab, from ``make lab`` to the first pass. The tests are one learner's session, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.notebook import Notebook, opened
from tests.browser.server import TOKEN

SHIFT_FIRST = '''class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")

    def call(self, inputs):
        return self.scale * (inputs + self.shift)
'''
RIGHT = SHIFT_FIRST.replace("(inputs + self.shift)", "inputs + self.shift")
OUTPUT_CAPS = {
    "quiz": 'quiz("03.retrieval"',
    "prediction": 'predict("03.P1"',
    "result": 'reveal("03.P1"',
    "check": 'check("ScaleShift")',
    "hint": 'hint("ScaleShift")',
    "progress": "progress()",
}
"""What the learner has run, by a piece of its source."""
PICTURE = "A residual block drawn from left to right"
Keep = Callable[[Page, str], Path]


@pytest.fixture(scope="module")
def notebook(laboratory: str, chromium: Browser) -> Iterator[Notebook]:
    """Lesson 03 on the desk of ``make lab``, alone in its workspace, its kernel idle and nothing run."""
    with opened(
        chromium, f"{laboratory}/lab/workspaces/weights/tree/03_weights/03_weights.ipynb?token={TOKEN}"
    ) as notebook:
        yield notebook


def test_nothing_stands_in_front_of_a_lesson(notebook: Notebook, keep: Keep) -> None:
    """No question about news, no part of nbgrader that belongs to the instructor; Validate is there."""
    assert "Who owns the weight?" in notebook.page.locator(".jp-Notebook h1").inner_text()
    notebook.page.wait_for_timeout(1500)  # the toast about news comes a moment after the notebook
    assert notebook.page.locator(".Toastify__toast, .jp-Dialog").count() == 0
    assert notebook.page.get_by_text("Validate", exact=True).count() == 1
    assert notebook.page.get_by_text("Nbgrader", exact=True).count() == 0
    keep(notebook.page, "01_desk")


def test_run_all_comes_as_far_as_the_first_exercise_and_scolds_nobody(notebook: Notebook, keep: Keep) -> None:
    """The stub is where everybody starts: a card and one sentence, no stack trace; the cells before have run."""
    notebook.menu("Run", "Run All Cells")
    check = notebook.cell('check("ScaleShift")')
    card = notebook.await_output(check)
    assert "· not written yet ScaleShift" in card
    assert card.endswith("Not yet: ScaleShift waits to be written.")
    assert "Traceback" not in card
    assert notebook.page.locator(".jp-Notebook img:not([alt])").count() == 0
    assert notebook.page.locator(".jp-Notebook .jp-OutputArea img").count() >= 3
    notebook.show(notebook.figure(PICTURE))
    keep(notebook.page, "02_picture")
    notebook.show(check)
    keep(notebook.page, "03_stub")


def test_a_prediction_stands_beside_the_result(notebook: Notebook, keep: Keep) -> None:
    """The learner was sure, and it is otherwise."""
    predict = notebook.cell('predict("03.P1"')
    notebook.write(predict, 'predict("03.P1", 3, confidence=4)')
    assert "You say 3 (quite sure, 4 of 5). Run on to see." in notebook.run(predict)
    reveal = notebook.cell('reveal("03.P1"')
    card = notebook.run(reveal)
    assert "≠ differs 03.P1 you predicted 3 (quite sure, 4 of 5) result 1.0 You were sure, and it is otherwise" in card
    notebook.show(reveal)
    keep(notebook.page, "04_prediction")


def test_a_quiz_marks_letters_and_says_why(notebook: Notebook, keep: Keep) -> None:
    """Right, wrong and open answers in one go."""
    quiz = notebook.cell('quiz("03.retrieval"')
    notebook.write(quiz, 'quiz("03.retrieval", answers=["b", "a", "b", ...])')
    card = notebook.run(quiz)
    assert card.count("✓ right") == 2
    assert card.count("✗ not so") == 1
    assert "2 of 3 right. 1 still open." in card
    notebook.show(quiz)
    keep(notebook.page, "05_quiz")


def test_a_wrong_answer_gets_its_own_advice(notebook: Notebook, keep: Keep) -> None:
    """Shift first: the mistake is recognised, and the numbers that show it stand beneath."""
    answer, check = notebook.cell("class ScaleShift("), notebook.cell('check("ScaleShift")')
    notebook.write(answer, SHIFT_FIRST)
    assert notebook.run(answer) == ""
    card = notebook.run(check)
    assert "✗ not yet ScaleShift · scale and shift per channel" in card
    assert "Here the shift comes first and is scaled as well, scale·(x + shift). Look at the brackets in call." in card
    assert check.locator("table").count() >= 1
    assert card.endswith('The advice above is about the one that fails: "Its numbers are those of the formula".')
    notebook.show(check)
    keep(notebook.page, "06_wrong")


def test_a_hint_nudges_and_the_next_waits_for_a_try(notebook: Notebook, keep: Keep) -> None:
    """In a cell of the learner's own, beneath the check."""
    cell = notebook.add_below(notebook.cell('check("ScaleShift")'))
    notebook.write(cell, 'hint("ScaleShift")')
    cell = notebook.cell('hint("ScaleShift")')
    assert "1 of 3: nudge (which idea)" in notebook.run(cell)
    assert "The next hint opens after a try" in notebook.run(cell)
    notebook.show(cell)
    keep(notebook.page, "07_hint")


def test_a_right_answer_passes_and_says_what_is_still_to_come(notebook: Notebook, keep: Keep) -> None:
    """Every check ticked; the hidden questions are not concealed."""
    answer, check = notebook.cell("class ScaleShift("), notebook.cell('check("ScaleShift")')
    notebook.write(answer, RIGHT)
    notebook.run(answer)
    card = notebook.run(check)
    assert "✓ passed here ScaleShift · scale and shift per channel" in card
    assert "✗" not in card
    assert "still to come in grading" in card
    notebook.show(check)
    keep(notebook.page, "08_right")


def test_progress_counts_what_was_done(notebook: Notebook, keep: Keep) -> None:
    """One exercise passed, one hint, one prediction, three answers."""
    progress = notebook.cell("progress()")
    card = notebook.run(progress)
    assert "versus add_weight 1 of 8 1 1 3 of 7" in card
    notebook.show(progress)
    keep(notebook.page, "09_progress")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_what_the_words_showed_is_accessible_in_both_themes(notebook: Notebook, keep: Keep, theme: str) -> None:
    """axe-core on every output that the session has left, in JupyterLab's own colours."""
    notebook.menu("Settings", "Theme", f"JupyterLab {theme}")
    notebook.page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {theme}']", state="attached")
    cells = {"picture": notebook.figure(PICTURE)} | {name: notebook.cell(text) for name, text in OUTPUT_CAPS.items()}
    for name, cell in cells.items():
        notebook.show(cell)
        keep(notebook.page, f"10_{theme.lower()}_{name}")
        assert violations(notebook.page, cell.locator(".jp-OutputArea").element_handle()) == [], name


def test_validate_names_what_waits_and_not_what_has_passed(notebook: Notebook, keep: Keep) -> None:
    """nbgrader's own button: it saves, runs everything in a kernel of its own, and lists the checks that failed."""
    card = notebook.validate()
    keep(notebook.page, "11_validate")
    assert "Not yet: RunningMean waits to be written." in card
    assert "ScaleShift" not in card
    notebook.page.get_by_role("button", name="Ok", exact=True).click()


def test_the_page_logged_no_error(notebook: Notebook) -> None:
    """In the whole session above."""
    assert notebook.errors == []
