"""Folders and files that a stranger made, opened without following a link or waiting for a pipe."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class NotPlain(OSError):
    """A device, a pipe, a folder, or a file that has a second name elsewhere."""


@contextmanager
def open_folder(folder: Path) -> Iterator[int]:
    """A handle on ``folder``. Raises OSError when it is no real folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def open_plain_file(folder: int, name: str) -> Iterator[BinaryIO]:
    """The plain file ``name`` of the open ``folder``. Raises OSError for a link, NotPlain for what is no plain file."""
    # O_NONBLOCK: opening a pipe must not wait for its writer.
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(handle)  # fdopen would refuse a folder and leave it open
        raise NotPlain(name)
    with os.fdopen(handle, "rb") as file:
        yield file


def list_folder(folder: Path) -> list[str]:
    """The sorted names in ``folder``. Raises OSError when it is not a real folder."""
    with open_folder(folder) as handle:
        return sorted(os.listdir(handle))


def read_small_text(folder: Path, name: str, most: int) -> str | None:
    """The text of a plain file of at most ``most`` bytes, or None when there is none that can be read."""
    try:
        with open_folder(folder) as handle, open_plain_file(handle, name) as file:
            raw = file.read(most + 1)
    except OSError:
        return None
    return raw.decode("utf-8", "replace") if len(raw) <= most else None
