"""The sum of ``layer.losses``, with our own weights set."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, Result
from autograder.judge.diagnose import Outputs
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call


class Losses(LayerRung):
    name = "losses"
    mutant = spoilt_call("self.add_loss(keras.ops.sum(0.0 * y) + 1.0)", "return y")

    def climb(self, layer: LayerExaminer) -> Failure:
        outputs: Outputs = []
        for index, case in enumerate(layer.cases):
            reply = layer.forward(index, False)
            if "error" in reply.facts:
                return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
            loss = reply.facts["loss"]
            outputs.append((case, "inference", Result(loss=float("nan") if loss is None else loss)))
            facts = {"losses": reply.facts["losses"]}
        return layer.compare(self, outputs, facts)

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return (
            "The sum of `layer.losses` is not the penalty that the task names. Print `layer.losses` after one call and "
            "work it out by hand for one small weight."
        )


LAYER = Losses()
