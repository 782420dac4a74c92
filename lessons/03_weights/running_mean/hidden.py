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
    return kept(x, w, training, momentum, lambda batch: momentum * w.mean + (1 - momentum) * batch)


@exercise.mistake(
    "The old mean keeps the share `momentum`, the batch gets the rest. Here the two are exchanged. Look at which of them "
    "is multiplied by 1 - momentum.",
    rung="state",
)
def exchanged(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: (1 - momentum) * w.mean + momentum * batch)


@exercise.mistake(
    "After a call with training=True the mean must have moved. Yours stays. Change the weight with "
    "self.mean.assign(…): `self.mean = …` or `+=` only binds the name to something else.",
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
    "The shares of the old mean and of the batch add up to one. Here the batch is added whole. Multiply the batch mean by "
    "1 - momentum.",
    rung="state",
)
def summed(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: momentum * w.mean + batch)


@exercise.mistake(
    "The mean belongs to each channel: average over all axes but the last. Yours averages over the channels as well. Give "
    "the mean axis=tuple(range(x.ndim - 1)), or its equal.",
    rung="state",
)
def over_everything(x, w, training, momentum=0.9):
    return kept(x, w, training, momentum, lambda batch: momentum * w.mean + (1 - momentum) * batch.mean())


@exercise.mistake(
    "The task's layer only watches: it returns its inputs unchanged. Here the mean is subtracted. Return the input."
)
def subtracted(x, w, training, momentum=0.9):
    return x - running_mean(x, w, training, momentum).state["mean"]


@exercise.mistake(
    "The task's layer only watches: it returns its inputs unchanged. Here it returns the mean added. Return the input."
)
def added(x, w, training, momentum=0.9):
    return x + running_mean(x, w, training, momentum).state["mean"]


learnt = exercise.mistake_when(
    "learnt",
    "A running mean is counted, not learnt: no gradient moves it. Yours is trainable. Give add_weight trainable=False.",
    rung="weights",
    trainable=1,
    non_trainable=0,
)
untracked = exercise.mistake_when(
    "untracked",
    "State that must be saved with the model has to be tracked. A tf.Variable attribute is not, in Keras 3. Make the mean "
    "with self.add_weight(…, trainable=False).",
    rung="weights",
    misconception="M07",
    trainable=0,
    non_trainable=0,
    untracked=1,
)
plain = exercise.mistake_when(
    "plain",
    "State that must be saved with the model has to be a weight. Yours is a plain attribute, a number or tensor that Keras "
    "does not know. Make the mean with self.add_weight(…, trainable=False).",
    rung="weights",
    trainable=0,
    non_trainable=0,
    untracked=0,
)
by_default = exercise.mistake_when(
    "by_default",
    "A call without the argument is inference, and there the mean stays. Yours moves when `training` is left out. Write "
    "`def call(self, x, training=False)` or test `if training:` with None as the default.",
    rung="state",
    moved_when_false=False,
    moved_when_left_out=True,
)
always = exercise.mistake_when(
    "always",
    "The mean moves in training only. Yours moves with training=False too. Put the assignment under `if training:`.",
    rung="state",
    moved_when_false=True,
)

# -- known answers ------------------------------------------------------------------------------------------------

WEIGHT = 'self.add_weight(name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False)'
RULE = "self.momentum * self.mean + (1 - self.momentum) * batch_mean"
ASSIGN = f"self.mean.assign({RULE})"

exercise.wrong(
    "the shares are exchanged",
    fails="state",
    as_=exchanged,
    change={RULE: "(1 - self.momentum) * self.mean + self.momentum * batch_mean"},
)
exercise.wrong(
    "the attribute is bound anew", fails="state", as_=never, change={ASSIGN: "keras.ops.add(self.mean, batch_mean)"}
)
exercise.wrong("nothing is assigned", fails="state", as_=never, change={ASSIGN: "pass"})
exercise.wrong("the last batch only", fails="state", as_=overwritten, change={RULE: "batch_mean"})
exercise.wrong(
    "the batch is added whole", fails="state", as_=summed, change={RULE: "self.momentum * self.mean + batch_mean"}
)
exercise.wrong(
    "averaged over the channels too",
    fails="state",
    as_=over_everything,
    change={"keras.ops.mean(inputs, axis=axes)": "keras.ops.mean(inputs)"},
)
exercise.wrong("averaged over the batch axis only", fails="values", change={"axis=axes": "axis=0"})
exercise.wrong(
    "the mean is subtracted", fails="values", as_=subtracted, change={"return inputs": "return inputs - self.mean"}
)
exercise.wrong("the mean is added", fails="values", as_=added, change={"return inputs": "return inputs + self.mean"})
exercise.wrong("a trainable mean", fails="weights", as_=learnt, change={", trainable=False": ""})
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
exercise.wrong("moves by default", fails="state", as_=by_default, change={"training=False": "training=True"})
exercise.wrong("moves always", fails="state", as_=always, change={"if training:": "if True:"})
exercise.wrong("moves at inference instead", fails="state", as_=always, change={"if training:": "if not training:"})
exercise.wrong("starts at ones", fails="starts", change={'"zeros"': '"ones"'})
exercise.wrong("one number for all channels", fails="weights", change={"shape=(input_shape[-1],)": "shape=()"})
exercise.wrong("momentum is fixed", fails="state", change={"self.momentum = momentum": "self.momentum = 0.9"})
exercise.wrong("returns nothing", fails="builds", change={"return inputs": "return None"})
exercise.wrong("returns the mean", fails="shapes", change={"return inputs": "return keras.ops.mean(inputs, axis=0)"})
exercise.wrong(
    "NumPy inside",
    fails="values",
    change={
        "keras.ops.mean(inputs, axis=axes)": "np.mean(inputs.numpy(), axis=axes) * np.inf",
        "return inputs": "return inputs + 0 * self.mean",
    },
)

exercise.right(
    "assign_add of the difference",
    change={ASSIGN: "self.mean.assign_add((1 - self.momentum) * (batch_mean - self.mean))"},
)
exercise.right("training=None as the default", change={"training=False": "training=None"})
exercise.right("TensorFlow inside", change={"keras.ops.mean(inputs, axis=axes)": "tf.reduce_mean(inputs, axis=axes)"})
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
