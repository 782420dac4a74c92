"""RunningMean: a mean kept over batches (Ioffe and Szegedy 2015, section 3.1), moved in training only."""

from autograder.exercise import Layer, Result

exercise = Layer(
    "RunningMean",
    title="a mean that is kept, not learnt",
    minutes=9,
    difficulty="medium",
    points={"builds": 1, "weights": 1, "values": 1, "state": 2},
)
exercise.weight("mean", lambda shape, momentum=0.9: (shape[-1],), start=0.0, trainable=False)
exercise.case(7, 3)
exercise.case(2, 5, 11, momentum=0.75)
exercise.case(5, 1, momentum=0.5)
exercise.case(2, 5, 3, 7, momentum=0.99)


def kept(x, w, training, momentum, new):
    """The result of a layer that returns its input and keeps ``new(batch mean)``."""
    batch = x.mean(axis=tuple(range(x.ndim - 1)))
    return Result(x, {"mean": new(batch) if training else w.mean})


@exercise.reference
def running_mean(x, w, training, momentum=0.9):
    return kept(
        x, w, training, momentum, lambda batch: momentum * w.mean + (1 - momentum) * batch
    )


OTHER_AXES = (
    "Each channel has a mean of its own: average over all axes but the last. The result of yours has another shape than "
    "(C,), so it does not fit the weight. Pass axis=tuple(range(len(inputs.shape) - 1))."
)
WEIGHT = """self.add_weight(
            name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False
        )"""
RULE = "self.momentum * self.mean + (1 - self.momentum) * batch_mean"
ASSIGN = f"self.mean.assign({RULE})"

exercise.mistake(
    "exchanged",
    "The old mean keeps the share `momentum`, the batch gets the rest. Yours has the two exchanged. Look which of them is "
    "multiplied by 1 - momentum.",
    fails="state",
    change={RULE: "(1 - self.momentum) * self.mean + self.momentum * batch_mean"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: (1 - momentum) * w.mean + momentum * batch
    ),
)
exercise.mistake(
    "never",
    "After a call with training=True the mean must have moved. Yours stays. Give the weight its new value with "
    "self.mean.assign(…): `self.mean = …` and `+=` make a new tensor and leave the weight alone.",
    fails="state",
    change={ASSIGN: "keras.ops.add(self.mean, batch_mean)"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: w.mean
    ),
)
exercise.mistake(
    "overwritten",
    "A running mean remembers: momentum·mean + (1 - momentum)·batch mean. Yours forgets the past and keeps the last batch "
    "only. Bring the old mean into the sum.",
    fails="state",
    change={RULE: "batch_mean"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: batch
    ),
)
exercise.mistake(
    "summed",
    "The shares of the old mean and of the batch add up to one. Yours adds the whole batch mean. Multiply it by "
    "1 - momentum.",
    fails="state",
    change={RULE: "self.momentum * self.mean + batch_mean"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: momentum * w.mean + batch
    ),
)


@exercise.mistake(
    "over_everything",
    "Each channel has a mean of its own: average over all axes but the last. Yours averages over the channels as well. Pass "
    "axis=tuple(range(len(inputs.shape) - 1)).",
    fails="state",
    change={"keras.ops.mean(inputs, axis=axes)": "keras.ops.mean(inputs)"},
)
def over_everything(x, w, training, momentum=0.9):
    return kept(
        x,
        w,
        training,
        momentum,
        lambda batch: momentum * w.mean + (1 - momentum) * batch.mean(),
    )


