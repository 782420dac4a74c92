"""Archives that strangers made: what is unpacked, and each sentence of refusal."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from autograder.faults import MachineFault
from autograder.intake import archive
from autograder.intake.archive import STUDENT, Room, unpack
from autograder.intake.refusal import Refused
from tests.support.zips import DEVICE, FOLDER, LINK, STORED, Member, packed, quoted

MIB = 1 << 20
NAME = "01_tiny/01_tiny.ipynb"


def unpacked(raw: bytes, into: Path, room: Room = STUDENT) -> dict[str, bytes]:
    """What stands below ``into`` afterwards, by name."""
    into.mkdir()
    unpack(io.BytesIO(raw), "ann.zip", into, room)
    return {str(p.relative_to(into)): p.read_bytes() for p in into.rglob("*") if p.is_file()}


def refusal(raw: bytes, into: Path, room: Room = STUDENT) -> str:
    with pytest.raises(Refused) as refused:
        unpacked(raw, into, room)
    return str(refused.value)


def test_files_are_unpacked_with_their_folders(tmp_path: Path) -> None:
    """Stored or deflated, with entries for folders or without, names in any script."""
    raw = packed(
        Member("01_tiny/", b"", STORED, attributes=FOLDER),
        Member(NAME, b"{}"),
        Member("./01_tiny//Übung.txt", b"x", STORED),
        Member("without_flag_é", b"y", flags=0, attributes=0),
    )
    assert {NAME: b"{}", "01_tiny/Übung.txt": b"x", "without_flag_é": b"y"} == unpacked(raw, tmp_path / "into")


def test_what_python_packs_is_unpacked(tmp_path: Path) -> None:
    """Sizes after the data, as when an archive was written into a pipe, are read as well."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(NAME, b"0123456789" * 1000)
    assert {NAME: b"0123456789" * 1000} == unpacked(stream.getvalue(), tmp_path / "into")


def test_what_file_managers_leave_is_ignored(tmp_path: Path) -> None:
    """Neither written nor counted for the single folder at the top."""
    junk = [Member("__MACOSX/01_tiny/._01_tiny.ipynb"), Member("a/.DS_Store"), Member("Thumbs.db")]
    assert {NAME: b"{}"} == unpacked(packed(*junk, Member(NAME)), tmp_path / "into")


def test_an_archive_may_follow_other_bytes(tmp_path: Path) -> None:
    """As an archive that unpacks itself does."""
    raw = io.BytesIO(b"#!/bin/sh\n")
    with zipfile.ZipFile(raw, "a") as made:
        made.writestr(NAME, b"{}")
    assert {NAME: b"{}"} == unpacked(raw.getvalue(), tmp_path / "into")


