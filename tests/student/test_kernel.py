"""The words in a real kernel, as a student meets them, and under nbgrader's Validate and nbconvert."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import Course
from autograder.editions.release_checks import write_checks

V4 = nbformat.v4
SETUP = """from autograder import check, figure, hint, open_lesson, predict, progress, quiz, reveal, solution
import keras
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt
open_lesson("03_weights")"""
RIGHT = """class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        import warnings
        warnings.warn("noise on stderr")
        return self.scale * inputs + self.shift"""
WRONG = RIGHT.replace("self.scale * inputs + self.shift", "self.scale * (inputs + self.shift)")
STUB = "class RunningMean(keras.layers.Layer):\n    def call(self, inputs):\n        raise NotImplementedError()"
FIGURE = """fig, ax = plt.subplots()
ax.plot([1, 2], [3, 4])
figure(fig, alt="A line that rises from 3 to 4", data={"x": [1, 2], "y": [3, 4]}, title="A line")"""
CELLS = {
    "setup": SETUP,
    "predict": 'predict("03.P1", None)\nreveal("03.P1", tf.constant(2.5))',
    "wrong": WRONG,
    "check-wrong": 'check("ScaleShift")',
    "right": RIGHT,
    "check-right": 'check("ScaleShift")',
    "stub": STUB,
    "check-stub": 'check("RunningMean")',
    "misnamed": 'check("ScaleShit")',
    "figure": FIGURE,
    "quiz": 'quiz("03.exit", answers=["a", "b", ...])',
    "progress": "progress()",
}


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public checks of lesson 03, in a folder that holds nothing else of the course."""
    made = tmp_path_factory.mktemp("fetched") / "03_weights"
    write_checks(Course.open(root).lesson("03_weights"), made / "checks")
    return made


@pytest.fixture(scope="module")
def notebook(root: Path, folder: Path) -> Any:
    """The cells above, run in one kernel; each check cell is nbgrader's, with 4 points."""
    cells = []
    for name, source in CELLS.items():
        cell = V4.new_code_cell(source, id=name)
        if name.startswith("check-"):
            cell.metadata["nbgrader"] = {
                "grade": True, "solution": False, "locked": True, "points": 4.0, "grade_id": name, "schema_version": 3,
            }  # fmt: skip
        cells.append(cell)
    made = V4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    environment = {"AUTOGRADER_STATE": str(folder.parent / "state"), "PYTHONPATH": str(root)}
    before = dict(os.environ)
    os.environ.update(environment)
    os.environ.pop("AUTOGRADER_SANDBOX", None)
    try:
        NotebookClient(made, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}}).execute()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return made


def outputs(notebook: Any, name: str) -> list[Any]:
    return next(list(c.outputs) for c in notebook.cells if c.id == name)


def test_a_failed_check_shows_a_card_and_one_sentence_for_a_trace(notebook: Any) -> None:
    """The card comes in HTML and in plain text; the error that Validate needs has no stack trace."""
    card, error = outputs(notebook, "check-wrong")
    assert set(card.data) == {"text/html", "text/plain"}
    assert "the shift comes first and is scaled as well" in card.data["text/plain"]
    assert 'alt="Three grids, expected, yours and yours minus expected' in card.data["text/html"]
    assert error.ename == "NotYet"
    assert error.traceback == [
        'Not yet: ScaleShift passes 4 of 12 checks. The advice above is about the one that fails: "Its numbers are those of the '
        'formula".'
    ]


def test_a_passed_check_leaves_nothing_that_costs_points(notebook: Any) -> None:
    """One card; no value (nbgrader reads it as points) and nothing on stderr, though the layer warns."""
    (card,) = outputs(notebook, "check-right")
    assert card.output_type == "display_data"
    assert "✓ passed here: ScaleShift" in card.data["text/plain"]


def test_nbgraders_validate_agrees_with_the_checks(notebook: Any) -> None:
    """Wrong and untouched are failed cells, right is a passed one."""
    from nbgrader.utils import determine_grade

    grades = {c.id: determine_grade(c, logging.getLogger("test")) for c in notebook.cells if c.id.startswith("check-")}
    assert grades == {"check-wrong": (0, 4.0), "check-right": (4.0, 4.0), "check-stub": (0, 4.0)}


def test_no_word_writes_on_stderr_or_returns_a_value(notebook: Any) -> None:
    """Every output is a display or the one sentence of an error."""
    kinds = {o.output_type for c in notebook.cells for o in c.outputs}
    assert kinds == {"display_data", "error"}


def test_a_wrong_name_is_one_sentence(notebook: Any) -> None:
    """Without the code of the package."""
    (error,) = outputs(notebook, "misnamed")
    (line,) = error.traceback
    assert line.endswith("It has: " + ", ".join(e for e in line.partition("It has: ")[2].split(", ")))
    assert "Did you mean ScaleShift?" in line


def test_a_figure_is_shown_once_with_its_words(notebook: Any) -> None:
    """One output: the image with its alternative, and the data in a table that can be opened."""
    (output,) = outputs(notebook, "figure")
    html = output.data["text/html"]
    assert html.count("<img ") == 1
    assert 'alt="A line that rises from 3 to 4"' in html
    assert "<details><summary>The data of this figure as a table</summary><table" in html


def test_nbconvert_misses_no_alternative(notebook: Any, caplog: Any) -> None:
    """The page of the executed notebook has an alternative on every image."""
    from nbconvert import HTMLExporter

    with caplog.at_level(logging.WARNING):
        page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "Alternative text is missing" not in caplog.text
    assert "No description has been provided" not in page
    assert page.count("<img alt=") == 2
