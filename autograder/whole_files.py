"""Files that are written whole or not at all: a reader, and a run after a crash, sees the old file or the new one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

PART = ".part"
"""How the name of a file ends that is being written: hidden, beside its place. Only a killed run leaves one."""


def write_whole(path: Path, content: str | bytes, mode: int | None = 0o644) -> None:
    """Put ``content`` at ``path`` in one step; folders are made. A reader sees the old file or the new one.

    ``mode`` are the permission bits; with None they are those that the umask gives any new file. Raises OSError, with the old
    file in its place, when it cannot be written.
    """
    _write(path, content, mode, Path.replace)


def write_once(path: Path, content: str | bytes, mode: int | None = 0o644) -> None:
    """Like ``write_whole``, but a file that is there already stays: of two that write at the same time the first wins."""
    _write(path, content, mode, place_once)


def place_once(part: Path, path: Path) -> None:
    """Give the file ``part`` the name ``path`` as well, unless there is a file of that name."""
    try:
        os.link(part, path)  # unlike a renaming, never in the place of one that another program has just made
    except FileExistsError:
        return
    except OSError:  # a filesystem without hard links
        if not path.exists():
            part.rename(path)


def sweep(folder: Path) -> None:
    """Remove the parts of files that killed runs have left below ``folder``. No other run may be writing there."""
    sweep_parts(folder.rglob(f".*{PART}"))


def sweep_parts(paths: Iterable[Path]) -> None:
    """Remove those of ``paths`` that are files. A folder of such a name is somebody's, and stays."""
    for part in paths:
        if not part.is_dir():
            part.unlink(missing_ok=True)


def _write(path: Path, content: str | bytes, mode: int | None, place: Callable[[Path, Path], object]) -> None:
    data = content.encode() if isinstance(content, str) else content
    for last in (False, True):
        try:
            _write_part(path, data, mode, place)
            return
        except FileNotFoundError:  # ``nbgrader autograde --force`` removes whole folders, at any moment
            if last:
                raise


def _write_part(path: Path, data: bytes, mode: int | None, place: Callable[[Path, Path], object]) -> None:
    def create(name: str, flags: int) -> int:
        return os.open(name, flags, 0o666 if mode is None else 0o600)

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        with open(part, "xb", opener=create) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(part, mode)
        place(part, path)
    finally:
        part.unlink(missing_ok=True)
