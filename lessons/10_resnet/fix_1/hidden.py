"""fix_1: a plan whose first stage halves the image, too (He et al. 2015, section 4.2)."""

from autograder.exercise import Function, call, whole

exercise = Function(
    "fix_1",
    title="the right count and the wrong accuracy",
    minutes=4,
    difficulty="easy",
    points={"values": 2},
    takes=dict(n=whole(1, 60)),
    returns=list,
    core=False,
)


@exercise.cases
def cases(rng):
    for n in (1, 2, 3, 9):
        yield call(n)


def plan(n, strided):
    """The pairs, when ``strided(stage, block)`` says where the stride is 2."""
    return [
        (16 * 2**stage, 2 if strided(stage, block) else 1)
        for stage in range(3)
        for block in range(n)
    ]


@exercise.reference
def fix_1(n):
    return plan(n, lambda stage, block: stage > 0 and block == 0)


LINE = "stride = 2 if block == 0 and filters > 16 else 1"

exercise.mistake(
    "still_there",
    "Stage 1 keeps the size of the image. In yours its first block still has stride 2, so the bug is there. Look at the condition.",
    change={LINE: "stride = 2 if block == 0 else 1"},
    formula=lambda n: plan(n, lambda stage, block: block == 0),
)
exercise.mistake(
    "every_block",
    "Stages 2 and 3 halve the image once, in their first blocks. Yours halves it in each of their blocks. Look at the condition.",
    change={LINE: "stride = 2 if filters > 16 else 1"},
    formula=lambda n: plan(n, lambda stage, block: stage > 0),
)
exercise.mistake(
    "nowhere",
    "Stages 2 and 3 begin with stride 2. Yours has stride 1 everywhere, and the image stays at 32×32. Look at the condition.",
    change={LINE: "stride = 1"},
    formula=lambda n: plan(n, lambda stage, block: False),
)
exercise.mistake(
    "at_the_end",
    "A stage that halves the image does so in its first block. Yours does it in the last one of the stage before. Look at the "
    "block's number.",
    change={LINE: "stride = 2 if block == n - 1 and filters < 64 else 1"},
    formula=lambda n: plan(n, lambda stage, block: stage < 2 and block == n - 1),
)
exercise.wrong(
    "the second block",
    fails="values",
    change={LINE: "stride = 2 if block == 1 and filters > 16 else 1"},
)
exercise.wrong(
    "the last stage only",
    fails="values",
    change={LINE: "stride = 2 if block == 0 and filters > 32 else 1"},
)
exercise.wrong(
    "filters and stride exchanged",
    fails="values",
    change={"append((filters, stride))": "append((stride, filters))"},
)
exercise.wrong("one stage", fails="shapes", change={"(16, 32, 64)": "(16,)"})
exercise.equivalent("filters > 16", "filters > 17", reason="After 16 filters come 32.")
