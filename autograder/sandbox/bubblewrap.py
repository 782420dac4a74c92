"""The command line of bubblewrap: what the sandbox can see, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from autograder.faults import MachineFault
from autograder.sandbox.drop_root import NOBODY, OWN_PROC

PACKAGE = Path(__file__).resolve().parents[1]
"""The engine's own folder on this machine."""
ENGINE = "/engine"
"""The folder in the sandbox that holds as much of it as a fork may see."""
PLACE = "/environment"
"""Where the sandbox mounts the virtual environment: outside, it may be under /tmp, and a fork has a /tmp of its own."""
COVERED = ("/tmp", "/dev", "/proc")
"""What is mounted anew in the sandbox, so that nothing beneath can be seen."""

FORMULAS = ("numpy_layers.py",)
"""What references are written with: right answers, and so nowhere that a fork can look."""
# Of the engine only what runs beside the student's code or is imported by the student's words.
PARTS = (
    "__init__.py", "compat.py", "faults.py", "parsing.py", "reply.py", "verdicts.py",
    *(f"exercise/{path.name}" for path in sorted((PACKAGE / "exercise").glob("*.py")) if path.name not in FORMULAS),
    "judge", "pictures", "probes", "sandbox", "student",
)  # fmt: skip

ENVIRONMENT = {
    "AUTOGRADER_SANDBOX": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "HOME": "/tmp",
    "KERAS_BACKEND": "tensorflow",
    "KERAS_HOME": "/tmp/.keras",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "PATH": "/usr/bin:/bin",
    # Equal submissions give equal verdicts: no order of a set may differ between two sandboxes.
    "PYTHONHASHSEED": "0",
    # One thread a sandbox: as many sandboxes run as there are cores, sums come out in one order, and the fork server stays
    # single-threaded, without which it could not be forked soundly.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}

# The isolated mode -I minus its -E, for PYTHONHASHSEED: the environment is ours from the first byte.
FLAGS = ("-P", "-s", "-B")
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from autograder.sandbox.forkserver import main; main()"

NO_BWRAP = (
    "The sandbox needs bubblewrap, and no program named bwrap was found. "
    "Install it, for example with `apt-get install bubblewrap`, `dnf install bubblewrap` or `pacman -S bubblewrap`."
)


def interpreter_command(engine: str, arguments: list[str], program: str | None = None) -> list[str]:
    """The command that starts the fork server, with ``engine`` the folder that holds the package autograder."""
    return [program or sys.executable, *FLAGS, "-c", _START, engine, *arguments]


def launcher_command(interpreter: str, engine: str) -> list[str]:
    """What real root puts before the command, so that it is given up first."""
    return [interpreter, "-I", "-S", "-B", f"{engine}/autograder/sandbox/drop_root.py"]


def readable_paths() -> list[str]:
    """What a fork may read where no bubblewrap shows it less than all: system, interpreter, engine, its own numbers."""
    system = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/alternatives", "/etc/ld.so.cache")
    kernel = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/sys/devices/system")
    ours = [sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)]
    ours.append(os.path.realpath(sysconfig.get_path("stdlib")))
    return list(dict.fromkeys([*system, *kernel, *ours, *(str(PACKAGE / part) for part in PARTS)]))


def bubblewrap_command(arguments: list[str]) -> list[str]:
    """The command that starts the fork server inside bubblewrap, to be run with an empty environment.

    Raises MachineFault with the mend when bubblewrap is not installed, or the interpreter would not be seen.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise MachineFault(NO_BWRAP)
    interpreter = path_inside(sys.executable)
    inner = interpreter_command(ENGINE, arguments, interpreter)
    if os.geteuid() == 0:
        inner = [*launcher_command(interpreter, ENGINE), OWN_PROC, *inner]
    return [program, *_namespaces(), *_system(), *_interpreter(), *_engine(), *_private(), "--", *inner]


def _namespaces() -> list[str]:
    common = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    common += ["--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    if os.geteuid() == 0:
        # The launcher needs these three to mount /proc and to drop root; they go with it.
        for capability in ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID"):
            common += ["--cap-add", capability]
    else:
        common += ["--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    for name, value in ENVIRONMENT.items():
        common += ["--setenv", name, value]
    return common


def _system() -> list[str]:
    args = _bind("/usr")
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
        path = Path(folder)
        if path.is_symlink():
            args += ["--symlink", os.readlink(path), folder]
        elif path.is_dir():
            args += _bind(folder)
    # Where the loader finds libraries. No passwd, no hosts: those tell of the machine.
    for folder in ("/etc/alternatives", "/etc/ld.so.cache"):
        if os.path.exists(folder):
            args += _bind(folder)
    return args


def _interpreter() -> list[str]:
    """The environment, the interpreter under it, and each link by which one leads to the other."""
    prefixes = [sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)]
    prefixes += [os.path.realpath(sysconfig.get_path("stdlib")).rsplit("/lib", 1)[0]]
    args: list[str] = []
    bound: list[str] = ["/usr"]
    for prefix in prefixes:
        if path_inside(prefix) != prefix:
            if prefix == sys.prefix:
                args += _bind(prefix, PLACE)
            bound.append(prefix)
        elif not _within(prefix, bound):
            if _within(prefix, list(COVERED)):
                raise MachineFault(
                    f"The interpreter must lie where the sandbox can show it. Received {prefix}, and the sandbox has a "
                    f"{'/' + prefix.split('/')[1]} of its own. Install Python elsewhere and make the environment anew."
                )
            args += _bind(prefix)
            bound.append(prefix)
    link = sys.executable
    while os.path.islink(link):
        link = os.path.normpath(os.path.join(os.path.dirname(link), os.readlink(link)))
        if not _within(link, bound):
            # A link on the way, as uv makes them, may lie in a home directory: only the one file, never its folder.
            args += _bind(link)
    return args


def path_inside(path: str) -> str:
    """Where a path of this machine is found in the sandbox: the virtual environment has a place of its own there."""
    if sys.prefix == sys.base_prefix:
        return path
    for prefix in (sys.prefix, os.path.realpath(sys.prefix)):
        if _within(path, [prefix]):
            return PLACE + path[len(prefix) :]
    return path


def _engine() -> list[str]:
    """The allowed parts of the package, each alone: beside an editable install lie the lessons and their answers."""
    args: list[str] = []
    for part in PARTS:
        args += _bind(str(PACKAGE / part), f"{ENGINE}/autograder/{part}")
    return args


def _private() -> list[str]:
    # Fonts of the machine would make pictures differ, and scanning them takes a second at each start.
    args = ["--tmpfs", "/usr/share/fonts"] if os.path.isdir("/usr/share/fonts") else []
    args += ["--dir", "/proc"] if os.geteuid() == 0 else ["--proc", "/proc"]
    args += ["--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm", "--perms", "1777", "--tmpfs", "/tmp"]
    fonts = ["--remount-ro", "/usr/share/fonts"] if os.path.isdir("/usr/share/fonts") else []
    return [*args, "--chdir", "/tmp", *fonts, "--remount-ro", "/dev", "--remount-ro", "/"]


def _bind(source: str, target: str | None = None) -> list[str]:
    """A read-only bind. Its parents are made first and open to all: bubblewrap as root would make them 0700."""
    target = target or source
    parents = [str(parent) for parent in reversed(Path(target).parents) if str(parent) != "/"]
    return [*(part for parent in parents for part in ("--dir", parent)), "--ro-bind", source, target]


def _within(path: str, folders: list[str]) -> bool:
    return any(path == folder or path.startswith(folder + "/") for folder in folders)
