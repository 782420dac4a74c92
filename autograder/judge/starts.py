"""Start values: what a weight holds before anything has moved it."""

from __future__ import annotations

import numpy as np

from autograder.exercise.exam import Exam, LayerCase
from autograder.judge.weight_roles import Assignment
from autograder.reply import Reply


def wrong_starts(exam: Exam, case: LayerCase, built: Reply, roles: Assignment) -> bool:
    """True when a weight of the fresh layer starts at another value than its role does.

    ``built`` is the reply to ``layer.build``: its ledger, and the arrays "start0", "start1", … ``roles`` is empty where
    they are not known; then a weight is wrong that starts as no role of its shape does.
    """
    known = {i: name for name, i in roles.items()}
    for i, weight in enumerate(built.facts["weights"]):
        wanted = [
            role.start
            for role in exam.roles_of(case)
            if (role.trainable, case.weights[role.name].shape) == (weight["trainable"], tuple(weight["shape"]))
            and known.get(i, role.name) == role.name
        ]
        fixed = [start for start in wanted if start is not None]
        if len(fixed) < len(wanted):
            continue  # it may start anywhere
        if fixed and not any(np.allclose(built.arrays[f"start{i}"], start, atol=1e-6) for start in fixed):
            return True
    return False


def random_starts(built: Reply) -> int:
    """How many weights start at numbers that differ from each other."""
    values = [built.arrays[f"start{i}"] for i in range(len(built.facts["weights"]))]
    return sum(bool(np.ptp(v)) for v in values if v.size)
