"""What a fork may use, what happens beyond it, and whose fault each end is."""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.faults import AuthorFault, MachineFault, UsageFault
from autograder.reply import AnswerLost
from autograder.sandbox.fork import End
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from autograder.sandbox.usage import UsageMeter


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(preload=("numpy", "IPython")) as sandbox:
        yield sandbox


def lost(sandbox, source, limits=None, before="pass"):
    """How the answer is lost when ``source`` runs as a cell. The next fork must be none the worse for it."""
    with sandbox.fork(limits or Limits()) as session:
        session.run_cells([Cell("before", before)])
        with pytest.raises(AnswerLost) as caught:
            session.run_cells([Cell("c", source), Cell("d", "1")])
        assert caught.value.detail.startswith("cell c: ")
        with pytest.raises(AnswerLost) as again:
            session.ask("function.call", {"name": "f", "args": []}, {})
        assert again.value is caught.value
    with sandbox.fork() as after:
        assert "ok" == after.run_cells([Cell("e", "1 + 1")])[0].status
    return caught.value


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


def test_the_total_wall_limit_holds_over_cells(sandbox):
    with sandbox.fork(Limits(total_cpu=0.1, total_wall=0.6)) as session, pytest.raises(AnswerLost) as caught:
        session.run_cells([Cell(str(n), "import time; time.sleep(0.25)") for n in range(4)])
    assert "wall" == caught.value.how


def test_a_machine_that_gives_no_time_is_at_fault(sandbox, monkeypatch):
    """When the answer wanted to run for most of the time and could not, nobody loses a point."""
    waits = iter([0.0, 10.0])
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


HOGS = """
import os, time
os.sched_setaffinity(0, {0})
end = time.monotonic() + 0.8
for _ in range(5):
    if os.fork() == 0:
        while time.monotonic() < end: pass
        os._exit(0)
while time.monotonic() < end: pass
"""


def test_a_memory_bomb_is_ended(sandbox):
    source = (
        "import time\nhoard = []\nwhile True:\n    hoard.append(bytearray(b'x') * (16 << 20))\n    time.sleep(0.01)"
    )
    ended = lost(sandbox, source, Limits(memory=256 << 20))
    assert ("memory", "cell c: it used more than 256 MiB") == (ended.how, ended.detail)


def test_memory_of_children_counts_and_shared_pages_count_once(sandbox):
    """Ten idle children of a fork that holds 100 MiB share its pages and stay under 300 MiB; one that fills its own does not."""
    before = "import os, time\nhold = bytearray(b'x') * (100 << 20)"
    idle = "for _ in range(10):\n    if os.fork() == 0: time.sleep(100)\ntime.sleep(0.5)"
    with sandbox.fork(Limits(memory=300 << 20)) as session:
        assert ["ok", "ok"] == [r.status for r in session.run_cells([Cell("a", before), Cell("b", idle)])]
    greedy = "if os.fork() == 0:\n    more = bytearray(b'x') * (300 << 20)\n    time.sleep(100)\ntime.sleep(100)"
    assert "memory" == lost(sandbox, greedy, Limits(memory=300 << 20), before).how


def test_a_wish_for_more_than_the_address_space_is_an_error_of_the_cell(sandbox):
    with sandbox.fork() as session:
        results = session.run_cells([Cell("a", "x = bytearray(10 << 30)"), Cell("b", "1 + 1")])
    assert [("error", "MemoryError"), ("ok", "")] == [(r.status, r.ename) for r in results]


def test_an_output_flood_is_ended(sandbox):
    ended = lost(sandbox, "while True: print('x' * 10_000)", Limits(output=10_000))
    assert ("output", "cell c: it printed without end") == (ended.how, ended.detail)


def test_a_fork_bomb_stays_in_its_sandbox(sandbox):
    """Processes are counted for each fork alone, so the next one has all of its own."""
    source = "import os\nwhile True:\n    if os.fork() == 0:\n        while True: os.fork()"
    with sandbox.fork(Limits(cpu=2, wall=10, processes=64)) as session:
        try:
            (result,) = session.run_cells([Cell("a", source)])
            assert ("error", "BlockingIOError") == (result.status, result.ename)
        except AnswerLost as ended:
            assert "cpu" == ended.how
    with sandbox.fork(Limits(processes=8)) as after:
        assert "ok" == after.run_cells([Cell("b", "import os\npid = os.fork() or os._exit(0)\nos.wait()")])[0].status


def test_a_file_has_its_largest_size_and_no_core_is_dumped(sandbox):
    with sandbox.fork(Limits(file_size=1 << 20)) as session:
        results = session.run_cells(
            [
                Cell("a", "open('/tmp/x', 'wb').write(bytes(2 << 20))"),
                Cell("b", "import resource\nassert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)"),
                Cell("c", "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))"),
            ]
        )
    assert ["OSError", "", "ValueError"] == [result.ename for result in results]


