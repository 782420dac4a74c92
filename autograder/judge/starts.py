"""Start values: what a weight holds before anything has moved it."""

from __future__ import annotations

import numpy as np

from autograder.exercise.paper import LayerCase, Paper
from autograder.reply import Reply


def wrong_starts(paper: Paper, case: LayerCase, built: Reply) -> bool:
    """True when a weight of the fresh layer starts at a value that no role of its shape starts at.

    ``built`` is the reply to ``layer.build``: its ledger, and the arrays "start0", "start1", …
    """
    for i, weight in enumerate(built.facts["weights"]):
        wanted = [
            role.start
            for role in paper.roles
            if (role.trainable, case.weights[role.name].shape) == (weight["trainable"], tuple(weight["shape"]))
        ]
        known = [start for start in wanted if start is not None]
        if len(known) < len(wanted):
            continue  # one of them may start anywhere
        if known and not any(np.allclose(built.arrays[f"start{i}"], start, atol=1e-6) for start in known):
            return True
    return False
