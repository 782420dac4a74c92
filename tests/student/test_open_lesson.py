"""``open_lesson``: what is opened, what still waits, and each way in which it cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder import open_lesson
from autograder.student import lesson_checks
from autograder.student.command import Sentence
from tests.support.learner import Learner

# -- open_lesson ------------------------------------------------------------------------------------------------------


def test_opening_tells_the_title_the_exercises_and_what_is_still_hidden(learner: Learner, capsys: Any) -> None:
    """The status names nbgrader's Validate, whose Success is not the last word."""
    open_lesson("03_weights")
    assert capsys.readouterr().out == (
        "● open: Weights\n"
        "2 exercises, each with a check beneath it. Each exercise is asked again, with fresh numbers: 12 hidden questions "
        "are still to come in grading, so nbgrader's Validate and its Success are not the last word.\n"
    )


@pytest.mark.parametrize(
    ("kept", "hidden", "sentence"),
    [
        (0, 0, "This lesson has no exercises."),
        (1, 0, "1 exercise, each with a check beneath it."),
        (1, 1, "1 hidden question is still to come in grading"),
    ],
)
def test_opening_counts_in_the_singular_too(
    learner: Learner, capsys: Any, kept: int, hidden: int, sentence: str
) -> None:
    """None, one and several are different sentences."""
    learner.content["exercises"] = learner.content["exercises"][:kept]
    for exercise in learner.content["exercises"]:
        exercise["hidden_questions"] = hidden
    learner.write()
    open_lesson("03_weights")
    assert sentence in capsys.readouterr().out


def test_a_clone_gives_the_checks_of_its_source(
    learner: Learner, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    """A self-study learner in notebooks/ has no checks beside, but a source/ above."""
    (tmp_path / "clone" / "source").mkdir(parents=True)
    learner.folder.rename(tmp_path / "clone" / "source" / "03_weights")
    (tmp_path / "clone" / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "clone" / "notebooks")
    open_lesson("03_weights")
    assert "● open: Weights" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "04_nesting",
            'The notebook\'s folder holds the lesson "03_weights". "04_nesting" was asked for. Open the notebook of that lesson.',
        ),
        (3, 'A lesson is named by text, as in open_lesson("03_weights"). Received an int. Use quotation marks.'),
    ],
)
def test_another_lesson_cannot_be_opened_here(learner: Learner, asked: Any, sentence: str) -> None:
    """The wrong name and the wrong kind each have one sentence."""
    with pytest.raises(Sentence) as raised:
        open_lesson(asked)
    assert str(raised.value) == sentence


def test_a_folder_without_checks_says_where_to_open_the_notebook(
    learner: Learner, tmp_path: Path, monkeypatch: Any
) -> None:
    """It names the folder, and not the machine's whole path."""
    (tmp_path / "desktop").mkdir()
    monkeypatch.chdir(tmp_path / "desktop")
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        '"03_weights" needs the folder checks/ beside its notebook. The folder "desktop" has none. Open the notebook in the '
        "folder in which it was fetched, or fetch the assignment again."
    )


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"lesson": "03_weights"}', '{"lesson":"a","title":"b","keras":"3","exercises":[1]}']
)
def test_a_damaged_description_asks_to_fetch_again(learner: Learner, content: str) -> None:
    """However it is damaged, the learner can do one thing about it."""
    (learner.checks / "lesson.json").write_text(content, encoding="utf-8")
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "A lesson's checks/lesson.json describes its exercises. The one in 03_weights cannot be read. Fetch the assignment again."
    )


def test_another_minor_version_of_keras_is_refused_in_one_sentence(learner: Learner) -> None:
    """The rule, what is installed, and the line that mends it."""
    learner.content["keras"] = "3.14"
    learner.write()
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "The checks of this lesson were made with Keras 3.14, and other minor versions count and save weights differently. "
        f"Keras {lesson_checks.installed_keras()} is installed. Install the course's version: "
        '%pip install "keras~=3.14.0", and restart the kernel.'
    )


def test_no_keras_at_all_is_reported_as_well(learner: Learner, monkeypatch: Any) -> None:
    """A notebook opened with another kernel than the course's."""

    def none(name: str) -> str:
        raise lesson_checks.PackageNotFoundError(name)

    monkeypatch.setattr(lesson_checks, "version", none)
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "The lessons need Keras. None is installed in this kernel. Choose the course's kernel, or install keras."
    )
