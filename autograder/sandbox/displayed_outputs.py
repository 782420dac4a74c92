"""What a cell displays, as nbformat outputs, bounded."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from autograder.sandbox.frame_caps import OUTPUT_CAPS, WireError
from autograder.sandbox.strict_json import decode_json

FLOOD = 64
"""A cell that prints this many times its allowance is ended: nobody could read it, and it may never stop."""

Output = dict[str, Any]


class Outputs:
    """Collects the outputs of one cell. Text beyond ``limit`` characters is cut, with one line that says so.

    ``keep=False`` only counts. ``flooded`` is called, once, when the count passes ``FLOOD * limit``.
    """

    def __init__(self, limit: int, keep: bool, flooded: Callable[[], None]) -> None:
        self.limit, self.keep, self.flooded = limit, keep, flooded
        self.made: list[Output] = []
        self.count = 0
        self.cut = False

    def write(self, name: str, text: str) -> None:
        """Add text of the stream "stdout" or "stderr"."""
        room = self._room(len(text))
        if not self.keep or room == 0:
            return
        last = self.made[-1] if self.made else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["parts"].append(text[:room])
        else:
            self.made.append({"output_type": "stream", "name": name, "parts": [text[:room]]})

    def add(self, output: Output) -> None:
        """Add a whole output: display_data, execute_result or error. It is kept whole or not at all."""
        try:
            text = json.dumps(output, allow_nan=False)
            decode_json(text.encode(), OUTPUT_CAPS)
        except (TypeError, ValueError, RecursionError, WireError):
            return  # a notebook could not hold it
        if self._room(len(text)) >= len(text) and self.keep:
            self.made.append(output)

    def _room(self, size: int) -> int:
        before, self.count = self.count, self.count + size
        if self.count > FLOOD * self.limit >= before:
            self.flooded()
        if self.count > self.limit:
            self.cut = True
        return max(0, min(size, self.limit - before))

    def done(self) -> list[str]:
        """The outputs, in order, each as the JSON text of what nbformat wants."""
        outputs = []
        for output in self.made:
            if output["output_type"] == "stream":
                text = "".join(output["parts"]).encode("utf-8", "replace").decode()
                output = {"output_type": "stream", "name": output["name"], "text": text}
            outputs.append(output)
        if self.cut and self.keep:
            notice = f"\n[A cell may show {self.limit} characters. This one showed {self.count}; the rest was cut.]\n"
            # On stdout: nbgrader takes a word on stderr for a failure.
            outputs.append({"output_type": "stream", "name": "stdout", "text": notice})
        return [json.dumps(output) for output in outputs]


class Stream(io.TextIOBase):
    """The student's sys.stdout or sys.stderr: writes into the outputs of the cell that runs, if one does."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int) -> None:
        self.name, self.descriptor = name, descriptor
        self.outputs: Outputs | None = None

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.outputs is not None:
            self.outputs.write(self.name, str.__str__(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        """The descriptor beneath, which is /dev/null: some libraries ask for one."""
        return self.descriptor
