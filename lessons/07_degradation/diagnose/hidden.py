"""diagnose: degradation is a matter of the training loss (He et al. 2015, section 1)."""

from autograder.exercise import NOT_SAID, Function, call, real

exercise = Function(
    "diagnose",
    title="degradation or overfitting?",
    rungs={"ties": "It is right where two losses are equal"},
    minutes=4,
    difficulty="easy",
    points={"values": 2, "ties": 1},
    takes=dict(
        train_loss_shallow=real(0),
        train_loss_deep=real(0),
        val_loss_shallow=real(0),
        val_loss_deep=real(0),
    ),
    returns=str,
)


@exercise.cases
def cases(rng):
    yield call(0.4, 0.1, 0.5, 0.9)
    low, high = rng.uniform(0.1, 0.4, 2).round(3), rng.uniform(0.6, 0.9, 2).round(3)
    a, b, c, d = (float(v) for v in (low[0], high[0], low[1], high[1]))
    yield call(a, b, c, d, label="both losses of the deep net are higher")
    yield call(a, b, d, c, label="only its training loss is higher")
    yield call(b, a, c, d, label="only its validation loss is higher")
    yield call(b, a, d, a + 0.05, label="both are lower than those of the shallow net")
    yield call(d, c, a, b, label="both fit better, the deep one generalises worse")
    yield call(a, a, c, d, label="equal training losses", rung="ties")
    yield call(b, a, c, c, label="equal validation losses", rung="ties")
    yield call(a, a, c, c, label="all equal", rung="ties")


def first_of(*found):
    return next((word for word, holds in found if holds), "neither")


@exercise.reference
def diagnose(a, b, c, d):
    return first_of(("degradation", b > a), ("overfitting", d > c))


TRAIN, VALID = "train_loss_deep > train_loss_shallow", "val_loss_deep > val_loss_shallow"

exercise.mistake(
    "words_exchanged",
    "Degradation is about the training loss, overfitting about the validation loss. Yours has the two words exchanged. Exchange them.",
    misconception="M19",
    formula=lambda a, b, c, d: first_of(("overfitting", b > a), ("degradation", d > c)),
)
exercise.mistake(
    "validation_first",
    "The training loss is asked first: where it is higher, it is degradation whatever the validation loss says. Yours asks the "
    "validation loss first. Change the order.",
    misconception="M19",
    formula=lambda a, b, c, d: first_of(("overfitting", d > c), ("degradation", b > a)),
)
exercise.mistake(
    "by_validation",
    "Degradation shows in the training loss. Yours goes by the validation loss for it, which is higher in an overfitting net as well. "
    "Compare the training losses.",
    misconception="M19",
    formula=lambda a, b, c, d: first_of(("degradation", d > c)),
)
exercise.mistake(
    "own_gap",
    "The deep net is compared with the shallow one. Yours compares the validation loss of the deep net with its own training loss. "
    "Take the shallow net's validation loss.",
    change={VALID: "val_loss_deep > train_loss_deep"},
    formula=lambda a, b, c, d: first_of(("degradation", b > a), ("overfitting", d > b)),
)
exercise.mistake(
    "turned_round",
    "The deep net is judged, against the shallow one. Yours calls it worse where its losses are lower. Turn the comparisons round.",
    change={TRAIN: TRAIN.replace(">", "<"), VALID: VALID.replace(">", "<")},
    formula=lambda a, b, c, d: first_of(("degradation", b < a), ("overfitting", d < c)),
)
exercise.mistake(
    "equal_counts",
    "Higher means strictly higher. Yours counts equal losses as higher. Use > in place of >=.",
    fails="ties",
    change={TRAIN: TRAIN.replace(">", ">="), VALID: VALID.replace(">", ">=")},
    formula=lambda a, b, c, d: (
        first_of(("degradation", b >= a), ("overfitting", d >= c))
        if a == b or c == d
        else NOT_SAID
    ),
)
exercise.wrong(
    "equal training losses count", fails="ties", change={TRAIN: TRAIN.replace(">", ">=")}
)
exercise.wrong(
    "equal validation losses count", fails="ties", change={VALID: VALID.replace(">", ">=")}
)
exercise.wrong("never overfitting", fails="values", change={VALID: "False"})
exercise.wrong("always degradation", fails="values", change={TRAIN: "True"})
exercise.wrong(
    "None in place of neither", fails="shapes", change={'return "neither"': "return None"}
)
