"""A stranger's notebook in the sandbox: what becomes of cells that end the process, and of outputs that lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.faults import UsageFault
from autograder.judge.advice import LOST
from autograder.nbgrader_plugin import inline_tests
from autograder.nbgrader_plugin.cell_outputs import UNREADABLE, to_nbformat
from autograder.reply import AnswerLost
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import CellResult


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(preload=("IPython",)) as made:
        yield made


def test_cell(source: str, name: str = "t") -> NotebookNode:
    marks = {"grade": True, "solution": False, "locked": True, "grade_id": name, "points": 1.0}
    return new_code_cell(source, metadata={"nbgrader": marks})


test_cell.__test__ = False  # type: ignore[attr-defined]


def run(
    sandbox: Any, *sources: str | NotebookNode, timeout: float | None = 30, path: Path | None = None
) -> tuple[Any, list[str]]:
    cells = [new_code_cell(source) if isinstance(source, str) else source for source in sources]
    resources: dict[str, Any] = {"metadata": {"path": str(path)} if path else {}, "unique_key": "own"}
    notebook = inline_tests.run_notebook(new_notebook(cells=cells), resources, sandbox, timeout=timeout)
    return notebook, resources["notes"]


def score(cell: NotebookNode) -> float | None:
    return determine_grade(cell)[0]


def test_a_notebook_looks_as_after_nbclient(sandbox: Sandbox) -> None:
    """Outputs in their order, counts from 1, blank cells without one, and the language."""
    notebook, notes = run(sandbox, "print('a')\n1 + 1", "  ", "1 / 0")
    first, blank, last = notebook.cells
    assert [("stream", None), ("execute_result", 1)] == [
        (o.output_type, o.get("execution_count")) for o in first.outputs
    ]
    assert (1, None, 2) == (first.execution_count, blank.execution_count, last.execution_count)
    assert [("error", "ZeroDivisionError")] == [(o.output_type, o.ename) for o in last.outputs]
    assert ("python", []) == (notebook.metadata.language_info.name, notes)


def test_files_beside_the_notebook_can_be_read_and_written_but_not_the_notebook(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """In folders too, however many frames they fill; the notebook itself holds tests that are still to come."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/data.bin").write_bytes(bytes(range(256)))
    (tmp_path / "own.ipynb").write_text("{}")
    check = "import os\nassert open('deep/data.bin', 'rb').read() == bytes(range(256))\nassert not os.path.exists('own.ipynb')"
    notebook, _ = run(sandbox, test_cell(check + "\nopen('deep/new.txt', 'w').write('x')"), path=tmp_path)
    assert 1.0 == score(notebook.cells[0])
    assert ["data.bin"] == [path.name for path in (tmp_path / "deep").iterdir()]


def test_many_files_go_in_several_frames() -> None:
    """None is cut, none is lost."""
    files = {str(n): bytes(12 << 20) for n in range(3)}
    parts = list(inline_tests._parts(files))
    assert [["0", "1"], ["2"]] == [list(part) for part in parts]


def test_a_cell_that_ends_the_process_costs_its_own_points_only(sandbox: Sandbox) -> None:
    """The cells before it run again in a new fork, so that those after it find what they need."""
    cells = ["x = 4", test_cell("import os\nos._exit(1)", "ends"), test_cell("assert x == 4", "after")]
    notebook, notes = run(sandbox, *cells)
    assert [0, 1.0] == [score(cell) for cell in notebook.cells[1:]]
    assert LOST["exit"] == notebook.cells[1].outputs[0].evalue
    assert ["Cell ends ended the process (exit); the other cells ran without it."] == notes
    assert [1, 2, 3] == [cell.execution_count for cell in notebook.cells]


def test_after_four_lost_processes_the_rest_is_given_up(sandbox: Sandbox) -> None:
    """What was not run has no points, and the report says from which cell on."""
    notebook, notes = run(sandbox, *["import os; os._exit(1)"] * 4, "pass", test_cell("assert True"))
    assert 0 == score(notebook.cells[5])
    assert "This cell was not run: 4 cells ended the process." == notebook.cells[5].outputs[0].evalue
    assert "Code cell 5 and all after it were not run: 4 cells ended the process." == notes[-1]


class Fickle:
    """A sandbox whose first fork loses its process in the second cell, and whose second one in the first."""

    def __init__(self) -> None:
        self.runs = 0

    def fork(self, limits: Any) -> Fickle:
        return self

    def __enter__(self) -> Fickle:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def load_probe(self, name: str, source: str) -> None:
        """Nothing to load."""

    def run_cells(self, cells: list[Any], capture: bool) -> list[CellResult]:
        self.runs += 1
        if self.runs > 1:
            raise AnswerLost("memory")
        return [CellResult(cells[0].id, "ok")]


