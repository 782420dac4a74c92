"""The hidden papers of a lesson, made once for a whole batch, and a fingerprint of all that a verdict hangs on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.exercise.paper import Paper
from autograder.judge import freeze, seed


@dataclass(frozen=True, slots=True)
class Papers:
    """``papers`` by exercise. ``fingerprint`` changes when a question, a probe, the set-up cell or the engine does."""

    papers: Mapping[str, Paper]
    fingerprint: str


def papers_of(course: Course, lesson: Lesson) -> Papers:
    """Draw the papers of all exercises of ``lesson`` from the course's secret. Raises AuthorFault."""
    secret = course.secret()
    papers = {
        files.name: files.exercise.paper(seed(secret, f"{lesson.name}/{files.name}"), files.max_points)
        for files in lesson.exercises
    }
    return Papers(papers, _fingerprint(lesson, papers))


def _fingerprint(lesson: Lesson, papers: Mapping[str, Paper]) -> str:
    frozen, arrays = freeze(papers.values())
    digest = hashlib.sha256()
    cells = [cell.source for cell in lesson.cells if cell.kind == "code"]
    parts = [[_version(), frozen, cells], [[f.task.stub, f.probe_source] for f in lesson.exercises]]
    digest.update(json.dumps(parts, sort_keys=True).encode())
    for name, array in sorted(arrays.items()):
        digest.update(f"{name} {array.dtype} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _version() -> str:
    try:
        return version("autograder")
    except PackageNotFoundError:  # the clone is on the path, but not installed
        return "clone"
