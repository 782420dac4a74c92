"""fix_1: gradient descent that moves names in place of writing into variables (a common question on forums)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_1",
    minutes=5,
    difficulty="easy",
    points={"values": 4},
    core=False,
)


@exercise.cases
def cases(rng):
    for steps in (1, 4):
        yield call(
            normal(rng, ()),
            normal(rng, ()),
            normal(rng, (5,)),
            normal(rng, (5,)),
            round(float(rng.uniform(0.05, 0.15)), 2),
            steps,
            label=f"five points, {steps} step{'s' * (steps > 1)}",
        )


def fitted(w, b, x, y, lr, steps, moves="wb", sign=-1, after=False, fresh=False, mean=True):
    """Losses, w and b. ``after``: each loss is taken after its step. ``fresh``: b's step sees the new w."""
    losses = []
    many = 1 if mean else len(x)

    def error():
        return w * x + b - y

    for _ in range(steps):
        before = many * np.mean(error() ** 2)
        dw, db = many * np.mean(2 * error() * x), many * np.mean(2 * error())
        if "w" in moves:
            w = w + sign * lr * dw
        if fresh:
            db = many * np.mean(2 * error())
        if "b" in moves:
            b = b + sign * lr * db
        losses.append(float(many * np.mean(error() ** 2) if after else before))
    return losses, np.float32(w), np.float32(b)


def told(losses, w, b):
    return {"losses": losses, "w": np.asarray(w, np.float32), "b": np.asarray(b, np.float32)}


@exercise.reference
def fix_1(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps))


@exercise.mistake(
    "The caller's w and b must hold the fitted values. Your losses are right, but the caller's variables hold their start: "
    "the function moves its own names. Write into the variables with assign_sub.",
    misconception="M04",
)
def not_written(w, b, x, y, lr, steps):
    return told(fitted(w, b, x, y, lr, steps)[0], w, b)


@exercise.mistake(
    "Each round starts where the last one ended. Yours never moves w and b, so each loss is the first one. Write into the "
    "variables with assign_sub.",
    misconception="M04",
)
def never_moved(w, b, x, y, lr, steps):
    return told(fitted(w, b, x, y, lr, steps, moves="")[0], w, b)


@exercise.mistake(
    "Both variables take a step in each round. In yours only w moves. Mend the line of b as well.",
    misconception="M04",
)
def b_stays(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps, moves="w"))


@exercise.mistake(
    "Both variables take a step in each round. In yours only b moves. Mend the line of w as well.",
    misconception="M04",
)
def w_stays(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps, moves="b"))


@exercise.mistake("A step goes against the gradient. Yours goes along it. Use assign_sub.")
def uphill(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps, sign=1))


@exercise.mistake(
    "The list holds the loss before each step. Yours holds the loss after it. Keep the loss that the tape has seen."
)
def after_the_step(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps, after=True))


@exercise.mistake(
    "The loss is the mean over the points. Yours is their sum, so that the steps grow with the number of points. Leave the "
    "loss as it was."
)
def summed(w, b, x, y, lr, steps):
    return told(*fitted(w, b, x, y, lr, steps, mean=False))


none_met = exercise.mistake_when(
    "none_met",
    "The tape watches variables, not the tensors that `w = w - …` makes of them. From the second round on yours gets None "
    "for a gradient. Write into the variable with assign_sub, so that it stays one.",
    rung="runs",
    misconception="M04",
    error="TypeError",
    message="NoneType",
)
in_place_sign = exercise.mistake_when(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `-=`. Yours uses one and is refused. Use assign_sub.",
    rung="runs",
    misconception="M05",
    error="RuntimeError",
    message="is not supported",
)
assign_on_tensor = exercise.mistake_when(
    "assign_on_tensor",
    "assign_sub is a method of variables. Yours calls it on a tensor: a line has moved the name before. Leave out every "
    "`w = …` and `b = …`.",
    rung="runs",
    misconception="M04",
    error="AttributeError",
)

# -- known answers ------------------------------------------------------------------------------------------------

