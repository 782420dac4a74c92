"""Answers that are lost, and whose fault it is."""

from __future__ import annotations

import os
import signal
import threading

import numpy as np
import pytest

from autograder.faults import AuthorFault, MachineFault, UsageFault
from autograder.reply import AnswerLost
from autograder.sandbox.fork import End
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Cell

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
            [Cell("a", "import autograder.probes.dispatch as d\nd.answer_question = lambda *a: ({'x': object()}, {})")]
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
