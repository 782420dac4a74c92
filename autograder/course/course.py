"""``course.toml``, the instructor's own file, and what follows from it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.course_folder import FILE, find_course_folder
from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson, read_lesson
from autograder.course.toml_file import Kind, TomlFile, key_faults
from autograder.faults import UsageFault
from autograder.whole_files import write_once

SECRET = ".course-secret"
COURSE_KEYS: dict[str, Kind] = {"title": str, "header": str, "claims": str, "glossary": str, "lesson": list}
LESSON_KEYS: dict[str, Kind] = {"path": str, "due": (datetime, date), "header": str, "points": dict}
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, eq=False)
class Course:
    """A course folder. Lessons are read when they are asked for, once."""

    root: Path
    title: str
    header: str
    entries: dict[str, dict[str, Any]]
    claims: Path | None = None
    """The folder of the page on what people say, where the course has one."""
    glossary: Path | None = None
    """The file that names the terms of the page of words and misconceptions, where the course has one."""

    @classmethod
    def open(cls, start: Path | None = None) -> Course:
        """The course whose ``course.toml`` is in ``start`` (default: the current folder) or above it.

        Raises UsageFault when there is none, when it may have been handed in, or when it does not say what a course.toml says.
        """
        root = find_course_folder(start or Path.cwd())
        if root is None:
            raise UsageFault(
                f"A course is a folder with a {FILE}. Received {start or 'the current folder'}, and there is none in it or "
                "above it. Go to the course's folder, or name it with --course."
            )
        data = _toml(root / FILE)
        _check(data, COURSE_KEYS, "")
        if "title" not in data or not data.get("lesson"):
            raise UsageFault(f"{FILE} needs a title and at least one [[lesson]]. Received neither or one of them.")
        entries: dict[str, dict[str, Any]] = {}
        for entry in data["lesson"]:
            folder = _folder(root, entry)
            if folder.name in entries:
                raise UsageFault(f"Lessons in {FILE} have different names. Received '{folder.name}' twice.")
            entries[folder.name] = entry | {"folder": folder}
        return cls(
            root,
            data["title"],
            data.get("header", ""),
            entries,
            _there(root, data, "claims"),
            _there(root, data, "glossary"),
        )

    @property
    def lessons(self) -> tuple[str, ...]:
        """Names of the lessons, in order."""
        return tuple(self.entries)

    @property
    def source_dir(self) -> Path:
        """nbgrader's instructor version: built."""
        return self.root / "source"

    @property
    def release_dir(self) -> Path:
        """The student's version: built."""
        return self.root / "release"

    @property
    def notebooks_dir(self) -> Path:
        """The reading edition: built."""
        return self.root / "notebooks"

    def lesson(self, name: str) -> Lesson:
        """The lesson called ``name``. Raises UsageFault naming those there are; AuthorFault when it is faulty."""
        if name not in self.entries:
            raise UsageFault(f"Lessons are those of {FILE}. Received '{name}'. Try one of: {', '.join(self.lessons)}.")
        if name not in self._read:
            entry = self.entries[name]
            due = entry.get("due")
            if due is not None and not isinstance(due, datetime):
                due = datetime.combine(due, time(23, 59, 59))
            self._read[name] = read_lesson(
                entry["folder"], _points(entry.get("points", {}), name), due, entry.get("header", self.header)
            )
        return self._read[name]

    def exercise(self, address: str) -> tuple[Lesson, ExerciseFiles]:
        """The exercise at ``LESSON/Name``. Raises UsageFault naming those there are."""
        lesson_name, slash, name = address.partition("/")
        if not slash:
            raise UsageFault(
                f"An exercise is addressed as LESSON/Name. Received '{address}'. Try {self.lessons[0]}/{address}."
            )
        lesson = self.lesson(lesson_name)
        for files in lesson.exercises:
            if files.name == name:
                return lesson, files
        known = ", ".join(f"{lesson.name}/{files.name}" for files in lesson.exercises) or "none"
        raise UsageFault(f"Lesson {lesson.name} has no exercise called '{name}'. It has: {known}.")

    def path_of(self, lesson: Lesson) -> str:
        """The lesson's folder as a person would say it: relative within the course, else its name alone.

        It stands in built files, where a machine's own path would make them differ between machines.
        """
        inside = lesson.folder.is_relative_to(self.root)
        return lesson.folder.relative_to(self.root).as_posix() if inside else lesson.name

    def secret(self) -> bytes:
        """The 32 bytes from which hidden cases are drawn; made once, in a file that its owner alone may read.

        Raises UsageFault when the file holds something else.
        """
        path = self.root / SECRET
        if not path.exists():
            write_once(path, secrets.token_hex(32) + "\n", mode=0o600)
        try:
            value = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            value = b""
        if len(value) != 32:
            raise UsageFault(
                f"{SECRET} holds 64 hexadecimal digits. Received something else. Restore it from a backup; without one, "
                "delete it, and new hidden cases will be drawn."
            )
        return value

    @cached_property
    def _read(self) -> dict[str, Lesson]:
        return {}


def _there(root: Path, data: dict[str, Any], key: str) -> Path | None:
    """The path under ``key``, if there is such a key. Raises UsageFault when nothing is there."""
    path = (root / data[key]).resolve() if key in data else None
    if path is not None and not path.exists():
        raise UsageFault(
            f"{FILE} names folders and files that exist. Received {key} = '{data[key]}': nothing is there. Correct the path, or take "
            "the key out."
        )
    return path


def _toml(path: Path) -> dict[str, Any]:
    def refusal(error: Exception) -> UsageFault:
        return UsageFault(f"{path.name} must be readable TOML. Received: {error}.")

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(error) from None
    return TomlFile.parse(text, refusal).data


def _check(data: dict[str, Any], keys: dict[str, Kind], where: str) -> None:
    for fault in key_faults(data, keys):
        if fault.what == "unknown":
            raise UsageFault(f"{FILE}{where} knows {', '.join(keys)}. Received: {fault.key}.")
        raise UsageFault(f"{FILE}{where}: {fault.key} has another kind of value. Received: {fault.value!r}.")


def _folder(root: Path, entry: Any) -> Path:
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        raise UsageFault(f"Each [[lesson]] of {FILE} has a path. Received: {entry!r}.")
    _check(entry, LESSON_KEYS, f", lesson {entry['path']}")
    folder = (root / str(entry["path"])).resolve()
    if not folder.is_dir():
        raise UsageFault(
            f"{FILE} names folders that exist. Received the path '{entry['path']}': there is no such folder."
        )
    if not NAME.fullmatch(folder.name):
        raise UsageFault(
            f"A lesson's folder is named by letters, digits, '_', '-' and '.', as nbgrader needs it. "
            f"Received: '{folder.name}'."
        )
    return folder


def _points(points: dict[str, Any], lesson: str) -> dict[str, float]:
    for name, value in points.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
            raise UsageFault(f"{FILE}, lesson {lesson}: points are numbers from 0 on. Received {name} = {value!r}.")
    return {name: float(value) for name, value in points.items()}
