"""counted: a count of calls that survives tracing (TensorFlow's guide on tf.function, Python side effects)."""

import numpy as np

from autograder.exercise import Function, call

exercise = Function(
    "counted",
    title="counting the calls",
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
def counted(start, first, second, factor, **parts):
    return told(start + first + second, 2, factor, start, **parts)


ADD = "count.assign_add(1)"
BODY = "count.assign_add(1)\n        return f(x)"

exercise.mistake(
    "python_number",
    "Python runs the body only while it is traced, so a Python number counts traces. Yours does: the count does not rise "
    "from call to call. Add to the variable itself, inside the tf.function, with assign_add.",
    formula=lambda start, first, second, factor: told(2, 2, factor, start),
)
exercise.mistake(
    "not_written",
    "The variable must hold the count. Yours computes a new number and leaves the variable as it was. Write into it with "
    "assign_add.",
    misconception="M04",
    change={ADD: "new = count + 1"},
    formula=lambda start, first, second, factor: told(start, 2, factor, start),
)
exercise.mistake(
    "at_the_making",
    "Each call counts, and making the function does not. Yours adds once, while the function is made. Move the line into "
    "the inner function.",
    formula=lambda start, first, second, factor: told(start + 1, 2, factor, start + 1),
)
exercise.mistake(
    "untraced",
    "f is to run inside a tf.function, so that Python runs it once for each shape. In yours Python runs it at each call. "
    "Put @tf.function above the inner function.",
    change={"@tf.function\n    def": "def"},
    formula=lambda start, first, second, factor: told(
        start + first + second, first + second, factor, start
    ),
)
exercise.mistake(
    "from_zero",
    "The variable goes on from what it holds. Yours begins at zero. Use assign_add in place of assign.",
    formula=lambda start, first, second, factor: told(first + second, 2, factor, start),
)
exercise.mistake(
    "no_result",
    "The counting version gives what f gives. Yours counts rightly and returns nothing. Add the return.",
    change={"return f(x)": "f(x)"},
    parts=dict(result=False),
)
exercise.mistake(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `+=`. Yours uses one and is refused. Use assign_add.",
    fails="runs",
    misconception="M05",
    change={ADD: "nonlocal count\n        count += 1"},
    facts=dict(error="RuntimeError", message="is not supported"),
)
exercise.mistake(
    "name_moved",
    "Inside a function, `count = …` makes count a name of that function, and then it is read before it exists. To write "
    "into the variable, call assign_add on it.",
    fails="runs",
    misconception="M04",
    change={ADD: "count = count + 1"},
    facts=dict(error="UnboundLocalError"),
)
exercise.mistake(
    "not_a_function",
    "`counted` returns a function, which is called later. Yours returns something that cannot be called. Return the inner "
    "function without brackets after its name.",
    fails="runs",
    change={"return g": "return g(tf.ones(2))"},
    facts=dict(error="TypeError", message="not callable"),
)
exercise.right(
    "f first", change={BODY: "y = f(x)\n        count.assign_sub(-1)\n        return y"}
)
