def _variables(thing, seen):
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, tf.Variable):
        yield thing
    for part in (
        vars(thing).values() if isinstance(thing, keras.layers.Layer)
        else thing.values() if isinstance(thing, dict)
        else thing if isinstance(thing, (list, tuple))
        else ()
    ):
        yield from _variables(part, seen)


tracking_report = lambda layer: dict(
    trainable=len(layer.trainable_weights),
    non_trainable=len(layer.non_trainable_weights),
    untracked_tf_variables=sum(1 for _ in _variables(layer, set())),
)