exercise.mistake(
    "subtracted",
    "The task's layer only watches: it returns its inputs unchanged. Yours subtracts the mean. Return `inputs` itself.",
    change={"return inputs": "return inputs - self.mean"},
    formula=lambda x, w, training, momentum=0.9: (
        x - running_mean(x, w, training, momentum).state["mean"]
    ),
)
exercise.mistake(
    "added",
    "The task's layer only watches: it returns its inputs unchanged. Yours adds the mean. Return `inputs` itself.",
    change={"return inputs": "return inputs + self.mean"},
    formula=lambda x, w, training, momentum=0.9: (
        x + running_mean(x, w, training, momentum).state["mean"]
    ),
)
exercise.mistake(
    "learnt",
    "A running mean is kept by your own line, not learnt: no gradient moves it. Keras lists yours as trainable. Give "
    "add_weight trainable=False.",
    fails="weights",
    change={", trainable=False": ""},
    facts=dict(trainable=1, non_trainable=0),
)
exercise.mistake(
    "untracked",
    "State that is to be saved with the model must be in Keras's list of weights, trained or not. Yours is a tf.Variable, "
    "which is not. Make the mean with self.add_weight(…, trainable=False).",
    fails="weights",
    misconception="M07",
    change={WEIGHT: "tf.Variable(tf.zeros((input_shape[-1],)), trainable=False)"},
    facts=dict(trainable=0, non_trainable=0, untracked=1),
)
exercise.mistake(
    "plain",
    "State that is to be saved with the model must be in Keras's list of weights. Yours lists none: a number, array or "
    "tensor as an attribute is no weight. Make the mean in `build` with self.add_weight(…, trainable=False).",
    fails="weights",
    change={WEIGHT: "tf.zeros((input_shape[-1],))", ASSIGN: f"self.mean = {RULE}"},
    facts=dict(trainable=0, non_trainable=0, untracked=0),
)
exercise.mistake(
    "by_default",
    "A call without `training` is inference, and there the mean stays. Yours moves when `training` is left out. Write "
    "`def call(self, inputs, training=False)`, and `if training:` before the update.",
    fails="state",
    change={"training=False": "training=True"},
    facts=dict(moved_when_false=False, moved_when_left_out=True),
)
exercise.mistake(
    "always",
    "The mean moves only when `training` is true. Yours moves when it is false: there is no condition, or it is the wrong "
    "way round. Put the assignment under `if training:`.",
    fails="state",
    change={"if training:": "if True:"},
    facts=dict(moved_when_false=True),
)


@exercise.mistake(
    "sum_taken",
    "The mean moves towards the batch's mean. Yours takes the sum of the batch, which grows with its size. Use "
    "keras.ops.mean in place of the sum.",
    fails="state",
    change={"keras.ops.mean(inputs, axis=axes)": "keras.ops.sum(inputs, axis=axes)"},
)
def sum_taken(x, w, training, momentum=0.9):
    size = x.size // x.shape[-1]
    return kept(
        x,
        w,
        training,
        momentum,
        lambda batch: momentum * w.mean + (1 - momentum) * size * batch,
    )


