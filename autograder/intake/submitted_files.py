"""The files that lie in a folder that a stranger filled: read without following a link, within bounds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from autograder.intake.refusal import Refused, printable

MOST_FILES = 1_000
MOST_DEPTH = 16
MOST_TOGETHER = 64 << 20
"""Bytes that all files of one submission may have together."""


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``: its POSIX name relative to it, and its bytes. Hidden folders are left out.

    Raises Refused for a link, device, pipe or hard link, for more than 1,000 files, for names that are not UTF-8, and
    for more than 64 MiB. Nothing outside ``folder`` is ever opened.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise Refused(
            f"{printable(folder.name)} must be a folder. A link or a file was found instead. Hand it in again."
        ) from None
    found: dict[str, bytes] = {}
    left = MOST_TOGETHER
    for name, entry in _walk(handle, PurePosixPath()):
        found[str(name)] = data = _read(entry, name, left)
        left -= len(data)
        if len(found) > MOST_FILES:
            raise Refused(
                f"A submission may hold {MOST_FILES:,} files. This one holds more. Leave out what was downloaded."
            )
    return found


def _walk(handle: int, above: PurePosixPath) -> Iterator[tuple[PurePosixPath, int]]:
    """Names and open descriptors of what lies below the folder ``handle`` and is no folder. Closes ``handle``."""
    try:
        if len(above.parts) > MOST_DEPTH:
            raise Refused(f"Folders may nest {MOST_DEPTH} deep in a submission. These nest deeper. Hand in fewer.")
        for name in sorted(os.listdir(handle)):
            inner = above / _plain(name)
            # O_NONBLOCK: opening a pipe must not wait for its writer.
            try:
                entry = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=handle)
            except OSError:
                raise Refused(
                    f"A submission holds plain files. {printable(inner)} is a link, or may not be read. Hand in the file itself."
                ) from None
            if not stat.S_ISDIR(os.fstat(entry).st_mode):
                yield inner, entry
            elif name.startswith("."):
                os.close(entry)
            else:
                yield from _walk(entry, inner)
    finally:
        os.close(handle)


def _plain(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Refused("The names of files are UTF-8. One in this submission is not. Rename it.") from None
    return name


def _read(entry: int, name: PurePosixPath, left: int) -> bytes:
    with os.fdopen(entry, "rb") as file:
        status = os.fstat(entry)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise Refused(
                f"A submission holds plain files. {printable(name)} is a device, pipe or hard link. Hand in the file itself."
            )
        data = file.read(left + 1)
    if len(data) > left:
        raise Refused(
            f"A submission may hold {MOST_TOGETHER >> 20} MiB in all. {printable(name)} goes beyond. Leave out what was downloaded."
        )
    return data
