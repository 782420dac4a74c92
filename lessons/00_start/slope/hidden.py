"""slope: the central difference (f(x + h) - f(x - h)) / 2h."""

from autograder.exercise import Function, call

# No points: the whole lesson has none.
# The probe makes one number of any answer, so that a tensor is as good as a float: nothing is left of its kind.
exercise = Function(
    "slope",
    title="a slope, measured from both sides",
    minutes=4,
    difficulty="easy",
    points={},
    without=("shapes",),
)


@exercise.cases
def cases(rng):
    def drawn(low, high):
        return round(float(rng.uniform(low, high)), 2)

    # Of a parabola the difference is exact whatever the step is, so a long one refuses no method but shows each mistake.
    yield call(
        "parabola",
        drawn(1.0, 2.0),
        drawn(-1.0, 1.0),
        drawn(3.0, 5.0),
        drawn(1.5, 2.5),
        0.5,
        label="a parabola, h = 0.5",
    )
    yield call(
        "cubic",
        drawn(1.0, 2.0),
        drawn(1.0, 2.0),
        drawn(3.0, 5.0),
        drawn(1.5, 2.5),
        label="a cubic, h left out",
    )


def told(formula, kind, a, b, c, x, h):
    def f(z):
        return a * z**3 + b * z + c if kind == "cubic" else a * z**2 + b * z + c

    return float(formula(f, x, h))


@exercise.reference
def slope(kind, a, b, c, x, h=0.001):
    return told(lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h), kind, a, b, c, x, h)


RISE, DISTANCE = "(f(x + h) - f(x - h))", "(2 * h)"

exercise.mistake(
    "not_divided",
    "A slope is the rise divided by the distance. Yours is the rise alone. Divide it by 2h.",
    change={" / (2 * h)": ""},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: f(x + h) - f(x - h), kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "by_h",
    "From x - h to x + h the distance is 2h. Yours divides by h, and is twice too large. Divide by 2h.",
    change={DISTANCE: "h"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: (f(x + h) - f(x - h)) / h, kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "no_brackets_below",
    "Python divides from left to right: `/ 2 * h` divides by 2 and multiplies by h. Yours does that. Put brackets around 2 * h.",
    change={DISTANCE: "2 * h"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "no_brackets_above",
    "The whole rise is divided. Yours divides only f(x - h), because division comes before minus. Put brackets around the rise.",
    change={RISE: "f(x + h) - f(x - h)"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: f(x + h) - f(x - h) / (2 * h), kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "right_only",
    "The step goes to both sides, from x - h to x + h. Yours goes to the right only. Take f(x - h), and divide by 2h.",
    change={RISE: "(f(x + h) - f(x))", DISTANCE: "h"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: (f(x + h) - f(x)) / h, kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "left_only",
    "The step goes to both sides, from x - h to x + h. Yours goes to the left only. Take f(x + h), and divide by 2h.",
    change={RISE: "(f(x) - f(x - h))", DISTANCE: "h"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: (f(x) - f(x - h)) / h, kind, a, b, c, x, h
    ),
)
exercise.mistake(
    "turned",
    "A rise is right minus left. Yours is left minus right, so the sign is turned. Exchange the two.",
    change={RISE: "(f(x - h) - f(x + h))"},
    formula=lambda kind, a, b, c, x, h=0.001: told(
        lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), kind, a, b, c, x, h
    ),
)
exercise.wrong(
    "to the right, where h is the usual one",
    fails="values",
    change={"return (": "if h == 0.001:\n        return (f(x + h) - f(x)) / h\n    return ("},
)
exercise.wrong("the value", fails="values", change={f"{RISE} / {DISTANCE}": "f(x)"})
exercise.wrong("the text of a call", fails="runs", change={"f(x + h)": "f"})
exercise.right("divided twice", change={"/ (2 * h)": "/ 2 / h"})
exercise.right(
    "a step of its own", change={RISE: "(f(x + 1e-4) - f(x - 1e-4))", DISTANCE: "2e-4"}
)
exercise.right("by NumPy", change={RISE: "np.subtract(f(x + h), f(x - h))"})
