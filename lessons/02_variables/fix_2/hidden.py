"""fix_2: keeping the best weights by a second name for the same variables (a common bug in early stopping)."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "fix_2",
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


@exercise.mistake(
    "The variables must hold the best values again. Yours still hold those of the last step: what you kept are the "
    "variables themselves, so they were assigned to themselves. Keep arrays of their values.",
    misconception="M04",
)
def last_stays(path):
    return told(path, int(np.argmin(squares(path))), -1)


@exercise.mistake(
    "Each new best is kept. Yours goes back to the values of the start, however good a later step was. Take a new snapshot "
    "whenever the loss is lower."
)
def start_kept(path):
    return told(path, int(np.argmin(squares(path))), 0)


@exercise.mistake(
    "The lowest loss is the best. Yours goes for the highest. Turn the comparison round."
)
def highest(path):
    worst = int(np.argmax(squares(path)))
    return told(path, worst, worst)


@exercise.mistake(
    "The start counts as well: no step may be better than none. Yours looks at the steps only. Take the first snapshot "
    "before the first step."
)
def start_ignored(path):
    best = 1 + int(np.argmin(squares(path)[1:]))
    return told(path, best, best)


@exercise.mistake(
    "The best of all is kept. Yours compares each step with the step before it, so that a later, smaller gain replaces the "
    "best. Compare with the lowest loss so far."
)
def last_gain(path):
    lengths = squares(path)
    gains = [i for i in range(1, len(path)) if lengths[i] < lengths[i - 1]]
    found = gains[-1] if gains else 0
    return told(path, found, found)


@exercise.mistake(
    "The lowest loss is returned. Yours returns the loss of the last step, though the variables are right. Return what was "
    "kept."
)
def last_loss(path):
    return told(path, -1, int(np.argmin(squares(path))))


@exercise.mistake(
    "All n steps are taken, for a better one may follow a worse one. Yours stops at the first step that is not better. "
    "Leave the break out."
)
def stopped_early(path):
    lengths = squares(path)
    row = 0
    while row + 1 < len(path) and lengths[row + 1] < lengths[row]:
        row += 1
    return told(path, row, row, steps=min(row + 1, len(path) - 1))


# -- known answers ------------------------------------------------------------------------------------------------

FIRST = "best, kept = loss(), [v.numpy() for v in variables]"
AGAIN = "best, kept = now, [v.numpy() for v in variables]"
BACK = "for v, value in zip(variables, kept, strict=True):\n        v.assign(value)"

exercise.wrong(
    "left as it was",
    fails="values",
    as_=last_stays,
    change={
        FIRST: "best, kept = loss(), list(variables)",
        AGAIN: "best, kept = now, list(variables)",
    },
)
exercise.wrong(
    "a slice in place of list",
    fails="values",
    as_=last_stays,
    change={
        FIRST: "best, kept = loss(), variables[:]",
        AGAIN: "best, kept = now, variables[:]",
    },
)
exercise.wrong(
    "names are moved back",
    fails="values",
    as_=last_stays,
    change={BACK: "for v, value in zip(variables, kept, strict=True):\n        v = value"},
)
exercise.wrong(
    "the list is replaced",
    fails="values",
    as_=last_stays,
    change={BACK: "variables[:] = kept"},
)
exercise.wrong(
    "the first snapshot only", fails="values", as_=start_kept, change={AGAIN: "best = now"}
)
exercise.wrong("the highest", fails="values", as_=highest, change={"now < best": "now > best"})
exercise.wrong(
    "the start is ignored",
    fails="values",
    as_=start_ignored,
    change={FIRST: "best, kept = float('inf'), None"},
)
exercise.wrong(
    "compared with the step before",
    fails="values",
    as_=last_gain,
    code="""
def fix_2(variables, loss, step, n):
    before = best = loss()
    kept = [v.numpy() for v in variables]
    for _ in range(n):
        step()
        now = loss()
        if now < before:
            best, kept = now, [v.numpy() for v in variables]
        before = now
    for v, value in zip(variables, kept):
        v.assign(value)
    return best
""",
)
exercise.wrong(
    "the last loss is returned",
    fails="values",
    as_=last_loss,
    change={"return best": "return now"},
)
exercise.wrong(
    "stops at the first worse step",
    fails="values",
    as_=stopped_early,
    change={AGAIN: f"{AGAIN}\n        else:\n            break"},
)
exercise.wrong(
    "an end in an error",
    fails="runs",
    change={FIRST: "best, kept = loss(), [v.numpy for v in variables]"},
)

exercise.right(
    "a function for the snapshot",
    code="""
def fix_2(variables, loss, step, n):
    def values():
        return [np.array(v) for v in variables]

    seen = [(loss(), values())]
    for _ in range(n):
        step()
        seen.append((loss(), values()))
    best, kept = min(seen, key=lambda pair: pair[0])
    for v, value in zip(variables, kept):
        v.assign(value)
    return best
""",
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
