"""The weights that a layer owns, as Keras counts them; ``tf.Variable`` objects that it does not track are named."""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam
from autograder.judge.evidence import format_expected_weights, format_ledger
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung
from autograder.judge.weight_roles import ledger_fits


class Weights(LayerRung):
    name = "weights"
    mutant = """
def build(self, shape):
    self.one_more = self.add_weight(shape=(), initializer="zeros")
    super().build(shape)
"""

    def climb(self, layer: LayerExaminer) -> Failure:
        for case, reply in zip(layer.cases, layer.built, strict=True):
            ledger = reply.facts["weights"]
            if ledger_fits(layer.exam.roles, (case,), [ledger]):
                continue
            facts = {
                "trainable": sum(w["trainable"] for w in ledger),
                "non_trainable": sum(not w["trainable"] for w in ledger),
                "untracked": len(reply.facts["untracked"]),
                "early": reply.facts["early"],
                "ranks": ", ".join(str(len(w["shape"])) for w in ledger if w["trainable"]),
                "windows": ", ".join("x".join(map(str, w["shape"][:-2])) for w in ledger if len(w["shape"]) > 2),
                "dtypes": ", ".join(sorted({w["dtype"] for w in ledger} - {"float32"})),
            }
            lost = [f"{u['name']} {tuple(u['shape'])}" for u in reply.facts["untracked"]]
            received = format_ledger(ledger) + (f"; tf.Variable, untracked: {', '.join(lost)}" if lost else "")
            wanted = format_expected_weights(layer.exam, case)
            return layer.mistaken(self, case, facts, received=received, expected=wanted)
        return None

    def advice(self, exam: Exam, facts: dict[str, Any]) -> str:
        name = exam.name
        trainable = [r.name for r in exam.roles if r.trainable]
        frozen = [r.name for r in exam.roles if not r.trainable]
        wanted = " and ".join(
            f"{len(names)} {kind} {'weight' if len(names) == 1 else 'weights'} ({', '.join(names)})"
            for kind, names in (("trainable", trainable), ("non-trainable", frozen))
            if names
        )
        if facts.get("untracked"):
            return (
                f"{name} must own {wanted or 'no weight'}, as Keras counts them. Yours holds a tf.Variable as an attribute, "
                f"which Keras 3 does not track: make it with self.add_weight."
            )
        if facts.get("dtypes"):
            return (
                f"The weights of {name} must hold float32 numbers, which is what add_weight gives. Yours hold others. "
                f"Leave `dtype=` out, and print `[(w.path, w.dtype) for w in layer.weights]` after one call."
            )
        return (
            f"{name} must own {wanted or 'no weight'}, as Keras counts them. Yours owns others. Print "
            f"`[(w.path, w.shape, w.trainable) for w in layer.weights]` after one call."
        )


LAYER = Weights()
