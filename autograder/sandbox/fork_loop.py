"""The fork's loop: it runs cells and answers questions until the channel closes.

Everything here runs beside the student's code and counts as theirs: what it sends is believed to be an answer, and
nothing else.
"""

from __future__ import annotations

import fcntl
import os
import socket
from types import ModuleType
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox.cell_runner import Cells
from autograder.sandbox.channel import Channel
from autograder.sandbox.frame_caps import CELLS, WireError
from autograder.sandbox.ipython_shell import plain
from autograder.sandbox.limits import Limits
from autograder.sandbox.wire import Frame, encode

Answered = tuple[dict[str, Any], dict[str, np.ndarray]]


def serve(sock: socket.socket, limits: Limits) -> NoReturn:
    """Serve the requests that come over ``sock``, one at a time. Ends the process; does not return."""
    code = 1
    try:
        Server(_out_of_the_way(sock, limits), limits).run()
        code = 0
    finally:
        os._exit(code)


def _out_of_the_way(sock: socket.socket, limits: Limits) -> Channel:
    """Give the channel the highest descriptor, so that code which closes or writes to 3, 4, 5… misses it."""
    high = fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, limits.files - 1)
    sock.close()
    return Channel(socket.socket(fileno=high))


class Server:
    """One fork's state: its cells, its probes, and the nonce of the request that is being served."""

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self.channel = channel
        self.nonce = ""
        self.cells = Cells(limits.output, self._flooded)
        self.probes: dict[str, ModuleType] = {}

    def run(self) -> None:
        """Serve until the other side hangs up."""
        while True:
            try:
                request = self.channel.receive(caps=CELLS)
            except WireError:
                return
            self.nonce = request.header["nonce"]
            self._reply(self._served(request))

    def _served(self, request: Frame) -> Answered:
        op, facts = request.header["op"], request.header["facts"]
        if op == "sandbox.run_cell":
            return self.cells.run(facts["source"], facts["capture"]), {}
        try:
            if op == "sandbox.load_probe":
                self.probes[facts["name"]] = _module(facts["name"], facts["source"])
                return {}, {}
            from autograder.probes.dispatch import answer_question

            return answer_question(op, facts, request.arrays, self.cells.namespace, self.probes)
        except BaseException as error:
            # The probes turn every Exception of an answer into facts; what is none, such as SystemExit, gets here.
            how = "wire" if isinstance(error, Exception) else "exit"
            return {"sandbox.failed": how, "message": f"{plain(type(error).__name__)}: {plain(error, 2_000)}"}, {}

    def _reply(self, answered: Answered) -> None:
        facts, arrays = answered
        try:
            frame = encode({"nonce": self.nonce, "facts": facts}, arrays, CELLS)
        except WireError as error:
            frame = encode({"nonce": self.nonce, "facts": {"sandbox.failed": "wire", "message": str(error)}})
        self.channel.send(frame)

    def _flooded(self) -> NoReturn:
        self.channel.send(encode({"nonce": self.nonce, "lost": "output"}))
        os._exit(1)


def _module(name: str, source: str) -> ModuleType:
    module = ModuleType(f"probe_{name}")
    module.__file__ = f"{name}/probe.py"
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return module
