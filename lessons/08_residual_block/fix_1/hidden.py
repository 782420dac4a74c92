"""fix_1: a dense block whose branch could only add, for a ReLU stood at its end."""

from autograder.exercise import Layer
from autograder.exercise.numpy_layers import dense, relu
from autograder.exercise.random_values import he_normal, normal

exercise = Layer(
    "fix_1",
    title="the block that stops learning early",
    minutes=4,
    difficulty="easy",
    points={"weights": 1, "values": 2},
    core=False,
)
for part in ("first", "second"):
    exercise.weight(f"{part}.kernel", lambda shape, units: (units, units), draw=he_normal)
    exercise.weight(f"{part}.bias", lambda shape, units: (units,), start=0.0, draw=normal)
exercise.case(7, 5, units=5)
exercise.case(3, 2, units=2)
exercise.case(5, 1, units=1)


def halves(x, w, inner=relu):
    return dense(inner(dense(x, w.first.kernel, w.first.bias)), w.second.kernel, w.second.bias)


@exercise.reference
def fix_1(x, w, training, units):
    return x + halves(x, w)


FIRST = 'self.dense1 = keras.layers.Dense(units, activation="relu")'
SECOND = "self.dense2 = keras.layers.Dense(units)"
SUM = "return inputs + self.dense2(self.dense1(inputs))"

exercise.mistake(
    "still_there",
    "The bug is still there: the branch ends with a ReLU, so it can only raise its input. Take the activation of the second "
    "Dense away.",
    change={SECOND: SECOND[:-1] + ', activation="relu")'},
    formula=lambda x, w, training, units: x + relu(halves(x, w)),
)
exercise.mistake(
    "no_relu_at_all",
    "One ReLU stays, between the two Dense layers: without it they are one linear map. Yours has none. Keep "
    'activation="relu" on the first.',
    change={FIRST: FIRST.replace(', activation="relu"', "")},
    formula=lambda x, w, training, units: x + halves(x, w, inner=lambda h: h),
)
exercise.mistake(
    "wrong_one_kept",
    "The ReLU stands between the two Dense layers. Yours stands at the end of the branch, where it lets the branch only raise "
    "its input. Move it to the first Dense.",
    change={
        FIRST: FIRST.replace(', activation="relu"', ""),
        SECOND: SECOND[:-1] + ', activation="relu")',
    },
    formula=lambda x, w, training, units: x + relu(halves(x, w, inner=lambda h: h)),
)
exercise.mistake(
    "relu_after_sum",
    "Nothing follows the sum in this block. Yours takes a ReLU of it, so nothing negative gets through. Leave it out.",
    change={SUM: "return keras.ops.relu(inputs + self.dense2(self.dense1(inputs)))"},
    formula=lambda x, w, training, units: relu(x + halves(x, w)),
)
exercise.mistake(
    "no_shortcut",
    "The block is x + F(x). Yours returns F(x) alone. Keep `inputs +` in `call`.",
    change={SUM: "return self.dense2(self.dense1(inputs))"},
    formula=lambda x, w, training, units: halves(x, w),
)
exercise.mistake(
    "branch_subtracted",
    "The branch is added, so that it can raise and lower. Yours is taken away. Look at the sign in `call`.",
    change={SUM: "return inputs - self.dense2(self.dense1(inputs))"},
    formula=lambda x, w, training, units: x - halves(x, w),
)
exercise.mistake(
    "one_dense",
    "The branch has two Dense layers, each with a kernel and a bias. Keras counts the weights of one in yours. Keep both.",
    fails="weights",
    change={SECOND: "", SUM: "return inputs + self.dense1(self.dense1(inputs))"},
    facts=dict(ranks="2, 1"),
)
exercise.mistake(
    "no_biases",
    "Both Dense layers have a bias. Keras counts the kernels only in yours. Take use_bias=False out.",
    fails="weights",
    change={FIRST: FIRST[:-1] + ", use_bias=False)", SECOND: SECOND[:-1] + ", use_bias=False)"},
    facts=dict(ranks="2, 2", trainable=2),
)
exercise.wrong(
    "a tanh at the end", fails="values", change={SECOND: SECOND[:-1] + ', activation="tanh")'}
)
exercise.right(
    "the ReLU in call",
    change={
        FIRST: FIRST.replace(', activation="relu"', ""),
        SUM: "return inputs + self.dense2(keras.ops.relu(self.dense1(inputs)))",
    },
)
exercise.right(
    "declared the other way round",
    change={FIRST + "\n        " + SECOND: SECOND + "\n        " + FIRST},
)
