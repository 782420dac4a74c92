"""Somebody else's course in the sandbox: the scores that nbgrader gives, and each sentence of where it is not so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from autograder.cli.foreign_course_command import grade_foreign, is_foreign
from autograder.faults import Fault, MachineFault, UsageFault
from autograder.nbgrader_plugin import foreign_course, inline_tests, nbgrader_course
from autograder.nbgrader_plugin.execute_in_sandbox import InSandbox, in_place_of_execute
from autograder.nbgrader_plugin.submission_scores import SubmissionScores
from autograder.sandbox.sandbox import Sandbox
from tests.support.paths import ROOT

Scores = dict[str, float | None]

# -- a course that was made to be awkward: each name is a function, an answer cell and a test of it ---------------------

ANSWERS = {
    "right": "def right(): return 4",
    "wrong": "def wrong(): return 5",
    "half": "def half(): return 0.5",
    "raises": "def raises(): return 4\nraise ValueError('after the definition')",
    "syntax": "def syntax(: return 4",
    "warns": "import warnings\ndef warns():\n    warnings.warn('careful')\n    return 4",
    "deprecated": "def deprecated():\n    warnings.warn('old', DeprecationWarning, stacklevel=2)\n    return 4",
    "noisy": "import sys\ndef noisy():\n    print('hm', file=sys.stderr)\n    return 4",
    "prints": "def prints():\n    print('x' * 2_000_000)\n    return 4",
    "shows": "from IPython.display import HTML, display\ndef shows():\n    display(HTML('<script>1</script>'))\n    return 4",
    "asks": "def asks(): return int(input())",
    "reads": "def reads(): return len(open('beside/data.txt').read())",
    "imports": "from helper import imports",
    "magics": "%matplotlib inline\n%time 1\n!echo hello\ndef magics(): return 4",
    "awaits": "import asyncio\nawait asyncio.sleep(0)\ndef awaits(): return 4",
    "leaves": "def leaves(): return 4\nimport sys\nsys.exit(0)",
    "graded": "import os\ndef graded(): return 4 if os.environ['NBGRADER_EXECUTION'] == 'autograde' else 5",
    "loops": "def loops(): return 4\nwhile True: pass",
    "hangs": "def hangs():\n    while True: pass",
    "deleted": "def deleted(): return 4",
    "skips": "def skips(): return 5",
    "waits": "import time\ndef waits():\n    time.sleep(5)\n    return 4",
    "descriptor": "def descriptor():\n    os.write(2, b'hm')\n    return 4",
}
TESTS = {name: "half()" if name == "half" else f"assert {name}() == 4" for name in ANSWERS}
ENDS = {"right": ANSWERS["right"], "raises": "import os\nos._exit(0)", "waits": "def waits(): return 4"}

DIFFERENT: dict[str, tuple[str, float | None, float | None]] = {
    # cell: the row of docs/other-courses.md, nbgrader's own score, the sandbox's
    "many/skips": ("skips", 1.0, 0.0),
    "many/waits": ("waits", 0.0, 1.0),
    "many/descriptor": ("descriptor", 0.0, 1.0),
    "ends/right": ("ends", None, 1.0),
    "ends/waits": ("ends", None, 1.0),
    **{f"ends/{name}": ("ends", None, 0.0) for name in ANSWERS if name not in ("right", "waits")},
    "links/right": ("links", 1.0, None),
    **{f"links/{name}": ("links", 0.0, None) for name in ANSWERS if name != "right"},
}
TIMEOUT = 4
"""Seconds: nbgrader's own limit is by the clock, and the machine may be busy."""


def code(source: str, name: str | None = None, points: float | None = None, tags: tuple[str, ...] = ()) -> Any:
    made = new_code_cell(source, metadata={"tags": list(tags)} if tags else {})
    if name:
        test = points is not None
        marks = {
            "grade": test,
            "solution": not test,
            "locked": test,
            "grade_id": name,
            "schema_version": 3,
            "task": False,
        }
        made.metadata["nbgrader"] = {**marks, "points": points} if test else marks
    return made


def odd(answers: dict[str, str]) -> Any:
    """The awkward notebook with these answers; the tag and the deleted test are in each copy but the source's."""
    cells = []
    for name, test in TESTS.items():
        cells.append(code(answers.get(name, "pass"), f"answer-{name}"))
        if name != "deleted" or answers is not ANSWERS:
            cells.append(code(test, name, 1.0, ("skip-execution",) if name == "skips" and answers is ANSWERS else ()))
    return made(cells)


def made(cells: list[Any], language: str = "python") -> Any:
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": language}}
    )


