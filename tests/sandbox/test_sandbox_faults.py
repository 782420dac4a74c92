"""When the machine or the sandbox fails: one sentence each with the mend, no grade, nothing left running."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
import time

import pytest

import autograder.sandbox.fork as fork_module
import autograder.sandbox.sandbox as sandbox_module
from autograder.faults import MachineFault, UsageFault
from autograder.sandbox.bubblewrap import bubblewrap_command, path_inside
from autograder.sandbox.fork import Fork
from autograder.sandbox.forkserver import REFUSED
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell


@pytest.fixture
def fake_bwrap(tmp_path, monkeypatch):
    """``fake_bwrap(script)`` puts a program named bwrap first in the path."""

    def put(script: str) -> None:
        program = tmp_path / "bwrap"
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return put


def start(match: str) -> None:
    with pytest.raises(MachineFault, match=match), Sandbox(preload=("IPython",)):
        pass


def test_without_bubblewrap_the_remedy_is_reported(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    start("no program named bwrap was found. Install it, for example with `apt-get install bubblewrap`")


def test_where_namespaces_are_forbidden_the_remedy_is_reported(fake_bwrap):
    """The words of bubblewrap on Ubuntu 24.04 under AppArmor."""
    fake_bwrap("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    start("(?s)setting up uid map: Permission denied.*kernel.apparmor_restrict_unprivileged_userns=0")


def test_a_start_that_fails_reports_what_was_printed(fake_bwrap):
    fake_bwrap("#!/bin/sh\necho 'bwrap: something new' >&2\nexit 1\n")
    start("The sandbox could not start. It said: bwrap: something new$")
    fake_bwrap("#!/bin/sh\nexit 1\n")
    start("It said: nothing")


def test_a_program_that_cannot_be_run_is_reported(fake_bwrap):
    fake_bwrap("#!/no/such/interpreter\n")
    start("The sandbox must start .*bwrap. The system refused: ")


def test_a_fork_server_that_never_gets_ready_is_given_up(fake_bwrap, monkeypatch):
    fake_bwrap("#!/bin/sh\nexec /bin/sleep 60\n")
    monkeypatch.setattr(sandbox_module, "_START_SECONDS", 0.3)
    start("The fork server must be ready within 0.3 s. It was not")


def test_a_module_that_cannot_be_imported_is_named():
    with pytest.raises(MachineFault, match=r"must import no_such_module. It failed with ModuleNotFoundError"):
        Sandbox(preload=("no_such_module",)).__enter__()


def test_a_preload_that_computed_is_refused(root):
    """After its first op TensorFlow has threads, which a fork does not take along: it would hang later."""
    program = "import tensorflow as tf\ntf.constant(1)\nfrom autograder.sandbox.forkserver import _warm_up\n_warm_up(['tensorflow'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert "RuntimeError: TensorFlow computed something while tensorflow were imported" in done.stderr


def test_a_preload_that_started_a_thread_is_refused(root):
    """In a process of its own: here other tests may have made TensorFlow compute, which is refused first."""
    program = (
        "import threading\nfrom autograder.sandbox.forkserver import _warm_up\ngo = threading.Event()\n"
        "threading.Thread(target=go.wait, daemon=True).start()\n_warm_up(['json'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=root)
    assert "RuntimeError: one of json started a thread when imported" in done.stderr


def test_an_unknown_level_is_refused():
    with pytest.raises(UsageFault, match=r'A sandbox is "protected", "limited" or "unprotected". Received "safe".'):
        Sandbox(level="safe")  # type: ignore[arg-type]


def test_a_closed_sandbox_makes_no_fork():
    sandbox = Sandbox(preload=("IPython",))
    with pytest.raises(MachineFault, match=r"The sandbox is closed"):
        sandbox.fork()
    with sandbox:
        pass
    sandbox.close()
    with pytest.raises(MachineFault, match=r"The sandbox is closed"):
        sandbox.fork()


def test_the_death_of_the_fork_server_is_the_machines_fault():
    """The fork that was asked, and each fork wanted later."""
    with Sandbox(preload=("IPython",)) as sandbox, sandbox.fork() as session:
        threading.Timer(0.3, os.killpg, (sandbox._process.pid, 9)).start()
        begin = time.monotonic()
        with pytest.raises(MachineFault, match=r"The fork server ended while a fork of it was asked"):
            session.run_cells([Cell("a", "import time; time.sleep(100)")])
        with pytest.raises(MachineFault, match=r"The fork server ended"):
            session.run_cells([Cell("b", "1")])
        with pytest.raises(
            MachineFault, match=r"The fork server is gone; no fork can be made. Start the sandbox again"
        ):
            sandbox.fork()
        assert time.monotonic() - begin < 5


@pytest.fixture
def strange():
    """A Fork whose other end is in the test's hands."""
    ours, theirs = socket.socketpair()
    report, reports = socket.socketpair()
    fork = Fork(ours, report, Limits(), "protected")
    yield fork, theirs
    for end in (ours, theirs, report, reports):
        end.close()


