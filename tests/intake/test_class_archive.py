"""The archive of a class: whatever one student uploaded, everybody else is graded."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from autograder.intake import class_archive
from autograder.intake.archive import Room
from autograder.intake.class_archive import unpack_class
from autograder.intake.refusal import Refused
from autograder.intake.student_id import NO_STUDENT
from tests.intake.test_submissions import GOOD, Class
from tests.support.grading_course import LESSON, released
from tests.support.zips import DEVICE, LINK, STORED, UTF_8, Member, packed

MIB = 1 << 20
BOOK = f"{LESSON}/{LESSON}.ipynb"


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    group = Class(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(group.temporary))
    return group


def unpacked(into: Path, *members: Member) -> tuple[dict[str, bytes], dict[str, str]]:
    """What lies there afterwards, and who was refused."""
    into.mkdir()
    refused = unpack_class(io.BytesIO(packed(*members)), "class.zip", into, {LESSON, "02_more"})
    return {str(p.relative_to(into)): p.read_bytes() for p in into.rglob("*") if p.is_file()}, refused


SPOILT = {
    "large": ([Member(f"mallory/{BOOK}", bytes(65 * MIB), STORED)], "may have 64 MiB"),
    "bomb": ([Member(f"mallory/{LESSON}/log", bytes(60 * MIB))], "may unpack to 1,000 times its packed size"),
    "backslash": ([Member(f"mallory/{LESSON}/a\\b")], "has a backslash or a drive letter"),
    "deep": ([Member(f"mallory/{LESSON}/" + "d/" * 16 + "a")], "nest 16 deep"),
    "long": ([Member(f"mallory/{LESSON}/" + "a" * 280)], "may have 255 bytes"),
    "newline": ([Member(f"mallory/{LESSON}/a\nb")], "has a control character"),
    "NUL": ([Member(f"mallory/{LESSON}/a\0b")], "has a control character"),
    "upwards": ([Member(f"mallory/{LESSON}/../../ann/{BOOK}")], 'leads out of it by ".."'),
    "link": ([Member(f"mallory/{BOOK}", b"/etc/passwd", attributes=LINK)], "is a link or a device"),
    "device": ([Member(f"mallory/{BOOK}", attributes=DEVICE)], "is a link or a device"),
    "encrypted": ([Member(f"mallory/{BOOK}", flags=1 | UTF_8)], "is encrypted"),
    "bzip2": ([Member(f"mallory/{BOOK}", method=12)], "is packed in another way (method 12)"),
    "twice": ([Member(f"mallory/{BOOK}")] * 2, "stands there twice"),
    "file and folder": ([Member(f"mallory/{LESSON}"), Member(f"mallory/{BOOK}")], "stands there twice"),
    "wrong sum": ([Member(f"mallory/{BOOK}", crc=1)], "is damaged"),
    "no deflate": ([Member(f"mallory/{BOOK}", raw=b"\xff" * 9)], "is damaged"),
    "many": ([Member(f"mallory/{LESSON}/{i}", b"", STORED) for i in range(1_001)], "A student's part of an archive may hold 1,000 files. mallory in class.zip holds more"),
    "bad archive": ([Member("mallory.zip", bytes(60 * MIB))], "may unpack to 1,000 times"),
}  # fmt: skip


@pytest.mark.parametrize("below", ["", "term/"])
@pytest.mark.parametrize("kind", SPOILT)
def test_one_member_of_one_student_costs_that_student_alone(tmp_path: Path, kind: str, below: str) -> None:
    """With a sentence that names the file; nothing of that student's is written, and nothing elsewhere."""
    members, says = SPOILT[kind]
    spoilt = [
        Member(f"{below}{m.name}", m.data, m.method, m.flags, m.attributes, crc=m.crc, raw=m.raw) for m in members
    ]
    honest = [Member(f"{below}{name}/{BOOK}") for name in ("ann", "zoe")]
    files, refused = unpacked(tmp_path / "into", honest[0], *spoilt, honest[1])
    assert {f"{name}/{BOOK}" for name in ("ann", "zoe")} == set(files)
    assert ["mallory"] == list(refused)
    assert says in refused["mallory"]
    assert ["into"] == [path.name for path in tmp_path.iterdir()]


def test_fifty_thousand_files_cost_one_student(tmp_path: Path) -> None:
    """More than the archive of a class once might hold."""
    files, refused = unpacked(
        tmp_path / "into", Member(f"ann/{BOOK}"), *[Member(f"mallory/{LESSON}/{i}", b"", STORED) for i in range(50_100)]
    )
    assert ({f"ann/{BOOK}"}, ["mallory"]) == (set(files), list(refused))


@pytest.mark.parametrize("name", ["a:b", "b\x1b[31mob", ".x.part", "a" * 65, "a b", ".."])
def test_a_folder_that_is_no_students_is_refused_alone(tmp_path: Path, name: str) -> None:
    files, refused = unpacked(tmp_path / "into", Member(f"ann/{BOOK}"), Member(f"{name}/{BOOK}"))
    assert ({f"ann/{BOOK}"}, {name: NO_STUDENT}) == (set(files), refused)


