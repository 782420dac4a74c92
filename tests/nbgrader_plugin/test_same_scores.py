"""Somebody else's course gets the scores in the sandbox that nbgrader gives, and a note wherever it does not."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.preprocessors import Execute

from autograder.cli.foreign_course_command import grade_foreign, is_foreign
from autograder.nbgrader_plugin import foreign_course, inline_tests, nbgrader_course
from autograder.nbgrader_plugin.execute_in_sandbox import InSandbox
from autograder.sandbox.sandbox import Sandbox
from tests.support.foreign_courses import (
    DIFFERENT,
    Graded,
    awkward_course,
    example_course,
    made,
    recorded,
    returned,
    stock,
)
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two courses, each twice, and the example once more with the page's list of steps in its configuration."""
    made = {name: tmp_path_factory.mktemp(name) for name in ("ps1", "ps1-stock", "ps1-config", "odd", "odd-stock")}
    for name, root in made.items():
        (example_course if name.startswith("ps1") else awkward_course)(root)
    page = (ROOT / "docs/other-courses.md").read_text(encoding="utf-8")
    [steps] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (made["ps1-config"] / "nbgrader_config.py").write_text(f"c = get_config()\n{steps}")
    return made


@pytest.fixture(scope="module")
def runs(roots: dict[str, Path], plain_sandbox: Sandbox) -> dict[str, Any]:
    """nbgrader's own runs, with ours meanwhile: the example with a sandbox of its own, as a user would start it."""
    with ThreadPoolExecutor(2) as pool:
        theirs = {
            name: pool.submit(stock, roots[name], name.split("-")[0])
            for name in ("odd-stock", "ps1-stock", "ps1-config")
        }
        ours = {
            name: foreign_course.grade_course(roots[name], roots[name] / "submitted", name, sandbox=sandbox)
            for name, sandbox in (("odd", plain_sandbox), ("ps1", None))
        }
        return {**ours, **{name: future.result() for name, future in theirs.items()}}


@pytest.fixture
def graded(roots: dict[str, Path], runs: dict[str, Any]) -> dict[str, Graded]:
    return {name: Graded(roots[name], runs[f"{name}-stock"][0], runs[name]) for name in ("ps1", "odd")}


def test_the_example_course_gets_the_same_score_in_each_cell(graded: dict[str, Graded]) -> None:
    """nbgrader's bitdiddle and hacker: tests that were commented out are put back, and written answers wait for a person."""
    example = graded["ps1"]
    assert {"bitdiddle": None, "hacker": None} == {row.student: row.refused for row in example.rows}
    assert example.stock == recorded(example.root, "ps1") == returned(example.rows)
    assert 18 == len(example.stock)
    assert {"bitdiddle": 1.5, "hacker": 3.0} == {row.student: row.points for row in example.rows}


def test_the_awkward_course_differs_in_the_listed_cells_only(graded: dict[str, Graded]) -> None:
    """What is not in the list is equal: warnings, prints, magics, interrupts, files beside the notebook, partial credit."""
    awkward = graded["odd"]
    assert {} == {row.student: row.refused for row in awkward.rows if row.refused and row.student != "links"}
    ours = {cell: recorded(awkward.root, "odd").get(cell) for cell in awkward.stock}
    differing = {cell: (score, ours[cell]) for cell, score in awkward.stock.items() if score != ours[cell]}
    assert {cell: (theirs, mine) for cell, (_, theirs, mine) in DIFFERENT.items()} == differing
    assert {name: awkward.stock[f"many/{name}"] for name in ("right", "half", "loops", "hangs")} == {
        "right": 1.0, "half": 0.5, "loops": 1.0, "hangs": 0.0,
    }  # fmt: skip


def test_the_page_lists_exactly_the_differences(root: Path) -> None:
    """docs/other-courses.md has a row for each kind of difference that the test finds, and no other row."""
    page = (root / "docs/other-courses.md").read_text(encoding="utf-8")
    assert {row for row, _, _ in DIFFERENT.values()} == set(re.findall(r"^\| `(\w+)`:", page, re.MULTILINE))
    assert f"{inline_tests.MOST_OUTPUT:,} characters" in page


def test_nbgrader_itself_grades_in_the_sandbox_when_its_config_says_so(
    graded: dict[str, Graded], runs: dict[str, Any]
) -> None:
    """`nbgrader autograde`, unmodified, with the page's list of steps: the same scores, and the warning in its log."""
    scores, log = runs["ps1-config"]
    assert graded["ps1"].stock == scores
    assert foreign_course.NOT_TAMPER_PROOF in log


