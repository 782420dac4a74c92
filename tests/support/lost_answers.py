"""How an answer is lost, and what keeps a processor busy."""

from __future__ import annotations

import pytest

from autograder.reply import AnswerLost
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Cell


def lost(sandbox, source, limits=None, before="pass"):
    """How the answer is lost when ``source`` runs as a cell. The next fork must be none the worse for it."""
    with sandbox.fork(limits or Limits()) as session:
        session.run_cells([Cell("before", before)])
        with pytest.raises(AnswerLost) as caught:
            session.run_cells([Cell("c", source), Cell("d", "1")])
        assert caught.value.detail.startswith("cell c: ")
        with pytest.raises(AnswerLost) as again:
            session.ask("function.call", {"name": "f", "args": []}, {})
        assert again.value is caught.value
    with sandbox.fork() as after:
        assert "ok" == after.run_cells([Cell("e", "1 + 1")])[0].status
    return caught.value


HOGS = """
import os, time
os.sched_setaffinity(0, {0})
end = time.monotonic() + 0.8
for _ in range(5):
    if os.fork() == 0:
        while time.monotonic() < end: pass
        os._exit(0)
while time.monotonic() < end: pass
"""
