"""snapshot: the values of variables as copies, not as further names for the same boxes."""

import numpy as np

from autograder.exercise import Function, call
from autograder.exercise.random_values import normal

exercise = Function(
    "snapshot",
    title="keeping what variables hold now",
    rungs={"every kind": "It copes with every kind of variable"},
    minutes=4,
    difficulty="easy",
    points={"shapes": 1, "values": 2, "every kind": 1},
    changes=(),
)


@exercise.cases
def cases(rng):
    yield call("tt", normal(rng, (3,)), normal(rng, (2, 2)), label="two tf.Variables")
    yield call(
        "kTk",
        normal(rng, (2,)),
        normal(rng, (3,)),
        normal(rng, ()),
        label="keras.Variables, and a tf.Variable that is not trainable",
        rung="every kind",
    )
    yield call(
        "TtK",
        rng.integers(0, 90, 4).astype(np.int32),
        normal(rng, (2,)).astype(np.float16),
        normal(rng, (1, 2)).astype(np.float64),
        label="an int32, a float16 and a float64 variable",
        rung="every kind",
    )
    yield call(
        "tT",
        normal(rng, ()),
        normal(rng, (2,)),
        label="a tf.Variable without axes, and one with an axis",
        rung="every kind",
    )


def told(values, of, result="list of array"):
    return {
        "kept": [np.asarray(v) for v in values],
        "dtypes": [np.asarray(v).dtype.name for v in values],
        "held": list(of),
        "result": result,
    }


def own(values, kinds):
    """The arrays in the dtypes in which they were drawn: a reference receives float64."""
    types = (
        (np.int32, np.float16, np.float64) if kinds == "TtK" else (np.float32,) * len(values)
    )
    return [np.asarray(v, t) for v, t in zip(values, types, strict=True)]


@exercise.reference
def snapshot(kinds, *values):
    values = own(values, kinds)
    return told(values, values)


LINE = "return [np.array(v) for v in variables]"


@exercise.mistake(
    "aliases",
    "A snapshot keeps the values of now. Yours shows what was assigned later: it holds the variables themselves, under a "
    "second name. Ask each variable for an array of its own.",
    misconception="M04",
    change={LINE: "return variables"},
)
def aliases(kinds, *values):
    values = own(values, kinds)
    return told([v + np.ones_like(v) for v in values], values, "list of variable")


@exercise.mistake(
    "keras_aliases",
    "A snapshot keeps the values of now. For a keras.Variable yours shows what was assigned later: `value` is the box "
    "inside, not a copy. Use the method that makes an array.",
    fails="every kind",
    misconception="M04",
    change={
        LINE: "return [v.value if isinstance(v, keras.Variable) else np.array(v) for v in variables]"
    },
)
def keras_aliases(kinds, *values):
    values = own(values, kinds)
    kept = [v + np.ones_like(v) if k in "kK" else v for k, v in zip(kinds, values, strict=True)]
    held = {"tt": "list of array", "tT": "list of array"}.get(
        kinds, "list of array and variable"
    )
    return told(kept, values, held)


@exercise.mistake(
    "trainable_only",
    "Every variable of the list is kept, whether it is trainable or not. Yours leaves out those that are not trainable. "
    "Take all of them.",
    fails="shapes",
    change={LINE: "return [np.array(v) for v in variables if v.trainable]"},
)
def trainable_only(kinds, *values):
    values = own(values, kinds)
    return told([v for k, v in zip(kinds, values, strict=True) if k in "tk"], values)


@exercise.mistake(
    "keras_left_out",
    "Every variable of the list is kept, of both kinds. Yours leaves out the keras.Variables, which are no instances of "
    "tf.Variable. Take all of them.",
    fails="shapes",
    change={LINE: "return [np.array(v) for v in variables if isinstance(v, tf.Variable)]"},
)
def keras_left_out(kinds, *values):
    values = own(values, kinds)
    return told([v for k, v in zip(kinds, values, strict=True) if k in "tT"], values)


