"""The sum of ``layer.losses``, with our own weights set."""

from __future__ import annotations

from typing import Any, ClassVar

from autograder.exercise.exam import Exam, Result
from autograder.judge.diagnose import Outputs, losses_agree
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import MODES, LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call


class Losses(LayerRung):
    name = "losses"
    mutant = spoilt_call("self.add_loss(keras.ops.sum(0.0 * y) + 1.0)", "return y")

    further_mutants: ClassVar[dict[str, str]] = {
        "a penalty in training only": spoilt_call("if training:", "    self.add_loss(keras.ops.ones(()))", "return y"),
    }

    def climb(self, layer: LayerExaminer) -> Failure:
        outputs: dict[str, Outputs] = {"inference": [], "training": []}
        for index, case in enumerate(layer.cases):
            for key, training in (("inference", False), ("training", True)):
                reply = layer.forward(index, training)
                if "error" in reply.facts:
                    return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
                loss, count = reply.facts["loss"], reply.facts["losses"]
                if case.inference.loss is None and not losses_agree(case.inference, loss):
                    received = f"losses add up to {loss}{MODES[key]}"
                    return layer.mistaken(self, case, {"losses": count, "unasked": True}, received=received)
                if case.inference.loss is not None:
                    outputs[key].append((case, key, Result(loss=float("nan") if loss is None else loss)))
                    facts = {"losses": count}
        for alike in outputs.values():
            if alike and (failure := layer.compare(self, alike, facts)):
                return failure
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("unasked"):
            return (
                f"The task names no penalty, and `layer.losses` of {exam.name} is not zero after a call. Look for add_loss, "
                f"regularizer= or activity_regularizer=."
            )
        return (
            "The sum of `layer.losses` is not the penalty that the task names. Print `layer.losses` after one call and "
            "work it out by hand for one small weight."
        )


LAYER = Losses()
