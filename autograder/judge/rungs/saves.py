"""The round trip of a model around the layer through a ``.keras`` file."""

from __future__ import annotations

from typing import Any, ClassVar

from autograder.exercise.exam import Exam, LayerCase
from autograder.judge.comparison import arrays_agree
from autograder.judge.diagnose import losses_agree
from autograder.judge.evidence import format_error
from autograder.judge.layer_examiner import LayerExaminer, output_of
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call, spoilt_init
from autograder.reply import Reply

LOADED = """
loaded = False
@classmethod
def from_config(cls, config):
    made = cls(**config)
    made.loaded = True
    return made
"""
"""The frame of mutants that are another layer once they were loaded."""


class Saves(LayerRung):
    name = "saves"
    mutant = """
def get_config(self):
    raise RuntimeError("this layer is not to be saved")
"""
    further_mutants: ClassVar[dict[str, str]] = {
        "the arguments of another layer come back": """
def __init__(self, *args, **kwargs):
    super().__init__(*args, **kwargs)
    self.given = inspect.signature(super().__init__).bind(*args, **kwargs).arguments
    self.given.pop("kwargs", None)
    type(self).first = getattr(type(self), "first", self.given)
def get_config(self):
    return {**keras.layers.Layer.get_config(self), **type(self).first}
""",
        "another result in training after loading": LOADED
        + spoilt_call("return 1.25 * y if training and self.loaded else y"),
        "a penalty after loading": LOADED
        + spoilt_call("if self.loaded:", "    self.add_loss(keras.ops.ones(()))", "return y"),
        "another weight after loading": LOADED
        + spoilt_init("self.more = keras.layers.Dense(1)")
        + spoilt_call(
            "if self.loaded and tf.executing_eagerly():", "    self.more(keras.ops.ones((1, 1)))", "return y"
        ),
    }

    def shown_by(self, kind: str, exam: Exam) -> tuple[int, ...]:
        if kind != "the arguments of another layer come back":
            return (0,)
        saved = [i for i, case in enumerate(exam.cases) if isinstance(case, LayerCase) and case.saved]
        return tuple(saved) if len(saved) > 1 else ()

    def climb(self, layer: LayerExaminer) -> Failure:
        chosen = [index for index, case in enumerate(layer.cases) if case.saved]
        arrays = {f"x{i}": layer.cases[i].x for i in chosen}
        for i in chosen:
            arrays |= layer.sent_weights(layer.cases[i], f"w{i}_")
        reply = layer.put("layer.save", 0, {"cases": chosen, "before": not layer.knows_values}, arrays)
        if "error" in reply.facts:
            return layer.mistaken(self, layer.cases[0], reply.facts, received=format_error(reply.facts))
        for place, index in enumerate(chosen):
            if failure := self._compare(layer, index, reply, place):
                return failure
        return None

    def _compare(self, layer: LayerExaminer, index: int, reply: Reply, place: int) -> Failure:
        case = layer.cases[index]
        # Beside the reference where the ladder holds the answer to it: that two replies are equal is only a claim.
        before = output_of(case.inference) if layer.knows_values else reply.arrays[f"y{index}"]
        if (count := reply.facts["counts"][place]) != len(layer.built[index].facts["weights"]):
            return layer.mistaken(self, case, {"weights": count}, received=f"{count} weights after loading")
        if not arrays_agree(before, reply.arrays[f"again{index}"]):
            return layer.mistaken(self, case, {"reset": True}, received="other numbers after loading")
        loss = reply.facts["loss"][place]
        if not losses_agree(case.inference, loss):
            return layer.mistaken(self, case, {"loss": loss}, received=f"losses add up to {loss} after loading")
        trained = reply.arrays[f"trained{index}"]
        state = layer.state_after(reply, case, f"after{index}_")
        if not arrays_agree(layer.known(case.training, trained), trained) or not all(
            arrays_agree(case.training.state.get(role, case.weights[role]), after) for role, after in state.items()
        ):
            received = "other numbers or another state after loading, in training mode"
            return layer.mistaken(self, case, {"reset": True, "training": True}, received=received)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        if facts.get("error"):
            return (
                f"A model that holds {name} must survive saving as .keras and loading. Yours could not be saved or loaded. "
                f"Pass **kwargs on to super().__init__, and keep constructor arguments plain numbers or strings."
            )
        if "weights" in facts:
            return (
                f"After saving as .keras and loading, {name} must own the weights that it had. The loaded one has another number of "
                f"them. Look at get_config and from_config, and at what is made under a condition."
            )
        if "loss" in facts:
            return (
                f"After saving as .keras and loading, {name} must have the penalty that it had. That of the loaded one is another. "
                f"Look at get_config and from_config: each constructor argument must come back."
            )
        if facts.get("training"):
            return (
                f"After saving as .keras and loading, {name} is right at inference, but a call with training=True gives other "
                f"numbers or another state. Look at get_config and from_config: each constructor argument must come back."
            )
        return (
            f"After saving as .keras and loading, {name} gives other numbers: some of its values were not saved. Only "
            f"tracked weights, and the constructor arguments in get_config, are saved."
        )


LAYER = Saves()