def test_cells_that_do_not_run_twice_end_the_notebook() -> None:
    """A fork cannot be brought to where the last one was: nothing after it can be trusted."""
    notebook, notes = run(Fickle(), "x = 1", "x = 2", test_cell("assert x == 2"))
    assert "Code cell 2 ended the process (memory); the other cells ran without it." == notes[0]
    assert "Cell t and all after it were not run: the cells before it did not run a second time (memory)." == notes[1]
    assert 0 == score(notebook.cells[2])


def test_an_endless_loop_is_interrupted_and_the_names_before_it_stay(sandbox: Sandbox) -> None:
    """As nbgrader does it, by its name; the next cell runs in the same process."""
    notebook, notes = run(sandbox, "x = 4\nwhile True: pass", test_cell("assert x == 4"), timeout=0.5)
    [error] = notebook.cells[0].outputs
    assert ("CellTimeoutError", "The cell took more than 0.5 seconds.") == (error.ename, error.evalue)
    assert ["Code cell 1 took more than 0.5 seconds and was interrupted."] == notes
    assert 1.0 == score(notebook.cells[1])


def test_a_loop_that_catches_the_interrupt_is_ended(sandbox: Sandbox) -> None:
    """nbgrader gives up on the whole submission then."""
    stubborn = "while True:\n    try:\n        while True: sum(range(1000))\n    except BaseException: pass"
    notebook, notes = run(sandbox, "x = 4", test_cell(stubborn), test_cell("assert x == 4"), timeout=0.5)
    assert ["Cell t ended the process (cpu); the other cells ran without it."] == notes
    assert [0, 1.0] == [score(cell) for cell in notebook.cells[1:]]


@pytest.mark.parametrize("timeout", [None, 0, -1])
def test_no_timeout_is_none(sandbox: Sandbox, timeout: float | None) -> None:
    """nbclient reads None, 0 and -1 so."""
    assert 1.0 == score(run(sandbox, test_cell("assert True"), timeout=timeout)[0].cells[0])


def test_another_language_is_refused(sandbox: Sandbox) -> None:
    """The sandbox has only Python."""
    notebook = new_notebook(metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})
    with pytest.raises(UsageFault, match=r"The sandbox runs notebooks in Python\. The notebook asks for R\."):
        inline_tests.run_notebook(notebook, {}, sandbox)


def test_the_tag_that_skips_a_cell_holds_for_the_students_own_cells_only(sandbox: Sandbox) -> None:
    """On a test it would be full marks for nothing."""
    own = new_code_cell("x = 1", metadata={"tags": ["skip-execution"]})
    test = test_cell("assert 'x' in globals()")
    test.metadata["tags"] = ["skip-execution"]
    notebook, _ = run(sandbox, own, test)
    assert (None, 0) == (notebook.cells[0].execution_count, score(notebook.cells[1]))


def test_a_failure_without_a_traceback_is_a_failure(sandbox: Sandbox) -> None:
    """Code may switch off what shows tracebacks, as some do by mistake."""
    notebook, _ = run(sandbox, "get_ipython().showtraceback = lambda *a, **k: None", test_cell("assert False, 'no'"))
    [error] = notebook.cells[1].outputs
    assert ("AssertionError", "no", ["AssertionError: no"]) == (error.ename, error.evalue, error.traceback)


@pytest.mark.parametrize(
    "lie",
    [
        7,
        {"output_type": "pyout"},
        {"output_type": "stream", "name": "stdlog", "text": "x"},
        {"output_type": "stream", "name": "stdout", "text": 7},
        {"output_type": "execute_result", "data": {"text/html": "1"}},
        {"output_type": "execute_result", "data": {"text/plain": ""}},
        {"output_type": "execute_result", "data": "1.0"},
    ],
)
def test_an_output_that_no_notebook_holds_is_an_error(lie: Any) -> None:
    """It must neither earn a point nor stop nbgrader."""
    cell = test_cell("x")
    cell.outputs = to_nbformat([lie], 1)
    assert (0, UNREADABLE) == (score(cell), cell.outputs[0].evalue)


def test_only_text_and_bitmaps_stay_of_rich_outputs() -> None:
    """And of the bitmaps only what is base64: the page puts it into an attribute."""
    picture = {
        "text/plain": ["a", "b"],
        "text/html": "<b>",
        "image/svg+xml": "<svg/>",
        "image/png": "aGk=\n",
        "image/jpeg": '"><b>',
    }
    [output] = to_nbformat([{"output_type": "display_data", "data": picture, "metadata": {"x": 1}}], 1)
    assert ({"text/plain": "ab", "image/png": "aGk=\n"}, {}) == (dict(output.data), dict(output.metadata))


def test_a_result_has_the_count_of_its_cell() -> None:
    """Whatever the fork says."""
    [result] = to_nbformat([{"output_type": "execute_result", "data": {"text/plain": "1"}, "execution_count": "9"}], 3)
    assert 3 == result.execution_count
