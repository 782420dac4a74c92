"""What stands in for namespaces where the kernel gives none: a folder of its own, and a process that cleans up.

Used at the levels "limited" and "unprotected". The middle process becomes the adoptive parent of all that a fork leaves
behind, however detached, and ends it; should the fork server die, so does everything below.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import tempfile
from types import FrameType
from typing import NoReturn

from autograder.sandbox.usage import UsageMeter

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def supervise() -> str:
    """Make this process the one to which orphans below it fall, and return a new folder for its fork.

    When its parent dies it gets SIGTERM, on which it ends as it otherwise does, with :func:`leave_nothing`.
    """
    parent = os.getppid()
    signal.signal(signal.SIGTERM, _end)
    for option, value in ((PR_SET_CHILD_SUBREAPER, 1), (PR_SET_PDEATHSIG, signal.SIGTERM)):
        _libc.prctl(option, int(value), 0, 0, 0)
    if os.getppid() != parent:
        raise OSError("the fork server is gone")
    return tempfile.mkdtemp(prefix="fork-", dir=os.environ["HOME"])


def enter_own_folder(scratch: str) -> None:
    """In the fork: live in ``scratch``, and die with the middle process."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    home = os.environ["HOME"]
    for name, value in os.environ.items():
        os.environ[name] = value.replace(home, scratch)
    os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None
    os.chdir(scratch)


def clean_up(scratch: str | None = None) -> None:
    """End every process below this one, wait for each, and remove ``scratch``, which the code may have filled."""
    own = UsageMeter(os.getpid())
    while True:
        for pid in own.tree()[1:]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit
