"""The archive of a whole class: each student's part is unpacked within bounds of its own, or refused alone.

An LMS packs what students uploaded, whatever it is. So one student's file can spoil the archive of all, and nobody but the
student who uploaded it may notice. What lies at no student's place is passed over.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

from autograder.intake.archive import Room, files_by_place, open_archive, too_many, write_files
from autograder.intake.archive_member import is_junk
from autograder.intake.archive_name import stem
from autograder.intake.refusal import Refused, printable
from autograder.intake.student_id import NO_STUDENT, NOT_STUDENTS, is_student

CLASS = Room(
    members=200_000, each=64 << 20, together=4 << 30, ratio=1_000, archives=True, what="The archive of a class"
)
"""A ratio just below what deflate can do: an endless print, packed by the LMS, is no attack."""
PART = Room(
    members=1_000, each=64 << 20, together=256 << 20, ratio=1_000, archives=True, what="A student's part of an archive"
)
"""One student's lessons, or the archive that the student uploaded."""
MOST_UNKNOWN = 20
"""Folders of a student that are no lessons, of which the run tells."""

Members = list[zipfile.ZipInfo]


def unpack_class(file: BinaryIO, name: str, into: Path, lessons: Collection[str]) -> dict[str, str]:
    """Write STUDENT/LESSON/… and STUDENT.zip below the empty folder ``into``; folders above all students are left out.

    Returns, by student, why a part was refused: nothing of it is written. Raises Refused where the archive itself cannot be
    read, and MachineFault.
    """
    try:
        archive = open_archive(file, name, CLASS)
    except Refused:  # some systems name files in their own encoding; then those names are odd, and no others
        archive = open_archive(file, name, CLASS, encoding="latin-1")
    members = [member for member in archive.infolist() if not is_junk(member.orig_filename)]
    above = _above_students(members, lessons)
    refused: dict[str, str] = {}
    left = CLASS.together
    parts = _parts(members, above)
    for entry, part in parts.items():
        student = stem(entry) or entry
        if entry in NOT_STUDENTS or (student != entry and student in parts):
            continue
        if not is_student(student):
            refused[student] = NO_STUDENT
            continue
        try:
            left = _unpack_part(archive, part, name, into, len(above), lessons, left)
        except Refused as refusal:
            shutil.rmtree(into / entry, ignore_errors=True)
            (into / entry).unlink(missing_ok=True)
            refused[student] = str(refusal)
    return refused


def _unpack_part(
    archive: zipfile.ZipFile, part: Members, name: str, into: Path, depth: int, lessons: Collection[str], left: int
) -> int:
    """Write what of one student's members is a lesson's or an archive; returns how many bytes the class may still have."""
    wanted = [member for member in part if _is_wanted(_split(member), depth, lessons)]
    if len(wanted) > PART.members:
        raise too_many(f"{_split(part[0])[depth]} in {name}", PART)
    files = files_by_place(wanted, name, PART)
    placed = {path.relative_to(*path.parts[:depth]) if depth else path: member for path, member in files.items()}
    room, most = (PART, PART.together) if left >= PART.together else (CLASS, left)
    rest = write_files(archive, placed, name, into, room, most)
    for folder in _unknown(part, depth, lessons):
        (into / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    return left - (most - rest)


def _above_students(members: Members, lessons: Collection[str]) -> list[str]:
    """The folders above all students' folders.

    Every member lies in them, so at a higher level there can be one student at most; that is believed where fewer than two
    are found below.
    """
    names = [
        parts
        for member in members
        if (parts := _split(member)) and ".." not in parts and not _is_file_at(member, parts, 0)
    ]
    if not names:
        return []
    first, last = min(names), max(names)
    common = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    found = {depth: _students(members, first[:depth], lessons) for depth in range(common + 1)}
    deepest = max(found, key=lambda depth: (found[depth], -depth))
    return first[:deepest]


def _students(members: Members, above: list[str], lessons: Collection[str]) -> int:
    """How many students lie directly in the folder ``above``: folders that hold a lesson, and archives."""
    depth, students = len(above), set[str]()
    for member in members:
        parts = _split(member)
        if len(parts) <= depth or parts[:depth] != above:
            continue
        student = stem(parts[depth]) if _is_file_at(member, parts, depth) else parts[depth]
        holds = _is_file_at(member, parts, depth) or (len(parts) > depth + 1 and _is_wanted(parts, depth, lessons))
        if student is not None and student not in lessons and holds:
            students.add(student)
    return len(students)


def _parts(members: Members, above: list[str]) -> dict[str, Members]:
    """The members by the entry that they belong to: a student's folder or archive. Other files are nobody's."""
    depth = len(above)
    found: dict[str, Members] = {}
    for member in members:
        parts = _split(member)
        if len(parts) <= depth or parts[:depth] != above:
            continue
        if _is_file_at(member, parts, depth) and (stem(parts[depth]) is None or parts[depth].startswith(".")):
            continue
        found.setdefault(parts[depth], []).append(member)
    return found


def _is_wanted(parts: list[str], depth: int, lessons: Collection[str]) -> bool:
    """True for a student's archive, and for what lies in a lesson's folder or is a lesson's archive."""
    if len(parts) == depth + 1:
        return True
    return parts[depth + 1] in lessons or stem(parts[depth + 1]) in lessons


def _unknown(part: Members, depth: int, lessons: Collection[str]) -> list[Path]:
    """Folders of the student that are no lessons: they are made, empty, so that the run can name them."""
    found = dict.fromkeys(
        Path(*parts[depth : depth + 2])
        for member in part
        if len(parts := _split(member)) > depth + 1
        and not _is_file_at(member, parts, depth + 1)
        and not _is_wanted(parts, depth, lessons)
        and parts[depth + 1] == printable(parts[depth + 1])
        and "\\" not in parts[depth + 1]
        and parts[depth + 1] != ".."
    )
    return list(found)[:MOST_UNKNOWN]


def _split(member: zipfile.ZipInfo) -> list[str]:
    """The parts of a member's name, none of which has been checked."""
    return [part for part in member.orig_filename.split("/") if part not in ("", ".")]


def _is_file_at(member: zipfile.ZipInfo, parts: list[str], depth: int) -> bool:
    return len(parts) == depth + 1 and not member.orig_filename.endswith("/")
