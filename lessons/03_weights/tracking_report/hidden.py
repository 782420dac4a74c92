"""tracking_report: what Keras 3 tracks in a layer and which tf.Variables it misses (keras-io: migrating to Keras 3)."""

from autograder.exercise import NOT_SAID, Function, call

exercise = Function(
    "tracking_report",
    title="what Keras tracks and what it misses",
    rungs={
        "looks inside": "It looks inside containers and sublayers",
        "counts each once": "It counts each variable once",
    },
    minutes=11,
    difficulty="medium",
    points={"shapes": 1, "values": 1, "looks inside": 1, "counts each once": 1},
    changes=(),
)

KEYS = ("trainable", "non_trainable", "untracked_tf_variables")
ALONE = {
    "weight": (1, 0, 0),
    "keras_variable": (1, 0, 0),
    "counter": (0, 1, 0),
    "raw": (0, 0, 1),
    "other": (0, 0, 1),
    "dense": (2, 0, 0),
    "norm": (2, 2, 0),
    "shared": (0, 0, 1),
}


def some(rng, *kinds):
    """Each kind one to three times, in any order: an answer that knows the public cases does not know these."""
    found = [kind for kind in kinds for _ in range(rng.integers(1, 4))]
    return [found[i] for i in rng.permutation(len(found))]


@exercise.cases
def cases(rng):
    yield call(some(rng, "weight", "counter", "raw"), label="a layer with some of each")
    yield call(some(rng, "weight", "keras_variable"), label="a layer with tracked weights only")
    # At least two of a kind, which hold the same number: counted by value they are one.
    yield call(["raw", *some(rng, "raw", "other")], label="a layer with tf.Variables only")
    yield call([], label="a layer with nothing")
    yield call(
        [["list", some(rng, "raw")], ["dict", some(rng, "raw", "weight")]],
        label="a list and a dict",
        rung="looks inside",
    )
    yield call([["tuple", some(rng, "raw", "counter")]], label="a tuple", rung="looks inside")
    yield call(
        some(rng, "dense", "norm", "raw"),
        label="sublayers and tf.Variables",
        rung="looks inside",
    )
    yield call(
        [["layer", [*some(rng, "weight", "raw"), ["layer", some(rng, "raw")]]]],
        label="a layer in a layer in a layer",
        rung="looks inside",
    )
    yield call(
        [["layers", [some(rng, "raw"), some(rng, "raw", "weight")]]],
        label="a list of layers",
        rung="looks inside",
    )
    yield call(
        [["deep", some(rng, "raw")]], label="a list of dicts of tuples", rung="looks inside"
    )
    yield call(
        [["frozen", some(rng, "weight", "raw")], *some(rng, "weight")],
        label="a frozen sublayer",
        rung="looks inside",
    )
    yield call(
        ["shared", "shared", *some(rng, "raw")],
        label="one tf.Variable under two names",
        rung="counts each once",
    )


CONTAINERS = ("list", "tuple", "dict", "depth")
HOLDERS = {
    "list": ("list",),
    "tuple": ("tuple",),
    "dict": ("dict",),
    "deep": ("list", "dict", "tuple", "depth"),
}


def count(kind, blind=(), sublayers=True, once=True, raw=True, freeze=True):
    """Counts (trainable, non-trainable, untracked), with what each mistaken count leaves out.

    ``blind`` names what is not looked into: "list", "tuple", "dict", "depth" (containers in containers) or "layers" (a
    list of sublayers). Keras's own two counts do not depend on it.
    """
    options = {
        "blind": blind,
        "sublayers": sublayers,
        "once": once,
        "raw": raw,
        "freeze": freeze,
    }
    total = [0, 0, 0]
    shared = 0
    for part in kind:
        head, inner = part if isinstance(part, list) else (part, None)
        if head in HOLDERS:
            added = [sum(n) for n in zip(*(ALONE[k] for k in inner), strict=True)]
            if set(blind) & set(HOLDERS[head]):
                added[2] = 0
        elif head in ("layer", "frozen"):
            added = list(count(inner, **options))
            if head == "frozen" and freeze:
                added[:2] = [0, added[0] + added[1]]
            if not sublayers:
                added[2] = 0
        elif head == "layers":
            added = [sum(n) for n in zip(*(count(k, **options) for k in inner), strict=True)]
            if not sublayers or "layers" in blind:
                added[2] = 0
        else:
            added = list(ALONE[head])
            if head == "shared":
                shared += 1
                if shared > 1 and once:
                    added[2] = 0
        total = [a + b for a, b in zip(total, added, strict=True)]
    return tuple(total) if raw else (total[0], total[1], 0)


def report(kind, **leaves_out):
    return dict(zip(KEYS, count(kind, **leaves_out), strict=True))


@exercise.reference
def tracking_report(kind, **parts):
    return report(kind, **parts)


