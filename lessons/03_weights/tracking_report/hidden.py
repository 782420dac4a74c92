"""tracking_report: what Keras 3 tracks in a layer and which tf.Variables it misses (keras-io: migrating to Keras 3)."""

from autograder.exercise import Function, call

exercise = Function(
    "tracking_report",
    minutes=11,
    difficulty="medium",
    points={"shapes": 1, "values": 1, "nested": 1, "once": 1},
)

KEYS = ("trainable", "non_trainable", "untracked_tf_variables")
ALONE = {
    "weight": (1, 0, 0),
    "keras_variable": (1, 0, 0),
    "counter": (0, 1, 0),
    "raw": (0, 0, 1),
    "dense": (2, 0, 0),
    "norm": (2, 2, 0),
    "shared": (0, 0, 1),
}


@exercise.cases
def cases(rng):
    yield call(["weight", "counter", "raw"], label="a layer with one of each")
    yield call(["weight", "weight", "keras_variable"], label="a layer with three tracked weights")
    yield call(["raw", "raw"], label="a layer with two tf.Variables")
    yield call([], label="a layer with nothing")
    yield call([["list", ["raw", "raw"]], ["dict", ["raw", "weight"]]], label="a list and a dict", rung="nested")
    yield call([["tuple", ["raw", "counter"]]], label="a tuple", rung="nested")
    yield call(["dense", "norm", "raw"], label="two sublayers and a tf.Variable", rung="nested")
    yield call([["layer", ["weight", "raw", ["layer", ["raw"]]]]], label="a layer in a layer in a layer", rung="nested")
    yield call([["layers", [["raw"], ["raw", "weight"]]]], label="a list of layers", rung="nested")
    yield call([["frozen", ["weight", "raw"]], "weight"], label="a frozen sublayer", rung="nested")
    yield call(["shared", "shared", "raw"], label="one tf.Variable under two names", rung="once")


def count(kind, inside=True, sublayers=True, once=True, raw=True, freeze=True):
    """Counts (trainable, non-trainable, untracked), with what each mistaken count leaves out.

    Without ``inside``, variables in containers are missed; layers in a list are not, for Keras itself lists those.
    """
    total = [0, 0, 0]
    shared = 0
    for part in kind:
        head, inner = part if isinstance(part, list) else (part, None)
        if head in ("list", "tuple", "dict"):
            added = [sum(n) for n in zip(*(ALONE[k] for k in inner), strict=True)]
            if not inside:
                added[2] = 0
        elif head in ("layer", "frozen"):
            added = list(count(inner, inside, sublayers, once, raw, freeze))
            if head == "frozen" and freeze:
                added[:2] = [0, added[0] + added[1]]
            if not sublayers:
                added[2] = 0
        elif head == "layers":
            added = [sum(n) for n in zip(*(count(k, inside, sublayers, once, raw, freeze) for k in inner), strict=True)]
            if not sublayers:
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
def tracking_report(kind):
    return report(kind)


@exercise.mistake(
    "Containers are looked into as well: a tf.Variable in a list, tuple or dict attribute counts. Yours sees attributes "
    "only. Go through the items of each container.",
    rung="nested",
)
def attributes_only(kind):
    return report(kind, inside=False)


@exercise.mistake(
    "Sublayers belong to the layer: their tf.Variables count too. Yours looks at the outermost layer only. Call the same "
    "search on each sublayer that it meets.",
    rung="nested",
)
def outermost_only(kind):
    return report(kind, sublayers=False)


@exercise.mistake(
    "Sublayers and containers belong to the layer: the tf.Variables in them count too. Yours looks at the layer's own "
    "attributes only. Search lists, tuples, dicts and sublayers as well.",
    rung="nested",
)
def surface_only(kind):
    return report(kind, inside=False, sublayers=False)


@exercise.mistake(
    "Each variable counts once, however many names it has. Yours counts it once a name. Remember the id() of those already "
    "counted.",
    rung="once",
)
def each_name(kind):
    return report(kind, once=False)


@exercise.mistake(
    "tf.Variable attributes are what this report is for. Yours never finds one. Look through vars(layer) for instances of "
    "tf.Variable.",
    misconception="M07",
)
def none_found(kind):
    return report(kind, raw=False)