TAKE_OVER = "import autograder.sandbox.fork_loop as serve\nfrom autograder.sandbox.wire import encode\n"


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("serve.Server._reply = lambda self, a: self.channel.sock.send(b'junk' * 99)", "A frame begins with b'AGW1'"),
        ("serve.Server._reply = lambda self, a: self.channel.send(encode({'nonce': '0', 'facts': {}}))", "a question that was not asked"),
        ("serve.Server._reply = lambda self, a: self.channel.send(encode({'nonce': self.nonce}))", "another form than a probe's"),
        ("serve.Server._reply = lambda self, a: self.channel.send(encode({'nonce': self.nonce, 'facts': []}))", "another form than a probe's"),
        ("serve.Cells.run = lambda self, *a: {'status': 'great'}", "another form than the sandbox's"),
        ("serve.Cells.run = lambda self, *a: dict(status='ok', ename='', evalue='', outputs=['{}'])", "no kind that a notebook knows"),
        ("serve.Cells.run = lambda self, *a: dict(status='ok', ename='', evalue='', outputs=['['])", "strict JSON"),
        ("serve.Server._reply = lambda self, a: (self.channel.close(), __import__('time').sleep(100))", "it closed the channel"),
    ],
)  # fmt: skip
def test_a_fork_that_lies_on_the_wire_loses_its_answer(sandbox, source, detail):
    """The worker is the student: what it sends is checked, and what no probe sends ends the session."""
    with sandbox.fork() as session:
        with pytest.raises(AnswerLost) as caught:
            session.run_cells([Cell("a", TAKE_OVER + source), Cell("b", "1")])
        assert "wire" == caught.value.how
        assert detail in caught.value.detail


def test_an_answer_that_exits_while_asked_is_lost_as_exit(warm_sandbox):
    """SystemExit is no Exception, so the probes let it pass."""
    with warm_sandbox.fork() as session:
        session.run_cells([Cell("a", "import sys\ndef f(): sys.exit(3)")])
        with pytest.raises(AnswerLost) as caught:
            session.ask("function.call", {"name": "f", "args": []}, {})
    assert ("exit", "function.call: SystemExit: 3") == (caught.value.how, caught.value.detail)


def test_an_answer_whose_facts_cannot_be_sent_is_lost_on_the_wire(warm_sandbox):
    with warm_sandbox.fork() as session:
        session.run_cells(
            [Cell("a", "import autograder.probes.dispatch as d\nd.answer = lambda *a: ({'x': object()}, {})")]
        )
        with pytest.raises(AnswerLost) as caught:
            session.ask("function.call", {"name": "f", "args": []}, {})
    assert ("wire", True) == (caught.value.how, "plain JSON values. Received object" in caught.value.detail)


def test_a_question_that_does_not_fit_is_the_authors_fault(sandbox):
    with (
        sandbox.fork() as session,
        pytest.raises(AuthorFault, match=r"A question must fit through the wire. op did not: "),
    ):
        session.ask("op", {}, {"a": np.array([object()])})


def test_a_probe_that_does_not_run_is_the_authors_fault(sandbox):
    with sandbox.fork() as session:
        session.load_probe("Good", "def probe(answer): return 1")
        with pytest.raises(
            AuthorFault, match=r"The probe of Bad must run in the sandbox. It raised ZeroDivisionError: .* verify"
        ):
            session.load_probe("Bad", "1 / 0")


def test_a_probe_that_no_longer_runs_beside_the_students_code_is_lost(sandbox):
    with sandbox.fork() as session:
        session.run_cells([Cell("a", "import builtins\nbuiltins.sorted = None")])
        with pytest.raises(AnswerLost, match=r"it no longer runs beside this code: TypeError"):
            session.load_probe("Good", "n = sorted('abc')")


def test_a_fork_that_fails_before_the_first_cell_is_the_machines_fault(sandbox):
    early = r"A fork failed before it saw a cell \(exit: probe P: .* code 4\)"
    with sandbox.fork() as session, pytest.raises(MachineFault, match=early):
        session.load_probe("P", "import os; os._exit(4)")


def test_a_kill_from_outside_is_the_machines_fault(sandbox):
    with sandbox.fork() as session:
        threading.Timer(0.3, os.kill, (session._fork.pid, signal.SIGKILL)).start()
        with pytest.raises(MachineFault, match=r"Somebody outside the sandbox killed a fork"):
            session.run_cells([Cell("a", "import time; time.sleep(100)")])


def test_a_kill_for_want_of_memory_is_the_students(sandbox):
    """The kernel's own killer leaves the same signal, and a large process."""
    with sandbox.fork() as session:
        session.run_cells([Cell("a", "1")])
        with pytest.raises(AnswerLost, match=r"memory: cell a: the kernel ended it for want of memory"):
            session._died(End(None, signal.SIGKILL, 1.0, 3 << 30))


def test_a_wall_limit_under_five_times_the_cpu_limit_is_refused():
    with pytest.raises(UsageFault, match=r"Received wall=10 s for 20 CPU-seconds. Try wall=100"):
        Limits(wall=10)
    with pytest.raises(UsageFault, match=r"Received total_wall=100 s"):
        Limits(total_wall=100)


def test_usage_is_known_while_it_lives_and_after(sandbox):
    with sandbox.fork() as session:
        session.run_cells(
            [Cell("a", "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass")]
        )
        living = session.usage()
    assert 0.15 < living < 0.6
    assert 0.2 < session.usage() < 0.7
