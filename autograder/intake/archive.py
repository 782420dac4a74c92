"""Zip archives that a stranger made, unpacked within bounds.

What an archive says of itself is not believed: bytes are counted while they are read, no two members may share bytes, no
name may lead out, nothing but plain files and folders is made. Source of the format: PKWARE's APPNOTE.TXT 6.3.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.faults import MachineFault
from autograder.intake.archive_member import check_member, is_junk
from autograder.intake.archive_name import ZIP
from autograder.intake.refusal import Refused, printable

FREE = 1 << 20
"""Bytes that a member may unpack to whatever its ratio: the blank pixels of one picture are honest."""
A_MEMBER = 256
"""Bytes that a member may take in the table of contents, on the average: its name, sizes and times."""
CHUNK = 1 << 16

_LOCAL = struct.Struct("<4s22xHH")
"""A member's own header, of which the lengths of its name and of its extra field count here."""

# What zipfile and zlib raise on bytes that are no archive. UnicodeDecodeError, a ValueError, is told apart before.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, LookupError, RuntimeError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Room:
    """What an archive may hold: members, bytes of one and of all of them, how many times its packed size one may unpack
    to, and whether archives may be among them. ``what`` is bounded so, as a sentence begins."""

    members: int
    each: int
    together: int
    ratio: int
    archives: bool = False
    what: str = "An archive"


STUDENT = Room(members=1_000, each=64 << 20, together=64 << 20, ratio=200)
"""As much as a submitted folder may hold (``submitted_files``)."""


def unpack(file: BinaryIO, name: str, into: Path, room: Room) -> None:
    """Write the members of the archive ``file`` below the empty folder ``into``. ``name`` is what a person calls it.

    Raises Refused, after which ``into`` may hold some of them; MachineFault when they cannot be written.
    """
    archive = open_archive(file, name, room)
    files = files_by_place(archive.infolist(), name, room)
    if not files:
        raise Refused(f"An archive holds a submission. {printable(name)} holds no file. Pack the folder again.")
    write_files(archive, files, name, into, room, room.together)


def open_archive(file: BinaryIO, name: str, room: Room, encoding: str = "utf-8") -> zipfile.ZipFile:
    """The archive with its table of contents read. ``encoding`` is that of names that do not say theirs. Raises Refused."""
    narrow = _Narrow(file, 2 * CHUNK + room.members * A_MEMBER)  # a comment may have 64 KiB
    with _reading(name, room):
        archive = zipfile.ZipFile(narrow, metadata_encoding=encoding)
    if len(archive.infolist()) > room.members:
        raise too_many(name, room)
    _apart(narrow, archive, name, room)
    return archive


def write_files(
    archive: zipfile.ZipFile,
    files: Mapping[PurePosixPath, zipfile.ZipInfo],
    name: str,
    into: Path,
    room: Room,
    left: int,
) -> int:
    """Write ``files`` below ``into``; returns what is left of so many bytes. Raises Refused and MachineFault."""
    for path, member in files.items():
        left -= _Copy(archive, member, name, room).write(into / path, left)
    return left


def files_by_place(members: Iterable[zipfile.ZipInfo], name: str, room: Room) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """The members that are files, by the place that each belongs to. Raises Refused."""
    files: dict[PurePosixPath, zipfile.ZipInfo] = {}
    folders: set[PurePosixPath] = set()
    twice: PurePosixPath | None = None
    for member in members:
        if is_junk(member.orig_filename):
            continue
        path = check_member(member, name)
        folders |= set(path.parents)
        if member.orig_filename.endswith("/"):
            folders.add(path)
        elif path.suffix.lower() == ZIP and not room.archives:
            raise Refused(
                f"A student's archive holds plain files. {printable(path)} in {printable(name)} is an archive itself. "
                f"Pack its files in its place."
            )
        elif path in files:
            twice = path
        else:
            files[path] = member
    twice = twice or next((path for path in files if path in folders), None)
    if twice is not None:
        raise Refused(
            f"Each name stands once in an archive. {printable(twice)} in {printable(name)} stands there twice. Pack the folder again."
        )
    return files


