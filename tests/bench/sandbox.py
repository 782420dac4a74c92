"""What the sandbox adds to a submission: a fork at each level, the same few cells, both sides in one run.

The levels take turns, so that whatever else the machine does falls on all alike. Wall time is that of fork, cells and
end; CPU-seconds are the fork's own with its share of the fork server's pages.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from statistics import median

from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from tests.support.paths import ROOT

LEVELS = ("unprotected", "protected")
TURNS = 40
CELLS = [
    Cell("setup", "import numpy as np\nimport keras\nimport tensorflow as tf"),
    Cell("answer", "tf.ones((2, 3)) + 1"),
]


def main() -> None:
    """Measure, print the medians and write bench/sandbox.json."""
    wall: dict[str, list[float]] = {level: [] for level in LEVELS}
    cpu: dict[str, list[float]] = {level: [] for level in LEVELS}
    with ExitStack() as stack:
        sandboxes = {level: stack.enter_context(Sandbox(level=level)) for level in LEVELS}
        for _ in range(TURNS):
            for level, sandbox in sandboxes.items():
                begun = time.perf_counter()
                with sandbox.fork() as session:
                    assert all(result.status == "ok" for result in session.run_cells(CELLS))
                wall[level].append(time.perf_counter() - begun)
                cpu[level].append(session.usage())
    rows = {level: {"wall": median(wall[level]), "cpu": median(cpu[level])} for level in LEVELS}
    for level, row in rows.items():
        print(
            f"a fork that is {level:12s} {row['wall'] * 1e3:7.1f} ms by the clock, {row['cpu'] * 1e3:7.1f} ms of processor"
        )
    added = {key: rows["protected"][key] - rows["unprotected"][key] for key in ("wall", "cpu")}
    print(
        f"the locks add               {added['wall'] * 1e3:7.1f} ms by the clock, {added['cpu'] * 1e3:7.1f} ms of processor"
    )
    (ROOT / "bench").mkdir(exist_ok=True)
    (ROOT / "bench" / "sandbox.json").write_text(json.dumps(rows | {"added": added}, indent=2) + "\n")


if __name__ == "__main__":
    main()