STEP_W, STEP_B = "w.assign_sub(lr * dw)", "b.assign_sub(lr * db)"
MOVED = {STEP_W: "w = w - lr * dw", STEP_B: "b = b - lr * db"}
OPEN = "with tf.GradientTape() as tape:"

exercise.wrong("left as it was", fails="runs", as_=none_met, change=MOVED)
exercise.wrong(
    "watched by hand",
    fails="values",
    as_=not_written,
    change={**MOVED, OPEN: f"{OPEN}\n            tape.watch([w, b])"},
)
exercise.wrong(
    "new variables",
    fails="values",
    as_=not_written,
    change={STEP_W: "w = tf.Variable(w - lr * dw)", STEP_B: "b = tf.Variable(b - lr * db)"},
)
exercise.wrong(
    "other names",
    fails="values",
    as_=never_moved,
    change={STEP_W: "new_w = w - lr * dw", STEP_B: "new_b = b - lr * db"},
)
exercise.wrong(
    "the sum of the squares",
    fails="values",
    as_=summed,
    change={"reduce_mean": "reduce_sum"},
)
exercise.wrong(
    "b is forgotten", fails="values", as_=b_stays, change={STEP_B: "new_b = b - lr * db"}
)
exercise.wrong(
    "w is forgotten", fails="values", as_=w_stays, change={STEP_W: "new_w = w - lr * dw"}
)
exercise.wrong("only w mended", fails="runs", as_=none_met, change={STEP_B: "b = b - lr * db"})
exercise.wrong(
    "minus equals",
    fails="runs",
    as_=in_place_sign,
    change={STEP_W: "w -= lr * dw", STEP_B: "b -= lr * db"},
)
exercise.wrong(
    "uphill",
    fails="values",
    as_=uphill,
    change={STEP_W: "w.assign_add(lr * dw)", STEP_B: "b.assign_add(lr * db)"},
)
exercise.wrong(
    "the loss after the step",
    fails="values",
    as_=after_the_step,
    change={"float(loss)": "float(tf.reduce_mean((w * x + b - y) ** 2))"},
)
exercise.wrong(
    "a line too many",
    fails="runs",
    as_=assign_on_tensor,
    change={STEP_W: "w = w - 0.0\n        w.assign_sub(lr * dw)"},
)

exercise.right(
    "assign",
    change={STEP_W: "w.assign(w - lr * dw)", STEP_B: "b.assign(b - lr * db)"},
)
exercise.right(
    "a loop over both, tensors in the list",
    change={
        "dw, db = tape": "grads = tape",
        STEP_W: "for v, g in zip([w, b], grads):\n            v.assign_sub(lr * g)",
        STEP_B: "",
        "float(loss)": "loss",
    },
)
exercise.right(
    "two tapes' questions and names of its own",
    code="""
def fix_1(w, b, x, y, lr, steps):
    losses = []
    while len(losses) < steps:
        with tf.GradientTape(persistent=True) as tape:
            error = w * x + b - y
            loss = tf.reduce_mean(tf.square(error))
        slope_w, slope_b = tape.gradient(loss, w), tape.gradient(loss, b)
        w.assign_add(-lr * slope_w)
        b.assign_add(-lr * slope_b)
        losses += [loss.numpy()]
    return losses
""",
)
exercise.right(
    "written by hand, and returned as a tuple",
    code="""
def fix_1(w, b, x, y, lr, steps):
    losses = ()
    for _ in range(steps):
        error = w * x + b - y
        losses += (float(tf.reduce_mean(error**2)),)
        w.assign_sub(lr * 2.0 * tf.reduce_mean(error * x))
        b.assign_sub(lr * 2.0 * tf.reduce_mean(error))
    return losses
""",
)
exercise.equivalent(
    "w * x + b - y",
    "y - (w * x + b)",
    reason="The square of a difference does not know its sign.",
)
exercise.equivalent(
    "losses.append(float(loss))",
    "losses.append(loss)",
    reason="The task promises a list of losses; a tensor of one number is one.",
)
