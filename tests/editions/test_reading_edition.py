"""The reading edition: executed, and without anything of nbgrader."""

from __future__ import annotations

import time

import pytest

from autograder.editions.reading_edition import normalise_output
from autograder.faults import AuthorFault
from tests.support.miniature_course import change
from tests.support.miniature_editions import NAME, build, cells


def test_the_reading_edition_shows_stubs_and_the_outputs_of_solutions(built_once):
    """Claim: executed with the model answer, shown with the stub."""
    by_id = {cell.id: cell for cell in cells(built_once, f"notebooks/{NAME}.ipynb")}
    doubled = next(cell for cell in by_id.values() if cell.source == "double(21.0)")
    assert "42.0" == doubled.outputs[0].data["text/plain"]
    assert "raise NotImplementedError()" in by_id["double"].source
    assert "double: passed\n" == by_id["check-double"].outputs[0].text


def test_the_reading_edition_carries_nothing_of_nbgrader(built_once):
    """Claim: no grade metadata, no times of execution."""
    found = {key for cell in cells(built_once, f"notebooks/{NAME}.ipynb") for key in cell.metadata}
    assert {"tags"} == found


def test_an_unchanged_lesson_is_not_executed_again(built):
    """Claim: outputs are refreshed only when the lesson's inputs changed."""
    assert ("kept", []) == ((done := build(built, execute=None)).reading, done.written)


def test_declined_execution_leaves_an_outdated_reading_edition_and_says_so(built):
    """Claim: --no-execute writes the other two and owns up to the third."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    assert "outdated" == build(built, execute=False).reading


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("raise KeyError('who')", r"Cell 8, which begins 'raise KeyError\('who'\)', gave KeyError: 'who'"),
        ("import sys\nprint('oops', file=sys.stderr)", r"nothing to stderr.*Cell 8, .*wrote: oops"),
        (
            'print("WARNING:tensorflow:5 retracings")',
            r"runs without warnings.*Cell 8, .*wrote: WARNING:tensorflow:5 retracings",
        ),
        ("import os\nos._exit(3)", r"Cell 8.* gave the end of the kernel"),
    ],
)
def test_a_cell_that_fails_or_complains_stops_the_build(mini, cell, expected):
    """Claim: the author learns which cell, and nothing is written."""
    change(mini, "lessons/01_mini/lesson.py", "double(21.0)", cell)
    with pytest.raises(AuthorFault, match=expected):
        build(mini, execute=None)
    assert not (mini / "source").exists()


def test_a_cell_that_never_ends_stops_the_build(mini, monkeypatch):
    """Claim: a loop without end is told like any other failure."""
    from autograder.editions import reading_edition

    monkeypatch.setattr(reading_edition, "CELL_SECONDS", 1)
    change(mini, "lessons/01_mini/lesson.py", "double(21.0)", "while True:\n    pass")
    with pytest.raises(AuthorFault, match=r"Cell 8, which begins 'while True:', gave nothing within 1 s"):
        build(mini, execute=None)


def test_a_cell_may_raise_where_the_error_is_the_point(mini):
    """Claim: the tag raises-exception, which Jupyter knows, keeps an error in the reading edition."""
    change(mini, "lessons/01_mini/lesson.py", "# %%\ndouble(21.0)", '# %% tags=["raises-exception"]\nnobody')
    assert ("executed", []) == ((done := build(mini, execute=None)).reading, done.findings)
    failed_cells = [cell for cell in cells(mini, f"notebooks/{NAME}.ipynb") if cell.source == "nobody"]
    assert "NameError" == failed_cells[0].outputs[0].ename


def test_no_kernel_is_left_behind(mini):
    """Claim: an execution ends its kernel, also when a cell fails."""
    import psutil

    change(mini, "lessons/01_mini/lesson.py", "double(21.0)", "raise KeyError('who')")
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(AuthorFault):
        build(mini, execute=None)
    assert not [process for process in set(psutil.Process().children(recursive=True)) - before if process.is_running()]


def test_what_varies_between_runs_is_taken_out(tmp_path):
    """Claim: addresses, times and machine paths do not stand in the reading edition; pictures are left alone."""
    output = {
        "text": f"<object at 0x7f12ab34cd56> 32/32 ━━━ 1s 12ms/step in {tmp_path}/model.keras",
        "traceback": ["/opt/x/lib/python3.11/site-packages/keras/a.py"],
        "data": {"image/png": "0x7f12ab34cd56"},
    }
    assert {
        "text": "<object at 0x…> 32/32 ━━━ … …/step in ./model.keras",
        "traceback": ["site-packages/keras/a.py"],
        "data": {"image/png": "0x7f12ab34cd56"},
    } == normalise_output(output, tmp_path)


def test_a_picture_in_html_is_passed_over_in_no_time(tmp_path):
    """Claim: what takes paths out reads each character a few times, not once for each slash before it."""
    picture = f"<img src='data:image/png;base64,{'iVBO/Rw0' * 60_000}'>"
    began = time.thread_time()
    assert picture == normalise_output(picture, tmp_path)
    assert time.thread_time() - began < 1
