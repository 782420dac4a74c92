"""The three editions: reproducible, made by nbgrader itself, and never at the price of somebody's work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from safetensors.numpy import load_file

from autograder.course import Course
from autograder.editions.build_lesson import build_lesson, make_editions
from autograder.editions.manual_edits import files_in
from autograder.editions.reading_edition import normalise_output
from autograder.editions.rounding import round_exam, round_numbers
from autograder.editions.up_to_date import find_differences
from autograder.faults import AuthorFault
from autograder.judge import PUBLIC, thaw
from tests.support.build import run
from tests.support.miniature_course import change, write_course

NAME = "01_mini"
SOURCE = f"source/{NAME}/{NAME}.ipynb"
RELEASE = f"release/{NAME}/{NAME}.ipynb"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory) -> Path:
    """A miniature course, built with its reading edition executed in a real kernel."""
    root = write_course(tmp_path_factory.mktemp("built") / "course")
    course = Course.open(root)
    built = build_lesson(course, course.lesson(NAME))
    assert ("executed", []) == (built.reading, built.findings)
    return root


@pytest.fixture
def built(built_once, tmp_path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built_once, tmp_path / "course"))


def build(root, **how):
    course = Course.open(root)
    return build_lesson(course, course.lesson(NAME), **{"execute": False, **how})


def check(root, **how):
    course = Course.open(root)
    return find_differences(course, course.lesson(NAME), **how)


def cells(root, name):
    return nbformat.read(root / name, as_version=4).cells


def bytes_in(folder):
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


# -- source -------------------------------------------------------------------------------------------------------


def test_two_builds_give_equal_bytes(mini, tmp_path):
    """Claim: source/ and release/ depend on the lesson alone."""
    course = Course.open(mini)
    for name in ("one", "two"):
        make_editions(course, course.lesson(NAME), tmp_path / name)
    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")


def test_an_exercise_becomes_prose_answer_and_check(built_once):
    """Claim: three cells with nbgrader's metadata, the check locked and carrying the points."""
    lines = [
        (cell.id, meta["grade"], meta["solution"], meta["locked"], meta.get("points"))
        for cell in cells(built_once, SOURCE)
        if (meta := cell.metadata.get("nbgrader"))
    ]
    assert [
        ("task-double", False, False, True, None),
        ("double", False, True, False, None),
        ("check-double", True, False, True, 2),
        ("task-Scale", False, False, True, None),
        ("Scale", False, True, False, None),
        ("check-Scale", True, False, True, 0),
    ] == lines


def test_the_check_cell_says_one_word(built_once):
    """Claim: what stands beneath an exercise is check("Name") and nothing else."""
    assert 'check("double")' == next(c.source for c in cells(built_once, SOURCE) if c.id == "check-double")


def test_cell_ids_stay_when_a_cell_is_put_in_above(mini, tmp_path):
    """Claim: ids hang on content, not on position, and equal cells are told apart."""
    before = [c.id for c in cells(_source(mini, tmp_path / "a"), SOURCE)]
    change(mini, "lessons/01_mini/lesson.py", "# %%\ndouble(21.0)", "# %%\n1 + 1\n\n# %%\ndouble(21.0)")
    after = [c.id for c in cells(_source(mini, tmp_path / "b"), SOURCE)]
    assert len(before) + 1 == len(set(after))
    assert before == [name for name in after if name in before]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 + 1", "# Drawing\n1 + 1"),
        ("# Drawing\n1 + 1", "# Drawing\n1 + 1"),
        ("# Proof\nassert 1 + 1 == 2", "# Proof\nassert 1 + 1 == 2"),
    ],
)
def test_a_drawing_is_folded_beneath_its_label(mini, tmp_path, written, expected):
    """Claim: the build labels a folded cell with "# Drawing", unless it begins with a comment of its own."""
    change(mini, "lessons/01_mini/lesson.py", "# %%\ndouble(21.0)", f'# %% tags=["drawing"]\n{written}')
    folded = [c for c in cells(_source(mini, tmp_path / "a"), SOURCE) if "drawing" in c.metadata.get("tags", [])]
    assert [(expected, True)] == [(c.source, c.metadata["jupyter"]["source_hidden"]) for c in folded]


def test_the_header_of_the_course_follows_the_title(built_once):
    """Claim: course.toml's header is the second cell."""
    assert "Ask in the forum." == cells(built_once, RELEASE)[1].source


def test_a_built_notebook_says_so(built_once):
    """Claim: whoever opens the JSON learns from where it comes."""
    for name in (SOURCE, RELEASE, f"notebooks/{NAME}.ipynb"):
        marks = nbformat.read(built_once / name, as_version=4).metadata["course"]
        assert ("autograder build", "lessons/01_mini") == (marks["built_by"], marks["built_from"])


def test_no_jupytext_metadata_is_left(built_once):
    """Claim: a student who saves the notebook gets no stray .py beside it."""
    assert not [name for name in (SOURCE, RELEASE) if "jupytext" in (built_once / name).read_text()]


