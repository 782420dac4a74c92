"""counted: a count of calls that survives tracing (TensorFlow's guide on tf.function, Python side effects)."""

import numpy as np

from autograder.exercise import Function, call

exercise = Function(
    "counted",
    minutes=4,
    difficulty="easy",
    points={"values": 4},
    core=False,
    without=("shapes",),  # the probe looks at the count, whatever comes back
)


@exercise.cases
def cases(rng):
    yield call(
        int(rng.integers(20, 60)),
        int(rng.integers(3, 6)),
        int(rng.integers(3, 6)),
        round(float(rng.uniform(1.5, 3.0)), 2),
        label="several calls with each of two shapes",
    )


def told(count, ran, factor, made, result=True):
    value = np.array([factor, 2 * factor, 3 * factor], np.float32) if result else None
    return {"made": made, "count": count, "ran": ran, "result": value}


@exercise.reference
def counted(start, first, second, factor):
    return told(start + first + second, 2, factor, start)


@exercise.mistake(
    "Python runs the body only while it is traced, so a Python number counts traces. Yours does: the count does not rise "
    "from call to call. Add to the variable itself, inside the tf.function, with assign_add."
)
def python_number(start, first, second, factor):
    return told(2, 2, factor, start)


@exercise.mistake(
    "The variable must hold the count. Yours computes a new number and leaves the variable as it was. Write into it with "
    "assign_add.",
    misconception="M04",
)
def not_written(start, first, second, factor):
    return told(start, 2, factor, start)


@exercise.mistake(
    "Each call counts, and making the function does not. Yours adds once, while the function is made. Move the line into "
    "the inner function."
)
def at_the_making(start, first, second, factor):
    return told(start + 1, 2, factor, start + 1)


@exercise.mistake(
    "f is to run inside a tf.function, so that Python runs it once for each shape. In yours Python runs it at each call. "
    "Put @tf.function above the inner function."
)
def untraced(start, first, second, factor):
    return told(start + first + second, first + second, factor, start)


@exercise.mistake(
    "The variable goes on from what it holds. Yours begins at zero. Use assign_add in place of assign."
)
def from_zero(start, first, second, factor):
    return told(first + second, 2, factor, start)


@exercise.mistake(
    "The counting version gives what f gives. Yours counts rightly and returns nothing. Add the return."
)
def no_result(start, first, second, factor):
    return told(start + first + second, 2, factor, start, result=False)


in_place_sign = exercise.mistake_when(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `+=`. Yours uses one and is refused. Use assign_add.",
    rung="runs",
    misconception="M05",
    error="RuntimeError",
    message="is not supported",
)
name_moved = exercise.mistake_when(
    "name_moved",
    "Inside a function, `count = …` makes count a name of that function, and then it is read before it exists. To write "
    "into the variable, call assign_add on it.",
    rung="runs",
    misconception="M04",
    error="UnboundLocalError",
)
not_a_function = exercise.mistake_when(
    "not_a_function",
    "`counted` returns a function, which is called later. Yours returns something that cannot be called. Return the inner "
    "function without brackets after its name.",
    rung="runs",
    error="TypeError",
    message="not callable",
)

# -- known answers ------------------------------------------------------------------------------------------------

ADD = "count.assign_add(1)"
BODY = "count.assign_add(1)\n        return f(x)"

exercise.wrong(
    "a Python number",
    fails="values",
    as_=python_number,
    code="""
def counted(f, count):
    n = 0

    @tf.function
    def g(x):
        nonlocal n
        n += 1
        count.assign(n)
        return f(x)

    return g
""",
)
exercise.wrong("a new number", fails="values", as_=not_written, change={ADD: "new = count + 1"})
exercise.wrong(
    "counted at the making",
    fails="values",
    as_=at_the_making,
    code="def counted(f, count):\n    count.assign_add(1)\n    return tf.function(f)\n",
)
exercise.wrong(
    "no tf.function",
    fails="values",
    as_=untraced,
    change={"@tf.function\n    def": "def"},
)
exercise.wrong(
    "from zero",
    fails="values",
    as_=from_zero,
    code="""
def counted(f, count):
    calls = tf.Variable(0)

    @tf.function
    def g(x):
        calls.assign_add(1)
        count.assign(calls)
        return f(x)

    return g
""",
)
exercise.wrong(
    "nothing is returned", fails="values", as_=no_result, change={"return f(x)": "f(x)"}
)
exercise.wrong(
    "plus equals",
    fails="runs",
    as_=in_place_sign,
    change={ADD: "nonlocal count\n        count += 1"},
)
exercise.wrong(
    "count = count + 1", fails="runs", as_=name_moved, change={ADD: "count = count + 1"}
)
exercise.wrong(
    "called in place of returned",
    fails="runs",
    as_=not_a_function,
    change={"return g": "return g(tf.ones(2))"},
)

exercise.right(
    "tf.function as a call",
    code="""
def counted(f, count):
    def g(x):
        count.assign(count + 1)
        return f(x)

    return tf.function(g)
""",
)
exercise.right(
    "counted outside, f traced inside",
    code="""
def counted(f, count):
    traced = tf.function(f)

    def g(x):
        count.assign_add(1)
        return traced(x)

    return g
""",
)
exercise.right(
    "f first", change={BODY: "y = f(x)\n        count.assign_sub(-1)\n        return y"}
)
