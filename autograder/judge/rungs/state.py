"""What a call leaves in the non-trainable weights: moved by the task's rule in training, and only then."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, Result
from autograder.judge.comparison import arrays_agree
from autograder.judge.diagnose import Outputs
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call


class State(LayerRung):
    name = "state"
    mutant = spoilt_call(
        "for weight in self.non_trainable_weights if training else []:", "    weight.assign(weight + 1.0)", "return y"
    )

    def climb(self, layer: LayerExaminer) -> Failure:
        outputs: Outputs = []
        facts: dict[str, Any] = {"moved_when_false": False, "moved_when_left_out": False}
        asked: set[tuple[str, ...]] = set()
        for index, case in enumerate(layer.cases):
            frozen = tuple(r.name for r in layer.exam.roles_of(case) if not r.trainable)
            if not frozen:
                continue
            # A call of a block is expensive, so what it does when the mode is left out is asked once per set of weights.
            left_out = () if frozen in asked else (("inference", None),)
            asked.add(frozen)
            for key, mode in (("inference", False), *left_out, ("training", True)):
                reply = layer.forward(index, mode)
                if "error" in reply.facts:
                    return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
                after = layer.state_after(reply, case, "after")
                if key == "inference" and any(not arrays_agree(case.weights[r], after[r]) for r in frozen):
                    facts["moved_when_left_out" if mode is None else "moved_when_false"] = True
                outputs.append((case, key, Result(state=after)))
        return layer.compare(self, outputs, facts)

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        if facts.get("moved_when_false") or facts.get("moved_when_left_out"):
            return (
                f"The state of {exam.name} changed although `training` was not true. Update it only inside `if training:`; "
                f"a call without the argument is inference."
            )
        return (
            f"After a call with training=True the state of {exam.name} is not what the task's rule gives. Print it before and "
            f"after one call, and use `.assign(...)` to change it."
        )


LAYER = State()
