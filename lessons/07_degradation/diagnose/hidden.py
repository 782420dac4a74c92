"""diagnose: degradation is a matter of the training loss (He et al. 2015, section 1)."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function("diagnose", minutes=4, difficulty="easy", points={"values": 2, "ties": 1})


@exercise.cases
def cases(rng):
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


@exercise.mistake(
    "Degradation is about the training loss, overfitting about the validation loss. Yours has the two words exchanged. Exchange them.",
    misconception="M19",
)
def words_exchanged(a, b, c, d):
    return first_of(("overfitting", b > a), ("degradation", d > c))


@exercise.mistake(
    "The training loss is asked first: where it is higher, it is degradation whatever the validation loss says. Yours asks the "
    "validation loss first. Change the order.",
    misconception="M19",
)
def validation_first(a, b, c, d):
    return first_of(("overfitting", d > c), ("degradation", b > a))


@exercise.mistake(
    "Degradation shows in the training loss. Yours goes by the validation loss for it, which is higher in an overfitting net as well. "
    "Compare the training losses.",
    misconception="M19",
)
def by_validation(a, b, c, d):
    return first_of(("degradation", d > c))


@exercise.mistake(
    "The deep net is compared with the shallow one. Yours compares the validation loss of the deep net with its own training loss. "
    "Take the shallow net's validation loss."
)
def own_gap(a, b, c, d):
    return first_of(("degradation", b > a), ("overfitting", d > b))


@exercise.mistake(
    "The deep net is judged, against the shallow one. Yours calls it worse where its losses are lower. Turn the comparisons round."
)
def turned_round(a, b, c, d):
    return first_of(("degradation", b < a), ("overfitting", d < c))


@exercise.mistake(
    "Higher means strictly higher. Yours counts equal losses as higher. Use > in place of >=.",
    rung="ties",
)
def equal_counts(a, b, c, d):
    return (
        first_of(("degradation", b >= a), ("overfitting", d >= c))
        if a == b or c == d
        else NOT_SAID
    )


# -- known answers ------------------------------------------------------------------------------------------------

TRAIN, VALID = "train_loss_deep > train_loss_shallow", "val_loss_deep > val_loss_shallow"

exercise.wrong(
    "words exchanged",
    fails="values",
    as_=words_exchanged,
    code="""
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if train_loss_deep > train_loss_shallow:
        return "overfitting"
    if val_loss_deep > val_loss_shallow:
        return "degradation"
    return "neither"
""",
)
exercise.wrong(
    "validation first",
    fails="values",
    as_=validation_first,
    code="""
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if val_loss_deep > val_loss_shallow:
        return "overfitting"
    if train_loss_deep > train_loss_shallow:
        return "degradation"
    return "neither"
""",
)
exercise.wrong(
    "by the validation loss",
    fails="values",
    as_=by_validation,
    code="""
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    if val_loss_deep > val_loss_shallow:
        return "degradation"
    return "neither"
""",
)
exercise.wrong(
    "its own gap",
    fails="values",
    as_=own_gap,
    change={VALID: "val_loss_deep > train_loss_deep"},
)
exercise.wrong(
    "turned round",
    fails="values",
    as_=turned_round,
    change={TRAIN: TRAIN.replace(">", "<"), VALID: VALID.replace(">", "<")},
)
exercise.wrong(
    "equal counts",
    fails="ties",
    as_=equal_counts,
    change={TRAIN: TRAIN.replace(">", ">="), VALID: VALID.replace(">", ">=")},
)
exercise.wrong(
    "equal training losses count",
    fails="ties",
    change={TRAIN: TRAIN.replace(">", ">=")},
)
exercise.wrong(
    "equal validation losses count",
    fails="ties",
    change={VALID: VALID.replace(">", ">=")},
)
exercise.wrong("never overfitting", fails="values", change={VALID: "False"})
exercise.wrong("always degradation", fails="values", change={TRAIN: "True"})
exercise.wrong(
    "None in place of neither", fails="shapes", change={'return "neither"': "return None"}
)

exercise.right(
    "one expression",
    code="""
def diagnose(a, b, c, d):
    return "degradation" if b > a else "overfitting" if d > c else "neither"
""",
)
exercise.right(
    "differences",
    code="""
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    worse_fit = train_loss_deep - train_loss_shallow > 0
    worse_test = val_loss_deep - val_loss_shallow > 0
    return {(False, False): "neither", (False, True): "overfitting"}.get((worse_fit, worse_test), "degradation")
""",
)
exercise.right(
    "neither first",
    code="""
def diagnose(train_loss_shallow, train_loss_deep, val_loss_shallow, val_loss_deep):
    fits, holds = train_loss_deep <= train_loss_shallow, val_loss_deep <= val_loss_shallow
    if fits and holds:
        return "neither"
    return "overfitting" if fits else "degradation"
""",
)
