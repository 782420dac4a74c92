"""The files of one exercise: ``task.py``, ``hidden.py`` and, where there are some, ``probe.py`` and ``answers.py``."""

from __future__ import annotations

import hashlib
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autograder.course.answers_file import read_answers
from autograder.course.percent_format import check_python, read_text, short_path
from autograder.course.task_file import Task, read_task
from autograder.exercise import Exercise
from autograder.exercise.known_answers import KnownAnswers
from autograder.faults import AuthorFault

FORBIDDEN = ("tensorflow", "keras", "torch", "jax")


@dataclass(frozen=True, slots=True)
class ExerciseFiles:
    """One exercise. ``exercise`` comes from hidden.py; ``max_points`` and ``core`` honour course.toml."""

    name: str
    folder: Path
    task: Task
    probe_source: str | None
    exercise: Exercise
    max_points: float
    core: bool

    def known_answers(self) -> KnownAnswers:
        """The known answers, wrong and right, of hidden.py and answers.py. Raises AuthorFault with file and line."""
        return read_answers(self.folder / "answers.py", self.exercise)


def read_exercise(folder: Path, points: dict[str, float]) -> ExerciseFiles:
    """The exercise in ``folder``; ``points`` are the instructor's by exercise name (0 makes an extra).

    Raises AuthorFault, with file and line, when one of its files is missing or wrong.
    """
    task = read_task(folder / "task.py")
    exercise = load_exercise(folder / "hidden.py")
    if not task.defines(exercise.name):
        raise AuthorFault(
            f"{short_path(task.path)}, line {task.line}: the answer must define {exercise.name}, which hidden.py judges. "
            "Received no class or function of that name: give both the same name."
        )
    probe = folder / "probe.py"
    probe_source = None
    if probe.exists():
        probe_source = read_text(probe)
        check_python(probe_source, probe)
    given = points.get(exercise.name)
    return ExerciseFiles(
        name=exercise.name,
        folder=folder,
        task=task,
        probe_source=probe_source,
        exercise=exercise,
        max_points=sum(rung.points for rung in exercise.rungs()) if given is None else given,
        core=exercise.core if given is None else given > 0,
    )


def load_exercise(path: Path) -> Exercise:
    """The object ``exercise`` of a hidden.py, run under a private module name.

    Raises AuthorFault with the line when it fails, or imports TensorFlow (the judge must not).
    """
    source = read_text(path)
    check_python(source, path)
    name = f"_autograder_hidden_{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
    module = ModuleType(name)
    module.__file__ = str(path)
    before = set(sys.modules)
    sys.modules[name] = module  # dataclasses look their module up there
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except Exception as error:
        raise AuthorFault(f"{short_path(path)}, line {_line(error, path)}: {_describe(error)}") from error
    imported = sorted(m for m in set(sys.modules) - before if m in FORBIDDEN)
    if imported:
        raise AuthorFault(
            f"{short_path(path)}, line 1: a reference is NumPy alone, so that it shares no bug with what is taught. "
            f"Received an import of {', '.join(imported)}. Write the formula out."
        )
    exercise = getattr(module, "exercise", None)
    if not isinstance(exercise, Exercise):
        raise AuthorFault(
            f"{short_path(path)}, line 1: hidden.py must set exercise to a Layer or a Function of autograder.exercise. "
            f"Received: {'nothing of that name' if exercise is None else type(exercise).__name__}."
        )
    return exercise


def _line(error: Exception, path: Path) -> int:
    """The last line of ``path`` that the error passed through."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return (lines[-1] if lines else None) or 1


def _describe(error: Exception) -> str:
    if isinstance(error, AuthorFault):
        return str(error)
    return f"hidden.py must load. Received {type(error).__name__}: {error}."
