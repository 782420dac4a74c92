"""dense_params: kernel (n_in, units) and bias (units,), https://keras.io/api/layers/core_layers/dense/"""

from autograder.exercise import Function, call, flag, whole

exercise = Function(
    "dense_params",
    title="counting a Dense",
    minutes=2,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    takes=dict(n_in=whole(1), units=whole(1), bias=flag()),
    where=lambda n_in, units, bias: n_in * units < 500_000,  # Keras may be asked
    returns=int,
    core=False,
)


@exercise.cases
def cases(rng):
    yield call(3, 2)
    yield call(3, 2, bias=False, label="3, 2, bias=False")
    yield call(int(rng.integers(11, 40)), int(rng.integers(3, 9)), label="with a bias")
    yield call(
        int(rng.integers(11, 40)), int(rng.integers(3, 9)), bias=False, label="without a bias"
    )
    yield call(int(rng.integers(11, 40)), 1, label="one unit")


@exercise.reference
def dense_params(n_in, units, bias=True):
    return n_in * units + units * bias


LINE = "return n_in * units + (units if bias else 0)"

exercise.mistake(
    "kernel_alone",
    "The kernel has a number for each pair of input and unit, and the bias one for each unit. Yours has the kernel alone. "
    "Add the bias where there is one.",
    change={LINE: "return n_in * units"},
    formula=lambda n_in, units, bias=True: n_in * units,
)
exercise.mistake(
    "always_a_bias",
    "Without a bias the kernel is all there is. Yours counts a bias in either case. Let the argument decide.",
    change={LINE: "return n_in * units + units"},
    formula=lambda n_in, units, bias=True: n_in * units + units,
)
exercise.mistake(
    "bias_of_inputs",
    "The bias has one number for each unit, for it is added to the output. Yours has one for each input channel. Count the "
    "units.",
    change={LINE: "return n_in * units + (n_in if bias else 0)"},
    formula=lambda n_in, units, bias=True: n_in * units + n_in * bias,
)
exercise.mistake(
    "one_number_of_bias",
    "The bias has one number for each unit. Yours has one number for all of them. Count the units.",
    change={LINE: "return n_in * units + bias"},
    formula=lambda n_in, units, bias=True: n_in * units + bias,
)
exercise.mistake(
    "added",
    "Each input channel is joined to each unit, so the kernel is a table of n_in rows and units columns. Yours adds the two. "
    "Multiply them.",
    change={LINE: "return n_in + units + units * bias"},
    formula=lambda n_in, units, bias=True: n_in + units + units * bias,
)
exercise.mistake(
    "arrays_counted",
    "A weight of the shape (n_in, units) holds many numbers, and all of them count. Yours counts the arrays. Multiply the "
    "sides of each.",
    change={LINE: "return 2 if bias else 1"},
    formula=lambda n_in, units, bias=True: 1 + bias,
)
exercise.mistake(
    "nothing_returned",
    "The function returns a number. Yours returns None: it prints, or ends without `return`. Write `return`.",
    fails="shapes",
    change={LINE: "print(n_in * units)"},
    formula=lambda n_in, units, bias=True: None,
)
exercise.wrong(
    "a pair", fails="shapes", change={LINE: "return n_in * units, units if bias else 0"}
)
exercise.wrong("a name that is not there", fails="runs", change={LINE: "return inputs * units"})
exercise.right("one product", change={LINE: "return (n_in + bool(bias)) * units"})
exercise.right(
    "Keras counts",
    change={
        LINE: "layer = keras.layers.Dense(units, use_bias=bias)\n    layer.build((None, n_in))\n    return layer.count_params()"
    },
)
exercise.right(
    "units one after another", change={LINE: "return sum(n_in + bias for _ in range(units))"}
)
exercise.right(
    "NumPy's product", change={LINE: "return int(np.prod([n_in, units])) + units * bias"}
)
