"""fix_2: keeping the best weights by a second name for the same variables (a common bug in early stopping)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
    title="the best weights that got lost",
    minutes=5,
    difficulty="medium",
    points={"values": 4},
    core=False,
    without=("shapes",),  # the probe looks into the variables, whatever comes back
)


@exercise.cases
def cases(rng):
    def path(*lengths):
        """Rows of five numbers with these norms, far enough apart for any rounding."""
        rows = normal(rng, (len(lengths), 5))
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows * np.array(lengths)[:, None]).astype(np.float32)

    yield call(path(5.0, 4.0, 2.0, 3.0, 1.0, 1.8, 6.0), label="the best in the middle")
    yield call(path(1.0, 2.0, 4.0, 3.0), label="the best at the start")
    yield call(path(3.0, 4.0, 2.0, 1.0), label="the best at the end")


def told(path, returned, row, steps=None):
    square = float(np.sum(path[returned] ** 2))
    row = np.asarray(path[row], np.float32)
    return {
        "loss": square,
        "held": [row[:2], row[2:]],
        "steps": len(path) - 1 if steps is None else steps,
    }


def squares(path):
    return np.sum(path**2, axis=1)


@exercise.reference
def fix_2(path):
    best = int(np.argmin(squares(path)))
    return told(path, best, best)


FIRST = "best, kept = loss(), [v.numpy() for v in variables]"
AGAIN = "best, kept = now, [v.numpy() for v in variables]"
BACK = "for v, value in zip(variables, kept, strict=True):\n        v.assign(value)"

exercise.mistake(
    "last_stays",
    "The variables must hold the best values again. Yours still hold those of the last step: what you kept are the "
    "variables themselves, so they were assigned to themselves. Keep arrays of their values.",
    misconception="M04",
    change={
        FIRST: "best, kept = loss(), list(variables)",
        AGAIN: "best, kept = now, list(variables)",
    },
    formula=lambda path: told(path, int(np.argmin(squares(path))), -1),
)
exercise.mistake(
    "start_kept",
    "Each new best is kept. Yours goes back to the values of the start, however good a later step was. Take a new snapshot "
    "whenever the loss is lower.",
    change={AGAIN: "best = now"},
    formula=lambda path: told(path, int(np.argmin(squares(path))), 0),
)


@exercise.mistake(
    "highest",
    "The lowest loss is the best. Yours goes for the highest. Turn the comparison round.",
    change={"now < best": "now > best"},
)
def highest(path):
    worst = int(np.argmax(squares(path)))
    return told(path, worst, worst)


@exercise.mistake(
    "start_ignored",
    "The start counts as well: no step may be better than none. Yours looks at the steps only. Take the first snapshot "
    "before the first step.",
    change={FIRST: "best, kept = float('inf'), None"},
)
def start_ignored(path):
    best = 1 + int(np.argmin(squares(path)[1:]))
    return told(path, best, best)


@exercise.mistake(
    "last_gain",
    "The best of all is kept. Yours compares each step with the step before it, so that a later, smaller gain replaces the "
    "best. Compare with the lowest loss so far.",
)
def last_gain(path):
    lengths = squares(path)
    gains = [i for i in range(1, len(path)) if lengths[i] < lengths[i - 1]]
    found = gains[-1] if gains else 0
    return told(path, found, found)


exercise.mistake(
    "last_loss",
    "The lowest loss is returned. Yours returns the loss of the last step, though the variables are right. Return what was "
    "kept.",
    change={"return best": "return now"},
    formula=lambda path: told(path, -1, int(np.argmin(squares(path)))),
)


@exercise.mistake(
    "stopped_early",
    "All n steps are taken, for a better one may follow a worse one. Yours stops at the first step that is not better. "
    "Leave the break out.",
    change={AGAIN: f"{AGAIN}\n        else:\n            break"},
)
def stopped_early(path):
    lengths = squares(path)
    row = 0
    while row + 1 < len(path) and lengths[row + 1] < lengths[row]:
        row += 1
    return told(path, row, row, steps=min(row + 1, len(path) - 1))


exercise.wrong(
    "a slice in place of list",
    mistake="last_stays",
    change={
        FIRST: "best, kept = loss(), variables[:]",
        AGAIN: "best, kept = now, variables[:]",
    },
)
exercise.wrong(
    "names are moved back",
    mistake="last_stays",
    change={BACK: "for v, value in zip(variables, kept, strict=True):\n        v = value"},
)
exercise.wrong(
    "the list is replaced", mistake="last_stays", change={BACK: "variables[:] = kept"}
)
exercise.wrong(
    "an end in an error",
    fails="runs",
    change={FIRST: "best, kept = loss(), [v.numpy for v in variables]"},
)
exercise.right(
    "tensors are kept",
    change={
        FIRST: "best, kept = loss(), [tf.convert_to_tensor(v) for v in variables]",
        AGAIN: "best, kept = now, [tf.identity(v) for v in variables]",
    },
)
exercise.right(
    "variables of its own",
    change={
        FIRST: "best, kept = loss(), [tf.Variable(v) for v in variables]",
        AGAIN: "best = now\n            for own, v in zip(kept, variables, strict=True):\n                own.assign(v)",
    },
)
exercise.equivalent(
    "now < best", "now <= best", reason="Equal losses leave open which is the best."
)
for strict in ("strict=False", "strict=None", ""):
    exercise.equivalent("strict=True", strict, reason="There is one value for each variable.")
