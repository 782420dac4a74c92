"""Each kind of leak, planted into a sound release, turns the guard red; the sound release does not."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.editions.build_lesson import make_editions
from autograder.editions.leak_guard import find_hidden_content
from autograder.editions.solution_markers import is_marker
from autograder.judge import seed
from tests.support.miniature_course import change, write_course

NAME = "01_mini"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A miniature course with its release, made once."""
    root = write_course(tmp_path_factory.mktemp("guard") / "course")
    course = Course.open(root)
    make_editions(course, course.lesson(NAME), root)
    return root


@pytest.fixture
def sound(made, tmp_path) -> Path:
    """A copy of it, to plant leaks in."""
    return Path(shutil.copytree(made, tmp_path / "course"))


def found(root, reading=None):
    """(file, rule) of each finding."""
    course = Course.open(root)
    findings = find_hidden_content(course, course.lesson(NAME), root / "release" / NAME, reading)
    return [(finding.file.removeprefix(f"release/{NAME}/"), finding.rule) for finding in findings]


def plant(root, text, kind="markdown"):
    """Put a cell with ``text`` into the released notebook."""
    path = root / "release" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    make_cell = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    notebook.cells.append(make_cell(text, id=f"planted-{len(notebook.cells)}"))
    nbformat.write(notebook, path)


def test_a_sound_release_has_no_findings(sound):
    """Claim: the guard accuses nobody without cause, so that its word counts."""
    assert [] == found(sound)


@pytest.mark.parametrize(
    "text",
    [
        "    twice_as_much = x + x",
        "twice_as_much=x+x  # so simple",
        "Write `twice_as_much = x + x` and be done.",
        "self.scale = self.add_weight(shape=(input_shape[-1],),\n    initializer='ones')",
    ],
)
def test_a_line_of_a_solution_is_found(sound, text):
    """Claim: however it is indented, spaced, quoted, wrapped or wrapped in words."""
    plant(sound, text)
    (file, rule) = found(sound)[0]
    assert f"{NAME}.ipynb" == file and rule.startswith("line of the solution of ")


def test_a_finding_leads_to_its_place(sound):
    """Claim: file, cell, line and the text found."""
    plant(sound, "Look:\n\ntwice_as_much = x + x")
    course = Course.open(sound)
    (finding,) = find_hidden_content(course, course.lesson(NAME), sound / "release" / NAME)
    count = len(nbformat.read(sound / "release" / NAME / f"{NAME}.ipynb", as_version=4).cells)
    assert (
        f"release/{NAME}/{NAME}.ipynb, cell {count} (planted-{count - 1}), line 3: line of the solution of double: twice_as_much = x + x"
        == str(finding)
    )


def test_a_whole_answer_is_found_even_where_the_lesson_shows_its_lines(made, tmp_path):
    """Claim: lines that the lesson shows here and there are no secret; all of them together are the answer."""
    root = Path(shutil.copytree(made, tmp_path / "course"))
    lines = "self.scale = self.add_weight(shape=(input_shape[-1],), initializer='ones')", "return self.scale * x"
    for line in lines:
        lesson = root / "lessons" / NAME / "lesson.py"
        lesson.write_text(lesson.read_text() + f'\n# %% [markdown]\nr"""{line}"""\n')
    plant(root, lines[0])
    assert [] == found(root)
    plant(root, "\n".join(lines))
    assert [(f"{NAME}.ipynb", "the whole answer of Scale")] == found(root)


def test_a_line_of_the_reference_is_found(sound):
    """Claim: no formula of hidden.py passes."""
    plant(sound, "return np.multiply(x, 2.0) / 1.0", "code")
    assert [(f"{NAME}.ipynb", "line of hidden.py of double")] == found(sound)


@pytest.mark.parametrize("line", ["twice_as_much = x ** 2 + 0", "product = 2 * number"])
def test_a_line_of_a_known_answer_is_found(sound, line):
    """Claim: neither wrong nor right-but-different answers pass."""
    plant(sound, line, "code")
    assert [(f"{NAME}.ipynb", "line of a known answer of double")] == found(sound)


@pytest.mark.parametrize(
    "line",
    [
        "### BEGIN SOLUTION",
        "### begin solution",
        "### END  SOLUTION",
        "# BEGIN_SOLUTION",
        "#BEGINSOLUTION",
        "### BEGIN SOLUTON",
        "### BEIGN SOLUTION",
        "### EDN SOLUTION",
        "### SOLUTION BEGIN",
        "### BEGIN HIDDEN TESTS",
        "### END HIDEN TEST",
        "### BEGIN MARK SCHEME",
        "    ### END MARKSCHEME ###",
    ],
)
def test_a_marker_is_found_exact_or_misspelt(sound, line):
    """Claim: nbgrader ignores a misspelt marker in silence; the guard does not."""
    plant(sound, f"x = 1\n{line}\ny = 2", "code")
    assert [(f"{NAME}.ipynb", "marker of nbgrader")] == found(sound)


