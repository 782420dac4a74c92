"""The numbers: a layer's output with our own weights set, in both modes; what a function returns."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, Result
from autograder.judge.comparison import values_agree
from autograder.judge.diagnose import Outputs
from autograder.judge.evidence import format_error
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, FunctionRung, LayerRung, spoilt_call
from autograder.verdicts import Mistaken


class LayerValues(LayerRung):
    name = "values"
    mutant = spoilt_call("return 1.25 * y if training else y")

    def climb(self, layer: LayerExaminer) -> Failure:
        if broken := layer.assign():
            return broken
        outputs: Outputs = []
        for index, case in enumerate(layer.cases):
            for key, training in (("inference", False), ("training", True)):
                reply = layer.forward(index, training)
                if "error" in reply.facts:
                    return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
                if (dtype := reply.arrays["y"].dtype) != np.float32:
                    return layer.mistaken(self, case, {"dtype": str(dtype)}, received=f"output {dtype}")
                outputs.append((case, key, Result(output=reply.arrays["y"])))
        return layer.compare(self, outputs)

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        if facts.get("order"):
            return (
                f"{name} must make its weights in one order, whatever the input. Yours come in another order from one "
                f"layer to the next. Make them in `build`, one after the other."
            )
        if facts.get("dtype"):
            return (
                f"The output of {name} must stay float32. Yours is of another dtype once its weights are set. Look for a "
                f"cast in `call`."
            )
        return (
            f"With given weights, {name} returns other numbers than the task's formula. Work one small input out on paper "
            f"and compare entry by entry."
        )


class FunctionValues(FunctionRung):
    """Also each rung of an author's own, which looks at its own cases."""

    name = "values"

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        return function.first(
            self, name, lambda case, value, facts: case.rung == name and not values_agree(case.expected, value)
        )

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return f"{exam.name} returns a wrong value. Work one small case out by hand and compare."


LAYER, FUNCTION = LayerValues(), FunctionValues()
