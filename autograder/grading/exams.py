"""The hidden exams of a lesson, made once for a whole batch, and a fingerprint of all that a verdict depends on."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.exercise.exam import Exam
from autograder.judge import freeze, seed

LIBRARIES = ("plus-to-resnet", "keras", "numpy", "tensorflow", "tensorflow-cpu")
"""What a verdict may depend on beside the questions."""


@dataclass(frozen=True, slots=True)
class Exams:
    """``exams`` by exercise, and what they were drawn from.

    ``fingerprint`` changes when a question, a probe, the set-up cell, the engine or a library does; ``seeds`` by exercise
    and ``versions`` by package replay a verdict.
    """

    exams: Mapping[str, Exam]
    fingerprint: str
    seeds: Mapping[str, bytes] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def draw_exams(course: Course, lesson: Lesson) -> Exams:
    """Draw the exams of all exercises of ``lesson`` from the course's secret. Raises AuthorFault."""
    secret = course.secret()
    seeds = {files.name: seed(secret, f"{lesson.name}/{files.name}") for files in lesson.exercises}
    exams = {files.name: files.exercise.exam(seeds[files.name], files.max_points) for files in lesson.exercises}
    versions = {name: _version(name) for name in LIBRARIES} | {"python": platform.python_version()}
    return Exams(exams, _fingerprint(lesson, exams, versions), seeds, versions)


def _fingerprint(lesson: Lesson, exams: Mapping[str, Exam], versions: Mapping[str, str]) -> str:
    frozen, arrays = freeze(exams.values())
    digest = hashlib.sha256()
    cells = [cell.source for cell in lesson.cells if cell.kind == "code"]
    parts = [[dict(versions), frozen, cells], [[f.task.stub, f.probe_source] for f in lesson.exercises]]
    digest.update(json.dumps(parts, sort_keys=True).encode())
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # another build of the same library, or a clone that is not installed
        return "none"
