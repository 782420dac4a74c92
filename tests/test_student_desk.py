"""A learner's desk: a folder with a small lesson, its own store, and words that speak on standard output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import save

from autograder import open_lesson
from autograder.exercise import Function, Layer, call
from autograder.judge import PUBLIC, freeze
from autograder.student import lesson_checks, prediction, progress_db
from autograder.student.command import Sentence

GOOD_GAIN = """
class Gain(keras.layers.Layer):
    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.gain * inputs
"""
LATE_GAIN = GOOD_GAIN.replace("self.gain * inputs", "self.gain * (inputs + 1.0)")
STUB_GAIN = """
class Gain(keras.layers.Layer):
    def call(self, inputs):
        raise NotImplementedError()
"""
HINTS = {"nudge": "Which idea is `it`?", "locate": "Look at **line** 3.", "show": "A sibling is `Loss`."}


def gain() -> Layer:
    """y = gain·x, one weight for each channel."""
    exercise = Layer(
        "Gain",
        title="an example",
        minutes=5,
        difficulty="easy",
        points={"builds": 1, "values": 2},
        without=("saves", "graph"),
    )
    exercise.weight("gain", lambda shape: (shape[-1],), start=1.0)
    exercise.case(3, 2)
    exercise.case(2, 5, 11)
    exercise.reference(lambda x, w, training: w.gain * x)
    return exercise


def area() -> Function:
    """area(w, h) = w·h; a bare name for the sum mistake."""
    exercise = Function("area", title="an example", minutes=2, difficulty="easy", points={"values": 1})
    exercise.reference(lambda w, h: w * h)
    exercise.cases(lambda rng: [call(2, 3), call(5, 7)])

    @exercise.mistake("added", "An area is width times height. Here they are added. Use `*`.")
    def added(w: int, h: int) -> int:
        return w + h

    return exercise


QUESTION = {
    "id": "03.E1",
    "question": "What is `1 + 1`?",
    "options": ["1", "*two*", "11"],
    "answer": 1,
    "why": ["That is one of the two.", "One and one is `two`.", "That joins the digits."],
}


class Desk:
    """A folder as nbgrader fetches it, in ``folder``; the words are called in this process."""

    def __init__(self, tmp: Path, monkeypatch: pytest.MonkeyPatch, lesson: str = "03_weights") -> None:
        self.folder, self.state = tmp / lesson, tmp / "state"
        self.checks = self.folder / "checks"
        self.checks.mkdir(parents=True)
        self._patch = monkeypatch
        exams = [gain().exam(PUBLIC), area().exam(PUBLIC)]
        frozen, arrays = freeze(exams)
        self.content: dict[str, Any] = {
            "lesson": lesson,
            "title": "Weights",
            "keras": "3.15",
            "exercises": [
                {"name": "Gain", "minutes": 5, "hints": dict(HINTS), "hidden_questions": 12, "exam": frozen["Gain"]},
                {"name": "area", "minutes": 2, "hints": {}, "hidden_questions": 0, "exam": frozen["area"]},
            ],
            "quizzes": {"exit": [QUESTION, QUESTION | {"id": "03.E2"}], "retrieval": [QUESTION | {"id": "03.R1"}]},
        }
        self.write()
        (self.checks / "cases.safetensors").write_bytes(save(arrays))
        monkeypatch.chdir(self.folder)
        monkeypatch.delenv("AUTOGRADER_SANDBOX", raising=False)
        monkeypatch.setenv("AUTOGRADER_STATE", str(self.state))
        self.new_kernel()

    def write(self) -> None:
        """Write ``content`` as lesson.json."""
        (self.checks / "lesson.json").write_text(json.dumps(self.content), encoding="utf-8")

    def new_kernel(self) -> None:
        """Forget what lives in a kernel; the file of the progress stays."""
        self._patch.setattr(lesson_checks, "_open", None)
        self._patch.setattr(prediction, "_said", {})
        self._patch.setattr(progress_db, "_stores", {})
        self._patch.setattr(progress_db, "_news", [])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


# -- open_lesson ------------------------------------------------------------------------------------------------------


def test_opening_tells_the_title_the_exercises_and_what_is_still_hidden(desk: Desk, capsys: Any) -> None:
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
def test_opening_counts_in_the_singular_too(desk: Desk, capsys: Any, kept: int, hidden: int, sentence: str) -> None:
    """None, one and several are different sentences."""
    desk.content["exercises"] = desk.content["exercises"][:kept]
    for exercise in desk.content["exercises"]:
        exercise["hidden_questions"] = hidden
    desk.write()
    open_lesson("03_weights")
    assert sentence in capsys.readouterr().out


def test_a_clone_gives_the_checks_of_its_source(desk: Desk, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """A self-study learner in notebooks/ has no checks beside, but a source/ above."""
    (tmp_path / "clone" / "source").mkdir(parents=True)
    desk.folder.rename(tmp_path / "clone" / "source" / "03_weights")
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
def test_another_lesson_cannot_be_opened_here(desk: Desk, asked: Any, sentence: str) -> None:
    """The wrong name and the wrong kind each have one sentence."""
    with pytest.raises(Sentence) as raised:
        open_lesson(asked)
    assert str(raised.value) == sentence


def test_a_folder_without_checks_says_where_to_open_the_notebook(desk: Desk, tmp_path: Path, monkeypatch: Any) -> None:
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
def test_a_damaged_description_asks_to_fetch_again(desk: Desk, content: str) -> None:
    """However it is damaged, the learner can do one thing about it."""
    (desk.checks / "lesson.json").write_text(content, encoding="utf-8")
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "A lesson's checks/lesson.json describes its exercises. The one in 03_weights cannot be read. Fetch the assignment again."
    )


def test_another_minor_version_of_keras_is_refused_in_one_sentence(desk: Desk) -> None:
    """The rule, what is installed, and the line that mends it."""
    desk.content["keras"] = "3.14"
    desk.write()
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "The checks of this lesson were made with Keras 3.14, and other minor versions count and save weights differently. "
        f"Keras {lesson_checks.installed_keras()} is installed. Install the course's version: "
        '%pip install "keras~=3.14.0", and restart the kernel.'
    )


def test_no_keras_at_all_is_reported_as_well(desk: Desk, monkeypatch: Any) -> None:
    """A notebook opened with another kernel than the course's."""

    def none(name: str) -> str:
        raise lesson_checks.PackageNotFoundError(name)

    monkeypatch.setattr(lesson_checks, "version", none)
    with pytest.raises(Sentence) as raised:
        open_lesson("03_weights")
    assert str(raised.value) == (
        "The lessons need Keras. None is installed in this kernel. Choose the course's kernel, or install keras."
    )
