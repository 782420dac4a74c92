"""Shape and dtype of a layer's output; the kind of value that a function returns. The numbers come later."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise.exam import Exam, Raises, Result, format_shape
from autograder.judge.comparison import same_kind
from autograder.judge.diagnose import Outputs
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import LayerExaminer, output_of
from autograder.judge.result_types import type_fault
from autograder.judge.rungs.rung import Failure, FunctionRung, LayerRung, spoilt_call
from autograder.verdicts import Mistaken


class LayerShapes(LayerRung):
    name = "shapes"
    mutant = spoilt_call("return keras.ops.expand_dims(y, -1)")

    def climb(self, layer: LayerExaminer) -> Failure:
        for case, reply in zip(layer.cases, layer.built, strict=True):
            expected, y = output_of(case.inference), reply.arrays["y"]
            symbolic = tuple(reply.facts["shape"]) if case.traced else expected.shape
            if y.shape != expected.shape or y.dtype != np.float32 or symbolic[1:] != expected.shape[1:]:
                outputs: Outputs = [
                    (c, "start", Result(r.arrays["y"])) for c, r in zip(layer.cases, layer.built, strict=True)
                ]
                received = f"output {format_shape(y.shape)} {y.dtype}"
                if y.shape == expected.shape:
                    received += f", inside a keras.Model {format_shape(symbolic)}"
                # Where only the dtype differs the numbers may be right, and a mistake's formula equal at the start.
                comparable = outputs if y.shape != expected.shape else None
                wanted = f"output {format_shape(expected.shape)} float32"
                return layer.mistaken(self, case, {}, received, wanted, comparable)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return (
            f"The output of {exam.name} has the wrong shape or dtype for at least one input. Print `layer(x).shape` beside the "
            f"shape that the task promises, for inputs of several sizes."
        )


class KindOfValue(FunctionRung):
    name = "shapes"
    mutant = """
_model(*args, **kwargs)
return [[0]]
"""

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        for case, value, facts in function.answers:
            if isinstance(case.expected, Raises):
                continue
            fault = type_fault(case.expected, facts.get("types"), function.exam.returns)
            if fault or not same_kind(case.expected, value):
                return function.mistaken(self, name, case, value, facts | {"type": fault})
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("type"):
            return (
                f"{exam.name} must return the type that the task promises. Yours is of another: {facts['type']}. Print "
                f"`type(…)` of what you return, and of what is in it."
            )
        return (
            f"{exam.name} returned another kind of value than the task promises: look at type, length, keys and shape of what "
            f"you return."
        )


LAYER, FUNCTION = LayerShapes(), KindOfValue()
