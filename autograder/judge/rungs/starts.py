"""What an untrained layer gives, and what its weights hold before anything has moved them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, LayerCase, Result
from autograder.judge.diagnose import Outputs, results_agree
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung
from autograder.judge.weight_roles import Assignment
from autograder.reply import Reply


class Starts(LayerRung):
    name = "starts"
    # The call makes the sublayers build theirs.
    mutant = """
def build(self, shape):
    super().build(shape)
    super().call(keras.ops.zeros([size or 1 for size in shape]))
    for weight in self.weights:
        weight.assign(weight + 2.0)
"""

    def climb(self, layer: LayerExaminer) -> Failure:
        outputs: Outputs = [
            (case, "start", Result(output=reply.arrays["y"]))
            for case, reply in zip(layer.cases, layer.built, strict=True)
            if case.start is not None
        ]
        facts = {"random": random_starts(layer.built[0])}
        if any(not results_agree(case.start, got) for case, _, got in outputs):
            return layer.compare(self, outputs, facts, layer.outputs())
        # An input may hide a wrong start (a mean that is only kept), so the values themselves are looked at as well: role by
        # role where the roles are known, else as one of those that its shape may play.
        layer.assign()
        for case, reply in zip(layer.cases, layer.built, strict=True):
            # One that was not traced has been called, and a layer that keeps state may have moved it.
            if case.traced and wrong_starts(layer.exam, case, reply, layer.roles(case) if layer.matched else {}):
                return layer.mistaken(self, case, facts, "other initial values", outputs=outputs)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return (
            f"A fresh {exam.name}, before any training, does not give what the task promises. Look at the initializer of "
            f"each weight."
        )


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
    return sum(bool(np.any(v != v.flat[0])) for v in values if v.size)


LAYER = Starts()
