"""Cells in a fork: what they print, and how they fail."""

from __future__ import annotations

import json

from autograder.sandbox.session import Cell

LIGHT = ("numpy", "IPython")
CANARY = "canary-5f1c9e"


def evaluated(session, source):
    """What a cell prints as JSON with its last line ``tell(…)``."""
    prelude = "import json, os, sys\ntell = lambda value: print(json.dumps(value))\n"
    (result,) = session.run_cells([Cell("c", prelude + source)], capture=True)
    assert (result.status, result.evalue) == ("ok", "")
    return json.loads(result.outputs[0]["text"])


def attempt(session, source):
    """The name of the exception in which a cell ends; empty when it succeeds."""
    return session.run_cells([Cell("c", source)])[0].ename
