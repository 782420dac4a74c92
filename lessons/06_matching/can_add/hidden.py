"""can_add: an identity shortcut needs equal shapes (He et al. 2015, section 3.2; sizes by Dumoulin and Visin 2016)."""

from autograder.exercise import Function, call, one_of, shape, whole

exercise = Function(
    "can_add",
    title="may x be added?",
    rungs={
        "stretched": "It does not take broadcasting for a match",
        "small images": "It is right for very small images",
    },
    minutes=5,
    difficulty="medium",
    points={"values": 2, "stretched": 2, "small images": 1},
    takes=dict(
        in_shape=shape(3),
        filters=whole(1),
        stride=whole(1, 1_000),
        k=whole(1),
        padding=one_of("same", "valid"),
    ),
    where=lambda in_shape, filters, stride, k, padding: goes_together(
        in_shape, filters, k, padding
    ),
)


def goes_together(in_shape, filters, k, padding):
    """A convolution may be made and asked, so the image and the kernel are small enough for that."""
    height, width, channels = in_shape
    small = (
        height * width * max(channels, filters) < 100_000
        and k * k * channels * filters < 100_000
    )
    return small and (padding == "same" or k <= min(height, width))


@exercise.together
def together(rng):
    """Equal channels and a stride of 1, as often as not."""
    height, width, channels = (int(n) for n in rng.integers(1, 9, 3))
    filters = channels if rng.random() < 0.6 else int(rng.integers(1, 9))
    stride = 1 if rng.random() < 0.5 else int(rng.integers(2, 5))
    padding = "same" if rng.random() < 0.5 else "valid"
    return (height, width, channels), filters, stride, int(rng.integers(1, 4)), padding


@exercise.cases
def cases(rng):
    c = int(rng.integers(5, 30))
    yield call((8, 6, c), c, 1, label="equal channels, stride 1")
    yield call((8, 6, c), c + 1, 1, label="one filter more than channels")
    yield call((8, 8, 16), 16, 1)
    yield call((8, 8, 16), 16, 2)
    yield call((9, 8, 16), 16, 2)
    yield call((9, 8, 16), 16, 1, k=3, padding="valid")
    yield call((9, 8, 4), 4, 1, k=1, padding="valid")
    yield call((7, 5, 3), 3, 1, k=2, padding="same")
    yield call((4, 4, 2), 8, 2)
    yield call((8, 8, 1), 16, 1, rung="stretched")
    yield call((8, 8, 16), 1, 1, rung="stretched")
    yield call((2, 2, 8), 8, 2, rung="stretched")
    yield call((3, 3, 5), 5, 1, k=3, padding="valid", rung="stretched")
    yield call((1, 1, 8), 8, 2, rung="small images")
    yield call((1, 5, 6), 6, 2, rung="small images")
    yield call((5, 1, 6), 6, 2, rung="small images")
    yield call((1, 1, 4), 4, 3, k=1, padding="valid", rung="small images")
    yield call((1, 5, 6), 6, 2, k=1, padding="valid", rung="small images")
    yield call((5, 1, 6), 6, 2, k=1, padding="valid", rung="small images")


