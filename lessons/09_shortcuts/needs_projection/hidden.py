"""needs_projection: where a shortcut cannot be the identity (He et al. 2015, section 3.3)."""

from autograder.exercise import Function, call, shape, whole

exercise = Function(
    "needs_projection",
    title="must the shortcut change the shape?",
    minutes=4,
    difficulty="easy",
    points={"values": 2},
    takes=dict(in_shape=shape(3), filters=whole(1), stride=whole(1)),
    where=lambda in_shape, filters, stride: min(in_shape[:2]) > stride,
    returns=bool,
)


@exercise.together
def together(rng):
    """Equal channels and a stride of 1, as often as not."""
    height, width, channels = (int(n) for n in rng.integers(4, 12, 3))
    filters = channels if rng.random() < 0.6 else int(rng.integers(1, 12))
    return (
        (height, width, channels),
        filters,
        1 if rng.random() < 0.5 else int(rng.integers(2, 4)),
    )


@exercise.cases
def cases(rng):
    yield call((8, 8, 16), 16, 1)
    yield call((8, 8, 16), 16, 2)
    yield call((8, 8, 16), 32, 1)
    yield call((8, 8, 16), 32, 2)
    yield call((8, 8, 32), 16, 1)
    yield call((5, 9, 1), 7, 1)
    yield call((16, 9, 3), 16, 1)
    yield call((9, 16, 3), 16, 1)
    yield call((7, 5, 6), 6, 3)
    yield call((6, 4, 1), 1, 1)


@exercise.reference
def needs_projection(in_shape, filters, stride):
    return stride != 1 or in_shape[2] != filters


MODEL = "return stride != 1 or in_shape[-1] != filters"

exercise.mistake(
    "stride_only",
    "Two things change the shape: a stride above 1, and another number of channels. Yours looks at the stride only, but the "
    "channels may change at stride 1 as well. Ask for both.",
    misconception="M24",
    change={MODEL: "return stride > 1"},
    formula=lambda in_shape, filters, stride: stride != 1,
)
exercise.mistake(
    "channels_only",
    "Two things change the shape: a stride above 1, and another number of channels. Yours looks at the channels only, but a "
    "stride of 2 halves height and width. Ask for both.",
    misconception="M17",
    change={MODEL: "return in_shape[-1] != filters"},
    formula=lambda in_shape, filters, stride: in_shape[2] != filters,
)
exercise.mistake(
    "both_at_once",
    "One of the two changes is enough to make the shapes differ. Yours asks that both happen. Which word joins two questions "
    "of which one suffices?",
    change={MODEL: "return stride != 1 and in_shape[-1] != filters"},
    formula=lambda in_shape, filters, stride: stride != 1 and in_shape[2] != filters,
)
exercise.mistake(
    "turned_round",
    "`needs_projection` is True where the shapes differ. Yours is True where they agree. Turn it round.",
    change={MODEL: "return stride == 1 and in_shape[-1] == filters"},
    formula=lambda in_shape, filters, stride: not (stride != 1 or in_shape[2] != filters),
)
exercise.mistake(
    "only_more",
    "The channels must be equal, not only large enough: 32 do not fit 16. Yours asks for a projection only where the block has "
    "more channels than its input. Compare for equality.",
    change={MODEL: "return stride != 1 or filters > in_shape[-1]"},
    formula=lambda in_shape, filters, stride: stride != 1 or in_shape[2] < filters,
)
exercise.mistake(
    "one_broadcasts",
    "Equal shapes are asked for. One channel would broadcast to any number of them, and the sum would be computed in silence, "
    "but that is another block. Yours lets one channel pass. Compare for equality.",
    misconception="M25",
    change={MODEL: "return stride != 1 or in_shape[-1] not in (1, filters)"},
    formula=lambda in_shape, filters, stride: stride != 1 or in_shape[2] not in (1, filters),
)
exercise.mistake(
    "two_only",
    "Any stride above 1 makes the output smaller. Yours knows the stride 2 only. Compare with 1.",
    change={MODEL: "return stride == 2 or in_shape[-1] != filters"},
    formula=lambda in_shape, filters, stride: stride == 2 or in_shape[2] != filters,
)
exercise.mistake(
    "height_for_channels",
    "The channels stand last: (H, W, C). Yours compares the filters with the height. Take the last entry.",
    change={MODEL: "return stride != 1 or in_shape[0] != filters"},
    formula=lambda in_shape, filters, stride: stride != 1 or in_shape[0] != filters,
)
exercise.mistake(
    "anywhere",
    "The channels stand last: (H, W, C). Yours looks for the filters anywhere in the shape. Take the last entry.",
    change={MODEL: "return stride != 1 or filters not in in_shape"},
    formula=lambda in_shape, filters, stride: stride != 1 or filters not in in_shape,
)
exercise.wrong(
    "the width", fails="values", change={MODEL: "return stride != 1 or in_shape[1] != filters"}
)
exercise.wrong("always", fails="values", change={MODEL: "return True"})
exercise.wrong(
    "a word in place of a bool",
    fails="shapes",
    change={MODEL: "return 'yes' if stride != 1 or in_shape[-1] != filters else 'no'"},
)
exercise.right(
    "the output's shape is worked out",
    change={
        MODEL: "h, w, c = in_shape\n    return (-(-h // stride), -(-w // stride), filters) != (h, w, c)"
    },
)
exercise.right(
    "not equal to the pair of both",
    change={MODEL: "return (1, in_shape[2]) != (stride, filters)"},
)
exercise.right(
    "step by step",
    change={
        MODEL: "if stride > 1:\n        return True\n    return bool(in_shape[-1] - filters)"
    },
)
exercise.right(
    "Keras is asked",
    change={
        MODEL: 'conv = keras.layers.Conv2D(filters, 3, strides=stride, padding="same")\n'
        "    return tuple(conv.compute_output_shape((1, *in_shape))[1:]) != tuple(in_shape)"
    },
)
