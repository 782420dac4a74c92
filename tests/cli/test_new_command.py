"""``autograder new``: a made exercise loads and works, and what cannot be made leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.new_command import new
from autograder.course import Course
from autograder.course.exercise_files import read_exercise
from autograder.editions.build_lesson import build_lesson
from autograder.editions.exercise_template import folder_name, make_skeleton
from autograder.faults import AuthorFault, UsageFault
from autograder.proof.exercise_proof import prove

LESSON = '''# %% [markdown]
r"""
# 90 — Making

5 minutes.
"""

# %% tags=["setup"]
import keras
'''
KINDS = [("layer", "ScaleShift", "scale_shift"), ("function", "residual_of", "residual_of")]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson and no exercise, in which the command is given."""
    (tmp_path / "lessons" / "90_new").mkdir(parents=True)
    (tmp_path / "lessons" / "90_new" / "lesson.py").write_text(LESSON, encoding="utf-8")
    (tmp_path / "course.toml").write_text('title = "New"\n[[lesson]]\npath = "lessons/90_new"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(course: Path) -> dict[str, str]:
    """All files with their text, and the folders."""
    return {
        path.relative_to(course).as_posix(): path.read_text(encoding="utf-8") if path.is_file() else ""
        for path in course.rglob("*")
        if "__pycache__" not in path.parts
    }


@pytest.mark.parametrize(("kind", "name", "folder"), KINDS)
def test_a_made_exercise_loads_and_tells_what_to_do_next(
    course: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, folder: str
) -> None:
    """Claim: three files, the line for lesson.py, and the next commands; lesson.py itself stays."""
    new(f"90_new/{name}", kind=kind)
    assert [
        f"Made lessons/90_new/{folder}/task.py",
        f"Made lessons/90_new/{folder}/hidden.py",
        f"Made lessons/90_new/{folder}/answers.py",
        f'Put this line into lessons/90_new/lesson.py, where the exercise belongs: # %% exercise="{folder}"',
        "Rewrite the files, then prove them: autograder verify 90_new",
        "At last build: make build",
    ] == capsys.readouterr().out.splitlines()
    files = read_exercise(course / "lessons" / "90_new" / folder, {})
    known = files.known_answers()
    assert (name, kind, 3, 2) == (files.name, files.exercise.kind, len(known.wrongs), len(known.rights))
    assert {mistake.name for mistake in files.exercise.mistakes} == {a.mistake for a in known.wrongs} - {None}
    assert files.exercise.title and files.exercise.mistakes
    assert LESSON == (course / "lessons" / "90_new" / "lesson.py").read_text(encoding="utf-8")
    assert {"task.py", "hidden.py", "answers.py"} == {p.name for p in files.folder.iterdir() if p.is_file()}


def test_made_files_have_the_form_of_a_lesson(course: Path, root: Path) -> None:
    """Claim: make check has nothing to say about them."""
    for kind, name, _ in KINDS:
        new(f"90_new/{name}", kind=kind, probe=kind == "function")
    settings = [
        "--config",
        str(root / "lessons" / "ruff.toml"),
        "--config",
        'lint.isort.known-first-party=["autograder"]',
    ]
    for form, says in ((["format", "--check"], "8 files already formatted\n"), (["check"], "All checks passed!\n")):
        line = [str(Path(sys.executable).with_name("ruff")), *form, "--no-cache", *settings, "lessons"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert (0, says) == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("ScaleShift", "scale_shift"),
        ("residual_of", "residual_of"),
        ("LSTMCell", "lstm_cell"),
        ("Conv2D", "conv2d"),
        ("Conv2DBlock", "conv2d_block"),
        ("A", "a"),
    ],
)
def test_a_folder_has_the_name_in_snake_case(name: str, folder: str) -> None:
    """Claim: each capital that begins a word begins a part."""
    assert folder == folder_name(name)


@pytest.mark.parametrize(("kind", "name", "folder"), KINDS)
def test_a_placed_exercise_lacks_nothing_but_further_answers(
    course: Path, warm_sandbox: Any, capsys: pytest.CaptureFixture[str], kind: str, name: str, folder: str
) -> None:
    """Claim: its model answer passes, its known answers are judged as they say, its guard finds nothing."""
    new(f"90_new/{name}", kind=kind, probe=kind == "function", place=True)
    lines = capsys.readouterr().out.splitlines()
    assert f'Placed at the end of lessons/90_new/lesson.py: # %% exercise="{folder}"' in lines
    assert (f"Made lessons/90_new/{folder}/probe.py" in lines) == (kind == "function")
    opened = Course.open(course)
    lesson, files = opened.exercise(f"90_new/{name}")
    assert [
        "An exercise is proved by at least 6 wrong and 3 right-but-different answers. Received: 3 and 2.",
    ] == prove(warm_sandbox, lesson, files, b"seed").unproved
    assert [] == build_lesson(opened, lesson, execute=False).findings


