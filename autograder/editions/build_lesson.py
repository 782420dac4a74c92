"""Building a lesson: all editions are made aside and proved, and only then put in their places."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course, Lesson
from autograder.editions import grade_ids
from autograder.editions.leak_guard import Finding, find_hidden_content
from autograder.editions.manual_edits import files_in, record_digests, record_path, refuse_edits
from autograder.editions.reading_edition import digest_of_inputs, recorded_inputs, write_reading
from autograder.editions.release_edition import write_release
from autograder.editions.source_edition import write_source
from autograder.whole_files import sweep, write_whole


@dataclass(slots=True)
class BuiltLesson:
    """What a build did. ``findings`` are what the guard found; then nothing was written.

    ``reading`` is "executed", "kept" (its inputs are the same) or "outdated" (execution was declined).
    """

    lesson: str
    written: list[str] = field(default_factory=list)
    reading: str = "kept"
    findings: list[Finding] = field(default_factory=list)


def build_lesson(course: Course, lesson: Lesson, execute: bool | None = None, force: bool = False) -> BuiltLesson:
    """Make source/, release/ and notebooks/ of ``lesson``.

    ``execute``: None executes the reading edition when its inputs changed, True always, False never. ``force`` gives up
    edits by hand in source/. Raises UsageFault for those and for changed grade ids of a lesson with submissions, AuthorFault when
    the lesson does not run; nothing was written then.
    """
    built = BuiltLesson(lesson.name)
    with tempfile.TemporaryDirectory() as name:
        aside = Path(name).resolve()
        fresh = make_editions(course, lesson, aside)
        source, release = course.source_dir / lesson.name, course.release_dir / lesson.name
        for place in (source, release):
            sweep(place)  # half a file that a killed build has left is nobody's edit
        if not force:
            refuse_edits(source, fresh, course.path_of(lesson))
        grade_ids.refuse_changes(course, lesson, fresh / f"{lesson.name}.ipynb")
        reading = course.notebooks_dir / f"{lesson.name}.ipynb"
        changed = recorded_inputs(reading) != digest_of_inputs(fresh)
        new_reading = aside / "notebooks" / reading.name
        if execute or (changed and execute is None):
            write_reading(fresh, lesson, new_reading)
            built.reading = "executed"
        elif changed:
            built.reading = "outdated"
        built.findings = find_hidden_content(course, lesson, aside / "release" / lesson.name, new_reading)
        if built.findings:
            return built
        for path in (source, release):
            built.written += _publish(aside / path.parent.name / path.name, path, course.root)
        built.written += write_changed(record_path(source), record_digests(fresh), course.root)
        if new_reading.exists():
            built.written += write_changed(reading, new_reading.read_bytes(), course.root)
    return built


def make_editions(course: Course, lesson: Lesson, aside: Path) -> Path:
    """Make source/LESSON and release/LESSON under ``aside``; returns the former."""
    source = aside / "source" / lesson.name
    write_source(course, lesson, source)
    write_release(source, aside / "release" / lesson.name)
    return source


def _publish(fresh: Path, place: Path, root: Path) -> list[str]:
    """Make ``place`` equal to ``fresh``, touching only files that differ; returns what was written or removed."""
    new = files_in(fresh)
    changed: list[str] = []
    for name, path in files_in(place).items():
        if name not in new:
            path.unlink()
            changed.append(f"{(place / name).relative_to(root).as_posix()} (removed)")
    for name, path in new.items():
        changed += write_changed(place / name, path.read_bytes(), root)
    for folder in sorted((p for p in place.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            shutil.rmtree(folder)
    return changed


def write_changed(path: Path, content: bytes, root: Path) -> list[str]:
    """Write ``path`` where it holds something else; returns its name under ``root`` if so."""
    if path.exists() and path.read_bytes() == content:
        return []
    write_whole(path, content, mode=None)  # who may read the answers in source/ is for the instructor's umask to say
    return [path.relative_to(root).as_posix()]
