"""first_sum: x + y, an exercise that everyone passes, to show how checks and advice work."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

# No points: the whole lesson has none.
exercise = Function("first_sum", minutes=2, difficulty="easy", points={})


@exercise.cases
def cases(rng):
    # Far apart, so that no difference, product or mean comes near the sum.
    first, second = round(float(rng.uniform(20, 40)), 2), round(float(rng.uniform(3, 9)), 2)
    yield call(first, second, label="two numbers")
    yield call(normal(rng, (2, 3)), normal(rng, (2, 3)), label="two tensors")


@exercise.reference
def first_sum(x, y):
    return x + y


@exercise.mistake(
    "The task asks for the sum. Yours is the difference, x minus y. Change the sign between the two."
)
def difference(x, y):
    return x - y


@exercise.mistake(
    "The task asks for the sum. Yours is the product, x times y. Change the sign between the two."
)
def product(x, y):
    return x * y


@exercise.mistake("A sum needs both: x and y. Yours takes x twice. Look at the second name.")
def x_twice(x, y):
    return x + x


@exercise.mistake("A sum needs both: x and y. Yours takes y twice. Look at the first name.")
def y_twice(x, y):
    return y + y


@exercise.mistake("A sum needs both: x and y. Yours gives x alone. Add y to it.")
def x_alone(x, y):
    return x


@exercise.mistake("The task asks for the sum. Yours is the mean, half of it. Do not divide.")
def mean(x, y):
    return (x + y) / 2


# -- known answers ------------------------------------------------------------------------------------------------

SUM = "x + y"

exercise.wrong("minus", fails="values", as_=difference, change={SUM: "x - y"})
exercise.wrong("times", fails="values", as_=product, change={SUM: "x * y"})
exercise.wrong("x twice", fails="values", as_=x_twice, change={SUM: "x + x"})
exercise.wrong("y twice", fails="values", as_=y_twice, change={SUM: "y + y"})
exercise.wrong("x alone", fails="values", as_=x_alone, change={SUM: "x"})
exercise.wrong("the mean", fails="values", as_=mean, change={SUM: "(x + y) / 2"})
exercise.wrong("the example's result", fails="values", change={SUM: "0 * x + 5"})
exercise.wrong("all entries added up", fails="shapes", change={SUM: "tf.reduce_sum(x + y)"})
exercise.wrong("whole numbers only", fails="runs", change={SUM: "int(x) + int(y)"})

exercise.right("y first", change={SUM: "y + x"})
exercise.right("tf.add", change={SUM: "tf.add(x, y)"})
exercise.right("np.add", change={SUM: "np.add(x, y)"})
exercise.right("without the name total", code="def first_sum(x, y):\n    return x + y\n")
exercise.right("minus minus y", change={SUM: "x - (-y)"})
