"""One fork of the fork server, seen from the trusted side: cells go in, answers come out, and it may die."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, NoReturn, cast

import numpy as np

from autograder.faults import AuthorFault, MachineFault
from autograder.reply import AnswerLost, Loss, Reply
from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout
from autograder.sandbox.fork import End, Fork
from autograder.sandbox.frame_caps import ANSWERS, CELLS, OUTPUT_CAPS, Caps, WireError
from autograder.sandbox.idle_time import IdleTime
from autograder.sandbox.strict_json import decode_json
from autograder.sandbox.wire import Frame, encode


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: an id by which its result is known, and its source with magics and all."""

    id: str
    source: str


@dataclass(frozen=True, slots=True)
class CellResult:
    """What running a cell came to. ``ename`` and ``evalue`` are the student's words: never shown unescaped.

    ``outputs`` are nbformat outputs, and empty unless asked for.
    """

    id: str
    status: Literal["ok", "error"]
    ename: str = ""
    evalue: str = ""
    outputs: list[dict[str, Any]] = field(default_factory=list)


class Session:
    """A context manager around one fork; ``sandbox.fork()`` makes it. Not for two threads at once.

    Whatever its process does ends in AnswerLost, which is the student's, once one of their cells has begun; before
    that, and whenever the fork server is gone or the machine gave it no time, it is MachineFault. After either, the
    session is over and each further call raises the same again.
    """

    def __init__(self, fork: Fork) -> None:
        self._fork = fork
        self._limits = fork.limits
        self._channel = Channel(fork.channel)
        self._opened = time.monotonic()
        self._begun = False
        self._where = ""
        self._lost: AnswerLost | MachineFault | None = None
        self._cpu = self._starved = 0.0
        self._idle = IdleTime(fork.meter)
        self._exercise: tuple[float, float, float] | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def run_cells(self, cells: Sequence[Cell], capture: bool = False) -> list[CellResult]:
        """Run cells in order, going on after errors. Raises AnswerLost, its ``detail`` naming the culprit."""
        return [self._run_cell(cell, capture) for cell in cells]

    def _run_cell(self, cell: Cell, capture: bool) -> CellResult:
        self._begun, self._where = True, f"cell {cell.id}: "
        # A notebook's JSON may spell half a surrogate pair, which no wire carries and no Python compiles.
        source = cell.source.encode("utf-8", "replace").decode()
        facts = self._request("sandbox.run_cell", {"source": source, "capture": capture}, {}, CELLS).header["facts"]
        try:
            return _result(cell.id, facts)
        except WireError as error:
            self._lose("wire", str(error))

    def load_probe(self, name: str, source: str) -> None:
        """Make the module that asks the exercise ``name``.

        Raises AuthorFault when its source does not run, unless one of the student's cells has run before.
        """
        self._where = f"probe {name}: "
        facts = self._request("sandbox.load_probe", {"name": name, "source": source}, {}, CELLS).header["facts"]
        if "sandbox.failed" in facts:
            if self._begun:
                self._lose("wire", f"it no longer runs beside this code: {facts.get('message')}")
            raise AuthorFault(
                f"The probe of {name} must run in the sandbox. It raised {facts.get('message')}. Try it with `autograder verify`."
            )

    def ask(self, op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Reply:
        """Put one question to the answers that the cells have defined. Raises AnswerLost or MachineFault."""
        self._where = f"{op}: "
        frame = self._request(op, facts, arrays, ANSWERS)
        answer = frame.header["facts"]
        if "sandbox.failed" in answer:
            self._lose("exit" if answer["sandbox.failed"] == "exit" else "wire", str(answer.get("message")))
        return Reply(answer, frame.arrays)

    @property
    def pid(self) -> int:
        """The fork's process number on this machine."""
        return self._fork.pid

    def exercise(self) -> None:
        """Begin with the questions of one exercise: from now on the limits for an exercise are counted anew."""
        self._exercise = (self._fork.meter.cpu(), time.monotonic(), self._fork.meter.starved())

    def usage(self) -> float:
        """CPU-seconds that the fork and its children have used so far, or in all."""
        return self._fork.usage()

    def idle(self) -> float:
        """Seconds in which it was waited for the fork, and it neither used a processor nor lacked one."""
        return self._idle.seconds

    def close(self) -> None:
        """End the fork and everything that it started. May be called again."""
        self._channel.close()
        self._fork.close()

    def _request(self, op: str, facts: dict[str, Any], arrays: dict[str, np.ndarray], caps: Caps) -> Frame:
        if self._lost is not None:
            raise self._lost
        nonce = secrets.token_hex(16)
        try:
            frame = encode({"nonce": nonce, "op": op, "facts": facts}, arrays, caps)
        except WireError as error:
            raise AuthorFault(f"A question must fit through the wire. {op} did not: {error}") from None
        meter = self._fork.meter
        self._cpu, self._starved, start = meter.cpu(), meter.starved(), time.monotonic()
        self._idle.begin()
        # Each limit with the beginning of what it limits, and how long the fork had been starved by then.
        spans = [(start + self._limits.wall, start, self._starved)]
        spans.append((self._opened + self._limits.total_wall, self._opened, 0.0))
        if self._exercise is not None:
            _, begun, starved = self._exercise
            spans.append((begun + self._limits.exercise_wall, begun, starved))
        deadline, begun, starved = min(spans)
        try:
            self._channel.send(frame, deadline, self._watch)
            reply = self._channel.receive(deadline, self._watch, caps)
            self._idle.look(end=True)
        except ChannelTimeout:
            self._late(time.monotonic() - begun, starved)
        except ChannelClosed:
            self._ended()
        except WireError as error:
            self._lose("wire", str(error))
        if reply.header.get("nonce") != nonce:
            self._lose("wire", "it answered a question that was not asked")
        if reply.header.get("lost") == "output":
            self._lose("output", "it printed without end")
        if set(reply.header) != {"nonce", "facts"} or type(reply.header["facts"]) is not dict:
            self._lose("wire", "its answer has another form than a probe's")
        return reply

    def _watch(self) -> None:
        """Look at what the fork uses. Called every few hundredths of a second while it is waited for."""
        used, limits = self._fork.meter.cpu(), self._limits
        if used - self._cpu > limits.cpu:
            self._lose("cpu", f"it used more than {limits.cpu:g} CPU-seconds")
        if self._exercise is not None and used - self._exercise[0] > limits.exercise_cpu:
            self._lose("cpu", f"its exercise used more than {limits.exercise_cpu:g} CPU-seconds")
        if used > limits.total_cpu:  # the kernel counts each process alone, so children would escape it
            self._lose("cpu", f"it used more than {limits.total_cpu:g} CPU-seconds in all")
        self._idle.look()
        if self.idle() > limits.total_idle:
            self._lose(
                "wall", f"it slept or waited for more than {limits.total_idle:g} s in all, without using a processor"
            )
        if self._fork.meter.memory(self._limits.memory) > self._limits.memory:
            self._lose("memory", f"it used more than {self._limits.memory >> 20} MiB")

    def _late(self, waited: float, before: float) -> NoReturn:
        starved = self._fork.meter.starved() - before
        if starved > waited / 2:
            self._fail(
                f"The machine is too busy: for {starved:.0f} of {waited:.0f} s the answer wanted to run and got no processor. "
                "Grade with fewer sandboxes at once."
            )
        self._lose("wall", f"it did not finish within {waited:.0f} s")

    def _ended(self) -> NoReturn:
        end = self._fork.end(1.0)
        if end is not None:
            self._died(end)
        # The channel is closed, yet no end is reported: either the code closed it, or the fork server is gone.
        self._fork.kill()
        if self._fork.end() is not None:
            self._lose("wire", "it closed the channel to the judge")
        self._fail("The fork server ended while a fork of it was asked.")

    def _died(self, end: End) -> NoReturn:
        if end.signal is None:
            self._lose("exit", f"it ended its process with code {end.code}")
        if end.signal in (signal.SIGKILL, signal.SIGXCPU):
            if end.cpu >= self._limits.total_cpu - 1:
                self._lose("cpu", f"it used more than {self._limits.total_cpu:g} CPU-seconds in all")
            if end.memory < self._limits.memory / 2:
                if self._fork.level == "protected" or not self._begun:
                    # Nothing inside can kill the first process of a PID namespace, and it was not large.
                    self._fail("Somebody outside the sandbox killed a fork.")
                self._lose("signal", "it was ended with SIGKILL")
            self._lose("memory", "the kernel ended it for want of memory")
        known = end.signal in set(signal.Signals)  # a real-time signal has no name
        self._lose("signal", f"it crashed with {signal.Signals(end.signal).name if known else f'signal {end.signal}'}")

    def _lose(self, how: Loss, detail: str) -> NoReturn:
        if not self._begun:
            self._fail(f"A fork failed before it saw a cell ({how}: {self._where}{detail}).")
        self._lost = AnswerLost(how, self._where + detail)
        self.close()
        raise self._lost

    def _fail(self, sentence: str) -> NoReturn:
        self._lost = MachineFault(sentence)
        self.close()
        raise self._lost


def _result(cell: str, facts: dict[str, Any]) -> CellResult:
    """Check the form of what the fork says about a cell. Raises WireError."""
    status, ename, evalue, outputs = (facts.get(key) for key in ("status", "ename", "evalue", "outputs"))
    if status not in ("ok", "error") or type(ename) is not str or type(evalue) is not str or type(outputs) is not list:
        raise WireError("A cell's result has another form than the sandbox's.")
    decoded = [decode_json(output.encode(), OUTPUT_CAPS) for output in outputs if type(output) is str]
    if any(
        output.get("output_type") not in ("stream", "display_data", "execute_result", "error") for output in decoded
    ):
        raise WireError("A cell's output is of no kind that a notebook knows.")
    return CellResult(cell, cast(Literal["ok", "error"], status), ename, evalue, decoded)