def write(root: Path, name: str, notebook: Any) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def awkward_course(root: Path) -> None:
    write(root, "source/odd/odd.ipynb", odd(dict.fromkeys(TESTS, "pass")))
    (root / "source/odd/beside").mkdir()
    (root / "source/odd/beside/data.txt").write_text("1234")
    (root / "source/odd/helper.py").write_text("def imports(): return 4\n")
    write(root, "submitted/many/odd/odd.ipynb", odd(ANSWERS))
    write(root, "submitted/ends/odd/odd.ipynb", odd(ENDS))
    patched = {"right": "get_ipython().showtraceback = lambda *a, **k: None\ndef right(): return 5"}
    write(root, "submitted/silences/odd/odd.ipynb", odd(patched))
    write(root, "submitted/links/odd/odd.ipynb", odd({"right": ANSWERS["right"]}))
    (root / "submitted/links/odd/secret.txt").symlink_to(root / "gradebook.db")
    (root / "nbgrader_config.py").write_text(f"c = get_config()\nc.ExecutePreprocessor.timeout = {TIMEOUT}\n")


def example_course(root: Path) -> None:
    """The example that lies in nbgrader's own package."""
    found = find_spec("nbgrader")
    assert found is not None and found.submodule_search_locations
    guide = Path(found.submodule_search_locations[0]) / "docs/source/user_guide"
    shutil.copytree(guide / "source/ps1", root / "source/ps1")
    shutil.copytree(guide / "submitted", root / "submitted")


def nbgrader(root: Path, *words: str) -> str:
    """Run a command of nbgrader's in the course; its log. ipykernel looks for pytest's variable and then acts otherwise."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    command = [sys.executable, "-m", "nbgrader", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True).stderr


def stock(root: Path, assignment: str) -> tuple[Scores, str]:
    """Let unmodified nbgrader enter and grade the assignment; the scores and the log."""
    nbgrader(root, "generate_assignment", assignment)
    log = nbgrader(root, "autograde", assignment)
    return recorded(root, assignment), log


def recorded(root: Path, assignment: str) -> Scores:
    """What the gradebook holds: automatic scores by student, notebook where there are several, and cell."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            f"{submission.student.id}/{grade.name}": grade.auto_score
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def returned(rows: list[SubmissionScores]) -> Scores:
    return {f"{row.student}/{score.cell}": score.auto_score for row in rows for score in row.scores}


class Graded:
    """A course graded twice: by nbgrader alone, and in the sandbox."""

    def __init__(self, root: Path, scores: Scores, rows: list[SubmissionScores]) -> None:
        self.root, self.stock, self.rows = root, scores, rows

    def row(self, student: str) -> SubmissionScores:
        return next(row for row in self.rows if row.student == student)


@pytest.fixture(scope="module")
def plain_sandbox() -> Iterator[Sandbox]:
    """A sandbox without TensorFlow, which these courses do not use."""
    with Sandbox(preload=("IPython",)) as sandbox:
        yield sandbox


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


# -- the scores ------------------------------------------------------------------------------------------------------


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


# -- the notes -------------------------------------------------------------------------------------------------------


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


# -- one awkward thing each -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two notebooks and one submission of ann's, known to the gradebook."""
    root = tmp_path_factory.mktemp("small")
    for name in ("one", "two"):
        notebook = made([code("x = 4", f"answer-{name}"), code("assert x == 4", name, 1.0)])
        write(root, f"source/hw/{name}.ipynb", notebook)
        write(root, f"submitted/ann/hw/{name}.ipynb", notebook)
    assert nbgrader_course.NbgraderCourse.open(root, "hw").enter_cells()
    return root


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "course"))


def grade(root: Path, sandbox: Sandbox | None, assignment: str = "hw", **options: Any) -> SubmissionScores:
    [row] = foreign_course.grade_course(root, root / "submitted", assignment, sandbox=sandbox, **options)
    return row


def test_a_notebook_that_was_not_handed_in_has_no_points(small: Path, plain_sandbox: Sandbox) -> None:
    """nbgrader gives its cells zero; the note says why."""
    (small / "submitted/ann/hw/two.ipynb").unlink()
    row = grade(small, plain_sandbox)
    assert (1.0, 2.0) == (row.points, row.max_points)
    assert "two.ipynb was not handed in: its cells have no points." in row.notes


def test_a_date_that_is_none_is_left_out(small: Path, plain_sandbox: Sandbox) -> None:
    """nbgrader itself would give up on the submission."""
    (small / "submitted/ann/hw/timestamp.txt").write_text("soon")
    row = grade(small, plain_sandbox)
    assert 2.0 == row.points
    assert "timestamp.txt holds no date; it was left out." in row.notes


