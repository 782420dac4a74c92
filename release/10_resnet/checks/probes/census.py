"""Small functional models, made where the answer is."""

import keras


class Hidden(keras.layers.Layer):
    """x + Dense(x): the addition is inside, where the model does not look."""

    def __init__(self, units):
        super().__init__()
        self.dense = keras.layers.Dense(units)

    def call(self, x):
        return x + self.dense(x)


def model(kind):
    entry = keras.Input((4,))
    h = entry
    if kind == "plus":
        for _ in range(3):
            h = h + keras.layers.Dense(4)(h)
    if kind == "add":
        for _ in range(2):
            h = keras.layers.Add()([h, keras.layers.Dense(4)(h)])
    if kind == "mixed":
        h = keras.layers.Add()([h, keras.layers.ReLU()(h)])
        h = keras.ops.relu(h * 2.0 + keras.layers.BatchNormalization()(h))
    if kind == "shared":
        shared = keras.layers.Dense(4, name="Dense_of_all")
        h = shared(shared(shared(h)))
    if kind == "hidden":
        h = Hidden(4)(Hidden(4)(h)) + h
    return keras.Model(entry, h)


def probe(answer, kind):
    """The census of one model, and whether the model is still made of the same operations."""
    whole = model(kind)
    before = [id(operation) for operation in whole.operations]
    counts = answer(whole)
    kept = before == [id(operation) for operation in whole.operations]
    return {"census": counts, "model kept": kept}
