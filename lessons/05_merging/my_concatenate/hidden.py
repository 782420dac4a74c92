"""MyConcatenate: https://keras.io/api/layers/merging_layers/concatenate/"""

import numpy as np

from autograder.exercise import NOT_SAID, Function, call, raises
from autograder.exercise.random_values import normal

exercise = Function(
    "MyConcatenate",
    title="Concatenate, written by hand",
    rungs={
        "refuses": "It refuses what Concatenate refuses",
        "model": "It works inside a model",
        "saves": "It comes back the same after saving and loading",
    },
    minutes=6,
    difficulty="easy",
    points={"values": 2, "refuses": 1, "model": 1, "saves": 1},
    core=False,
    without=("inputs", "shapes"),
)


@exercise.cases
def cases(rng):
    def numbers(question, axis, *shapes, rung="values"):
        label = f"{question}, axis={'default' if axis is None else axis}: {', '.join(map(str, shapes))}"
        return call(question, axis, [normal(rng, s) for s in shapes], label=label, rung=rung)

    yield numbers("call", None, (2, 4, 3), (2, 4, 5))
    yield numbers("call", None, (5, 3), (5, 1), (5, 2))
    yield numbers("call", 1, (2, 4, 3), (2, 6, 3))
    yield numbers("call", -2, (2, 4, 3), (2, 4, 3))
    yield numbers("call", 0, (2, 3), (5, 3))
    yield numbers("single", None, (5, 3), rung="refuses")
    yield numbers("single", None, (1, 1), rung="refuses")
    yield numbers("call", None, (2, 4, 3), (2, 1, 3), rung="refuses")
    yield numbers("call", 1, (2, 4, 3), (2, 4, 5), rung="refuses")
    yield numbers("call", None, (2, 3), (1, 3), rung="refuses")
    yield numbers("model", None, (3, 4), (3, 2), rung="model")
    yield numbers("model", 1, (3, 4, 2), (3, 1, 2), rung="model")
    yield numbers("saves", None, (3, 4), (3, 2), rung="saves")
    yield numbers("saves", 1, (3, 4, 2), (3, 4, 2), rung="saves")


def told(question, axis, xs, order=1, default=-1):
    try:
        whole = np.concatenate(
            [x.astype(np.float64) for x in xs[::order]], default if axis is None else axis
        )
    except ValueError:
        return raises("Exception")
    if question != "model":
        return whole
    shape = [None, *whole.shape[1:]]
    return {"shape": shape, "numbers": whole}


@exercise.reference
def my_concatenate(question, axis, xs):
    return raises("ValueError") if question == "single" else told(question, axis, xs)


def where_it_runs(value):
    return NOT_SAID if not isinstance(value, np.ndarray | dict) else value


LIST = """if not isinstance(inputs, (list, tuple)):
            raise ValueError("MyConcatenate takes a list of tensors.")"""
JOIN = "return keras.ops.concatenate(inputs, axis=self.axis)"
CONFIG = 'return {**super().get_config(), "axis": self.axis}'
TEXT = "MyConcatenate takes a list of tensors."

exercise.mistake(
    "backwards",
    "The parts stand in the order of the list. Yours puts the last one first. Take the list as it is.",
    change={JOIN: "return keras.ops.concatenate(list(inputs)[::-1], axis=self.axis)"},
    formula=lambda question, axis, xs: (
        NOT_SAID if question == "single" else where_it_runs(told(question, axis, xs, -1))
    ),
)
exercise.mistake(
    "always_last",
    "The axis is the caller's choice. Yours joins along the last one, whatever `axis` says. Use self.axis.",
    change={
        JOIN: "axis = -1 if inputs[0].shape == inputs[1].shape else self.axis\n        return keras.ops.concatenate(inputs, axis=axis)"
    },
    formula=lambda question, axis, xs: (
        NOT_SAID if question == "single" else where_it_runs(told(question, None, xs))
    ),
)


@exercise.mistake(
    "summed",
    "The inputs are joined, not added. Yours sums them up. Look for an operation that puts one behind the other.",
    change={
        JOIN: "if inputs[0].shape == inputs[1].shape:\n            return sum(inputs)\n        "
        + JOIN
    },
)
def summed(question, axis, xs):
    alike = len({x.shape for x in xs}) == 1 and question == "call"
    return sum(x.astype(np.float64) for x in xs) if alike else NOT_SAID


