"""Repeat: n layers or one layer n times (keras.io, "The Functional API", section on shared layers)."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal, positive

exercise = Function(
    "Repeat",
    minutes=6,
    difficulty="medium",
    points={"shapes": 1, "values": 2, "weights": 2, "training": 1},
    without=("inputs",),
)


@exercise.cases
def cases(rng):
    def numbers(question, n, share, label, rung):
        x, a, b = normal(rng, (2, 3)), positive(rng, (4,)), normal(rng, (4,))
        return call(question, n, share, x, a, b, label=label, rung=rung)

    yield numbers("outputs", 3, False, "n=3, share=False: outputs of two calls", "values")
    yield numbers("outputs", 3, True, "n=3, share=True: outputs of two calls", "values")
    yield numbers("outputs", 1, False, "n=1, share=False: outputs of two calls", "values")
    yield numbers("weights", 4, False, "n=4, share=False: how many weights", "weights")
    yield numbers("weights", 4, True, "n=4, share=True: how many weights", "weights")
    yield numbers("training", 3, False, "n=3, share=False: output in training mode", "training")
    yield numbers("training", 2, True, "n=2, share=True: output in training mode", "training")


def numbers_of(question, n, share, x, a, b, order=None, fed=True, weights=None, factor=2):
    """The facts, when the layers are applied in ``order`` (the numbers of the layers made)."""
    order = [0 if share else k for k in range(n)] if order is None else order
    if question == "weights":
        return 2 * len(set(order)) if weights is None else weights
    h = x
    for k in order:
        h = a[k] * (h if fed else x) + b[k]
        if question == "training":
            h = factor * h
    return h if question == "training" else [h, h]


@exercise.reference
def repeat(*asked):
    return numbers_of(*asked)


@exercise.mistake(
    "With share=False each step has a layer of its own. Yours applies one layer again and again, whose weights are the same "
    "at each call. Call make_layer() once for each step; [layer] * n holds one layer n times.",
    misconception="M10",
)
def always_one(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, order=[0] * n)


@exercise.mistake(
    "With share=True one layer is applied n times. Yours makes a new one for each step. Call make_layer() once, before the "
    "loop."
)
def always_new(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, order=range(n))


@exercise.mistake(
    "share=True means one layer, share=False means n of them. Yours has the two the other way round. Exchange them."
)
def other_way_round(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, order=range(n) if share else [0] * n)


@exercise.mistake(
    "What one layer returns goes into the next. Yours gives the input to each of them and returns what the last one says. "
    "Keep the result under the name that the next call reads."
)
def not_fed_on(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, fed=False)


@exercise.mistake(
    "The layer made first is applied first. Yours goes through them from the last to the first. Take the list as it is."
)
def backwards(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, order=None if share else range(n)[::-1])


@exercise.mistake(
    "There are n steps. Yours applies a single layer once. Let the loop go through all n before you return."
)
def first_only(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, order=[0])


@exercise.mistake(
    "There are n steps. Yours makes one more. Look for a call of the layer outside the loop, and at the range of the loop."
)
def one_more(question, n, share, x, a, b):
    return numbers_of(
        question, n, share, x, a, b, order=[0 if share else k for k in range(n + 1)]
    )


@exercise.mistake(
    "Keras must list the weights of the inner layers. In yours it finds none: the layers are made in `call`, or kept where "
    "Keras does not look. Make them in __init__, and keep them in an attribute or a list.",
    rung="weights",
    misconception="M09",
)
def not_owned(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, weights=0)


@exercise.mistake(
    "In training the inner layers run in training mode. Yours run in inference mode, as with a hard-coded training=None or "
    "training=False. Leave the argument out, or hand on your own `training`.",
    rung="training",
    misconception="M12",
)
def never_in_training(question, n, share, x, a, b):
    return numbers_of(question, n, share, x, a, b, factor=1)


made_again = exercise.mistake_when(
    "made_again",
    "Layers are made once, in __init__ or `build`; when `call` runs, the layer counts as built and Keras refuses new ones. "
    "Move make_layer() out of `call`.",
    rung="runs",
    misconception="M09",
    message="cannot add new elements of state",
)
maker_not_called = exercise.mistake_when(
    "maker_not_called",
    "make_layer is a function that makes a layer; the layer is what it returns. Yours calls the maker on numbers. Write "
    "make_layer(), with empty parentheses, when you make the list.",
    rung="runs",
    message="takes 0 positional arguments but",
)

# -- known answers ------------------------------------------------------------------------------------------------

MAKE = """if share:
            self.steps = [make_layer()] * n
        else:
            self.steps = [make_layer() for _ in range(n)]"""
ONE, NEW = "[make_layer()] * n", "[make_layer() for _ in range(n)]"
STEP = "h = step(h)"

exercise.wrong(
    "always one layer", fails="values", as_=always_one, change={MAKE: f"self.steps = {ONE}"}
)
exercise.wrong(
    "always new layers", fails="values", as_=always_new, change={MAKE: f"self.steps = {NEW}"}
)
exercise.wrong(
    "the other way round",
    fails="values",
    as_=other_way_round,
    change={"if share:": "if not share:"},
)
exercise.wrong(
    "each sees the input", fails="values", as_=not_fed_on, change={STEP: "h = step(inputs)"}
)
exercise.wrong(
    "from the last to the first",
    fails="values",
    as_=backwards,
    change={"in self.steps": "in reversed(self.steps)"},
)
exercise.wrong(
    "returned within the loop",
    fails="values",
    as_=first_only,
    change={STEP: "return step(h)"},
)
exercise.wrong(
    "one step more",
    fails="values",
    as_=one_more,
    change={NEW: "[make_layer() for _ in range(n + 1)]", ONE: "[make_layer()] * (n + 1)"},
)
exercise.wrong(
    "one step less",
    fails="values",
    change={"in self.steps": "in self.steps[1:]"},
)
exercise.wrong(
    "kept in a plain object",
    fails="weights",
    as_=not_owned,
    change={
        MAKE: 'self.box = type("Box", (), {})()\n        self.box.steps = [make_layer()] * n if share else [make_layer() for _ in range(n)]',
        "in self.steps": "in self.box.steps",
    },
)
exercise.wrong(
    "a hard-coded None",
    fails="training",
    as_=never_in_training,
    change={STEP: "h = step(h, training=None)"},
)
exercise.wrong(
    "inference always",
    fails="training",
    as_=never_in_training,
    change={STEP: "h = step(h, training=False)"},
)
exercise.wrong(
    "training when there is but one",
    fails="training",
    change={
        STEP: "h = step(h) if len({id(s) for s in self.steps}) > 1 else step(h, training=False)"
    },
)
exercise.wrong(
    "made in call",
    fails="values",
    code="""
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.n, self.share = make_layer, n, share

    def call(self, inputs):
        layers = [self.make_layer()] * self.n if self.share else [self.make_layer() for _ in range(self.n)]
        for layer in layers:
            inputs = layer(inputs)
        return inputs
