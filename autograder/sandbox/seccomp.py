"""A seccomp filter: the system calls that no exercise needs fail, for a fork and all that it starts.

The numbers of the calls differ from machine to machine, so there is one table for each kind of processor that was
looked at, and a refusal for every other. Source: seccomp(2), and the kernel's asm/unistd_64.h and asm-generic/unistd.h.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable
from dataclasses import dataclass

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
KILL_PROCESS, ERRNO, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
LOAD, JUMP_EQUAL, JUMP_GREATER, JUMP_SET, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
NUMBER, ARCHITECTURE = 0, 4
ARGUMENTS = (16, 24, 32, 40, 48, 56)
"""Offsets in struct seccomp_data; an argument's lower half comes first on both machines."""

NAMESPACES = 0x7E020080  # every CLONE_NEW… of <linux/sched.h>, CLONE_NEWTIME among them
UNIX = 1
TYPES_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
NEWEST = 462
"""mseal of Linux 6.10. A call that came later is answered as an older kernel would: it is not there."""

Table = dict[str, tuple[int | None, int | None]]
"""By the name of a call its number on x86-64 and on aarch64; None where that machine never had the call."""

NEVER: Table = {
    # another namespace, another root, other mounts
    "unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51), "pivot_root": (155, 41), "mount": (165, 40),
    "umount2": (166, 39), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    # memory that no process shows, and places where two forks without namespaces could leave each other a message
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180),
    # its own limits: a lowered one would look like a kill from outside
    "setrlimit": (160, 164),
    # the network; a pair of sockets, which asyncio needs, is no network
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242),
    # the kernel itself: wide, rarely needed, often broken
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "fanotify_init": (300, 262), "fanotify_mark": (301, 263),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "lookup_dcookie": (212, 18), "personality": (135, 92), "modify_ldt": (154, None),
    "uselib": (134, None), "sysfs": (139, None), "_sysctl": (156, None), "nfsservctl": (180, 42),
    # what is an administrator's
    "syslog": (103, 116), "acct": (163, 89), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "sethostname": (170, 161), "setdomainname": (171, 162), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "vhangup": (153, 58), "iopl": (172, None), "ioperm": (173, None), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "settimeofday": (164, 170), "adjtimex": (159, 171), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
}  # fmt: skip
PROGRAMS: Table = {"execve": (59, 221), "execveat": (322, 281)}
SIGNALS = {"kill": (62, 129), "tgkill": (234, 131)}
OTHER_SIGNALS: Table = {
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424),
}  # fmt: skip
SPECIAL = {
    "clone": (56, 220), "clone3": (435, 435), "socketpair": (53, 199), "ioctl": (16, 29), "prlimit64": (302, 261),
    "rt_sigaction": (13, 134),
}  # fmt: skip
SIGCHLD = 17
"""The signal of a child's end, on both machines: ignored, the time of children would stand in nobody's account."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: its AUDIT_ARCH, and which number of a pair is its own."""

    name: str
    audit: int
    column: int


MACHINES = {
    "x86_64": Machine("x86_64", 0xC000003E, 0),
    "aarch64": Machine("aarch64", 0xC00000B7, 1),
}


class Unknown(OSError):
    """There is no table of system calls for this processor."""


def machine(name: str | None = None) -> Machine:
    """The table of this processor. Raises Unknown where there is none: no filter is better than a wrong one."""
    name = name or platform.machine()
    if name not in MACHINES:
        raise Unknown(errno.ENOSYS, f"no table of system calls for the processor {name}")
    return MACHINES[name]


def program(of: Machine, *, programs: bool = False, pid: int | None = None) -> bytes:
    """The filter as an array of struct sock_filter.

    ``programs`` leaves execve to the code. ``pid``, where given, is the only process that may be sent a signal.
    """
    made = [
        _word(LOAD, ARCHITECTURE),
        _word(JUMP_EQUAL, of.audit, 1, 0),
        _word(RETURN, KILL_PROCESS),  # another calling convention, under which the numbers mean other calls
        _word(LOAD, NUMBER),
        _word(JUMP_GREATER, NEWEST, 0, 1),  # the numbers of x32 among them
        _refuse(errno.ENOSYS),
    ]
    refused = [NEVER, *([] if programs else [PROGRAMS])]
    if pid is not None:
        refused.append(OTHER_SIGNALS)
    for number in _numbers(of, refused):
        made += [_word(JUMP_EQUAL, number, 0, 1), _refuse(errno.EPERM)]
    # glibc tries clone3 first, and falls back to clone, whose flags can be seen.
    made += [_word(JUMP_EQUAL, SPECIAL["clone3"][of.column], 0, 1), _refuse(errno.ENOSYS)]
    made += _argument(of, "clone", 0, [_word(JUMP_SET, NAMESPACES, 0, 1), _refuse(errno.EPERM)])
    made += _argument(of, "socketpair", 0, [_word(JUMP_EQUAL, UNIX, 1, 0), _refuse(errno.EPERM)])
    made += _argument(of, "prlimit64", 2, _nothing(2))
    # A new action for SIGCHLD; looking at the present one is free.
    made += _argument(of, "rt_sigaction", 0, [_word(JUMP_EQUAL, SIGCHLD, 1, 0), _word(RETURN, ALLOW), *_nothing(1)])
    typing = [_word(JUMP_EQUAL, request, 0, 1) + _refuse(errno.EPERM) for request in TYPES_INTO_TERMINAL]
    made += _argument(of, "ioctl", 1, [b"".join(typing)])
    if pid is not None:
        for name in SIGNALS:
            made += _argument(of, name, 0, [_word(JUMP_EQUAL, pid, 1, 0), _refuse(errno.EPERM)])
    return b"".join([*made, _word(RETURN, ALLOW)])


def install(filter_: bytes) -> None:
    """Put the filter on this thread and all that it starts; irrevocable. no_new_privs must be set. Raises OSError."""
    buffer = ctypes.create_string_buffer(filter_, len(filter_))
    header = struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(buffer))
    if _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"installing the seccomp filter: {errno.errorcode.get(code, code)}")


def _numbers(of: Machine, tables: Iterable[Table]) -> list[int]:
    return [number for table in tables for pair in table.values() if (number := pair[of.column]) is not None]


def _argument(of: Machine, call: str, index: int, test: list[bytes]) -> list[bytes]:
    """Instructions that look at one argument of one call, and have the call's number loaded again afterwards."""
    number = (SPECIAL | SIGNALS)[call][of.column]
    body = b"".join([_word(LOAD, ARGUMENTS[index]), *test, _word(RETURN, ALLOW)])
    return [_word(JUMP_EQUAL, number, 0, len(body) // 8), body]


def _nothing(index: int) -> list[bytes]:
    """Refuse a pointer that is not NULL, half by half."""
    made = []
    for offset in (ARGUMENTS[index], ARGUMENTS[index] + 4):
        made += [_word(LOAD, offset), _word(JUMP_EQUAL, 0, 1, 0), _refuse(errno.EPERM)]
    return made


def _refuse(code: int) -> bytes:
    return _word(RETURN, ERRNO | code)


def _word(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)
