"""RunningMean: a mean kept over batches (Ioffe and Szegedy 2015, section 3.1), moved in training only."""

from autograder.exercise import Layer, Result

exercise = Layer(
    "RunningMean",
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


@exercise.mistake(
    "The old mean keeps the share `momentum`, the batch gets the rest. Yours has the two exchanged. Look which of them is "
    "multiplied by 1 - momentum.",
    rung="state",
)
def exchanged(x, w, training, momentum=0.9):
    return kept(
        x, w, training, momentum, lambda batch: (1 - momentum) * w.mean + momentum * batch
    )


@exercise.mistake(
    "After a call with training=True the mean must have moved. Yours stays. Give the weight its new value with "
    "self.mean.assign(…): `self.mean = …` and `+=` make a new tensor and leave the weight alone.",
    rung="state",
)
def never(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: w.mean)


@exercise.mistake(
    "A running mean remembers: momentum·mean + (1 - momentum)·batch mean. Yours forgets the past and keeps the last batch "
    "only. Bring the old mean into the sum.",
    rung="state",
)
def overwritten(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: batch)


@exercise.mistake(
    "The shares of the old mean and of the batch add up to one. Yours adds the whole batch mean. Multiply it by "
    "1 - momentum.",
    rung="state",
)
def summed(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: momentum * w.mean + batch)


@exercise.mistake(
    "Each channel has a mean of its own: average over all axes but the last. Yours averages over the channels as well. Pass "
    "axis=tuple(range(len(inputs.shape) - 1)).",
    rung="state",
)
def over_everything(x, w, training, momentum=0.9):
    return kept(
        x,
        w,
        training,
        momentum,
        lambda batch: momentum * w.mean + (1 - momentum) * batch.mean(),
    )


@exercise.mistake(
    "The task's layer only watches: it returns its inputs unchanged. Yours subtracts the mean. Return `inputs` itself."
)
def subtracted(x, w, training, momentum=0.9):
    return x - running_mean(x, w, training, momentum).state["mean"]


@exercise.mistake(
    "The task's layer only watches: it returns its inputs unchanged. Yours adds the mean. Return `inputs` itself."
)
def added(x, w, training, momentum=0.9):
    return x + running_mean(x, w, training, momentum).state["mean"]


learnt = exercise.mistake_when(
    "learnt",
    "A running mean is kept by your own line, not learnt: no gradient moves it. Keras lists yours as trainable. Give "
    "add_weight trainable=False.",
    rung="weights",
    trainable=1,
    non_trainable=0,
)
untracked = exercise.mistake_when(
    "untracked",
    "State that is to be saved with the model must be in Keras's list of weights, trained or not. Yours is a tf.Variable, "
    "which is not. Make the mean with self.add_weight(…, trainable=False).",
    rung="weights",
    misconception="M07",
    trainable=0,
    non_trainable=0,
    untracked=1,
)
plain = exercise.mistake_when(
    "plain",
    "State that is to be saved with the model must be in Keras's list of weights. Yours lists none: a number, array or "
    "tensor as an attribute is no weight. Make the mean in `build` with self.add_weight(…, trainable=False).",
    rung="weights",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
by_default = exercise.mistake_when(
    "by_default",
    "A call without `training` is inference, and there the mean stays. Yours moves when `training` is left out. Write "
    "`def call(self, inputs, training=False)`, and `if training:` before the update.",
    rung="state",
    moved_when_false=False,
    moved_when_left_out=True,
)
always = exercise.mistake_when(
    "always",
    "The mean moves only when `training` is true. Yours moves when it is false: there is no condition, or it is the wrong "
    "way round. Put the assignment under `if training:`.",
    rung="state",
    moved_when_false=True,
)


@exercise.mistake(
    "The mean moves towards the batch's mean. Yours takes the sum of the batch, which grows with its size. Use "
    "keras.ops.mean in place of the sum.",
    rung="state",
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


@exercise.mistake(
    "The shares are `momentum` for the old mean and 1 - momentum for the batch. Yours gives each one half, whatever momentum "
    "is. Use self.momentum.",
    rung="state",
)
def halves(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: (w.mean + batch) / 2)


@exercise.mistake(
    "The share of the old mean is the constructor's argument. Yours is 0.9 whatever is asked. Keep the argument, "
    "self.momentum = momentum, and use it in `call`.",
    rung="state",
)
def fixed_momentum(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: 0.9 * w.mean + 0.1 * batch)


@exercise.mistake(
    "The old mean keeps the share `momentum`. Yours keeps all of it and adds a part of the batch, so it grows at each call. "
    "Multiply the old mean by momentum.",
    rung="state",
)
def piled_up(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: w.mean + (1 - momentum) * batch)


@exercise.mistake(
    "The task's layer only watches: it returns its inputs unchanged. Yours subtracts the mean of the batch in training, as "
    "batch normalisation does. Return `inputs` itself."
)
def centred(x, w, training, momentum=0.9):
    return x - (x.mean(axis=tuple(range(x.ndim - 1))) if training else w.mean)


OTHER_AXES = (
    "Each channel has a mean of its own: average over all axes but the last. The result of yours has another shape than "
    "(C,), so it does not fit the weight. Pass axis=tuple(range(len(inputs.shape) - 1))."
)
unfit_for_the_sum = exercise.mistake_when(
    "unfit_for_the_sum",
    OTHER_AXES,
    rung="values",
    error="InvalidArgumentError",
    message="Incompatible shapes",
)
misfit = exercise.mistake_when(
    "misfit",
    OTHER_AXES,
    rung="values",
    error="ValueError",
    message="shape",
)
other_shape = exercise.mistake_when(
    "other_shape",
    "The mean has one number for each channel: its shape is (C,), whatever the other axes are. Yours has another shape. Give "
    "add_weight shape=(input_shape[-1],).",
    rung="weights",
    trainable=0,
    non_trainable=1,
    untracked=0,
)
nothing_returned = exercise.mistake_when(
    "nothing_returned",
    "A layer's `call` returns a tensor on every path. Yours returns something else, or nothing. End `call` with "
    "`return inputs`, outside the `if`.",
    rung="builds",
    stage="symbolic",
    message="must be KerasTensors",
)

# -- known answers ------------------------------------------------------------------------------------------------

WEIGHT = """self.add_weight(
            name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False
        )"""
RULE = "self.momentum * self.mean + (1 - self.momentum) * batch_mean"
ASSIGN = f"self.mean.assign({RULE})"

exercise.wrong(
    "the shares are exchanged",
    fails="state",
    as_=exchanged,
    change={RULE: "(1 - self.momentum) * self.mean + self.momentum * batch_mean"},
)
exercise.wrong(
    "the attribute is bound anew",
    fails="state",
    as_=never,
    change={ASSIGN: "keras.ops.add(self.mean, batch_mean)"},
)
exercise.wrong("nothing is assigned", fails="state", as_=never, change={ASSIGN: "pass"})
exercise.wrong(
    "the last batch only", fails="state", as_=overwritten, change={RULE: "batch_mean"}
)
exercise.wrong(
    "the batch is added whole",
    fails="state",
    as_=summed,
    change={RULE: "self.momentum * self.mean + batch_mean"},
)
exercise.wrong(
    "averaged over the channels too",
    fails="state",
    as_=over_everything,
    change={"keras.ops.mean(inputs, axis=axes)": "keras.ops.mean(inputs)"},
)
exercise.wrong(
    "averaged over the batch axis only",
    fails="values",
    as_=misfit,
    change={"axis=axes": "axis=0"},
)
exercise.wrong(
    "the mean is subtracted",
    fails="values",
    as_=subtracted,
    change={"return inputs": "return inputs - self.mean"},
)
exercise.wrong(
    "the mean is added",
    fails="values",
    as_=added,
    change={"return inputs": "return inputs + self.mean"},
)
exercise.wrong(
    "a trainable mean", fails="weights", as_=learnt, change={", trainable=False": ""}
)
exercise.wrong(
    "a tf.Variable",
    fails="weights",
    as_=untracked,
    change={WEIGHT: "tf.Variable(tf.zeros((input_shape[-1],)), trainable=False)"},
)
exercise.wrong(
    "a tensor",
    fails="weights",
    as_=plain,
    change={WEIGHT: "tf.zeros((input_shape[-1],))", ASSIGN: f"self.mean = {RULE}"},
)
exercise.wrong(
    "moves by default",
    fails="state",
    as_=by_default,
    change={"training=False": "training=True"},
)
exercise.wrong("moves always", fails="state", as_=always, change={"if training:": "if True:"})
exercise.wrong(
    "moves at inference instead",
    fails="state",
    as_=always,
    change={"if training:": "if not training:"},
)
exercise.wrong("starts at ones", fails="starts", change={'"zeros"': '"ones"'})
exercise.wrong(
    "one number for all channels",
    fails="weights",
    as_=other_shape,
    change={"shape=(input_shape[-1],)": "shape=()"},
)
exercise.wrong(
    "momentum is fixed",
    fails="state",
    as_=fixed_momentum,
    change={"self.momentum = momentum": "self.momentum = 0.9"},
)
exercise.wrong(
    "returns nothing",
    fails="builds",
    as_=nothing_returned,
    change={"return inputs": "return None"},
)
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

exercise.wrong(
    "= in place of assign", fails="state", as_=never, change={ASSIGN: f"self.mean = {RULE}"}
)
exercise.wrong(
    "+= in place of assign",
    fails="state",
    as_=never,
    change={ASSIGN: "self.mean += (1 - self.momentum) * (batch_mean - self.mean)"},
)
exercise.wrong(
    "sum in place of mean",
    fails="state",
    as_=sum_taken,
    change={"keras.ops.mean(inputs, axis=axes)": "keras.ops.sum(inputs, axis=axes)"},
)
exercise.wrong(
    "one half each", fails="state", as_=halves, change={RULE: "(self.mean + batch_mean) / 2"}
)
exercise.wrong(
    "the old mean is kept whole",
    fails="state",
    as_=piled_up,
    change={RULE: "self.mean + (1 - self.momentum) * batch_mean"},
)
exercise.wrong(
    "the batch mean is subtracted",
    fails="values",
    as_=centred,
    change={
        "return inputs": "return inputs - (keras.ops.mean(inputs, axis=tuple(range(len(inputs.shape) - 1))) "
        "if training else self.mean)"
    },
)
exercise.wrong(
    "a Python number",
    fails="weights",
    as_=plain,
    change={WEIGHT: "0.0", ASSIGN: f"self.mean = {RULE}"},
)
exercise.wrong(
    "averaged over the channels alone",
    fails="values",
    as_=unfit_for_the_sum,
    change={"axis=axes": "axis=-1"},
)
exercise.wrong(
    "returns in training only",
    fails="builds",
    as_=nothing_returned,
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
    "keras.Variable and a flattened batch",
    code="""
class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.rate = 1.0 - momentum
        self.momentum = momentum

    def build(self, input_shape):
        self.state = keras.Variable(np.zeros(input_shape[-1], "float32"), trainable=False, name="m")

    def call(self, x, training=None):
        if not training:
            return x
        flat = keras.ops.reshape(x, (-1, x.shape[-1]))
        self.state.assign(self.state - self.rate * (self.state - keras.ops.mean(flat, axis=0)))
        return x
""",
)
exercise.right(
    "axes as a list",
    change={
        "axes = tuple(range(len(inputs.shape) - 1))": "axes = list(range(inputs.shape.rank - 1))"
    },
)
exercise.right(
    "an early return",
    code="""
class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.state = keras.Variable(np.zeros(input_shape[-1], "float32"), trainable=False)

    def call(self, x, training=False):
        if not training:
            return x
        average = x
        while len(average.shape) > 1:
            average = keras.ops.mean(average, axis=0)
        m = self.momentum
        self.state.assign(m * self.state.value + (1 - m) * average)
        return x
""",
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