def _apart(file: _Narrow, archive: zipfile.ZipFile, name: str, room: Room) -> None:
    """Refuse members that share bytes: by that a small archive unpacks to a huge one."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda each: each.header_offset):
        if not 0 <= member.header_offset < archive.start_dir:
            raise _damaged(name)
        if member.header_offset < end:
            raise Refused(
                f"Each file of an archive has bytes of its own. {printable(member.orig_filename)} in {printable(name)} shares "
                f"those of another. Pack the folder again."
            )
        with _reading(name, room):
            file.seek(member.header_offset)
            _, named, extra = _LOCAL.unpack(file.read(_LOCAL.size))
        end = member.header_offset + _LOCAL.size + named + extra + member.compress_size
    if end > archive.start_dir:
        raise _damaged(name)


@dataclass(slots=True)
class _Copy:
    """One member on its way to the disk."""

    archive: zipfile.ZipFile
    member: zipfile.ZipInfo
    name: str
    room: Room

    def write(self, target: Path, left: int) -> int:
        """Write to ``target``, and return how many bytes they were, of which there may be ``left``."""
        count = 0
        with _writing(self.name):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Opened as a new file and no other: names that one file system takes for one are two files elsewhere.
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with _writing(self.name), os.fdopen(handle, "wb") as written:
            for chunk in self._chunks():
                count += len(chunk)
                self._bounded(count, left)
                written.write(chunk)
        if count != self.member.file_size:
            raise _damaged(self.name)
        return count

    def _chunks(self) -> Iterator[bytes]:
        with _reading(self.name, self.room), self.archive.open(self.member) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def _bounded(self, count: int, left: int) -> None:
        here = f"{printable(self.member.orig_filename)} in {printable(self.name)}"
        if count > self.room.each:
            raise Refused(
                f"A file in an archive may have {self.room.each >> 20} MiB. {here} has more. Leave it out, or clear the "
                f"notebook's outputs."
            )
        if count > left:
            raise Refused(
                f"{self.room.what} may unpack to {self.room.together >> 20:,} MiB in all. {here} goes beyond. "
                f"Leave out what was downloaded."
            )
        if count > FREE and count > self.room.ratio * self.member.compress_size:
            raise Refused(
                f"A file may unpack to {self.room.ratio:,} times its packed size. {here} goes beyond, like what is made to fill "
                f"a disk. Leave it out, or clear the notebook's outputs."
            )


class _Narrow:
    """A file of which no more than ``most`` bytes are read at once: zipfile reads a table of contents in one piece."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most
        self._size = file.seek(0, os.SEEK_END)
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._file.tell())
        wanted = left if size < 0 else min(size, left)
        if wanted > self._most:
            raise _TooLong
        return self._file.read(wanted)


class _TooLong(Exception):
    """The table of contents has more bytes than the members that are allowed could need."""


@contextmanager
def _reading(name: str, room: Room) -> Iterator[None]:
    """Whatever the archive's own bytes make zipfile raise is a refusal."""
    try:
        yield
    except _TooLong:
        raise too_many(name, room) from None
    except UnicodeDecodeError:
        raise Refused(
            f"The names in an archive are UTF-8. One in {printable(name)} is not. Give the files names of plain letters and "
            f"pack the folder again."
        ) from None
    except UNREADABLE:
        raise _damaged(name) from None


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise Refused(
            f"Names in an archive differ by more than capital letters. Two in {printable(name)} do not. Rename one of them."
        ) from None
    except OSError as error:
        raise MachineFault(
            f"There must be room to unpack {printable(name)}. The system said: {error.strerror}. Set TMPDIR to a folder on a "
            f"larger disk."
        ) from None


def _damaged(name: str) -> Refused:
    return Refused(
        f"A zip archive can be read to its end. {printable(name)} is damaged, or no zip file. Pack the folder again."
    )


def too_many(name: str, room: Room) -> Refused:
    """The refusal of what holds more members than ``room`` has."""
    return Refused(
        f"{room.what} may hold {room.members:,} files. {printable(name)} holds more. Leave out what was downloaded."
    )