""",
)
exercise.wrong(
    "made and kept in call",
    fails="runs",
    as_=made_again,
    code="""
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.n, self.share = make_layer, n, share

    def call(self, inputs):
        self.steps = [self.make_layer()] * self.n if self.share else [self.make_layer() for _ in range(self.n)]
        for layer in self.steps:
            inputs = layer(inputs)
        return inputs
""",
)
exercise.wrong(
    "the maker in place of the layer",
    fails="runs",
    as_=maker_not_called,
    change={NEW: "[make_layer for _ in range(n)]"},
)
exercise.wrong("nothing is returned", fails="shapes", change={"return h": "h = h"})
exercise.wrong(
    "a sum over the channels",
    fails="shapes",
    change={"return h": "return keras.ops.sum(h, axis=-1)"},
)
exercise.wrong(
    "weights listed for one of n",
    fails="weights",
    change={
        MAKE: 'steps = [make_layer()] * n if share else [make_layer() for _ in range(n)]\n        self.head = steps[0]\n        self.box = type("Box", (), {})()\n        self.box.steps = steps',
        "in self.steps": "in self.box.steps",
    },
)
exercise.wrong(
    "a weight of its own when shared",
    fails="weights",
    change={
        "self.steps = [make_layer()] * n": "self.steps = [make_layer()] * n\n            self.extra = self.add_weight(shape=())"
    },
)

exercise.right(
    "one attribute, or a list",
    code="""
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.n, self.share = n, share
        if share:
            self.inner = make_layer()
        else:
            self.inner = [make_layer() for _ in range(n)]

    def call(self, x, training=None):
        for k in range(self.n):
            layer = self.inner if self.share else self.inner[k]
            x = layer(x, training=training)
        return x
""",
)
exercise.right(
    "a Sequential",
    code="""
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        first = make_layer()
        self.net = keras.Sequential([first, *(first if share else make_layer() for _ in range(n - 1))])

    def call(self, x):
        return self.net(x)
""",
)
exercise.right(
    "made in build",
    code="""
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.times = make_layer, (1, n) if share else (n, 1)

    def build(self, shape):
        self.layers = tuple(self.make_layer() for _ in range(self.times[0]))

    def call(self, x):
        for layer in self.layers * self.times[1]:
            x = layer(x)
        return x
""",
)