@exercise.mistake(
    "backwards",
    "The arrays stand in the order of the list. Yours come in the opposite order. Go through the list from its beginning.",
    fails="shapes",
    change={LINE: "return [np.array(v) for v in variables[::-1]]"},
)
def backwards(kinds, *values):
    values = own(values, kinds)
    return told(values[::-1], values)


@exercise.mistake(
    "all_float32",
    "Each array has the dtype of its variable. Yours are float32, whatever the variable holds. Leave the conversion out.",
    fails="shapes",
    change={LINE: "return [np.array(v, 'float32') for v in variables]"},
)
def all_float32(kinds, *values):
    values = own(values, kinds)
    return told([v.astype(np.float32) for v in values], values)


@exercise.mistake(
    "flattened",
    "Each array has the shape of its variable. Yours are flattened to one axis. Leave the reshaping out.",
    fails="shapes",
    change={LINE: "return [v.numpy().ravel() for v in variables]"},
)
def flattened(kinds, *values):
    values = own(values, kinds)
    return told([v.ravel() for v in values], values)


@exercise.mistake(
    "emptied",
    "Taking a snapshot changes nothing. Yours writes into the variables. Only read from them.",
    change={
        LINE: "kept = [np.array(v) for v in variables]\n    for v in variables:\n"
        "        v.assign(np.zeros_like(v.numpy()))\n    return kept"
    },
)
def emptied(kinds, *values):
    values = own(values, kinds)
    return told(values, [np.zeros_like(v) for v in values])


exercise.mistake(
    "nothing",
    "The snapshot is what the function returns. Yours returns nothing. Begin the last line with return.",
    fails="shapes",
    change={LINE: "[np.array(v) for v in variables]"},
    formula=lambda kinds, *values: {
        "kept": None,
        "dtypes": [],
        "held": own(values, kinds),
        "result": "NoneType",
    },
)


@exercise.mistake(
    "a_number",
    "Each entry is a NumPy array. Of a variable without axes yours is a single number, as the method numpy() gives it. Put "
    "np.array(…) around it.",
    fails="every kind",
    change={LINE: "return [v.numpy() for v in variables]"},
)
def a_number(kinds, *values):
    values = own(values, kinds)
    flat = {"array" if np.ndim(v) else "number" for v in values}
    return told(values, values, f"list of {' and '.join(sorted(flat))}")


exercise.mistake(
    "tensors",
    "The entries are NumPy arrays. Yours are tensors. Put np.array(…) around each variable.",
    change={LINE: "return [tf.convert_to_tensor(v) for v in variables]"},
    formula=lambda kinds, *values: told(
        own(values, kinds), own(values, kinds), "list of tensor"
    ),
)
exercise.mistake(
    "a_tuple",
    "The result is a list. Yours is a tuple. Write square brackets in place of the round ones, or list(…) around it.",
    change={LINE: "return tuple(np.array(v) for v in variables)"},
    formula=lambda kinds, *values: told(
        own(values, kinds), own(values, kinds), "tuple of array"
    ),
)
exercise.wrong("a new list", mistake="aliases", change={LINE: "return list(variables)"})
exercise.wrong("a slice", mistake="aliases", change={LINE: "return variables[:]"})
exercise.wrong(
    "a property in place of a method",
    mistake="aliases",
    change={
        LINE: "return [v.value if isinstance(v, keras.Variable) else v for v in variables]"
    },
)
exercise.wrong("the first one", fails="shapes", change={LINE: "return [variables[0].numpy()]"})
exercise.right(
    "numpy() inside", change={LINE: "return [np.array(v.numpy()) for v in variables]"}
)
exercise.right(
    "a loop",
    change={
        LINE: "kept = []\n    for v in variables:\n        kept.append(np.copy(v.numpy()))\n    return kept"
    },
)
exercise.right(
    "keras.ops", change={LINE: "return [keras.ops.convert_to_numpy(v) for v in variables]"}
)
exercise.right(
    "tensors on the way",
    change={LINE: "return list(map(np.array, map(tf.convert_to_tensor, variables)))"},
)