@pytest.mark.parametrize(
    "line",
    [
        "Hints and solutions come later.",
        "solution()",
        "from autograder import check, reveal, solution",
        "In the end: a solution",
        "",
    ],
)
def test_prose_about_solutions_is_no_marker(line):
    """Claim: a lesson may speak of solutions."""
    assert not is_marker(line)


@pytest.mark.parametrize(
    "name",
    [
        "hidden.py",
        "checks/hidden.py",
        "task.py",
        "answers/double.py",
        "solution.ipynb",
        "gradebook.db",
        ".course-secret",
    ],
)
def test_a_file_named_like_something_hidden_is_found(sound, name):
    """Claim: nbgrader copies all that lies in source/; the guard looks at names, too."""
    path = sound / "release" / NAME / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    assert [(name, "file name of something hidden")] == found(sound)


def test_any_file_that_no_build_makes_is_found(sound):
    """Claim: what may be there is a list; all else is a finding."""
    (sound / "release" / NAME / "data.csv").write_text("1,2\n")
    assert [("data.csv", "file that no build makes")] == found(sound)


@pytest.mark.parametrize("form", ["hex", "base64", "bytes", "seed"])
def test_the_secret_is_found_in_any_form(sound, form):
    """Claim: neither the course's secret nor a seed drawn from it passes, even among bytes."""
    secret = Course.open(sound).secret()
    drawn = seed(secret, f"{NAME}/Scale")
    content = {
        "hex": secret.hex().encode(),
        "base64": base64.b64encode(secret),
        "bytes": b"\xff\x00" + secret,
        "seed": drawn.hex().encode(),
    }[form]
    path = sound / "release" / NAME / "checks" / "cases.safetensors"
    path.write_bytes(path.read_bytes() + content)
    assert [("checks/cases.safetensors", "course secret")] == found(sound)


def test_a_hint_that_holds_the_answer_is_found(sound):
    """Claim: hints are read as well, inside lesson.json."""
    path = sound / "release" / NAME / "checks" / "lesson.json"
    content = json.loads(path.read_text())
    content["exercises"][0]["hints"]["show"] = "Do this:\n\n    twice_as_much = x + x"
    path.write_text(json.dumps(content))
    assert [("checks/lesson.json", "line of the solution of double")] == found(sound)


def test_a_probe_that_holds_the_reference_is_found(sound):
    """Claim: a probe runs beside the student's code, so no formula may stand in it."""
    (sound / "release" / NAME / "checks" / "probes" / "double.py").write_text(
        "def f(x):\n    return np.power(x, 2.0)\n"
    )
    assert [("checks/probes/double.py", "line of hidden.py of double")] == found(sound)


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdout", "text": "twice_as_much = x + x\n"},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<pre>twice_as_much&nbsp;= x + x</pre>"}},
        {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["3 twice_as_much = x + x"]},
    ],
)
def test_a_solution_in_an_output_of_the_reading_edition_is_found(sound, output):
    """Claim: the reading edition ran with the solutions; its outputs must not show them."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", id="c")])
    notebook.cells[0].outputs = [nbformat.from_dict(output)]
    reading = sound / f"{NAME}.ipynb"
    nbformat.write(notebook, reading)
    assert [(f"notebooks/{NAME}.ipynb", "line of the solution of double")] == found(sound, reading)


def test_metadata_is_read(sound):
    """Claim: what a cell's metadata says, a student can read."""
    path = sound / "release" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["note"] = "twice_as_much = x + x"
    nbformat.write(notebook, path)
    assert [(f"{NAME}.ipynb", "line of the solution of double")] == found(sound)


def test_a_notebook_that_cannot_be_read_is_searched_as_text(sound):
    """Claim: a spoilt file hides nothing."""
    (sound / "release" / NAME / f"{NAME}.ipynb").write_text("{ twice_as_much = x + x")
    assert [(f"{NAME}.ipynb", "line of the solution of double")] == found(sound)


def test_markers_in_the_stub_are_found(made, tmp_path):
    """Claim: a second region whose markers are misspelt is left standing by nbgrader, and is found by its markers."""
    root = write_course(tmp_path / "course")
    change(root, "lessons/01_mini/double/task.py", "    return twice_as_much\n    ### END SOLUTION", (
        "    ### END SOLUTION\n    # BEGIN SOLUTOIN\n    return twice_as_much\n    # END SOLUTOIN"
    ))  # fmt: skip
    course = Course.open(root)
    make_editions(course, course.lesson(NAME), root)
    assert 2 == [rule for _, rule in found(root)].count("marker of nbgrader")