exercise.mistake(
    "halves",
    "The shares are `momentum` for the old mean and 1 - momentum for the batch. Yours gives each one half, whatever momentum "
    "is. Use self.momentum.",
    fails="state",
    change={RULE: "(self.mean + batch_mean) / 2"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: (w.mean + batch) / 2
    ),
)
exercise.mistake(
    "fixed_momentum",
    "The share of the old mean is the constructor's argument. Yours is 0.9 whatever is asked. Keep the argument, "
    "self.momentum = momentum, and use it in `call`.",
    fails="state",
    change={"self.momentum = momentum": "self.momentum = 0.9"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: 0.9 * w.mean + 0.1 * batch
    ),
)
exercise.mistake(
    "piled_up",
    "The old mean keeps the share `momentum`. Yours keeps all of it and adds a part of the batch, so it grows at each call. "
    "Multiply the old mean by momentum.",
    fails="state",
    change={RULE: "self.mean + (1 - self.momentum) * batch_mean"},
    formula=lambda x, w, training, momentum=0.9: kept(
        x, w, training, momentum, lambda batch: w.mean + (1 - momentum) * batch
    ),
)
exercise.mistake(
    "centred",
    "The task's layer only watches: it returns its inputs unchanged. Yours subtracts the mean of the batch in training, as "
    "batch normalisation does. Return `inputs` itself.",
    change={
        "return inputs": "return inputs - (keras.ops.mean(inputs, axis=tuple(range(len(inputs.shape) - 1))) "
        "if training else self.mean)"
    },
    formula=lambda x, w, training, momentum=0.9: (
        x - (x.mean(axis=tuple(range(x.ndim - 1))) if training else w.mean)
    ),
)
exercise.mistake(
    "unfit_for_the_sum",
    OTHER_AXES,
    change={"axis=axes": "axis=-1"},
    facts=dict(error="InvalidArgumentError", message="Incompatible shapes"),
)
exercise.mistake(
    "misfit",
    OTHER_AXES,
    change={"axis=axes": "axis=0"},
    facts=dict(error="ValueError", message="shape"),
)
exercise.mistake(
    "other_shape",
    "The mean has one number for each channel: its shape is (C,), whatever the other axes are. Yours has another shape. Give "
    "add_weight shape=(input_shape[-1],).",
    fails="weights",
    change={"shape=(input_shape[-1],)": "shape=()"},
    facts=dict(trainable=0, non_trainable=1, untracked=0),
)
exercise.common(
    "nothing_returned",
    advice="A layer's `call` returns a tensor on every path. Yours returns something else, or nothing. End `call` with "
    "`return inputs`, outside the `if`.",
    change={"return inputs": "return None"},
)
exercise.wrong("nothing is assigned", mistake="never", change={ASSIGN: "pass"})
exercise.wrong(
    "moves at inference instead", mistake="always", change={"if training:": "if not training:"}
)
exercise.wrong("starts at ones", fails="starts", change={'"zeros"': '"ones"'})
exercise.wrong(
    "returns the mean",
    fails="shapes",
    change={"return inputs": "return keras.ops.mean(inputs, axis=0)"},
)
exercise.wrong(
    "NumPy inside",
    fails="values",
    change={
        "keras.ops.mean(inputs, axis=axes)": "np.mean(inputs.numpy(), axis=axes) * np.inf",
        "return inputs": "return inputs + 0 * self.mean",
    },
)
exercise.wrong("= in place of assign", mistake="never", change={ASSIGN: f"self.mean = {RULE}"})
exercise.wrong(
    "+= in place of assign",
    mistake="never",
    change={ASSIGN: "self.mean += (1 - self.momentum) * (batch_mean - self.mean)"},
)
exercise.wrong(
    "a Python number", mistake="plain", change={WEIGHT: "0.0", ASSIGN: f"self.mean = {RULE}"}
)
exercise.wrong(
    "returns in training only",
    mistake="nothing_returned",
    change={"        return inputs": "            return inputs"},
)
exercise.wrong(
    "no gradient to the input",
    fails="gradients",
    change={"return inputs": "return keras.ops.stop_gradient(inputs)"},
)
exercise.wrong(
    "the other arguments are not passed on",
    fails="saves",
    change={
        "momentum=0.9, **kwargs": "momentum=0.9",
        "super().__init__(**kwargs)": "super().__init__()",
    },
)
exercise.wrong(
    "another sign outside eager calls",
    fails="graph",
    change={"return inputs": "return inputs if tf.executing_eagerly() else -inputs"},
)
exercise.right(
    "assign_add of the difference",
    change={ASSIGN: "self.mean.assign_add((1 - self.momentum) * (batch_mean - self.mean))"},
)
exercise.right("training=None as the default", change={"training=False": "training=None"})
exercise.right(
    "TensorFlow inside",
    change={"keras.ops.mean(inputs, axis=axes)": "tf.reduce_mean(inputs, axis=axes)"},
)
exercise.right(
    "axes as a list",
    change={
        "axes = tuple(range(len(inputs.shape) - 1))": "axes = list(range(inputs.shape.rank - 1))"
    },
)
exercise.wrong(
    "NumPy in training",
    fails="graph",
    change={"keras.ops.mean(inputs, axis=axes)": "np.mean(inputs.numpy(), axis=axes)"},
)
exercise.equivalent(
    "trainable=False",
    "trainable=None",
    reason="Keras reads None as it reads False: not trainable.",
)
exercise.equivalent(
    "tuple(range(len(inputs.shape) - 1))",
    "range(len(inputs.shape) - 1)",
    reason="keras.ops.mean takes its axes from a range as from a tuple.",
)
