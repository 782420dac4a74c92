"""The public checks that travel with a release: frozen cases, hints, quizzes and ordering tasks, in ``checks/``."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from safetensors.numpy import save

from autograder.course import ExerciseFiles, Lesson, Parsons
from autograder.editions.rounding import round_exam
from autograder.judge import PUBLIC, freeze


def write_checks(lesson: Lesson, folder: Path) -> None:
    """Write ``lesson.json``, ``cases.safetensors`` and ``probes/`` into ``folder``. Equal lessons give equal bytes."""
    exams = {files.name: round_exam(files.exercise.exam(PUBLIC, files.max_points)) for files in lesson.exercises}
    frozen, arrays = freeze(exams.values())
    content = {
        "lesson": lesson.name,
        "title": lesson.title,
        # The student's words warn when another minor version is installed: the advice was proved with this one.
        "keras": ".".join(version("keras").split(".")[:2]),
        "exercises": [_exercise(files, exams[files.name].questions, frozen[files.name]) for files in lesson.exercises],
        "quizzes": lesson.quizzes,
    }
    if lesson.parsons:  # a lesson without any keeps the bytes that it had before there were ordering tasks
        content["parsons"] = {task.id: _parsons(task) for task in lesson.parsons.values()}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / "lesson.json").write_bytes(text.encode())
    (folder / "cases.safetensors").write_bytes(save(arrays))
    for files in lesson.exercises:
        if files.probe_source is not None:
            (folder / "probes").mkdir(exist_ok=True)
            (folder / "probes" / f"{files.name}.py").write_bytes(files.probe_source.encode())


def _exercise(files: ExerciseFiles, questions: int, exam: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": files.name,
        "title": files.exercise.title,
        "minutes": files.exercise.minutes,
        "difficulty": files.exercise.difficulty,
        "core": files.core,
        "points": files.max_points,
        "hints": dict(files.task.hints),
        "hidden_questions": questions,
        "exam": exam,
    }


def _parsons(task: Parsons) -> dict[str, Any]:
    """The task as a learner gets it: without its proof, its pieces shuffled, but always alike and never rightly."""
    pieces = sorted(task.pieces, key=lambda piece: hashlib.sha256(f"{task.id}{piece.name}".encode()).digest())
    while task.allows(pieces):  # one that stands after another comes first in some turn, so this ends
        pieces = [*pieces[1:], pieces[0]]
    return {
        "title": task.title,
        "task": task.task,
        "start": task.start,
        "end": task.end,
        "pieces": [
            {"name": p.name, "code": p.code, "after": list(p.after), "extra": p.extra, "why": p.why} for p in pieces
        ],
    }
