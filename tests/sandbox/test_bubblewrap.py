"""The sandbox keeps the host, the fork server and the other forks out of a fork's reach."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from autograder.sandbox.bubblewrap import path_inside
from autograder.sandbox.limits import Limits
from tests.support.sandboxed_code import CANARY, attempt, evaluated

LIBC = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\ndef call(name, *args):\n    "
LIBC += "if getattr(libc, name)(*args) == -1: raise PermissionError(ctypes.get_errno())\n"


def test_student_code_is_not_root_on_the_host(sandbox):
    """The kernel's own view: neither uid nor gid is 0, also when the grader is root."""
    with sandbox.fork() as session:
        status = Path(f"/proc/{session._fork.pid}/status").read_text()
        ids = {
            line.split(":")[0]: line.split()[1:] for line in status.splitlines() if line[:3] in ("Uid", "Gid", "Cap")
        }
        expected = 65534 if os.geteuid() == 0 else os.geteuid()
        assert [str(expected)] * 4 == ids["Uid"]
        assert "0" not in ids["Gid"]
        assert {"0000000000000000"} == {ids[name][0] for name in ids if name.startswith("Cap")}
        assert "NoNewPrivs:\t1" in status


def test_root_cannot_be_had_again(sandbox):
    with sandbox.fork() as session:
        assert "OSError" == attempt(session, "import os\nos.setuid(0)")  # no such uid in this namespace
        for forbidden in ("call('unshare', 0x10000000)", "call('unshare', 0x20000)", "call('sethostname', b'x', 1)"):
            assert attempt(session, LIBC + forbidden) == "PermissionError"


def test_the_files_of_the_host_are_not_there(sandbox, root, tmp_path):
    """No home, no temporary file, no password file, no lessons, no rest of the engine: a few system folders."""
    (tmp_path / "secret").write_text(CANARY)
    with sandbox.fork() as session:
        assert sorted(os.listdir("/usr")) == evaluated(session, "tell(sorted(os.listdir('/usr')))")
        visible = set(evaluated(session, "tell(os.listdir('/'))"))
        ours = {
            path_inside(path).split("/")[1] for path in (sys.prefix, sys.base_prefix, os.path.realpath(sys.executable))
        }
        system = {"bin", "dev", "engine", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "tmp", "usr"}
        assert visible <= system | ours
        gone = ["/etc/passwd", "/etc/shadow", "/etc/hosts", str(root / "lessons"), str(root / "pyproject.toml")]
        gone += [str(tmp_path / "secret"), str(Path.home() / ".bashrc"), "/sys", "/var", "/run"]
        assert not any(evaluated(session, f"tell([os.path.exists(path) for path in {gone}])"))
        assert [] == evaluated(session, "tell(os.listdir('/tmp') + os.listdir('/dev/shm') + os.listdir('/dev/pts'))")


def test_no_lesson_and_no_grader_lies_in_the_sandbox(sandbox):
    """Of the engine only what runs beside the student's code; of the lessons nothing, wherever the sandbox is searched."""
    with sandbox.fork() as session:
        parts = evaluated(session, "tell(sorted(os.listdir('/engine/autograder')))")
        files = ["__init__.py", "compat.py", "faults.py", "parsing.py", "reply.py", "verdicts.py"]
        assert sorted([*files, "sandbox", "exercise", "judge", "pictures", "probes", "student"]) == parts
        assert "exam.py" in evaluated(session, "tell(os.listdir('/engine/autograder/exercise'))")
        search = """
found = []
for top in (t for t in os.listdir('/') if t not in ('proc', 'usr', 'dev') and not os.path.islink('/' + t)):
    for folder, below, files in os.walk('/' + top):
        if 'site-packages' in folder: below.clear()
        found += [os.path.join(folder, f) for f in files if f in ('hidden.py', 'task.py', 'lesson.py', 'course.toml', 'numpy_layers.py')]
tell([f for f in found if not f.startswith('/engine/autograder/student/')])"""
        assert [] == evaluated(session, search)


def test_the_environment_is_ours(sandbox):
    """No variable of the grader reaches a fork, nor the process that started it."""
    with sandbox.fork() as session:
        names = evaluated(session, "tell(dict(os.environ))")
        assert names["AUTOGRADER_SANDBOX"] == "1"
        assert not any(CANARY in value for value in names.values())
        allowed = ("AUTOGRADER_SANDBOX", "CUDA_VISIBLE_DEVICES", "HOME", "KERAS_", "LANG", "MPL", "PATH", "PWD")
        allowed += ("PYTHONHASHSEED", "OMP_", "OPENBLAS_", "TF_")
        assert [] == [name for name in names if not name.startswith(allowed)]
        assert CANARY not in evaluated(session, "tell(open('/proc/1/environ').read())")


def test_no_descriptor_is_inherited(sandbox):
    """The three standard streams lead to /dev/null, and the channel lies at the far end of the table."""
    with sandbox.fork() as session:
        open_ones = evaluated(session, "tell(sorted(int(f) for f in os.listdir('/proc/self/fd')))")
        assert [0, 1, 2] == open_ones[:3]
        assert open_ones[-1] == Limits().files - 1
        assert len(open_ones) <= 5  # and the one that lists the folder
        assert ["/dev/null"] * 3 == evaluated(session, "tell([os.readlink(f'/proc/self/fd/{n}') for n in (0, 1, 2)])")


