"""The sandbox: one fork server in bubblewrap, from which each submission gets a fork of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, get_args

from autograder.faults import MachineFault, UsageFault
from autograder.sandbox.bubblewrap import (
    ENVIRONMENT,
    PACKAGE,
    bubblewrap_command,
    interpreter_command,
    launcher_command,
    readable_paths,
)
from autograder.sandbox.drop_root import NOBODY
from autograder.sandbox.fork import GONE, Fork
from autograder.sandbox.limits import Limits
from autograder.sandbox.process_locks import Level
from autograder.sandbox.session import Session

PRELOAD = ("numpy", "tensorflow", "keras", "matplotlib.pyplot", "IPython", "autograder", "autograder.probes.dispatch")

USER_NAMESPACES = (
    "On Ubuntu, `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` allows them; elsewhere, "
    "`sudo sysctl -w user.max_user_namespaces=15000`; in a container, start it with "
    "`--security-opt seccomp=unconfined`."
)

_START_SECONDS = 180.0
_FORK_SECONDS = 30.0


class Sandbox:
    """A context manager: starts the fork server, with ``preload`` imported, and ends it with all its forks.

    ``level`` "protected" is bubblewrap, and for each fork namespaces, Landlock and seccomp; "limited" is the last two
    alone; "unprotected" is none, for code that you trust. ``limits`` hold for each fork that is made without its own. ``fork`` may be called from several threads. Raises MachineFault, with the mend, when the sandbox cannot
    start, and UsageFault for an unknown level.
    """

    def __init__(
        self, preload: Sequence[str] = PRELOAD, level: Level = "protected", limits: Limits | None = None
    ) -> None:
        if level not in get_args(Level):
            raise UsageFault(f'A sandbox is "protected", "limited" or "unprotected". Received "{level}".')
        self.preload, self.level, self.limits = tuple(preload), level, limits or Limits()
        self._lock = threading.Lock()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Sandbox:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = control
        try:
            with theirs, tempfile.TemporaryFile() as log:
                self._start(theirs, log)
                theirs.close()
                self._await(log)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _start(self, theirs: socket.socket, log: Any) -> None:
        reads = os.pathsep.join(readable_paths()) if self.level == "limited" else ""
        arguments = [str(theirs.fileno()), self.level, reads, *self.preload]
        environment: dict[str, str] = {}
        if self.level == "protected":
            line = bubblewrap_command(arguments)
        else:
            line = interpreter_command(str(PACKAGE.parent), arguments)
            self._scratch = tempfile.TemporaryDirectory(prefix="autograder-sandbox-", ignore_cleanup_errors=True)
            environment = {name: value.replace("/tmp", self._scratch.name) for name, value in ENVIRONMENT.items()}
            if self.level == "limited" and os.geteuid() == 0:
                os.chown(self._scratch.name, NOBODY, NOBODY)
                line = [*launcher_command(sys.executable, str(PACKAGE.parent)), *line]
        started: list[subprocess.Popen[bytes] | OSError] = []
        ready = threading.Event()

        def keep() -> None:
            # bubblewrap dies with the *thread* that started it, so that thread lives exactly as long as bubblewrap.
            try:
                started.append(
                    subprocess.Popen(
                        line,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        cwd=environment.get("HOME", "/"),
                        pass_fds=(theirs.fileno(),),
                        start_new_session=True,
                    )
                )
            except OSError as error:
                started.append(error)
            ready.set()
            if isinstance(started[0], subprocess.Popen):
                started[0].wait()

        threading.Thread(target=keep, daemon=True, name="sandbox").start()
        ready.wait()
        if isinstance(started[0], OSError):
            raise MachineFault(f"The sandbox must start {line[0]}. The system refused: {started[0]}.")
        self._process = started[0]

    def _await(self, log: Any) -> None:
        assert self._control is not None
        self._control.settimeout(_START_SECONDS)
        try:
            answer = self._control.recv(65536)
        except TimeoutError:
            raise MachineFault(f"The fork server must be ready within {_START_SECONDS:g} s. It was not.") from None
        self._control.settimeout(None)
        if not answer:
            log.seek(0)
            raise MachineFault(_no_start(self.level, log.read()[-2_000:].decode(errors="replace").strip()))
        answered = json.loads(answer)
        if "failed" in answered:
            raise MachineFault(
                f"The fork server must import {', '.join(self.preload)}. It failed with {answered['failed']}."
            )

    def fork(self, limits: Limits | None = None) -> Session:
        """A fresh fork, locked and ready for its first cell. Raises MachineFault when none can be made."""
        limits = limits or self.limits
        ours, theirs = socket.socketpair()
        report, reports = socket.socketpair()
        made = Fork(ours, report, limits, self.level)
        with theirs, reports:
            try:
                with self._lock:
                    if self._control is None:
                        raise MachineFault("The sandbox is closed; no fork can be made.")
                    request = json.dumps(limits.to_json()).encode()
                    socket.send_fds(self._control, [request], [theirs.fileno(), reports.fileno()])
            except OSError:
                made.close()
                raise MachineFault(GONE) from None
            except BaseException:
                made.close()
                raise
        try:
            made.greet(_FORK_SECONDS)
        except BaseException:
            made.close()
            raise
        return Session(made)

    def close(self) -> None:
        """End the fork server and each of its forks. May be called again."""
        with self._lock:
            control, self._control = self._control, None
        if control is not None:
            control.close()
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # --die-with-parent does the rest: with its PID 1 each process of the sandbox dies
            process.wait()
        if self._scratch is not None:
            self._scratch.cleanup()


def _no_start(level: Level, log: str) -> str:
    sentence = f"The sandbox could not start. It said: {log or 'nothing'}"
    if level == "limited":
        if "PermissionError" in log:
            sentence += (
                "\nAt this level root is given up before the interpreter starts, and others may not read "
                f"{sys.executable}. Grade as an ordinary user, or install Python where everybody may read it."
            )
    elif "uid map" in log or "namespace" in log or "Operation not permitted" in log:
        sentence += f"\nThe system forbids user namespaces. {USER_NAMESPACES}"
    return sentence
