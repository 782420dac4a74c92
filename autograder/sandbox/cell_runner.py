"""Running the student's cells, one after the other, in one namespace."""

from __future__ import annotations

import builtins
import getpass
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from autograder.sandbox.displayed_outputs import Outputs, Stream
from autograder.sandbox.ipython_shell import Shell, no_input, plain


class Cells:
    """The notebook of one submission. Made in the fork, once; ``namespace`` is where its names live.

    ``output`` is the allowance of a cell in characters; ``flooded`` is called when one prints far beyond it.
    """

    def __init__(self, output: int, flooded: Callable[[], None]) -> None:
        self.shell: Shell = Shell.instance()
        self.output, self.flooded = output, flooded
        self.stdout, self.stderr = Stream("stdout", 1), Stream("stderr", 2)
        sys.stdin = io.StringIO()  # as empty as /dev/null
        sys.stdout, sys.stderr = self.stdout, self.stderr
        builtins.input, getpass.getpass = no_input, no_input
        sys.path.append("")  # a cell may write a module that a later one imports; last, so that it shadows nothing

    @property
    def namespace(self) -> dict[str, Any]:
        names: dict[str, Any] = self.shell.user_ns
        return names

    def run(self, source: str, capture: bool) -> dict[str, Any]:
        """Run one cell and return {"status", "ename", "evalue", "outputs"}; outputs only if ``capture``.

        An exception in the cell, SystemExit and KeyboardInterrupt among them, is its result and not raised.
        """
        outputs = Outputs(self.output, capture, self.flooded)
        error: BaseException | None
        try:
            self._listen(outputs)
            _look_anew()
            result = self.shell.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as escaped:  # IPython lets some pass, e.g. from a student's input transformer
            error = escaped
        finally:
            self._listen(None)
        return {
            "status": "ok" if error is None else "error",
            "ename": "" if error is None else plain(type(error).__name__, 200),
            "evalue": "" if error is None else plain(error, 2_000),
            "outputs": outputs.done() if capture else [],
        }

    def _listen(self, outputs: Outputs | None) -> None:
        self.shell.outputs = self.stdout.outputs = self.stderr.outputs = outputs


def _look_anew() -> None:
    """Forget which modules lie in the working directory: a listing of the same tick of the clock hides what was written since."""
    with suppress(OSError):  # a cell may have removed it
        sys.path_importer_cache.pop(os.getcwd(), None)