def test_a_link_is_refused_in_nbgraders_own_run_too(tmp_path: Path, plain_sandbox: Sandbox) -> None:
    """The step looks at what was handed in: nbgrader has copied what the link leads to by then."""
    awkward_course(tmp_path)
    course = nbgrader_course.NbgraderCourse.open(tmp_path, "odd")
    step = InSandbox(sandboxes=foreign_course.Sandboxes(plain_sandbox))
    step.parent = Execute(parent=None)
    step.parent.coursedir = course.directory(student_id="links")  # type: ignore[attr-defined]
    marks = {"student": "links", "assignment": "odd", "notebook": "odd"}
    with pytest.raises(foreign_course.Refused, match=r"secret\.txt is a link"):
        step.preprocess(made([]), {"nbgrader": marks, "metadata": {"path": str(tmp_path / "source/odd")}})


def test_the_report_says_that_the_scores_are_not_tamper_proof(
    graded: dict[str, Graded], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the returned rows, in the JSON file and under the printed table."""
    example = graded["ps1"]
    assert {foreign_course.NOT_TAMPER_PROOF} == {row.trust for row in example.rows}
    assert is_foreign(example.root)
    file = tmp_path / "rows.json"
    assert grade_foreign(example.root, example.root / "submitted", student="bitdiddle", json_file=file)
    printed = capsys.readouterr()
    assert foreign_course.NOT_TAMPER_PROOF in printed.out
    assert "These scores are not tamper-proof" in printed.out
    assert re.search(r"bitdiddle +│ 1\.5/13 +│ 4 +│ protected", printed.out)
    assert "1/1 ps1 bitdiddle" in printed.err
    [row] = json.loads(file.read_text())
    assert (foreign_course.NOT_TAMPER_PROOF, 1.5) == (row["trust"], row["points"])


def test_changed_tests_are_reported(graded: dict[str, Graded]) -> None:
    """bitdiddle commented one test out and emptied another; hacker changed none."""
    assert [
        "The gradebook did not know ps1: its cells were entered from source/ps1.",
        "Cell correct_squares came with another text than the source's, which was used.",
        "Cell squares_invalid_input came with another text than the source's, which was used.",
    ] == list(graded["ps1"].row("bitdiddle").notes)
    assert () == graded["ps1"].row("hacker").notes


def test_lost_and_interrupted_cells_are_reported(graded: dict[str, Graded]) -> None:
    """Whoever reads the report learns which cell ended the process, and which one took too long."""
    ended = graded["odd"].row("ends").notes
    assert "odd: Cell answer-raises ended the process (exit); the other cells ran without it." == ended[-1]
    assert [
        "odd: Cell answer-loops took more than 4 seconds and was interrupted.",
        "odd: Cell hangs took more than 4 seconds and was interrupted.",
    ] == [note for note in graded["odd"].row("many").notes if "interrupted" in note]


def test_a_refused_submission_is_reported_and_costs_nobody_else(
    graded: dict[str, Graded], capsys: pytest.CaptureFixture[str]
) -> None:
    """The link is named, nothing is graded, the others are; the command line says it in one line."""
    row = graded["odd"].row("links")
    assert (False, (), "A submission holds plain files. secret.txt is a link, or may not be read. Hand in the file itself.") == (
        row.broken, row.scores, row.refused,
    )  # fmt: skip
    root = graded["odd"].root
    assert grade_foreign(root, root / "submitted", "odd", student="links")
    assert "links: no score was written. A submission holds plain files." in capsys.readouterr().out


def test_what_a_browser_would_run_does_not_reach_the_graded_notebook(graded: dict[str, Graded]) -> None:
    """The HTML that a cell displayed is gone; its text stays."""
    text = (graded["odd"].root / "autograded/many/odd/odd.ipynb").read_text(encoding="utf-8")
    displayed = [
        o for c in nbformat.reads(text, 4).cells for o in c.get("outputs", []) if o.output_type == "display_data"
    ]
    assert [{"text/plain": "<IPython.core.display.HTML object>"}] == [dict(o.data) for o in displayed]


def test_nothing_but_the_gradebook_and_the_graded_notebooks_is_left_in_the_course(graded: dict[str, Graded]) -> None:
    """The copies that nbgrader worked on are gone, and no release was written."""
    assert {"source", "submitted", "autograded", "gradebook.db"} == {path.name for path in graded["ps1"].root.iterdir()}