GOOD = packed(Member(NAME))
MANY = packed(*[Member(f"{i}", b"", STORED) for i in range(1001)])
REFUSED = {
    "absolute": (packed(Member("/etc/passwd")), "begin at its root. /etc/passwd in ann.zip is absolute"),
    "upwards": (packed(Member("a/../../b")), 'a/../../b in ann.zip leads out of it by ".."'),
    "backslash": (packed(Member("a\\b")), r"a\b in ann.zip has a backslash or a drive letter"),
    "drive": (packed(Member("C:/b")), "C:/b in ann.zip has a backslash or a drive letter"),
    "NUL": (packed(Member("a.ipynb\0.txt")), r"a.ipynb\x00.txt in ann.zip has a control character (such as NUL)"),
    "line end": (packed(Member("a\nb")), r"a\nb in ann.zip has a control character"),
    "no name": (packed(Member(".")), "Each file of an archive has a name"),
    "link": (packed(Member("a", b"/etc/passwd", attributes=LINK)), "a in ann.zip is a link or a device"),
    "link of Windows": (packed(Member("a", attributes=0x400)), "a in ann.zip is a link or a device"),
    "device": (packed(Member("a", attributes=DEVICE)), "a in ann.zip is a link or a device"),
    "encrypted": (packed(Member("a", flags=1)), "a in ann.zip is encrypted. Pack it without a password"),
    "strongly encrypted": (packed(Member("a", flags=0x41)), "a in ann.zip is encrypted"),
    "bzip2": (packed(Member("a", method=12)), "a in ann.zip is packed in another way (method 12)"),
    "lzma": (packed(Member("a", method=14)), "a in ann.zip is packed in another way (method 14)"),
    "patch": (packed(Member("a", flags=0x20)), "a in ann.zip is packed in another way"),
    "deep": (packed(Member("d/" * 16 + "a")), "nest 16 deep"),
    "long part": (packed(Member("a" * 256)), "may have 255 bytes"),
    "long name": (packed(Member("/".join(["ä" * 100] * 3))), "and 512 with its folders"),
    "twice": (packed(Member("a"), Member("./a")), "a in ann.zip stands there twice"),
    "file and folder": (packed(Member("a"), Member("a/b")), "a in ann.zip stands there twice"),
    "folder with bytes": (packed(Member("a/", b"x")), "a/ in ann.zip does not"),
    "folder without slash": (packed(Member("a", b"", attributes=FOLDER)), "a in ann.zip does not"),
    "archive inside": (packed(Member("more/b.ZIP")), "more/b.ZIP in ann.zip is an archive itself"),
    "not UTF-8": (packed(Member(b"\xff.txt")), "names in an archive are UTF-8. One in ann.zip is not"),
    "not UTF-8, without flag": (packed(Member(b"\x81bung.txt", flags=0)), "names in an archive are UTF-8"),
    "half a pair": (packed(Member("\ud800")), "names in an archive are UTF-8"),
    "many": (MANY, "may hold 1,000 files. ann.zip holds more"),
    "a long table": (packed(*[Member("ä" * 250) for _ in range(999)]), "may hold 1,000 files"),
    "empty": (packed(), "ann.zip holds no file"),
    "junk alone": (packed(Member("Thumbs.db")), "ann.zip holds no file"),
    "no archive": (b"not a zip at all", "ann.zip is damaged, or no zip file"),
    "nothing": (b"", "ann.zip is damaged, or no zip file"),
    "truncated": (GOOD[:-10], "ann.zip is damaged, or no zip file"),
    "cut at the front": (GOOD[9:], "ann.zip is damaged, or no zip file"),
    "another name inside": (packed(Member("a", own_name="b")), "ann.zip is damaged"),
    "wrong sum": (packed(Member("a", crc=1)), "ann.zip is damaged"),
    "no deflate": (packed(Member("a", raw=b"\xff" * 9)), "ann.zip is damaged"),
    "more than it has": (packed(Member("a", b"x", size=9)), "ann.zip is damaged"),
    "less than it has": (packed(Member("a", b"xyz", size=1)), "ann.zip is damaged"),
    "beyond the end": (packed(Member("a", packed_size=10_000)), "ann.zip is damaged"),
    "header beyond the end": (packed(Member("a", at=1 << 31)), "ann.zip is damaged"),
    "one header for two": (packed(Member("a"), Member("b", at=0)), "b in ann.zip shares those of another"),
    "quoted headers": (quoted("a", MIB, 20), "a0001 in ann.zip shares those of another"),
    "flat bomb": (packed(Member("a", bytes(2 * MIB))), "may unpack to 200 times its packed size. a in ann.zip"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_may_not_be_unpacked_is_refused_with_its_reason(tmp_path: Path, kind: str) -> None:
    """Each has a sentence that says which file it is about, and nothing is written elsewhere."""
    raw, says = REFUSED[kind]
    assert says in refusal(raw, tmp_path / "into")
    assert ["into"] == [path.name for path in tmp_path.iterdir()]


def test_bytes_are_bounded_for_one_file_and_for_all(tmp_path: Path) -> None:
    """Whatever the ratio."""
    room = Room(members=10, each=MIB, together=MIB + 9, ratio=200)
    big, half = os.urandom(MIB + 1), os.urandom(MIB // 2 + 5)
    assert "may have 1 MiB. a in ann.zip has more" in refusal(packed(Member("a", big)), tmp_path / "one", room)
    assert "1 MiB in all. b in ann.zip goes beyond" in refusal(
        packed(Member("a", half), Member("b", half, STORED)), tmp_path / "all", room
    )


def test_a_lie_about_its_size_buys_no_room(tmp_path: Path) -> None:
    """Bytes are counted as they come: a header that says little lets no more than that through."""
    says = refusal(packed(Member("a", bytes(3 * MIB), size=1_200_000)), tmp_path / "into")
    assert "ann.zip is damaged" in says or "goes beyond" in says
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) < 2 * MIB


def test_a_bomb_costs_neither_memory_nor_disk(tmp_path: Path) -> None:
    """128 MiB of zeros are refused after a few of them."""
    raw = packed(*[Member(f"{i}", bytes(32 * MIB)) for i in range(4)])
    tracemalloc.start()
    refusal(raw, tmp_path / "into")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * MIB
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) < 8 * MIB


def test_names_that_a_file_system_takes_for_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As A and a are on some systems."""

    def refuse(*_: object) -> None:
        raise FileExistsError

    monkeypatch.setattr(archive.os, "open", refuse)
    assert "differ by more than capital letters. Two in ann.zip do not" in refusal(GOOD, tmp_path / "into")


def test_a_full_disk_is_the_machines_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No student is refused for it."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(archive.os, "open", full)
        with pytest.raises(
            MachineFault, match=r"room to unpack ann.zip. The system said: No space left on device. Set"
        ):
            unpacked(GOOD, tmp_path / "into")
