"""All that a task allows: one layer on further inputs, and what these calls leave as it was; a function on its whole domain, in
one question.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograder.exercise.exam import Exam, FurtherInput, LayerCase, Raises
from autograder.exercise.ladder import EVERYWHERE
from autograder.judge.comparison import arrays_agree, values_agree
from autograder.judge.diagnose import losses_agree
from autograder.judge.evidence import format_error, format_untracked
from autograder.judge.function_examiner import FunctionExaminer
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.result_types import type_fault
from autograder.judge.rungs.rung import Failure, FunctionRung, LayerRung, spoilt_call, spoilt_init
from autograder.reply import Reply
from autograder.verdicts import Mistaken

AGAIN = "the first input again"
NOTED = (
    "if tf.executing_eagerly():",
    "    self.first = getattr(self, 'first', tuple(inputs.shape))",
    "    self.others = getattr(self, 'others', False) or tuple(inputs.shape) != self.first",
    "    same = tuple(inputs.shape) == self.first",
)
"""Lines of mutants that remember the shape of their first input, and whether another one came since."""


class FurtherInputs(LayerRung):
    name = "everywhere"
    mutant = spoilt_call("return keras.ops.minimum(y, 100.0)")
    further_mutants: ClassVar[dict[str, str]] = {
        "fixed by the first input": spoilt_call(*NOTED, "    y = y if same else y + 1.0", "return y"),
        "another result for the first input": spoilt_call(
            *NOTED, "    y = y + 1.0 if same and self.others else y", "return y"
        ),
        "wrong for a batch of one": spoilt_call(
            *NOTED, "    y = y + 1.0 if inputs.shape[0] == 1 and not same else y", "return y"
        ),
        "fails for further inputs": spoilt_call(
            *NOTED, "    if not same:", "        raise ValueError('another shape')", "return y"
        ),
        "sizes that must be known": spoilt_call(
            "if None in inputs.shape[1:]:", "    raise ValueError('sizes are needed')", "return y"
        ),
        "a flag that a call changes": spoilt_call(*NOTED, "    self.trainable = same", "return y"),
        "a seed that a call sets": spoilt_call("tf.random.set_seed(1)", "return y"),
        "a random number that a call draws": spoilt_call("np.random.normal()", "return y"),
        "state that two layers share": """
