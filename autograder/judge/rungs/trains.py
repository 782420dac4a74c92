"""One compiled training step: each trainable weight moves as its gradient asks, and nothing else moves otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam
from autograder.judge.comparison import arrays_agree, gradient_agrees
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.reply_schema import weight_array
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call

RATE = 0.125
"""Learning rate of the one training step: a power of two, so that dividing by it again is exact."""


class Trains(LayerRung):
    name = "trains"
    mutant = spoilt_call("return y if tf.executing_eagerly() else keras.ops.stop_gradient(y) + 0.0 * y")

    def climb(self, layer: LayerExaminer) -> Failure:
        case = layer.cases[0]
        reply = layer.put("layer.step", 0, {"rate": RATE}, layer.sent(case) | {"cotangent": case.cotangent})
        if "error" in reply.facts:
            return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
        for role in layer.exam.roles:
            place, before = layer.roles(case)[role.name], case.weights[role.name]
            after = weight_array(reply, "after", place, before.shape)
            if not role.trainable:
                if not arrays_agree(case.training.state.get(role.name, before), after):
                    received = f"{role.name} moved otherwise"
                    return layer.mistaken(self, case, {"moved_frozen": True}, received=received)
                continue
            slope = case.training_slopes[role.name] + case.loss_slopes[role.name]
            gradient = reply.arrays.get(f"t{place}")
            moved = bool(np.any(after != before))
            asked = gradient is not None and gradient_agrees(
                gradient, case.directions[role.name], slope, cotangent=case.cotangent
            )
            if not asked or not arrays_agree(before - RATE * gradient.astype(np.float64), after):  # type: ignore[union-attr]
                received = f"{role.name} did not move as asked"
                return layer.mistaken(self, case, {"unmoved": not moved}, received=received)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        if facts.get("error"):
            return f"One step of training with {name} inside a model failed. Run model.fit on two samples and read the error."
        if facts.get("moved_frozen"):
            return (
                f"A training step moved a non-trainable weight of {name} otherwise than one call with training=True does. "
                f"Look for a second assignment, or for one that runs inside tf.function only."
            )
        return (
            f"One step of training does not move every trainable weight of {name} as its gradient asks. Compute with the "
            f"weight itself in `call`, not with a copy of its value."
        )


LAYER = Trains()
