"""What the pages beside the lessons have in common: what a build of one did, its metadata, and links into notebooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.course import Course
from autograder.editions.leak_guard import Finding, find_hidden_content
from autograder.editions.source_edition import KERNEL


@dataclass(slots=True)
class BuiltPage:
    """What a build did, as Built of a lesson."""

    name: str
    written: list[str] = field(default_factory=list)
    reading: str = "kept"
    findings: list[Finding] = field(default_factory=list)


def place(course: Course, origin: Path) -> Path:
    """Where the page made of ``origin`` is written."""
    return course.notebooks_dir / f"{origin.stem}.ipynb"


def built_from(course: Course, origin: Path) -> str:
    """``origin`` as a built file may name it: relative within the course, else its name alone."""
    return origin.relative_to(course.root).as_posix() if origin.is_relative_to(course.root) else origin.name


def metadata(course: Course, origin: Path, **more: str) -> dict[str, Any]:
    """A page's metadata; ``more`` stands beside what it was built from."""
    return {
        "course": {"built_by": "autograder build", "built_from": built_from(course, origin), **more},
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
    }


def leaks(course: Course, page: Path) -> list[Finding]:
    """What the guard finds on the page of each lesson's answers."""
    return [
        finding for name in course.lessons for finding in find_hidden_content(course, course.lesson(name), None, page)
    ]


def anchor(heading: str) -> str:
    """The fragment that Jupyter gives a heading: spaces become hyphens, all else stays."""
    return quote(heading.replace("`", "").replace(" ", "-"), safe="-.,:+=_—")