def test_code_that_writes_to_every_usual_descriptor_misses_the_channel(sandbox):
    with sandbox.fork() as session:
        noise = "import os\nfor n in range(1, 250):\n    try: os.write(n, b'junk' * 99); os.close(n)\n    except OSError: pass"
        assert "" == attempt(session, noise)
        assert "" == attempt(session, "1 + 1")


def test_there_is_no_network(sandbox):
    """Neither the host's loopback, nor an abstract socket of the host, nor any other address can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0" + CANARY)
        abstract.listen()
        port = server.getsockname()[1]
        with sandbox.fork() as session:
            connect = f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)"
            assert "PermissionError" == attempt(session, connect)
            assert "PermissionError" == attempt(
                session, "import socket\nsocket.create_connection(('192.0.2.1', 80), 2)"
            )
            unix = f"import socket\nsocket.socket(socket.AF_UNIX).connect('\\0{CANARY}')"
            assert "PermissionError" == attempt(session, unix)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG"])
def test_no_socket_of_any_family_can_be_made(sandbox, family):
    """Some families, AF_VSOCK among them, live outside the network namespace."""
    with sandbox.fork() as session:
        assert "PermissionError" == attempt(
            session, f"import socket\nsocket.socket(socket.{family}, socket.SOCK_STREAM)"
        )
        assert "" == attempt(
            session, "import socket\na, b = socket.socketpair()\na.send(b'1')\nassert b.recv(1) == b'1'"
        )


def test_everything_but_scratch_is_read_only(sandbox):
    with sandbox.fork() as session:
        for path in (
            "/x",
            "/usr/x",
            "/etc/x",
            "/dev/x",
            "/engine/autograder/sandbox/fork_loop.py",
            path_inside(sys.prefix) + "/x",
            "/dev/pts/x",
        ):
            assert attempt(session, f"open({path!r}, 'w')") in ("OSError", "PermissionError"), path
        assert "" == attempt(session, "open('/tmp/x', 'w').write('mine')")
        assert "PermissionError" == attempt(session, LIBC + "call('mount', b'none', b'/', None, 32 | 4096, None)")
        assert "PermissionError" == attempt(session, LIBC + "call('umount2', b'/proc', 2)")


def test_scratch_is_limited(sandbox):
    with sandbox.fork(Limits(scratch=8 << 20)) as session:
        assert "OSError" == attempt(session, "open('/tmp/x', 'wb').write(bytes(9 << 20))")
        assert "OSError" == attempt(session, "open('/dev/shm/x', 'wb').write(bytes(9 << 20))")


def test_a_fork_sees_only_its_own_processes(sandbox):
    """It is the first process of its namespace; its /proc shows nobody else, so nobody can be read or killed."""
    with sandbox.fork() as other, sandbox.fork() as session:
        assert ["1"] == evaluated(session, "tell([p for p in os.listdir('/proc') if p.isdigit()])")
        kill = """
import os
ended = []
for pid in [*range(2, 3000), -1]:
    try: os.kill(pid, 9); ended.append(pid)
    except ProcessLookupError: pass
assert ended == [], ended"""
        assert "" == attempt(session, kill)
        assert "" == attempt(other, "1 + 1")
    with sandbox.fork() as after:
        assert "" == attempt(after, "1 + 1")


def test_parent_and_siblings_cannot_be_read(sandbox):
    """Neither by ptrace's calls, with numbers learnt from the host, nor through /proc."""
    with sandbox.fork() as other, sandbox.fork() as session:
        marker = "marker = ['secret of the other fork']"
        assert "" == attempt(other, marker)
        hosts = [other._fork.pid, sandbox._process.pid, os.getpid()]
        for pid in [2, 3, 4, *hosts]:
            assert attempt(session, f"open('/proc/{pid}/mem', 'rb')") == "FileNotFoundError"
            assert attempt(session, LIBC + f"call('ptrace', 16, {pid}, 0, 0)") == "PermissionError"
            read = f"call('process_vm_readv', {pid}, (ctypes.c_void_p * 2)(0x1000, 8), 1, (ctypes.c_void_p * 2)(0x1000, 8), 1, 0)"
            assert attempt(session, LIBC + read) == "PermissionError"


def test_forks_share_no_place_to_leave_a_message(sandbox):
    """Files of one fork are unknown to the next; memory that no file names cannot be had at all."""
    leave = """
for path in ('/tmp/note', '/dev/shm/note'):
    open(path, 'w').write('the answer')"""
    find = """
import os
assert not os.path.exists('/tmp/note') and not os.path.exists('/dev/shm/note')"""
    with sandbox.fork() as first, sandbox.fork() as second:
        assert "" == attempt(first, leave)
        assert "" == attempt(second, find)


@pytest.mark.parametrize("call", ["memfd_create', b'x', 0", "shmget', 4711, 4096, 0o1666", "semget', 4711, 9, 0o1666"])
def test_no_memory_can_be_had_that_no_process_shows(sandbox, call):
    with sandbox.fork() as session:
        assert "PermissionError" == attempt(session, f"{LIBC}call('{call})")
