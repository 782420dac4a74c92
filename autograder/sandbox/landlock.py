"""Landlock: which files a fork may read and write, said once more by another part of the kernel.

Below bubblewrap it is the second wall; where there are no namespaces it is the first. It binds the calling thread and all
that it starts, so a fork applies it while it has one thread. Source: landlock(7).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

_libc = ctypes.CDLL(None, use_errno=True)

# The same numbers on every machine: they came after the tables of system calls were united.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15  # and truncate, ioctl on a device
READ = READ_FILE | READ_DIR
BY_VERSION = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
"""What each version added to what can be ruled over; the first has thirteen rights, from execute to make_sym."""
TCP, TCP_SINCE = 3, 4
SCOPED, SCOPED_SINCE = 3, 6
"""Abstract sockets and signals reach no process outside."""


def version() -> int:
    """Landlock's version in this kernel; 0 where there is none."""
    return max(0, int(_libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)))


def restrict(reads: Iterable[str], writes: Iterable[str], programs: bool = False) -> None:
    """From now on only what lies below ``reads`` can be read, and below ``writes`` read and changed.

    Paths that are not there are left out. ``programs`` lets what may be read be executed. no_new_privs must be set.
    Raises OSError when the kernel refuses, as it does where it has no Landlock.
    """
    kernel = version()
    rights = sum(bits for since, bits in BY_VERSION.items() if kernel >= since)
    handled = struct.pack("<Q", rights)
    if kernel >= TCP_SINCE:
        handled += struct.pack("<Q", TCP)
    if kernel >= SCOPED_SINCE:
        handled += struct.pack("<Q", SCOPED)
    ruleset = _call(CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    try:
        for path in reads:
            _allow(ruleset, path, READ | (EXECUTE if programs else 0), rights)
        for path in writes:
            _allow(ruleset, path, rights & ~(0 if programs else EXECUTE), rights)
        _call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, wanted: int, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            wanted &= OF_A_FILE
        _call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("<Qi", wanted & rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *args: object) -> int:
    given = int(_libc.syscall(number, *args))
    if given < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"restricting files with Landlock: {errno.errorcode.get(code, code)}")
    return given
