"""What time a fork may use, what happens beyond it, and whose fault each end is."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.faults import MachineFault
from autograder.reply import AnswerLost
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Cell
from autograder.sandbox.usage import UsageMeter
from tests.support.lost_answers import HOGS, lost

SHORT = Limits(cpu=0.5, wall=2.5)


@pytest.mark.parametrize(
    ("source", "how", "detail"),
    [
        ("import os; os._exit(0)", "exit", "it ended its process with code 0"),
        ("import os; os._exit(7)", "exit", "it ended its process with code 7"),
        ("import ctypes; ctypes.string_at(0)", "signal", "it crashed with SIGSEGV"),
        ("import os; os.abort()", "signal", "it crashed with SIG"),
        (
            "import sys; sys.setrecursionlimit(10**9)\nf = lambda _: list(map(f, [0]))\nf(0)",
            "signal",
            "it crashed with SIGSEGV",
        ),
    ],
)
def test_an_end_of_its_own_is_the_students(sandbox, source, how, detail):
    ended = lost(sandbox, source)
    assert how == ended.how
    assert detail in ended.detail
    assert how in str(ended)


def test_an_endless_loop_meets_the_cpu_limit(sandbox):
    start = time.monotonic()
    ended = lost(sandbox, "while True: pass", SHORT)
    assert ("cpu", "cell c: it used more than 0.5 CPU-seconds") == (ended.how, ended.detail)
    assert time.monotonic() - start < 5


def test_a_loop_that_swallows_signals_and_exceptions_meets_it_too(sandbox):
    deaf = "import signal\nfor n in range(1, 64):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
    deaf += "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    assert "cpu" == lost(sandbox, deaf, SHORT).how


def test_work_handed_to_children_counts(sandbox):
    """CPU-seconds of the whole tree, so a loop in a grandchild is no way out."""
    source = "import os, time\nif os.fork() == 0:\n    if os.fork() == 0:\n        while True: pass\n    os._exit(0)\ntime.sleep(100)"
    assert "cpu" == lost(sandbox, source, SHORT).how


def test_the_limit_is_for_each_cell_and_the_total_for_all(sandbox):
    """Four cells of 0.4 s stay under 0.5 s each, and the kernel ends the fork when they come to a second."""
    spin = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
    with sandbox.fork(Limits(cpu=0.9, wall=5, total_cpu=1)) as session:
        assert "ok" == session.run_cells([Cell("a", spin)])[0].status
        assert "ok" == session.run_cells([Cell("b", spin)])[0].status
        with pytest.raises(AnswerLost) as caught:
            session.run_cells([Cell("c", spin), Cell("d", spin)])
    assert ("cpu", "cell c: it used more than 1 CPU-seconds in all") == (caught.value.how, caught.value.detail)


def test_sleeping_meets_the_wall_limit(sandbox):
    """A cell that sleeps is the student's, although it uses no CPU."""
    ended = lost(sandbox, "import time; time.sleep(100)", Limits(cpu=0.1, wall=0.5))
    assert "wall" == ended.how
    assert "did not finish within" in ended.detail


NAP = "import time\ntime.sleep(0.4)"
SPIN = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"


def test_sleep_is_counted_over_cells_and_questions(sandbox):
    """Each nap is far below the limits of a cell; together they are too long, and the next is ended at once."""
    with sandbox.fork(Limits(total_idle=1)) as session:
        start = time.monotonic()
        with pytest.raises(AnswerLost) as caught:
            session.run_cells([Cell(f"nap{i}", NAP) for i in range(20)])
        assert time.monotonic() - start < 6  # of eight
        assert 0.9 < session.idle() < 3
    assert "wall" == caught.value.how
    assert caught.value.detail.endswith(": it slept or waited for more than 1 s in all, without using a processor")


