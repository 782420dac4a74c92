"""The tape's gradients under a random cotangent, against float64 directional derivatives of the reference."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam
from autograder.judge.comparison import gradient_agrees
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call


class Gradients(LayerRung):
    name = "gradients"
    mutant = spoilt_call("return keras.ops.stop_gradient(y)")

    def climb(self, layer: LayerExaminer) -> Failure:
        if layer.exam.roles and (broken := layer.assign()):
            return broken
        for index, case in enumerate(layer.cases):
            names = {str(i): role for role, i in layer.roles(case).items()} | {"x": "x"}
            known = {"known": ["x", *(str(i) for i in range(len(layer.built[index].facts["weights"])))]}
            reply = layer.put("layer.gradients", index, known, layer.sent(case) | {"cotangent": case.cotangent})
            if "error" in reply.facts:
                return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
            none = sorted(role for n in reply.facts["none"] if (role := names.get(n)) in case.slopes)
            if none:
                listed = ", ".join(none)
                return layer.mistaken(self, case, {"none": listed}, received=f"None for {listed}")
            for name, role in names.items():
                if role in case.slopes and not gradient_agrees(
                    reply.arrays.get(f"g{name}"), case.directions[role], case.slopes[role]
                ):
                    return layer.mistaken(self, case, {"wrong": role}, received=f"another gradient for {role}")
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("none"):
            return (
                f"The gradient does not reach the input or one of the weights of {exam.name}: the tape gives None. Look for "
                f".numpy(), np functions, tf.stop_gradient, or a value computed before `call`."
            )
        return (
            f"The gradients of {exam.name} disagree with its own formula. Look for a part that is computed outside TensorFlow or "
            f"stopped."
        )


LAYER = Gradients()
