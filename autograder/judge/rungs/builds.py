"""The first rung of a layer: it can be made and called, by hand and inside a ``keras.Model``."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, LayerCase
from autograder.judge.advice import DEFINE, UNWRITTEN, is_stub
from autograder.judge.evidence import format_error, raw_variables
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung

REFUSED_NAME = "is not a valid root scope name"
"""What Keras says inside a model of a name that begins with an underscore, such as that of a layer of class _Helper."""


class Builds(LayerRung):
    name = "builds"
    mutant = """
def call(self, inputs):
    raise ValueError("not today")
"""

    def climb(self, layer: LayerExaminer) -> Failure:
        for index, case in enumerate(layer.cases):
            # Once: seeding empties TensorFlow's store of kernels, which costs a block a tenth of its judging.
            facts = {"kwargs": case.kwargs, "traced": case.traced} | ({"seed": 1} if index == 0 else {})
            reply = layer.put("layer.build", index, facts, {"x": case.x})
            stage = "stub" if is_stub(reply.facts) else reply.facts["stage"]
            if stage == "done" and reply.facts["output"] != "tensor":
                stage = "output"
            if stage != "done":
                found = reply.facts | {"stage": stage, "untracked": raw_variables(reply.facts.get("untracked", []))}
                return layer.mistaken(self, case, found, received=format_error(reply.facts))
            layer.built.append(reply)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        sentences = {
            "define": DEFINE.format(name=name),
            "stub": UNWRITTEN.format(name=name),
            "construct": f"{name} must be a keras.layers.Layer that can be made with the arguments named in the task. "
            f"Yours could not be made. Make one yourself in a cell of its own and read the last line of the error.",
            "call": f"{name} must accept a batch of any rank and size that the task names. Yours was made, but calling it "
            f"failed. Run `{_call_to_copy(exam)}` and read the last line of the error.",
            "symbolic": f"{name} must also work inside a keras.Model, where the batch size is unknown (None). Yours was called by "
            f"hand without an error, and failed there. Call it on `keras.Input({_sizes_to_copy(exam)})` and read the last lines of "
            f"the error. NumPy, and Python numbers taken from the batch axis, do not work there; keras.ops does.",
            "name": f"{name} must also work inside a keras.Model, where Keras refuses names of layers that begin with an underscore. "
            f"It has refused one in yours. A layer is named after its class: rename a class such as _Helper to Helper, or give "
            f"the layer a name=.",
            "output": f"{name} must return one tensor. Look at the return statement of `call`.",
        }
        if facts["stage"] == "symbolic" and REFUSED_NAME in facts.get("message", ""):
            return sentences["name"]
        # The stage is "ask" where the layer was called, but could not be looked at: an overridden property raises.
        return sentences.get(facts["stage"], sentences["call"])


def _sizes_to_copy(exam: Exam) -> str:
    """The shape of an input without its batch axis, as keras.Input takes it."""
    case = exam.cases[0]
    assert isinstance(case, LayerCase)
    return str(case.x.shape[1:])


def _call_to_copy(exam: Exam) -> str:
    """A call of the layer that a learner can copy. The shapes of cases are no secret: the public ones have the same."""
    case = exam.cases[0]
    assert isinstance(case, LayerCase)
    made = ", ".join(f"{key}={value!r}" for key, value in case.kwargs.items())
    return f"{exam.name}({made})(np.ones({case.x.shape}, dtype='float32'))"


LAYER = Builds()
