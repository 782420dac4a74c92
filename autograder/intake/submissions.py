"""Where submissions lie: STUDENT/LESSON/LESSON.ipynb below a folder, or packed as an LMS hands them out.

A class may be one archive; a student's folder may be STUDENT.zip, a lesson's STUDENT/LESSON.zip. In an archive all may
stand below further folders of which each is the only thing in the one above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.course import Course
from autograder.faults import UsageFault
from autograder.intake.archive_name import stem
from autograder.intake.plain_file import list_folder
from autograder.intake.refusal import Refused, printable
from autograder.intake.student_id import NO_STUDENT, NOT_STUDENTS, is_student
from autograder.intake.unpack_folder import HandedIn, UnpackFolder
from autograder.verdicts import SubmissionVerdict


@dataclass(frozen=True, slots=True)
class Job:
    """One submission: a student's folder for one lesson, or the reason why its archive could not be unpacked."""

    student: str
    lesson: str
    folder: Path
    refused: str | None = None


@dataclass(slots=True)
class SubmissionLayout:
    """What was found. ``strangers``: students who cannot be judged at all; ``unknown``: folders that are no lessons;
    ``beside``: archives that do not count, because a folder of that name lies beside them."""

    jobs: list[Job] = field(default_factory=list)
    strangers: list[SubmissionVerdict] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def find_submissions(
    course: Course, submitted: Path, unpacked: UnpackFolder, lesson: str | None = None, student: str | None = None
) -> SubmissionLayout:
    """The submissions of our lessons, by student and then in the course's order. Archives are unpacked by ``unpacked``.

    Raises UsageFault when nothing is there to grade or the archive of a class is bad, and MachineFault when archives
    cannot be unpacked.
    """
    wanted = course.lessons if lesson is None else (course.lesson(lesson).name,)
    search = _Search(course, wanted, unpacked)
    handed_in = class_folder(submitted, course.lessons, unpacked)
    search.students(handed_in.folder, submitted, student, handed_in.refused)
    if not search.found.jobs and not search.found.strangers:
        raise UsageFault(
            f"Submissions lie in a folder as STUDENT/LESSON/LESSON.ipynb. Received {submitted}, which holds none of "
            f"{', '.join(wanted)}. Name the folder above the students' folders."
        )
    return search.found


def class_folder(submitted: Path, lessons: Iterable[str], unpacked: UnpackFolder) -> HandedIn:
    """``submitted`` itself, or where its students' folders lie after unpacking it. Raises UsageFault and MachineFault."""
    return unpacked.of_class(submitted, frozenset(lessons)) if submitted.is_file() else HandedIn(submitted)


def _only(folder: Path) -> Path | None:
    """The folder that is all that ``folder`` holds, if so. For folders that were unpacked: there are no links."""
    names = list_folder(folder)
    return folder / names[0] if len(names) == 1 and (folder / names[0]).is_dir() else None


class _Search:
    def __init__(self, course: Course, wanted: tuple[str, ...], unpacked: UnpackFolder) -> None:
        self.course, self.wanted, self.unpacked = course, wanted, unpacked
        self.found = SubmissionLayout()

    def students(self, folder: Path, submitted: Path, student: str | None, refused: Mapping[str, str]) -> None:
        """Look at each entry of ``folder``, which a person knows as ``submitted``; ``student`` names the only one wanted,
        ``refused`` those of whom nothing is there, and why."""
        try:
            names = list_folder(folder)
        except OSError as error:
            raise UsageFault(
                f"Submissions lie in a folder as STUDENT/LESSON/LESSON.ipynb. Received {submitted}: {error.strerror}. "
                f"Check the path."
            ) from None
        packed = _packed(folder, names)
        for name in sorted(refused) if student is None else {student} & refused.keys():
            self._stranger(name, refused[name])
        if student is not None and student not in names and student not in packed and student not in refused:
            raise UsageFault(
                f"--student names a folder of {submitted}. Received '{student}'. There is none of that name."
            )
        archives = {each for same in packed.values() for each in same}
        for name in sorted({*names, *packed} - archives - NOT_STUDENTS) if student is None else [student]:
            if name in refused:
                continue
            if name in names and not _is_file(folder / name):
                self._student(folder / name, name)
                self.found.beside += map(printable, packed.get(name, []))
            elif name in packed:
                self._packed_student(folder, name, packed[name])

    def _student(self, folder: Path, name: str) -> None:
        if not is_student(name) or folder.is_symlink():
            self._stranger(name, NO_STUDENT)
            return
        try:
            names = list_folder(folder)
        except OSError:
            return
        packed = _packed(folder, names)
        # A file that has a lesson's name is refused with a sentence; other files are nobody's.
        there = [
            each for each in names if each in self.course.lessons or not (each[0] == "." or _is_file(folder / each))
        ]
        self.found.unknown += [f"{name}/{printable(each)}" for each in there if each not in self.course.lessons]
        self.found.unknown += [
            f"{name}/{printable(each)}" for key in packed if key not in self.course.lessons for each in packed[key]
        ]
        for lesson in self.wanted:
            if lesson in there:
                self.found.jobs.append(Job(name, lesson, folder / lesson))
                self.found.beside += [f"{name}/{each}" for each in packed.get(lesson, [])]
            elif lesson in packed:
                self.found.jobs.append(self._packed_lesson(folder, name, lesson, packed[lesson]))

    def _packed_lesson(self, folder: Path, student: str, lesson: str, archives: list[str]) -> Job:
        try:
            inner = self._unpack(folder, archives)
        except Refused as refusal:
            return Job(student, lesson, folder, str(refusal))
        while below := _only(inner):
            inner = below
        return Job(student, lesson, inner)

    def _packed_student(self, folder: Path, name: str, archives: list[str]) -> None:
        if not is_student(name):
            self._stranger(name, NO_STUDENT)
            return
        try:
            inner = self._unpack(folder, archives)
        except Refused as refusal:
            self._stranger(name, str(refusal))
            return
        while (below := _only(inner)) and below.name not in self.course.lessons:
            inner = below
        self._student(inner, name)
        # A student who packs one notebook leaves its folder out.
        names = set(list_folder(inner))
        for lesson in self.wanted:
            if lesson not in names and f"{lesson}.ipynb" in names:
                self.found.jobs.append(Job(name, lesson, inner))
        if not names & {each for lesson in self.course.lessons for each in (lesson, f"{lesson}.ipynb")}:
            self._stranger(
                name,
                f"An archive holds LESSON/LESSON.ipynb. {printable(archives[0])} holds none of {', '.join(self.course.lessons)}. "
                f"Pack the folder of the lesson.",
            )

    def _unpack(self, folder: Path, archives: list[str]) -> Path:
        if len(archives) > 1:
            raise Refused(
                f"One archive counts. {', '.join(map(printable, archives[:4]))} were found. Leave only one of them."
            )
        return self.unpacked.of_student(folder, archives[0])

    def _stranger(self, name: str, says: str) -> None:
        self.found.strangers.append(SubmissionVerdict(printable(name), "–", "none", refused=says))


def _packed(folder: Path, names: list[str]) -> dict[str, list[str]]:
    """Names of archives in ``folder``, by what they are archives of. Hidden ones are nobody's."""
    packed: dict[str, list[str]] = {}
    for name in names:
        key = stem(name)
        if key is not None and name[0] != "." and not (folder / name).is_dir():
            packed.setdefault(key, []).append(name)
    return packed


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