def test_a_second_exercise_is_placed_after_the_first(course: Path) -> None:
    """Claim: the lesson ends with both markers, one empty line between them."""
    for name in ("One", "Two"):
        new(f"90_new/{name}", place=True)
    text = (course / "lessons" / "90_new" / "lesson.py").read_text(encoding="utf-8")
    assert f'{LESSON}\n# %% exercise="one"\n\n# %% exercise="two"\n' == text
    assert ["One", "Two"] == [files.name for files in Course.open(course).lesson("90_new").exercises]


WRONG_USES: list[tuple[str, dict[str, Any], str]] = [
    ("Gain", {}, "A new exercise is addressed as LESSON/Name. Received 'Gain'. Try 90_new/Gain."),
    ("", {}, "A new exercise is addressed as LESSON/Name. Received ''. Try 90_new/Name."),
    ("91_none/Gain", {}, "Lessons are those of course.toml. Received '91_none'. Try one of: 90_new."),
    *(
        (
            f"90_new/{name}",
            {},
            f"An exercise has the name of its class or function: letters, digits and '_', a letter first, and no word of "
            f"Python's own. Received '{name}'. Try 90_new/SoftSum.",
        )
        for name in ("", "2nd", "scale-shift", "class", "_x", "a/b", "Größe")
    ),
    ("90_new/Gain", {"kind": "model"}, "--kind is layer or function. Received 'model'. Try --kind layer."),
    (
        "90_new/Gain",
        {"probe": True},
        "A probe.py puts the questions of a function; those of a layer are the engine's own. Received --probe with --kind "
        "layer. Leave --probe out, or take --kind function.",
    ),
]


@pytest.mark.parametrize(("address", "how", "sentence"), WRONG_USES, ids=[f"{row[0]} {row[1]}" for row in WRONG_USES])
def test_a_wrong_use_is_reported_and_makes_nothing(
    course: Path, address: str, how: dict[str, Any], sentence: str
) -> None:
    """Claim: each has one sentence, and the course is as before."""
    before = everything(course)
    with pytest.raises(UsageFault) as raised:
        make_skeleton(Course.open(course), address, **{"place": True, **how})
    assert sentence == str(raised.value)
    assert before == everything(course)


def test_a_folder_or_name_that_is_there_is_never_overwritten(course: Path) -> None:
    """Claim: a folder of that name, and an exercise of that name in another folder, are refused."""
    new("90_new/ScaleShift", place=True)
    (course / "lessons" / "90_new" / "scale_shift").rename(course / "lessons" / "90_new" / "other")
    text = course / "lessons" / "90_new" / "lesson.py"
    text.write_text(text.read_text(encoding="utf-8").replace("scale_shift", "other"), encoding="utf-8")
    (course / "lessons" / "90_new" / "gain").mkdir()
    before = everything(course)
    for name, sentence in (
        (
            "ScaleShift",
            "Exercises of a lesson have different names. Received 'ScaleShift', which 90_new has in other/. Choose another name.",
        ),
        (
            "Gain",
            "A new exercise gets a new folder. Received 'Gain', but 90_new has gain/ already. Choose another name, or move "
            "that folder away.",
        ),
    ):
        with pytest.raises(UsageFault) as raised:
            make_skeleton(Course.open(course), f"90_new/{name}")
        assert sentence == str(raised.value)
    assert before == everything(course)


@pytest.mark.parametrize("at", ["rename", "replace"])
def test_where_nothing_can_be_written_nothing_is_left(course: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Claim: a disk that is full before the folder is in its place, or only at lesson.py, leaves no half-made exercise."""

    def full(*paths: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    before = everything(course)
    monkeypatch.setattr(os, at, full)
    with pytest.raises(UsageFault) as raised:
        make_skeleton(Course.open(course), "90_new/Gain", place=True)
    assert (
        "A new exercise is written into its lesson's folder. 90_new cannot be written (No space left on device). Look who owns "
        "it and whether the disk is full."
    ) == str(raised.value)
    assert before == everything(course)


def test_a_faulty_lesson_is_mended_first(course: Path) -> None:
    """Claim: nothing is put into a lesson that cannot be read."""
    (course / "lessons" / "90_new" / "lesson.py").write_text(LESSON.replace("5 minutes.", "Soon."), encoding="utf-8")
    before = everything(course)
    with pytest.raises(AuthorFault, match="Received no minutes"):
        make_skeleton(Course.open(course), "90_new/Gain", place=True)
    assert before == everything(course)


def test_the_command_tells_and_fails_in_one_sentence(course: Path) -> None:
    """Claim: it is there, and a fault has exit code 2 and no stack trace."""
    command = [str(Path(sys.executable).with_name("autograder")), "new", "90_new/twice", "--kind", "function"]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=False) for _ in range(2))
    assert (0, "Made lessons/90_new/twice/task.py") == (first.returncode, first.stdout.splitlines()[0])
    assert (2, 1, True) == (
        second.returncode, len(second.stderr.splitlines()), second.stderr.startswith("autograder: A new exercise gets a new"),
    )  # fmt: skip
