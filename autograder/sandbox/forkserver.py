"""The fork server: it has imported everything, computed nothing, holds nobody's data, and forks on request.

    warm ── fork ──▶ middle ── fork ──▶ the fork (PID 1 of its namespaces): serves one submission
                     unshares, waits, reports the exit

A request is one datagram on the control socket: the limits as JSON, with two descriptors: the socket that the fork
is to serve, and the socket for the report of its end. The fork first sends one byte, ``Y``; or ``N`` and a sentence.

At the levels without namespaces the middle process takes their place as well as it can: it adopts what the fork leaves
behind, ends it, and removes the fork's folder.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import socket
import struct
import sys
from importlib import import_module
from typing import NoReturn, cast

from autograder.compat import tensorflow_has_computed
from autograder.sandbox.limits import Limits
from autograder.sandbox.process_locks import Level, lock, part
from autograder.sandbox.without_namespaces import clean_up, enter_own_folder, supervise

REPORT = struct.Struct("<iddq")
"""The fork's end: wait status, user CPU-seconds, system CPU-seconds, largest resident size in bytes."""

READY, REFUSED = b"Y", b"N"

COLLECTED = 10_000
"""New objects between two collections of garbage. Tracing layers makes tens of thousands that stay; with Python's own 700 a fork
that is asked for long spends a seventh of its time on looking through them.
"""


def main() -> None:
    """Run the fork server. Ends with the control socket.

    ``sys.argv``: control descriptor, level, paths that may be read (at "limited", parted by colons), modules to import.
    """
    _, descriptor, level, reads, *modules = sys.argv
    control = socket.socket(fileno=int(descriptor))
    control.set_inheritable(False)
    try:
        _warm_up(modules)
    except BaseException as error:
        control.send(json.dumps({"failed": f"{type(error).__name__}: {error}"[:2_000]}).encode())
        return
    _quieten()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the middle processes
    control.send(json.dumps({"ready": os.getpid()}).encode())
    while _serve_one(control, cast(Level, level), tuple(filter(None, reads.split(os.pathsep)))):
        pass


def _warm_up(modules: list[str]) -> None:
    for name in (*modules, "autograder.sandbox.fork_loop"):
        import_module(name)
    if "autograder" in modules:
        for word in import_module("autograder").__all__:
            getattr(sys.modules["autograder"], word)  # fetched when named; the fork should not pay for it
    if "IPython" in modules:
        from autograder.sandbox.ipython_shell import Shell

        Shell.instance()
    if tensorflow_has_computed():
        raise RuntimeError(
            f"TensorFlow computed something while {', '.join(modules)} were imported; a fork of it may hang"
        )
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError(f"one of {', '.join(modules)} started a thread when imported; a fork of it may hang")
    gc.collect()
    gc.freeze()  # so that no later collection writes to, and thereby copies, the pages shared with the forks
    gc.set_threshold(COLLECTED)


def _quieten() -> None:
    """Put /dev/null in the place of the three standard streams. Until here stderr told why a start failed."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)


def _serve_one(control: socket.socket, level: Level, reads: tuple[str, ...]) -> bool:
    request, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
    if not request:
        return False
    channel, report = (socket.socket(fileno=d) for d in descriptors)
    if os.fork() == 0:
        control.close()
        _middle(Limits(**json.loads(request)), channel, report, level, reads)
    channel.close()
    report.close()
    return True


def _middle(
    limits: Limits, channel: socket.socket, report: socket.socket, level: Level, reads: tuple[str, ...]
) -> NoReturn:
    """Part from the others, make the fork, wait for its end, report it. Runs none of the student's code."""
    scratch = ""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if level == "protected":
            part()
        else:
            scratch = supervise()
        child = os.fork()
        if child == 0:
            report.close()
            _fork(limits, channel, level, reads, scratch)
        channel.close()
        _, status, used = os.wait4(child, 0)
        if scratch:
            clean_up()
        own = resource.getrusage(resource.RUSAGE_SELF)  # its own share: a fork costs two page tables
        user, system = used.ru_utime + own.ru_utime, used.ru_stime + own.ru_stime
        report.send(REPORT.pack(status, user, system, used.ru_maxrss * 1024))
    except OSError as error:
        _refuse(channel, error)
    finally:
        if scratch:
            clean_up(scratch)
        os._exit(0)


def _fork(limits: Limits, channel: socket.socket, level: Level, reads: tuple[str, ...], scratch: str) -> NoReturn:
    from autograder.sandbox.fork_loop import serve

    try:
        os.setsid()
        if scratch:
            enter_own_folder(scratch)
        lock(limits, level, reads, scratch or "/tmp")
    except OSError as error:
        _refuse(channel, error)
        os._exit(1)
    channel.send(READY)
    serve(channel, limits)


def _refuse(channel: socket.socket, error: OSError) -> None:
    if channel.fileno() >= 0:
        channel.send(REFUSED + str(error).encode())