LAYER = "if isinstance(thing, keras.layers.Layer):"
LISTS = "if isinstance(thing, (list, tuple)):"
SEARCH = """
def tracking_report(layer):
    found = {}

    def look(thing):
        if isinstance(thing, tf.Variable):
            {}
        elif isinstance(thing, keras.layers.Layer):
            for name, value in vars(thing).items():
                if not name.startswith("_"):
                    look(value)
        elif isinstance(thing, dict):
            for value in thing.values():
                look(value)
        elif isinstance(thing, (list, tuple)):
            for value in thing:
                look(value)

    look(layer)
    return {{
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(found),
    }}
"""
SUBLAYER = "seen.add(id(thing))\n            return sum("

exercise.mistake(
    "attributes_only",
    "A tf.Variable in a list, tuple or dict counts as well. Yours finds those that are attributes, and none in a container. "
    "Go through the items of each container that you meet.",
    fails="looks inside",
    parts=dict(blind=CONTAINERS),
)
exercise.mistake(
    "outermost_only",
    "What a sublayer holds counts as well. Yours looks into the containers of the outermost layer, but not into its "
    "sublayers. Call the same search on each keras.layers.Layer that it meets.",
    fails="looks inside",
    change={LAYER: "if thing is layer:"},
    parts=dict(sublayers=False),
)
exercise.mistake(
    "surface_only",
    "A tf.Variable in a list, tuple, dict or sublayer counts as well. Yours looks at the layer's own attributes only. Write "
    "a function that calls itself on whatever it finds in these.",
    fails="looks inside",
    parts=dict(blind=CONTAINERS, sublayers=False),
)
exercise.mistake(
    "each_name",
    "Each variable counts once, even if two attributes refer to it. Yours counts it again for each attribute. Keep a set "
    "of the ids you have met: id() of the variable itself, not of its value.",
    fails="counts each once",
    parts=dict(once=False),
)
exercise.mistake(
    "none_found",
    "The third count is for the tf.Variables that the layer holds. Yours is 0 each time. A tape shows only what a call "
    "reads, so do not call the layer: look through vars(layer) for instances of tf.Variable.",
    misconception="M07",
    change={'"untracked_tf_variables": count(layer)': '"untracked_tf_variables": 0'},
    parts=dict(raw=False),
)


@exercise.mistake(
    "all_trainable",
    '"trainable" counts the trainable weights. Yours counts all weights there, the non-trainable ones as well. Use the '
    "length of layer.trainable_weights.",
    change={"len(layer.trainable_weights)": "len(layer.weights)"},
)
def all_trainable(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable + frozen, frozen, raw), strict=True))


@exercise.mistake(
    "raw_is_trainable",
    '"trainable" counts what Keras lists as trainable, and a tf.Variable is in none of its lists. Yours adds the '
    "tf.Variables to it. Use the length of layer.trainable_weights alone.",
    misconception="M07",
    change={
        "len(layer.trainable_weights)": "len(layer.trainable_weights) + count(layer)",
        '"untracked_tf_variables": count(layer)': '"untracked_tf_variables": len(seen & {id(v) for v in walk(layer)})',
        "    seen = set()\n": """    seen = set()

    def walk(thing):
        if isinstance(thing, tf.Variable):
            return [thing]
        if isinstance(thing, dict):
            return [v for t in thing.values() for v in walk(t)]
        if isinstance(thing, (list, tuple)):
            return [v for t in thing for v in walk(t)]
        if isinstance(thing, keras.layers.Layer):
            return [v for n, t in vars(thing).items() if not n.startswith("_") for v in walk(t)]
        return []
""",
    },
)
def raw_is_trainable(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable + raw, frozen, raw), strict=True))


exercise.mistake(
    "no_dicts",
    "Dicts count as well: a tf.Variable among a dict's values belongs to the layer. Yours overlooks these. Go through "
    "thing.values() of each dict.",
    fails="looks inside",
    change={"if isinstance(thing, dict):": "if False:"},
    parts=dict(blind=("dict",)),
)
exercise.mistake(
    "no_tuples",
    "Tuples count as well as lists: a tf.Variable in a tuple belongs to the layer. Yours overlooks these. Test with "
    "isinstance(thing, (list, tuple)).",
    fails="looks inside",
    change={LISTS: "if isinstance(thing, list):"},
    parts=dict(blind=("tuple",)),
)
exercise.mistake(
    "no_lists",
    "Lists count as well: a tf.Variable in a list, or in a layer that stands in a list, belongs to the layer. Yours "
    "overlooks these. Test with isinstance(thing, (list, tuple)).",
    fails="looks inside",
    change={LISTS: "if isinstance(thing, tuple):"},
    parts=dict(blind=("list", "layers")),
)
exercise.mistake(
    "one_level",
    "Containers may stand in containers, however deep. Yours looks into the outermost one only. Let the search call itself "
    "on each item that it finds.",
    fails="looks inside",
    parts=dict(blind=("depth",)),
)
exercise.mistake(
    "frozen_ignored",
    "The weights of a frozen sublayer are non-trainable now, whatever they were made as. Yours still counts them as "
    "trainable. Ask the outermost layer: layer.trainable_weights takes the freezing into account.",
    fails="looks inside",
    change={
        "len(layer.trainable_weights)": "sum(len(part._trainable_variables) for part in layer._flatten_layers())",
        "len(layer.non_trainable_weights)": "len(layer.weights) "
        "- sum(len(part._trainable_variables) for part in layer._flatten_layers())",
    },
    parts=dict(freeze=False),
)