CHILD = f"""
import os, threading
def work():
    {SPIN.replace(chr(10), chr(10) + "    ")}
if os.fork() == 0:
    work()
    os._exit(0)
os.wait()
"""
CROWD = f"""
import threading
def work():
    {SPIN.replace(chr(10), chr(10) + "    ")}
threads = [threading.Thread(target=work) for _ in range(9)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_work_is_not_taken_for_sleep(sandbox):
    """However long it takes, and whoever of the tree does it; nor is time for which the machine gave no processor."""
    with sandbox.fork(Limits(total_idle=2)) as session:
        session.run_cells([*[Cell(f"spin{i}", SPIN) for i in range(4)], Cell("child", CHILD), Cell("crowd", CROWD)])
        assert session.usage() > 2.3
        busy = session.idle()
        session.run_cells([Cell("nap", NAP)])
        assert busy + 0.2 < session.idle()


def test_the_total_wall_limit_holds_over_cells(sandbox):
    with sandbox.fork(Limits(total_cpu=0.1, total_wall=0.6)) as session, pytest.raises(AnswerLost) as caught:
        session.run_cells([Cell(str(n), "import time; time.sleep(0.25)") for n in range(4)])
    assert "wall" == caught.value.how


def test_a_machine_that_gives_no_time_is_at_fault(sandbox, monkeypatch):
    """When the answer wanted to run for most of the time and could not, nobody loses a point."""
    waits = itertools.chain([0.0], itertools.repeat(10.0))
    monkeypatch.setattr(UsageMeter, "starved", lambda self: next(waits))
    with (
        sandbox.fork(Limits(cpu=0.05, wall=0.3)) as session,
        pytest.raises(
            MachineFault, match=r"The machine is too busy: for 10 of 0 s .* Grade with fewer sandboxes at once"
        ),
    ):
        session.run_cells([Cell("a", "import time; time.sleep(100)")])


def test_all_questions_of_an_exercise_share_an_allowance_of_cpu(sandbox):
    """Each cell stays under its own limit; together they do not. The next exercise has an allowance of its own."""
    burn = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass"
    with sandbox.fork(Limits(cpu=5, wall=25, exercise_cpu=1, exercise_wall=10)) as session:
        for _ in range(3):
            session.exercise()
            session.run_cells([Cell("a", burn)])
        with pytest.raises(AnswerLost, match=r"cpu: cell b: its exercise used more than 1 CPU-seconds"):
            session.run_cells([Cell("b", burn), Cell("b", burn)])


def test_all_questions_of_an_exercise_share_a_deadline(sandbox):
    """Sleeping just under the limit of a question gains nothing."""
    with sandbox.fork(Limits(cpu=1, wall=20, exercise_cpu=0.2, exercise_wall=1.5)) as session:
        session.exercise()
        with pytest.raises(AnswerLost, match=r"wall: cell a: it did not finish within"):
            session.run_cells([Cell("a", "import time; time.sleep(0.7)")] * 9)


def test_the_cpu_of_children_counts_towards_the_total(sandbox):
    """The kernel's own limit holds for each process alone."""
    burn = (
        "import os\nfor _ in range(2):\n    if os.fork() == 0:\n        while True: pass\nimport time; time.sleep(60)"
    )
    limits = Limits(cpu=20, wall=100, total_cpu=1.5, total_wall=60)
    beyond = r"cpu: cell a: it used more than 1.5 CPU-seconds in all"
    with sandbox.fork(limits) as session, pytest.raises(AnswerLost, match=beyond):
        session.run_cells([Cell("a", burn)])


def test_what_is_left_of_the_totals():
    left = Limits(total_cpu=100, total_wall=600).less(40, 100)
    assert (60, 500) == (left.total_cpu, left.total_wall)
    assert (20, 1) == tuple(Limits(total_idle=30).less(0, 0, idle).total_idle for idle in (10, 40))
    spent = Limits(total_cpu=100, total_wall=600).less(150, 700)
    assert (1, 5) == (spent.total_cpu, spent.total_wall)


@given(wall=st.floats(0, 1600))
def test_what_is_left_after_waiting_is_allowed_at_any_moment(wall):
    """Five times a fifth is now and then the next larger float; limits that refuse it would be the machine's fault."""
    left = Limits().less(1.0, wall)
    assert left.total_wall == pytest.approx(max(5.0, 1500 - wall))


def test_a_starved_process_is_distinguished_from_a_sleeping_one(sandbox):
    """The kernel's own account of waiting: near nothing for a sleeper, much for one of six on one processor."""
    with sandbox.fork() as sleeper, sandbox.fork() as hogs:
        sleeper.run_cells([Cell("a", "import time; time.sleep(0.3)")])
        hogs.run_cells([Cell("a", HOGS)])
        assert sleeper._fork.meter.starved() < 0.25
        assert hogs._fork.meter.starved() > 0.3
