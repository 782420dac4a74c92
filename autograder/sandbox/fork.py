"""A fork as the trusted side holds it: its process, its meter and the report of its end."""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
from dataclasses import dataclass

from autograder.faults import MachineFault
from autograder.sandbox.forkserver import READY, REPORT
from autograder.sandbox.limits import Limits
from autograder.sandbox.process_locks import Level
from autograder.sandbox.usage import UsageMeter

_CREDENTIALS = struct.Struct("3i")
_END_SECONDS = 10.0
ROOT = 0

GONE = "The fork server is gone; no fork can be made. Start the sandbox again."


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: its exit code, or the signal that ended it, and what it used."""

    code: int | None
    signal: int | None
    cpu: float
    memory: int


class Fork:
    """The process at the other end of ``channel``, whose end is told over ``report``. Both sockets become its own.

    ``greet`` must come first. ``kill`` ends the process and all that it started: it is the first of its PID namespace,
    or its process group ends with it and the middle process sees to the rest.
    """

    def __init__(self, channel: socket.socket, report: socket.socket, limits: Limits, level: Level) -> None:
        self.channel, self.report, self.limits, self.level = channel, report, limits, level
        # Before the request is sent: a byte that comes earlier would carry no credentials.
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.pid = 0
        self._handle = -1
        self._end: End | None = None

    def greet(self, seconds: float) -> None:
        """Wait until the fork says that it is locked; the kernel itself tells which process says so.

        Raises MachineFault when the fork refuses to serve, when it runs as root, and when the fork server is gone.
        """
        self.channel.settimeout(seconds)
        try:
            greeting, extra, _, _ = self.channel.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
        except OSError as error:
            raise MachineFault(
                f"A fork of the fork server must answer within {seconds:g} s. It did not ({error})."
            ) from None
        if not greeting:
            raise MachineFault(GONE)
        if greeting != READY:
            raise MachineFault(_refusal(self._rest()))
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        self.pid, uid, _ = _CREDENTIALS.unpack(extra[0][2])
        if self.level != "unprotected" and uid == ROOT:
            os.kill(self.pid, signal.SIGKILL)
            raise MachineFault(
                "Student code must not run as root. The fork did; this is a fault of the sandbox, report it."
            )
        self._handle = os.pidfd_open(self.pid)
        self.meter = UsageMeter(self.pid, above=self.level != "protected")

    def _rest(self) -> str:
        try:
            return self.channel.recv(4096).decode(errors="replace")
        except OSError as error:
            return str(error)

    def kill(self) -> None:
        """End it now. Does nothing when it has ended; may be called again."""
        if self._handle < 0:
            return
        try:
            if self.level == "protected":
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:
                os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end(self, seconds: float = _END_SECONDS) -> End | None:
        """Wait for the report of its end, and return it; None when none comes: then the fork server is gone, too."""
        if self._end is None and select.select([self.report], [], [], seconds)[0]:
            report = self.report.recv(REPORT.size)
            if len(report) == REPORT.size:
                self._end = _ended(report)
        return self._end

    def usage(self) -> float:
        """CPU-seconds that it and its children used: exact once it is closed, to a hundredth while it lives."""
        return self._end.cpu if self._end else self.meter.cpu()

    def close(self) -> None:
        """Kill it and let go of it. The end remains to be read."""
        self.kill()
        if self._handle >= 0:
            self.end()
            os.close(self._handle)
            self._handle = -1
        self.channel.close()
        self.report.close()


def _ended(report: bytes) -> End:
    status, user, system, memory = REPORT.unpack(report)
    code = os.waitstatus_to_exitcode(status)
    return End(code if code >= 0 else None, -code if code < 0 else None, user + system, memory)


def _refusal(reason: str) -> str:
    return (
        f"A fork must lock itself away from the others before it serves. The kernel refused: {reason}. "
        "Check that unprivileged user namespaces are allowed: `sysctl user.max_user_namespaces` must not be 0, and on "
        "Ubuntu `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` lifts AppArmor's ban. "
        "`autograder doctor` tries each lock and says what to do."
    )
