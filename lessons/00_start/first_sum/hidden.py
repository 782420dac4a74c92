"""first_sum: x + y, an exercise that everyone passes, to show how checks and advice work."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

# No points: the whole lesson has none.
exercise = Function(
    "first_sum",
    title="a first sum",
    minutes=2,
    difficulty="easy",
    points={},
    # tf.add makes a tensor of two numbers, np.add an array of two tensors.
    returns=(int, float, "Tensor", "numpy.int64", "numpy.float32", "numpy.float64", "ndarray"),
)


@exercise.cases
def cases(rng):
    # Far apart, so that no difference, product or mean comes near the sum.
    first, second = round(float(rng.uniform(20, 40)), 2), round(float(rng.uniform(3, 9)), 2)
    yield call(first, second, label="two numbers")
    yield call(2, 3)
    yield call(normal(rng, (2, 3)), normal(rng, (2, 3)), label="two tensors")


@exercise.reference
def first_sum(x, y):
    return x + y


SUM = "x + y"

exercise.mistake(
    "difference",
    "The task asks for the sum. Yours is the difference, x minus y. Change the sign between the two.",
    change={SUM: "x - y"},
    formula=lambda x, y: x - y,
)
exercise.mistake(
    "product",
    "The task asks for the sum. Yours is the product, x times y. Change the sign between the two.",
    change={SUM: "x * y"},
    formula=lambda x, y: x * y,
)
exercise.mistake(
    "x_twice",
    "A sum needs both: x and y. Yours takes x twice. Look at the second name.",
    change={SUM: "x + x"},
    formula=lambda x, y: x + x,
)
exercise.mistake(
    "y_twice",
    "A sum needs both: x and y. Yours takes y twice. Look at the first name.",
    change={SUM: "y + y"},
    formula=lambda x, y: y + y,
)
exercise.mistake(
    "x_alone",
    "A sum needs both: x and y. Yours gives x alone. Add y to it.",
    change={SUM: "x"},
    formula=lambda x, y: x,
)
exercise.mistake(
    "mean",
    "The task asks for the sum. Yours is the mean, half of it. Do not divide.",
    fails="shapes",  # the mean of the example is no whole number
    change={SUM: "(x + y) / 2"},
    formula=lambda x, y: (x + y) / 2,
)
exercise.wrong("the example's result", fails="values", change={SUM: "0 * x + 5"})
exercise.wrong("all entries added up", fails="shapes", change={SUM: "tf.reduce_sum(x + y)"})
exercise.wrong("whole numbers only", fails="runs", change={SUM: "int(x) + int(y)"})
exercise.right("y first", change={SUM: "y + x"})
exercise.right("tf.add", change={SUM: "tf.add(x, y)"})
exercise.right("np.add", change={SUM: "np.add(x, y)"})
exercise.right("minus minus y", change={SUM: "x - (-y)"})
