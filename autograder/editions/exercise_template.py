"""The skeleton of a new exercise: a small one that works, with a line in each part on what its author writes there."""

from __future__ import annotations

import keyword
import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, ExerciseFiles, Lesson
from autograder.course.exercise_files import read_exercise
from autograder.course.percent_format import read_text
from autograder.faults import UsageFault
from autograder.whole_files import write_whole

TEMPLATES = Path(__file__).with_name("templates")
KINDS = ("layer", "function")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What was made. ``marker`` is the line of lesson.py that places the exercise."""

    folder: Path
    files: tuple[Path, ...]
    marker: str


def make_skeleton(
    course: Course, address: str, kind: str = "layer", probe: bool = False, place: bool = False
) -> Skeleton:
    """Make the folder of a new exercise ``LESSON/Name``; with ``place`` its marker is appended to lesson.py.

    Raises UsageFault for an address that is none, an unknown lesson or kind, a name that is taken, and where nothing can be
    written; AuthorFault when the lesson itself is faulty. Nothing was made or changed then.
    """
    lesson, name = _addressed(course, address)
    if kind not in KINDS:
        raise UsageFault(f"--kind is {' or '.join(KINDS)}. Received '{kind}'. Try --kind {KINDS[0]}.")
    if probe and kind == "layer":
        raise UsageFault(
            "A probe.py puts the questions of a function; those of a layer are the engine's own. Received --probe with --kind "
            "layer. Leave --probe out, or take --kind function."
        )
    folder = lesson.folder / folder_name(name)
    _refuse_taken(lesson, name, folder)
    marker = f'# %% exercise="{folder.name}"'
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=lesson.folder) as aside:
            fresh = Path(aside) / folder.name
            files = _write(fresh, name, kind, probe)
            os.rename(fresh, folder)  # the folder as a whole: a file alone would be an exercise that does not load
        if place:
            _place(lesson, folder, marker)
    except OSError as error:
        raise UsageFault(
            f"A new exercise is written into its lesson's folder. {lesson.name} cannot be written ({error.strerror}). Look who "
            f"owns it and whether the disk is full."
        ) from None
    return Skeleton(folder, tuple(folder / file.name for file in files), marker)


def folder_name(name: str) -> str:
    """The folder of an exercise: SoftSum lies in soft_sum, soft_sum in soft_sum."""
    return NEW_WORD.sub("_", name).lower()


def _addressed(course: Course, address: str) -> tuple[Lesson, str]:
    lesson_name, slash, name = address.partition("/")
    if not slash:
        raise UsageFault(
            f"A new exercise is addressed as LESSON/Name. Received '{address}'. Try {course.lessons[0]}/{address or 'Name'}."
        )
    lesson = course.lesson(lesson_name)
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageFault(
            f"An exercise has the name of its class or function: letters, digits and '_', a letter first, and no word of "
            f"Python's own. Received '{name}'. Try {lesson.name}/SoftSum."
        )
    return lesson, name


def _refuse_taken(lesson: Lesson, name: str, folder: Path) -> None:
    other = next((files for files in lesson.exercises if files.name == name), None)
    if other is not None:
        raise UsageFault(
            f"Exercises of a lesson have different names. Received '{name}', which {lesson.name} has in {other.folder.name}/. "
            f"Choose another name."
        )
    if folder.exists() or folder.is_symlink():
        raise UsageFault(
            f"A new exercise gets a new folder. Received '{name}', but {lesson.name} has {folder.name}/ already. Choose another "
            f"name, or move that folder away."
        )


def _write(fresh: Path, name: str, kind: str, probe: bool) -> list[Path]:
    """Fill the folder ``fresh`` and read it as an exercise, answers and all, so that nothing is made that does not load."""
    fresh.mkdir()
    files = [fresh / f"{part}.py" for part in ("task", "hidden", "answers", *(["probe"] if probe else []))]
    for file in files:
        text = (TEMPLATES / f"{kind}_{file.stem}.txt").read_text(encoding="utf-8")
        file.write_text(text.replace("@Name@", name), encoding="utf-8")
    made: ExerciseFiles = read_exercise(fresh, {})
    assert made.name == name
    made.known_answers()
    return files


def _place(lesson: Lesson, folder: Path, marker: str) -> None:
    """Append the marker to lesson.py; where that fails, the folder goes as well."""
    try:
        mode = stat.S_IMODE(lesson.path.stat().st_mode)
        write_whole(lesson.path, f"{read_text(lesson.path).rstrip()}\n\n{marker}\n", mode)
    except BaseException:
        shutil.rmtree(folder)
        raise
