"""Forks side by side, what they leave behind, and what ends with the sandbox. All with the real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from autograder.probes.plain_values import TAG
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from tests.support.other_user import ORDINARY, run_as
from tests.support.sandboxed_code import LIGHT, attempt, evaluated


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
