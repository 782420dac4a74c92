def tracking_report(layer):
    """Count trainable and non-trainable weights, and tf.Variables that Keras does not track."""
    seen = set()

    def count(thing):
        print("looking at", repr(thing)[:200])
        if id(thing) in seen:
            return 0
        if isinstance(thing, tf.Variable):
            seen.add(id(thing))
            return 1
        if isinstance(thing, keras.layers.Layer):
            seen.add(id(thing))
            return sum(count(value) for value in list(vars(thing).values()))
        if isinstance(thing, dict):
            return sum(count(value) for value in thing.values())
        if isinstance(thing, (list, tuple)):
            return sum(count(value) for value in thing)
        return 0

    return {
        "trainable": len(layer.trainable_weights),
        "non_trainable": len(layer.non_trainable_weights),
        "untracked_tf_variables": count(layer),
    }