def _source(root, aside):
    course = Course.open(root)
    make_editions(course, course.lesson(NAME), aside)
    return aside


# -- public checks ------------------------------------------------------------------------------------------------


def test_public_checks_thaw_into_exams(built_once):
    """Claim: the frozen cases are the exams of the public seed, whole."""
    folder = built_once / "release" / NAME / "checks"
    content = json.loads((folder / "lesson.json").read_text())
    frozen = {exercise["name"]: exercise["exam"] for exercise in content["exercises"]}
    exams = thaw(frozen, load_file(folder / "cases.safetensors"))
    exercise = Course.open(built_once).lesson(NAME).exercises[0].exercise
    case, ours = exams["double"].cases[0], round_exam(exercise.exam(PUBLIC)).cases[0]
    np.testing.assert_array_equal(ours.expected, case.expected)
    np.testing.assert_array_equal(ours.args[0], case.args[0])


def test_public_checks_hold_what_the_students_words_need(built_once):
    """Claim: names, minutes, points, hints, number of hidden questions, quizzes and the Keras they were proved with."""
    content = json.loads((built_once / "release" / NAME / "checks" / "lesson.json").read_text())
    double, scale = content["exercises"]
    assert ("3.15", [2.0, 0.0], [True, False], 2) == (
        content["keras"],
        [double["points"], scale["points"]],
        [double["core"], scale["core"]],
        double["hidden_questions"],
    )
    assert ("Think of a sum.", "01.E1") == (double["hints"]["nudge"], content["quizzes"]["exit"][0]["id"])


def test_a_probe_travels_under_the_name_of_its_exercise(built_once):
    """Claim: checks/probes/ holds the probes there are, and no others."""
    assert ["double.py"] == [p.name for p in (built_once / "release" / NAME / "checks" / "probes").iterdir()]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, 0.3), (1234567891234.0, 1234567891234.0), (True, True), ("0.1234567891234", "0.1234567891234")],
)
def test_expected_numbers_are_rounded_and_nothing_else(value, expected):
    """Claim: the last digits, in which processors differ, go; whole numbers, texts and truth stay."""
    assert expected == round_numbers(value)


def test_what_is_asked_is_not_rounded(mini):
    """Claim: arguments, inputs and weights keep every bit, for a rounded question has another answer."""
    exercise = Course.open(mini).lesson(NAME).exercises[0].exercise
    exam = exercise.exam(PUBLIC)
    assert exam.cases[0].args[0].tobytes() == round_exam(exam).cases[0].args[0].tobytes()


# -- release ------------------------------------------------------------------------------------------------------


def test_the_release_holds_stubs(built_once):
    """Claim: nbgrader put its stub in place of each solution."""
    source = next(c.source for c in cells(built_once, RELEASE) if c.id == "double")
    assert "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()" == source


def test_generate_assignment_in_the_course_gives_the_same_release(built, root):
    """Claim: pressing Generate (with our nbgrader_config.py) gives what build gave, checks/ included."""
    shutil.copy(root / "nbgrader_config.py", built)
    before = bytes_in(built / "release")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", NAME, "--force"]
    done = subprocess.run(command, cwd=built, capture_output=True, text=True, env=_env(root, built))
    assert (0, "") == (done.returncode, "".join(line for line in done.stderr.splitlines() if "ERROR" in line))
    assert before == bytes_in(built / "release")
    assert (built / "release" / NAME / "checks" / "lesson.json").exists()


def test_our_configuration_changes_only_what_it_says(root):
    """Claim: our steps stand where they must, and all other steps of nbgrader's are kept in order."""
    from nbgrader.converters import Autograde
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    # ClearMetadataPreprocessor is disabled in nbgrader unless somebody asks for it.
    stock = [
        p.__name__
        for p in Autograde.autograde_preprocessors.default_args[0]
        if p.__name__ != "ClearMetadataPreprocessor"
    ]
    ours = [step.rsplit(".", 1)[1] for step in config.Autograde.autograde_preprocessors]
    assert stock == ["Execute" if step == "Judge" else step for step in ours if step != "Remark"]
    assert ours.index("Remark") == ours.index("SaveAutoGrades") + 1
    sanitise = config.Autograde.sanitize_preprocessors
    assert [*sanitise[1:]] == Autograde.sanitize_preprocessors.default_args[0]
    assert ("autograder.nbgrader_plugin.preprocessors.Transplant", str(root)) == (
        sanitise[0],
        config.CourseDirectory.root,
    )


def test_nbgraders_refusal_is_reported(mini, tmp_path):
    """Claim: when nbgrader cannot generate, its reason arrives in one sentence."""
    from autograder.editions.release_edition import write_release

    source = _source(mini, tmp_path) / "source" / NAME
    path = source / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", "### END"))
    with pytest.raises(AuthorFault, match=rf"generate lesson {NAME}. It refused: .*no end solution statement found"):
        write_release(source, tmp_path / "out")


