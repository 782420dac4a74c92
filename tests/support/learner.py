"""A learner at work: a folder with a small lesson, a store of its own, and words that speak on standard output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import save

from autograder.exercise import Function, Layer, call
from autograder.judge import PUBLIC, freeze
from autograder.student import lesson_checks, prediction, progress_db

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


class Learner:
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
