"""Files that are written whole or not at all: a reader, and a run after a crash, sees the old text or the new one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

PART = ".part"
"""How the name of a file ends that is being written: hidden, beside its place. Only a killed run leaves one."""


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in one step; folders are made. A reader sees the old file or the new one.

    Raises OSError, with the old file in its place, when it cannot be written.
    """
    for last in (False, True):
        try:
            _write(path, text)
            return
        except FileNotFoundError:  # ``nbgrader autograde --force`` removes whole folders, at any moment
            if last:
                raise


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def sweep(folder: Path) -> None:
    """Remove the parts of files that killed runs have left below ``folder``. No other run may be writing there."""
    for part in folder.rglob(f".*{PART}"):
        part.unlink(missing_ok=True)
