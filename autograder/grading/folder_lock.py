"""A claim on a folder of results: of two runs that write to one folder the second waits until the first has ended."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

FILE = ".autograder-at-work"
MOST_TOLD = 200
# What filesystems without locks say, some of them networks'.
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


@contextmanager
def folder_lock(out: Path, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold ``out`` alone; the folder is made. While another run holds it, wait: ``on_wait`` is called once, in a sentence.

    The kernel lets go of a claim when its process ends, however it ends, so none is ever left over; a killed run's file
    is taken over. Where the filesystem has no locks nothing is claimed. Raises OSError when the file cannot be made.
    """
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    path = out / FILE
    held = _locked_file(path, on_wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is held: nobody else can hold the file of this name
        os.close(held)
        if made:
            with suppress(OSError):  # a command that wrote nothing leaves nothing
                out.rmdir()


def _locked_file(path: Path, on_wait: Callable[[str], None]) -> int:
    """A descriptor of the locked file at ``path``."""
    announced = False
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not announced:
                    on_wait(_sentence(path.parent, os.read(handle, MOST_TOLD).decode("utf-8", "replace")))
                announced = True
                fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in NO_LOCKS:
                os.close(handle)
                raise
        except BaseException:
            os.close(handle)
            raise
        # The holder before us has removed the file that we waited for; who comes now would lock another.
        if _is_at(handle, path):
            _sign(handle)
            return handle
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    ours = os.fstat(handle)
    try:
        theirs = path.lstat()
    except FileNotFoundError:
        return False
    return (ours.st_dev, ours.st_ino) == (theirs.st_dev, theirs.st_ino)


def _sign(handle: int) -> None:
    """Say who holds it. On a full disk it holds unsigned."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()} since {datetime.now():%H:%M}".encode(), 0)


def _sentence(out: Path, who: str) -> str:
    return (
        f"One run at a time writes to {out}. Another is at work there ({who or 'it did not say who'}). "
        f"This one goes on as soon as that one has ended; Ctrl-C gives it up."
    )
