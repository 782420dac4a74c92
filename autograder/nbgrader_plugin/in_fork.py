"""Runs in the fork, before the first cell of a stranger's notebook: makes it feel like the folder of a kernel.

Read as text by ``inline_tests`` and sent there; needs only the standard library and IPython. Nothing here is trusted.
"""

from __future__ import annotations

import base64
import os
import signal
import sys
from typing import Any, NoReturn


class CellTimeoutError(KeyboardInterrupt):
    """What nbgrader calls a cell that took too long; like Jupyter's interrupt it leaves the names defined so far."""


def enter_folder() -> None:
    """Modules that lie beside the notebook can be imported, and tests can tell that they are graded, as in a kernel."""
    sys.path.insert(0, "")
    os.environ["NBGRADER_EXECUTION"] = "autograde"


def write_files(files: dict[str, str]) -> None:
    """Write files (base64) below the working directory."""
    for name, data in files.items():
        folder = os.path.dirname(name)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(name, "wb") as file:
            file.write(base64.b64decode(data))


def interrupt_after(seconds: float, waiting: float) -> None:
    """Interrupt each cell after so many CPU-seconds, or so many seconds of the clock, whichever comes first."""
    from IPython import get_ipython

    def late(*_: Any) -> NoReturn:
        raise CellTimeoutError(f"The cell took more than {seconds:g} seconds.")

    def arm(cpu: float, wall: float) -> None:
        signal.setitimer(signal.ITIMER_PROF, cpu)
        signal.setitimer(signal.ITIMER_REAL, wall)

    signal.signal(signal.SIGPROF, late)
    signal.signal(signal.SIGALRM, late)
    events = get_ipython().events
    events.register("pre_run_cell", lambda info: arm(seconds, waiting))
    events.register("post_run_cell", lambda result: arm(0, 0))