def test_a_damaged_notebook_is_refused_with_its_reason(small: Path, plain_sandbox: Sandbox) -> None:
    """The same sentence as for this project's own lessons."""
    (small / "submitted/ann/hw/two.ipynb").write_text("{")
    assert "A notebook is JSON. This file ends in the middle" in grade(small, plain_sandbox).refused


def test_what_can_be_read_in_one_way_only_is_handed_to_nbgrader_as_it_likes_it(
    small: Path, plain_sandbox: Sandbox
) -> None:
    """UTF-16 is nothing that nbgrader reads, and no reason to refuse."""
    path = small / "submitted/ann/hw/two.ipynb"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16") + bytes(2))
    row = grade(small, plain_sandbox)
    assert (2.0, None) == (row.points, row.refused)
    assert "The file was UTF-16 text; it was read all the same." in row.notes


def test_what_nbgrader_cannot_grade_is_reported_in_its_words(small: Path, plain_sandbox: Sandbox) -> None:
    """A score above the cell's points makes nbgrader give up on that submission."""
    (small / "gradebook.db").unlink()
    for place in ("source", "submitted/ann"):
        write(small, f"{place}/hw/two.ipynb", made([code("x = 9", "answer-two"), code("x", "two", 1.0)]))
    assert (
        "nbgrader could not grade this submission: "
        "ValueError: partial credit cannot be greater than maximum points for cell"
    ) == grade(small, plain_sandbox).refused


@pytest.mark.parametrize(
    ("name", "link", "sentence"), [("a b", False, "A student's id has letters"), ("bob", True, "This one is a link")]
)
def test_a_folder_that_is_no_students_is_refused(
    small: Path, plain_sandbox: Sandbox, name: str, link: bool, sentence: str
) -> None:
    """Its name would be a pattern to nbgrader, or it may be another student's folder."""
    if link:
        (small / "submitted" / name).symlink_to(small / "submitted/ann")
    else:
        (small / "submitted/ann").rename(small / "submitted" / name)
    assert sentence in grade(small, plain_sandbox, students=[name]).refused


class NoSandbox(Sandbox):
    """A sandbox whose machine fails."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.forks = 0
        self.error = error

    def fork(self, limits: Any = None) -> Any:
        self.forks += 1
        raise self.error or MachineFault("The fork server is gone.")


def test_a_fault_of_the_machines_is_tried_again_and_then_costs_nobody_points(
    small: Path, plain_sandbox: Sandbox
) -> None:
    """No score is written; one that was there stays."""
    assert 2.0 == grade(small, plain_sandbox).points
    sandbox = NoSandbox()
    row = grade(small, sandbox)
    assert (True, "The fork server is gone.", 2) == (row.broken, row.refused, sandbox.forks)
    assert {"ann/one": 1.0, "ann/two": 1.0} == recorded(small, "hw")


def test_an_error_of_the_systems_is_the_machines_fault(small: Path) -> None:
    """It must not read as if the submission were at fault."""
    row = grade(small, NoSandbox(BlockingIOError(11, "Resource temporarily unavailable")))
    assert (True, "The system failed the sandbox: [Errno 11] Resource temporarily unavailable.") == (
        row.broken,
        row.refused,
    )


def test_the_command_ends_with_1_when_the_machine_failed(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a script notices."""
    monkeypatch.setattr(Sandbox, "fork", NoSandbox.fork)
    monkeypatch.setattr(Sandbox, "forks", 0, raising=False)
    monkeypatch.setattr(Sandbox, "error", None, raising=False)
    assert not grade_foreign(small, small / "submitted")


