"""fix_1: gradient descent that moves names in place of writing into variables (a common question on forums)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_1",
    title="the fit that ends in None",
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


STEP_W, STEP_B = "w.assign_sub(lr * dw)", "b.assign_sub(lr * db)"
MOVED = {STEP_W: "w = w - lr * dw", STEP_B: "b = b - lr * db"}
OPEN = "with tf.GradientTape() as tape:"

exercise.mistake(
    "not_written",
    "The caller's w and b must hold the fitted values. Your losses are right, but the caller's variables hold their start: "
    "the function moves its own names. Write into the variables with assign_sub.",
    misconception="M04",
    change={**MOVED, OPEN: f"{OPEN}\n            tape.watch([w, b])"},
    formula=lambda w, b, x, y, lr, steps: told(fitted(w, b, x, y, lr, steps)[0], w, b),
)
exercise.mistake(
    "never_moved",
    "Each round starts where the last one ended. Yours never moves w and b, so each loss is the first one. Write into the "
    "variables with assign_sub.",
    misconception="M04",
    change={STEP_W: "new_w = w - lr * dw", STEP_B: "new_b = b - lr * db"},
    formula=lambda w, b, x, y, lr, steps: told(
        fitted(w, b, x, y, lr, steps, moves="")[0], w, b
    ),
)
exercise.mistake(
    "b_stays",
    "Both variables take a step in each round. In yours only w moves. Mend the line of b as well.",
    misconception="M04",
    change={STEP_B: "new_b = b - lr * db"},
    formula=lambda w, b, x, y, lr, steps: told(*fitted(w, b, x, y, lr, steps, moves="w")),
)
exercise.mistake(
    "w_stays",
    "Both variables take a step in each round. In yours only b moves. Mend the line of w as well.",
    misconception="M04",
    change={STEP_W: "new_w = w - lr * dw"},
    formula=lambda w, b, x, y, lr, steps: told(*fitted(w, b, x, y, lr, steps, moves="b")),
)
exercise.mistake(
    "uphill",
    "A step goes against the gradient. Yours goes along it. Use assign_sub.",
    change={STEP_W: "w.assign_add(lr * dw)", STEP_B: "b.assign_add(lr * db)"},
    formula=lambda w, b, x, y, lr, steps: told(*fitted(w, b, x, y, lr, steps, sign=1)),
)
exercise.mistake(
    "after_the_step",
    "The list holds the loss before each step. Yours holds the loss after it. Keep the loss that the tape has seen.",
    change={"float(loss)": "float(tf.reduce_mean((w * x + b - y) ** 2))"},
    formula=lambda w, b, x, y, lr, steps: told(*fitted(w, b, x, y, lr, steps, after=True)),
)
exercise.mistake(
    "summed",
    "The loss is the mean over the points. Yours is their sum, so that the steps grow with the number of points. Leave the "
    "loss as it was.",
    change={"reduce_mean": "reduce_sum"},
    formula=lambda w, b, x, y, lr, steps: told(*fitted(w, b, x, y, lr, steps, mean=False)),
)
exercise.mistake(
    "none_met",
    "The tape watches variables, not the tensors that `w = w - …` makes of them. From the second round on yours gets None "
    "for a gradient. Write into the variable with assign_sub, so that it stays one.",
    fails="runs",
    misconception="M04",
    change=MOVED,
    facts=dict(error="TypeError", message="NoneType"),
)
exercise.mistake(
    "in_place_sign",
    "A tf.Variable has no in-place operators such as `-=`. Yours uses one and is refused. Use assign_sub.",
    fails="runs",
    misconception="M05",
    change={STEP_W: "w -= lr * dw", STEP_B: "b -= lr * db"},
    facts=dict(error="RuntimeError", message="is not supported"),
)
exercise.mistake(
    "assign_on_tensor",
    "assign_sub is a method of variables. Yours calls it on a tensor: a line has moved the name before. Leave out every "
    "`w = …` and `b = …`.",
    fails="runs",
    misconception="M04",
    change={STEP_W: "w = w - 0.0\n        w.assign_sub(lr * dw)"},
    facts=dict(error="AttributeError"),
)
exercise.wrong(
    "new variables",
    mistake="not_written",
    change={STEP_W: "w = tf.Variable(w - lr * dw)", STEP_B: "b = tf.Variable(b - lr * db)"},
)
exercise.wrong("only w mended", mistake="none_met", change={STEP_B: "b = b - lr * db"})
exercise.right(
    "assign", change={STEP_W: "w.assign(w - lr * dw)", STEP_B: "b.assign(b - lr * db)"}
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
