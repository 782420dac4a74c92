"""The weights that a layer owns, as Keras counts them; ``tf.Variable`` objects that it does not track are named."""

from __future__ import annotations

from typing import Any, ClassVar

from autograder.exercise.exam import Exam, LayerCase
from autograder.judge.evidence import format_expected_weights, format_ledger, format_untracked, raw_variables
from autograder.judge.layer_examiner import LayerExaminer
from autograder.judge.rungs.rung import Failure, LayerRung, spoilt_call, spoilt_init
from autograder.judge.weight_roles import ledger_fits


class Weights(LayerRung):
    name = "weights"
    mutant = """
def build(self, shape):
    self.one_more = self.add_weight(shape=(), initializer="zeros")
    super().build(shape)
"""

    further_mutants: ClassVar[dict[str, str]] = {
        "a raw variable in a nested container": spoilt_init('self.box = {"kept": [[tf.Variable(0.0)]]}'),
        "a raw variable in a closure": spoilt_init("hidden = tf.Variable(1.0)", "self.enclosing = lambda: hidden"),
        "a weight that appears in training": spoilt_init("self.late = keras.layers.Dense(1)")
        + spoilt_call("if training:", "    self.late(keras.ops.ones((1, 1)))", "return y"),
        "weights that two layers share": """
pool, arguments = {}, ""
def __init__(self, *args, **kwargs):
    type(self).arguments = str((args, kwargs))
    super().__init__(*args, **kwargs)
def add_weight(self, *args, **kwargs):
    key = self.arguments, str((args, sorted(map(str, kwargs.items()))))
    if key in self.pool:
        self._track_variable(self.pool[key])
    else:
        self.pool[key] = super().add_weight(*args, **kwargs)
    return self.pool[key]
def pooled(self, name, value):
    return self.pool.setdefault((self.arguments, name), value) if isinstance(value, keras.layers.Layer) else value
def __setattr__(self, name, value):
    if isinstance(value, list):
        value = [self.pooled(f"{name}{i}", each) for i, each in enumerate(value)]
    super().__setattr__(name, self.pooled(name, value))
""",
        "a regularizer": """
def build(self, shape):
    super().build(shape)
    super().call(keras.ops.zeros([size or 1 for size in shape]))
    for weight in self.trainable_weights or self.weights:
        weight.regularizer = keras.regularizers.L2(1e-6)
""",
        "a constraint": """
def build(self, shape):
    super().build(shape)
    super().call(keras.ops.zeros([size or 1 for size in shape]))
    for weight in self.weights:
        weight.constraint = keras.constraints.MaxNorm(1e6)
""",
    }

    def shown_by(self, kind: str, exam: Exam) -> tuple[int, ...]:
        """A task with a penalty leaves free how it is made; and a layer without weights has none to share or constrain."""
        first = exam.cases[0]
        free = kind == "a regularizer" and isinstance(first, LayerCase) and first.inference.loss is not None
        needed = kind in ("a regularizer", "a constraint", "weights that two layers share")
        return () if free or (needed and not exam.roles) else (0,)

    def climb(self, layer: LayerExaminer) -> Failure:
        for case, reply in zip(layer.cases, layer.built, strict=True):
            ledger, hidden = reply.facts["weights"], reply.facts["untracked"]
            fits = ledger_fits(layer.exam.roles, (case,), [ledger])
            facts: dict[str, Any] = {}
            if fits:
                # What Keras counts is right; what else may be wrong with it?
                penalised = 0 if case.inference.loss is not None else sum(bool(w["regularizer"]) for w in ledger)
                constrained = sum(bool(w["constraint"]) for w in ledger)
                if not (penalised or constrained or hidden or reply.facts["shared"]):
                    continue
                facts = {
                    "regularizers": penalised,
                    "constraints": constrained,
                    "hidden": len(hidden),
                    "shared": reply.facts["shared"],
                }
            facts |= {
                "trainable": sum(w["trainable"] for w in ledger),
                "non_trainable": sum(not w["trainable"] for w in ledger),
                "untracked": raw_variables(hidden),
                "early": reply.facts["early"],
                "ranks": ", ".join(str(len(w["shape"])) for w in ledger if w["trainable"]),
                "windows": ", ".join("x".join(map(str, w["shape"][:-2])) for w in ledger if len(w["shape"]) > 2),
                "dtypes": ", ".join(sorted({w["dtype"] for w in ledger} - {"float32"})),
            }
            received = format_ledger(ledger) + format_untracked(hidden)
            wanted = format_expected_weights(layer.exam, case)
            return layer.mistaken(self, case, facts, received=received, expected=wanted)
        return self._late(layer)

    def _late(self, layer: LayerExaminer) -> Failure:
        """Weights are counted again after a call in training, which the next rungs look at as well."""
        if layer.exam.roles and layer.assign() is not None:
            return None  # told by the rung that asks for values
        for index, (case, built) in enumerate(zip(layer.cases, layer.built, strict=True)):
            reply = layer.forward(index, True)
            if "error" in reply.facts:
                return None  # likewise
            late = reply.facts["owned"] - len(built.facts["weights"])
            hidden = reply.facts["untracked"]
            if late or hidden:
                received = f"{late:+d} weights" + format_untracked(hidden)
                return layer.mistaken(self, case, {"late": late, "hidden": len(hidden)}, received=received)
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
        if facts.get("late"):
            return (
                f"{name} must own {wanted or 'no weight'} from its first call on. The number of weights in yours changes after a "
                f"call with training=True. Make all weights and sublayers before, and give each its size there."
            )
        if facts.get("hidden"):
            return (
                f"{name} must own {wanted or 'no weight'}, and nothing besides. Keras counts these in yours, but your code also "
                f"reaches a variable that Keras does not list: as an attribute, in a container, or outside the class. Make it with "
                f"self.add_weight if the task asks for it, else remove it."
            )
        if facts.get("shared"):
            return (
                f"Each {name} owns its weights. Two of yours, made with the same arguments, have weights in common. Look for a "
                f"sublayer or weight that is kept outside the object: in a class, a module or a default argument."
            )
        if facts.get("regularizers"):
            return (
                f"The task names no penalty on the weights of {name}. At least one of yours has a regularizer, which adds to the "
                f"loss in training. Leave it out."
            )
        if facts.get("constraints"):
            return (
                f"The weights of {name} may take any value. At least one of yours has a constraint, which changes it after each "
                f"step of training. Leave it out."
            )
        if facts.get("untracked"):
            return (
                f"{name} must own {wanted or 'no weight'}, as Keras counts them. Yours holds a variable that Keras 3 does not track, "
                f"such as a tf.Variable in an attribute: make it with self.add_weight."
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