def test_a_failed_sandbox_is_started_anew(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sandbox dies under the first submission; the second try gets another one."""
    write(small, "submitted/bob/hw/one.ipynb", made([code("x = 4", "answer-one"), code("assert x == 4", "one", 1.0)]))
    fork, killed = Sandbox.fork, []

    def dies_once(sandbox: Sandbox, limits: Any = None) -> Any:
        if not killed:
            killed.append(sandbox)
            sandbox.close()
        return fork(sandbox, limits)

    monkeypatch.setattr(Sandbox, "fork", dies_once)
    rows = foreign_course.grade_course(small, small / "submitted", "hw")
    assert [2.0, 1.0] == [row.points for row in rows]


FAULTS = {
    "assignment": (lambda root: None, "hw2", "An assignment is a folder of notebooks in source/. Received hw2; found: hw."),
    "nobody": (lambda root: shutil.rmtree(root / "submitted/ann"), "hw", "Received a folder without any; found: nobody."),
    "config": (
        lambda root: (root / "nbgrader_config.py").write_text("c = 1 / 0"),
        "hw",
        "nbgrader_config.py must run without an error. Received ZeroDivisionError: division by zero.",
    ),
    "source": (
        lambda root: (root / "source/hw/two.ipynb").write_text("{"),
        "hw",
        "A source notebook must be readable. two.ipynb is not",
    ),
    "language": (
        lambda root: write(root, "source/hw/two.ipynb", made([], "R")),
        "hw",
        "The sandbox runs notebooks in Python. two.ipynb asks for R. Grade it with nbgrader's own autograde.",
    ),
    "metadata": (
        lambda root: (
            (root / "gradebook.db").unlink(),
            write(root, "source/hw/two.ipynb", made([code("", "one", 1.0), code("", "one", 1.0)])),
        ),
        "hw",
        "nbgrader could not enter hw into the gradebook:",
    ),
    "steps": (
        lambda root: (root / "nbgrader_config.py").write_text("c = get_config()\nc.Autograde.autograde_preprocessors = []"),
        "hw",
        "c.Autograde.autograde_preprocessors must hold a step that executes the cells. Received 0 others.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_course_that_cannot_be_graded_is_one_sentence(small: Path, plain_sandbox: Sandbox, fault: str) -> None:
    """Nothing is graded, and the sentence names what to mend."""
    spoil, assignment, sentence = FAULTS[fault]
    spoil(small)
    with pytest.raises(UsageFault, match=re.escape(sentence)):
        grade(small, plain_sandbox, assignment)


def test_a_student_who_is_not_there_is_named(small: Path, plain_sandbox: Sandbox) -> None:
    """The sentence lists who is."""
    with pytest.raises(UsageFault, match=r"Submissions lie in submitted/STUDENT/hw\. Received zoe; found: ann\."):
        grade(small, plain_sandbox, students=["zoe"])


def test_the_command_names_the_assignments_when_nobody_handed_in(small: Path) -> None:
    """No assignment was named, and none was handed in."""
    with pytest.raises(Fault, match=r"Submissions lie in nothing/STUDENT/ASSIGNMENT\. None was found for any of hw\."):
        grade_foreign(small, small / "nothing")


def test_exit_in_a_cell_does_nothing(small: Path, plain_sandbox: Sandbox) -> None:
    """In a kernel it ends the process some moments later, and how far the notebook comes until then is a race."""
    write(
        small,
        "submitted/ann/hw/one.ipynb",
        made([code("x = 4\nexit()", "answer-one"), code("assert x == 4", "one", 1.0)]),
    )
    assert 2.0 == grade(small, plain_sandbox).points


def test_our_own_step_may_stand_in_the_config(small: Path) -> None:
    """A course that already names InSandbox, or Judge, gets the same one sandbox."""
    step = InSandbox(config=Config())
    names = [
        "autograder.nbgrader_plugin.foreign_course.InSandbox",
        "autograder.nbgrader_plugin.preprocessors.Judge",
        "nbgrader.preprocessors.Execute",
    ]
    assert [step, step, step] == in_place_of_execute(names, step)


def test_a_course_of_ours_is_not_taken_for_somebody_elses(small: Path) -> None:
    """course.toml decides."""
    assert foreign_course.is_course(small, "hw") and is_foreign(small)
    (small / "course.toml").write_text("")
    assert not is_foreign(small)


def test_the_fork_server_imports_what_the_source_imports() -> None:
    """Only packages that may be imported before a fork, and only those that are there."""
    source = made(
        [
            code("import numpy as np, matplotlib.pyplot as plt\nfrom sklearn import tree\nimport os"),
            code("import keras_no"),
        ]
    )
    assert ("numpy", "matplotlib.pyplot", "sklearn", "IPython") == nbgrader_course.preload([source])
    with Sandbox(preload=("numpy", "scipy", "matplotlib.pyplot", "sklearn", "IPython")) as sandbox:
        assert "protected" == sandbox.level


def test_the_command_line_grades_another_course_and_says_what_its_scores_are_worth(tmp_path: Path) -> None:
    """``autograder grade`` in a folder without course.toml, as docs/other-courses.md promises."""
    example_course(tmp_path)
    program = str(Path(sys.executable).with_name("autograder"))
    done = subprocess.run(
        [program, "grade", "submitted", "--json", "all.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert inline_tests.NOT_TAMPER_PROOF in done.stdout
    rows = json.loads((tmp_path / "all.json").read_text())
    assert ["bitdiddle", "hacker"] == sorted(row["student"] for row in rows)
    assert [
        *("student", "assignment", "level", "points", "max_points", "scores", "notes", "refused", "broken", "trust")
    ] == list(rows[0])
    assert ["notebook", "cell", "auto_score", "max_score", "needs_manual_grade"] == list(rows[0]["scores"][0])