def test_what_lies_at_no_students_place_is_passed_over(tmp_path: Path) -> None:
    """Whatever it is, before anything is counted; folders that are no lessons are told by an empty one."""
    large = bytes(65 * MIB)
    files, refused = unpacked(
        tmp_path / "into",
        Member("/etc/passwd"), Member("readme.txt"), Member("../x"), Member("ann/download.mov", large), Member("ann/ps1/a\\b"),
        Member("ann/ps1/data", large), Member(f"ann/{BOOK}"), Member("ann/.venv/a/b/c", method=12), Member("bob.zip", b"PK"),
        Member("bob.txt"), Member("cy/02_more.zip", b"PK"),
    )  # fmt: skip
    assert {f"ann/{BOOK}", "bob.zip", "cy/02_more.zip"} == set(files)
    assert {"..": NO_STUDENT, "etc": NO_STUDENT} | refused == {"..": NO_STUDENT, "etc": NO_STUDENT}
    assert ["ann/ps1"] == [f"ann/{p.name}" for p in (tmp_path / "into" / "ann").iterdir() if p.name == "ps1"]


@pytest.mark.parametrize(
    "odd",
    [
        f"class/{LESSON}.zip",
        f"class/{LESSON}/x",
        f"class/{LESSON}/{LESSON}/x",
        f"class/{LESSON}/{BOOK}",
        "class/readme.txt",
    ],
)
def test_an_entry_named_like_a_lesson_among_the_students_hides_nobody(tmp_path: Path, odd: str) -> None:
    """The folder above all students is still left out."""
    files, _ = unpacked(tmp_path / "into", Member(odd), *[Member(f"class/{name}/{BOOK}") for name in ("ann", "zoe")])
    assert {f"ann/{BOOK}", f"zoe/{BOOK}"} <= set(files)
    assert not any(name.startswith("class/") for name in files)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([f"bob/{BOOK}"], {f"bob/{BOOK}"}),
        ([f"bob/{LESSON}/{BOOK}"], {f"bob/{LESSON}/{BOOK}"}),
        ([f"a/b/bob/{BOOK}"], {f"bob/{BOOK}"}),
        (["all/ann.zip", f"all/bob/{LESSON}.zip"], {"ann.zip", f"bob/{LESSON}.zip"}),
        (["all/ann.zip"], {"ann.zip"}),
        ([f"all/bob/{LESSON}.zip", "all/bob/ps1/x"], {f"bob/{LESSON}.zip"}),
        (["x/readme.txt"], set()),
        (["readme.txt"], set()),
    ],
)
def test_folders_above_the_students_are_left_out(tmp_path: Path, names: list[str], found: set[str]) -> None:
    """However many, and with however few students."""
    files, refused = unpacked(tmp_path / "into", *map(Member, names))
    assert (found, {}) == (set(files), refused)


def test_names_in_another_encoding_cost_nobody(tmp_path: Path) -> None:
    """Old systems pack so; a student's folder and a lesson's have plain letters."""
    files, refused = unpacked(
        tmp_path / "into", Member(f"ann/{BOOK}"), Member(f"bob/{LESSON}/\x81bung.txt".encode("latin-1"), flags=0)
    )
    assert ({f"ann/{BOOK}", f"bob/{LESSON}/\x81bung.txt"}, {}) == (set(files), refused)


def test_a_class_has_room_for_so_many_bytes_and_one_student_for_fewer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who goes beyond either is refused with the bound that was met."""
    monkeypatch.setattr(class_archive, "PART", Room(10, MIB, 2 * MIB, 1_000, what="A student's part of an archive"))
    monkeypatch.setattr(class_archive, "CLASS", Room(100, MIB, 3 * MIB, 1_000, what="The archive of a class"))

    def work(name: str, mebibytes: int) -> list[Member]:
        return [Member(f"{name}/{LESSON}/{i}", bytes(MIB), STORED) for i in range(mebibytes)]

    files, refused = unpacked(tmp_path / "into", *work("ann", 3), *work("bob", 2), *work("cy", 2), *work("dora", 1))
    assert {"bob": 2, "dora": 1} == {name: sum(f.startswith(name) for f in files) for name in ("bob", "dora")}
    assert ["ann", "cy"] == list(refused)
    assert "A student's part of an archive may unpack to 2 MiB in all. ann/" in refused["ann"]
    assert "The archive of a class may unpack to 3 MiB in all. cy/" in refused["cy"]


def test_an_archive_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Its table of contents, and members that share bytes, which no LMS writes."""
    with pytest.raises(Refused, match="is damaged"):
        unpack_class(io.BytesIO(b"no zip"), "class.zip", tmp_path, {LESSON})
    with pytest.raises(Refused, match="shares those of another"):
        unpacked(tmp_path / "into", Member(f"ann/{BOOK}"), Member(f"bob/{BOOK}", at=0))


def test_everybody_else_is_graded(group: Class) -> None:
    """A class in which one student uploaded a bomb, and another is called like a drive."""
    stubs = {files.name: files.task.stub for files in group.course.lesson(LESSON).exercises}
    right = json.dumps(released(GOOD, stubs)).encode()
    path = group.root / "class.zip"
    path.write_bytes(
        packed(Member(f"all/ann/{BOOK}", right), Member(f"all/mallory/{BOOK}", bytes(60 * MIB)), Member(f"all/a:b/{BOOK}"), Member(f"all/zoe/{BOOK}", right))
    )  # fmt: skip
    assert {"ann": 6, "zoe": 6} == group.points(path)
    refused = group.refused(path)
    assert {("mallory", "–"), ("a:b", "–")} == set(refused)
    assert f"all/mallory/{BOOK} in class.zip goes beyond" in refused["mallory", "–"]
    assert {"zoe": 6} == group.points(path, student="zoe")
    assert {} == group.points(path, student="mallory")
