"""The locks that a fork puts on itself before it sees a line of the student's code.

bubblewrap parts the sandbox from the host; these part the forks from one another and from the fork server, which
bubblewrap does not do. Each step raises OSError when the kernel refuses it: a fork that cannot lock does not serve.

    protected     own namespaces, own /proc and /tmp, no capability, Landlock where the kernel has it, seccomp, rlimits
    limited       Landlock, seccomp, rlimits: no namespace of its own, for machines that forbid them
    unprotected   rlimits
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
from pathlib import Path
from typing import Any, Literal

from autograder.sandbox import landlock, seccomp
from autograder.sandbox.limits import Limits

Level = Literal["protected", "limited", "unprotected"]

_libc = ctypes.CDLL(None, use_errno=True)

# <linux/sched.h>, <sys/mount.h>, <linux/prctl.h>
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (
    0x20000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 0x4000, 0x40000
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def part() -> None:
    """Give this process user, mount, IPC and network namespaces of its own, and its next child a PID namespace.

    The process must have one thread. Its uid and gid map to themselves, so nothing is gained but the namespaces.
    """
    uid, gid = os.getuid(), os.getgid()
    spaces = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET
    _call("making namespaces", _libc.unshare, spaces)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")


def lock(limits: Limits, level: Level, reads: tuple[str, ...] = (), scratch: str = "/tmp") -> None:
    """Lock this process. Irrevocable. With namespaces it must be PID 1 of its own, which :func:`part` gave its parent.

    Without them only what lies below ``reads`` can be read, and only ``scratch`` can be written.
    """
    if level == "protected":
        _mounts(limits)
        # No namespace below this one, where a capability could be had again.
        _write("/proc/sys/user/max_user_namespaces", "0")
        _drop_capabilities()
    _call("forbidding new privileges", _libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Should the machine run out of memory, the kernel shall take the fork before anything else.
    _write("/proc/self/oom_score_adj", "1000")
    _rlimits(limits, counted_alone=level == "protected")
    if level == "protected":
        if landlock.version():
            landlock.restrict(("/",), ("/tmp", "/dev/shm", *DEVICES), limits.programs)
        seccomp.install(seccomp.program(seccomp.machine(), programs=limits.programs))
    elif level == "limited":
        if not landlock.version():
            raise OSError(errno.ENOSYS, "restricting files with Landlock: this kernel has none")
        landlock.restrict(reads, (scratch, *DEVICES), limits.programs)
        alone = landlock.version() >= landlock.SCOPED_SINCE
        # An older Landlock does not keep signals in; then the fork may send them to nobody but itself.
        signals = None if alone else os.getpid()
        seccomp.install(seccomp.program(seccomp.machine(), programs=limits.programs, pid=signals))


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """mount(2). Raises OSError naming the target."""
    args = (source.encode(), target.encode(), kind.encode() if kind else None, ctypes.c_ulong(flags), data.encode())
    _call(f"mounting {target}", _libc.mount, *args)


def _mounts(limits: Limits) -> None:
    plain = MS_NOSUID | MS_NODEV
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    mount("proc", "/proc", "proc", plain | MS_NOEXEC)
    for scratch in ("/tmp", "/dev/shm"):
        mount("tmpfs", scratch, "tmpfs", plain, f"mode=1777,size={limits.scratch},nr_inodes=65536")
    # bubblewrap's terminals are one set for all forks of the sandbox.
    mount("tmpfs", "/dev/pts", "tmpfs", plain | MS_NOEXEC | MS_RDONLY, "mode=755,size=4096")
    os.chdir("/tmp")  # the old working directory is the fork server's /tmp


def _drop_capabilities() -> None:
    with open("/proc/sys/kernel/cap_last_cap") as file:
        last = int(file.read())
    for capability in range(last + 1):
        _call("dropping capabilities", _libc.prctl, PR_CAPBSET_DROP, capability, 0, 0, 0)
    _call("dropping capabilities", _libc.prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _call("dropping capabilities", _libc.capset, header, none)


def _rlimits(limits: Limits, counted_alone: bool) -> None:
    cpu = max(1, round(limits.total_cpu))
    # Only in a user namespace of its own are a fork's processes counted apart from the others of the same user.
    others = 0 if counted_alone else _threads_of(os.getuid())
    for name, soft in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, limits.processes + others),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        # One's own limit may lie below ours already, and only root may raise it.
        value = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(name, (value, value))


def _threads_of(uid: int) -> int:
    """How many threads this user has on the whole machine."""
    count = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and process.stat().st_uid == uid:
                count += len(os.listdir(process / "task"))
        except OSError:
            continue  # it has ended meanwhile, or is hidden
    return count


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _call(doing: str, function: Any, *args: Any) -> None:
    if function(*args) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{doing}: {os.strerror(code)}")
