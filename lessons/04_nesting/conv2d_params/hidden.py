"""conv2d_params: kernel (k, k, c_in, c_out) and bias (c_out,), https://keras.io/api/layers/convolution_layers/convolution2d/"""

from autograder.exercise import Function, call, flag, whole

exercise = Function(
    "conv2d_params",
    title="counting a convolution",
    minutes=2,
    difficulty="easy",
    points={"shapes": 1, "values": 2},
    takes=dict(k=whole(1, 9), c_in=whole(1), c_out=whole(1), bias=flag()),
    where=lambda k, c_in, c_out, bias: k * k * c_in * c_out < 500_000,  # Keras may be asked
    returns=int,
    core=False,
)


@exercise.cases
def cases(rng):
    yield call(3, 1, 8)
    yield call(3, int(rng.integers(11, 40)), int(rng.integers(4, 10)), label="a window of 3")
    yield call(
        5,
        int(rng.integers(11, 40)),
        int(rng.integers(4, 10)),
        bias=False,
        label="a window of 5, no bias",
    )
    yield call(1, int(rng.integers(11, 40)), 2, label="a window of 1")


@exercise.reference
def conv2d_params(k, c_in, c_out, bias=True):
    return (k**2 * c_in + bias) * c_out


LINE = "return k * k * c_in * c_out + (c_out if bias else 0)"

exercise.mistake(
    "one_side",
    "The window has two sides: k rows and k columns. Yours counts one side only. Multiply by k twice.",
    change={LINE: "return k * c_in * c_out + c_out * bias"},
    formula=lambda k, c_in, c_out, bias=True: (k * c_in + bias) * c_out,
)
exercise.mistake(
    "one_channel",
    "A filter reads all input channels, with a number of its own for each. Yours has one window for all channels. Multiply "
    "by c_in as well.",
    change={LINE: "return k * k * c_out + c_out * bias"},
    formula=lambda k, c_in, c_out, bias=True: (k**2 + bias) * c_out,
)
exercise.mistake(
    "one_filter",
    "There are c_out filters, each with a window of its own. Yours has one filter. Multiply by c_out as well.",
    change={LINE: "return k * k * c_in + c_out * bias"},
    formula=lambda k, c_in, c_out, bias=True: k**2 * c_in + c_out * bias,
)
exercise.mistake(
    "kernel_alone",
    "The bias has one number for each filter. Yours leaves it out. Add it where there is one.",
    change={LINE: "return k * k * c_in * c_out"},
    formula=lambda k, c_in, c_out, bias=True: k**2 * c_in * c_out,
)
exercise.mistake(
    "always_a_bias",
    "Without a bias the kernel is all there is. Yours counts a bias in either case. Let the argument decide.",
    change={LINE: "return k * k * c_in * c_out + c_out"},
    formula=lambda k, c_in, c_out, bias=True: (k**2 * c_in + 1) * c_out,
)
exercise.mistake(
    "bias_of_inputs",
    "The bias is added to the output, so it has one number for each filter. Yours has one for each input channel. Count the "
    "filters.",
    change={LINE: "return k * k * c_in * c_out + c_in * bias"},
    formula=lambda k, c_in, c_out, bias=True: k**2 * c_in * c_out + c_in * bias,
)
exercise.mistake(
    "nothing_returned",
    "The function returns a number. Yours returns None: it prints, or ends without `return`. Write `return`.",
    fails="shapes",
    change={LINE: "print(k)"},
    formula=lambda k, c_in, c_out, bias=True: None,
)
exercise.wrong(
    "a pair", fails="shapes", change={LINE: "return k * k * c_in * c_out, c_out * bias"}
)
exercise.wrong("a name that is not there", fails="runs", change={LINE: "return k * k * inputs"})
exercise.right("filters first", change={LINE: "return c_out * (k**2 * c_in + bool(bias))"})
exercise.right(
    "Keras counts",
    change={
        LINE: "layer = keras.layers.Conv2D(c_out, k, use_bias=bias)\n    layer.build((None, k, k, c_in))\n    return layer.count_params()"
    },
)
exercise.right(
    "a Dense on each window",
    change={
        LINE: "n_in = k * k * c_in\n    return n_in * c_out + c_out if bias else n_in * c_out"
    },
)
