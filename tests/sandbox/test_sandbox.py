"""The sandbox keeps the host, the fork server and the other forks out of a fork's reach. All with the real sandbox."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from autograder.probes.plain_values import TAG
from autograder.sandbox.bubblewrap import path_inside
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from tests.support.other_user import ORDINARY, run_as

LIGHT = ("numpy", "IPython")
CANARY = "canary-5f1c9e"


@pytest.fixture(scope="module")
def sandbox():
    """A sandbox without TensorFlow, started with a canary in the environment of its trusted side."""
    os.environ["AUTOGRADER_CANARY"] = CANARY
    try:
        with Sandbox(preload=LIGHT) as sandbox:
            yield sandbox
    finally:
        del os.environ["AUTOGRADER_CANARY"]


def evaluated(session, source):
    """What a cell prints as JSON with its last line ``tell(…)``."""
    prelude = "import json, os, sys\ntell = lambda value: print(json.dumps(value))\n"
    (result,) = session.run_cells([Cell("c", prelude + source)], capture=True)
    assert (result.status, result.evalue) == ("ok", "")
    return json.loads(result.outputs[0]["text"])


def attempt(session, source):
    """The name of the exception in which a cell ends; empty when it succeeds."""
    return session.run_cells([Cell("c", source)])[0].ename


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
        search = """
found = []
for top in (t for t in os.listdir('/') if t not in ('proc', 'usr', 'dev') and not os.path.islink('/' + t)):
    for folder, below, files in os.walk('/' + top):
        if 'site-packages' in folder: below.clear()
        found += [os.path.join(folder, f) for f in files if f in ('hidden.py', 'task.py', 'lesson.py', 'course.toml')]
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


def test_nothing_one_fork_does_reaches_the_next(sandbox):
    """A poisoned module is poisoned in its own process only."""
    with sandbox.fork() as first:
        assert "" == attempt(first, "import numpy\nnumpy.exp = None\nx = 1")
    with sandbox.fork() as second:
        assert [True, False] == evaluated(second, "import numpy\ntell([callable(numpy.exp), 'x' in globals()])")


def test_forks_run_side_by_side_from_several_threads(sandbox):
    """Eight threads with a fork each: all answer, none gets another's answer."""
    results: dict[int, str] = {}

    def work(number: int) -> None:
        with sandbox.fork() as session:
            results[number] = evaluated(session, f"import time; time.sleep(0.2); tell({number})")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: n for n in range(8)} == results


def processes_with(name: str) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text() == f"{name}\n":
                found.append(entry.name)
        except OSError:
            continue
    return found


def until(condition, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


DETACH = """
import ctypes, os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        ctypes.CDLL(None).prctl(15, b"MARKER")
        while True:
            time.sleep(600)
    os._exit(0)
os.wait()"""


def test_a_detached_child_dies_with_its_fork(sandbox):
    """Double-forked, in a session of its own, deaf to signals: still gone when the session is closed."""
    marker = f"det-{os.getpid()}"
    with sandbox.fork() as session:
        assert "" == attempt(session, DETACH.replace("MARKER", marker))
        assert until(lambda: processes_with(marker))
    assert until(lambda: not processes_with(marker), 2)


def test_closing_a_sandbox_leaves_nothing_running():
    """Forks whose sessions were never closed, and their detached children, end with the sandbox."""
    marker = f"left-{os.getpid()}"
    with Sandbox(preload=LIGHT) as sandbox:
        session = sandbox.fork()
        assert "" == attempt(session, DETACH.replace("MARKER", marker))
        assert until(lambda: processes_with(marker))
        pid = session._fork.pid
    assert until(lambda: not processes_with(marker) and not os.path.exists(f"/proc/{pid}"), 2)
    session.close()


def test_a_grader_that_is_killed_leaves_nothing_running(root):
    """kill -9 of the trusted process takes bubblewrap, the fork server and every fork with it."""
    marker = f"orphan-{os.getpid()}"
    program = f"""
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.bubblewrap import inside
from autograder.sandbox.session import Cell
with Sandbox(preload=("numpy", "IPython")) as sandbox, sandbox.fork() as session:
    session.run_cells([Cell("a", {DETACH.replace("MARKER", marker)!r})])
    print("ready", flush=True)
    session.run_cells([Cell("b", "import time; time.sleep(100)")])
"""
    grader = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=root)
    assert grader.stdout is not None
    assert b"ready\n" == grader.stdout.readline()
    assert until(lambda: processes_with(marker))
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert until(lambda: not processes_with(marker))