@exercise.mistake(
    "keras_counted",
    "Keras variables never count as untracked: they are in the first two counts already. Yours counts them a second time. "
    "Test with isinstance(thing, tf.Variable) alone.",
    change={
        "if isinstance(thing, tf.Variable):": "if isinstance(thing, (tf.Variable, keras.Variable)):"
    },
)
def keras_counted(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable, frozen, raw + trainable + frozen), strict=True))


@exercise.mistake(
    "by_value",
    "Two variables with equal numbers are still two. Yours takes them for one. Tell variables apart by id(), not by what "
    "they hold.",
    code=SEARCH.format("{}", "found[str(thing.numpy())] = thing"),
)
def by_value(kind):
    if any(isinstance(part, list) for part in kind):
        return NOT_SAID
    trainable, frozen, _ = count(kind)
    return dict(
        zip(
            KEYS,
            (
                trainable,
                frozen,
                len({part for part in kind if part in ("raw", "other", "shared")}),
            ),
            strict=True,
        )
    )


@exercise.mistake(
    "one_at_most",
    'The third entry is a count. Yours is never more than one, as an answer to "is there any?" would be. Add up what you '
    "find, and do not stop at the first.",
    change={
        '"untracked_tf_variables": count(layer)': '"untracked_tf_variables": min(count(layer), 1)'
    },
)
def one_at_most(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable, frozen, min(raw, 1)), strict=True))


exercise.mistake(
    "nothing_returned",
    "The function returns the dictionary. Yours returns None: it prints, or ends without `return`. Write `return` before "
    "the dictionary.",
    fails="shapes",
    formula=lambda kind: None,
)
exercise.mistake(
    "compared",
    "On tf.Variables `==` compares numbers, and `in` uses `==`. This is what ended yours with an error. Tell variables apart "
    "by id(): keep a set of ids, and ask whether id(thing) is in it.",
    fails="runs",
    code=SEARCH.format("[]", "found.append(thing) if thing not in found else None"),
    facts=dict(message="truth value"),
)
exercise.mistake(
    "in_a_set",
    "A tf.Variable cannot be an element of a set or a key of a dict, for `==` on it compares numbers. This is what ended "
    "yours with an error. Put id(thing) there.",
    fails="runs",
    code=SEARCH.format("set()", "found.add(thing)"),
    facts=dict(message="unhashable"),
)
exercise.mistake(
    "numbers_counted",
    "A weight of shape (3,) counts once. count_params() counts its three numbers, and raises an error on a layer that was "
    "never called. Take the lengths of layer.trainable_weights and layer.non_trainable_weights.",
    fails="runs",
    change={"len(layer.trainable_weights)": "layer.count_params()"},
    facts=dict(message="count_params"),
)
exercise.wrong(
    "lists in place of counts",
    fails="shapes",
    change={
        "len(layer.trainable_weights)": "layer.trainable_weights",
        "len(layer.non_trainable_weights)": "layer.non_trainable_weights",
    },
)
exercise.wrong(
    "another key", fails="shapes", change={'"untracked_tf_variables":': '"untracked":'}
)
exercise.wrong(
    "an attribute that is not there",
    fails="runs",
    change={"len(layer.trainable_weights)": "len(layer.trainable_tensors)"},
)
exercise.wrong(
    "the id of a copy",
    mistake="each_name",
    code=SEARCH.format("{}", "copy = thing.numpy()\n            found[id(copy)] = copy"),
)
exercise.right(
    "NumPy integers",
    change={"len(layer.trainable_weights)": "np.int64(len(layer.trainable_weights))"},
)
exercise.right(
    "weights counted by their flag",
    change={
        "len(layer.trainable_weights)": "sum(1 for w in layer.weights if w.trainable)",
        "len(layer.non_trainable_weights)": "sum(1 for w in layer.weights if not w.trainable)",
    },
)
exercise.right(
    "a dict by id",
    change={
        "seen = set()": "seen = {}",
        "seen.add(id(thing))\n            return 1": "seen[id(thing)] = thing\n            return 1",
        "seen.add(id(thing))\n            return sum": "seen[id(thing)] = thing\n            return sum",
    },
)
for other in ("pass", "seen.add(None)", "id(thing)", "seen.add(id(None))", "seen.add(thing)"):
    exercise.equivalent(
        SUBLAYER,
        f"{other}\n            return sum(",
        reason="A layer entered twice adds nothing, for its variables are remembered; and on a layer that holds itself "
        "Keras's own lists end in a RecursionError.",
    )
exercise.equivalent(
    "list(vars(thing).values())",
    "vars(thing).values()",
    reason="Counting sets no attribute, so the dictionary does not change while it is read.",
)
