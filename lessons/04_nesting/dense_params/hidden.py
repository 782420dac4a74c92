"""dense_params: kernel (n_in, units) and bias (units,), https://keras.io/api/layers/core_layers/dense/"""

from autograder.exercise import Function, call

exercise = Function(
    "dense_params", minutes=2, difficulty="easy", points={"shapes": 1, "values": 2}, core=False
)


@exercise.cases
def cases(rng):
    yield call(int(rng.integers(11, 40)), int(rng.integers(3, 9)), label="with a bias")
    yield call(
        int(rng.integers(11, 40)), int(rng.integers(3, 9)), bias=False, label="without a bias"
    )
    yield call(int(rng.integers(11, 40)), 1, label="one unit")


@exercise.reference
def dense_params(n_in, units, bias=True):
    return n_in * units + units * bias


@exercise.mistake(
    "The kernel has a number for each pair of input and unit, and the bias one for each unit. Yours has the kernel alone. "
    "Add the bias where there is one."
)
def kernel_alone(n_in, units, bias=True):
    return n_in * units


@exercise.mistake(
    "Without a bias the kernel is all there is. Yours counts a bias in either case. Let the argument decide."
)
def always_a_bias(n_in, units, bias=True):
    return n_in * units + units


@exercise.mistake(
    "The bias has one number for each unit, for it is added to the output. Yours has one for each input channel. Count the "
    "units."
)
def bias_of_inputs(n_in, units, bias=True):
    return n_in * units + n_in * bias


@exercise.mistake(
    "The bias has one number for each unit. Yours has one number for all of them. Count the units."
)
def one_number_of_bias(n_in, units, bias=True):
    return n_in * units + bias


@exercise.mistake(
    "Each input channel is joined to each unit, so the kernel is a table of n_in rows and units columns. Yours adds the two. "
    "Multiply them."
)
def added(n_in, units, bias=True):
    return n_in + units + units * bias


@exercise.mistake(
    "A weight of the shape (n_in, units) holds many numbers, and all of them count. Yours counts the arrays. Multiply the "
    "sides of each."
)
def arrays_counted(n_in, units, bias=True):
    return 1 + bias


@exercise.mistake(
    "The function returns a number. Yours returns None: it prints, or ends without `return`. Write `return`.",
    rung="shapes",
)
def nothing_returned(n_in, units, bias=True):
    return None


# -- known answers ------------------------------------------------------------------------------------------------

LINE = "return n_in * units + (units if bias else 0)"

for name, line, found in (
    ("the kernel alone", "return n_in * units", kernel_alone),
    ("a bias in either case", "return n_in * units + units", always_a_bias),
    ("a bias for each input", "return n_in * units + (n_in if bias else 0)", bias_of_inputs),
    ("a single bias", "return n_in * units + bias", one_number_of_bias),
    ("a sum for the kernel", "return n_in + units + units * bias", added),
    ("arrays in place of numbers", "return 2 if bias else 1", arrays_counted),
    ("switched over", "return n_in * units + (0 if bias else units)", None),
    ("the units squared", "return units * units + units * bias", None),
):
    exercise.wrong(
        name, fails="values", change={LINE: line}, **({"as_": found} if found else {})
    )
exercise.wrong(
    "printed", fails="shapes", as_=nothing_returned, change={LINE: "print(n_in * units)"}
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