def _env(root, home):
    """The test's own home, so that nobody's nbgrader configuration takes part."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {
        "PATH": path,
        "PYTHONPATH": str(root),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
    }


# -- reading edition ----------------------------------------------------------------------------------------------


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


# -- comparing ----------------------------------------------------------------------------------------------------


def test_a_fresh_build_compares_equal(built_once):
    """Claim: --check is silent right after a build."""
    assert [] == check(built_once)


def test_check_executes_on_demand(built):
    """Claim: with execute, a lesson that no longer runs is found although its editions are in place."""
    assert [] == check(built, execute=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (RELEASE, f"{RELEASE} differs from lessons/01_mini. Run: make build"),
        (SOURCE, f"{SOURCE} differs from lessons/01_mini. Run: make build"),
        ("source/.built/01_mini.json", "source/.built/01_mini.json differs from lessons/01_mini. Run: make build"),
        (f"notebooks/{NAME}.ipynb", f"notebooks/{NAME}.ipynb differs from lessons/01_mini. Run: make build"),
    ],
)
def test_a_changed_edition_is_named(built, name, expected):
    """Claim: each file that is not as the lesson gives it has its sentence."""
    (built / name).write_text(
        (built / name).read_text().replace("5 minutes", "6 minutes").replace('"files"', '"Files"')
    )
    assert [expected] == check(built)


def test_a_missing_edition_is_named(built):
    """Claim: files that are gone are told as such."""
    for name in (RELEASE, f"notebooks/{NAME}.ipynb"):
        (built / name).unlink()
    assert [
        f"{RELEASE} is missing, and lessons/01_mini gives it. Run: make build",
        f"notebooks/{NAME}.ipynb is missing, and lessons/01_mini gives it. Run: make build",
    ] == check(built)


def test_a_file_that_does_not_come_from_the_lesson_is_named(built):
    """Claim: what lies in source/ would travel to students, so it must come from the lesson."""
    (built / "source" / NAME / "notes.txt").write_text("mine")
    assert [f"source/{NAME}/notes.txt does not come from lessons/01_mini. Run: make build"] == check(built)


def test_a_reading_edition_of_an_earlier_lesson_is_named(built):
    """Claim: inputs are compared, not outputs."""
    change(built, "lessons/01_mini/lesson.py", "Write a function.", "Write two.")
    build(built, execute=False)
    assert [f"notebooks/{NAME}.ipynb was executed with an earlier lessons/01_mini. Run: make build"] == check(built)


def test_a_reading_edition_that_is_no_notebook_is_named(built):
    """Claim: a spoilt file is a difference, not a traceback."""
    (built / "notebooks" / f"{NAME}.ipynb").write_text("{")
    assert [f"notebooks/{NAME}.ipynb is no notebook. Run: make build"] == check(built)


def test_a_leak_that_was_committed_is_found_by_check(built):
    """Claim: --check runs the guard on the files as they are."""
    (built / "notebooks" / f"{NAME}.ipynb").write_text(
        (built / "notebooks" / f"{NAME}.ipynb").read_text().replace("double: passed", "twice_as_much = x + x")
    )
    found = check(built)
    assert 1 == len(found) and "line of the solution of double: twice_as_much = x + x" in found[0]


# -- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--check"], f"{NAME}: source/, release/ and notebooks/ are what lessons/01_mini gives\n"),
        ([], f"{NAME}: up to date, notebooks/ unchanged\n"),
        (["--execute"], f"{NAME}: up to date, notebooks/ executed\n"),
    ],
)
def test_the_command_says_how_things_stand(built, words, expected):
    """Claim: with everything in its place each way of calling it ends well, and says so."""
    done = run("--course", built, *words)
    assert (0, expected) == (done.exit_code, done.output)


def test_lessons_compared_at_once_are_reported_in_order(built):
    """Claim: each lesson is compared in a process of its own; a fault of the second comes out as it would alone."""
    text = (built / "course.toml").read_text()
    for name in ("02_more", "03_last"):
        shutil.copytree(built / "lessons" / NAME, built / "lessons" / name)
    more = text.replace("[[lesson]]", '[[lesson]]\npath = "lessons/02_more"\n[[lesson]]')
    (built / "course.toml").write_text(more + '\n[[lesson]]\npath = "lessons/03_last"\n')
    assert 0 == run("--course", built, "--no-execute", "02_more").exit_code
    done = run("--course", built, "--check")
    lines = [line.partition(" ")[0] for line in done.output.splitlines()]
    assert 1 == done.exit_code
    assert lines.index("notebooks/02_more.ipynb") < lines.index(f"{NAME}:") < lines.index("notebooks/03_last.ipynb")
    change(built, "lessons/03_last/lesson.py", "double(21.0)", "nobody(21.0)")
    failed = run("--course", built, "--check", "--execute", NAME, "03_last")
    assert isinstance(failed.exception, AuthorFault)
    assert "03_last runs through" in str(failed.exception) and "'nobody(21.0)'" in str(failed.exception)
