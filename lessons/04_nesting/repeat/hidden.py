"""Repeat: n layers or one layer n times (keras.io, "The Functional API", section on shared layers)."""

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal, positive

exercise = Function(
    "Repeat",
    title="one layer n times, or n layers",
    rungs={
        "weights": "It owns as many weights as it should",
        "training": "It follows the training mode",
    },
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


MAKE = """if share:
            self.steps = [make_layer()] * n
        else:
            self.steps = [make_layer() for _ in range(n)]"""
ONE, NEW = "[make_layer()] * n", "[make_layer() for _ in range(n)]"
STEP = "h = step(h)"

exercise.mistake(
    "always_one",
    "With share=False each step has a layer of its own. Yours applies one layer again and again, whose weights are the same "
    "at each call. Call make_layer() once for each step; [layer] * n holds one layer n times.",
    misconception="M10",
    change={MAKE: f"self.steps = {ONE}"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=[0] * n
    ),
)
exercise.mistake(
    "always_new",
    "With share=True one layer is applied n times. Yours makes a new one for each step. Call make_layer() once, before the "
    "loop.",
    change={MAKE: f"self.steps = {NEW}"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=range(n)
    ),
)
exercise.mistake(
    "other_way_round",
    "share=True means one layer, share=False means n of them. Yours has the two the other way round. Exchange them.",
    change={"if share:": "if not share:"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=range(n) if share else [0] * n
    ),
)
exercise.mistake(
    "not_fed_on",
    "What one layer returns goes into the next. Yours gives the input to each of them and returns what the last one says. "
    "Keep the result under the name that the next call reads.",
    change={STEP: "h = step(inputs)"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, fed=False
    ),
)
exercise.mistake(
    "backwards",
    "The layer made first is applied first. Yours goes through them from the last to the first. Take the list as it is.",
    change={"in self.steps": "in reversed(self.steps)"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=None if share else range(n)[::-1]
    ),
)
exercise.mistake(
    "first_only",
    "There are n steps. Yours applies a single layer once. Let the loop go through all n before you return.",
    change={STEP: "return step(h)"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=[0]
    ),
)
exercise.mistake(
    "one_more",
    "There are n steps. Yours makes one more. Look for a call of the layer outside the loop, and at the range of the loop.",
    change={NEW: "[make_layer() for _ in range(n + 1)]", ONE: "[make_layer()] * (n + 1)"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, order=[0 if share else k for k in range(n + 1)]
    ),
)
exercise.mistake(
    "not_owned",
    "Keras must list the weights of the inner layers. In yours it finds none: the layers are made in `call`, or kept where "
    "Keras does not look. Make them in __init__, and keep them in an attribute or a list.",
    fails="weights",
    misconception="M09",
    change={
        MAKE: 'self.box = type("Box", (), {})()\n        self.box.steps = [make_layer()] * n if share else [make_layer() for _ in range(n)]',
        "in self.steps": "in self.box.steps",
    },
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, weights=0
    ),
)
exercise.mistake(
    "never_in_training",
    "In training the inner layers run in training mode. Yours run in inference mode, as with a hard-coded training=None or "
    "training=False. Leave the argument out, or hand on your own `training`.",
    fails="training",
    misconception="M12",
    change={STEP: "h = step(h, training=None)"},
    formula=lambda question, n, share, x, a, b: numbers_of(
        question, n, share, x, a, b, factor=1
    ),
)
exercise.mistake(
    "made_again",
    "Layers are made once, in __init__ or `build`; when `call` runs, the layer counts as built and Keras refuses new ones. "
    "Move make_layer() out of `call`.",
    fails="runs",
    misconception="M09",
    facts=dict(message="cannot add new elements of state"),
)
exercise.mistake(
    "maker_not_called",
    "make_layer is a function that makes a layer; the layer is what it returns. Yours calls the maker on numbers. Write "
    "make_layer(), with empty parentheses, when you make the list.",
    fails="runs",
    change={NEW: "[make_layer for _ in range(n)]"},
    facts=dict(message="takes 0 positional arguments but"),
)
exercise.mistake(
    "cloned",
    "With share=False, make_layer is called once for each step. Yours copies a layer by its get_config, which layers need not "
    "have; the one that the check made has none. Call make_layer() again.",
    fails="runs",
    change={NEW: "[(k := make_layer()).from_config(k.get_config()) for _ in range(n)]"},
    facts=dict(error="NotImplementedError", message="get_config"),
)
exercise.wrong("one step less", fails="values", change={"in self.steps": "in self.steps[1:]"})
exercise.wrong(
    "inference always",
    mistake="never_in_training",
    change={STEP: "h = step(h, training=False)"},
)
exercise.wrong(
    "training when there is but one",
    fails="training",
    change={
        STEP: "h = step(h) if len({id(s) for s in self.steps}) > 1 else step(h, training=False)"
    },
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
