"""The round trip of a model around the layer through a ``.keras`` file."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam
from autograder.judge.comparison import arrays_agree
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung


class Saves(LayerRung):
    name = "saves"
    mutant = """
def get_config(self):
    raise RuntimeError("this layer is not to be saved")
"""

    def climb(self, layer: LayerExaminer) -> Failure:
        case = layer.cases[0]
        reply = layer.put("layer.save", 0, {}, layer.sent(case))
        if "error" in reply.facts:
            return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
        # Beside the reference where there is one: that two replies are equal is only a claim.
        before = layer.known(case.inference, reply.arrays["y"])
        if not arrays_agree(before, reply.arrays["again"]):
            return layer.mistaken(self, case, {"reset": True}, received="other numbers after loading")
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("error"):
            return (
                f"A model that holds {exam.name} must survive saving as .keras and loading. Yours could not be saved or loaded. "
                f"Pass **kwargs on to super().__init__, and keep constructor arguments plain numbers or strings."
            )
        return (
            f"After saving as .keras and loading, {exam.name} gives other numbers: some of its values were not saved. Only "
            f"tracked weights are saved."
        )


LAYER = Saves()