def test_a_sandbox_that_was_started_in_a_thread_outlives_it():
    """bubblewrap's --die-with-parent means the parent thread; the sandbox must not end with the thread that made it."""
    made: list[Sandbox] = []
    thread = threading.Thread(target=lambda: made.append(Sandbox(preload=LIGHT).__enter__()))
    thread.start()
    thread.join()
    with made[0] as sandbox, sandbox.fork() as session:
        time.sleep(0.2)
        assert "" == attempt(session, "1 + 1")


def test_it_works_for_an_ordinary_user_too(tmp_path):
    """Without root the same locks hold: uid, own processes only, no capability, no way to more."""
    program = """
import json, os, sys
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
look = '''
import json, os, ctypes
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
print(json.dumps([os.getuid(), os.getpid(), sorted(p for p in os.listdir("/proc") if p.isdigit()),
    status["CapBnd"].strip("\\t0"), status["NoNewPrivs"].strip(), ctypes.CDLL(None).unshare(0x10000000)]))'''
with Sandbox(preload=("numpy", "IPython")) as sandbox, sandbox.fork() as session:
    (cell,) = session.run_cells([Cell("a", look)], capture=True)
    print(json.dumps([os.getuid(), cell.outputs[0]["text"]]))
"""
    done = run_as(ORDINARY, [sys.executable, "-c", program], tmp_path)
    assert (0, "") == (done.returncode, done.stderr)
    uid, visible = json.loads(done.stdout)
    assert uid != 0
    assert [65534, 1, ["1"], "", "1", -1] == json.loads(visible)


def test_the_first_op_runs_in_the_fork(warm_sandbox):
    """TensorFlow is imported but untouched before the fork, and computes after it: a layer, a gradient, XLA."""
    compute = """
import keras, tensorflow as tf, numpy as np
from tensorflow.python.eager import context
before = context.context_safe() is not None
x = tf.Variable([1.0, 2.0])
with tf.GradientTape() as tape: y = tf.function(lambda: tf.reduce_sum(x * x), jit_compile=True)()
layer = keras.layers.Dense(3); out = layer(np.ones((2, 4), 'f4'))
tell([before, tape.gradient(y, x).numpy().tolist(), list(out.shape)])"""
    for _ in range(2):
        with warm_sandbox.fork() as session:
            assert [False, [2.0, 4.0], [2, 3]] == evaluated(session, compute)


def test_a_lessons_set_up_cell_costs_next_to_nothing(warm_sandbox):
    """All that it imports is warm, and the learner's words are silent: under a third of a CPU-second with the fork."""
    words = "from autograder import check, figure, hint, open_lesson, predict, progress, quiz, reveal, solution\n"
    setup = words + "import keras\nimport numpy as np\nimport tensorflow as tf\nimport matplotlib.pyplot as plt\n"
    with warm_sandbox.fork() as session:
        (result,) = session.run_cells([Cell("setup", setup + 'open_lesson("03_weights")\ncheck("ScaleShift")')], True)
    assert ("ok", []) == (result.status, result.outputs)
    assert session.usage() < 0.3


def test_arrays_make_the_round_trip_through_an_answer(warm_sandbox):
    """A function of the student's is asked with arrays, and its arrays come back with dtype and shape."""
    with warm_sandbox.fork() as session:
        session.run_cells([Cell("a", "def double(x):\n    return x * 2")])
        for dtype in ("float32", "float64", "int64"):
            x = np.arange(6, dtype=dtype).reshape(2, 3)
            reply = session.ask("function.call", {"name": "double", "args": [{TAG: "x"}], "kwargs": {}}, {"x": x})
            assert any(a.dtype == dtype and np.array_equal(a, 2 * x) for a in reply.arrays.values()), reply