def test_a_fork_that_cannot_lock_itself_refuses_to_serve(strange):
    fork, theirs = strange
    theirs.send(REFUSED + b"making namespaces: No space left on device")
    with pytest.raises(
        MachineFault, match=r"The kernel refused: making namespaces: No space left on device. Check that"
    ):
        fork.greet(1)


def test_a_fork_that_ends_without_a_word_had_no_parent(strange):
    fork, theirs = strange
    theirs.close()
    with pytest.raises(MachineFault, match=r"The fork server is gone; no fork can be made. Start the sandbox again"):
        fork.greet(1)


def test_a_fork_that_says_nothing_is_given_up(strange):
    fork, _ = strange
    with pytest.raises(MachineFault, match=r"must answer within 0.1 s. It did not"):
        fork.greet(0.1)


def test_a_fork_that_runs_as_root_is_killed(strange, monkeypatch):
    """The uid is the kernel's word, not the fork's. Here the tests' own uid plays root."""
    fork, theirs = strange
    monkeypatch.setattr(fork_module, "ROOT", os.geteuid())
    program = f"import socket, time\nsocket.socket(fileno={theirs.fileno()}).send(b'Y')\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], pass_fds=[theirs.fileno()]) as process:
        with pytest.raises(MachineFault, match=r"Student code must not run as root"):
            fork.greet(30)
        assert -9 == process.wait(5)


def test_a_failure_inside_the_sandbox_reaches_the_trusted_side():
    """A real refusal: without the right to make namespaces a real fork does not serve."""
    with Sandbox(preload=("IPython",)) as sandbox:
        with (
            sandbox.fork(),
            pytest.raises(MachineFault, match=r"The kernel refused: .Errno 22. mounting /tmp: Invalid argument"),
        ):
            sandbox.fork(Limits(scratch=-1))
        with sandbox.fork() as session:
            assert "ok" == session.run_cells([Cell("a", "1")])[0].status


def test_the_unprotected_level_is_none_of_this(tmp_path):
    """The control: with the sandbox off the same code reads the host's files, sees its processes and reaches its network."""
    (tmp_path / "secret").write_text("canary")
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach = f"""
import os, socket
assert open({str(tmp_path / "secret")!r}).read() == 'canary'
assert os.path.exists('/proc/{os.getpid()}') and os.getppid() > 1
socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 5)
assert os.environ['AUTOGRADER_SANDBOX'] == '1' and os.getcwd() == os.environ['HOME'] != '/tmp'"""
        with Sandbox(preload=("IPython",), level="unprotected") as sandbox:
            assert "unprotected" == sandbox.level
            with sandbox.fork() as session:
                (result,) = session.run_cells([Cell("a", reach)])
                assert ("", "") == (result.ename, result.evalue)
                pid = session._fork.pid
            assert not os.path.exists(f"/proc/{pid}")
            with sandbox.fork(Limits(cpu=0.3, wall=2)) as session, pytest.raises(Exception, match=r"cpu: cell a"):
                session.run_cells([Cell("a", "while True: pass")])


def test_the_environment_has_a_place_of_its_own_in_the_sandbox():
    """It may lie under /tmp outside, and a fork has a /tmp of its own."""
    line = bubblewrap_command([])
    assert path_inside(sys.executable) == f"/environment{sys.executable[len(sys.prefix) :]}"
    assert [sys.prefix, "/environment"] == line[line.index(sys.prefix) :][:2]


def test_an_interpreter_that_the_sandbox_would_cover_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(sys, "base_prefix", "/tmp/python")
    with pytest.raises(MachineFault, match=r"Received /tmp/python, and the sandbox has a /tmp of its own"):
        bubblewrap_command([])
