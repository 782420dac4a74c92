"""Real root's way into the sandbox: gives root up, and becomes the fork server.

bubblewrap must be root to bind an interpreter that lies in root's own 0700 home, and no student's code may be.
It is run by path before anything of the sandbox is imported, and needs only the standard library.
"""

from __future__ import annotations

import ctypes
import os
import sys

NOBODY = 65534
OWN_PROC = "--own-proc"


def main(arguments: list[str]) -> None:
    """Become uid and gid 65534 without groups, and execute the command. Does not return.

    With ``--own-proc`` first, /proc is mounted before: bubblewrap, when root, covers parts of it, and below a covered
    /proc the kernel allows no fork to mount its own. The new execution makes the process dumpable again, so it may
    write its uid_map.
    """
    if arguments[0] == OWN_PROC:
        arguments = arguments[1:]
        libc = ctypes.CDLL(None, use_errno=True)
        nosuid_nodev_noexec = ctypes.c_ulong(2 | 4 | 8)
        if libc.mount(b"proc", b"/proc", b"proc", nosuid_nodev_noexec, None) != 0:
            raise OSError(ctypes.get_errno(), "mounting /proc: " + os.strerror(ctypes.get_errno()))
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
