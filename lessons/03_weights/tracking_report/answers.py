# %% wrong="attributes_only"
def tracking_report(layer):
    raw = {
        id(v)
        for part in [layer, *layer._flatten_layers(include_self=False)]
        for v in vars(part).values()
        if isinstance(v, tf.Variable)
    }
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(raw),
    }


# %% wrong="surface_only"
def tracking_report(layer):
    raw = {id(v) for v in vars(layer).values() if isinstance(v, tf.Variable)}
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(raw),
    }


# %% wrong="each_name"
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


# %% wrong="one_level"
def tracking_report(layer):
    raw = set()
    for part in layer._flatten_layers():
        for value in vars(part).values():
            items = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, (list, tuple))
                else [value]
            )
            raw |= {id(v) for v in items if isinstance(v, tf.Variable)}
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(raw),
    }


# %% wrong="nothing_returned"
def tracking_report(layer):
    print(
        {
            "trainable": len(layer.trainable_weights),
            "non_trainable": len(layer.non_trainable_weights),
            "untracked_tf_variables": 0,
        }
    )


# %% wrong="a tape" mistake="none_found"
def tracking_report(layer):
    with tf.GradientTape() as tape:
        layer(tf.ones((1, 3)))
    tracked = {id(w.value) for w in layer.weights}
    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": len(
            [v for v in tape.watched_variables() if id(v) not in tracked]
        ),
    }


# %% right="a stack in place of recursion"
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


# %% right="Keras's list of sublayers"
def tracking_report(layer):
    found = set()

    def collect(value):
        if isinstance(value, tf.Variable):
            found.add(id(value))
        for item in (
            value.values()
            if isinstance(value, dict)
            else value
            if isinstance(value, (list, tuple))
            else ()
        ):
            collect(item)

    for part in layer._flatten_layers():
        collect(dict(vars(part)))
    return dict(
        trainable=sum(w.trainable for w in layer.weights),
        non_trainable=sum(not w.trainable for w in layer.weights),
        untracked_tf_variables=len(found),
    )


# %% right="a generator over public attributes"
def tracking_report(layer):
    entered = set()

    def variables(thing):
        if id(thing) in entered:
            return
        if isinstance(thing, (tf.Variable, keras.layers.Layer)):
            entered.add(id(thing))
        if isinstance(thing, tf.Variable):
            yield thing
        elif isinstance(thing, keras.layers.Layer):
            for name, value in vars(thing).items():
                if not name.startswith("_"):
                    yield from variables(value)
        elif isinstance(thing, dict):
            for value in thing.values():
                yield from variables(value)
        elif isinstance(thing, (list, tuple)):
            for value in thing:
                yield from variables(value)

    return {
        "untracked_tf_variables": len(list(variables(layer))),
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.weights) - len(layer.trainable_weights),
    }
