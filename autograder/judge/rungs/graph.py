"""The same calls inside ``tf.function``, where ``fit`` runs a layer."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam
from autograder.judge.comparison import arrays_agree
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.reply_schema import weight_array
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call


class Graph(LayerRung):
    name = "graph"
    mutant = spoilt_call("return y if tf.executing_eagerly() else y + 1.0")

    def climb(self, layer: LayerExaminer) -> Failure:
        case = layer.cases[0]
        # A training step is traced on its own rung; tracing is the most expensive thing that is asked.
        stepped = any(rung.name == "trains" for rung in layer.exam.rungs)
        modes = [False] if stepped else [False, True]
        reply = layer.put("layer.graph", 0, {"modes": modes}, layer.sent(case))
        if "error" in reply.facts:
            return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
        pairs = [
            (layer.known(case.training if mode else case.inference, reply.arrays[f"y{mode:d}"]), f"traced{mode:d}")
            for mode in modes
        ]
        for role, i in layer.roles(case).items():
            pairs.append((weight_array(reply, "after", i, case.weights[role].shape), f"traced_after{i}"))
        if not all(traced in reply.arrays and arrays_agree(eager, reply.arrays[traced]) for eager, traced in pairs):
            return layer.mistaken(self, case, {}, received="another result inside tf.function")
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("error"):
            return (
                f"{exam.name} works when it is called by hand, but not inside tf.function, where `fit` runs it. Look for .numpy(), "
                f"np functions, float() or an `if` on the values of a tensor."
            )
        return (
            f"{exam.name} gives one result eagerly and another inside tf.function, where `fit` runs it. Look for Python variables, "
            f"random numbers or NumPy calls that are fixed while the function is traced."
        )


LAYER = Graph()
