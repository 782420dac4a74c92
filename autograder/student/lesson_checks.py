"""The lesson that is open in this kernel: its public checks, read from the folder ``checks/`` beside the notebook."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.exercise.exam import Exam
from autograder.student.command import Sentence, type_name

FRESH = "Fetch the assignment again."

_open: OpenLesson | None = None


class OpenLesson:
    """One lesson as a learner has it. ``exercises`` maps a name to its entry in lesson.json, in order."""

    def __init__(self, checks: Path) -> None:
        self.checks = checks
        try:
            content = json.loads((checks / "lesson.json").read_text(encoding="utf-8"))
            self.name, self.title, self.keras = str(content["lesson"]), str(content["title"]), str(content["keras"])
            self.exercises: dict[str, dict[str, Any]] = {e["name"]: e for e in content["exercises"]}
            self.quizzes: dict[str, list[dict[str, Any]]] = content.get("quizzes", {})
            self.parsons: dict[str, dict[str, Any]] = content.get("parsons", {})  # none in lessons made earlier
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise Sentence(
                f"A lesson's checks/lesson.json describes its exercises. The one in {checks.parent.name} cannot be read. {FRESH}"
            ) from None

    @property
    def number(self) -> str:
        """The lesson's number as its questions are addressed: "03" of 03_weights."""
        return self.name.partition("_")[0]

    @property
    def hidden_questions(self) -> int:
        """How many questions grading asks that are not in this folder."""
        return sum(int(e.get("hidden_questions", 0)) for e in self.exercises.values())

    def exercise(self, name: str) -> dict[str, Any]:
        """The entry of one exercise. Raises Sentence with the known names."""
        if name not in self.exercises:
            raise Sentence(f'{self.title} has no exercise "{name}". {_meant(name, list(self.exercises))}')
        return self.exercises[name]

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        from safetensors.numpy import load

        arrays: dict[str, Any] = load((self.checks / "cases.safetensors").read_bytes())
        return arrays

    def exam(self, name: str) -> Exam:
        """The public exam of one exercise, with frozen answers. Raises Sentence when the files are damaged."""
        from autograder.judge import thaw

        frozen = self.exercise(name)["exam"]
        try:
            return thaw({name: frozen}, self._arrays)[name]
        except Exception:  # a damaged file shows in many ways, and the learner can do one thing about all of them
            raise Sentence(
                f"The checks of {name} lie in checks/cases.safetensors beside the notebook. It is missing or damaged. {FRESH}"
            ) from None

    def probes(self, name: str) -> dict[str, ModuleType]:
        """The exercise's own probe by its name, where it has one."""
        path = self.checks / "probes" / f"{name}.py"
        if not path.is_file():
            return {}
        spec = spec_from_file_location(f"_probe_{self.name}_{name}", path)
        assert spec is not None and spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return {name: module}


def remember(lesson: OpenLesson) -> None:
    """Make ``lesson`` the one that bare names belong to, for the rest of the kernel's life."""
    global _open
    _open = lesson


def current() -> OpenLesson:
    """The lesson that is open. Raises Sentence when there is none."""
    if _open is None:
        raise Sentence(
            "A bare name belongs to an open lesson. None is open in this kernel. Run the set-up cell at the top of the notebook."
        )
    return _open


def find_checks(name: str, start: Path | None = None) -> OpenLesson:
    """The lesson of this name: checks/ beside the notebook, else in source/ of a clone above it.

    Raises Sentence when neither is there, or another lesson lies beside the notebook and no clone above.
    """
    here = (start or Path.cwd()).absolute()
    beside = here / "checks"
    other = None
    if (beside / "lesson.json").is_file():
        lesson = OpenLesson(beside)
        if lesson.name == name:
            return lesson
        other = lesson.name
    if re.fullmatch(r"[\w.-]+", name):
        for folder in (here, *here.parents):
            checks = folder / "source" / name / "checks"
            if (checks / "lesson.json").is_file():
                return OpenLesson(checks)
    if other is not None:
        raise Sentence(
            f'The notebook\'s folder holds the lesson "{other}". "{name}" was asked for. Open the notebook of that lesson.'
        )
    raise Sentence(
        f'"{name}" needs the folder checks/ beside its notebook. The folder "{here.name}" has none. Open the notebook in the '
        f"folder in which it was fetched, or fetch the assignment again."
    )


def resolve_address(address: Any) -> tuple[OpenLesson, str]:
    """Lesson and exercise of "ScaleShift" or "03_weights/ScaleShift". Raises Sentence."""
    if not isinstance(address, str):
        raise Sentence(
            f'An exercise is named by text, as in "ScaleShift". Received {type_name(address)}. Put the name in quotation marks.'
        )
    lesson_name, slash, name = address.strip().rpartition("/")
    if not slash:
        lesson = current()
    elif _open is not None and _open.name == lesson_name:
        lesson = _open
    else:
        lesson = find_checks(lesson_name)
    lesson.exercise(name)
    return lesson, name


def installed_keras() -> str:
    """The installed version of Keras, without importing it. Raises Sentence where there is none."""
    try:
        return version("keras")
    except PackageNotFoundError:
        raise Sentence(
            "The lessons need Keras. None is installed in this kernel. Choose the course's kernel, or install keras."
        ) from None


def match_keras(lesson: OpenLesson) -> None:
    """Raise Sentence when the installed Keras is another minor version than the one the checks were made with."""
    found = installed_keras()
    if found.split(".")[:2] != lesson.keras.split(".")[:2]:
        raise Sentence(
            f"The checks of this lesson were made with Keras {lesson.keras}, and other minor versions count and save weights "
            f'differently. Keras {found} is installed. Install the course\'s version: %pip install "keras~={lesson.keras}.0", '
            f"and restart the kernel."
        )


def _meant(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name.lower(), [k.lower() for k in known], 1)
    if near:
        return f"Did you mean {next(k for k in known if k.lower() == near[0])}? It has: {', '.join(known)}."
    return f"It has: {', '.join(known)}."