@exercise.mistake(
    "Trainable and non-trainable are two counts. Yours puts all weights under trainable. Use layer.trainable_weights and "
    "layer.non_trainable_weights."
)
def all_trainable(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable + frozen, frozen, raw), strict=True))


@exercise.mistake(
    "A tf.Variable attribute is not tracked by Keras 3, so it is neither trainable nor non-trainable here. Yours counts it "
    "as trainable. Count layer.trainable_weights alone.",
    misconception="M07",
)
def raw_is_trainable(kind):
    trainable, frozen, raw = count(kind)
    return dict(zip(KEYS, (trainable + raw, frozen, raw), strict=True))


# -- known answers ------------------------------------------------------------------------------------------------

LAYER = "if isinstance(thing, keras.layers.Layer):"
CONTAINERS = "if isinstance(thing, (list, tuple)):"

exercise.wrong(
    "attributes only",
    fails="nested",
    as_=surface_only,
    code="""
def tracking_report(layer):
    raw = {id(v) for v in vars(layer).values() if isinstance(v, tf.Variable)}
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(raw),
    }
""",
)
exercise.wrong(
    "no containers",
    fails="nested",
    as_=attributes_only,
    code="""
def tracking_report(layer):
    raw = {id(v) for part in [layer, *layer._flatten_layers(include_self=False)] for v in vars(part).values()
           if isinstance(v, tf.Variable)}
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(raw),
    }
""",
)
exercise.wrong(
    "no sublayers",
    fails="nested",
    as_=outermost_only,
    change={LAYER: "if thing is layer:"},
)
exercise.wrong(
    "each name counts",
    fails="once",
    as_=each_name,
    code="""
def tracking_report(layer):
    entered = set()

    def count(thing):
        if isinstance(thing, tf.Variable):
            return 1
        if isinstance(thing, (keras.layers.Layer, list, tuple, dict)):
            if id(thing) in entered:
                return 0
            entered.add(id(thing))
        if isinstance(thing, keras.layers.Layer):
            return sum(count(v) for n, v in vars(thing).items() if not n.startswith("_"))
        if isinstance(thing, dict):
            return sum(count(v) for v in thing.values())
        if isinstance(thing, (list, tuple)):
            return sum(count(v) for v in thing)
        return 0

    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": count(layer),
    }
""",
)
exercise.wrong(
    "none found",
    fails="values",
    as_=none_found,
    change={'"untracked_tf_variables": count(layer)': '"untracked_tf_variables": 0'},
)
exercise.wrong(
    "all are trainable",
    fails="values",
    as_=all_trainable,
    change={"len(layer.trainable_weights)": "len(layer.weights)"},
)
exercise.wrong(
    "raw ones are trainable",
    fails="values",
    as_=raw_is_trainable,
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
exercise.wrong(
    "lists in place of counts",
    fails="shapes",
    change={
        "len(layer.trainable_weights)": "layer.trainable_weights",
        "len(layer.non_trainable_weights)": "layer.non_trainable_weights",
    },
)
exercise.wrong("another key", fails="shapes", change={'"untracked_tf_variables":': '"untracked":'})
exercise.wrong(
    "Keras's own are counted",
    fails="values",
    change={"if isinstance(thing, tf.Variable):": "if isinstance(thing, (tf.Variable, keras.Variable)):"},
)
exercise.wrong("a dict is forgotten", fails="nested", change={"if isinstance(thing, dict):": "if False:"})
exercise.wrong("a tuple is forgotten", fails="nested", change={CONTAINERS: "if isinstance(thing, list):"})
exercise.wrong(
    "an attribute that is not there",
    fails="runs",
    change={"len(layer.trainable_weights)": "len(layer.trainable_tensors)"},
)

exercise.right(
    "a stack in place of recursion",
    code="""
def tracking_report(layer):
    found, entered, stack = {}, set(), [layer]
    while stack:
        part = stack.pop()
        if id(part) in entered:
            continue
        entered.add(id(part))
        if isinstance(part, tf.Variable):
            found[id(part)] = part
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, (list, tuple)):
            stack.extend(part)
        elif isinstance(part, keras.layers.Layer):
            stack.extend(part.__dict__.values())
    return dict(
        trainable=len(layer.trainable_variables),
        non_trainable=len(layer.non_trainable_variables),
        untracked_tf_variables=len(found),
    )
""",
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
