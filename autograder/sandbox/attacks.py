"""Attacks on the sandbox, from inside a fork: each returns what it achieved, which is nothing where the lock holds."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.reply import AnswerLost
from autograder.sandbox.session import Cell, Session

CANARY = "AUTOGRADER_DOCTOR_CANARY"


@contextmanager
def canary() -> Iterator[None]:
    """A variable of the grader's environment that no fork may see, while the probes run."""
    os.environ[CANARY] = CANARY
    try:
        yield
    finally:
        del os.environ[CANARY]


def run_in_fork(session: Session, source: str) -> Any:
    """What a cell tells with ``tell(value)``, or the name of the error in which it ends."""
    prelude = "import ctypes, json, os, socket, sys\ntell = lambda value: print(json.dumps(value))\n"
    (result,) = session.run_cells([Cell("probe", prelude + source)], capture=True)
    if result.status == "error":
        return result.ename
    text = "".join(str(output.get("text", "")) for output in result.outputs)
    return json.loads(text.splitlines()[-1]) if text.strip() else None


def _identity(session: Session) -> str:
    """The kernel's word on the fork, not the fork's own."""
    status = Path(f"/proc/{session.pid}/status").read_text(encoding="utf-8")
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    uids, capabilities = lines["Uid"].split(), lines["CapEff"].strip()
    if "0" in uids or int(capabilities, 16) or lines["NoNewPrivs"].strip() != "1":
        return f"A fork has the uids {' '.join(uids)} and the capabilities {capabilities}."
    return "" if lines["Seccomp"].strip() == "2" else "A fork has no seccomp filter."


def _processes(session: Session) -> str:
    """No process outside can be read or sent a signal: here the grader itself stands for all."""
    grader = os.getpid()
    read = run_in_fork(session, f"tell(open('/proc/{grader}/environ', 'rb').read(1).hex())")
    if not str(read).endswith("Error"):
        return "A fork can read the grader's environment in /proc."
    traced = run_in_fork(session, f"tell(ctypes.CDLL(None).ptrace(16, {grader}, 0, 0))")
    killed = run_in_fork(session, f"os.kill({grader}, 0)\ntell('sent')")
    return "A fork can trace or signal the grader." if traced == 0 or killed == "sent" else ""


def _files(session: Session) -> str:
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder, "secret")
        secret.write_text(CANARY, encoding="utf-8")
        for path in (Path(folder), secret):
            path.chmod(0o777)
        if run_in_fork(session, f"tell(open({str(secret)!r}).read())") == CANARY:
            return "A fork can read a file of this machine."
        run_in_fork(session, f"open({str(secret)!r}, 'w').write('changed')")
        if secret.read_text(encoding="utf-8") != CANARY:
            return "A fork can write a file of this machine."
    return ""


def _network(session: Session) -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reached = run_in_fork(session, f"socket.create_connection(('127.0.0.1', {port}), 2)\ntell('reached')")
    return "A fork can reach this machine's loopback." if reached == "reached" else ""


def _environment(session: Session) -> str:
    found = run_in_fork(session, f"tell([{CANARY!r} in os.environ, {CANARY!r} in open('/proc/self/environ').read()])")
    return "A fork sees the grader's environment." if found != [False, False] else ""


def _programs(session: Session) -> str:
    started = run_in_fork(session, "import subprocess\nsubprocess.run([sys.executable, '-c', ''])\ntell('started')")
    return "A fork can start other programs." if started == "started" else ""


def _namespaces(session: Session) -> str:
    made = run_in_fork(session, "tell(ctypes.CDLL(None).unshare(0x10000000))")
    return "A fork can make a user namespace, and have capabilities in it." if made == 0 else ""


def _limit(source: str, how: str) -> Callable[[Session], str]:
    def attack(session: Session) -> str:
        try:
            session.run_cells([Cell("probe", source)])
        except AnswerLost as lost:
            return "" if lost.how == how else f"A fork that goes beyond its {how} was ended otherwise: {lost}."
        return f"A fork can go beyond its {how}."

    return attack


_HOARD = "import time\nhoard = []\nwhile True:\n    hoard.append(bytearray(b'x') * (16 << 20))\n    time.sleep(0.01)"

ATTACKS: tuple[tuple[str, Callable[[Session], str], str], ...] = (
    (
        "identity",
        _identity,
        "A fork is not root, has no capability and cannot gain one; its system calls are filtered.",
    ),
    ("processes", _processes, "A fork can neither read, trace nor signal a process outside."),
    ("files", _files, "A fork can neither read nor write this machine's files."),
    ("network", _network, "A fork reaches no network."),
    ("environment", _environment, "A fork sees none of the grader's environment."),
    ("programs", _programs, "A fork can start no program."),
    ("new namespaces", _namespaces, "A fork can make no namespace."),
    ("time", _limit("while True: pass", "cpu"), "A fork that computes without end is ended."),
    ("memory", _limit(_HOARD, "memory"), "A fork that hoards memory is ended."),
)
