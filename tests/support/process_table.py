"""Which processes a test has started, however deep, and whether they have ended."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

PR_SET_CHILD_SUBREAPER = 36


@contextmanager
def nothing_left(seconds: float = 10) -> Iterator[None]:
    """Asserts that all that was started inside has ended ``seconds`` after.

    An orphan of a killed process becomes a child of this one, so that no process can get out of sight.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    before = _descendants()
    try:
        yield
        ends = time.monotonic() + seconds
        while left := _descendants() - before:
            _reap(left)
            assert time.monotonic() < ends, [process.cmdline() for process in left]
            time.sleep(0.02)
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _descendants() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def _reap(processes: set[psutil.Process]) -> None:
    """Take note of the end of orphans, which stay in the table until somebody does."""
    for process in processes:
        with suppress(psutil.NoSuchProcess, ChildProcessError):
            if process.ppid() == os.getpid() and process.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(process.pid, os.WNOHANG)


def depth(pid: int) -> int:
    """In how many PID namespaces a process has a number: 1 on the host, 2 in the sandbox, 3 for a submission's fork."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("NSpid:"):
                return len(line.split()) - 1
    return 0


def forks(root: int) -> list[psutil.Process]:
    """The first processes of the submissions' forks below the process ``root``."""
    with suppress(psutil.NoSuchProcess):
        below = psutil.Process(root).children(recursive=True)
        return [process for process in below if depth(process.pid) == 3]
    return []
