"""The warm parent: it has imported everything, computed nothing, holds nobody's data, and forks on request.

    warm ── fork ──▶ middle ── fork ──▶ the fork (PID 1 of its namespaces): serves one submission
                     unshares, waits, reports the exit

A request is one datagram on the control socket: the limits as JSON, with two descriptors: the socket that the fork
is to serve, and the socket for the report of its end. The fork first sends one byte, ``Y``; or ``N`` and a sentence.
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
from typing import Any, NoReturn

from autograder.box.limits import Limits
from autograder.box.lock import lock, part

REPORT = struct.Struct("<iddq")
"""The fork's end: wait status, user CPU-seconds, system CPU-seconds, largest resident size in bytes."""

READY, REFUSED = b"Y", b"N"


def main() -> None:
    """Run the warm parent. ``sys.argv``: control descriptor, level, modules to import. Ends with the control socket."""
    _, descriptor, level, *modules = sys.argv
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
    while _serve_one(control, level != "unprotected"):
        pass


def _warm_up(modules: list[str]) -> None:
    for name in (*modules, "autograder.box.serve"):
        import_module(name)
    if "autograder" in modules:
        for word in import_module("autograder").__all__:
            getattr(sys.modules["autograder"], word)  # fetched when named; the fork should not pay for it
    if "IPython" in modules:
        from autograder.box.shell import Shell

        Shell.instance()
    if _tensorflow_has_computed():
        raise RuntimeError(
            f"TensorFlow computed something while {', '.join(modules)} were imported; a fork of it may hang"
        )
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError(f"one of {', '.join(modules)} started a thread when imported; a fork of it may hang")
    gc.collect()
    gc.freeze()  # so that no later collection writes to, and thereby copies, the pages shared with the forks


def _tensorflow_has_computed() -> bool:
    """True once an op ran or a device was looked at; then its runtime has threads, which no fork takes along."""
    context: Any = sys.modules.get("tensorflow.python.eager.context")
    made = context.context_safe() if context else None
    return made is not None and bool(made._initialized)


def _quieten() -> None:
    """Put /dev/null in the place of the three standard streams. Until here stderr told why a start failed."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)


def _serve_one(control: socket.socket, namespaces: bool) -> bool:
    request, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
    if not request:
        return False
    channel, report = (socket.socket(fileno=d) for d in descriptors)
    if os.fork() == 0:
        control.close()
        _middle(Limits(**json.loads(request)), channel, report, namespaces)
    channel.close()
    report.close()
    return True


def _middle(limits: Limits, channel: socket.socket, report: socket.socket, namespaces: bool) -> NoReturn:
    """Part from the others, make the fork, wait for its end, report it. Runs none of the student's code."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if namespaces:
            part()
        child = os.fork()
        if child == 0:
            report.close()
            _fork(limits, channel, namespaces)
        channel.close()
        _, status, used = os.wait4(child, 0)
        own = resource.getrusage(resource.RUSAGE_SELF)  # its own share: a fork costs two page tables
        user, system = used.ru_utime + own.ru_utime, used.ru_stime + own.ru_stime
        report.send(REPORT.pack(status, user, system, used.ru_maxrss * 1024))
    except OSError as error:
        _refuse(channel, error)
    finally:
        os._exit(0)


def _fork(limits: Limits, channel: socket.socket, namespaces: bool) -> NoReturn:
    from autograder.box.serve import serve

    try:
        os.setsid()
        lock(limits, namespaces)
    except OSError as error:
        _refuse(channel, error)
        os._exit(1)
    channel.send(READY)
    serve(channel, limits)


def _refuse(channel: socket.socket, error: OSError) -> None:
    if channel.fileno() >= 0:
        channel.send(REFUSED + str(error).encode())
