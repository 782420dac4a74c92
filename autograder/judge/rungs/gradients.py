"""The tape's gradients under a random cotangent, against float64 directional derivatives of the reference."""

from __future__ import annotations

from typing import Any, ClassVar

from autograder.exercise.exam import Exam, LayerCase
from autograder.judge.comparison import gradient_agrees
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call
from autograder.reply import Reply


class Gradients(LayerRung):
    name = "gradients"
    mutant = spoilt_call("return keras.ops.stop_gradient(y)")

    further_mutants: ClassVar[dict[str, str]] = {
        "stopped in training only": spoilt_call("return keras.ops.stop_gradient(y) if training else y"),
    }

    def climb(self, layer: LayerExaminer) -> Failure:
        if layer.exam.roles and (broken := layer.assign()):
            return broken
        for index, case in enumerate(layer.cases):
            known = {"known": ["x", *(str(i) for i in range(len(layer.built[index].facts["weights"])))]}
            reply = layer.put("layer.gradients", index, known, layer.sent(case) | {"cotangent": case.cotangent})
            if "error" in reply.facts:
                return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
            for training in (False, True):
                if failure := self._compare(layer, case, reply, training):
                    return failure
        return None

    def _compare(self, layer: LayerExaminer, case: LayerCase, reply: Reply, training: bool) -> Failure:
        names = {str(i): role for role, i in layer.roles(case).items()} | {"x": "x"}
        slopes = case.training_slopes if training else case.slopes
        given, letter = reply.facts["none_in_training" if training else "none"], "t" if training else "g"
        where: dict[str, Any] = {"training": True} if training else {}
        in_mode = ", in training mode" if training else ""
        none = sorted(role for n in given if (role := names.get(n)) in slopes)
        if none:
            listed = ", ".join(none)
            return layer.mistaken(self, case, {"none": listed} | where, received=f"None for {listed}{in_mode}")
        for name, role in names.items():
            if role not in slopes or name in given:
                continue
            gradient, cotangent = reply.arrays.get(f"{letter}{name}"), case.cotangent if training else None
            if not gradient_agrees(gradient, case.directions[role], slopes[role], cotangent=cotangent):
                received = f"another gradient for {role}{in_mode}"
                return layer.mistaken(self, case, {"wrong": role} | where, received=received)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        mode = "With training=True, the" if facts.get("training") else "The"
        if facts.get("none"):
            return (
                f"{mode} gradient does not reach the input or one of the weights of {exam.name}: the tape gives None. Look for "
                f".numpy(), np functions, tf.stop_gradient, or a value computed before `call`."
            )
        return (
            f"{mode} gradients of {exam.name} disagree with its own formula. Look for a part that is computed outside TensorFlow or "
            f"stopped."
        )


LAYER = Gradients()