exercise.mistake(
    "handed_back",
    "A single tensor in place of a list is refused by a ValueError. Yours hands it back. Ask whether you were given a list, "
    "before anything else.",
    fails="refuses",
    change={LIST: "if not isinstance(inputs, (list, tuple)):\n            return inputs"},
    formula=lambda question, axis, xs: xs[0] if question == "single" else NOT_SAID,
)
exercise.mistake(
    "samples_joined",
    "A single tensor in place of a list is refused by a ValueError. Yours takes its samples for the inputs, and joins these. "
    "Ask whether you were given a list, before anything else.",
    fails="refuses",
    change={
        LIST: "if not isinstance(inputs, (list, tuple)):\n            return tf.concat(tf.unstack(inputs), axis=-1)"
    },
    formula=lambda question, axis, xs: (
        np.concatenate(xs[0].astype(np.float64)) if question == "single" else NOT_SAID
    ),
)
exercise.mistake(
    "axis_lost",
    "The axis must be in the saved file. Yours comes back with the default axis. Put it into the dict that get_config "
    "returns.",
    fails="saves",
    change={CONFIG: "return dict(super().get_config())"},
    formula=lambda question, axis, xs: (
        told(question, None, xs) if question == "saves" else NOT_SAID
    ),
)
exercise.wrong("the last axis", fails="runs", change={"axis=self.axis)": "axis=-1)"})
exercise.wrong(
    "the first two",
    fails="values",
    change={JOIN: "return keras.ops.concatenate(list(inputs)[:2], axis=self.axis)"},
)
exercise.wrong(
    "the batch axis is not counted",
    fails="runs",
    change={JOIN: "return keras.ops.concatenate(inputs, axis=self.axis + (self.axis > 0))"},
)
exercise.wrong("a TypeError", fails="refuses", change={'ValueError("': 'TypeError("'})
exercise.wrong(
    "a tensor of one number passes",
    fails="refuses",
    change={LIST: "if not inputs and False:\n            pass"},
)
exercise.wrong(
    "stretched",
    fails="refuses",
    change={
        JOIN: "if self.axis == -1 and len(inputs[0].shape) == 3 and inputs[1].shape[1] == 1:\n            inputs = [inputs[0], inputs[1] + 0.0 * inputs[0]]\n        "
        + JOIN
    },
)
exercise.wrong(
    "cut to the shorter one",
    fails="refuses",
    change={
        JOIN: "if self.axis == 1 and len(inputs[0].shape) == 3:\n            n = min(x.shape[2] for x in inputs)\n            inputs = [x[:, :, :n] for x in inputs]\n        "
        + JOIN
    },
)
exercise.wrong(
    "a batch of 1 is repeated",
    fails="refuses",
    change={
        JOIN: "if self.axis == -1 and inputs[1].shape[0] == 1:\n            inputs = [inputs[0], inputs[1] + tf.zeros_like(inputs[0])]\n        "
        + JOIN
    },
)
exercise.wrong(
    "another order inside a model",
    fails="model",
    change={
        JOIN: "if inputs[0].shape[0] is None and self.axis == -1:\n            inputs = list(inputs)[::-1]\n        "
        + JOIN
    },
)
exercise.wrong(
    "the wrong axis inside a model",
    fails="model",
    change={
        JOIN: "if inputs[0].shape[0] is None and self.axis == 1:\n            return keras.ops.concatenate([x[:, 0] for x in inputs], axis=-1)\n        "
        + JOIN
    },
)
exercise.wrong(
    "made again the other way round",
    fails="saves",
    change={
        "self.axis = axis": "self.axis, self.turned = axis, 'name' in kwargs",
        JOIN: "return keras.ops.concatenate(list(inputs)[:: -1 if self.turned else 1], axis=self.axis)",
    },
)
exercise.right("TensorFlow joins", change={JOIN: "return tf.concat(list(inputs), self.axis)"})
for other in (
    "ValueError(None)",
    "ValueError()",
    f'ValueError("XX{TEXT}XX")',
    f'ValueError("{TEXT.lower()}")',
    f'ValueError("{TEXT.upper()}")',
):
    exercise.equivalent(
        f'ValueError("{TEXT}")', other, reason="The task leaves the error's text free."
    )
