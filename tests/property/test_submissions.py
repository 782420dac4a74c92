"""Finding submissions: folders, files, links and archives of any name at either level, and only faults that are said."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.course import Course
from autograder.faults import UsageFault
from autograder.intake import submissions as layout
from autograder.intake.student_id import is_student
from autograder.intake.unpack_folder import UnpackFolder
from tests.property.bounds import bounded, share
from tests.support.grading_course import LESSON, make_course
from tests.support.zips import Member, packed

_NAMES = st.sampled_from(
    [b"ann", b"ann.zip", b"ann.ZIP", b"bob", b"bob.zip", b"bob.rar", b".zip", b"a b", b"\xff", b"\x1b[31m", b"cy.zip.zip",
     b"01_tiny", b"01_tiny.zip", b"01_tiny.tar.gz", b"ps1", b"ps1.zip", b"01_tiny.ipynb", b"__MACOSX", b".git", b"notes.txt"]
) | st.binary(min_size=1, max_size=6).map(lambda raw: raw.replace(b"/", b"-").replace(b"\0", b"-"))  # fmt: skip
_INSIDE = st.lists(
    st.builds(
        Member,
        st.sampled_from(
            [
                f"{LESSON}/{LESSON}.ipynb",
                f"{LESSON}.ipynb",
                f"ann/{LESSON}/a",
                "ann/ps1/b",
                "x/y/z",
                "../a",
                "bob.zip",
                "ann.zip",
            ]
        ),
    ),
    max_size=3,
).map(lambda members: packed(*members))
_ENTRY = st.tuples(
    st.lists(_NAMES, min_size=1, max_size=3),
    st.sampled_from(["file", "folder", "link", "pipe"]),
    st.binary(max_size=5) | _INSIDE,
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("submitted")


def found(course: Course, submitted: Path, student: str | None) -> None:
    """Whatever is found has a plain name and lies where it may; whatever is told can be printed."""
    with UnpackFolder() as unpacked, bounded():
        try:
            there = layout.find_submissions(course, submitted, unpacked, student=student)
        except UsageFault as fault:
            assert str(fault).isprintable()
            return
        assert all(is_student(job.student) and job.lesson == LESSON for job in there.jobs)
        assert len({(job.student, job.lesson) for job in there.jobs}) == len(there.jobs)
        texts = [*there.unknown, *there.beside, *(job.refused or "" for job in there.jobs)]
        texts += [text for verdict in there.strangers for text in (verdict.student, str(verdict.refused))]
        assert all(text.isprintable() for text in texts)


@share(10)
@given(entries=st.lists(_ENTRY, max_size=6), student=st.none() | st.none() | st.sampled_from(["ann", "bob", "", ".."]))
def test_a_folder_of_anything_holds_submissions_or_is_refused_in_a_sentence(
    course: Course, place: Path, entries: Any, student: str | None
) -> None:
    """No name, link or archive leads elsewhere, and none ends the search for the others."""
    submitted = Path(tempfile.mkdtemp(dir=place))
    for names, kind, data in entries:
        path = os.path.join(os.fsencode(submitted), *names)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if kind == "file":
                with open(path, "xb") as file:
                    file.write(data)
            elif kind == "folder":
                os.mkdir(path)
            elif kind == "link":
                os.symlink(b"ann", path)
            else:
                os.mkfifo(path)
        except OSError:  # taken already
            pass
    found(course, submitted, student)


@share(10)
@given(raw=st.binary(max_size=20) | _INSIDE, student=st.none() | st.sampled_from(["ann", "x"]))
def test_an_archive_of_anything_holds_submissions_or_is_refused_in_a_sentence(
    course: Course, place: Path, raw: bytes, student: str | None
) -> None:
    """As a whole class."""
    path = place / "class.zip"
    path.write_bytes(raw)
    found(course, path, student)
