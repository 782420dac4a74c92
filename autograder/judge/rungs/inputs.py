"""What an answer is given it leaves as it was: a layer its input, a function its lists and dicts."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam
from autograder.judge.evidence import format_error
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, FunctionRung, LayerRung, spoilt_call
from autograder.verdicts import Mistaken


class LayerInputs(LayerRung):
    name = "inputs"
    # It returns a copy, lest a layer that passes its input on be refused for its output.
    mutant = spoilt_call(
        "y = 1.0 * y",
        "if training and tf.executing_eagerly():",
        "    tf.raw_ops.InplaceAdd(x=inputs, i=[0], v=tf.ones_like(inputs[:1]))",
        "return y",
    )

    def climb(self, layer: LayerExaminer) -> Failure:
        for index, case in enumerate(layer.cases):
            for mode in (False, True):
                reply = layer.forward(index, mode)
                if "error" in reply.facts:
                    return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
                if not reply.facts["kept"]:
                    received = "an input with other numbers in it"
                    return layer.mistaken(self, case, {"kept": False}, received=received)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return (
            f"A layer leaves its input as it is, for others read it too: the shortcut of a block, above all. {exam.name} writes "
            f"into it. Compute a new tensor, and leave out operations that work in place."
        )


class Arguments(FunctionRung):
    name = "inputs"
    mutant = """
result = _model(*args, **kwargs)
for value in (*args, *kwargs.values()):
    if isinstance(value, list):
        value.append(0)
    elif isinstance(value, dict):
        value["one more"] = 0
    elif hasattr(value, "assign"):
        value.assign(value == value if value.dtype == "bool" else value + 1)
    elif hasattr(value, "trainable"):
        value.trainable = not value.trainable
    elif isinstance(value, np.ndarray) and value.size:
        value.flat[0] = 1 - value.flat[0]
return result
"""

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        for case, value, facts in function.answers:
            if set(facts.get("changed", [])) - set(function.exam.changes):
                return function.mistaken(self, name, case, value, {"kept": False})
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        return (
            f"A function leaves its arguments as they are, for the caller goes on using them. {exam.name} changes one of them. Work "
            f"on a copy, and leave out append, sort, pop, assign and the like on what you were given."
        )


LAYER, FUNCTION = LayerInputs(), Arguments()