made = moved = 0
"""
        + spoilt_init("self.number = type(self).made", "type(self).made += 1")
        + spoilt_call(
            "if training and tf.executing_eagerly():",
            "    type(self).moved = 1",
            "return y + 1.0 if type(self).moved and self.number == 0 else y",
        ),
        "a penalty on some inputs": spoilt_call(
            *NOTED, "    if not same:", "        self.add_loss(keras.ops.ones(()))", "return y"
        ),
        "a variable made by a later call": spoilt_call(
            *NOTED, "    if not same:", "        self.late = [tf.Variable(0.0)]", "return y"
        ),
    }

    def shown_by(self, kind: str, exam: Exam) -> tuple[int, ...]:
        if kind != "sizes that must be known":
            return (0,)
        still_open = [i for i, case in enumerate(exam.cases) if isinstance(case, LayerCase) and case.open]
        return tuple(sorted({0, still_open[0]})) if still_open else ()

    def climb(self, layer: LayerExaminer) -> Failure:
        for index, case in enumerate(layer.cases):
            asked = [(f.x, f.training) for f in case.further] + [(case.x, False)]
            facts = {"modes": [training for _, training in asked], "open": list(case.open)}
            arrays = layer.sent(case) | {f"x{k}": x for k, (x, _) in enumerate(asked)}
            reply = layer.put("layer.further", index, facts, arrays)
            if "error" in reply.facts:
                return layer.mistaken(self, case, reply.facts, received=format_error(reply.facts))
            failure = self._numbers(layer, case, reply) or self._beside(layer, index, reply)
            if failure:
                return failure
        return None

    def _numbers(self, layer: LayerExaminer, case: LayerCase, reply: Reply) -> Failure:
        """What the calls gave, against the reference's outputs and states."""
        again = FurtherInput(AGAIN, case.x, False, case.inference)
        for k, further in enumerate((*case.further, again)):
            where = {"input": further.what}
            if f"y{k}" not in reply.arrays:
                failed = reply.facts["failed"] or {}
                received = f"{further.what}: {format_error(failed)}"
                return layer.mistaken(self, case, where | failed, received=received)
            y, loss = reply.arrays[f"y{k}"], reply.facts["loss"][k]
            expected = layer.known(further.result, y)
            if not _samples_agree(expected, y, apart=not further.training):
                return layer.mistaken(self, case, where, received=f"{further.what}: another output")
            if not losses_agree(further.result, loss):
                return layer.mistaken(self, case, where | {"loss": loss}, received=f"losses add up to {loss}")
            if further.training:
                state = layer.state_after(reply, case, f"after{k}_")
                if not all(
                    arrays_agree(further.result.state[r], after)
                    for r, after in state.items()
                    if r in further.result.state
                ):
                    return layer.mistaken(self, case, where, received=f"{further.what}: another state")
        return None

    def _beside(self, layer: LayerExaminer, index: int, reply: Reply) -> Failure:
        """What the calls had to leave alone."""
        case, built, facts = layer.cases[index], layer.built[index], reply.facts
        late, hidden = facts["owned"] - len(built.facts["weights"]), facts["untracked"]
        if late or hidden:
            received = f"{late:+d} weights" + format_untracked(hidden)
            return layer.mistaken(self, case, {"late": late, "hidden": len(hidden)}, received=received)
        if facts["flags"]:
            return layer.mistaken(self, case, {"flags": facts["flags"]}, received="`trainable` changed")
        if facts["seeded"]:
            return layer.mistaken(self, case, {"seeded": True}, received="another state of random numbers")
        if "twin" in reply.arrays and not arrays_agree(built.arrays["y"], reply.arrays["twin"]):
            return layer.mistaken(self, case, {"twin": True}, received="another output of a second layer")
        if facts["closed"]:
            return layer.mistaken(self, case, {"unknown_sizes": True}, received=facts["closed"])
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name, what = exam.name, facts.get("input")
        sentences = {
            "unknown_sizes": f"{name} must also work inside a keras.Model in which the axes between batch and channels have no size "
            f"yet (None). Yours raises an error there. In `call`, take sizes from keras.ops.shape(x) rather than from x.shape.",
            "loss": f"`layer.losses` of {name} must hold the penalty that the task names, and none where it names none. After a call on "
            f"{what} yours holds another one. Look for add_loss, regularizer= or activity_regularizer=.",
            "late": f"{name} owns its weights from its first call on. The number of weights or variables in yours changes when it is "
            f"called again. Make them all before `call`.",
            "flags": f"A call computes, and leaves the settings of a layer alone. After one of {name}, `trainable` of the layer, a "
            f"sublayer or a weight is another. Look for an assignment to it.",
            "seeded": f"A call of {name} draws no random numbers and sets no seed, for others draw from the same. Yours does one of the "
            f"two. Take set_seed, set_random_seed or np.random out of `call`.",
            "twin": f"Each {name} is a layer of its own. Of two that were made with the same arguments, one gives other numbers after "
            f"the other was called. Look for a value that is kept in the class or outside.",
        }
        for fact, sentence in sentences.items():
            if facts.get(fact) or (fact == "loss" and fact in facts) or (fact == "late" and facts.get("hidden")):
                return sentence
        if facts.get("error"):
            return (
                f"One {name} must accept inputs of several sizes, one after another. Yours worked on its first input, and failed on "
                f"{what}. Look for a size that is kept from the first call."
            )
        if what == AGAIN:
            return (
                f"At inference {name} gives the same numbers for the same input, whatever came in between. Yours gives others for "
                f"its first input when other inputs came in between. Look for a value that `call` keeps."
            )
        if what == "large, small and zero numbers":
            return (
                f"The formula of {name} holds for numbers of any size. Yours gives others for an input that has zeros, thousandths "
                f"and thousands in it. Look for a limit, a clip or a small number that is added."
            )
        return (
            f"One {name} must be right for each input that the task allows, one after another. Yours gives another output or state "
            f"on {what}. Look for a size or a value that is kept from the first call."
        )


def _samples_agree(expected: np.ndarray, received: np.ndarray, *, apart: bool) -> bool:
    """True when they agree; ``apart`` measures each sample by itself, so that a large one does not hide a small one."""
    if expected.shape != received.shape:
        return False
    if not apart or not expected.ndim:
        return arrays_agree(expected, received)
    return all(arrays_agree(a, b) for a, b in zip(expected, received, strict=True))


class WholeDomain(FunctionRung):
    name = "everywhere"
    # ASKED is the number of questions that come before.
    mutant = """
_calls.append(0)
result = _model(*args, **kwargs)
return result if len(_calls) <= ASKED else [result]
"""

    def climb(self, function: FunctionExaminer, name: str) -> Mistaken | None:
        cases = [case for case in function.cases if case.rung == EVERYWHERE.name]
        answers = function.call_all(cases) if cases else []
        function.answers += answers
        for case, value, facts in answers:
            known = {"about": case.about, "raised": isinstance(value, Raises)}
            if not values_agree(case.expected, value) or type_fault(
                case.expected, facts.get("types"), function.exam.returns
            ):
                return function.mistaken(self, name, case, value, facts | known)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        does = "raises an error" if facts.get("raised") else "does not return what the task promises"
        return (
            f"{exam.name} is right in the cases before, and {does} for {facts.get('about', 'others')}. Call it there and compare "
            f"with what the task says of each argument."
        )


LAYER, FUNCTION = FurtherInputs(), WholeDomain()