def same(n, k, stride):
    return -(-n // stride)


def valid(n, k, stride):
    return (n - k) // stride + 1


def out_shape(in_shape, filters, stride, k, padding):
    size = same if padding == "same" else valid
    return (size(in_shape[0], k, stride), size(in_shape[1], k, stride), filters)


def stretches(shape, other):
    return all(m == n or 1 in (m, n) for m, n in zip(shape, other, strict=True))


@exercise.reference
def can_add(in_shape, filters, stride, k=3, padding="same"):
    return out_shape(in_shape, filters, stride, k, padding) == tuple(in_shape)


HEIGHT, WIDTH = "(height + stride - 1) // stride", "(width + stride - 1) // stride"
V_HEIGHT, V_WIDTH = "(height - k) // stride + 1", "(width - k) // stride + 1"
END = "return (out_height, out_width, filters) == (height, width, channels)"


@exercise.mistake(
    "same_keeps",
    '"same" keeps height and width at stride 1 only. Yours looks at the stride for "valid" alone, or not at all. Divide by '
    "the stride, whatever the padding.",
    misconception="M17",
    change={HEIGHT: "height", WIDTH: "width"},
)
def same_keeps(in_shape, filters, stride, k=3, padding="same"):
    stride = 1 if padding == "same" else stride
    return out_shape(in_shape, filters, stride, k, padding) == tuple(in_shape)


exercise.mistake(
    "channels_only",
    "Height and width must agree as well as the channels. Yours compares the channels alone. Work out the two sizes.",
    change={END: "return filters == channels"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": filters == in_shape[2],
)
exercise.mistake(
    "sizes_only",
    "The channels must agree as well: a convolution returns as many as it has filters. Yours compares height and width "
    "alone. Compare the filters with C.",
    change={END: "return (out_height, out_width) == (height, width)"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": (
        out_shape(in_shape, filters, stride, k, padding)[:2] == tuple(in_shape[:2])
    ),
)
exercise.mistake(
    "padding_ignored",
    'Padding "valid" makes the image smaller, unless k is 1. Yours treats both paddings alike. Look at `padding`.',
    change={'if padding == "same":': "if padding:"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": (
        out_shape(in_shape, filters, stride, k, "same") == tuple(in_shape)
    ),
)


@exercise.mistake(
    "as_many",
    "Equal means equal entry by entry. Yours compares how many numbers there are, and (4, 4, 2) holds as many as (2, 2, 8). "
    "Compare the shapes.",
    change={
        END: "return out_height * out_width * filters == height * width * channels",
    },
)
def as_many(in_shape, filters, stride, k=3, padding="same"):
    out = out_shape(in_shape, filters, stride, k, padding)
    return out[0] * out[1] * out[2] == in_shape[0] * in_shape[1] * in_shape[2]


exercise.mistake(
    "turned_round",
    "The question was whether the shapes are equal. Yours answers whether they differ. Turn the answer round.",
    change={END: END.replace("==", "!=")},
    formula=lambda in_shape, filters, stride, k=3, padding="same": (
        out_shape(in_shape, filters, stride, k, padding) != tuple(in_shape)
    ),
)
exercise.mistake(
    "never",
    "Two shapes with equal entries are equal. Yours says False to everything, as comparing a tuple with a list does. Make "
    "both a tuple.",
    change={END: "return [out_height, out_width, filters] == (height, width, channels)"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": False,
)
exercise.mistake(
    "broadcasts",
    "Shapes that are only stretched to each other do not count. Yours accepts a 1 beside another size, as + does. Ask for "
    "equal shapes.",
    fails="stretched",
    change={
        END: """try:
        np.broadcast_shapes((out_height, out_width, filters), in_shape)
        return True
    except ValueError:
        return False"""
    },
    formula=lambda in_shape, filters, stride, k=3, padding="same": stretches(
        out_shape(in_shape, filters, stride, k, padding), in_shape
    ),
)
exercise.mistake(
    "stride_one_only",
    "An image of one pixel keeps its size at any stride: 1 divided by the stride, rounded up, is 1. Yours refuses every "
    "stride above 1. Compare shapes, not strides.",
    fails="small images",
    change={END: END.replace("return ", "return stride == 1 and ")},
    formula=lambda in_shape, filters, stride, k=3, padding="same": (
        stride == 1 and can_add(in_shape, filters, stride, k, padding)
    ),
)


@exercise.mistake(
    "height_only",
    "Height and width are two sizes. Yours compares only the height. Work out the width as well.",
    fails="small images",
    change={END: "return (out_height, filters) == (height, channels)"},
)
def height_only(in_shape, filters, stride, k=3, padding="same"):
    out = out_shape(in_shape, filters, stride, k, padding)
    return (out[0], out[2]) == (in_shape[0], in_shape[2])


exercise.mistake(
    "width_only",
    "Height and width are two sizes. Yours compares only the width. Work out the height as well.",
    fails="small images",
    change={END: "return (out_width, filters) == (width, channels)"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": (
        out_shape(in_shape, filters, stride, k, padding)[1:] == tuple(in_shape[1:])
    ),
)
exercise.mistake(
    "the_shape",
    "The answer is True or False. Yours is the shape of the output. Compare it with in_shape, and return what comes of it.",
    fails="shapes",
    change={END: "return (out_height, out_width, filters)"},
    formula=lambda in_shape, filters, stride, k=3, padding="same": out_shape(
        in_shape, filters, stride, k, padding
    ),
)
exercise.wrong(
    "it is just added",
    mistake="broadcasts",
    change={
        END: """try:
        tf.zeros(in_shape) + tf.zeros((out_height, out_width, filters))
        return True
    except tf.errors.InvalidArgumentError:
        return False"""
    },
)
exercise.wrong(
    "one channel goes with all",
    fails="stretched",
    change={
        END: "return (out_height, out_width) == (height, width) and channels in (1, filters)"
    },
)
exercise.wrong(
    "one filter goes with all",
    fails="stretched",
    change={
        END: "return (out_height, out_width) == (height, width) and filters in (1, channels)"
    },
)
exercise.wrong("odd windows only", fails="values", change={END: END + " and k % 2 == 1"})
exercise.wrong("valid never", fails="values", change={END: END + ' and padding == "same"'})
for size in ("height", "width"):
    exercise.equivalent(
        f"({size} + stride - 1) // stride",
        f"({size} + stride - 1) / stride",
        reason="Without rounding it is the size itself in the same cases: stride 1, or one pixel.",
    )
    exercise.equivalent(
        f"({size} - k) // stride + 1",
        f"({size} - k) / stride + 1",
        reason="Without rounding it is the size itself in the same cases: k = 1 and stride 1, or one pixel.",
    )
